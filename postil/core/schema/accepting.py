"""What is plainly right becomes a value at once; of all else pydantic is asked, which takes long to load.

`accepted` knows only the commonest way to write each kind of value, and is in doubt about any
other. The newcomer's trap: what it accepts pydantic would accept too, as the same value, and a test
holds that. It may always be in more doubt, never in less.
"""

from __future__ import annotations

import dataclasses
import re
import types
from collections.abc import Callable, Mapping
from functools import cache
from typing import Annotated, Any, Literal, TypeVar, Union, get_args, get_origin, get_type_hints

from postil.core.dates import Day

T = TypeVar("T")
Step = Callable[[Any], Any]
"""Returns what becomes of a value, or raises `InDoubtError`."""
LIMITS = frozenset({"description", "min_length", "max_length", "ge", "le", "pattern"})
LONGEST_NUMBER = 9


class InDoubtError(Exception):
    """The value may be right or wrong."""


def accepted(shape: type[T], data: Any) -> T:
    """Return `data`, made of strings, lists and mappings, as a value of the dataclass `shape`.

    Raises `InDoubtError` unless it is plainly right.
    """
    kind: Any = shape
    value: T = _value(kind)(data)
    return value


@cache
def _value(shape: Any) -> Step:
    """Return the step that makes a dataclass of a mapping."""
    hints = get_type_hints(shape, include_extras=True)
    steps = {field.name: _limited(hints[field.name], field.metadata) for field in dataclasses.fields(shape)}

    def value(data: Any) -> Any:
        if type(data) is not dict:
            raise InDoubtError
        try:
            return shape(**{name: steps[name](part) for name, part in data.items()})
        except (KeyError, TypeError):  # a field that is not known, or one that is lacking
            raise InDoubtError from None

    return value


def _limited(hint: Any, limits: Mapping[str, Any]) -> Step:
    """Return the step for a type of `written` with the limits of its field."""
    origin, parts = get_origin(hint), [part for part in get_args(hint) if part is not types.NoneType]
    if limits.keys() - LIMITS:
        return _doubt
    if origin is Annotated:
        return _limited(parts[0], {**limits, "max_length": parts[1].max_length})
    if origin in {Union, types.UnionType}:
        branches = [_limited(part, limits) for part in parts]
        return branches[0] if len(branches) == 1 else _text_or(parts, limits)
    if origin is tuple:
        return _list(_limited(parts[0], {}), limits)
    if origin is Literal:
        return {part: part for part in parts}.__getitem__
    if isinstance(origin, type) and issubclass(origin, Mapping):
        return _mapping(_limited(parts[1], {}), limits)
    if hint is str:
        return _text(limits)
    if hint is bool:
        return {"true": True, "false": False}.__getitem__
    if hint is int:
        return _number(limits)
    if isinstance(hint, type) and issubclass(hint, Day):
        return _date(hint)
    return _value(hint) if hasattr(hint, "__dataclass_fields__") else _doubt


def _text(limits: Mapping[str, Any]) -> Step:
    least, most = limits.get("min_length", 0), limits.get("max_length", 10**9)
    pattern = re.compile(limits["pattern"]) if "pattern" in limits else None

    def text(data: Any) -> str:
        if type(data) is not str or not least <= len(data) <= most:
            raise InDoubtError
        # Halves of surrogate pairs are no text, and what a digit is depends on the version of Unicode.
        if not data.isascii() and (pattern or not _is_unicode(data)):
            raise InDoubtError
        if pattern and not pattern.fullmatch(data):
            raise InDoubtError
        return data

    return text


def _is_unicode(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _text_or(parts: list[Any], limits: Mapping[str, Any]) -> Step:
    """Return the step for text or a list of texts, the one union of more than one type."""
    if len(parts) != 2 or str not in {parts[0], *get_args(parts[0])[:1]}:
        return _doubt
    text, other = _limited(parts[0], limits), _limited(parts[1], limits)
    return lambda data: text(data) if type(data) is str else other(data)


def _number(limits: Mapping[str, Any]) -> Step:
    least, most = limits.get("ge", 0), limits.get("le", 10**LONGEST_NUMBER)

    def number(data: Any) -> int:
        if type(data) is not str or not (data.isascii() and data.isdigit() and len(data) <= LONGEST_NUMBER):
            raise InDoubtError
        if not least <= int(data) <= most:
            raise InDoubtError
        return int(data)

    return number


def _date(kind: type[Day]) -> Step:
    def date(data: Any) -> Day:
        if type(data) is not str:
            raise InDoubtError
        try:
            return kind.parse(data)
        except ValueError:
            raise InDoubtError from None

    return date


def _list(step: Step, limits: Mapping[str, Any]) -> Step:
    least, most = limits.get("min_length", 0), limits.get("max_length", 10**9)

    def listed(data: Any) -> tuple[Any, ...]:
        if type(data) is not list or not least <= len(data) <= most:
            raise InDoubtError
        return tuple([step(part) for part in data])

    return listed


def _mapping(step: Step, limits: Mapping[str, Any]) -> Step:
    least, most = limits.get("min_length", 0), limits.get("max_length", 10**9)
    key = _text({})

    def mapping(data: Any) -> dict[str, Any]:
        if type(data) is not dict or not least <= len(data) <= most:
            raise InDoubtError
        return {key(name): step(part) for name, part in data.items()}

    return mapping


def _doubt(_data: Any) -> Any:
    raise InDoubtError
