"""The pages of annotators: who they are, and their notes by text."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import chain

from postil.core.model import Page
from postil.core.written import Annotator
from postil.plan.context import Context
from postil.plan.divided import pager, sheets
from postil.plan.framing import Index
from postil.plan.ground import Ground
from postil.plan.lines import line_groups
from postil.plan.notes import Desk, annotator_address
from postil.plan.registers import (
    CollectionView,
    EntryGroup,
    EntryView,
    RegisterView,
)
from postil.plan.sources import linked
from postil.plan.summaries import NoteSummary, TextSummary
from postil.plan.views import LinkView
from postil.plan.words import counted

LIST_ADDRESS = "annotators/"
LONGEST_PAGE = 300
"""Notes on one page of an annotator."""


def index(texts: Mapping[str, TextSummary], _ground: Ground) -> Index | None:
    """Return the list of annotators as an index of the site, if any has written a note."""
    return Index("annotators", LIST_ADDRESS) if any(text.is_annotated_by_known for text in texts.values()) else None


def annotator_pages(context: Context) -> Iterator[Page]:
    """Yield the list of annotators and the pages of each who has written a note."""
    notes = _notes(context)
    if not notes:
        return
    desk = context.desk(LIST_ADDRESS)
    yield Page(LIST_ADDRESS, "register.html", _register(notes, context, desk))
    for key, found in notes.items():
        yield from _pages(key, context.ground.settings.site.annotators[key], found, context)


def _notes(context: Context) -> Mapping[str, list[NoteSummary]]:
    """Return the notes of each annotator of site.yaml who has any, in the order of that file."""
    found: dict[str, list[NoteSummary]] = {key: [] for key in context.ground.settings.site.annotators}
    for note in chain.from_iterable(context.told("signed").values()):
        if note.by in found:
            found[note.by].append(note)
    return {key: notes for key, notes in found.items() if notes}


def _register(notes: Mapping[str, list[NoteSummary]], context: Context, desk: Desk) -> RegisterView:
    people = context.ground.settings.site.annotators
    entries = tuple(
        EntryView(
            people[key].name,
            desk.here.to(annotator_address(key)),
            counted(desk.words, "notes", len(found)),
            people[key].about or "",
        )
        for key, found in notes.items()
    )
    return RegisterView(
        site=context.site(desk.here),
        words=desk.words,
        title=desk.words["annotators"],
        lang=context.lang,
        dir=context.dir,
        groups=(EntryGroup("", entries),),
        name="annotators",
        description=desk.words["annotators-notice"],
    )


def _pages(key: str, person: Annotator, notes: list[NoteSummary], context: Context) -> Iterator[Page]:
    parts = sheets(annotator_address(key), notes, longest=LONGEST_PAGE)
    texts = len({note.text.address for note in notes})
    for number, sheet in enumerate(parts):
        desk = context.desk(sheet.address)
        counts = (counted(desk.words, "notes", len(notes)), counted(desk.words, "texts", texts))
        view = CollectionView(
            site=context.site(desk.here),
            words=desk.words,
            title=person.name,
            lang=context.lang,
            dir=context.dir,
            counts_label=" · ".join(counts),
            address=linked(person.url),
            groups=line_groups(sheet.members, desk),
            description=person.about,
            breadcrumbs=(LinkView(desk.words["annotators"], desk.here.to(LIST_ADDRESS)),),
            pager=pager(parts, number, desk.here),
        )
        yield Page(sheet.address, "collection.html", view)
