"""What is accepted without pydantic, pydantic accepts as the same value."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter

from postil.core import written
from postil.core.model import Source
from postil.core.schema import checked
from postil.core.schema.accepting import InDoubtError, accepted
from postil.core.schema.checking import SCHEMAS, _judged, _Plan, _plan
from postil.core.yamltree import read_yaml

SHAPES = [*SCHEMAS.values(), written.AnnotationFields, written.CommentFields, written.Quotation, written.Entity]
WORDS = st.sampled_from(
    [
        *["", "true", "false", "yes", "1", "0", "-1", "٣", "100000", "9" * 30, "2024", "2024-02-30", "2024-10-18"],
        *["full", "person", "disputes", "ltr", "en", "de-CH", "en\n", "Q1", "Q1\n", "Q٣", "é", "\ud800"],
        *["x" * 301, "x" * 3000],
    ]
)


def values(plan: _Plan, depth: int = 3) -> st.SearchStrategy[Any]:
    """Return what may stand where `plan` is expected: mostly the right kind of thing."""
    if depth == 0:
        return WORDS
    other = st.one_of(WORDS, st.none(), st.lists(WORDS, max_size=2))
    if plan.item is not None:
        item = values(plan.item, depth - 1)
        return st.one_of(
            st.lists(item, max_size=2) if plan.is_list else st.dictionaries(WORDS, item, max_size=2), other
        )
    if plan.parts is None:
        return other
    fields = {name: values(part, depth - 1) for name, part in plan.parts.items()}
    required = {name: fields.pop(name) for name in plan.required}
    return st.one_of(st.fixed_dictionaries(required, optional=fields), other)


@pytest.mark.parametrize("shape", SHAPES, ids=lambda shape: shape.__name__)
@settings(max_examples=40)
@given(data=st.data())
def test_what_is_accepted_is_what_pydantic_makes_of_it(shape: type[Any], data: st.DataObject) -> None:
    value = data.draw(values(_plan(shape)))
    try:
        made = accepted(shape, value)
    except InDoubtError:
        return
    assert made == TypeAdapter(shape).validate_python(value)


def test_an_ordinary_annotation_is_accepted() -> None:
    source = {"title": "A treaty", "url": "https://a.example/", "accessed": "2024-10-18"}
    update = {"date": "2025-01-01", "note": "Ended.", "sources": [source]}
    data = {"id": "a", "quote": "words", "also": [{"quote": "other", "occurrence": "2"}], "note": "Über alles.\n"}
    data |= {"draft": "false", "sources": [source], "updates": [update], "tags": ["a", "b"], "date": "2024-10-18"}
    made = accepted(written.AnnotationFields, data)
    assert made.also[0].occurrence == 2
    assert made.updates[0].sources[0].title == "A treaty"


@pytest.mark.parametrize(
    "data",
    [
        {"name": "x"},
        {"name": "x", "type": "thing"},
        {"name": "x", "type": "place", "k": "v"},
        [],
        "x",
        {"type": ["place"]},
    ],
    ids=str,
)
def test_what_is_wrong_is_not_accepted(data: Any) -> None:
    with pytest.raises(InDoubtError):
        accepted(written.Entity, data)


@pytest.mark.parametrize("number", ["1", "10", "007", "100000", "9" * 30])
def test_a_whole_number_is_its_digits_for_both(number: str) -> None:
    assert _judged(written.FrontMatter, {"order": number})[0].order == int(number)
    if int(number) <= 100_000:
        assert accepted(written.FrontMatter, {"order": number}).order == int(number)


@pytest.mark.parametrize(
    "words", ["1_0", "+1", "1.0", "1e1", " 1", "1\n", "0x1", "٣", "१", "\u22121", "--1", "-", "none"]
)
def test_what_python_would_count_as_digits_too_is_no_number_for_either(words: str) -> None:
    with pytest.raises(InDoubtError):
        accepted(written.FrontMatter, {"order": words})
    value, mistakes = _judged(written.FrontMatter, {"order": words})
    assert (value, [mistake.kind for mistake in mistakes]) == (None, ["int_parsing"])


def test_an_occurrence_with_a_sign_or_an_underscore_is_told_of_and_left_out() -> None:
    tree = read_yaml(Source("a", "quote: a\noccurrence: '1_0'\nalso: [{quote: b, occurrence: +1}]\n", "")).value
    assert tree is not None
    found = checked(written.AnnotationFields, tree)
    assert found.value is not None
    assert (found.value.occurrence, found.value.also) == (None, (written.Quotation(quote="b"),))
    assert [(one.place.line, one.hint) for one in found.problems] == [
        (2, "write digits only, as in `occurrence: 2`"),
        (3, "write digits only, as in `occurrence: 2`"),
    ]


def test_a_text_may_be_put_before_the_first() -> None:
    assert _judged(written.FrontMatter, {"order": "-1"})[0].order == -1
