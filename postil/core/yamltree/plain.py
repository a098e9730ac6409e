"""The YAML that most files are written in, read line by line for its values alone.

It takes a text and gives its data as `reading` would, or nothing when any line is unusual: libyaml
then reads the whole. What is known here is `key: value` and `- value` on one line (words, words in
quotation marks, `{key: value}`, `[a, b]`), blocks after `|` and `>-`, and lines of comments. The trap:
whatever could be a mistake is unusual, since only `reading` tells of mistakes.
"""

from __future__ import annotations

import re
from typing import Any

DEEPEST = 12
"""Levels of lists and mappings. What lies deeper is unusual."""
MOST_CHARACTERS = 2_000_000
"""A longer file might hold more values than are allowed, and those are not counted here."""
EMPTY = frozenset({"~", "null", "Null", "NULL"})
UNUSUAL = re.compile("[\t\r\x85\u2028\u2029]")
"""Tabs, and what YAML takes for the end of a line besides the one that everybody means."""

KEY = "[A-Za-z_][A-Za-z0-9_-]{0,99}"
FIRST = r"[^\s,?:\[\]{}#&*!|>'\"%@`\ufeff-]"
QUOTED = r"\"[^\"\\\n]*\"|'[^'\n]*'"
WORDS = rf"{FIRST}[^\n:#]*+(?:(?::(?=\S)|(?<=\S)#)[^\n:#]*+)*+"
WORDS_IN_BRACKETS = rf"{FIRST}[^\n:#,?\[\]{{}}]*+(?::(?=[^\s,\[\]{{}}])[^\n:#,?\[\]{{}}]*+)*+"
SKIPPED = r"(?:\n| *#[^\n]*\n)*"
"""Empty lines and comments."""
BLOCK = r"([|>]-?)\n( +)([^ \n][^\n]*\n(?:\6(?! *\n)[^\n]*\n|\n)*)"
LINE = re.compile(
    rf"( *+)(- ++)?(?:({KEY}):(?: ++|(?=\n)))?"
    rf"(?:({QUOTED}|\[[^\n]*\]|\{{[^\n]*\}}|{WORDS})? *\n|{BLOCK}){SKIPPED}"
    r"|((?s:.+))"
)
"""A line: its indent, its dash, its key and its value, or the style, the indent and the lines of a block; else the
rest of the text, which begins with something unusual."""
BEGINNING = re.compile(SKIPPED)
PAIR = re.compile(rf" *({KEY}): +({QUOTED}|{WORDS_IN_BRACKETS}) *([,}}])|((?s:.+))")
ITEM = re.compile(rf" *({QUOTED}|{WORDS_IN_BRACKETS}) *([,\]])(?!(?<=\d,)\d)|((?s:.+))")
"""An item up to its comma, which is unusual between two digits."""


def plain_data(text: str) -> dict[str, Any] | list[Any] | None:
    """Return the data of a text in which every line is usual, else `None`."""
    if len(text) > MOST_CHARACTERS or not text.endswith("\n") or UNUSUAL.search(text):
        return None
    try:
        return _data(text)
    except _Unusual:
        return None


class _Unusual(Exception):  # noqa: N818 - no error: somebody else reads it
    """Something stands here that is not known."""


def _data(text: str) -> dict[str, Any] | list[Any]:
    """Read the lines of a text. Around each line stand the lists and mappings in `around`, with their columns."""
    around: list[Any] = []
    columns: list[int] = []
    root: list[Any] = [None]
    holder: Any = root
    place: str | int | None = 0
    """Where in `holder` the value belongs that begins on this line; `None` when the last has its value."""
    for indent, dash, key, value, style, inner, block, odd in LINE.findall(text, BEGINNING.match(text).end()):  # type: ignore[union-attr]
        if odd:
            raise _Unusual
        column = len(indent)
        if place is not None:
            is_deeper = column > columns[-1] if columns else not column
            if not is_deeper and not (dash and columns and column == columns[-1]):
                raise _Unusual
            inmost: Any = [] if dash else {}
            holder[place] = inmost
            around.append(inmost)
            columns.append(column)
            place = None
        else:
            while column < columns[-1]:
                around.pop()
                columns.pop()
            if not dash and len(columns) > 1 and columns[-2] == column:
                # A list may stand as far to the left as the key above it.
                around.pop()
                columns.pop()
            if column != columns[-1]:
                raise _Unusual
            inmost = around[-1]
        if dash:
            if type(inmost) is not list:
                raise _Unusual
            if not key:
                inmost.append(_value(value) if value else _block(style, inner, block, column))
                continue
            column += len(dash)
            inmost.append({})
            inmost = inmost[-1]
            around.append(inmost)
            columns.append(column)
        elif type(inmost) is not dict or not key:
            raise _Unusual
        if key in inmost or len(columns) > DEEPEST:
            raise _Unusual
        if value or block:
            inmost[key] = _value(value) if value else _block(style, inner, block, column)
        else:
            holder, place = inmost, key
            inmost[key] = None
    if place is not None:
        raise _Unusual
    read: dict[str, Any] | list[Any] = root[0]
    return read


def _value(value: str) -> Any:
    """Return the value on a line."""
    first = value[0]
    if first == "{":
        return _mapping(value)
    if first == "[":
        return _list(value)
    return _words(value)


def _block(style: str, indent: str, block: str, column: int) -> str:
    """Return the lines below one that stands in `column`, which `indent` sets off, as `style` says: `|`, `>-`."""
    if len(indent) <= column or not block:
        raise _Unusual
    words = block.replace("\n" + indent, "\n").rstrip("\n")
    if style[0] == ">":
        if "\n\n" in words or "\n " in words:
            raise _Unusual
        words = words.replace("\n", " ")
    return words if style[-1] == "-" else words + "\n"


def _words(value: str) -> str | None:
    first = value[:1]
    if first in {'"', "'"}:
        return value[1:-1]
    value = value.rstrip(" ")
    return None if value in EMPTY else value


def _mapping(value: str) -> dict[str, Any]:
    read: dict[str, Any] = {}
    after = ","
    for key, words, following, odd in PAIR.findall(value, 1):
        if odd or after != "," or key in read:
            raise _Unusual
        read[key] = _words(words)
        after = following
    if after != "}":
        raise _Unusual
    return read


def _list(value: str) -> list[Any]:
    read: list[Any] = []
    after = ","
    for words, following, odd in ITEM.findall(value, 1):
        if odd or after != ",":
            raise _Unusual
        read.append(_words(words))
        after = following
    if after != "]":
        raise _Unusual
    return read
