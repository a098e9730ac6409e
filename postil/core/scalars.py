"""Strings as YAML scalars: for files that the program begins for an author, and for remedies to copy."""

from __future__ import annotations

import re

from .problems import shortened

PLAIN = re.compile(r"[^\W_](?:[^,\[\]{}#:\n]|:(?=\S))*")
"""Words that need no quotation marks, be it between brackets."""
MOST_LINES = 20
"""Of a block, in a remedy."""
LONGEST_LINE = 200
"""Characters of one of them."""


def quoted_scalar(text: str) -> str:
    """Return `text` between double quotes, every character that YAML may not hold as its number."""
    return '"' + "".join(_written(character) for character in text) + '"'


def as_value(text: str) -> str:
    """Return `text`, on one line and shortened, as a value that YAML reads anywhere as these words."""
    words = " ".join(text.split())
    return shortened(words) if PLAIN.fullmatch(words) else in_quotes(words)


def in_quotes(text: str) -> str:
    """Return `text`, shortened, between quotation marks as YAML wants them."""
    shown = shortened(text)
    if "'" not in shown:
        return f"'{shown}'"
    escaped = shown.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def as_block(key: str, value: str) -> str:
    """Return a field whose `value`, of one or more lines, stands as a block below its key."""
    lines = re.sub(r"^[|>][-+]?\s*", "", value).split("\n")
    shown = [*lines[:MOST_LINES], "…"] if len(lines) > MOST_LINES else lines
    return "\n".join([f"{key}: |", *(f"  {shortened(line, LONGEST_LINE)}".rstrip() for line in shown)])


def _written(character: str) -> str:
    if character in '"\\':
        return "\\" + character
    if character in "\n\t":
        return "\\n" if character == "\n" else "\\t"
    if character.isprintable():
        return character
    return f"\\u{ord(character):04x}" if ord(character) < 0x10000 else f"\\U{ord(character):08x}"
