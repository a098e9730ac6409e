"""Stretches of a file are replaced, and every other byte stays.

Takes a `Source`, whose text has plain line ends, and `Splice`s by offsets in that text; gives the
file's new bytes. Lines that come in end as the line before them does; a byte-order mark stays, and
so does what was odd about a file's last line.
"""

from __future__ import annotations

import codecs
import re
from bisect import bisect_right
from collections.abc import Sequence
from typing import NamedTuple

from postil.core.model import Source

LINE_END = re.compile(r"\r\n|\r|\n")


class UncertainError(Exception):
    """A place cannot be written to with certainty. The message says why, in the author's words."""

    def __init__(self, sentence: str, offset: int) -> None:
        """Remember the sentence, and where in the file it applies."""
        super().__init__(sentence)
        self.offset = offset


class Splice(NamedTuple):
    """A stretch of a text and what stands there instead."""

    start: int
    end: int
    text: str


def spliced(source: Source, splices: Sequence[Splice]) -> bytes:
    """Return the bytes of the file with the splices made.

    Of several at one place the first comes first. Raises `UncertainError` when two overlap.
    """
    content = source.content
    mark = codecs.BOM_UTF8 if content.startswith(codecs.BOM_UTF8) else b""
    lines = _Lines(content.removeprefix(mark).decode("utf-8"))
    parts: list[str] = []
    done = 0
    for splice in sorted(splices, key=lambda one: one[:2]):
        start, end, text = _narrowed(source.text, splice)
        if start == end and not text:
            continue
        if start < done:
            raise UncertainError("two changes would meet in one place", start)
        parts += lines.between(done, start), text.replace("\n", lines.end_before(start))
        done = end
    return mark + "".join([*parts, lines.between(done, len(source.text))]).encode("utf-8")


def _narrowed(text: str, splice: Splice) -> Splice:
    """Return the splice without what is the same at its beginning and end, so that no line is written that stands."""
    old, new = text[splice.start : splice.end], splice.text
    most = min(len(old), len(new))
    before = next((number for number in range(most) if old[number] != new[number]), most)
    most -= before
    after = next((number for number in range(most) if old[-1 - number] != new[-1 - number]), most)
    return Splice(splice.start + before, splice.end - after, new[before : len(new) - after])


class _Lines:
    """A text as it stands in its file, asked by offsets that count every line end as one character."""

    def __init__(self, written: str) -> None:
        self._written = written
        ends = list(LINE_END.finditer(written)) if "\r" in written else []
        self._ends = [match[0] for match in ends]
        self._begins = [0, *(match.end() for match in ends)]
        # A line end of two characters puts everything after it one further back.
        self._plain_begins = [0]
        lost = 0
        for match in ends:
            lost += len(match[0]) - 1
            self._plain_begins.append(match.end() - lost)

    def between(self, start: int, end: int) -> str:
        """Return a stretch as it is written."""
        return self._written[self._place(start) : self._place(end)]

    def end_before(self, offset: int) -> str:
        """Return how the line before `offset` ends, or the first line, if that is the one."""
        if not self._ends:
            return "\n"
        return self._ends[max(0, bisect_right(self._plain_begins, offset) - 2)]

    def _place(self, offset: int) -> int:
        line = bisect_right(self._plain_begins, offset) - 1
        return self._begins[line] + offset - self._plain_begins[line]
