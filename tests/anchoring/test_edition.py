"""What holds of every edition, besides the cases: completeness, places of problems, bounded work."""

from __future__ import annotations

import time
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from postil.anchoring import Budget, edition
from postil.core.model import Found, Range
from tests.anchoring.documents import annotation, document
from tests.anchoring.prose import prose, quotes


def test_every_annotation_is_placed_or_an_orphan() -> None:
    notes = [annotation(quote, id=quote) for quote in ("one", "two", "three", "\u00ad", "o")]
    made = edition("a", document("one two two four"), notes, as_read=str).value
    placed = {anchor.annotation.id for anchor in made.anchors}
    orphaned = {orphan.annotation.id for orphan in made.orphans}
    assert placed | orphaned == {note.id for note in notes}
    assert not placed & orphaned


@settings(max_examples=300)
@given(st.text(alphabet="ab. \n", max_size=30), st.text(alphabet="ab. ", min_size=1, max_size=6), st.data())
def test_a_note_is_placed_only_where_its_quote_is(plain: str, quote: str, data: st.DataObject) -> None:
    contexts: list[dict[str, Any]] = [{}, {"prefix": "a"}, {"suffix": "b "}, {"occurrence": 2}]
    context = data.draw(st.sampled_from(contexts))
    made = edition("a", document(plain), [annotation(quote, **context)], as_read=str).value
    for anchor in made.anchors:
        words = plain[anchor.ranges[0].start : anchor.ranges[0].end]
        if anchor.found is Found.EXACT:
            assert words.split() == quote.split()
        else:
            assert [letter for letter in words if letter.isalnum()] == [letter for letter in quote if letter.isalnum()]


@settings(max_examples=300)
@given(st.text(alphabet="ab.- \n", min_size=4, max_size=40), st.text(alphabet="ab. ", min_size=1, max_size=3))
@example("aa a aa a", "a")
@example("ab a b ab a b", "b")
@example("-a----a", "a")
def test_every_remedy_for_an_ambiguous_quote_places_it(plain: str, quote: str) -> None:
    text = document(plain)
    for orphan in edition("a", text, [annotation(quote)], as_read=str).value.orphans:
        for meant in orphan.suggestions if orphan.reason == "quote-ambiguous" else ():
            if meant.prefix or meant.suffix:
                mended = annotation(quote, prefix=meant.prefix or None, suffix=meant.suffix or None)
                (anchor,) = edition("a", text, [mended], as_read=str).value.anchors
                assert anchor.ranges[0] == meant.range


def test_nothing_is_concluded_when_not_every_occurrence_was_looked_at() -> None:
    plain = "machine chin " + "machine " * 3000 + "chin"
    made = edition("a", document(plain), [annotation("chin")], as_read=str).value
    assert [orphan.reason for orphan in made.orphans] == ["quote-ambiguous"]


@pytest.mark.parametrize(
    ("fields", "code", "field"),
    [
        ({"quote": "gone"}, "quote-not-found", "quote"),
        ({"quote": "here"}, "quote-ambiguous", "quote"),
        ({"quote": "was", "until": "never"}, "until-not-found", "until"),
        ({"quote": "was", "occurrence": 3}, "occurrence-out-of-range", "occurrence"),
        ({"quote": "was", "suffix": "quite other words of a text"}, "context-mismatch", "suffix"),
        ({"quote": "was", "on": "c1"}, "unknown-comment", "on"),
        ({"quote": "WAS HERE"}, "quote-squeezed", "quote"),
    ],
)
def test_a_problem_stands_at_the_field_to_mend(fields: dict[str, Any], code: str, field: str) -> None:
    (problem,) = edition("a", document("It was here and here."), [annotation(**fields)], as_read=str).problems
    assert (problem.code, problem.place.excerpt) == (code, field)


def test_a_problem_of_a_further_passage_stands_at_that_passage() -> None:
    note = annotation("was", also=(annotation("here"), annotation("gone")))
    problems = edition("a", document("It was here."), [note], as_read=str).problems
    assert [problem.place.excerpt for problem in problems] == ["also.1.quote"]


def test_nothing_is_searched_for_once_the_time_is_used_up() -> None:
    note = annotation("the grinding gain of land")
    spent = Budget(0)
    result = edition("a", document("By the grinding gains of land."), [note], as_read=str, budget=spent)
    assert result.value.orphans[0].suggestions == ()
    assert "no time was left" in (result.problems[0].hint or "")


def test_equal_absent_quotes_are_searched_for_once() -> None:
    ticks = iter(range(1000))
    budget = Budget(10, now=lambda: float(next(ticks)))
    notes = [annotation("the grinding gain of land") for _ in range(50)]
    edition("a", document("By the grinding gains of land."), notes, as_read=str, budget=budget)
    assert next(ticks) == 2


def test_a_book_with_two_thousand_notes_keeps_every_note() -> None:
    plain = prose(4, 300_000)
    passages = quotes(5, plain, 2000)
    notes = [annotation(plain[start:end], prefix=plain[max(0, start - 60) : start]) for start, end in passages]
    made = edition("a", document(plain), notes, as_read=str).value
    assert sorted(anchor.ranges[0] for anchor in made.anchors) == sorted(Range(*passage) for passage in passages)


@pytest.mark.parametrize(
    "quote",
    ["a", "aa", "a" * 1000, "a" * 1999 + "b", "b", " a ", "a. a"],
    ids=lambda quote: f"{quote[:4]} {len(quote)}",
)
def test_a_text_of_one_letter_does_not_take_long(quote: str) -> None:
    notes = [annotation(quote, **context) for context in ({}, {"prefix": "b" * 40}, {"occurrence": 1900})] * 20
    began = time.process_time()
    edition("a", document("a" * 400_000), notes, as_read=str)
    assert time.process_time() - began < 5
