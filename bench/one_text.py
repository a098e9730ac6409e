"""Measures one text from source to written page: `python bench/one_text.py`.

Prints processor time of a running process, for an essay of 7,000 characters with 40 annotations
and for a book of 685,000 characters with 2,000 annotations on one page. A site costs something
whatever it holds (style sheets and fonts are compared, lists are drawn), so a text's own cost is
told apart: it is what ten more texts cost, divided by ten. A benchmark, not a test: nothing fails
by being slow.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from bench import corpus
from postil import pipeline, render, write
from postil.core.files import Files

MORE = 10
"""Texts by which the larger site is larger."""


def main() -> None:
    """Print the figures of both sizes."""
    alone = measured(7_000, 40, texts=1, rounds=40)
    together = measured(7_000, 40, texts=1 + MORE, rounds=20)
    print("an essay of 7,000 characters with 40 annotations, from source to written page")
    print(f"  the text's own cost: {(together - alone) / MORE:.1f} ms of processor time")
    print(f"  a site of that text alone: {alone:.1f} ms")
    book = measured(685_000, 2_000, texts=1, rounds=3)
    print("a book of 685,000 characters with 2,000 annotations on one page")
    print(f"  a site of that text alone: {book / 1000:.2f} s")


def measured(characters: int, annotations: int, *, texts: int, rounds: int) -> float:
    """Return the milliseconds of processor time, the median of the rounds, in which such a site is built.

    Every round writes every page of a text anew. The layouts were compiled by an earlier build, as
    in a process that goes on running.
    """
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        (root / "content").mkdir()
        for number in range(texts):
            markdown = corpus.text(characters, seed=number)
            annotations_yaml = corpus.notes(markdown, annotations, seed=number)
            (root / "content" / f"text-{number}.md").write_text(markdown, encoding="utf-8")
            (root / "content" / f"text-{number}.annotations.yaml").write_text(annotations_yaml, encoding="utf-8")
        files = Files.of_site(root)
        layouts = render.Layouts(files.layouts)
        build(files, layouts)
        times = []
        for _ in range(rounds):
            for page in (root / "site").glob("text-*/index.html"):
                page.unlink()
            started = time.process_time()
            build(files, layouts)
            times.append(time.process_time() - started)
        return 1000 * statistics.median(times)


def build(files: Files, layouts: render.Layouts) -> None:
    """Build the site, or end with its first problem."""
    made = pipeline.built(files, pipeline.Options(), layouts=layouts)
    if made.has_errors:
        sys.exit(f"the corpus has problems: {made.problems[0]}")
    with write.publication(files.root / "site", files) as site:
        staging = site.staging
        contents = {output.path: write.staged(staging, output.path, output.content) for output in made.outputs}
        site.finish(contents, made.assets)


if __name__ == "__main__":
    main()
