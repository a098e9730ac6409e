"""A reader comment is added to its text's file, an entity to entities.yaml, each at the end.

Takes the file, if there is one, and gives a `Change` that the program's own reader has read: the new
entry is as wanted, and all others are as they were.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from postil.annotations import comments as read_comments
from postil.core.model import Comment, Gathered, Source, TextFiles
from postil.core.problems import Checked, Place, Problem
from postil.core.written import CommentFields, Entity
from postil.core.yamltree import Scalar, Tree
from postil.settings import settings

from . import lists
from .change import Change
from .fields import as_written, understood
from .reading_back import as_source, errors, forms, is_as_wanted, new_problems, not_as_wanted
from .spelling import CARES
from .splicing import Splice, UncertainError, spliced

ENTITIES = "content/entities.yaml"
ELSEWHERE = frozenset({"unknown-citation"})
"""Problems that entities.yaml alone cannot tell of."""
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
    values = {field.name: getattr(fresh.value, field.name) for field in dataclasses.fields(CommentFields)}
    new = Comment(**values, source=source, places=Tree({}, source, Scalar(0, 0, "", None), 0))

    def read(source: Source) -> Said:
        found = read_comments(dataclasses.replace(files, comments=source))
        return Checked(found.value, found.problems)

    ways = (lists.entry_added(source, lists.certain(source), "comments", entry, care=care) for care in CARES)
    return _settled(files.comments, source, entry["id"], ways, read, new)


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
    return _settled(source, place, name, ways, read, (name, fresh.value))


def _settled(
    before: Source | None,
    source: Source,
    id_: str,
    ways: Iterator[list[Splice]],
    read: Callable[[Source], Said],
    new: object,
) -> Checked[Change | None]:
    """Return the first way to write `new` that is read back after all that stood there, else what is wrong."""
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
            if not errors(fresh) and is_as_wanted([*old.value, new], [*completed.value, new], found.value):
                return Checked(Change(source.path, source.content if before else None, content, id_), fresh)
            problems = errors(fresh) or (not_as_wanted(source.path, f"`{id_}`"),)
    except UncertainError as error:
        sentence, hint = f"nothing was written: {error}", "change it with an editor"
        problems = (Problem("cannot-edit", sentence, Place(source.path), hint),)
    return Checked(None, problems)
