"""Divides Markdown files of annotations: fields between `---` lines, the note below them.

    ---
    quote: the first stone
    ---
    It was laid in *spring*.
    ---
    quote: …

A note may hold a thematic break, which Markdown also writes as `---`. So the rule is: below the
first annotation, a `---` line begins a new one when the line after it is the name of a field and
a colon, or when everything up to the next `---` line looks like `key:` lines. Any other `---`
belongs to the note. A file in a folder `X.annotations/` holds one annotation, and every `---`
after its fields belongs to the note.
"""

from __future__ import annotations

import dataclasses
import re
from typing import NamedTuple

from postil.core.model import Source
from postil.core.problems import Checked, Place, Problem
from postil.core.written import AnnotationFields

RULE = re.compile(r"^---[ \t]*$", re.MULTILINE)
KEY = re.compile(r"(?P<mark>[\"']?)(?P<key>[A-Za-z_][\w-]*)(?P=mark)[ \t]*:(?=[ \t]|$)")
FIELDS = frozenset(field.name for field in dataclasses.fields(AnnotationFields))
EXAMPLE = "begin it with fields between two lines `---`:\n---\nquote: words of the text\n---\nThe note."


class Piece(NamedTuple):
    """One annotation in a Markdown file, by offsets in the file's text."""

    start: int
    """Where the fields begin."""
    end: int
    note_start: int
    """Where the first line of the note begins; blank lines around it are not counted in."""
    note_end: int


def pieces(source: Source) -> Checked[tuple[Piece, ...]]:
    """Return the annotations of a Markdown file that holds several."""
    text = source.text
    rules = list(RULE.finditer(text))
    if problem := _wrong_beginning(source, rules):
        return Checked((), (problem,) if text.strip() else ())
    found: list[Piece] = []
    number = 0
    while number < len(rules):
        if number + 1 == len(rules):
            return Checked(tuple(found), (_not_closed(source, rules[number].start()),))
        following = number + 2
        while following < len(rules) and not _begins(text, rules, following):
            following += 1
        end = rules[following].start() if following < len(rules) else len(text)
        found.append(_piece(text, rules[number], rules[number + 1], end))
        number = following
    return Checked(tuple(found))


def one_piece(source: Source) -> Checked[tuple[Piece, ...]]:
    """Return the one annotation of a Markdown file in a folder of annotations."""
    rules = list(RULE.finditer(source.text))
    if problem := _wrong_beginning(source, rules):
        return Checked((), (problem,))
    if len(rules) == 1:
        return Checked((), (_not_closed(source, rules[0].start()),))
    return Checked((_piece(source.text, rules[0], rules[1], len(source.text)),))


def _piece(text: str, opening: re.Match[str], closing: re.Match[str], end: int) -> Piece:
    note = text[closing.end() : end]
    words = note.strip()
    if not words:
        return Piece(opening.end() + 1, closing.start(), end, end)
    # The first line keeps its indentation, which Markdown may mean as code.
    blank = len(note) - len(note.lstrip())
    start = closing.end() + note.rfind("\n", 0, blank) + 1
    return Piece(opening.end() + 1, closing.start(), start, closing.end() + len(note.rstrip()))


def _begins(text: str, rules: list[re.Match[str]], number: int) -> bool:
    is_last = number + 1 == len(rules)
    stretch = text[rules[number].end() : len(text) if is_last else rules[number + 1].start()]
    lines = [line for line in stretch.split("\n") if line.strip() and not line.startswith("#")]
    first = KEY.match(lines[0]) if lines else None
    if first is None:
        return False
    if first["key"] in FIELDS:
        return True
    return not is_last and all(KEY.match(line) or line[0] in " \t" or line.startswith("- ") for line in lines)


def _wrong_beginning(source: Source, rules: list[re.Match[str]]) -> Problem | None:
    start = len(source.text) - len(source.text.lstrip("\ufeff \t\n"))
    if rules and rules[0].start() == start:
        return None
    place = source.place_at(start) if source.text.strip() else Place(source.path)
    return Problem("front-matter", "the file does not begin with the fields of an annotation", place, EXAMPLE)


def _not_closed(source: Source, opening: int) -> Problem:
    return Problem(
        "front-matter",
        "the fields that begin here are not closed",
        source.place_at(opening, 3),
        "put a line `---` between the fields and the note",
    )
