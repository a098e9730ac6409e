"""Plain documents and annotations for tests that need no Markdown."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from postil.core.model import Annotation, Document, Metadata, Piece, Source
from postil.core.problems import Place


class Anywhere:
    """Places of something that was never in a file: only the field is told."""

    source = Source("content/a.annotations.yaml", "", "")

    def at(self, *path: str | int) -> Place:
        """Return a place whose excerpt is the path."""
        return Place("content/a.annotations.yaml", 1, 1, excerpt=".".join(map(str, path)))

    def inside(self, path: tuple[str | int, ...], line: int, column: int = 1, length: int = 1) -> Place:
        """Return the same for a stretch of the value."""
        return replace(self.at(*path), line=line, column=column, length=length)


def document(plain: str) -> Document:
    """Return a document of which every paragraph is a block and every line one of the source."""
    pieces: list[Piece] = []
    start, line = 0, 1
    for block, paragraph in enumerate(plain.split("\n\n")):
        last = line + paragraph.count("\n")
        if paragraph:
            pieces.append(Piece(start, start + len(paragraph), block, 0, line, last))
        start, line = start + len(paragraph) + 2, last + 2
    return Document(Source("content/a.md", plain, ""), Metadata("A"), (), plain, tuple(pieces))


def annotation(quote: str, **fields: Any) -> Annotation:
    """Return an annotation of `quote` with a note."""
    return Annotation(quote=quote, note="x", places=Anywhere(), **{"id": "a", **fields})
