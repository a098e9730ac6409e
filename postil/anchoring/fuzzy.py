"""Passages that resemble a quote which is not there: for suggestions, never for placing.

Takes a `Searchable`, a quote and its context; gives the best passages with a score. Short stretches
of the quote that occur in the text (seeds) vote for the diagonal on which they lie; the best
diagonals are aligned exactly. What the search may cost is bounded twice: per quote by the counts
below, per build by a `Budget`.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from typing import NamedTuple

from postil.core.values import dataclass

from .alignment import distance, errors_by_end
from .context import Context, side_errors
from .ends import best_end, grown, snapped
from .identity import keeps_identity
from .searchable import Occurrence, Searchable

SEED_LENGTHS = (12, 8, 5)
"""Long seeds first: they are rarer, so they are cheap and seldom mislead."""
MOST_HITS = 40
"""A seed that occurs so often says nothing about the place."""
MOST_SEEDS = 64
MOST_WINDOWS = 12
FEW_VOTES = 4
"""A window with so many times fewer votes than the best is not aligned: it cannot come near."""
SHOWN_FROM = 0.60
"""The score from which a passage is worth showing."""
MOST_SHOWN = 3
CLEARLY_AHEAD = 0.08
SHORTEST_ALONE = 24
"""Without context, a quote shorter than this is too little to recognise a passage by."""
QUOTE_WEIGHT, SIDE_WEIGHT = 6, 2


class Budget:
    """How much time the searches of one build may take together."""

    def __init__(self, seconds: float = 10.0, now: Callable[[], float] = time.monotonic) -> None:
        """Allow `seconds`, measured by `now`, a clock that only goes forward."""
        self._left = seconds
        self._now = now

    @property
    def is_spent(self) -> bool:
        """Whether nothing is left."""
        return self._left <= 0

    def spend(self, search: Callable[[], tuple[Candidate, ...]]) -> tuple[Candidate, ...]:
        """Return what `search` returns, and take the time it took from the budget."""
        began = self._now()
        result = search()
        self._left -= self._now() - began
        return result


@dataclass(frozen=True, slots=True)
class Candidate:
    """A passage that resembles a quote."""

    occurrence: Occurrence
    score: float
    """From 0 to 1; the context counts too."""
    is_safe: bool
    """Whether nothing else comes near and nothing that carries identity changed."""


class _Likeness(NamedTuple):
    quote: float
    score: float
    """The weighted mean with that of the context."""


@dataclass(frozen=True, slots=True)
class _Scored:
    start: int
    end: int
    whole: _Likeness
    """Of the passage as it is: only this may make it safe."""
    aligned: _Likeness
    """Without what was taken along to reach the quote's own ends: that makes a place no less likely."""
    core: tuple[int, int]
    """The stretch that was aligned, from `start` to `end` or a part of it."""

    def is_same_place(self, other: _Scored) -> bool:
        """Return whether both have aligned words in common, or one of them is a part of the other."""
        (first, last), (start, end) = self.core, other.core
        return (
            (first < end and start < last)
            or self.start <= other.start <= other.end <= self.end
            or other.start <= self.start <= self.end <= other.end
        )


def resembling(text: Searchable, quote: str, context: Context, after: int = 0) -> tuple[Candidate, ...]:
    """Return the passages most like `quote`, best first; none when nothing is worth showing.

    `quote` is a first key. The score is the weighted mean of what resembles: the quote, and each
    side of the context that was given. Only passages from the key's offset `after` on are given,
    but one before it that comes near makes them no safer.
    """
    scored = _scored(text, quote, context)
    if not scored:
        return ()
    best = scored[0]
    runner_up = scored[1].aligned.score if len(scored) > 1 else 0.0
    is_safe = _is_safe(best.whole, runner_up, len(quote), has_context=bool(context)) and keeps_identity(
        quote, text.folded.key[best.start : best.end]
    )
    candidates = []
    shown = [one for one in scored if one.start >= after and one.aligned.score >= SHOWN_FROM]
    for passage in shown[:MOST_SHOWN]:
        occurrence = text.occurrence_at(passage.start, passage.end)
        if occurrence is not None:
            candidates.append(Candidate(occurrence, passage.aligned.score, is_safe and passage is best))
    return tuple(candidates)


def likeness_beside(text: Searchable, place: Occurrence, context: Context) -> float:
    """Return the score of a place where the quote itself stands: what differs is beside it."""
    return _likeness(1.0, _beside(text.folded.key, (place.key_start, place.key_end), context)).score


def _is_safe(best: _Likeness, runner_up: float, length: int, *, has_context: bool) -> bool:
    """Return whether the numbers alone allow to take the best passage.

    The thresholds are those at which none of several hundred quotes that had been taken out of
    their texts found a home; short quotes need more likeness, since they meet their like by chance.
    """
    if not has_context and length < SHORTEST_ALONE:
        return False
    least = 0.70 + (2.4 if has_context else 6.0) / length
    return best.score >= least and best.quote >= SHOWN_FROM and best.score - runner_up >= CLEARLY_AHEAD


def _scored(text: Searchable, quote: str, context: Context) -> list[_Scored]:
    """Return the passages of the first kind of seeds that leads anywhere, best first, each place once."""
    met: list[_Scored] = []
    found: list[_Scored] = []
    for length in SEED_LENGTHS:
        if len(quote) < length:
            continue
        for start, end in _windows(text.folded.key, quote, length):
            passage = _aligned(text, quote, context, start, end)
            if passage is not None:
                met.append(passage)
        found = []
        for passage in sorted(met, key=lambda passage: (-passage.aligned.score, passage.start)):
            if not any(map(passage.is_same_place, found)):
                found.append(passage)
        if found and found[0].aligned.quote >= SHOWN_FROM:
            break
    return found


def _windows(key: str, quote: str, length: int) -> Iterator[tuple[int, int]]:
    """Yield the stretches of the key for which most of the quote's seeds vote."""
    slack = max(16, len(quote) // 4)
    votes: dict[int, int] = {}
    last = len(quote) - length
    step = max(1, length // 2, -(-last // MOST_SEEDS))
    for offset in (*range(0, last, step), last):
        for hit in _hits(key, quote[offset : offset + length]):
            band = (hit - offset) // slack
            votes[band] = votes.get(band, 0) + 1
    # Insertions move the end of a quote to the next diagonal, so neighbours count together.
    together = {band: votes.get(band - 1, 0) + votes[band] + votes.get(band + 1, 0) for band in votes}
    least = max(together.values(), default=0) / FEW_VOTES
    taken: set[int] = set()
    for band in sorted(together, key=lambda band: (-together[band], band)):
        if band - 1 in taken or band + 1 in taken or together[band] < least:
            continue
        taken.add(band)
        start = max(0, (band - 1) * slack)
        yield start, min(len(key), (band + 2) * slack + len(quote))
        if len(taken) == MOST_WINDOWS:
            return


def _hits(key: str, seed: str) -> list[int]:
    """Return where a seed occurs; nothing when it occurs too often to mean anything."""
    hits: list[int] = []
    at = key.find(seed)
    while at >= 0:
        hits.append(at)
        if len(hits) == MOST_HITS:
            return []
        at = key.find(seed, at + 1)
    return hits


def _aligned(text: Searchable, quote: str, context: Context, start: int, end: int) -> _Scored | None:
    """Return the best passage within a window, with its ends at words."""
    key = text.folded.key
    window = key[start:end]
    ending = list(errors_by_end(quote, window, is_anchored=False))
    fewest = min(ending)
    if fewest > len(quote) // 2:
        return None
    last = best_end(ending, fewest, window)
    back = list(errors_by_end(quote[::-1], window[:last][::-1], is_anchored=True))
    length = best_end(back, min(back), window[:last][::-1])
    passage = snapped(key, quote, start + last - length, start + last)
    whole = grown(key, quote, *passage)
    quoted = 1 - distance(quote, key[slice(*whole)]) / len(quote)
    aligned = quoted if whole == passage else max(quoted, 1 - fewest / len(quote))
    beside = _beside(key, whole, context)
    return _Scored(*whole, _likeness(quoted, beside), _likeness(aligned, beside), passage)


def _beside(key: str, passage: tuple[int, int], context: Context) -> list[float]:
    """Return how much each side of the context that was given resembles what stands there."""
    sides, sizes = side_errors(key, *passage, context)
    return [1 - wrong / size for wrong, size in zip(sides, sizes, strict=True) if size]


def _likeness(quoted: float, beside: list[float]) -> _Likeness:
    weighed = QUOTE_WEIGHT * quoted + SIDE_WEIGHT * sum(beside)
    return _Likeness(quoted, max(0.0, weighed / (QUOTE_WEIGHT + SIDE_WEIGHT * len(beside))))
