"""Values of the program as bytes and back, for what is kept from build to build.

Takes tuples, mappings, strings, numbers and the frozen dataclasses that a `Codec` was made with;
gives JSON, in which a dataclass stands as an object of one entry, its name and the list of its
fields. The newcomer's trap: how a field is written follows from its annotation, so that nothing
needs to be looked at twice. A field that holds what its annotation denies does not come back.
"""

from __future__ import annotations

import base64
import json
import sys
import types
import typing
from collections import deque
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import MISSING, Field, fields, is_dataclass
from enum import StrEnum
from itertools import chain, repeat
from operator import attrgetter
from typing import Any, NoReturn

from .dates import Day, PartialDate

DICT, SET, BYTES = "{}", "{,}", "b"
"""What objects of JSON are called that stand for no class; no class can have such a name but `b`, which is refused."""
PLAIN = frozenset({str, int, bool, float, types.NoneType})
"""Types that are the same in JSON."""

STRING_ONLY = frozenset({str})

Step = Callable[[Any], Any]

exhausted = deque[None](maxlen=0).extend
"""Runs through what it is given and keeps nothing."""


class Codec:
    """Writes and reads values made of some classes."""

    def __init__(self, classes: Iterable[type]) -> None:
        """Take frozen dataclasses and string enumerations, no two of one name. Raises `ValueError` on others."""
        self._classes: dict[str, type] = {}
        for cls in (Day, PartialDate, *classes):
            if not (is_dataclass(cls) or issubclass(cls, str)) or cls.__name__ == BYTES:
                raise ValueError(f"{cls.__name__} is neither a dataclass nor a kind of string")
            if self._classes.setdefault(cls.__name__, cls) is not cls:
                raise ValueError(f"two classes are called {cls.__name__}")
        # Classes are prepared when first met: a build that changes one page meets few of them.
        self._known_shapes: dict[tuple[str, str], Shape] = {}
        self._takers: dict[type, Step] = {}
        self._makers: dict[str, Step] = {DICT: _dict, SET: _frozenset, BYTES: _bytes}
        self._write = json.JSONEncoder(
            ensure_ascii=False, separators=(",", ":"), check_circular=False, allow_nan=False, default=self._taken
        ).encode
        self._read = json.JSONDecoder(object_hook=self._made, parse_constant=_refused).decode

    def encoded(self, value: Any) -> bytes:
        """Return `value` as bytes: equal values of the same types give the same, mappings of one order too.

        Raises `TypeError` on a class that the codec was not made with, `ValueError` on numbers
        without a digit (`nan`, infinity) or with thousands of them.
        """
        # The halves of surrogate pairs come in from JSON files, and go out again.
        return self._write(self._packed(value)).encode("utf-8", "surrogatepass")

    def decoded(self, written: bytes) -> Any:
        """Return the value that `encoded` wrote; lists come back as tuples. Raises `ValueError` on anything else."""
        try:
            return _thawed(self._read(written.decode("utf-8", "surrogatepass")))
        except RecursionError:
            raise ValueError("nested too deeply") from None
        except (TypeError, AttributeError, LookupError) as error:  # of a `__post_init__`, which trusts its fields
            raise ValueError("a field is not what its class says it is") from error

    def _packed(self, value: Any) -> Any:
        """Return something that JSON can hold, where nothing is known about `value`; dataclasses wait for `_taken`."""
        kind = type(value)
        if kind in PLAIN:
            return value
        if kind is tuple or kind is list:
            return [self._packed(part) for part in value]
        if is_dataclass(kind):
            # One that JSON would take for something else, because it is a mapping as well.
            return self._taken(value) if isinstance(value, dict) else value
        if isinstance(value, Mapping):
            if not all(isinstance(key, str) for key in value):
                raise TypeError("a key of a mapping is no string")
            return {DICT: [part for key, inner in value.items() for part in (str(key), self._packed(inner))]}
        if isinstance(value, str):
            return {kind.__name__: str(value)} if self._classes.get(kind.__name__) is kind else str(value)
        if kind is frozenset:
            return {SET: sorted(value)}
        if kind is bytes:
            return {BYTES: base64.b64encode(value).decode("ascii")}
        raise TypeError(f"a {kind.__name__} cannot be written")

    def _taken(self, value: Any) -> Any:
        """Return a dataclass as an object of JSON. Called for whatever JSON does not know."""
        kind = type(value)
        taker = self._takers.get(kind)
        if taker is None:
            if self._classes.get(kind.__name__) is not kind:
                raise TypeError(f"{kind.__name__} is not among the classes of this codec")
            taker = self._takers[kind] = self._taker(kind)
        return taker(value)

    def _made(self, found: dict[str, Any]) -> Any:
        """Return what an object of JSON stands for; those in it are made already."""
        if len(found) != 1:
            raise ValueError("an object has one entry, its class")
        name, parts = found.popitem()
        maker = self._makers.get(name)
        if maker is None:
            if name not in self._classes:
                raise ValueError(f"unknown class {name!r}")
            maker = self._makers[name] = self._maker(self._classes[name])
        return maker(parts)

    def _taker(self, cls: Any) -> Step:
        """Return the function that takes instances of a dataclass apart."""
        kept = [field for field in fields(cls) if is_kept(field)]
        shapes = self._shapes(cls)
        steps = [(index, step) for index, field in enumerate(kept) if (step := self._packing(shapes[field.name]))]
        name = cls.__name__
        if len(kept) < 2:  # for which `attrgetter` gives no tuple
            return lambda value: {name: [self._packed(getattr(value, field.name)) for field in kept]}
        parts = attrgetter(*(field.name for field in kept))
        if not steps:
            return lambda value: {name: parts(value)}

        def taken(value: Any) -> Any:
            packed = list(parts(value))
            for index, step in steps:
                packed[index] = step(packed[index])
            return {name: packed}

        return taken

    def _packing(self, shape: Shape) -> Step | None:
        """Return how a field of that shape is written, `None` when JSON does it alone."""
        if shape in {"plain", "array", "arrays"} or isinstance(shape, type):
            return None
        return self._mapping if shape == "mapping" else self._packed

    def _shapes(self, cls: type) -> dict[str, Shape]:
        """Return the shape of each annotated field, that of a class before those of what it inherits from."""
        return {
            name: self._shape(annotation, base.__module__)
            for base in reversed(cls.__mro__)
            for name, annotation in getattr(base, "__annotations__", {}).items()
        }

    def _shape(self, annotation: Any, module: str) -> Shape:
        """Return the shape of a field by its annotation, which is words until somebody reads it.

        Read one by one, since most fields have one of some ten, and to read one takes 10 µs.
        """
        key = (module, str(annotation))
        if key not in self._known_shapes:
            words = types.SimpleNamespace(__annotations__={"field": annotation})
            try:
                hint = typing.get_type_hints(words, vars(sys.modules[module]))["field"]
            except NameError:  # a name that only the type checker imports, or of a class made in a function
                hint = object
            self._known_shapes[key] = _shape(hint)
        return self._known_shapes[key]

    def _mapping(self, mapping: Mapping[str, Any] | None) -> Any:
        """Return a mapping to what is plain, or `None`, as something that JSON can hold."""
        return {DICT: list(chain.from_iterable(mapping.items()))} if type(mapping) is dict else self._packed(mapping)

    def _maker(self, cls: Any) -> Step:
        """Return the function that makes a dataclass from the list of its fields, or a string of a class from one."""
        if issubclass(cls, str):
            return _restoring(cls)
        kept = [field for field in fields(cls) if is_kept(field)]
        shapes = self._shapes(cls)
        steps = [(index, step) for index, field in enumerate(kept) if (step := _unpacking(shapes[field.name]))]
        names = [field.name for field in kept]
        absent = [(field.name, _default(field)) for field in fields(cls) if not is_kept(field)]
        check = getattr(cls, "__post_init__", None)
        # A frozen class is filled as one that is not, which takes half the time of setting its fields past the refusal.
        # Both names are given back to `object`, or Python looks for them at every field.
        unfrozen = {name: getattr(object, name) for name in ("__setattr__", "__delattr__")}
        open_class = type(cls.__name__, (cls,), {"__slots__": (), **unfrozen})
        new, count = cls.__new__, len(kept)

        def made(parts: Any) -> Any:
            if type(parts) is not list or len(parts) != count:
                raise ValueError(f"{cls.__name__} has {count} fields")
            for index, step in steps:
                parts[index] = step(parts[index])
            instance = new(open_class)
            exhausted(map(setattr, repeat(instance), names, parts))
            for name, default in absent:
                setattr(instance, name, default())
            instance.__class__ = cls
            if check:
                check(instance)
            return instance

        return made


def is_kept(field: Field[Any]) -> bool:
    """Whether a field is written: not one that equality passes over, nor one declared with `{"kept": False}`."""
    return bool(field.compare) and bool(field.metadata.get("kept", True))


Shape = str | type
"""How a field is written: `plain`, `array` (of what is plain), `arrays` (of arrays), `mapping` (to what is plain),
`other`, or as strings of a class; each may be `None`."""


def _shape(hint: Any) -> Shape:
    """Return the shape of what an annotation allows."""
    origin = typing.get_origin(hint) or hint
    arguments = typing.get_args(hint)
    if origin is typing.Literal or origin in PLAIN:
        return "plain"
    if isinstance(origin, type) and is_dataclass(origin):
        return "other" if issubclass(origin, dict) else "plain"
    if isinstance(origin, type) and (issubclass(origin, (StrEnum, Day))):
        return origin
    if origin in {tuple, list, Sequence}:
        shapes = {_shape(part) for part in arguments if part is not ...}
        if shapes <= {"plain"}:
            return "array"
        return "arrays" if shapes <= {"plain", "array", "arrays"} else "other"
    if origin in {dict, Mapping}:
        return "mapping" if arguments and _shape(arguments[1]) == "plain" and arguments[0] is str else "other"
    if origin in {typing.Union, types.UnionType}:
        shapes = {_shape(part) for part in arguments if part is not types.NoneType}
        if len(shapes) == 1:
            return shapes.pop()
        if shapes <= {"plain", "array"}:
            return "array"
        return "arrays" if shapes <= {"plain", "array", "arrays"} else "other"
    return "other"


def _unpacking(shape: Shape) -> Step | None:
    """Return how a field of that shape is read, `None` when JSON did it alone."""
    if isinstance(shape, type):
        restored = _restoring(shape)
        return lambda part: None if part is None else restored(part)
    return {"plain": None, "mapping": None, "array": _tuple, "arrays": _thawed, "other": _thawed}[shape]


def _restoring(cls: type) -> Step:
    def restored(part: Any) -> Any:
        if not isinstance(part, str):
            raise ValueError(f"{cls.__name__} is a kind of string")  # noqa: TRY004 -- what malformed bytes give
        return cls(part)

    return restored


def _tuple(part: Any) -> Any:
    return tuple(part) if type(part) is list else part


def _thawed(part: Any) -> Any:
    """Return a part in which all lists are tuples."""
    return tuple([_thawed(inner) for inner in part]) if type(part) is list else part


def _dict(parts: Any) -> dict[str, Any]:
    if type(parts) is not list or len(parts) % 2:
        raise ValueError("a mapping is keys and values in turn")
    keys, values = parts[::2], parts[1::2]
    if not STRING_ONLY.issuperset(map(type, keys)):
        raise ValueError("a key of a mapping is a string")
    return dict(zip(keys, values if list not in map(type, values) else map(_thawed, values), strict=True))


def _frozenset(parts: Any) -> frozenset[str]:
    if type(parts) is not list or not all(type(part) is str for part in parts):
        raise ValueError("a set is of strings")
    return frozenset(parts)


def _bytes(part: Any) -> bytes:
    if type(part) is not str:
        raise ValueError("bytes are written as a string")
    return base64.b64decode(part, validate=True)


def _default(field: Field[Any]) -> Callable[[], Any]:
    if field.default_factory is not MISSING:
        return field.default_factory
    default = None if field.default is MISSING else field.default
    return lambda: default


def _refused(constant: str) -> NoReturn:
    raise ValueError(f"{constant} is no number")
