"""Where a new note would stand: the quote it should have, or the passages that may be meant.

Takes an opened text and the quote that somebody gives; gives the quote as the text spells it with
the shortest context that makes it unique. It is found as the build finds it, by `anchoring`, so
what is written from it has its place at the next build.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping
from typing import Any

from postil import anchoring
from postil.core.model import Annotation, Document, Edition, Orphan, Range, Source, Suggestion
from postil.core.problems import Checked, Place
from postil.core.values import dataclass
from postil.core.written import Quotation

from .opening import Opened


@dataclass(frozen=True, slots=True)
class Candidate:
    """A passage that a quote may mean, and what would say so."""

    line: int
    """Of the source, counted from 1."""
    words: str
    """The passage in brackets between the words around it."""
    fields: Mapping[str, Any]
    """The shortest `prefix` or `suffix`, or the `occurrence`, that decides for it."""


@dataclass(frozen=True, slots=True)
class Passage:
    """What came of looking for a quote."""

    quotation: Quotation | None
    """As it is to be written; `None` where the quote has no certain place."""
    range: Range | None = None
    candidates: tuple[Candidate, ...] = ()
    """Where the quote occurs several times and nothing decides."""
    suggestions: tuple[Suggestion, ...] = ()
    """What a quote without a certain place may mean: the passages of the candidates, or those that resemble it."""


def passage(opened: Opened, wanted: Quotation, *, on: str | None = None) -> Checked[Passage]:
    """Return where the quote stands in the text, or in its comment `on`, with the problems that a build would report.

    A context that was given is kept as it is; otherwise the shortest one is added that is needed.
    """
    sought = Annotation(**_fields(wanted), on=on, places=_Given(_searched(opened, on)))
    said = [(one.comment, one.document) for one in opened.edition.comments]
    found = anchoring.edition(opened.name, opened.edition.document, [sought], said, as_read=opened.as_read)
    # Comments may answer passages that are not there, which is nothing new.
    problems = tuple(problem for problem in found.problems if problem.place == sought.places.at())
    document = opened.spoken(on)
    place = _range(found.value)
    if place is not None and document is not None:
        is_bare = wanted == Quotation(quote=wanted.quote)
        return Checked(Passage(anchoring.describe(document, place) if is_bare else wanted, place), problems)
    orphans = found.value.orphans
    candidates = tuple(_candidates(orphans, document)) if document else ()
    suggestions = tuple(meant for orphan in orphans for meant in orphan.suggestions)
    return Checked(Passage(None, candidates=candidates, suggestions=suggestions), problems)


def _range(edition: Edition) -> Range | None:
    for anchor in (*edition.anchors, *(anchor for said in edition.comments for anchor in said.anchors)):
        return anchor.ranges[0]
    return None


def _candidates(orphans: tuple[Orphan, ...], document: Document) -> Iterator[Candidate]:
    """Yield what an ambiguous quote may mean, as `anchoring` has worked it out."""
    for orphan in orphans if orphans and orphans[0].reason == "quote-ambiguous" else ():
        given = (orphan.quotation.prefix or "", orphan.quotation.suffix or "")
        for number, meant in enumerate(orphan.suggestions, 1):
            decides: dict[str, Any] = {"prefix": meant.prefix} if meant.prefix else {}
            decides |= {"suffix": meant.suffix} if meant.suffix else {}
            if (meant.prefix, meant.suffix) == given:
                decides["occurrence"] = number
            yield Candidate(meant.line, anchoring.in_place(document, meant.range), decides)


def _searched(opened: Opened, on: str | None) -> Source:
    comments = opened.files.comments
    return comments if on is not None and comments is not None else opened.files.text


@dataclass(frozen=True, slots=True)
class _Given:
    """The places of what was not written yet: the file in which it is looked for."""

    source: Source

    def at(self, *_path: str | int) -> Place:
        return Place(self.source.path)

    def inside(self, _path: tuple[str | int, ...], _line: int, _column: int = 1, _length: int = 1) -> Place:
        return Place(self.source.path)


def _fields(quotation: Quotation) -> dict[str, Any]:
    return {field.name: getattr(quotation, field.name) for field in dataclasses.fields(Quotation)}
