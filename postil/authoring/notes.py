"""An annotation is added to its text's files, changed there, or removed, in any of the spellings.

Takes a text's files and gives a `Change` of one of them, which the program's own reader has read:
the annotation concerned is as wanted, and all others are as they were. The newcomer's trap: an id
that was made from a quote would change with it, and those of like quotes with one that goes, so
such ids are written down on the way.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Collection, Iterator, Sequence
from typing import Any, TypeAlias

from postil.annotations import annotations as read_annotations
from postil.core.model import Annotation, Source, TextFiles
from postil.core.problems import Checked, Place, Problem
from postil.core.schema import did_you_mean
from postil.core.written import AnnotationFields

from . import markdown
from .change import Change
from .fields import as_written, merged, understood
from .reading_back import errors, new_problems
from .settling import Attempt, settled, tree_of
from .spelling import CARES
from .splicing import UncertainError
from .targets import Spelling, file_for, index_of_new, new_id, target
from .ways import NOWHERE, Fields, adding_to_list, adding_to_stream, changing, is_yaml, removing, whole

FIELD_NAMES = tuple(field.name for field in dataclasses.fields(AnnotationFields) if field.name != "id")
Wanted: TypeAlias = Callable[[Sequence[Annotation]], list[Annotation]]


def added(files: TextFiles, fields: Fields, *, spelling: Spelling | None = None) -> Checked[Change | None]:
    """Return the change that adds an annotation, after those that stand there.

    It gets an id when `fields` has none. Where `spelling` is `None` it is that of most annotations
    of the text, else YAML. `None` with the problems when it cannot be written, or would not be read
    as it is meant.
    """
    before = read_annotations(files)
    notes = before.value
    chosen, path, source = target(files, notes, spelling)
    given = as_written(fields, path)
    if given.value is None:
        return Checked(None, given.problems)
    entry = {key: value for key, value in given.value.items() if value is not None}
    entry = {"id": new_id(entry, notes), **entry}
    if chosen == "folder":
        path = file_for(entry["id"], path, files)
    fresh = understood(AnnotationFields, entry, path)
    if fresh.value is None or errors(fresh.problems):
        return Checked(None, errors(fresh.problems))

    if problem := _taken(entry["id"], notes, path):
        return Checked(None, (problem,))

    def attempts() -> Iterator[Attempt]:
        place = source or Source(path, "", "")
        for care in CARES:
            below = not care and chosen != "yaml"
            meant = _with_body(entry) if below else entry
            if chosen == "yaml":
                write = adding_to_list(place, meant, care=care)
            elif chosen == "folder":
                write = whole(markdown.written(meant, below=below))
            else:
                write = adding_to_stream(place, meant, below=below)
            new = _annotation(meant, entry["id"], path)
            yield Attempt(write, _with_added(index_of_new(notes, path), new))

    return settled(files, path, source, entry["id"], attempts(), before)


def changed(files: TextFiles, id: str, fields: Fields) -> Checked[Change | None]:  # noqa: A002 - the field's name
    """Return the change that gives the annotation `id` other fields; those that are not named stay.

    A value that is `None` or empty removes its field. `None` without a problem when nothing would
    change, with problems when it cannot be written, or would not be read as it is meant.
    """
    before = read_annotations(files)
    notes = before.value
    found = _found(files, before, id)
    if isinstance(found, Problem):
        return Checked(None, (found,))
    number, note = found
    source, part = note.places.source, tree_of(note)
    given = as_written(fields, source.path)
    if given.value is None:
        return Checked(None, given.problems)
    asked = merged(part.data, given.value)
    old, fresh = (understood(AnnotationFields, data, source.path) for data in (part.data, asked))
    if problems := errors(new_problems(old.problems, fresh.problems)):
        return Checked(None, problems)
    new = _as_spelled(asked, part.data, old.value, fresh.value)
    if new == part.data:
        return Checked(None)
    id_then = new.get("id") or id
    if problem := _taken(id_then, [*notes[:number], *notes[number + 1 :]], source.path):
        return Checked(None, (problem,))

    def attempts() -> Iterator[Attempt]:
        for care in CARES:
            below = not care and not is_yaml(source) and not markdown.has_note_in_front(part)
            meant = _with_body(new) if below else new
            yield Attempt(
                changing(source, part, meant, care=care),
                _with_changed(number, _annotation(meant, id_then, source.path), _that_stay(part.data, meant)),
            )

    return settled(files, source.path, source, id_then, attempts(), before)


def removed(files: TextFiles, id: str) -> Checked[Change | None]:  # noqa: A002 - the field's name
    """Return the change that removes the annotation `id`, and with it its file when that is its own."""
    before = read_annotations(files)
    found = _found(files, before, id)
    if isinstance(found, Problem):
        return Checked(None, (found,))
    number, note = found
    source, part = note.places.source, tree_of(note)
    return settled(files, source.path, source, id, iter([Attempt(removing(source, part), _without(number))]), before)


def _annotation(data: Fields, id_: str, path: str) -> Annotation:
    """Return what will be read from `data`."""
    value = understood(AnnotationFields, data, path).value
    if value is None:
        raise UncertainError("a required field is missing", 0)
    return Annotation(**{name: getattr(value, name) for name in FIELD_NAMES}, id=id_, places=NOWHERE)


def _as_spelled(
    new: Fields, old: Fields, before: AnnotationFields | None, after: AnnotationFields | None
) -> dict[str, Any]:
    """Return `new`, which reads as `after`, with what says the same as in `old` as it is spelled there, or absent."""
    same = {name for name in FIELD_NAMES if before and after and getattr(before, name) == getattr(after, name)}
    kept = {key: old[key] if key in same and key in old else value for key, value in new.items()}
    return {key: value for key, value in kept.items() if key in old or key not in same}


def _with_added(index: int, new: Annotation) -> Wanted:
    return lambda before: [*before[:index], new, *before[index:]]


def _without(number: int) -> Wanted:
    return lambda before: [*before[:number], *before[number + 1 :]]


def _with_changed(number: int, new: Annotation, staying: Collection[str]) -> Wanted:
    """Return what gives the annotations with `new` for one of them, whose fields that stay are as they are read."""

    def wanted(before: Sequence[Annotation]) -> list[Annotation]:
        stays = {name: getattr(before[number], name) for name in staying}
        return [*before[:number], dataclasses.replace(new, **stays), *before[number + 1 :]]

    return wanted


def _that_stay(old: Fields, new: Fields) -> Collection[str]:
    return [name for name in FIELD_NAMES if new.get(name) == old.get(name)]


def _with_body(entry: Fields) -> Fields:
    """Return an annotation's data as they are read when its note stands below its fields."""
    body = markdown.as_body(entry.get("note") or "")
    return {**entry, "note": body} if body else {key: value for key, value in entry.items() if key != "note"}


def _taken(id_: str, others: Sequence[Annotation], path: str) -> Problem | None:
    """Return the problem that another annotation has the id, be it one that was made."""
    if all(other.id != id_ for other in others):
        return None
    sentence = f"another annotation of this text has the id `{id_}`"
    return Problem("duplicate-id", sentence, Place(path), "choose another, or leave it to be made")


def _found(files: TextFiles, before: Checked[tuple[Annotation, ...]], id_: str) -> tuple[int, Annotation] | Problem:
    """Return the annotation `id_` and its number among all, counted from 0."""
    for number, note in enumerate(before.value):
        if note.id == id_:
            return number, note
    place = Place(files.annotations[0].path if files.annotations else files.text.path)
    hint = did_you_mean(id_, tuple(note.id for note in before.value)) or "it may have been removed or renamed meanwhile"
    if wrong := errors(before.problems):
        hint = f"mend {wrong[0].place.path}:{wrong[0].place.line or 1} first: {wrong[0].sentence}"
    return Problem("unknown-annotation", f"there is no annotation `{id_}`", place, hint)
