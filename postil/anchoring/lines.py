"""The line of the source in which a character of the flat text stands.

Takes a `Document` and offsets in its `plain`; gives lines counted from 1. The parser knows the lines
of whole blocks only. Inside a block every line break that a reader could see is one of the source;
where that does not add up (a fence, a link over two lines), the words are looked up in the source,
one after another.
"""

from __future__ import annotations

import re
from bisect import bisect_right

from postil.core.model import Document, Piece

_WORD = re.compile(r"[^\W_]+")
_REACH = 400
"""How far ahead in the source the next word is looked for: past a long address, not past a paragraph."""


class Lines:
    """The lines of one document, worked out block by block when they are asked for."""

    def __init__(self, document: Document) -> None:
        """Prepare `document`, at no cost until a line is asked for."""
        self._document = document
        self._blocks: dict[int, tuple[list[int], list[int]]] = {}

    def at(self, offset: int) -> int:
        """Return the line of the source, counted from 1, in which `plain[offset]` stands."""
        pieces = self._document.pieces
        if not pieces:
            return 1
        piece = pieces[max(0, bisect_right(pieces, offset, key=lambda piece: piece.start) - 1)]
        if piece.first_line >= piece.last_line:
            return piece.first_line
        if piece.block not in self._blocks:
            self._blocks[piece.block] = self._starts(piece)
        starts, lines = self._blocks[piece.block]
        return lines[max(0, bisect_right(starts, offset) - 1)]

    def _starts(self, piece: Piece) -> tuple[list[int], list[int]]:
        """Return offsets in `plain` within a block, in order, and the line that begins at each."""
        start, end = self._extent(piece)
        plain = self._document.plain
        breaks = [match.end() for match in re.finditer("\n", plain[start:end])]
        if len(breaks) == piece.last_line - piece.first_line:
            return [start, *(start + at for at in breaks)], list(range(piece.first_line, piece.last_line + 1))
        return self._starts_by_words(piece, start, end)

    def _extent(self, piece: Piece) -> tuple[int, int]:
        """Return where the block of `piece` begins and ends in `plain`."""
        pieces = self._document.pieces
        first = bisect_right(pieces, piece.start, key=lambda other: other.start) - 1
        last = first
        while first > 0 and pieces[first - 1].block == piece.block:
            first -= 1
        while last + 1 < len(pieces) and pieces[last + 1].block == piece.block:
            last += 1
        return pieces[first].start, pieces[last].end

    def _starts_by_words(self, piece: Piece, start: int, end: int) -> tuple[list[int], list[int]]:
        lines = self._document.source.text.split("\n")[piece.first_line - 1 : piece.last_line]
        source = "\n".join(lines)
        starts, numbers = [start], [piece.first_line]
        cursor = counted = 0
        line = piece.first_line
        for match in _WORD.finditer(self._document.plain, start, end):
            found = source.find(match.group(), cursor, cursor + _REACH)
            if found < 0:
                continue
            line += source.count("\n", counted, found)
            counted, cursor = found, found + len(match.group())
            if line != numbers[-1]:
                starts.append(match.start())
                numbers.append(line)
        return starts, numbers
