"""Values as bytes and back: the same value, the same bytes, and nothing but `ValueError` for bytes that are none."""

from __future__ import annotations

import math
import random
import sqlite3
import types
import typing
from collections.abc import Mapping
from contextlib import closing, suppress
from dataclasses import FrozenInstanceError, dataclass, field, fields, is_dataclass, make_dataclass
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postil.core.cache import NAME
from postil.core.codec import Codec, is_kept
from postil.core.dates import Day, PartialDate
from postil.core.model import Card, Page, Part, Record, SearchedText
from postil.core.problems import Checked, Place, Problem, Severity
from postil.core.written import AnnotationFields, CitedSource, Quotation, Update
from postil.pipeline.memory import CODEC as MEMORY
from postil.plan import outward, registers, views
from postil.plan.words import Words
from tests.render import samples
from tests.site import Site


@dataclass(frozen=True, slots=True)
class Sample:
    """A class with a field of each shape."""

    name: str
    day: Day | None = None
    weight: Severity = Severity.NOTICE
    share: float = 1.0
    numbers: tuple[int, ...] = ()
    pairs: tuple[tuple[str, int], ...] = ()
    days: tuple[tuple[str, Day], ...] = ()
    words: Mapping[str, str] = field(default_factory=dict)
    lists: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    several: str | tuple[str, ...] | None = None
    anything: Any = None
    names: frozenset[str] = frozenset()
    content: bytes = b""
    inner: Sample | None = None
    seen: list[str] = field(default_factory=list, compare=False)
    unkept: object = field(default=3, metadata={"kept": False})


@dataclass(frozen=True, slots=True)
class Empty:
    """A class without fields."""


@dataclass(frozen=True)
class Open:
    """A class without slots, and with one field."""

    only: tuple[str, ...]


VIEWS = sorted(
    {
        cls
        for module in (views, registers, outward)
        for cls in vars(module).values()
        if isinstance(cls, type) and is_dataclass(cls)
    },
    key=lambda cls: cls.__name__,
)
OTHERS = (Card, Record, Part, SearchedText, Page, Words, Quotation, AnnotationFields, CitedSource, Update)
CODEC = Codec({*VIEWS, *OTHERS, Sample, Empty, Open, Problem, Place, Severity})

strings = st.text(st.characters(), max_size=8)
days = st.dates().map(lambda day: Day(day.isoformat()))
numbers = st.floats(allow_nan=False, allow_infinity=False)
anything: st.SearchStrategy[Any] = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | strings
    | days
    | st.sampled_from([*Severity, Empty(), Open(("a",))])
    | st.binary(max_size=5)
    | st.frozensets(strings, max_size=3)
    | numbers,
    lambda inner: st.lists(inner, max_size=3).map(tuple) | st.dictionaries(strings, inner, max_size=3),
    max_leaves=6,
)


def tuples(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[tuple[Any, ...]]:
    return st.lists(inner, max_size=3).map(tuple)


sampled: st.SearchStrategy[Any] = st.deferred(
    lambda: st.builds(
        Sample,
        name=strings,
        day=st.none() | days,
        weight=st.sampled_from(Severity),
        share=numbers,
        numbers=tuples(st.integers()),
        pairs=tuples(st.tuples(strings, st.integers())),
        days=tuples(st.tuples(strings, days)),
        words=st.dictionaries(strings, strings, max_size=3),
        lists=st.dictionaries(strings, tuples(strings), max_size=2),
        several=st.none() | strings | tuples(strings),
        anything=anything,
        names=st.frozensets(strings, max_size=3),
        content=st.binary(max_size=9),
        inner=st.none() | sampled,
    )
)


def alike(one: Any, other: Any) -> bool:
    """Whether two values are equal in what is kept of them, and of the same types all the way down."""
    if type(one) is not type(other):
        return False
    if isinstance(one, tuple):
        return len(one) == len(other) and all(map(alike, one, other))
    if isinstance(one, dict) and not (list(one) == list(other) and all(map(alike, one.values(), other.values()))):
        return False
    if is_dataclass(one):
        kept = [field.name for field in fields(one) if is_kept(field)]
        return all(alike(getattr(one, name), getattr(other, name)) for name in kept)
    return bool(one == other)


@given(anything | sampled | tuples(sampled))
def test_a_value_comes_back_as_it_was(value: Any) -> None:
    assert alike(CODEC.decoded(CODEC.encoded(value)), value)


@pytest.mark.parametrize("page", samples.PAGES, ids=lambda page: page.address)
def test_a_page_comes_back_as_it_was(page: Page) -> None:
    assert alike(CODEC.decoded(CODEC.encoded(page)), page)


def test_what_a_build_remembers_is_read_and_written_again_as_the_same_bytes(tmp_path: Path) -> None:
    notes = """
        annotations:
          - {quote: some words, note: "A *note* on 12:30.", kind: check, verdict: accurate, date: 2024-10-18, tags: [a]}
          - {quote: nowhere at all, note: Left over.}
        """
    site = Site(tmp_path).write("content/a.md", "---\ndate: 2024-10\n---\n\nHere are some words.")
    site.write("content/a.annotations.yaml", notes).write("content/site.yaml", "base_url: https://example.org/")
    site.build("--keep-going").expect(0)
    with closing(sqlite3.connect(tmp_path / ".cache/postil" / NAME)) as base:
        entries = [content for (content,) in base.execute("SELECT value FROM entries")]
    # The ledger is kept in columns, which no codec writes; JSON holds no line ends.
    entries = [content for content in entries if b"\n" not in content]
    assert len(entries) > 5
    for content in entries:
        assert MEMORY.encoded(MEMORY.decoded(content)) == content


@pytest.mark.parametrize("cls", [*VIEWS, AnnotationFields], ids=lambda cls: cls.__name__)
def test_a_view_with_anything_in_its_fields_comes_back_as_it_was(cls: type) -> None:
    dice = random.Random(cls.__name__)
    for _ in range(6):
        view = invented(cls, dice)
        written = CODEC.encoded(view)
        assert alike(CODEC.decoded(written), view)
        assert CODEC.encoded(CODEC.decoded(written)) == written


def invented(hint: Any, dice: random.Random, depth: int = 0) -> Any:
    """Return a value that an annotation allows; what lies deep is small."""
    origin, arguments = typing.get_origin(hint) or hint, typing.get_args(hint)
    if origin is typing.Literal:
        return dice.choice(arguments)
    if origin in {typing.Union, types.UnionType}:
        return invented(types.NoneType if depth > 3 else dice.choice(arguments), dice, depth)
    if origin is tuple and arguments[-1] is not ...:
        return tuple(invented(part, dice, depth) for part in arguments)
    count = dice.randrange(3) if depth < 4 else 0
    if origin is tuple:
        return tuple(invented(arguments[0], dice, depth + 1) for _ in range(count))
    if origin is Mapping:
        return {invented(str, dice): invented(arguments[1], dice, depth + 1) for _ in range(count)}
    if isinstance(origin, type) and is_dataclass(origin):
        hints = typing.get_type_hints(origin)
        return origin(**{field.name: invented(hints[field.name], dice, depth + 1) for field in fields(origin)})
    if issubclass(origin, Day):
        return origin("2024-10-18")
    made = {
        str: "".join(dice.choices('a“\U0001f600\\"\n\0\x7f ', k=dice.randrange(6))),
        int: dice.randrange(-9, 1 << 70),
    }
    return {**made, bool: dice.random() < 0.5, types.NoneType: None}[origin]


@given(anything | sampled)
def test_equal_values_give_equal_bytes(value: Any) -> None:
    again = CODEC.decoded(CODEC.encoded(value))
    assert CODEC.encoded(again) == CODEC.encoded(value)


def test_what_equality_passes_over_and_kinds_of_strings_do_not_show_in_the_bytes() -> None:
    assert CODEC.encoded(Sample("a", seen=["x"])) == CODEC.encoded(Sample("a", unkept=object()))
    assert CODEC.encoded(Sample("2024", None)) == CODEC.encoded(Sample(PartialDate("2024")))
    assert CODEC.encoded({Day("2024-10-18"): 1}) == CODEC.encoded({"2024-10-18": 1})


def test_another_codec_and_another_order_of_classes_write_the_same() -> None:
    other = Codec([Severity, Place, Problem, Sample])
    value = Sample("a", Day("2024-10-18"), words={"b": "c"}, inner=Sample("d"), names=frozenset("xyz"))
    assert other.encoded(value) == CODEC.encoded(value)


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


def test_what_comes_back_is_as_frozen_as_it_was() -> None:
    back = CODEC.decoded(CODEC.encoded(Sample("a")))
    with pytest.raises(FrozenInstanceError):
        back.name = "b"
    assert type(back) is Sample


def test_a_list_comes_back_as_a_tuple() -> None:
    assert CODEC.decoded(CODEC.encoded([1, [2, {"a": [3]}]])) == (1, (2, {"a": (3,)}))


def test_a_dictionary_that_is_a_class_comes_back_as_that_class() -> None:
    words = Words("de", {"a": "eins"}, {"a": "one", "b": "two"})
    for value in (words, (words,), samples.TEXT):
        back = CODEC.decoded(CODEC.encoded(value))
        assert alike(back, value)
    assert CODEC.decoded(CODEC.encoded(words)).text("a") == "eins"


def test_kinds_of_strings_stay_what_they_are() -> None:
    value = (Severity.ERROR, PartialDate("2024"), Day("2024-10-18"))
    assert [type(part) for part in CODEC.decoded(CODEC.encoded(value))] == [Severity, PartialDate, Day]


@pytest.mark.parametrize("value", [object(), 1j, {1: "a"}, (lambda: 1), Checked(1), {"a": {2: 3}}, [b"", range(3)]])
def test_what_the_codec_does_not_know_is_our_own_mistake(value: Any) -> None:
    with pytest.raises(TypeError):
        CODEC.encoded(value)


@pytest.mark.parametrize("value", [math.nan, math.inf, Sample("a", share=-math.inf), [10**5000]])
def test_a_number_that_json_has_not_is_refused(value: Any) -> None:
    with pytest.raises(ValueError, match=r"JSON|digits"):
        CODEC.encoded(value)


def test_classes_are_told_apart_by_their_names() -> None:
    same = make_dataclass("Sample", ["name"], frozen=True)
    with pytest.raises(ValueError, match="two classes are called Sample"):
        Codec([Sample, same])
    with pytest.raises(ValueError, match="neither"):
        Codec([int])
    assert Codec([Sample, Sample]).encoded(Sample("a"))


MALFORMED = """
[1 | {"Sample":[]} | {"Sample":null} | {"Sample":{}} | {"Nobody":[]} | {} | {"a":1,"b":2} | {"{}":[1]} | {"{}":"ab"}
{"{}":[1,2]} | {"{}":[["a"],2]} | {"{,}":[1]} | {"{,}":[[]]} | {"{,}":null} | {"b":"%"} | {"b":1} | {"b":"é"} | NaN
-Infinity | 1e | {"Day":[]} | {"Day":null} | {"Severity":"no"} | {"Empty":[1]} | "\\ud8 | "a | 01 | {"Open":[1,2]}
{"Severity":[]} | {"Severity":{"b":""}} | {"Words":["en",{"{}":[]}]} | {"Words":[1,2,3]} | {"Words":["en",7,7]}
"""


@pytest.mark.parametrize("written", [part for line in MALFORMED.split("\n") for part in line.split(" | ")])
def test_bytes_that_are_no_value_are_refused(written: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 -- what is wrong with it is nobody's business
        CODEC.decoded(written.encode())


@pytest.mark.parametrize("written", [b"\xff", b"[" * 100_000, b'{"Open":[' * 50_000, b"1" * 5000, b"\xed\xa0"])
def test_bytes_that_break_readers_are_refused(written: bytes) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 -- as above
        CODEC.decoded(written)


def test_bytes_that_were_changed_give_a_value_or_are_refused() -> None:
    dice = random.Random(4)
    whole = CODEC.encoded(
        (samples.TEXT, Sample("a", Day("2024-10-18"), words={"b": "c"}, content=b"abc"), samples.ENTITY)
    )
    for _ in range(600):
        written = bytearray(whole)
        start = dice.randrange(len(written))
        change = dice.randrange(4)
        if change == 0:
            written[start] ^= 1 << dice.randrange(8)
        elif change == 1:
            del written[start : start + dice.randrange(1, 30)]
        elif change == 2:
            written[start:start] = written[(place := dice.randrange(len(written))) : place + dice.randrange(1, 60)]
        else:
            written[start] = dice.choice(b'[]{}",:0e\\')
        with suppress(ValueError):
            CODEC.decoded(bytes(written))


@given(st.binary() | st.text().map(str.encode))
def test_any_bytes_give_a_value_or_are_refused(written: bytes) -> None:
    with suppress(ValueError):
        CODEC.decoded(written)
