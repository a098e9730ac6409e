"""The passages that a quotation without a certain place may have meant.

Takes a `Searchable` and a quotation; gives `Suggestion`s, the likeliest first, each complete: written
as the fields of the quotation, it leads to its range. The trap: an `until` ends a passage at the
first place where its words follow the quote, so words that stand there twice cannot name the second.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from postil.core.fold import fold
from postil.core.model import Range, Suggestion
from postil.core.written import Quotation

from .context import Context, contexts, similarity
from .describe import description
from .fuzzy import Budget, Candidate, likeness_beside, resembling
from .locate import RESEMBLES_NOTHING, Located, Reader, locate
from .searchable import Occurrence, Searchable, Words


def passages(text: Searchable, quotation: Quotation, as_read: Reader, budget: Budget) -> tuple[Suggestion, ...] | None:
    """Return what a quote that is not there may have meant; `None` when there is no time left to search."""
    beside = [*contexts(quotation, as_read)]
    found = _resembling(text, quotation.quote, beside[-1] if beside else Context(), as_read, budget)
    if found is None:
        return None
    suggestions = [_passage(text, candidate) for candidate in found]
    if quotation.until is not None:
        suggestions = [_to_its_end(text, meant, quotation.until, as_read, budget) for meant in suggestions]
    return tuple(suggestions)


def endings(
    text: Searchable, quotation: Quotation, beginning: Occurrence, as_read: Reader, budget: Budget
) -> tuple[Suggestion, ...] | None:
    """Return the passages from `beginning` to what `until` may have meant; `None` when there is no time left."""
    after = beginning.key_end
    found = _resembling(text, quotation.until or "", Context(), as_read, budget, after)
    if found is None:
        return None
    return tuple(
        Suggestion(
            Range(beginning.start, candidate.occurrence.end),
            text.words(beginning.range),
            text.lines.at(candidate.occurrence.start),
            round(candidate.score, 3),
            candidate.is_safe,
            quotation.prefix or "",
            quotation.suffix or "",
            until=text.words(candidate.occurrence.range),
        )
        for candidate in found
        if _is_first(text, candidate.occurrence, after)
    )


def by_likeness(
    text: Searchable, quotation: Quotation, places: Sequence[Occurrence], as_read: Reader
) -> list[tuple[int, float]]:
    """Return the numbers of the places where a quote stands, with how much each is what was quoted.

    Those beside which something like the given words stands come first, the likeliest before the others; the
    rest is in the order of the text, since what little likeness it has is chance.
    """
    beside = [*contexts(quotation, as_read)]
    if not beside:
        return [(index, 1.0) for index in range(len(places))]
    resemblance = [similarity(text, place.key_start, place.key_end, beside[-1]) for place in places]
    order = sorted(
        range(len(places)), key=lambda index: -resemblance[index] if resemblance[index] >= RESEMBLES_NOTHING else 0
    )
    return [(index, round(likeness_beside(text, places[index], beside[-1]), 3)) for index in order]


def _resembling(
    text: Searchable, words: str, beside: Context, as_read: Reader, budget: Budget, after: int = 0
) -> tuple[Candidate, ...] | None:
    if budget.is_spent:
        return None
    key = fold(as_read(words)).key or fold(words).key
    return budget.spend(lambda: resembling(text, key, beside, after))


def _passage(text: Searchable, candidate: Candidate) -> Suggestion:
    place = candidate.occurrence
    named = description(text, place.range)
    return Suggestion(
        place.range,
        text.words(place.range),
        text.lines.at(place.start),
        round(candidate.score, 3),
        candidate.is_safe,
        named.prefix or "",
        named.suffix or "",
    )


def _to_its_end(text: Searchable, meant: Suggestion, until: str, as_read: Reader, budget: Budget) -> Suggestion:
    """Return the suggestion of a beginning as that of a passage: to `until`, or to what resembles it.

    Without an end nothing is safe, and with two guesses it is only when both are.
    """
    named = Quotation(quote=meant.text, prefix=meant.prefix or None, suffix=meant.suffix or None, until=until)
    result = locate(text, named, as_read)
    if isinstance(result, Located):
        return replace(meant, range=result.range, until=until)
    if result.reason == "until-not-found":
        for ending in endings(text, named, result.occurrences[0], as_read, budget) or ():
            is_safe = meant.is_safe and ending.is_safe
            return replace(ending, line=meant.line, score=min(meant.score, ending.score), is_safe=is_safe)
    return replace(meant, is_safe=False)


def _is_first(text: Searchable, place: Occurrence, after: int) -> bool:
    """Return whether the words of a place are found just there when they are sought from `after` on."""
    return text.by_fold(Words(text.folded.key[place.key_start : place.key_end]), after) == (place,)
