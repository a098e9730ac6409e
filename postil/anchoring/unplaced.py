"""What to say of a quotation without a certain place, and which passages it may have meant.

Takes an `Unlocated`; gives the sentence, the hint and the `Suggestion`s. Every remedy in a hint is
one that works: written as shown, it places the quote.
"""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace
from itertools import accumulate

from postil.core.fold import fold
from postil.core.model import Document, Range, Suggestion
from postil.core.values import dataclass
from postil.core.written import Quotation

from . import meant
from .describe import deciding_contexts, weight_of_context
from .fuzzy import Budget
from .locate import Located, Reader, Unlocated
from .searchable import MOST_OCCURRENCES, Occurrence, Searchable, Words

MOST_LISTED = 10
MOST_DECIDED = 200
"""For a quote with more occurrences than this, more words are asked for instead of a context."""
LONGEST_DECIDING = 40
"""A context longer than this is more to copy than a number."""
AROUND = 30
"""Characters shown on either side of a candidate."""
LONGEST_SHOWN = 60
LONGEST_REMEDY = 300

_SPACE = re.compile(r"\s+")
_DOUBLE = re.compile('["\u201c\u201d\u201e]')


@dataclass(frozen=True, slots=True)
class Finding:
    """What is wrong with a quotation, in words."""

    sentence: str
    hint: str | None = None
    suggestions: tuple[Suggestion, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Elsewhere:
    """The other texts of an edition, for saying where a quote stands that is not where it was sought."""

    keys: str
    """The first keys of all texts, with a NUL between them."""
    starts: Sequence[int]
    """Where each key begins in `keys`."""
    names: Sequence[str | None]
    """The comment's id of each; `None` for the text itself."""

    def name(self, quote: str, besides: str | None) -> tuple[str | None, bool]:
        """Return in which text a folded quote stands, other than `besides`, and whether it does."""
        at = self.keys.find(quote)
        while at >= 0:
            index = bisect_right(self.starts, at) - 1
            if self.names[index] != besides:
                return self.names[index], True
            # On to the next text: further occurrences in this one say nothing.
            at = self.keys.find(quote, self.starts[index + 1]) if index + 1 < len(self.starts) else -1
        return None, False


def elsewhere(texts: Sequence[tuple[str | None, Searchable]]) -> Elsewhere:
    """Return the keys of all `texts`, which are given with the comment's id or `None`, joined for one search."""
    keys = [text.folded.key for _, text in texts]
    starts = [0, *accumulate(len(key) + 1 for key in keys)][: len(keys)]
    return Elsewhere("\0".join(keys), starts, [name for name, _ in texts])


def shown(words: str, longest: int = LONGEST_SHOWN) -> str:
    """Return words in quotation marks, on one line, without their middle when they are long."""
    flat = " ".join(words.split())
    if len(flat) > longest:
        flat = f"{flat[: longest * 2 // 3].rstrip()} … {flat[-longest // 3 :].lstrip()}"
    mark = "'" if _DOUBLE.search(flat) else '"'
    return f"{mark}{flat}{mark}"


def in_place(document: Document, passage: Range) -> str:
    """Return the words of a passage in brackets between the words around it."""
    plain = document.plain
    before = _SPACE.sub(" ", plain[max(0, passage.start - AROUND) : passage.start])
    after = _SPACE.sub(" ", plain[passage.end : passage.end + AROUND])
    words = shown(plain[passage.start : passage.end])[1:-1]
    ends = "…" if passage.start > AROUND else "", "…" if passage.end + AROUND < len(plain) else ""
    return f"{ends[0]}{before}[{words}]{after}{ends[1]}"


def times(count: int) -> str:
    """Return `once`, `twice`, `3 times`, `more than 10,000 times`."""
    if count >= MOST_OCCURRENCES:
        return f"more than {MOST_OCCURRENCES:,} times"
    return {1: "once", 2: "twice"}.get(count, f"{count:,} times")


def not_found(text: Searchable, quotation: Quotation, as_read: Reader, *, where: str, budget: Budget) -> Finding:
    """Return what to say of a quote that is not in its text, with the passages that resemble it."""
    sentence = f"{shown(quotation.quote)} is not in {where}"
    suggestions = meant.passages(text, quotation, as_read, budget)
    return _offered(sentence, suggestions, quotation, "the quote")


def ambiguous(text: Searchable, quotation: Quotation, result: Unlocated, as_read: Reader, *, where: str) -> Finding:
    """Return what to say of a quote that occurs several times: the candidates, and what decides for each.

    None of them is safe: what the words given beside it could decide, `locate` has decided.
    """
    count = len(result.occurrences)
    beside = "" if not (quotation.prefix or quotation.suffix) else ", and the words given beside it do not decide"
    sentence = f"{shown(quotation.quote)} occurs {times(count)} in {where}{beside}"
    if count > MOST_DECIDED:
        return Finding(sentence, "quote more words of the passage")
    suggestions = []
    lines = ["say which one is meant:"]
    for index, likeness in meant.by_likeness(text, quotation, result.occurrences, as_read)[:MOST_LISTED]:
        place = result.occurrences[index]
        decided = _decided(text, quotation, index, result.occurrences)
        suggestions.append(
            Suggestion(
                place.range,
                text.words(place.range),
                text.lines.at(place.start),
                score=likeness,
                is_safe=False,
                prefix=decided.prefix or "",
                suffix=decided.suffix or "",
            )
        )
        lines.append(f"  line {suggestions[-1].line}: {in_place(text.document, place.range)}\n    {_written(decided)}")
    if count > MOST_LISTED:
        lines.append(f"  and {count - MOST_LISTED} more")
    return Finding(sentence, "\n".join(lines), tuple(suggestions))


def until_missing(
    text: Searchable, quotation: Quotation, start: Occurrence, as_read: Reader, *, where: str, budget: Budget
) -> Finding:
    """Return what to say when the words that end a passage do not follow its beginning."""
    until = quotation.until or ""
    sentence = f"{shown(until)} does not follow {shown(quotation.quote)} in {where}"
    if not fold(until).key:
        return Finding(sentence, "write the last words of the passage as until, or leave it out")
    suggestions = meant.endings(text, quotation, start, as_read, budget)
    earlier = text.by_fold(Words(fold(until).key))
    if earlier:
        hint = f"it stands only before the quote, last on line {text.lines.at(earlier[-1].start)}"
        return Finding(sentence, hint, suggestions or ())
    return _offered(sentence, suggestions, quotation, "until")


def miscounted(quotation: Quotation, result: Unlocated, *, where: str) -> Finding:
    """Return what to say of an `occurrence` that counts further than the quote occurs."""
    count = len(result.occurrences)
    sentence = f"occurrence is {quotation.occurrence}, but {shown(quotation.quote)} occurs {times(count)} in {where}"
    return Finding(sentence, "leave out occurrence" if count == 1 else f"count from 1 to {count}")


def mismatched(text: Searchable, quotation: Quotation, located: Located, *, where: str) -> Finding:
    """Return what to say of a quote that is unique but stands beside quite other words."""
    return Finding(
        f"{shown(quotation.quote)} is in {where}, but not beside the words given",
        f"line {text.lines.at(located.range.start)}: {in_place(text.document, located.beginning.range)}\n"
        "mend prefix and suffix, or leave them out",
    )


def squeezed(text: Searchable, words: str, passage: Occurrence, *, field: str, where: str) -> Finding:
    """Return what to say of words found by their letters and digits only."""
    return Finding(
        f"{shown(words)} is spelled otherwise in {where}",
        f"line {text.lines.at(passage.start)} has {shown(text.words(passage.range), LONGEST_REMEDY)};"
        f" write that as {field}",
    )


def _offered(sentence: str, suggestions: tuple[Suggestion, ...] | None, quotation: Quotation, field: str) -> Finding:
    """Return a finding whose hint says what to write as `field`; `None` for what was not searched for."""
    if suggestions is None:
        return Finding(sentence, "no time was left to search for similar passages")
    if not suggestions:
        return Finding(sentence, "nothing there resembles it: the passage may have been taken out")
    remedies = [_remedy(one, quotation, field) for one in suggestions]
    if len(suggestions) == 1:
        ((words, more),) = remedies
        return Finding(sentence, f"line {suggestions[0].line} has {words}; write that as {field}{more}", suggestions)
    lines = [f"  line {one.line}: {words}{more}" for one, (words, more) in zip(suggestions, remedies, strict=True)]
    return Finding(
        sentence, "\n".join((f"one of these may be meant; write its words as {field}:", *lines)), suggestions
    )


def _remedy(one: Suggestion, quotation: Quotation, field: str) -> tuple[str, str]:
    """Return the words to write as `field`, and what is to be written besides."""
    if field == "until":
        return shown(one.until, LONGEST_REMEDY), ""
    besides = {"prefix": one.prefix, "suffix": one.suffix, "until": one.until if one.until != quotation.until else ""}
    named = ", ".join(f"{name}: {_spelled(words)}" for name, words in besides.items() if words)
    return shown(one.text, LONGEST_REMEDY), f", with {named}" if named else ""


def _decided(text: Searchable, quotation: Quotation, index: int, places: Sequence[Occurrence]) -> Quotation:
    """Return what makes the quotation mean one of the `places`: the shorter context, or its number.

    That what decides among `places` decides in the whole text follows from the order of the filters in
    `locate`, and a property test holds it; asking `locate` each time would cost more than all the rest.
    """
    others = [*places[:index], *places[index + 1 :]]
    prefix, suffix = deciding_contexts(text, places[index], others)
    bare = Quotation(quote=quotation.quote)
    ways = [replace(bare, prefix=prefix)] if 0 < len(prefix) <= LONGEST_DECIDING else []
    ways += [replace(bare, suffix=suffix)] if 0 < len(suffix) <= LONGEST_DECIDING else []
    ways.append(replace(bare, prefix=quotation.prefix, suffix=quotation.suffix, occurrence=index + 1))
    return min(ways, key=lambda way: (way.occurrence or 0, weight_of_context(way)))


def _written(quotation: Quotation) -> str:
    """Return the deciding fields as an author would write them."""
    fields = {"prefix": quotation.prefix, "suffix": quotation.suffix, "occurrence": quotation.occurrence}
    return ", ".join(f"{name}: {_spelled(value)}" for name, value in fields.items() if value)


def _spelled(value: str | int) -> str:
    """Return a value as YAML has it."""
    return json.dumps(value, ensure_ascii=False)
