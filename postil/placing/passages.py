"""Passages and the flat stretches that they are cut into.

It takes anchors, which may overlap in any way, and gives stretches that do not: each belongs to
one set of annotations. What a comment answers is a passage too, but has no number.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple

from postil.core.model import Anchor, CommentEdition

MOST_NOTES = 200
"""Annotations that one stretch of text lists."""
LONG = 200
"""Characters from which a passage is long: a page shows it more quietly than a few words."""


class Passage(NamedTuple):
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

    @property
    def is_long(self) -> bool:
        """Whether it is sentences rather than words."""
        return self.end - self.start >= LONG


class Stretch(NamedTuple):
    """A part of the flat text in which the same passages lie throughout."""

    start: int
    end: int
    passages: tuple[Passage, ...]
    """In their order, those of annotations first, and of these not more than `MOST_NOTES`."""


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


def stretches(passages: Sequence[Passage]) -> tuple[list[Stretch], set[str]]:
    """Return the stretches that lie in at least one passage, and the annotations that some of them leave out.

    The stretches are in reading order, none overlapping another. Thousands of passages on the same
    words would make lists by the square of their number, so a stretch has the first `MOST_NOTES`.
    """
    starting = sorted(range(len(passages)), key=lambda index: passages[index].start)
    ending = sorted(range(len(passages)), key=lambda index: passages[index].end)
    edges = sorted({edge for passage in passages for edge in (passage.start, passage.end)})
    result: list[Stretch] = []
    left_out: set[str] = set()
    noted: list[int] = []
    answered: list[int] = []
    begun = ended = 0
    for start, end in pairwise(edges):
        while ended < len(ending) and passages[ending[ended]].end <= start:
            active = answered if passages[ending[ended]].is_answered else noted
            del active[bisect_left(active, ending[ended])]
            ended += 1
        while begun < len(starting) and passages[starting[begun]].start <= start:
            new = starting[begun]
            begun += 1
            if passages[new].is_answered:
                insort(answered, new)
                continue
            insort(noted, new)
            if len(noted) > MOST_NOTES:
                left_out.add(passages[max(new, noted[MOST_NOTES])].id)
        if noted or answered:
            listed = [passages[index] for index in (*noted[:MOST_NOTES], *answered)]
            result.append(Stretch(start, end, tuple(listed)))
    return result, left_out
