"""Of several ways to write a change the first is taken that the program's own reader reads as it is meant.

Takes a text's files and the ways, and gives a `Change`, or what is wrong with the last of them.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from postil.annotations import annotations as read_annotations
from postil.core.model import Annotation, Comment, Source, TextFiles
from postil.core.problems import Checked, Place, Problem
from postil.core.yamltree import Tree

from .change import Change
from .reading_back import errors, forms, is_as_wanted, new_problems, not_as_wanted, with_file
from .splicing import UncertainError


class Attempt(NamedTuple):
    """One way to write a change, and what must be read then."""

    write: Callable[[Sequence[Annotation]], bytes | None]
    """Returns the file as it shall be, with the ids of the annotations given written down."""
    wanted: Callable[[Sequence[Annotation]], list[Annotation]]
    """Returns all annotations as they shall be, made of those that there are."""


def settled(
    files: TextFiles,
    path: str,
    source: Source | None,
    id_: str,
    attempts: Iterator[Attempt],
    before: Checked[tuple[Annotation, ...]],
) -> Checked[Change | None]:
    """Return the first attempt that is read back as it is wanted, else what is wrong with the last.

    `before` is what the files say now.
    """
    ended = before.value
    if source is not None and source.text and not source.text.endswith("\n"):
        ended = read_annotations(_with_last_line_ended(files, source)).value
    problems: tuple[Problem, ...] = ()
    try:
        for attempt in attempts:
            wanted, completed = attempt.wanted(before.value), attempt.wanted(ended)
            pins: tuple[Annotation, ...] = ()
            for _ in range(2):
                content = attempt.write(pins)
                found: Sequence[Annotation] = ()
                for form in forms(content):
                    after_files = with_file(files, path, form)
                    if after_files.value is None:
                        problems = after_files.problems
                        continue
                    after = read_annotations(after_files.value)
                    new = new_problems(before.problems, after.problems)
                    if not errors(new) and is_as_wanted(wanted, completed, after.value):
                        return Checked(Change(path, source.content if source else None, form, id_), new)
                    problems = errors(new) or (not_as_wanted(path, f"the annotation `{id_}`"),)
                    found = found or after.value
                pins = _to_pin(wanted, found, path)
                if not pins:
                    break
    except UncertainError as error:
        place = source.place_at(error.offset) if source else Place(path)
        problems = (Problem("cannot-edit", f"nothing was written: {error}", place, "change it with an editor"),)
    return Checked(None, problems)


def _to_pin(wanted: Sequence[Annotation], found: Sequence[Annotation], path: str) -> tuple[Annotation, ...]:
    """Return the annotations of the file whose id, made from the quote, would be another."""
    if len(wanted) != len(found):
        return ()
    return tuple(
        one
        for one, other in zip(wanted, found, strict=True)
        if one.id != other.id and "id" not in tree_of(other).data and other.places.source.path == path
    )


def _with_last_line_ended(files: TextFiles, source: Source) -> TextFiles:
    """Return the files with an end to the last line of one, as it gets when something follows it."""
    ended = dataclasses.replace(source, text=source.text + "\n", original=None)
    return dataclasses.replace(
        files, annotations=tuple(ended if one.path == source.path else one for one in files.annotations)
    )


def tree_of(entry: Annotation | Comment) -> Tree:
    """Return an annotation or a comment as it is written, with its places."""
    if not isinstance(entry.places, Tree):
        raise TypeError("the places of what was read are a tree")
    return entry.places
