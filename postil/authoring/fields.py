"""What shall be written, as an author would write it: strings, lists and mappings, checked like a file.

Takes values as a form or a command line has them and gives those that are written, or the problems
that a reader would have with them. Empty values are not written.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any, TypeVar

from postil.core.model import Source
from postil.core.problems import Checked, Place, Problem
from postil.core.schema import checked
from postil.core.yamltree import Scalar, Tree

T = TypeVar("T")
QUOTATIONS = frozenset({"also", "answers"})
"""Fields that hold quotations, which may be written as the words alone."""
LINE_END = re.compile("\r\n|[\r\x85]")
"""What else is meant by the end of a line: U+0085 may not stand in a file, as a control character."""


def as_written(fields: Mapping[str, Any], path: str) -> Checked[dict[str, Any] | None]:
    """Return the fields as they are written to the file at `path`; those that are empty as `None`.

    `None` with a problem when a value is of a kind that no file can hold.
    """
    try:
        written = {str(key): _written(value) for key, value in fields.items()}
    except _UnwritableError as error:
        return Checked(None, (Problem("wrong-type", f"{error} cannot be written", Place(path)),))
    if written.get("draft") in {"false", "no"}:
        written["draft"] = None
    return Checked(written)


def merged(old: Mapping[str, Any], given: Mapping[str, Any]) -> dict[str, Any]:
    """Return an entry with other fields, of which `None` removes one. Its id stays, unless it is given another.

    A quotation that is nothing but its quote is the quote alone where its author writes it so.
    """
    gone = {key for key, value in given.items() if value is None and key != "id"}
    given = {key: value for key, value in given.items() if value is not None}
    given |= {key: _in_words(given[key], old[key]) for key in QUOTATIONS & given.keys() & old.keys()}
    return {key: value for key, value in {**old, **given}.items() if key not in gone}


def understood(shape: type[T], data: Mapping[str, Any], path: str) -> Checked[T | None]:
    """Return what will be read from `data` as a value of `shape`, with the problems that a reader would have."""
    found = checked(shape, Tree(dict(data), Source(path, "", ""), Scalar(0, 0, "", None), 0))
    return Checked(found.value, tuple(replace(problem, place=Place(path)) for problem in found.problems))


def _in_words(new: Any, old: Any) -> Any:
    if isinstance(new, list):
        known = old if isinstance(old, list) else [old]
        style = next((one for one in known if isinstance(one, str)), None)
        return [one if one in known else _in_words(one, style) for one in new]
    is_bare = isinstance(new, Mapping) and new.keys() == {"quote"}
    return new["quote"] if is_bare and isinstance(old, str) else new


class _UnwritableError(Exception):
    """A value of a kind that no file can hold."""


def _written(value: Any) -> Any:
    if value is None:
        return None
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, str):
        try:
            value.encode()
        except UnicodeEncodeError:
            raise _UnwritableError("half of a character") from None
        return LINE_END.sub("\n", str(value)) or None
    if isinstance(value, Mapping):
        parts = {str(key): _written(part) for key, part in value.items()}
        return {key: part for key, part in parts.items() if part is not None} or None
    if isinstance(value, Sequence) and not isinstance(value, bytes | bytearray):
        return [part for part in map(_written, value) if part is not None] or None
    raise _UnwritableError(f"a value of the kind {type(value).__name__}")
