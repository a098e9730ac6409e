"""What would put orphans back into their places, where that is safe.

Takes an opened text; gives a `Repair` for every annotation that has lost a passage. Only a
suggestion that `anchoring` calls safe is taken, and only when the annotation so mended is placed
where the suggestion lies: everything else is left to a person, with the passages that may be meant.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from postil import anchoring
from postil.core.model import Annotation, Edition, Orphan, Range, Suggestion
from postil.core.problems import Problem
from postil.core.values import dataclass
from postil.core.written import Quotation

from .opening import Opened


@dataclass(frozen=True, slots=True)
class Repair:
    """What would mend one annotation."""

    annotation: Annotation
    fields: Mapping[str, Any]
    """The fields that change, as an author would write them, `None` for one that goes; empty where nothing is safe."""
    mended: tuple[Problem, ...]
    """What the build says now, and no more when the fields are written."""
    suggestions: tuple[Suggestion, ...]
    """What its quotes without a place may have meant, the likeliest first."""


def repairs(opened: Opened) -> tuple[Repair, ...]:
    """Return what would mend each annotation of a text that has a quote without a place, in the order of the file."""
    lost: dict[str, list[Orphan]] = {}
    for orphan in opened.edition.orphans:
        lost.setdefault(orphan.annotation.id, []).append(orphan)
    return tuple(_repair(opened, orphans) for orphans in lost.values())


def _repair(opened: Opened, orphans: list[Orphan]) -> Repair:
    annotation = orphans[0].annotation
    safe = [(orphan, suggestion) for orphan in orphans if (suggestion := _safe(orphan))]
    mended = _mended(opened, annotation, safe)
    places = {annotation.places.at(*_path(orphan), "quote") for orphan, _ in safe if mended}
    problems = (problem for problem in opened.problems if problem.code == "quote-not-found")
    return Repair(
        annotation,
        _changed(annotation, mended) if mended else {},
        tuple(problem for problem in problems if problem.place in places),
        tuple(suggestion for orphan in orphans for suggestion in orphan.suggestions),
    )


def _safe(orphan: Orphan) -> Suggestion | None:
    """Return the one suggestion that may be taken without asking."""
    safe = [suggestion for suggestion in orphan.suggestions if suggestion.is_safe]
    return safe[0] if orphan.reason == "quote-not-found" and len(safe) == 1 else None


def _mended(opened: Opened, annotation: Annotation, safe: list[tuple[Orphan, Suggestion]]) -> Annotation | None:
    """Return the annotation with all that is safe taken, `None` when nothing is or it would not be placed so."""
    mended, expected = annotation, []
    for orphan, suggestion in safe:
        expected.append(suggestion.range.start)
        words: dict[str, Any] = {
            "quote": suggestion.text,
            "prefix": suggestion.prefix or None,
            "suffix": suggestion.suffix or None,
            "occurrence": None,
        }
        if path := _path(orphan):
            also = [*mended.also]
            also[path[1]] = replace(also[path[1]], **words)
            mended = replace(mended, also=tuple(also))
        else:
            mended = replace(mended, **words)
    said = [(one.comment, one.document) for one in opened.edition.comments]
    again = anchoring.edition(opened.name, opened.edition.document, [mended], said, as_read=opened.as_read)
    is_placed = expected and set(expected) <= {range_.start for range_ in _ranges(again.value)}
    return mended if is_placed else None


def _ranges(edition: Edition) -> Iterator[Range]:
    for anchor in (*edition.anchors, *(anchor for said in edition.comments for anchor in said.anchors)):
        yield from anchor.ranges


def _changed(before: Annotation, after: Annotation) -> Mapping[str, Any]:
    names = [field.name for field in dataclasses.fields(Quotation)]
    fields = {name: getattr(after, name) for name in names if getattr(after, name) != getattr(before, name)}
    if after.also != before.also:
        fields["also"] = [
            {name: value for name in names if (value := getattr(quotation, name)) is not None}
            for quotation in after.also
        ]
    return fields


def _path(orphan: Orphan) -> tuple[str, int] | tuple[()]:
    """Return where the quote stands among the fields of its annotation."""
    if orphan.quotation is orphan.annotation:
        return ()
    return "also", next(n for n, other in enumerate(orphan.annotation.also) if other is orphan.quotation)
