"""Describing a passage is the inverse of anchoring it."""

from __future__ import annotations

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from postil.anchoring import describe, edition
from postil.core.characters import IGNORABLE, SPACES, is_grapheme_edge
from postil.core.fold import fold
from postil.core.model import Range
from postil.core.written import Quotation
from tests.anchoring.documents import annotation, document
from tests.core.test_fold import TRICKY

BLANK = " " + SPACES + IGNORABLE
texts = st.one_of(
    st.text(alphabet=TRICKY, max_size=40),
    st.text(alphabet="ab -", max_size=30),
    st.text(alphabet="aA. \n", max_size=60),
)


def anchored(plain: str, quotation: Quotation) -> Range | None:
    """Return where anchoring puts a quotation."""
    fields = {name: getattr(quotation, name) for name in ("prefix", "suffix", "occurrence", "until")}
    made = edition("a", document(plain), [annotation(quotation.quote, **fields)], as_read=str).value
    return made.anchors[0].ranges[0] if made.anchors else None


def is_inside_one(plain: str, offset: int) -> bool:
    """Return whether `offset` is inside a dash of several hyphens, which is compared as one."""
    stretches = fold(plain)
    return any(
        start < offset < end and plain[start:end].strip(BLANK)
        for start, end in zip(stretches.source_starts, stretches.source_ends, strict=True)
    )


@settings(max_examples=300)
@given(texts, st.data())
@example("aa a", None)
@example("chin es chines chin es chines", None)
def test_anchoring_a_description_gives_the_passage_described(plain: str, data: st.DataObject | None) -> None:
    ends = [offset for offset in range(len(plain) + 1) if is_grapheme_edge(plain, offset)]
    ends = [offset for offset in ends if not is_inside_one(plain, offset)]
    pairs = [(start, end) for start in ends for end in ends if start < end and fold(plain[start:end]).key]
    assume(pairs)
    for start, end in [data.draw(st.sampled_from(pairs))] if data else pairs:
        found = anchored(plain, describe(document(plain), Range(start, end)))
        assert found is not None
        assert start <= found.start < found.end <= end
        assert not plain[start : found.start].strip(BLANK)
        assert not plain[found.end : end].strip(BLANK)


def test_a_unique_passage_needs_no_context() -> None:
    assert describe(document("One two three."), Range(4, 7)) == Quotation(quote="two")


def test_the_shorter_side_is_given_in_whole_words() -> None:
    plain = "A considerable tower fell. An inconsiderable tower rose."
    assert describe(document(plain), Range(15, 20)) == Quotation(quote="tower", suffix="fell")


@pytest.mark.parametrize(
    ("plain", "at", "expected"),
    [
        ("the fell, and the fell.", 4, Quotation(quote="fell", suffix=", and")),
        ("the fell, and the fell.", 18, Quotation(quote="fell", prefix="and the")),
        ("A (treaty) of the treaty", 3, Quotation(quote="treaty", prefix="A (")),
        ("! treaty", 2, Quotation(quote="treaty")),
        ("! treaty? treaty", 2, Quotation(quote="treaty", suffix="? treaty")),
        ("条約と、条約。", 4, Quotation(quote="条約", prefix="と、")),
    ],
)
def test_a_context_has_a_word_where_one_is_near(plain: str, at: int, expected: Quotation) -> None:
    described = describe(document(plain), Range(at, at + len(expected.quote)))
    assert described == expected
    assert anchored(plain, described) == Range(at, at + len(expected.quote))


def test_a_number_is_the_last_resort() -> None:
    plain = "na " * 3000
    described = describe(document(plain), Range(4500, 4502))
    assert described.occurrence == 1501
    assert anchored(plain, described) == Range(4500, 4502)


def test_a_passage_longer_than_a_quote_may_be_runs_until_its_last_words() -> None:
    plain = " ".join(f"word{number} and more of it" for number in range(400))
    described = describe(document(plain), Range(21, 7000))
    assert described.until
    assert max(len(described.quote), len(described.until)) <= 2000
    assert anchored(plain, described) == Range(21, 7000)


PROSE = " ".join(f"Sentence {number} says what number {number} has to say." for number in range(40))


def test_a_long_passage_is_named_by_its_first_and_its_last_words_on_one_line() -> None:
    start, end = PROSE.index("Sentence 3 "), PROSE.index("Sentence 30 ") - 1
    described = describe(document(PROSE.replace(" says", "\nsays")), Range(start, end))
    assert described == Quotation(
        quote="Sentence 3 says what number 3 has to say. Sentence",
        until="say. Sentence 29 says what number 29 has to say.",
    )
    assert anchored(PROSE, described) == Range(start, end)
    assert describe(document(PROSE), Range(start, end), whole=True) == Quotation(quote=PROSE[start:end])


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        ("One of", "the end.", Quotation(quote="One of two.", until="Two of two: the end.")),
        ("two.\n", "Two", Quotation(quote="two.\n\nTwo")),
        ("One of two.\n\nTwo", "Two", Quotation(quote="One of two.\n\nTwo")),
    ],
)
def test_a_passage_over_the_end_of_a_paragraph_is_named_by_words_of_both(
    first: str, last: str, expected: Quotation
) -> None:
    plain = "One of two.\n\nTwo of two: the end.\n\nOne more."
    place = Range(plain.index(first), plain.index(last) + len(last))
    described = describe(document(plain), place)
    assert described == expected
    assert anchored(plain, described) == place


def test_last_words_that_come_too_early_grow_until_they_are_certain() -> None:
    again = "and so it was said again, in the same words as ever, by all who were there"
    plain = f"It began with all that was said by those present. {again}. {'More of it. ' * 20}Then {again}. And more."
    place = Range(0, plain.rindex(again) + len(again))
    described = describe(document(plain), place)
    assert described.until is not None
    assert described.until.endswith(f"Then {again}")
    assert anchored(plain, described) == place


def test_a_long_passage_whose_ends_lead_elsewhere_is_quoted_whole() -> None:
    plain = "A beginning. " + "na " * 200 + "end."
    place = Range(0, 13 + 100 * 3 - 1)
    described = describe(document(plain), place)
    assert described == Quotation(quote=plain[place.start : place.end])
    assert anchored(plain, described) == place


@settings(max_examples=150)
@given(st.lists(st.text(alphabet="ab ", min_size=1, max_size=30), min_size=2, max_size=9), st.data())
def test_a_passage_of_several_paragraphs_is_found_again(paragraphs: list[str], data: st.DataObject) -> None:
    plain = "\n\n".join(paragraphs)
    start = data.draw(st.integers(0, len(plain) - 1))
    end = data.draw(st.integers(start + 1, len(plain)))
    assume(plain[start:end].strip())
    found = anchored(plain, describe(document(plain), Range(start, end)))
    assert found is not None
    assert plain[found.start : found.end] == plain[start:end].strip()


def test_nothing_but_space_cannot_be_described() -> None:
    with pytest.raises(ValueError, match="nothing to search for"):
        describe(document("a  b"), Range(1, 3))
