"""Suggestions: right for edited quotes, never safe for absent ones, and bounded in time."""

from __future__ import annotations

import time

import pytest

from postil.anchoring.context import Context
from postil.anchoring.fuzzy import Budget, Candidate, resembling
from postil.anchoring.identity import keeps_identity
from postil.anchoring.searchable import Searchable
from postil.core.fold import fold
from postil.core.model import Range
from tests.anchoring.documents import document
from tests.anchoring.prose import edited, prose, quotes, shortened

TEXT = prose(1, 40_000)
SEARCHABLE = Searchable(document(TEXT))


def suggestions(text: Searchable, quote: str, *, prefix: str = "", suffix: str = "") -> tuple[Candidate, ...]:
    return resembling(text, fold(quote).key, Context(fold(prefix).key, fold(suffix).key))


@pytest.mark.parametrize(("share", "right"), [(0.05, 0.98), (0.1, 0.96), (0.2, 0.95), (0.3, 0.9)])
def test_an_edited_quote_leads_to_its_passage_and_is_safe_nowhere_else(share: float, right: float) -> None:
    passages = quotes(2, TEXT, 100)
    hits = 0
    for seed, (start, end) in enumerate(passages):
        found = suggestions(SEARCHABLE, edited(seed, TEXT[start:end], share), prefix=TEXT[start - 30 : start])
        place = found[0].occurrence.range if found else None
        is_right = place is not None and min(place.end, end) - max(place.start, start) > (end - start) / 2
        hits += is_right
        assert is_right or not (found and found[0].is_safe)
    assert hits >= right * len(passages)


@pytest.mark.parametrize("has_context", [True, False])
def test_a_quote_from_another_text_in_the_same_words_is_never_safe(has_context: bool) -> None:
    ours, theirs = TEXT[: len(TEXT) // 2], TEXT[len(TEXT) // 2 :]
    searchable = Searchable(document(ours))
    for start, end in quotes(3, theirs, 120):
        beside = {"prefix": theirs[max(0, start - 30) : start], "suffix": theirs[end : end + 30]} if has_context else {}
        assert not any(found.is_safe for found in suggestions(searchable, theirs[start:end], **beside))


def test_the_ends_of_a_suggestion_are_at_words() -> None:
    text = document("They lived by grinding gains of land, a little each winter.")
    (found,) = suggestions(Searchable(text), "rinding gain of lan")
    assert text.plain[found.occurrence.start : found.occurrence.end] == "grinding gains of land"


def test_a_passage_that_words_were_put_into_keeps_its_ends() -> None:
    passages = [passage for passage in quotes(6, TEXT, 200) if TEXT[slice(*passage)].count(" ") > 4]
    right = exact = 0
    for seed, (start, end) in enumerate(passages):
        quote = shortened(seed, TEXT[start:end])
        found = suggestions(SEARCHABLE, quote, prefix=TEXT[start - 30 : start], suffix=TEXT[end : end + 30])
        place = found[0].occurrence.range if found else Range(0, 0)
        words = TEXT[place.start : place.end]
        right += min(place.end, end) - max(place.start, start) > (end - start) / 2
        exact += words.strip(",.") == TEXT[start:end].strip(",.")
        assert not (found and found[0].is_safe) or max(place.start, start) < min(place.end, end)
    assert right >= 0.9 * len(passages)
    assert exact >= 0.75 * len(passages)


def test_a_passage_does_not_grow_to_a_word_far_beyond_it() -> None:
    text = document("They rowed along the coast by night, since most of the people whom they had met would not row.")
    (found,) = suggestions(Searchable(text), "They rowed along the coast that row")
    assert text.plain[found.occurrence.start : found.occurrence.end] == "They rowed along the coast by"


def test_the_next_best_passage_counts_even_where_the_best_one_grows_into_it() -> None:
    half = "majority of the council of the harbour voted for the wall by a"
    text = Searchable(document(f"At first a {half} large and open {half} large margin."))
    found = suggestions(text, f"{half} large majority")
    assert [candidate.is_safe for candidate in found] == [False, False]
    assert found[0].occurrence.end > found[1].occurrence.start


@pytest.mark.parametrize(
    ("plain", "quote", "passage"),
    [
        pytest.param(
            "彼は静かにゆっくりと北の港へ向かった。",
            "彼は静かに北の港へ向かった",
            "彼は静かにゆっくりと北の港へ向かった",
            id="Japanese",
        ),
        pytest.param(
            "Er sagte «nein und nochmals nein».", "sagte «nein und nein»", "sagte «nein und nochmals nein»", id="marks"
        ),
    ],
)
def test_ends_in_other_scripts(plain: str, quote: str, passage: str) -> None:
    text = document(plain)
    (found, *_) = suggestions(Searchable(text), quote)
    assert text.plain[found.occurrence.start : found.occurrence.end] == passage


def test_two_passages_that_are_equally_like_are_both_shown_and_neither_is_safe() -> None:
    sentence = "the council of the harbour voted for the wall by a large majority"
    text = Searchable(document(f"At first {sentence}, and later {sentence}."))
    found = suggestions(text, sentence.replace("council", "counsel"))
    assert [candidate.is_safe for candidate in found] == [False, False]


def test_a_short_quote_without_context_is_never_safe() -> None:
    text = Searchable(document("It was the grinding gains that counted."))
    assert [found.is_safe for found in suggestions(text, "grindin gains")] == [False]


@pytest.mark.parametrize(
    ("quote", "passage"),
    [
        pytest.param("some 300 men", "some 3000 men", id="a number"),
        pytest.param("some three men", "some five men", id="a number in words"),
        pytest.param("so Anna went", "so Maria went", id="a name"),
        pytest.param("they did go", "they did not go", id="a negation"),
        pytest.param("they could go", "they couldn't go", id="a contracted negation"),
        pytest.param("a legal act", "an illegal act", id="a negating syllable"),
        pytest.param("a harmful act", "a harmless act", id="a negating ending"),
        pytest.param("last may it fell", "last june it fell", id="a month"),
        pytest.param("\u4ed6\u8bf4\u4eca\u5929", "\u5979\u8bf4\u4eca\u5929", id="any sign in Chinese"),
    ],
)
def test_this_says_something_else(quote: str, passage: str) -> None:
    assert not keeps_identity(quote, passage)
    assert not keeps_identity(passage, quote)


@pytest.mark.parametrize(
    ("quote", "passage"),
    [
        pytest.param("the front moved", "The front moved", id="a capital at the beginning"),
        pytest.param("a grinding gain", "the grinding gains", id="another form of a word"),
        pytest.param("so Anna went, 3 times", "so Anna went 3 times", id="names and numbers that stay"),
    ],
)
def test_this_may_say_the_same(quote: str, passage: str) -> None:
    assert keeps_identity(quote, passage)


def test_a_budget_counts_the_time_of_searches_only() -> None:
    ticks = iter([0.0, 6.0, 100.0, 105.0])
    budget = Budget(10, now=lambda: next(ticks))
    budget.spend(tuple)
    assert not budget.is_spent
    budget.spend(tuple)
    assert budget.is_spent


@pytest.mark.parametrize("unit", ["a", "ab", "abcdefghijklm ", "the same again, "])
def test_a_text_of_one_thing_repeated_is_searched_in_bounded_time(unit: str) -> None:
    searchable = Searchable(document(unit * (200_000 // len(unit))))
    searchable.folded.key  # noqa: B018
    began = time.process_time()
    suggestions(searchable, (unit * 2000)[:1000] + "x" + (unit * 2000)[:900], prefix=unit * 10)
    suggestions(searchable, "quite another quote that is not there at all " * 40)
    assert time.process_time() - began < 5
