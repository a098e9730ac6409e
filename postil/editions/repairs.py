"""What would put orphans back into their places, where that is safe.

Takes an opened text; gives a `Repair` for every annotation that has lost a passage, and for every
comment that answers one which is lost. Only a suggestion that `anchoring` calls safe is taken, and
only when what is so mended is placed where the suggestion lies: everything else is left to a
person, with the passages that may be meant.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from postil import anchoring
from postil.core.model import Annotation, Comment, CommentEdition, Orphan, Range, Suggestion
from postil.core.problems import Place, Problem
from postil.core.values import dataclass
from postil.core.written import Quotation

from .opening import Opened

NAMES = tuple(field.name for field in dataclasses.fields(Quotation))
GONE = {"quote-not-found": "quote", "until-not-found": "until"}
"""The problems that a repair may mend, each with the field whose words are not there."""


@dataclass(frozen=True, slots=True)
class Repair:
    """What would mend one annotation, or what a comment answers."""

    lost: Annotation | Comment
    fields: Mapping[str, Any]
    """The fields that change, as an author would write them, `None` for one that goes; empty where nothing is safe."""
    mended: tuple[Problem, ...]
    """What the build says now, and no more when the fields are written."""
    suggestions: tuple[Suggestion, ...]
    """What its quotes without a place may have meant, the likeliest first."""

    @property
    def quotation(self) -> Quotation | None:
        """The words of the passage that it had."""
        return self.lost.answers if isinstance(self.lost, Comment) else self.lost

    @property
    def place(self) -> Place:
        """Where these words are written."""
        return self.lost.places.at(*(("answers", "quote") if isinstance(self.lost, Comment) else ("quote",)))


def repairs(opened: Opened) -> tuple[Repair, ...]:
    """Return what would mend each quote of a text that has no place, in the order of its files, comments last."""
    lost: dict[str, list[Orphan]] = {}
    for orphan in opened.edition.orphans:
        lost.setdefault(orphan.annotation.id, []).append(orphan)
    comments = (one for one in opened.edition.comments if one.comment.answers and not one.answers)
    return (*(_repair(opened, orphans) for orphans in lost.values()), *(_answer(opened, one) for one in comments))


def _repair(opened: Opened, orphans: list[Orphan]) -> Repair:
    annotation = orphans[0].annotation
    safe = [(orphan, suggestion) for orphan in orphans if (suggestion := _safe(orphan))]
    mended = _mended(opened, annotation, safe)
    places = {annotation.places.at(*_path(orphan), GONE[orphan.reason]) for orphan, _ in safe if mended}
    return Repair(
        annotation,
        _changed(annotation, mended) if mended else {},
        _said_at(places, opened),
        tuple(suggestion for orphan in orphans for suggestion in orphan.suggestions),
    )


def _answer(opened: Opened, lost: CommentEdition) -> Repair:
    """Return what would tie a comment to the passage that it answers."""
    comment, suggestion = lost.comment, _only_safe(lost.suggestions)
    said = _said_at({comment.places.at("answers", field) for field in GONE.values()}, opened)
    if suggestion and comment.answers and said:
        for words in _ways(said[0].code, suggestion):
            answers = replace(comment.answers, **words)
            mended = [(replace(comment, answers=answers), lost.document)]
            again = anchoring.edition(opened.name, opened.edition.document, [], mended, as_read=opened.as_read)
            if again.value.comments[0].answers == suggestion.range:
                return Repair(comment, {"answers": _as_written(answers)}, said, lost.suggestions)
    return Repair(comment, {}, (), lost.suggestions)


def _said_at(places: Collection[Place], opened: Opened) -> tuple[Problem, ...]:
    """Return what the build says of words that are not found at these places."""
    return tuple(problem for problem in opened.problems if problem.code in GONE and problem.place in places)


def _safe(orphan: Orphan) -> Suggestion | None:
    """Return the one suggestion that may be taken without asking."""
    return _only_safe(orphan.suggestions) if orphan.reason in GONE else None


def _only_safe(suggestions: Iterable[Suggestion]) -> Suggestion | None:
    safe = [suggestion for suggestion in suggestions if suggestion.is_safe]
    return safe[0] if len(safe) == 1 else None


def _ways(reason: str, suggestion: Suggestion) -> Iterator[dict[str, Any]]:
    """Yield the fields of a quotation that change so that it may lead to what was suggested, the fewest first."""
    until = {"until": suggestion.until} if suggestion.until else {}
    if GONE[reason] == "until":
        yield until
        return
    words = {**until, "quote": suggestion.text}
    yield words
    yield {**words, "prefix": suggestion.prefix or None, "suffix": suggestion.suffix or None, "occurrence": None}


def _mended(opened: Opened, annotation: Annotation, safe: list[tuple[Orphan, Suggestion]]) -> Annotation | None:
    """Return the annotation with all that is safe taken, `None` when nothing is or it would not be placed so."""
    mended = annotation
    for orphan, suggestion in safe:
        for words in _ways(orphan.reason, suggestion):
            quoted = {name: getattr(orphan.quotation, name) for name in NAMES} | words
            if suggestion.range in _ranges(opened, replace(annotation, also=(), **quoted)):
                break
        else:
            return None
        if path := _path(orphan):
            also = [*mended.also]
            also[path[1]] = replace(also[path[1]], **words)
            mended = replace(mended, also=tuple(also))
        else:
            mended = replace(mended, **words)
    return mended if safe else None


def _ranges(opened: Opened, annotation: Annotation) -> Iterator[Range]:
    """Yield the passages to which an annotation leads."""
    said = [(one.comment, one.document) for one in opened.edition.comments]
    found = anchoring.edition(opened.name, opened.edition.document, [annotation], said, as_read=opened.as_read).value
    for anchor in (*found.anchors, *(anchor for said in found.comments for anchor in said.anchors)):
        yield from anchor.ranges


def _changed(before: Annotation, after: Annotation) -> Mapping[str, Any]:
    fields = {name: getattr(after, name) for name in NAMES if getattr(after, name) != getattr(before, name)}
    if after.also != before.also:
        fields["also"] = [*map(_as_written, after.also)]
    return fields


def _as_written(quotation: Quotation) -> Mapping[str, Any]:
    return {name: value for name in NAMES if (value := getattr(quotation, name)) is not None}


def _path(orphan: Orphan) -> tuple[str, int] | tuple[()]:
    """Return where the quote stands among the fields of its annotation."""
    if orphan.quotation is orphan.annotation:
        return ()
    return "also", next(n for n, other in enumerate(orphan.annotation.also) if other is orphan.quotation)
