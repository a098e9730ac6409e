"""What is known of a generator with one site of the corpus, and what its site is written with."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from bench import corpus
from bench.costs import Command

MARK = "measured-0"
"""A class in the layout of every text's page, whose number is counted up to change the layout."""


@dataclass(frozen=True, slots=True)
class Peer:
    """A generator with one site of the corpus, ready to be timed."""

    name: str
    version: str
    folder: Path
    build: Command
    note: Path
    """The file in which one note is changed."""
    page: Path
    """The published page that shows the note."""
    layout: Path | None
    """The layout that every text's page is drawn by; it holds `MARK`. `None`: there is none to change."""
    written: frozenset[str] = field(init=False)
    """The names of what stands in the folder before the first build, which a fresh one begins with."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "written", frozenset(os.listdir(self.folder)))


class Unavailable(Exception):  # noqa: N818 -- the machine's state, said in a sentence, rather than a mistake
    """A generator that cannot be had here; says why."""


def site_folder(scratch: Path, texts: int, name: str) -> Path:
    """Return a folder for the site of a generator, empty."""
    folder = scratch / f"{texts}-texts" / name
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder


def write(path: Path, content: str) -> None:
    """Write a file and the folders that it stands in."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content, encoding="utf-8")


def write_texts(folder: Path, texts: int, front: Callable[[corpus.Footnoted], str], name: str = "text-{}.md") -> None:
    """Write the texts with footnotes into a folder, each after what `front` gives for it.

    `name` is the path of a text in the folder, with `{}` for its number.
    """
    for number in range(texts):
        text = corpus.footnoted(number)
        write(folder / name.format(number), front(text) + text.body)


def yaml_front(text: corpus.Footnoted) -> str:
    """Return the front matter of a text as most tools read it."""
    return f"---\ntitle: {text.title}\ndate: {text.date}\ntags: [{', '.join(text.tags)}]\n---\n\n"


def heading(text: corpus.Footnoted) -> str:
    """Return the title of a text as tools read it that have no front matter."""
    return f"# {text.title}\n\n"


def layout(title: str, body: str) -> str:
    """Return a layout of a whole page with a title and a body in the words of a template language."""
    return (
        f'<!doctype html>\n<html lang="en"><head><title>{title}</title></head>'
        f'<body><h1 class="{MARK}">{title}</h1>{body}</body></html>\n'
    )
