"""A text with every annotation in its place, or with the reason why it has none.

Takes a `Document`, its `Annotation`s and its comments; gives an `Edition` and the problems met. The
rule of this stage: a note stands where its quote certainly is; anything less certain becomes an
`Orphan` with suggestions. `locate` decides, `fuzzy` only ever suggests.
"""

from __future__ import annotations

from collections.abc import Sequence
from difflib import get_close_matches
from functools import cached_property

from postil.core.fold import fold
from postil.core.model import (
    Anchor,
    Annotation,
    Comment,
    CommentEdition,
    Document,
    Edition,
    Found,
    Orphan,
    Places,
    Range,
    Suggestion,
)
from postil.core.problems import Checked, Problem, Severity
from postil.core.written import Quotation

from . import unplaced
from .describe import describe
from .fuzzy import Budget
from .locate import RESEMBLES_NOTHING, Located, Reader, Unlocated, locate
from .searchable import Searchable
from .unplaced import Elsewhere, Finding, in_place

__all__ = ["UNPLACED", "Budget", "Reader", "describe", "edition", "in_place"]

UNPLACED = frozenset(
    {
        "quote-not-found",
        "quote-ambiguous",
        "quote-empty",
        "until-not-found",
        "occurrence-out-of-range",
        "unknown-comment",
    }
)
"""Codes of the problems that leave a quote without a place, so that its note can be listed instead."""
MOST_COMPARED_IDS = 100
MOST_NAMED = 5


def edition(
    name: str,
    document: Document,
    annotations: Sequence[Annotation],
    comments: Sequence[tuple[Comment, Document]] = (),
    *,
    as_read: Reader,
    budget: Budget | None = None,
) -> Checked[Edition]:
    """Return the text `name` with its annotations and comments in their places.

    `as_read` renders Markdown to the flat text that a reader sees. `budget` bounds the time taken
    for suggestions; give all texts of a build the same one.
    """
    desk = _Desk(document, comments, as_read, budget or Budget())
    anchors: dict[str | None, list[Anchor]] = {}
    for annotation in annotations:
        anchor = desk.anchor(annotation)
        if anchor is not None:
            anchors.setdefault(annotation.on, []).append(anchor)
    said = tuple(
        CommentEdition(comment, spoken, _in_reading_order(anchors.pop(comment.id, ())), *desk.answered(comment))
        for comment, spoken in comments
    )
    return Checked(
        Edition(name, document, _in_reading_order(anchors.get(None, ())), tuple(desk.orphans), said),
        tuple(desk.problems),
    )


def _in_reading_order(anchors: Sequence[Anchor]) -> tuple[Anchor, ...]:
    return tuple(sorted(anchors, key=lambda anchor: (anchor.ranges[0].start, anchor.ranges[0].end)))


class _Desk:
    """The work on one edition: its texts ready for searching, and what was met so far."""

    def __init__(
        self, document: Document, comments: Sequence[tuple[Comment, Document]], as_read: Reader, budget: Budget
    ) -> None:
        self.orphans: list[Orphan] = []
        self.problems: list[Problem] = []
        self._texts: dict[str | None, Searchable] = {None: Searchable(document)}
        for comment, spoken in comments:
            self._texts.setdefault(comment.id, Searchable(spoken))
        self._path = document.source.path
        self._as_read = as_read
        self._budget = budget
        self._results: dict[tuple[str | None, Quotation], Located | Unlocated] = {}
        self._findings: dict[tuple[str | None, Quotation, str | int | None], Finding] = {}

    def anchor(self, annotation: Annotation) -> Anchor | None:
        """Return the place of an annotation; note down what of it has none."""
        if annotation.on not in self._texts:
            self._unknown_comment(annotation)
            return None
        ranges: list[Range] = []
        found: Found | None = None
        for path, quotation in self._quotations(annotation):
            result = self._located(annotation.on, quotation, annotation.places, path)
            if isinstance(result, Located):
                ranges.append(result.range)
                found = result.found if not path else found
            else:
                orphaned = quotation if path else annotation
                self.orphans.append(Orphan(annotation, orphaned, result[0].reason, result[1].suggestions))
        return Anchor(annotation, tuple(ranges), found) if found is not None else None

    def answered(self, comment: Comment) -> tuple[Range | None, tuple[Suggestion, ...]]:
        """Return the passage of the text that a comment answers, if it names one and it is there, else what may be."""
        if comment.answers is None:
            return None, ()
        result = self._located(None, comment.answers, comment.places, ("answers",))
        return (result.range, ()) if isinstance(result, Located) else (None, result[1].suggestions)

    def _quotations(self, annotation: Annotation) -> list[tuple[tuple[str | int, ...], Quotation]]:
        """Return the quotations of an annotation, each with its path among the fields."""
        first = Quotation(
            quote=annotation.quote,
            prefix=annotation.prefix,
            suffix=annotation.suffix,
            occurrence=annotation.occurrence,
            until=annotation.until,
        )
        return [((), first), *((("also", index), other) for index, other in enumerate(annotation.also))]

    def _located(
        self, on: str | None, quotation: Quotation, places: Places, path: tuple[str | int, ...]
    ) -> Located | tuple[Unlocated, Finding]:
        """Return where a quotation stands, or why nowhere; either way note down the problems."""
        asked = (on, quotation)
        result = self._results.get(asked)
        if result is None:
            result = self._results[asked] = locate(self._texts[on], quotation, self._as_read)
        if isinstance(result, Located):
            self._note_doubts(on, quotation, result, places, path)
            return result
        below = path[0] if path else None
        finding = self._findings.get((*asked, below))
        if finding is None:
            finding = self._findings[*asked, below] = self._finding(on, quotation, result, below)
        field = {"until-not-found": "until", "occurrence-out-of-range": "occurrence"}.get(result.reason, "quote")
        self.problems.append(Problem(result.reason, finding.sentence, places.at(*path, field), finding.hint))
        return result, finding

    def _note_doubts(
        self, on: str | None, quotation: Quotation, result: Located, places: Places, path: tuple[str | int, ...]
    ) -> None:
        """Note down what an author should know of a quotation that has its place."""
        text, where = self._texts[on], self._where(on)
        if result.found is Found.SQUEEZED:
            finding = unplaced.squeezed(text, quotation.quote, result.beginning, field="the quote", where=where)
            self._notice(finding, places, (*path, "quote"))
        if result.ending is not None and result.until_found is Found.SQUEEZED:
            finding = unplaced.squeezed(text, quotation.until or "", result.ending, field="until", where=where)
            self._notice(finding, places, (*path, "until"))
        if result.resemblance < RESEMBLES_NOTHING:
            finding = unplaced.mismatched(text, quotation, result, where=where)
            place = places.at(*path, "prefix" if quotation.prefix else "suffix")
            self.problems.append(Problem("context-mismatch", finding.sentence, place, finding.hint, Severity.WARNING))

    def _notice(self, finding: Finding, places: Places, path: tuple[str | int, ...]) -> None:
        self.problems.append(
            Problem("quote-squeezed", finding.sentence, places.at(*path), finding.hint, Severity.NOTICE)
        )

    def _finding(self, on: str | None, quotation: Quotation, result: Unlocated, below: str | int | None) -> Finding:
        """Return what to say of a quotation that stands `below` a field of its own, or among the fields themselves."""
        text, where = self._texts[on], self._where(on)
        match result.reason:
            case "quote-empty":
                return Finding("there is nothing in this quote to search for", "write the words of the passage")
            case "quote-ambiguous":
                return unplaced.ambiguous(text, quotation, result, self._as_read, where=where)
            case "occurrence-out-of-range":
                return unplaced.miscounted(quotation, result, where=where)
            case "until-not-found":
                return unplaced.until_missing(
                    text, quotation, result.occurrences[0], self._as_read, where=where, budget=self._budget
                )
        if below != "answers":
            other, is_there = self._elsewhere.name(fold(quotation.quote).key, besides=on)
            if is_there:
                return self._misplaced(quotation, where, other, is_further=below is not None)
        return unplaced.not_found(text, quotation, self._as_read, where=where, budget=self._budget)

    def _misplaced(self, quotation: Quotation, where: str, other: str | None, *, is_further: bool) -> Finding:
        sentence = f"{unplaced.shown(quotation.quote)} is not in {where}"
        if is_further:
            # All passages of a note stand in the one text that its `on` names.
            owner = "the text itself" if other is None else f"the comment {other}"
            return Finding(sentence, f"{owner} has these words; a passage there needs a note of its own")
        if other is None:
            return Finding(sentence, 'the text itself has these words; leave out "on"')
        return Finding(sentence, f'the comment {other} has these words; add "on: {other}"')

    @cached_property
    def _elsewhere(self) -> Elsewhere:
        return unplaced.elsewhere(list(self._texts.items()))

    def _where(self, on: str | None) -> str:
        return self._path if on is None else f"the comment {on}"

    def _unknown_comment(self, annotation: Annotation) -> None:
        known = [name for name in self._texts if name is not None]
        near = get_close_matches(annotation.on or "", known[:MOST_COMPARED_IDS], n=1)
        if near:
            hint = f"did you mean {near[0]}?"
        elif known:
            hint = f"the comments are {', '.join(known[:MOST_NAMED])}{', …' if len(known) > MOST_NAMED else ''}"
        else:
            hint = "this text has no comments"
        sentence = f"there is no comment {annotation.on}"
        self.problems.append(Problem("unknown-comment", sentence, annotation.places.at("on"), hint))
        self.orphans.append(Orphan(annotation, annotation, "unknown-comment"))
