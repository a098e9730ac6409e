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
    problems: tuple[Problem, ...]
    """What the build says of its quotes that have no place."""
    suggestions: tuple[Suggestion, ...]
    """What they may have meant, the likeliest first."""


def repairs(opened: Opened) -> tuple[Repair, ...]:
    """Return what would mend each annotation of a text that has a quote without a place, in the order of the file."""
    lost: dict[str, list[Orphan]] = {}
    for orphan in opened.edition.orphans:
        lost.setdefault(orphan.annotation.id, []).append(orphan)
    return tuple(_repair(opened, orphans) for orphans in lost.values())


def _repair(opened: Opened, orphans: list[Orphan]) -> Repair:
    annotation = orphans[0].annotation
    paths = [_path(orphan) for orphan in orphans]
    places = {annotation.places.at(*path, field) for path in paths for field in ("quote", "until", "occurrence")}
    places.add(annotation.places.at("on"))
    problems = tuple(
        problem for problem in opened.problems if problem.code in anchoring.UNPLACED and problem.place in places
    )
    suggestions = tuple(suggestion for orphan in orphans for suggestion in orphan.suggestions)
    mended = _mended(opened, annotation, [(orphan, _safe(orphan)) for orphan in orphans])
    return Repair(annotation, _changed(annotation, mended) if mended else {}, problems, suggestions)


def _safe(orphan: Orphan) -> Suggestion | None:
    """Return the one suggestion that may be taken without asking."""
    safe = [suggestion for suggestion in orphan.suggestions if suggestion.is_safe]
    return safe[0] if orphan.reason == "quote-not-found" and len(safe) == 1 else None


def _mended(
    opened: Opened, annotation: Annotation, orphans: list[tuple[Orphan, Suggestion | None]]
) -> Annotation | None:
    """Return the annotation with all that is safe taken, `None` when nothing is or it would not be placed so."""
    mended, expected = annotation, []
    for orphan, suggestion in orphans:
        if suggestion is None:
            continue
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
