"""What the rest of the site shows of one text, divided by who shows it.

Takes a placed text, gives its `Facets`. An index is made from the facets that it names and from
nothing else, so it need not be made again while they stay the same; each facet holds no more of a
note than the index shows.
"""

from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import fields
from operator import attrgetter
from typing import Any

from postil.core.dates import Day
from postil.core.model import SearchedText
from postil.core.values import dataclass, replace

from .news import MOST_ENTRIES, news_entries, news_of
from .notes import note_view
from .onetext import OneText
from .outward import FeedEntryView
from .prose import Voice
from .records import searched
from .summaries import CommentSummary, NoteSummary, TextSummary, UpdateSummary
from .views import NoteView
from .ways import name_in_address

MOST_DATES = 3
"""More things that bear a date are not counted: a timeline needs as many."""
MOST_NEWEST = 6
"""Notes and updates that the home page names as new."""


@dataclass(frozen=True, slots=True)
class Mention:
    """A placed note that is about entities."""

    note: NoteSummary
    view: NoteView
    """In the language of the site, its links from the root."""
    quote: str
    """Its first passage, whole."""


@dataclass(frozen=True, slots=True)
class Dated:
    """Whatever on a text bears a date."""

    notes: tuple[NoteSummary, ...] = ()
    comments: tuple[CommentSummary, ...] = ()


@dataclass(frozen=True, slots=True)
class Newest:
    """A note, or an update of it, as news."""

    day: Day
    note: NoteSummary
    update: UpdateSummary | None = None


@dataclass(frozen=True, slots=True)
class Facets:
    """What the rest of the site shows of one text."""

    summary: TextSummary
    cited: tuple[NoteSummary, ...] = ()
    """The placed notes with sources, for the pages of sources."""
    tagged: tuple[NoteSummary, ...] = ()
    """The notes with tags, placed or not, for the pages of tags."""
    signed: tuple[NoteSummary, ...] = ()
    """The notes of annotators of site.yaml, placed or not, for their pages."""
    dated: Dated = Dated()
    """For the timeline."""
    mentions: tuple[Mention, ...] = ()
    """For the pages of entities."""
    newest: tuple[Newest, ...] = ()
    """For the home page."""
    news: tuple[FeedEntryView, ...] = ()
    """For the feed of the site's notes: the newest first."""
    searched: SearchedText | None = None
    """For the search; `None` where the site has none."""


FACETS = tuple(field.name for field in fields(Facets))
EMPTY: Mapping[str, Any] = {field.name: field.default for field in fields(Facets)}
"""What stands for each facet of a text that has nothing to show."""
BESIDE_TEXT = attrgetter(*(field.name for field in fields(NoteSummary) if field.name != "text"))
"""Gives the fields of a note after its text, which is the first."""


def facets(one: OneText, *, with_search: bool) -> Facets:
    """Return what the rest of the site shows of a text."""
    whole, notes, comments = one.summary, one.notes, one.comments
    every = (*notes, *one.unplaced)
    known = one.ground.settings.site.annotators
    newest = _newest(notes)
    news = news_of(notes)
    named = whole.named
    found = searched(one) if with_search else None
    return Facets(
        summary=replace(
            whole,
            placed=len(notes),
            has_tags=any(name_in_address(tag) for tags in (whole.tags, *(note.tags for note in every)) for tag in tags),
            has_sources=bool(whole.origin) or any(_cites(note) for note in notes),
            is_annotated_by_known=any(note.by in known for note in every),
            dates=min(MOST_DATES, _dates(whole, notes, comments)),
            changed=_changed(whole, notes, comments),
            newest=tuple(one.day for one in newest),
            news=_days(one.day for one in news),
            searched=tuple(sorted({record.kind for record in found.records})) if found else (),
        ),
        cited=tuple(
            NoteSummary(
                named,
                note.id,
                note.number,
                sources=note.sources,
                updates=tuple(UpdateSummary(update.date, "", update.sources) for update in note.updates),
            )
            for note in notes
            if _cites(note)
        ),
        tagged=tuple(_line(note, named, tags=note.tags) for note in every if note.tags),
        signed=tuple(_line(note, named, by=note.by) for note in every if note.by in known),
        dated=Dated(
            tuple(_dated(note, named) for note in notes if note.date or note.checked or note.updates),
            tuple(replace(comment, text=named) for comment in comments if comment.date),
        ),
        mentions=_mentions(one),
        newest=tuple(
            Newest(one.day, _line(one.note, named), one.update and replace(one.update, sources=())) for one in newest
        ),
        news=news_entries(one, news[:MOST_ENTRIES]),
        searched=found,
    )


def _line(note: NoteSummary, named: TextSummary, *, tags: tuple[str, ...] = (), by: str | None = None) -> NoteSummary:
    """Return of a note what stands in one line."""
    return NoteSummary(
        named,
        note.id,
        note.number,
        note.kind,
        note.quote,
        note.words,
        verdict=note.verdict,
        date=note.date,
        tags=tags,
        by=by,
        is_draft=note.is_draft,
        is_on_comment=note.is_on_comment,
    )


def _dated(note: NoteSummary, named: TextSummary) -> NoteSummary:
    """Return of a note what the timeline shows. Its words stand only where the note itself bears a date."""
    updates = tuple(replace(update, sources=()) for update in note.updates)
    words = note.words if note.date else ""
    return NoteSummary(
        named,
        note.id,
        note.number,
        quote=note.quote,
        words=words,
        date=note.date,
        checked=note.checked,
        updates=updates,
        is_on_comment=note.is_on_comment,
    )


def _cites(note: NoteSummary) -> bool:
    return bool(note.sources) or any(update.sources for update in note.updates)


def _dates(text: TextSummary, notes: Iterable[NoteSummary], comments: Iterable[CommentSummary]) -> int:
    of_notes = sum(bool(note.date) + bool(note.checked) + len(note.updates) for note in notes)
    return bool(text.date) + of_notes + sum(bool(comment.date) for comment in comments)


def _changed(text: TextSummary, notes: Iterable[NoteSummary], comments: Iterable[CommentSummary]) -> Day | None:
    """Return the last date of a text, or of a note, an update or a comment on it."""
    dates: list[Day | None] = [text.date]
    for note in notes:
        dates += [note.date, *(update.date for update in note.updates)]
    dates += [comment.date for comment in comments]
    return max(filter(None, dates), default=None)


def _newest(notes: Iterable[NoteSummary]) -> tuple[Newest, ...]:
    """Return the latest notes and updates, the newest first; of one day in reading order."""
    dated = (
        (date, -place, Newest(date, note, update))
        for place, note in enumerate(notes)
        for date, update in ((note.date, None), *((update.date, update) for update in note.updates))
        if date
    )
    return tuple(one for _, _, one in heapq.nlargest(MOST_NEWEST, dated, key=lambda entry: entry[:2]))


def _days(days: Iterable[str]) -> tuple[tuple[str, int], ...]:
    return tuple(Counter(days).items())


def _mentions(one: OneText) -> tuple[Mention, ...]:
    """Return the placed notes about entities, each as the pages of these show it."""
    if not any(note.about for note in one.notes):
        return ()
    views, named = one.views, one.summary.named
    if one.summary.lang != one.ground.lang:
        desk, voice = one.ground.desk(one.summary.address), Voice(one.summary.address, one.summary.lang)
        views = {
            placed.annotation.id: note_view(
                placed.annotation, desk, one.proses, voice, placed=placed.note, quotes=placed.quotes
            )
            for note, placed in zip(one.notes, one.placed, strict=True)
            if note.about
        }
    return tuple(
        Mention(NoteSummary(named, note.id, note.number, about=note.about), views[note.id], placed.quotes[0])
        for note, placed in zip(one.notes, one.placed, strict=True)
        if note.about
    )


def belonging(told: Any, text: TextSummary) -> Any:
    """Return a facet of a text whose notes and comments, which were kept without it, know their text."""
    match told:
        case Dated():
            return Dated(
                belonging(told.notes, text),
                tuple(replace(comment, text=text) for comment in told.comments),
            )
        case NoteSummary():
            return NoteSummary(text, *BESIDE_TEXT(told))
        case Mention() | Newest():
            return replace(told, note=belonging(told.note, text))
        case tuple():
            return tuple([belonging(one, text) for one in told])
        case _:
            return told


def by_address(texts: Iterable[TextSummary]) -> Mapping[str, TextSummary]:
    """Return texts by their addresses, in the order of lists."""
    return {text.address: text for text in sorted(texts, key=_place_in_lists)}


def _place_in_lists(text: TextSummary) -> tuple[bool, int, tuple[int, ...], str]:
    """Order texts by `order`, those without it by date, the newest first, undated ones last."""
    newest_first = tuple(-ord(character) for character in text.date or "")
    return (text.order is None, text.order or 0, newest_first or (0,), text.title.casefold())
