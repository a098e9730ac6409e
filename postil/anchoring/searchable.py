"""A document prepared for searching: its keys, and every place where some words occur.

Takes a `Document`; gives `Occurrence`s. Each key is made once, and only when something is searched
by it. The trap: an occurrence has two pairs of offsets, in `Document.plain` and in the first key.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import NamedTuple

from postil.core.characters import is_word_edge
from postil.core.fold import Folded, fold, squeeze
from postil.core.model import Document, Range

from .lines import Lines
from .wordindex import WordIndex

MOST_OCCURRENCES = 2_000
"""How many occurrences of one quote are looked at. A quote with more needs a context, and a text of one
repeated letter must not take minutes."""
SHORTEST_SQUEEZED = 4
"""Fewer letters and digits than this are too little to go by without spaces and punctuation."""
WORTH_AN_INDEX = 60
"""After so many searches of one text, an index of its words has paid for itself."""


class Occurrence(NamedTuple):
    """One place where some words stand."""

    start: int
    """In `Document.plain`."""
    end: int
    key_start: int
    """In the first key of `plain`."""
    key_end: int

    @property
    def range(self) -> Range:
        """The stretch of `Document.plain`."""
        return Range(self.start, self.end)


class Words(NamedTuple):
    """What is searched: some words with the words required beside them, all as keys of one sort."""

    quote: str
    prefix: str = ""
    suffix: str = ""
    gaps_before: tuple[str, ...] = ("",)
    """What may stand between `prefix` and `quote`."""
    gaps_after: tuple[str, ...] = ("",)


class Searchable:
    """A document with its keys, each made when first asked for and kept."""

    def __init__(self, document: Document) -> None:
        """Prepare `document`, at no cost until something is searched."""
        self.document = document
        self._searches = 0
        self._kept: dict[Words, tuple[Occurrence, ...]] = {}

    @cached_property
    def folded(self) -> Folded:
        """The first key of the document."""
        return fold(self.document.plain)

    @cached_property
    def squeezed(self) -> Folded:
        """The second key, whose map leads back to the first."""
        return squeeze(self.folded.key)

    @cached_property
    def lines(self) -> Lines:
        """Where each offset stands in the source file."""
        return Lines(self.document)

    def by_fold(self, words: Words, after: int = 0) -> tuple[Occurrence, ...]:
        """Return the occurrences of folded words; from the key's offset `after` on, only the first of the quote."""
        if after:
            return self._first_after(words.quote, after)
        if words not in self._kept:
            self._kept[words] = self._folded_occurrences(words)
        return self._kept[words]

    def by_squeeze(self, words: Words, outer: tuple[str, str], after: int = 0) -> tuple[Occurrence, ...]:
        """Return the occurrences of squeezed words between word edges, with their own outer punctuation.

        `outer` is the folded punctuation that the quote itself begins and ends with; where the text
        has the same, it belongs to the passage.
        """
        if len(words.quote) < SHORTEST_SQUEEZED:
            return ()
        found = []
        least = self.squeezed.key_range(after, len(self.squeezed.source))[0]
        for start in _starts(words, lambda sought, least: _found(self.squeezed.key, sought, least), least):
            between = self.squeezed.source_range(start, start + len(words.quote))
            if between is None or between[0] < after or not self._is_whole(*between):
                continue
            occurrence = self._occurrence(*_with_outer(self.folded.key, between, outer))
            if occurrence is not None:
                found.append(occurrence)
        return tuple(found)

    def is_whole_word(self, occurrence: Occurrence) -> bool:
        """Return whether an occurrence begins and ends where words do."""
        return self._is_whole(occurrence.key_start, occurrence.key_end)

    def words(self, range_: Range) -> str:
        """Return the text of a passage."""
        return self.document.plain[range_.start : range_.end]

    def occurrence_at(self, key_start: int, key_end: int) -> Occurrence | None:
        """Return the stretch of the key as an occurrence; `None` when it cuts a character."""
        return self._occurrence(key_start, key_end)

    def _first_after(self, quote: str, after: int) -> tuple[Occurrence, ...]:
        """Return the first occurrence of the quote from `after` on, if any: thousands may follow it."""
        at = self.folded.key.find(quote, after) if quote else -1
        for _ in range(MOST_OCCURRENCES):
            if at < 0:
                break
            place = self._occurrence(at, at + len(quote))
            if place is not None:
                return (place,)
            at = self.folded.key.find(quote, at + 1)
        return ()

    def _folded_occurrences(self, words: Words) -> tuple[Occurrence, ...]:
        size = len(words.quote)
        starts = self._starts_beside(words) if self._searches < WORTH_AN_INDEX else None
        if starts is None:
            starts = _starts(words, self._search)
        spots = [self._occurrence(start, start + size) for start in starts]
        return tuple([spot for spot in spots if spot is not None])

    def _starts_beside(self, words: Words) -> list[int] | None:
        """Return the offsets at which the quote begins between what stands beside it; `None` for too many quotes.

        One search instead of one for every gap, whose needle is often nowhere: that is when a search takes longest.
        """
        places = self._search(words.quote, 0)
        if len(places) == MOST_OCCURRENCES:
            return None
        if not words.prefix and not words.suffix:
            return places
        key, size = self.folded.key, len(words.quote)
        before = tuple([words.prefix + gap for gap in words.gaps_before]) if words.prefix else ""
        behind = tuple([gap + words.suffix for gap in words.gaps_after]) if words.suffix else ""
        return [at for at in places if key.endswith(before, 0, at) and key.startswith(behind, at + size)]

    def _search(self, sought: str, after: int) -> list[int]:
        """Return the offsets in the first key at which `sought` begins."""
        self._searches += 1
        if self._searches > WORTH_AN_INDEX:
            starts = self._index.starts(sought)
            if starts is not None:
                return [start for start in starts if start >= after][:MOST_OCCURRENCES]
        return _found(self.folded.key, sought, after)

    @cached_property
    def _index(self) -> WordIndex:
        return WordIndex(self.folded.key)

    def _occurrence(self, key_start: int, key_end: int) -> Occurrence | None:
        place = self.folded.source_range(key_start, key_end)
        return Occurrence(*place, key_start, key_end) if place else None

    def _is_whole(self, key_start: int, key_end: int) -> bool:
        key = self.folded.key
        return is_word_edge(key, key_start) and is_word_edge(key, key_end)


def _starts(words: Words, search: Callable[[str, int], list[int]], after: int = 0) -> list[int]:
    """Return the offsets at which the quote begins, in order, whatever stands in the gaps beside it."""
    starts: set[int] = set()
    for before in words.gaps_before if words.prefix else ("",):
        for behind in words.gaps_after if words.suffix else ("",):
            lead = words.prefix + before
            found = search(lead + words.quote + behind + words.suffix, max(0, after - len(lead)))
            starts.update(at + len(lead) for at in found)
    return sorted(starts)


def _found(key: str, sought: str, after: int) -> list[int]:
    """Return the offsets at which `sought` begins; overlapping occurrences count."""
    starts: list[int] = []
    at = key.find(sought, after) if sought else -1
    while at >= 0 and len(starts) < MOST_OCCURRENCES:
        starts.append(at)
        at = key.find(sought, at + 1)
    return starts


def _with_outer(key: str, between: tuple[int, int], outer: tuple[str, str]) -> tuple[int, int]:
    """Widen a stretch of the key by the punctuation before and after it that the quote has too."""
    start, end = between
    at = start
    for character in reversed(outer[0]):
        if at > 0 and key[at - 1] == character:
            at -= 1
            start = at if character != " " else start
        elif character != " ":
            break
    at = end
    for character in outer[1]:
        if at < len(key) and key[at] == character:
            at += 1
            end = at if character != " " else end
        elif character != " ":
            break
    return start, end
