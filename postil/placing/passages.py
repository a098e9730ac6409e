"""Passages and the flat stretches that they are cut into.

It takes anchors, which may overlap in any way, and gives stretches that do not: each belongs to
one set of annotations. The one thing a newcomer would get wrong: a passage that a comment answers
is a passage too, but has no number.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from postil.core.model import Anchor, CommentEdition


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of the flat text that a note or a comment is tied to."""

    start: int
    end: int
    id: str
    """Of the annotation, or of the comment that answers the passage."""
    kind: str
    """Of the annotation; empty for a comment."""
    order: int
    """Place among the anchors, by which passages of equal extent are told apart."""

    @property
    def is_answered(self) -> bool:
        """Whether it is tied to a comment that answers it, not to a note."""
        return not self.kind


@dataclass(frozen=True, slots=True)
class Stretch:
    """A part of the flat text in which the same passages lie throughout."""

    start: int
    end: int
    passages: tuple[Passage, ...]
    """In their order, the annotations' first."""


def passages(anchors: Iterable[Anchor], comments: Iterable[CommentEdition]) -> tuple[Passage, ...]:
    """Return every passage of a text: those of its annotations, then those that comments answer."""
    found = [
        Passage(part.start, part.end, anchor.annotation.id, anchor.annotation.kind, order)
        for order, anchor in enumerate(anchors)
        for part in anchor.ranges
    ]
    behind = len(found)
    found += [
        Passage(comment.answers.start, comment.answers.end, comment.comment.id, "", behind + order)
        for order, comment in enumerate(comments)
        if comment.answers
    ]
    return tuple(found)


def stretches(found: Sequence[Passage]) -> Iterator[Stretch]:
    """Yield the stretches that lie in at least one passage, in reading order, none overlapping another."""
    starting = sorted(found, key=lambda passage: passage.start)
    edges = sorted({edge for passage in found for edge in (passage.start, passage.end)})
    active: list[Passage] = []
    following = 0
    for start, end in pairwise(edges):
        active = [passage for passage in active if passage.end > start]
        while following < len(starting) and starting[following].start <= start:
            if starting[following].end > start:
                active.append(starting[following])
            following += 1
        if active:
            active.sort(key=lambda passage: passage.order)
            yield Stretch(start, end, tuple(active))
