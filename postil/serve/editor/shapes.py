"""What a verb may be given, by type and size: anything else is refused with the reason before it is looked at.

A shape names every key that a body may have. The newcomer's trap: what passes here is still a stranger's; that a
text exists, or a date is one, is asked by the verbs.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from postil.core.written import AnnotationFields

NAME_CHARACTERS = 500
WORDS_CHARACTERS = 50_000
"""Selected words; a longer passage is not one that a note explains."""
AROUND_CHARACTERS = 4_000
NOTE_CHARACTERS = 40_000
"""Twice what a note may have: that it is too long is said at its field."""
DEEPEST = 5
MOST_PARTS = 2_000
FIELDS = frozenset(AnnotationFields.__dataclass_fields__)


class Rule(NamedTuple):
    """What one key may hold."""

    kind: type
    most: int = 0
    """Characters of a text, the largest number, entries of anything else."""
    is_needed: bool = True


Shape = Mapping[str, Rule]
TEXT = Rule(str, NAME_CHARACTERS)
ON = Rule(str, NAME_CHARACTERS, is_needed=False)
COUNT = Rule(int, 10_000_000)
WRITTEN = Rule(dict, 50)


def refusal(body: Mapping[str, Any], shape: Shape) -> str | None:
    """Return why `body` has not the shape, `None` when it has."""
    for key in body:
        if key not in shape:
            return f"`{key[:NAME_CHARACTERS]}` is not known here"
    for key, rule in shape.items():
        value = body.get(key)
        if value is None and not rule.is_needed:
            continue
        # To Python a truth is a number too.
        if type(value) is not rule.kind:
            return f"`{key}` is {'missing' if value is None else 'of the wrong kind'}"
        if _size(value) > rule.most:
            return f"`{key}` is too large"
        if isinstance(value, dict) and (reason := _unwritable(key, value)):
            return reason
        if isinstance(value, str) and not _is_whole(value):
            return f"`{key}` holds half of a character"
    return None


def _size(value: Any) -> int:
    return abs(value) if isinstance(value, int) else len(value)


def _unwritable(name: str, fields: Mapping[str, Any]) -> str | None:
    """Return why fields are none that an annotation could have, as far as their kinds go."""
    for key in fields:
        if key not in FIELDS:
            return f"an annotation has no `{key[:NAME_CHARACTERS]}`"
    level: list[Any] = [*fields.values()]
    count = 0
    for _ in range(DEEPEST):
        inner: list[Any] = []
        for value in level:
            count += 1
            if isinstance(value, str):
                if len(value) > NOTE_CHARACTERS or not _is_whole(value):
                    return f"`{name}` holds words that no file can hold"
            elif isinstance(value, list):
                inner += value
            elif isinstance(value, dict):
                if not all(_is_whole(key) for key in value):
                    return f"`{name}` holds words that no file can hold"
                inner += value.values()
            elif value is not None:
                return f"`{name}` holds something that is neither words nor a list"
        if not inner:
            return None if count <= MOST_PARTS else f"`{name}` is too large"
        level = inner
    return f"`{name}` is nested too deep"


def _is_whole(words: str) -> bool:
    return words.isascii() or not any("\ud800" <= character <= "\udfff" for character in words)
