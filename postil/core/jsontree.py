"""The door to JSON from other people: plain values that know their places.

It takes a `Source` and gives a `JsonTree`. The standard library's reader accepts much that
cannot be written or shown again: equal keys, `NaN`, halves of surrogate pairs, numbers of any
length, nesting without end. So the text is walked token by token first; the walk also finds
places, but only when somebody asks.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from .characters import UNWRITABLE
from .model import Source
from .problems import Checked, Place, Problem
from .values import dataclass

DEEPEST = 50
LONGEST_NUMBER = 100
TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"?|[\[\]{}:,]|[^\s"\[\]{}:,]+', re.DOTALL)


def read_json(source: Source) -> Checked[JsonTree | None]:
    """Return the JSON of a file as a tree, or `None` when it cannot be read."""
    walked = _refused(source)
    if walked is not None:
        return Checked(None, (walked,))
    try:
        data = json.loads(source.text.removeprefix("\ufeff"))
    except json.JSONDecodeError as error:
        said, position = _as_newer_pythons_say(error)
        start = position + source.text.startswith("\ufeff")
        return Checked(None, (Problem("json-syntax", _in_words(said), source.place_at(start), _hint(said)),))
    return Checked(JsonTree(data, source))


@dataclass(frozen=True, slots=True, eq=False)
class JsonTree:
    """JSON as plain values, with the place of every part."""

    data: Any
    source: Source

    def at(self, *path: str | int) -> Place:
        """Return the place of the value at `path`; of the nearest thing around it when there is none."""
        best = 0, 1
        depth = -1
        for step in _walk(self.source.text):
            if len(step.path) > depth and step.path == path[: len(step.path)] and not step.is_key:
                best, depth = (step.start, len(step.word)), len(step.path)
                if depth == len(path):
                    break
        start, length = best
        line_end = self.source.text.find("\n", start)
        return self.source.place_at(start, min(length, line_end - start) if line_end >= 0 else length)


class _Step(NamedTuple):
    word: str
    start: int
    path: tuple[str | int, ...]
    """Of the value that begins here, or of the value whose key this is."""
    is_key: bool = False
    is_again: bool = False
    """Whether the key stands there already."""
    depth: int = 0


def _walk(text: str) -> Iterator[_Step]:
    """Yield each key and each beginning of a value. Of text that is no JSON it yields what comes."""
    path: list[str | int] = []
    keys: list[set[str] | None] = []
    awaits_key = False
    for match in TOKEN.finditer(text):
        word = match[0]
        if word in {"]", "}"}:
            if keys:
                keys.pop()
                path.pop()
            awaits_key = False
        elif word == ",":
            if keys:
                last = path[-1]
                awaits_key = keys[-1] is not None
                path[-1] = last + 1 if isinstance(last, int) else last
        elif word == ":":
            awaits_key = False
        elif awaits_key and keys and (known := keys[-1]) is not None:
            path[-1] = _text(word)
            yield _Step(word, match.start(), tuple(path), is_key=True, is_again=path[-1] in known, depth=len(path))
            known.add(str(path[-1]))
        else:
            yield _Step(word, match.start(), tuple(path), depth=len(path))
            if word in {"[", "{"}:
                awaits_key = word == "{"
                keys.append(set() if awaits_key else None)
                path.append("" if awaits_key else 0)


def _refused(source: Source) -> Problem | None:
    """Return the first thing that the standard reader would accept, or fail on, and that is not wanted."""
    for step in _walk(source.text):
        problem = _of_step(step)
        if problem:
            place = source.place_at(step.start, min(len(step.word.split("\n")[0]), 200))
            return Problem("duplicate-key" if step.is_again else "json-syntax", problem, place)
    return None


def _of_step(step: _Step) -> str | None:
    word = step.word
    if step.depth >= DEEPEST and word in {"[", "{"}:
        return f"the file is nested more than {DEEPEST} levels deep"
    if step.is_again:
        return f"the key `{step.path[-1]}` stands twice here"
    if word.lstrip("-") in {"NaN", "Infinity"}:
        return f"`{word}` is not a number that JSON knows"
    if word[0] == '"':
        found = UNWRITABLE.search(_text(word))
        return f"the value holds the character U+{ord(found[0]):04X}, which no page may hold" if found else None
    if len(word) > LONGEST_NUMBER:
        return "the number is too long"
    return None


def _text(word: str) -> str:
    """Return what a string's word says, or the word itself when it is no string."""
    if word[0] != '"' or ("\\" not in word and word[-1] == '"'):
        return word.strip('"')
    try:
        return str(json.loads(word, strict=False))
    except ValueError:
        return word


def _as_newer_pythons_say(error: json.JSONDecodeError) -> tuple[str, int]:
    """Return what is wrong and where; Python before 3.13 points behind a comma that is one too many."""
    before = error.doc[: error.pos].rstrip()
    if before.endswith(",") and error.doc[error.pos : error.pos + 1] in {"]", "}"}:
        return "Illegal trailing comma", len(before) - 1
    return error.msg, error.pos


def _in_words(said: str) -> str:
    sentences = {
        "Expecting value": "a value is missing here",
        "Expecting property name": "a key in double quotation marks is missing here",
        "Expecting ':'": "a colon is missing here",
        "Expecting ','": "a comma is missing here",
        "Illegal trailing comma": "the comma before the closing bracket is one too many",
        "Extra data": "the file should end here, but more follows",
        "Unterminated string": "the quotation mark that opens here is never closed",
        "Invalid control character": "a line break or another control character stands in a value",
        "Invalid \\escape": "a backslash stands before a character that it means nothing to",
        "Invalid \\uXXXX": "`\\u` must be followed by four hexadecimal digits",
    }
    return next((sentence for start, sentence in sentences.items() if said.startswith(start)), "this is not JSON")


def _hint(said: str) -> str | None:
    if said.startswith(("Expecting value", "Expecting property", "Illegal trailing")):
        return "look for a comma before a closing bracket, or for an empty file"
    return "export the file anew, or check the line above" if said.startswith("Expecting") else None
