"""A reader comment is added to its text's file or changed there, an entity is added to entities.yaml.

Takes the file, if there is one, and gives a `Change` that the program's own reader has read: the
entry is as wanted, and all others are as they were.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from postil.annotations import comments as read_comments
from postil.core.model import Comment, Gathered, Source, TextFiles
from postil.core.problems import Checked, Place, Problem
from postil.core.schema import did_you_mean
from postil.core.written import CommentFields, Entity
from postil.core.yamltree import Scalar, Tree
from postil.settings import settings

from . import lists
from .change import Change
from .fields import as_written, merged, understood
from .reading_back import as_source, errors, forms, is_as_wanted, new_problems, not_as_wanted
from .settling import tree_of
from .spelling import CARES
from .splicing import Splice, UncertainError, spliced

ENTITIES = "content/entities.yaml"
ELSEWHERE = frozenset({"unknown-citation"})
"""Problems that entities.yaml alone cannot tell of."""
COMMENT_FIELDS = tuple(field.name for field in dataclasses.fields(CommentFields))
Said = Checked[Sequence[Any]]


def comment_added(files: TextFiles, fields: Mapping[str, Any]) -> Checked[Change | None]:
    """Return the change that adds a reader comment after all others of its text.

    It gets an id when `fields` has none: `c1`, `c2`. `None` with the problems when it cannot be
    written, or would not be read as it is meant.
    """
    path = files.comments.path if files.comments else files.text.path.removesuffix(".md") + ".comments.yaml"
    given = as_written(fields, path)
    if given.value is None:
        return Checked(None, given.problems)
    known = {comment.id for comment in read_comments(files).value}
    free = next(name for number in range(1, len(known) + 2) if (name := f"c{number}") not in known)
    entry = {"id": free, **{key: value for key, value in given.value.items() if value is not None}}
    fresh = understood(CommentFields, entry, path)
    if fresh.value is None or errors(fresh.problems):
        return Checked(None, errors(fresh.problems))
    source = files.comments or Source(path, "", "")
    values = {name: getattr(fresh.value, name) for name in COMMENT_FIELDS}
    new = Comment(**values, source=source, places=Tree({}, source, Scalar(0, 0, "", None), 0))
    ways = (lists.entry_added(source, lists.certain(source), "comments", entry, care=care) for care in CARES)
    return _settled(files.comments, source, entry["id"], ways, _reader(files), lambda there: [*there, new])


def comment_changed(files: TextFiles, id: str, fields: Mapping[str, Any]) -> Checked[Change | None]:  # noqa: A002 - the field's name
    """Return the change that gives the reader comment `id` other fields; those that are not named stay.

    A value that is `None` or empty removes its field. `None` without a problem when nothing would
    change, with problems when it cannot be written, or would not be read as it is meant.
    """
    there = read_comments(files).value
    number = next((number for number, comment in enumerate(there) if comment.id == id), None)
    if number is None or files.comments is None:
        place = Place((files.comments or files.text).path)
        hint = did_you_mean(id, tuple(comment.id for comment in there))
        return Checked(None, (Problem("unknown-comment", f"there is no comment `{id}`", place, hint),))
    source, part = files.comments, tree_of(there[number])
    given = as_written(fields, source.path)
    if given.value is None:
        return Checked(None, given.problems)
    entry = merged(part.data, given.value)
    if entry == part.data:
        return Checked(None)
    fresh = understood(CommentFields, entry, source.path)
    old = understood(CommentFields, part.data, source.path)
    if fresh.value is None or errors(new_problems(old.problems, fresh.problems)):
        return Checked(None, errors(fresh.problems))
    given_names = [name for name in COMMENT_FIELDS if entry.get(name) != part.data.get(name)]
    values = {name: getattr(fresh.value, name) for name in given_names}

    def wanted(there: Sequence[Any]) -> list[Any]:
        return [*there[:number], dataclasses.replace(there[number], **values), *there[number + 1 :]]

    ways = (lists.entry_changed(source, part, "comments", entry, care=care) for care in CARES if lists.certain(source))
    return _settled(source, source, entry["id"], ways, _reader(files), wanted)


def entity_added(source: Source | None, name: str, fields: Mapping[str, Any]) -> Checked[Change | None]:
    """Return the change that adds the entity `name` to entities.yaml, whose text is `source` if it exists.

    `None` with the problems when it cannot be written, or would not be read as it is meant.
    """
    path = source.path if source else ENTITIES
    given = as_written(fields, path)
    if given.value is None:
        return Checked(None, given.problems)
    entry = {key: value for key, value in given.value.items() if value is not None}
    fresh = understood(Entity, entry, path)
    if fresh.value is None or errors(fresh.problems):
        return Checked(None, errors(fresh.problems))
    place = source or Source(path, "", "")

    def read(source: Source) -> Said:
        found = settings(Gathered((), entities=source))
        problems = tuple(problem for problem in found.problems if problem.code not in ELSEWHERE)
        return Checked(tuple(found.value.entities.items()), problems)

    ways = (lists.key_added(place, lists.certain(place), "entities", name, entry, care=care) for care in CARES)
    return _settled(source, place, name, ways, read, lambda there: [*there, (name, fresh.value)])


def _reader(files: TextFiles) -> Callable[[Source], Said]:
    """Return what reads the comments of a text from another file than its own."""

    def read(source: Source) -> Said:
        found = read_comments(dataclasses.replace(files, comments=source))
        return Checked(found.value, found.problems)

    return read


def _settled(
    before: Source | None,
    source: Source,
    id_: str,
    ways: Iterator[list[Splice]],
    read: Callable[[Source], Said],
    wanted: Callable[[Sequence[Any]], list[Any]],
) -> Checked[Change | None]:
    """Return the first way to write that is read back as it is `wanted` of what stood there, else what is wrong."""
    old = read(source)
    completed = read(dataclasses.replace(source, text=source.text + "\n")) if source.text else old
    problems: tuple[Problem, ...] = ()
    try:
        for content in (form for way in ways for form in forms(spliced(source, way)) if form is not None):
            after = as_source(source.path, content, len(source.content))
            if after.value is None:
                return Checked(None, after.problems)
            found = read(after.value)
            fresh = new_problems(old.problems, found.problems)
            if not errors(fresh) and is_as_wanted(wanted(old.value), wanted(completed.value), found.value):
                return Checked(Change(source.path, source.content if before else None, content, id_), fresh)
            problems = errors(fresh) or (not_as_wanted(source.path, f"`{id_}`"),)
    except UncertainError as error:
        sentence, hint = f"nothing was written: {error}", "change it with an editor"
        problems = (Problem("cannot-edit", sentence, Place(source.path), hint),)
    return Checked(None, problems)
