"""One text from its files to its plan: markup, annotations, anchoring, placing, plan.

Takes the files of a text and a `Station`, which holds what is the same for all texts; gives
`Worked`. It looks at no other text, so it can be done anywhere, and need not be done again while
its files, the station, the answers to what it `asked` and the meanings of the names in its `naming`
stay the same.
"""

from __future__ import annotations

from typing import TypeVar

from postil import anchoring, markup, placing, plan
from postil.annotations import against_settings
from postil.annotations import annotations as read_annotations
from postil.annotations import comments as read_comments
from postil.core.model import Annotation, Comment, Edition, PlacedEdition, TextFiles
from postil.core.problems import Checked, Problem
from postil.core.values import dataclass

from .memory import Tally
from .station import Station, heading_ids

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Worked:
    """What became of a text."""

    plan: plan.TextPlan | None
    """`None` for a draft that is left out."""
    problems: tuple[Problem, ...]
    tally: Tally
    headings: tuple[str, ...] | None
    """Ids that links from elsewhere may lead to; `None` when not all of them are known."""
    asked: tuple[tuple[str, str, str | None], ...]
    """Each link that was looked up: as written, beside which file, and where it leads."""
    naming: tuple[str, ...]
    """Each entity and each reference that was looked up, as `meanings` writes them."""
    asked_today: bool
    """Whether its problems may be others on another day."""


def worked(files: TextFiles, address: str, station: Station) -> Worked:
    """Return the plan of a text that stands at `address`, with all problems of all stages."""
    problems: list[Problem] = []
    settings = station.ground.settings
    # What was asked before is of no concern to this text.
    station.ground.ways.asked()
    station.naming.asked()
    checked = markup.document(files.text, settings.site)
    document = checked.value
    if document.metadata.draft and not station.supplies.drafts:
        return Worked(None, (), Tally(), (), (), (), asked_today=False)
    problems += checked.problems
    notes, comments = annotated(files, station, problems)
    lang = document.metadata.lang
    parsed = tuple((comment, _kept(markup.comment_document(comment, lang=lang), problems)) for comment in comments)
    edition = anchoring.edition(
        files.name,
        document,
        notes,
        parsed,
        as_read=lambda quote: markup.as_read(quote, lang, settings.site),
        budget=anchoring.Budget(),
    )
    found = _kept(edition, problems)
    placed = _placed(found, address, station, problems)
    planned = _kept(
        plan.text_plan(
            plan.PlannedText(found, placed, address), station.ground, with_search=station.supplies.has_search
        ),
        problems,
    )
    return Worked(
        planned,
        tuple(problems),
        _tally(found, placed),
        heading_ids(document, settings),
        station.ground.ways.asked(),
        station.naming.asked(),
        asked_today=any(note.recheck for note in notes),
    )


def annotated(
    files: TextFiles, station: Station, problems: list[Problem]
) -> tuple[tuple[Annotation, ...], tuple[Comment, ...]]:
    """Read the annotations and comments of a text, but no drafts unless asked to, nor notes on those."""
    comments = _kept(read_comments(files), problems)
    drafts = {comment.id for comment in comments if comment.draft and not station.supplies.drafts}
    notes = tuple(
        note
        for note in _kept(read_annotations(files), problems)
        if station.supplies.drafts or not (note.draft or note.on in drafts)
    )
    problems += against_settings(notes, station.ground.settings, today=station.supplies.today)
    return notes, tuple(comment for comment in comments if comment.id not in drafts)


def _placed(edition: Edition, address: str, station: Station, problems: list[Problem]) -> PlacedEdition:
    """Place the passages; every link of the text and its comments leads where it does from the text's page."""
    source = edition.document.source
    here = plan.Standpoint(station.ground.ways, address)
    placed = placing.placed(
        edition,
        address=lambda href: here.link(href, beside=source.path),
        site=station.ground.settings.site,
        words=station.ground.words(edition.document.metadata.lang),
    )
    return _kept(placed, problems)


def _tally(edition: Edition, placed: PlacedEdition) -> Tally:
    return Tally(
        len(edition.anchors) + sum(len(comment.anchors) for comment in edition.comments),
        len(edition.orphans),
        len(edition.comments),
        placed.text.share,
        edition.document.metadata.rights == "excerpts",
    )


def _kept(checked: Checked[T], problems: list[Problem]) -> T:
    """Put a stage's problems with the others and return its value."""
    problems += checked.problems
    return checked.value
