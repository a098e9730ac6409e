"""Weighs what a reader loads for one page: `python bench/weight.py`.

Prints, for the essay of 7,000 characters with 40 annotations and for the demonstration's, the bytes of
its HTML, its style sheets and its scripts as a server compresses them (gzip, level 9), and of the fonts
that an English page uses as they are. A figure beyond its limit is marked; nothing fails by it.
"""

from __future__ import annotations

import gzip
import re
import sys
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from bench import corpus
from postil import pipeline
from postil.core.files import Files

LIMITS = {"HTML, CSS and scripts": 60_000, "scripts": 12_000, "fonts": 120_000}
"""Bytes; the first for the three together."""
CHARACTERS, ANNOTATIONS = 7_000, 40
REPOSITORY = Path(__file__).parents[1]


def main() -> None:
    """Print the figures of both essays."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        (root / "content").mkdir()
        markdown = corpus.text(CHARACTERS, seed=0)
        notes = corpus.notes(markdown, ANNOTATIONS, seed=0)
        (root / "content/essay.md").write_text(markdown, encoding="utf-8")
        (root / "content/essay.annotations.yaml").write_text(notes, encoding="utf-8")
        told(f"an essay of {CHARACTERS:,} characters with {ANNOTATIONS} annotations", site(root), "essay/index.html")
    told("the demonstration’s essay", site(REPOSITORY), "essays/two-shortages/index.html")


def site(root: Path) -> Mapping[str, bytes]:
    """Return the files of a site by their paths."""
    return {output.path: output.content for output in pipeline.built(Files.of_site(root), pipeline.Options()).outputs}


def told(what: str, files: Mapping[str, bytes], page: str) -> None:
    """Print what the page at that path weighs."""
    html = files[page].decode()
    root = "../" * page.count("/")
    sheets = [name.removeprefix(root) for name in re.findall(r'<link rel="stylesheet" href="([^"]+)"', html)]
    scripts = modules(files, [name.removeprefix(root) for name in re.findall(r'<script[^>]* src="([^"]+)"', html)])
    fonts = [name for name in files if re.search(r"-latin-(?!ext).*\.woff2$", name)]
    weights = {
        "HTML": compressed(files, [page]),
        "CSS": compressed(files, sheets),
        "scripts": compressed(files, scripts),
        "fonts": sum(len(files[name]) for name in fonts),
    }
    weights["HTML, CSS and scripts"] = weights["HTML"] + weights["CSS"] + weights["scripts"]
    print(what)
    for name, weight in weights.items():
        limit = LIMITS.get(name)
        beyond = f" of {limit / 1000:.0f}{' — beyond it' if weight > limit else ''}" if limit else ""
        print(f"  {name}: {weight / 1000:.1f} KB{beyond}")


def modules(files: Mapping[str, bytes], names: Iterable[str]) -> list[str]:
    """Return scripts with every module that they import, each once, whenever it is loaded."""
    found: list[str] = []
    waiting = list(names)
    while waiting:
        name = waiting.pop()
        if name in found or name not in files:
            continue
        found.append(name)
        folder = name.rpartition("/")[0]
        waiting += [
            f"{folder}/{other}"
            for other in re.findall(rb"""['"]\./([\w-]+\.js)['"]""", files[name])
            for other in [other.decode()]
        ]
    return found


def compressed(files: Mapping[str, bytes], names: Iterable[str]) -> int:
    """Return the bytes of these files, each compressed by itself, as they are sent."""
    return sum(len(gzip.compress(files[name], 9, mtime=0)) for name in names)


if __name__ == "__main__":
    main()
