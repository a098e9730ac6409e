"""The dataclasses of this program are those of the standard library to everyone who uses them."""

from __future__ import annotations

import copy
import pickle
from dataclasses import FrozenInstanceError, field, fields, is_dataclass, replace
from dataclasses import dataclass as of_library
from typing import Any, Generic, TypeVar

import pytest

from postil.core import values
from postil.core.values import dataclass

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Place:
    """Where."""

    path: str
    line: int | None = None
    seen: list[str] = field(default_factory=list, compare=False)
    hidden: int = field(default=3, init=False, repr=False)

    def shown(self) -> str:
        return f"{self.path}:{self.line}"


@dataclass(frozen=True, slots=True)
class Whole(Place, Generic[T]):
    """A place with more fields."""

    value: T | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """Fields that are named in any order."""

    first: int = 1
    second: int


@dataclass(frozen=True, slots=True, eq=False)
class Itself:
    """Equal to nothing else."""

    part: int


@dataclass(frozen=True, slots=True)
class Refusing:
    """Refuses some values."""

    number: int
    double: int = field(init=False)

    def __post_init__(self) -> None:
        if self.number < 0:
            raise ValueError("below zero")
        object.__setattr__(self, "double", self.number * 2)


@dataclass(frozen=True, slots=True)
class Origin:
    """Every field is an argument."""

    address: str
    title: str | None = None
    number: int = 0
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Nothing:
    """No field."""


def test_instances_are_made_shown_compared_and_hashed() -> None:
    one, same = Place("a", 1), Place(path="a", line=1, seen=["b"])
    assert one == same
    assert hash(one) == hash(same)
    assert one != Place("a", 2)
    other: Any = ("a", 1, [], 3)
    assert one != other
    assert repr(one) == "Place(path='a', line=1, seen=[])"
    assert one.hidden == 3
    assert one.seen is not Place("b").seen
    assert one.shown() == "a:1"
    assert Nothing() == Nothing()
    assert Itself(1) != Itself(1)
    assert Named(second=2) == Named(first=1, second=2)


def test_a_class_that_inherits_has_the_fields_of_both() -> None:
    whole = Whole[int]("a", value=5)
    assert [each.name for each in fields(whole)] == ["path", "line", "seen", "hidden", "value"]
    assert whole == Whole("a", value=5)
    assert whole != Place("a")
    assert not hasattr(whole, "__dict__")
    assert list(Whole.__slots__) == ["value"]


def test_nothing_can_be_set_or_added() -> None:
    place: Any = Place("a")
    for name in ("path", "other"):
        with pytest.raises(FrozenInstanceError):
            setattr(place, name, "b")
    with pytest.raises(FrozenInstanceError):
        del place.path
    assert not hasattr(place, "__dict__")


@pytest.mark.parametrize("make", [Place, lambda: Place("a", lines=2), lambda: Named(1), Named])  # type: ignore[call-arg]
def test_wrong_arguments_are_refused_by_name(make: Any) -> None:
    with pytest.raises(TypeError, match=r"(Place|Named)\.__init__\(\)"):
        make()


def test_what_is_checked_after_the_fields_are_set_is_checked() -> None:
    assert Refusing(2).double == 4
    assert replace(Refusing(2), number=3).double == 6
    with pytest.raises(ValueError, match="below zero"):
        Refusing(-1)


def test_replacing_copying_and_pickling_work_as_ever() -> None:
    place = Place("a", 1, ["b"])
    assert replace(place, line=2) == Place("a", 2, ["b"])
    assert is_dataclass(Place)
    for again in (copy.copy(place), copy.deepcopy(place), pickle.loads(pickle.dumps(place))):
        assert again == place
        assert again.seen == ["b"]


def test_other_kinds_are_those_of_the_library() -> None:
    @dataclass(slots=True)
    class Open:
        """Can be changed."""

        part: int = 0

    changed = Open()
    changed.part = 5
    assert changed == Open(5)

    @dataclass(frozen=True, slots=True, order=True)
    class Ordered:
        """Can be sorted."""

        part: int

    assert Ordered(1) < Ordered(2)


def test_it_tells_the_same_of_its_fields_as_the_library_does() -> None:
    @of_library(frozen=True, slots=True)
    class Theirs:
        """The same fields."""

        path: str
        line: int | None = None

    for ours, theirs in zip(fields(Place), fields(Theirs), strict=False):
        assert (ours.name, ours.type, ours.default, ours.init) == (
            theirs.name,
            theirs.type,
            theirs.default,
            theirs.init,
        )
    assert Place.__match_args__[:2] == Theirs.__match_args__


@pytest.mark.parametrize(
    ("value", "changes"),
    [
        (Origin("a", "b", 1, ()), {"title": None, "notes": ("n",)}),
        (Origin("a", "b", 1, ()), {}),
        (Place("a", 1), {"path": "b"}),
        (Named(second=2), {"first": 3}),
        (Refusing(2), {"number": 4}),
        (Itself(1), {"part": 2}),
    ],
)
def test_replacing_fields_is_what_the_library_does(value: Any, changes: dict[str, Any]) -> None:
    assert repr(values.replace(value, **changes)) == repr(replace(value, **changes))
    assert type(values.replace(value, **changes)) is type(value)
