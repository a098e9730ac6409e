"""Shows problems: to people in a terminal, to programs, and to pull requests on GitHub.

Takes problems in the order in which they are to stand and gives one string. The newcomer's trap:
what is quoted in them was written by strangers, and a terminal obeys control characters; nothing
from a problem is shown before `visible` has been over it.
"""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Sequence
from typing import Literal

from postil.core.problems import Place, Problem, Severity

Style = Literal["text", "short", "json", "github"]

WIDEST = 100
"""Columns of an excerpt that are shown; a longer line is cut around the place."""
BEFORE = 40
"""Columns that stay before the place when a line is cut."""
TAB = "    "
KEPT = frozenset("\u200c\u200d")
"""Invisible characters that words and emoji are written with."""
COLOURS = {Severity.ERROR: "1;31", Severity.WARNING: "1;33", Severity.NOTICE: "1;36"}
MARGIN = "2"


def rendered(problems: Sequence[Problem], style: Style = "text", *, colour: bool = False) -> str:
    """Return the problems in one of the styles; empty when there are none, except in `json`.

    `text` shows the line and the remedy, `short` takes one line each, `json` is one list, `github`
    gives workflow commands. Only `text` and `short` are coloured, for terminals that know ANSI.
    """
    if style == "json":
        return json.dumps([values(problem) for problem in problems], indent=2) + "\n"
    if style == "github":
        return "".join(_command(problem) + "\n" for problem in problems)
    if style == "short":
        return "".join(f"{_head(problem, colour)} {visible(problem.sentence)}\n" for problem in problems)
    return "\n".join(_block(problem, colour) for problem in problems)


def summary(problems: Sequence[Problem]) -> str:
    """Return how many problems there are of each severity: `2 errors, 1 warning`; empty when there are none."""
    counts = [(severity, sum(problem.severity is severity for problem in problems)) for severity in Severity]
    return ", ".join(f"{count} {severity}{'s' if count > 1 else ''}" for severity, count in counts if count)


def visible(text: str) -> str:
    """Return `text` on one line, without characters that steer a terminal or turn the order of others.

    Such a character becomes its name, `<U+202E>`; a tab becomes spaces.
    """
    if text.isascii() and text.isprintable():
        return text
    return "".join(map(_visible_character, text))


# --------------------------------------------------------------------------------- for people


def _block(problem: Problem, colour: bool) -> str:  # noqa: FBT001 - private, and named at every call
    lines = [_head(problem, colour), f"  {visible(problem.sentence)}"]
    place = problem.place
    if place.excerpt is not None and place.line is not None and place.excerpt.strip():
        lines += _excerpt(place, place.excerpt, COLOURS[problem.severity] if colour else None)
    if problem.hint:
        first, *rest = problem.hint.split("\n")
        lines.append(f"  {_painted('hint:', '1', colour)} {visible(first)}")
        lines += [f"        {visible(line)}".rstrip() for line in rest]
    return "\n".join(lines) + "\n"


def _head(problem: Problem, colour: bool) -> str:  # noqa: FBT001 - private, and named at every call
    place = problem.place
    where = ":".join(visible(str(part)) for part in (place.path, place.line, place.column) if part is not None)
    return f"{where}: {_painted(f'{problem.severity}[{problem.code}]', COLOURS[problem.severity], colour)}"


def _painted(text: str, code: str, colour: bool) -> str:  # noqa: FBT001 - private, and named at every call
    return f"\x1b[{code}m{text}\x1b[0m" if colour else text


def _excerpt(place: Place, line: str, colour: str | None) -> list[str]:
    """Return the line with its number, and carets below the columns that the place takes."""
    start = min(len(place.words_before), len(line))
    stop = min(start + max(1, place.length), len(line)) if place.column else start
    before, marked, after = (visible(part) for part in (line[:start], line[start:stop], line[stop:]))
    before, marked, after = _cut(before, marked, after)
    number = f"  {place.line} | "
    margin = " " * (len(number) - 2) + "| "
    shown = [f"{_painted(number, MARGIN, colour is not None)}{before}{marked}{after}".rstrip()]
    if place.column:
        carets = "^" * max(1, columns(marked))
        space = " " * columns(before)
        shown.append(
            f"{_painted(margin, MARGIN, colour is not None)}{space}{_painted(carets, colour or '', colour is not None)}"
        )
    return shown


def _cut(before: str, marked: str, after: str) -> tuple[str, str, str]:
    """Shorten a long line so that the place stays in sight."""
    if columns(before) + columns(marked) + columns(after) <= WIDEST:
        return before, marked, after
    if columns(before) > BEFORE:
        before = "…" + _last(before, BEFORE - 1)
    room = WIDEST - columns(before)
    if columns(marked) > room:
        return before, _first(marked, room - 1) + "…", ""
    room -= columns(marked)
    return before, marked, after if columns(after) <= room else _first(after, room - 1) + "…"


def _first(text: str, room: int) -> str:
    width = 0
    for number, character in enumerate(text):
        width += _width(character)
        if width > room:
            return text[:number]
    return text


def _last(text: str, room: int) -> str:
    width = 0
    for number in range(len(text) - 1, -1, -1):
        width += _width(text[number])
        if width > room:
            return text[number + 1 :]
    return text


def columns(text: str) -> int:
    """Return how many columns of a terminal `text` takes: two for East Asian wide characters, none for marks."""
    return len(text) if text.isascii() else sum(map(_width, text))


def _width(character: str) -> int:
    if character in KEPT or unicodedata.category(character) in {"Mn", "Me"}:
        return 0
    return 2 if unicodedata.east_asian_width(character) in {"W", "F"} else 1


def _visible_character(character: str) -> str:
    if character == "\t":
        return TAB
    if character in KEPT or unicodedata.category(character) not in {"Cc", "Cf", "Cs", "Zl", "Zp"}:
        return character
    return f"<U+{ord(character):04X}>"


# ------------------------------------------------------------------------------- for programs


def values(problem: Problem) -> dict[str, str | int | None]:
    """Return a problem as programs get it: the style `json` is a list of these."""
    place = problem.place
    return {
        "severity": str(problem.severity),
        "code": problem.code,
        "sentence": problem.sentence,
        "path": place.path,
        "line": place.line,
        "column": place.column,
        "length": place.length if place.column is not None else None,
        "excerpt": place.excerpt,
        "excerpt_column": place.before + 1 if place.excerpt is not None else None,
        "hint": problem.hint,
    }


def _command(problem: Problem) -> str:
    """Return the workflow command that shows the problem beside its line.

    Form and escapes: https://docs.github.com/actions/reference/workflow-commands-for-github-actions
    """
    place = problem.place
    end = place.column + place.length - 1 if place.column is not None else None
    properties = {
        "file": place.path,
        "line": place.line,
        "col": place.column,
        "endColumn": end,
        "title": problem.code,
    }
    shown = ",".join(f"{name}={_escaped(str(value))}" for name, value in properties.items() if value is not None)
    lines = [problem.sentence, *(f"hint: {problem.hint}".split("\n") if problem.hint else ())]
    message = "%0A".join(visible(line).replace("%", "%25") for line in lines)
    return f"::{problem.severity} {shown}::{message}"


def _escaped(value: str) -> str:
    """Escape the value of a property, which colons and commas would end."""
    for character, code in (("%", "%25"), ("\r", "%0D"), ("\n", "%0A"), (":", "%3A"), (",", "%2C")):
        value = value.replace(character, code)
    return visible(value)
