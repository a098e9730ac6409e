"""Strings as YAML scalars, for files that the program begins for an author."""

from __future__ import annotations


def quoted_scalar(text: str) -> str:
    """Return `text` between double quotes, every character that YAML may not hold as its number."""
    return '"' + "".join(_in_quotes(character) for character in text) + '"'


def _in_quotes(character: str) -> str:
    if character in '"\\':
        return "\\" + character
    if character.isprintable():
        return character
    return f"\\u{ord(character):04x}" if ord(character) < 0x10000 else f"\\U{ord(character):08x}"
