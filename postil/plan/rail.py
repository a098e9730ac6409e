"""The rail: a picture of where in a text its notes stand, each a link to its reference.

Takes the notes of a text with their offsets; gives each its height in hundredths of the text, and a
lane beside others that would lie on it. Shapes and colours are the layout's.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from postil.core.model import Document

from .views import NoteView, RailMark, RailView

FEWEST = 4
"""Notes from which a picture of them says more than a look at the page."""
LANES = 3
NEAR = 1.1
"""Hundredths of the text within which two marks in one lane would touch."""


def rail(notes: Iterable[NoteView], offsets: Mapping[str, int], document: Document) -> RailView | None:
    """Return the picture; `None` when there are too few notes in the text.

    `offsets` gives the first character of the first passage of each note of the text itself, by the
    note's id; notes that are not in it, as those on comments, are not drawn.
    """
    length = max(1, len(document.plain))
    placed = sorted((100 * offsets[note.id] / length, note.number, note) for note in notes if note.id in offsets)
    if len(placed) < FEWEST:
        return None
    reached = [-NEAR] * LANES
    marks = []
    for height, _, note in placed:
        lane = next((lane for lane in range(LANES) if height - reached[lane] >= NEAR), reached.index(min(reached)))
        reached[lane] = height
        marks.append(
            RailMark(note.id, note.references[0], note.kind, f"{note.number} {note.kind_label}", _share(height), lane)
        )
    return RailView(tuple(marks), tuple(_share(100 * start / length) for start in _sections(document)))


def _sections(document: Document) -> Sequence[int]:
    """Return where the sections of a text begin, but the first."""
    first_of_block = {piece.block: piece.start for piece in reversed(document.pieces)}
    return [
        first_of_block[index + 1]
        for index, token in enumerate(document.tokens)
        if token.type == "heading_open" and token.tag in {"h1", "h2"} and first_of_block.get(index + 1)
    ]


def _share(hundredths: float) -> str:
    return f"{hundredths:.1f}"
