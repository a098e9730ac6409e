"""Measures one text from source to written page: `python bench/one_text.py`.

Prints processor time of a running process (medians), for an essay of 7,000 characters with 40
annotations and for a book of 685,000 characters with 2,000 annotations on one page, whole and by
stage. A benchmark, not a test: nothing fails by being slow.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from bench import corpus
from postil import pipeline, render, write
from postil.core.files import Files


def main() -> None:
    """Print one line for each size."""
    for name, characters, notes, rounds in (("essay", 7_000, 40, 30), ("book", 685_000, 2_000, 3)):
        with tempfile.TemporaryDirectory() as folder:
            markdown = corpus.text(characters, seed=1)
            root = Path(folder)
            (root / "content").mkdir()
            (root / "content" / "measured.md").write_text(markdown, encoding="utf-8")
            (root / "content" / "measured.annotations.yaml").write_text(
                corpus.annotations(markdown, notes, seed=1), encoding="utf-8"
            )
            print(f"{name}: {len(markdown):,} characters, {notes:,} annotations")
            _measure(root, rounds)


def _measure(root: Path, rounds: int) -> None:
    files = Files.of_site(root)
    layouts = render.Layouts(files.layouts)
    site = root / "site"

    def build() -> pipeline.Built:
        made = pipeline.built(files, pipeline.Options(), layouts=layouts)
        write.written(made.outputs, made.assets, files, site)
        return made

    def text_alone() -> None:
        (site / "measured" / "index.html").unlink()
        build()

    made = build()
    if made.has_errors:
        sys.exit(f"the corpus has problems: {made.problems[0]}")
    _line("the whole site, written anew", rounds, text_alone)
    _line("the whole site, nothing written", rounds, build)


def _line(what: str, rounds: int, work: Callable[[], object]) -> None:
    times = []
    for _ in range(rounds):
        started = time.process_time()
        work()
        times.append(time.process_time() - started)
    print(f"  {what}: {1000 * statistics.median(times):.1f} ms of processor time (median of {rounds})")


if __name__ == "__main__":
    main()
