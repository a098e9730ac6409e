"""A reader of BibTeX as strict as the strictest: nothing between entries, every brace matched."""

from __future__ import annotations

import re
from dataclasses import dataclass

MONTHS = {name.lower(): name for name in "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()}
"""What the words that stand without braces mean to a style."""
ENTRY = re.compile(r"@([a-z]+)\{([A-Za-z0-9/:_.-]+),\n")
FIELD = re.compile(r"  ([a-z]+) = (?:\{|(?=[a-z]{3}[,\n]))")


@dataclass(frozen=True)
class Entry:
    """An entry, its values as they stand between the outer braces."""

    type: str
    key: str
    fields: dict[str, str]


def read(text: str) -> list[Entry]:
    """Return the entries. Raises `AssertionError` at the first sign that does not belong."""
    entries = []
    position = 0
    while position < len(text):
        if text[position] == "\n":
            position += 1
            continue
        head = ENTRY.match(text, position)
        assert head, text[position : position + 80]
        position = head.end()
        fields: dict[str, str] = {}
        while True:
            field = FIELD.match(text, position)
            assert field, text[position : position + 80]
            assert field[1] not in fields
            if text[field.end() - 1] == "{":
                fields[field[1]], position = braced(text, field.end())
            else:
                position = field.end() + 3
                fields[field[1]] = MONTHS[text[field.end() : position]]
            end = re.compile(r",\n(?=  )|\n\}\n").match(text, position)
            assert end, text[position : position + 80]
            position = end.end()
            if end[0] == "\n}\n":
                break
        entries.append(Entry(head[1], head[2], fields))
    return entries


def braced(text: str, start: int) -> tuple[str, int]:
    """Return what stands up to the brace that closes, and the offset after it. BibTeX counts escaped braces too."""
    depth = 1
    for offset in range(start, len(text)):
        depth += (text[offset] == "{") - (text[offset] == "}")
        if depth == 0:
            return text[start:offset], offset + 1
    raise AssertionError("a brace stays open")


SPELLED = {
    r"\textbackslash{}": "\\",
    r"\textbraceleft{}": "{",
    r"\textbraceright{}": "}",
    r"\textasciitilde{}": "~",
    r"\textasciicircum{}": "^",
}


def typeset(value: str) -> str:
    """Return what TeX would print. Raises `AssertionError` at a sign that it would act on."""
    printed = ""
    position = 0
    while position < len(value):
        for spelled, sign in SPELLED.items():
            if value.startswith(spelled, position):
                printed += sign
                position += len(spelled)
                break
        else:
            if value[position] == "\\":
                assert value[position + 1] in "$&#%_", value[position:]
                printed += value[position + 1]
                position += 2
            else:
                assert value[position] not in "$&#%_~^", value[position:]
                printed += "" if value[position] in "{}" else value[position]
                position += 1
    return printed
