"""Where a passage that resembles a quote begins and ends.

Takes the key of a text, a quote and the stretch that an alignment gave; gives a stretch whose ends
are at words. The trap: counted by characters, words put in shortly before the end of a passage
cost more than leaving out what follows them. So an alignment stops before them, and the quote's
own last words have to be looked for a little further on.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from postil.core.characters import is_grapheme_edge, is_word_character, is_word_edge

from .alignment import distance, errors_by_end

FARTHEST_WORD_EDGE = 32
FARTHEST_GROWN = 64
"""How many characters beyond an end the quote's last words are looked for."""
MOST_LAST_WORDS = 6
SPEAKS_FOR = 4
"""Last words so found may end so many times their own length beyond: a short word is met by chance."""


def best_end(errors: list[int], fewest: int, text: str) -> int:
    """Return the offset after the best end: among equals the last one at a word edge, else the last."""
    ends = [index + 1 for index, wrong in enumerate(errors) if wrong == fewest]
    return next((end for end in reversed(ends) if is_word_edge(text, end)), ends[-1])


def snapped(key: str, quote: str, start: int, end: int) -> tuple[int, int]:
    """Return a passage whose ends are not inside words, moved whichever way is nearer to the quote."""
    starts = [_step(key, start, -1), _step(key, start, 1)] if not is_word_edge(key, start) else [start]
    ends = [_step(key, end, 1), _step(key, end, -1)] if not is_word_edge(key, end) else [end]
    ways = [_trimmed(key, quote, first, last) for first in starts for last in ends if first < last]
    return min(ways or [(start, end)], key=lambda way: distance(quote, key[slice(*way)]))


def grown(key: str, quote: str, start: int, end: int) -> tuple[int, int]:
    """Return the passage with each end moved on to the quote's own, where that stands a little beyond it."""
    last = end + _beyond(quote, key[start : end + FARTHEST_GROWN], end - start)
    first = start - _beyond(quote[::-1], key[max(0, start - FARTHEST_GROWN) : end][::-1], end - start)
    return first if is_grapheme_edge(key, first) else start, last if is_grapheme_edge(key, last) else end


def _beyond(quote: str, text: str, reached: int) -> int:
    """Return how far after `reached` the last words of `quote` end in `text`; 0 where nothing says that they do.

    The most of them that are found together decide.
    """
    beyond = 0
    for start, last in _last_words(quote):
        words = quote[start:last]
        if not beyond and _ends_with(text[:reached], words):
            return 0
        at = text.find(words, max(0, reached - len(words) + 1))
        while at >= 0 and not (is_word_edge(text, at) and is_word_edge(text, at + len(words))):
            at = text.find(words, at + 1)
        if at < 0:
            break
        end = at + len(words)
        if end - reached <= SPEAKS_FOR * len(words):
            own = quote[last:].rstrip()
            beyond = end - reached + (len(own) if text.startswith(own, end) else 0)
    return beyond


def _last_words(quote: str) -> Iterator[tuple[int, int]]:
    """Yield the stretch of the last word of a quote, then of the last two, and so on."""
    last = len(quote)
    while last and not is_word_character(quote[last - 1]):
        last -= 1
    starts = (at for at in range(last - 1, -1, -1) if is_word_character(quote[at]) and is_word_edge(quote, at))
    return ((start, last) for start in islice(starts, MOST_LAST_WORDS))


def _ends_with(text: str, words: str) -> bool:
    """Return whether a text ends with some words or what resembles them."""
    errors = len(words)
    for errors in errors_by_end(words, text[-2 * len(words) :], is_anchored=False):  # noqa: B007
        pass
    return errors <= len(words) // 3


def _step(key: str, offset: int, step: int) -> int:
    at = offset
    while not is_word_edge(key, at):
        at += step
        if abs(at - offset) > FARTHEST_WORD_EDGE:
            return offset
    return at


def _trimmed(key: str, quote: str, start: int, end: int) -> tuple[int, int]:
    """Return a passage without spaces at its ends, and without punctuation where the quote has none."""
    while start < end - 1 and _is_outer(key[start], quote[0]):
        start += 1
    while start < end - 1 and _is_outer(key[end - 1], quote[-1]):
        end -= 1
    return start, end


def _is_outer(character: str, own: str) -> bool:
    return character == " " or (is_word_character(own) and not is_word_character(character))
