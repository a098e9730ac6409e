"""What is wrong with the fields of a form, each mistake at its field.

Takes an annotation's fields as an author would write them, and asks of them what reading, the site's settings and the
prose of the page would ask of the file. The fields are laid out as a file of their own, which only exists here, so
that every problem has a place in it, and its place is its field.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from postil.annotations import against_settings
from postil.core.characters import UNWRITABLE
from postil.core.dates import Day
from postil.core.model import Annotation, Settings, Source
from postil.core.problems import Checked, Problem, Severity
from postil.core.schema import checked, did_you_mean
from postil.core.written import AnnotationFields
from postil.core.yamltree import Scalar, Tree, read_yaml

Path = tuple[str | int, ...]
LONG_AGO = Day("0001-01-01")
"""A day on which nothing is due to be checked again: that is no mistake of the form."""
UNPRINTABLE = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")
"""What JSON may hold as it is and YAML may not."""
MAKING = "A new one is made by `python3 build.py new entity`, or by hand in content/entities.yaml."
SAYING = ("note", "sources", "updates")


def wrong_fields(
    fields: Mapping[str, Any], settings: Settings, preview: Callable[[str], Checked[str]]
) -> list[dict[str, str]]:
    """Return what keeps the fields from being written: each time the field, the sentence and the hint.

    `preview` renders the prose of the note.
    """
    if invisible := [path for path, value in _leaves(fields) if UNWRITABLE.search(value)]:
        sentence = "there is an invisible character in this that no file can hold"
        return [_said(path, sentence, "delete it; it most likely came along when something was pasted")
                for path in invisible]  # fmt: skip
    tree = laid_out(fields)
    read = checked(AnnotationFields, tree)
    problems = [*read.problems]
    if read.value is not None:
        names = (name for name in AnnotationFields.__dataclass_fields__ if name != "id")
        note = Annotation(**{name: getattr(read.value, name) for name in names}, id="new", places=tree)
        problems += against_settings([note], settings, today=LONG_AGO)
    places = _fields_by_place(tree)
    errors = (problem for problem in problems if problem.severity is Severity.ERROR)
    found = [_at_its_field(problem, places, fields, settings) for problem in errors]
    prose = preview(fields["note"]).problems if isinstance(fields.get("note"), str) else ()
    found += [_said(("note",), one.sentence, one.hint) for one in prose if one.severity is Severity.ERROR]
    if not found and not any(fields.get(name) for name in SAYING):
        found.append(_said(("note",), "this says nothing yet", "write a note, or name a source"))
    return found


def laid_out(fields: Mapping[str, Any]) -> Tree:
    """Return the fields as read from a file: JSON is YAML, but for some characters. They hold no unwritable ones."""
    text = json.dumps(fields, ensure_ascii=False, indent=1)
    text = UNPRINTABLE.sub(lambda found: f"\\u{ord(found[0]):04x}", text)
    tree = read_yaml(Source("content", text, "")).value
    return tree if tree is not None else Tree(dict(fields), Source("content", "", ""), Scalar(0, 0, "", None), 0)


def said_of(problems: Iterable[Problem]) -> list[dict[str, str]]:
    """Return problems that belong to no field."""
    return [_said((), problem.sentence, problem.hint) for problem in problems]


def _said(path: Path, sentence: str, hint: str | None = None) -> dict[str, str]:
    return {"field": ".".join(map(str, path)), "sentence": sentence, "hint": hint or ""}


def _leaves(value: Any, path: Path = ()) -> Iterable[tuple[Path, str]]:
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, Mapping):
        for key, part in value.items():
            yield from _leaves(part, (*path, key))
    elif isinstance(value, list):
        for number, part in enumerate(value):
            yield from _leaves(part, (*path, number))


def _fields_by_place(tree: Tree) -> Mapping[tuple[int | None, int | None], Path]:
    """Return the field that stands at each line and column of the file, the innermost where several begin there."""
    found: dict[tuple[int | None, int | None], Path] = {}

    def take(value: Any, path: Path) -> None:
        for place in (tree.key(*path), tree.at(*path)) if path else ():
            found[place.line, place.column] = path
        parts = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
        for key, part in parts:
            take(part, (*path, key))

    take(tree.data, ())
    return found


def _at_its_field(
    problem: Problem, places: Mapping[tuple[int | None, int | None], Path], fields: Mapping[str, Any], known: Settings
) -> dict[str, str]:
    match path := places.get((problem.place.line, problem.place.column), ()):
        case ("about", int(number)) if problem.code == "unknown-entity":
            name = fields["about"][number]
            hint = did_you_mean(name, tuple(known.entities))
            return _said(path, f"not an entity of this site: `{name}`", f"{hint} {MAKING}" if hint else MAKING)
    return _said(path, problem.sentence, problem.hint)
