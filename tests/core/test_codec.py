"""Values as bytes and back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, is_dataclass
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postil.core import model
from postil.core.codec import Codec
from postil.core.dates import Day, PartialDate
from postil.core.problems import Place, Problem, Severity
from postil.plan import registers, views


@dataclass(frozen=True, slots=True)
class Sample:
    """A class with a field of each shape."""

    name: str
    day: Day | None = None
    weight: Severity = Severity.NOTICE
    numbers: tuple[int, ...] = ()
    pairs: tuple[tuple[str, Day], ...] = ()
    words: Mapping[str, str] = field(default_factory=dict)
    lists: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    several: str | tuple[str, ...] | None = None
    anything: Any = None
    names: frozenset[str] = frozenset()
    content: bytes = b""
    inner: Sample | None = None
    seen: list[str] = field(default_factory=list, compare=False)
    unkept: object = field(default=3, metadata={"kept": False})


VIEWS = {
    cls
    for module in (views, registers, model)
    for cls in vars(module).values()
    if isinstance(cls, type)
    if is_dataclass(cls)
}
CODEC = Codec([*VIEWS, Sample, Problem, Place, Severity])

words = st.text(st.characters(), max_size=8)
days = st.dates().map(lambda day: Day(day.isoformat()))
anything: st.SearchStrategy[Any] = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | words
    | days
    | st.binary(max_size=5)
    | st.frozensets(words, max_size=3)
    | st.floats(allow_nan=False, allow_infinity=False).map(lambda number: number + 0.0),
    lambda inner: st.lists(inner, max_size=3).map(tuple) | st.dictionaries(words, inner, max_size=3),
    max_leaves=6,
)
samples: st.SearchStrategy[Any] = st.deferred(
    lambda: st.builds(
        Sample,
        words,
        st.none() | days,
        st.sampled_from(Severity),
        st.lists(st.integers(), max_size=3).map(tuple),
        st.lists(st.tuples(words, days), max_size=2).map(tuple),
        st.dictionaries(words, words, max_size=3),
        st.dictionaries(words, st.lists(words, max_size=2).map(tuple), max_size=2),
        st.none() | words | st.lists(words, max_size=3).map(tuple),
        anything,
        st.frozensets(words, max_size=3),
        st.binary(max_size=9),
        st.none() | samples,
    )
)


def alike(one: Any, other: Any) -> bool:
    """Whether two values are equal, and of the same types all the way down."""
    if type(one) is not type(other):
        return False
    if isinstance(one, tuple):
        return len(one) == len(other) and all(map(alike, one, other))
    if isinstance(one, dict):
        return list(one) == list(other) and all(map(alike, one.values(), other.values()))
    if is_dataclass(one):
        return all(alike(getattr(one, field.name), getattr(other, field.name)) for field in fields(one))
    return bool(one == other)


@given(anything | samples | st.lists(samples, max_size=2).map(tuple))
def test_a_value_comes_back_as_it_was(value: Any) -> None:
    assert alike(CODEC.decoded(CODEC.encoded(value)), value)


def test_what_equality_passes_over_comes_back_as_its_default() -> None:
    back = CODEC.decoded(CODEC.encoded(Sample("a", seen=["x"], unkept=object())))
    assert back == Sample("a")
    assert back.seen == []
    assert back.unkept == 3


def test_a_class_with_a_check_is_checked_again() -> None:
    problem = Problem("quote-not-found", "no", Place("a.md", 3))
    written = CODEC.encoded(problem)
    assert alike(CODEC.decoded(written), problem)
    with pytest.raises(ValueError, match="not registered"):
        CODEC.decoded(written.replace(b"quote-not-found", b"no-such-code"))


def test_a_list_comes_back_as_a_tuple() -> None:
    assert CODEC.decoded(CODEC.encoded([1, [2, {"a": [3]}]])) == (1, (2, {"a": (3,)}))


def test_kinds_of_strings_stay_what_they_are() -> None:
    value = (Severity.ERROR, PartialDate("2024"), Day("2024-10-18"))
    assert [type(part) for part in CODEC.decoded(CODEC.encoded(value))] == [Severity, PartialDate, Day]
