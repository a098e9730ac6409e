"""The reader comments of a text, with their ids and replies checked.

Takes a text's files and gives its `Comment`s in the order written. A `reply_to` that leads
nowhere, or round in a circle, is reported and left out, so that what follows can build a tree.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Any

from postil.core.citing import link_problem
from postil.core.model import Comment, TextFiles
from postil.core.problems import Checked, Problem
from postil.core.schema import checked_entries, did_you_mean
from postil.core.written import CommentFields, CommentsFile
from postil.core.yamltree import read_yaml

from .ids import id_problem, same_id_problem

FIELDS = tuple(field.name for field in dataclasses.fields(CommentFields))


def comments(files: TextFiles) -> Checked[tuple[Comment, ...]]:
    """Return the reader comments of a text, as written, with what is wrong with them."""
    if files.comments is None:
        return Checked(())
    tree = read_yaml(files.comments)
    if tree.value is None:
        return Checked((), tree.problems)
    entries = checked_entries(CommentsFile, tree.value, "comments")
    problems = [*tree.problems, *entries.problems]
    found: dict[str, Comment] = {}
    for entry in entries.value:
        values: dict[str, Any] = {name: getattr(entry.value, name) for name in FIELDS}
        comment = Comment(**values, source=files.comments, places=entry.tree)
        problems += _of_one(comment)
        if comment.id in found:
            here, first = entry.tree.at("id"), found[comment.id].places.at("id")
            problems.append(same_id_problem(comment.id, here, first))
        else:
            found[comment.id] = comment
    # A comment that could not be read is answered all the same.
    named = {*found, *_ids_as_written(tree.value.data)}
    return Checked(_with_replies(found, named, problems), tuple(problems))


def _of_one(comment: Comment) -> list[Problem]:
    places = comment.places
    problems = (id_problem(comment.id, places), link_problem(comment.url, places.at("url")))
    return [problem for problem in problems if problem]


def _with_replies(found: Mapping[str, Comment], named: set[str], problems: list[Problem]) -> tuple[Comment, ...]:
    kept = dict(found)
    for comment in found.values():
        target = comment.reply_to
        if target is not None and target not in kept:
            if target not in named:
                hint = did_you_mean(target, tuple(found)) or "name the `id` of a comment of this file"
                sentence = f"there is no comment `{target}`"
                problems.append(Problem("unknown-comment", sentence, comment.places.at("reply_to"), hint))
            kept[comment.id] = dataclasses.replace(comment, reply_to=None)
    safe: set[str] = set()
    for id_ in found:
        circle = _circle(id_, kept, safe)
        if circle:
            comment = kept[circle[0]]
            way = " → ".join(f"`{step}`" for step in (*circle, circle[0]))
            sentence = f"these comments reply to one another in a circle: {way}"
            hint = "remove `reply_to` from the one that was written first"
            problems.append(Problem("reply-loop", sentence, comment.places.at("reply_to"), hint))
            kept[comment.id] = dataclasses.replace(comment, reply_to=None)
    return tuple(kept.values())


def _circle(start: str, comments: Mapping[str, Comment], safe: set[str]) -> list[str]:
    """Return the ids of the circle that replies from `start` run into; empty when they end. Adds to `safe`."""
    way: dict[str, None] = {}
    id_: str | None = start
    while id_ is not None and id_ not in safe:
        if id_ in way:
            steps = list(way)
            return steps[steps.index(id_) :]
        way[id_] = None
        id_ = comments[id_].reply_to
    safe.update(way)
    return []


def _ids_as_written(data: Any) -> set[str]:
    entries = data.get("comments") if isinstance(data, dict) else data
    written = [entry.get("id") for entry in entries or () if isinstance(entry, dict)]
    return {id_ for id_ in written if isinstance(id_, str)}
