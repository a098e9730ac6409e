"""Stretches of a text as a page counts them: in characters that are seen, without any white space.

A page has the same characters as `Document.plain` in the same order, but for white space, and offsets in it count
as JavaScript counts, in units of UTF-16. So words selected on a page, with words around them and the number of
characters before them, lead to one stretch of the plain text. Where only excerpts are published the number is too
small, which is why the words around decide, and the number only among equals.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import cached_property
from itertools import accumulate

from postil.core.model import Document, Range

BLANK = re.compile("[\\s\x1c-\x1f\x85\u200b\ufeff]+")
"""What counts as white space; `reading.js` has the same."""
AROUND = (2_000, 60, 12, 0)
"""How many characters on each side are asked to agree, in turn."""


class Seen:
    """What a page shows of a document, as one string of seen characters."""

    def __init__(self, document: Document) -> None:
        """Take a document, or the words of a comment."""
        self._plain = document.plain

    @cached_property
    def _words(self) -> list[tuple[int, int]]:
        """Where each run of seen characters begins and ends."""
        starts, ends = [0], []
        for blank in BLANK.finditer(self._plain):
            ends.append(blank.start())
            starts.append(blank.end())
        ends.append(len(self._plain))
        return [(start, end) for start, end in zip(starts, ends, strict=True) if start < end]

    @cached_property
    def _before(self) -> list[int]:
        """How many seen characters stand before each run."""
        return [0, *accumulate(end - start for start, end in self._words)]

    @cached_property
    def text(self) -> str:
        """The seen characters."""
        return BLANK.sub("", self._plain)

    def chosen(self, words: str, before: str, after: str, at: int) -> Range | None:
        """Return the stretch of the plain text that was selected, `None` when there are no such words.

        `before` and `after` stand beside `words` on the page, and `at` units of UTF-16 that are seen stand before
        them there.
        """
        sought, lead, follow = (BLANK.sub("", part) for part in (words, before, after))
        if not sought:
            return None
        near = self._character(at)
        for length in AROUND:
            head, tail = lead[max(0, len(lead) - length) :], follow[:length]
            found = _nearest(self.text, head + sought + tail, near - len(head))
            if found is not None:
                return self._plain_range(found + len(head), len(sought))
        return None

    def place(self, range_: Range) -> dict[str, int]:
        """Return where a stretch of the plain text stands on the page: `at` and `length`, in units of UTF-16."""
        start, end = self._seen(range_.start), self._seen(range_.end)
        return {"at": _units(self.text[:start]), "length": _units(self.text[start:end])}

    def _character(self, units: int) -> int:
        """Return an offset in units of UTF-16 as one in characters."""
        if self.text.isascii():
            return units
        return len(self.text.encode("utf-16-le")[: 2 * units].decode("utf-16-le", "ignore"))

    def _plain_range(self, start: int, length: int) -> Range:
        first = bisect_right(self._before, start) - 1
        last = bisect_right(self._before, start + length - 1) - 1
        return Range(
            self._words[first][0] + start - self._before[first],
            self._words[last][0] + start + length - self._before[last],
        )

    def _seen(self, offset: int) -> int:
        """Return how many seen characters stand before an offset of the plain text."""
        number = bisect_right(self._words, (offset, 0))
        if not number:
            return 0
        start, end = self._words[number - 1]
        return self._before[number - 1] + min(offset, end) - start


def _nearest(text: str, sought: str, near: int) -> int | None:
    """Return the offset of the occurrence nearest to `near`."""
    after = text.find(sought, max(0, near))
    before = text.rfind(sought, 0, max(0, near) + len(sought))
    found = [at for at in (before, after) if at >= 0]
    return min(found, key=lambda at: abs(at - near)) if found else None


def _units(words: str) -> int:
    return len(words) if words.isascii() else len(words.encode("utf-16-le")) // 2
