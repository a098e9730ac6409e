"""Where a quotation stands in one text, if that is certain.

Takes a `Searchable` and a `Quotation`; gives a `Located`, or an `Unlocated` that says why not. Three
readings are tried in turn (the words, the words as Markdown, the letters and digits alone), and the
next only if the one before occurs nowhere; among several occurrences the filters below are applied
in the order in which they stand. Nothing here picks the best of several.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from postil.core.fold import fold, squeeze
from postil.core.model import Found, Range
from postil.core.written import Quotation

from .context import Context, contexts, similarity
from .searchable import MOST_OCCURRENCES, Occurrence, Searchable, Words

LIKE_ENOUGH = 0.5
"""The similarity from which a context that is not quite there may decide."""
CLEARLY_AHEAD = 0.15
"""How much more similar it must be than at the next best occurrence."""
RESEMBLES_NOTHING = 0.4
"""Below this, a context is taken for one of another passage. Unrelated prose reaches about .3."""
MOST_COMPARED = 100
"""With more occurrences than this, an inexact context decides nothing: comparing would cost too much."""

Reader = Callable[[str], str]
"""Renders Markdown to the flat text that a reader sees."""


@dataclass(frozen=True, slots=True)
class Located:
    """A quotation with its certain place."""

    beginning: Occurrence
    """Of the quote."""
    found: Found
    """How the quote was found."""
    ending: Occurrence | None = None
    """Of `until`."""
    until_found: Found = Found.EXACT
    resemblance: float = 1.0
    """How much the words around it resemble the context given; 1 when none was given."""

    @property
    def range(self) -> Range:
        """The passage, as a stretch of `Document.plain`."""
        return Range(self.beginning.start, (self.ending or self.beginning).end)


@dataclass(frozen=True, slots=True)
class Unlocated:
    """A quotation without a certain place."""

    reason: str
    """The code of the problem."""
    occurrences: tuple[Occurrence, ...] = ()
    """Those that are left when nothing decides; that of the quote when its `until` is missing."""


class _Reading(NamedTuple):
    """One way to read a quote, with the search that belongs to it."""

    found: Found
    key: str
    search: Callable[[Words, int], tuple[Occurrence, ...]]
    words_in: Callable[[Context], tuple[Words, ...]]


def locate(text: Searchable, quotation: Quotation, as_read: Reader) -> Located | Unlocated:
    """Return the one passage that `quotation` names, or why there is no such one."""
    key = fold(quotation.quote).key
    if not key:
        return Unlocated("quote-empty")
    for reading in _readings(text, quotation.quote, key, as_read):
        result = _decided(text, quotation, reading, as_read)
        if isinstance(result, Located) and quotation.until is not None:
            return _until(text, result, quotation.until, as_read)
        if result is not None:
            return result
    return Unlocated("quote-not-found")


def _readings(text: Searchable, quote: str, key: str, as_read: Reader) -> Iterator[_Reading]:
    """Yield the ways to read a quote, whose first key is `key`, surest first; each worked out when asked for."""
    yield _folded(text, Found.EXACT, key)
    read = fold(as_read(quote)).key
    if read and read != key:
        yield _folded(text, Found.MARKDOWN, read)
    yield _squeezed(text, key)
    if read and read != key:
        yield _squeezed(text, read)


def _folded(text: Searchable, found: Found, key: str) -> _Reading:
    return _Reading(found, key, text.by_fold, lambda context: context.folded(key))


def _squeezed(text: Searchable, key: str) -> _Reading:
    squeezed = squeeze(key)
    body = squeezed.source_range(0, len(squeezed.key)) or (0, len(key))
    outer = (key[: body[0]], key[body[1] :])
    return _Reading(
        Found.SQUEEZED,
        squeezed.key,
        lambda words, after: text.by_squeeze(words, outer, after),
        lambda context: context.squeezed(squeezed.key),
    )


def _decided(text: Searchable, quotation: Quotation, reading: _Reading, as_read: Reader) -> Located | Unlocated | None:
    """Return what one reading comes to; `None` when its words occur nowhere."""
    left = _with_exact_context(reading, contexts(quotation, as_read))
    beside = [] if left else list(contexts(quotation, as_read))
    if not left:
        left = reading.search(Words(reading.key), 0)
        if not left:
            return None
        if beside and 1 < len(left) <= MOST_COMPARED:
            left = _with_likeliest_context(text, left, beside)
    are_all = len(left) < MOST_OCCURRENCES
    if len(left) > 1 and reading.key[0].isalpha() and reading.key[-1].isalpha():
        whole = tuple(filter(text.is_whole_word, left)) if are_all or quotation.occurrence else ()
        if not are_all and not whole:
            return Unlocated("quote-ambiguous", left)
        left = whole or left
    if quotation.occurrence is None and not are_all:
        # Nothing may be concluded from those looked at: the ones beyond would count as well.
        return Unlocated("quote-ambiguous", left)
    if quotation.occurrence is not None:
        if quotation.occurrence > len(left):
            return Unlocated("occurrence-out-of-range", left)
        left = (left[quotation.occurrence - 1],)
    if len(left) > 1:
        spelled = quotation.quote.strip()
        alike = tuple(place for place in left if text.words(place.range) == spelled)
        left = alike if len(alike) == 1 else left
    if len(left) > 1:
        return Unlocated("quote-ambiguous", left)
    resemblance = _resemblance(text, left[0], beside) if beside else 1.0
    return Located(left[0], reading.found, resemblance=resemblance)


def _with_exact_context(reading: _Reading, beside: Iterator[Context]) -> tuple[Occurrence, ...]:
    """Return the occurrences that stand between just the words given."""
    for context in beside:
        for words in reading.words_in(context):
            if words.prefix or words.suffix:
                found = reading.search(words, 0)
                if found:
                    return found
    return ()


def _with_likeliest_context(
    text: Searchable, places: tuple[Occurrence, ...], beside: Sequence[Context]
) -> tuple[Occurrence, ...]:
    """Return the one place whose surroundings are clearly most like those given; all, if none is."""
    ranked = sorted(((_resemblance(text, place, beside), index) for index, place in enumerate(places)), reverse=True)
    (best, index), (second, _) = ranked[:2]
    return (places[index],) if best >= LIKE_ENOUGH and best - second >= CLEARLY_AHEAD else places


def _resemblance(text: Searchable, place: Occurrence, beside: Sequence[Context]) -> float:
    return max(similarity(text, place.key_start, place.key_end, context) for context in beside)


def _until(text: Searchable, beginning: Located, until: str, as_read: Reader) -> Located | Unlocated:
    """Return the passage from the beginning found to the first occurrence of `until` after it."""
    for reading in _readings(text, until, fold(until).key, as_read):
        for place in reading.search(Words(reading.key), beginning.beginning.key_end):
            return replace(beginning, ending=place, until_found=reading.found)
    return Unlocated("until-not-found", (beginning.beginning,))
