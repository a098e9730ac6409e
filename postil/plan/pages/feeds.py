"""Atom feeds: the texts, the notes and updates of the site, those of each text.

By RFC 4287. Every moment comes from a date of the content, at midnight UTC and, of a partial date,
at its beginning; so what has no date cannot stand in a feed, and a feed without entries is none.
The trap: what a note's update says is an entry of its own, or nobody who has read the note would
hear of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from postil.core.model import Annotation, Page
from postil.core.written import CitedSource
from postil.plan.canonical import Canonical
from postil.plan.context import HOME_ADDRESS, Context, Index
from postil.plan.outward import FeedEntryView, FeedView
from postil.plan.sources import source_view
from postil.plan.summaries import NoteSummary, TextSummary, placed_annotations
from postil.plan.texts import PlannedText
from postil.plan.views import LinkView, SiteView
from postil.plan.words import counted, shortened

TEXTS_ADDRESS = "feed.xml"
NOTES_ADDRESS = "notes.xml"
"""Of the site's notes; a text's own stands beside its page."""
MOST_ENTRIES = 50
LONGEST_TITLE = 80
"""Characters of a passage in the title of an entry."""


def site_feeds(context: Context) -> tuple[Index, ...]:
    """Return the feeds of the whole site that have something to tell."""
    if context.canonical is None:
        return ()
    has_texts = any(text.date for text in _listed(context))
    has_notes = any(True for address in context.notes_of for _ in _news(context, address))
    return (
        *((Index("feed-texts", TEXTS_ADDRESS),) if has_texts else ()),
        *((Index("feed-notes", NOTES_ADDRESS),) if has_notes else ()),
    )


def feed_of(text: str, context: Context) -> str | None:
    """Return where the feed of a text's notes stands, given the text's address; `None` when it has none."""
    has_news = context.canonical is not None and any(True for _ in _news(context, text))
    return f"{text}{NOTES_ADDRESS}" if has_news and text != HOME_ADDRESS else None


def feed_pages(context: Context) -> Iterator[Page]:
    """Yield the feeds of the site and of each text, none where it is not known where the site is published."""
    canonical = context.canonical
    if canonical is None:
        return
    site = context.settings.site
    planned = {text.address: text for text in context.texts}
    addresses = {feed.address for feed in context.feeds}
    if TEXTS_ADDRESS in addresses:
        dated = [text for text in _listed(context) if text.date]
        newest = sorted(dated, key=lambda text: _day(text.date), reverse=True)[:MOST_ENTRIES]
        entries = [_text_entry(text, context, canonical) for text in newest]
        yield _feed(TEXTS_ADDRESS, HOME_ADDRESS, site.title, site.lang, entries, context, canonical)
    if NOTES_ADDRESS in addresses:
        news = [one for address in context.notes_of for one in _news(context, address)]
        title = f"{site.title} · {context.words(site.lang)['feed-notes']}"
        entries = [
            replace(entry, title=f"{entry.title} · {entry.text.title}") if entry.text else entry
            for entry in _note_entries(news, planned, context, canonical)
        ]
        yield _feed(NOTES_ADDRESS, HOME_ADDRESS, title, site.lang, entries, context, canonical)
    for address, text in context.summaries.items():
        if feed := feed_of(address, context):
            entries = _note_entries(_news(context, address), planned, context, canonical)
            title = context.words(text.lang)["feed-notes-on"].format(title=text.title)
            yield _feed(feed, address, title, text.lang, entries, context, canonical)


@dataclass(frozen=True, slots=True)
class _News:
    """A note, or one update of it, with its day."""

    day: str
    note: NoteSummary
    update: int | None = None
    """Index among the note's updates, the oldest first; `None` for the note as first written."""


def _listed(context: Context) -> Iterator[TextSummary]:
    return (text for text in context.summaries.values() if text.address != HOME_ADDRESS)


def _news(context: Context, address: str) -> Iterator[_News]:
    """Yield the dated notes and updates of a text. A note without a date is as old as its text."""
    for note in context.notes_of[address]:
        if date := note.date or note.text.date:
            yield _News(_day(date), note)
        for index, update in enumerate(note.updates):
            yield _News(update.date, note, index)


def _day(date: str | None) -> str:
    """Return the first day of a date that may lack its day or its month."""
    return f"{date}-01-01"[:10]


def _moment(day: str) -> str:
    return f"{day}T00:00:00Z"


def _feed(
    address: str,
    about: str,
    title: str,
    lang: str,
    entries: Iterable[FeedEntryView],
    context: Context,
    canonical: Canonical,
) -> Page:
    site, words = context.settings.site, context.words(lang)
    entries = tuple(entries)
    view = FeedView(
        site=_frame(context, canonical),
        words=words,
        title=title,
        lang=lang,
        address=canonical.to(address),
        about=canonical.to(about),
        author=site.author or site.title,
        updated=max(entry.updated for entry in entries),
        entries=entries,
    )
    return Page(address, "feed.xml", view)


def _frame(context: Context, canonical: Canonical) -> SiteView:
    """Return of the frame what a feed shows, so that a feed changes only when it says something else."""
    site = context.settings.site
    return SiteView(site.title, site.lang, canonical.base, canonical.base, license=site.license)


def _text_entry(text: TextSummary, context: Context, canonical: Canonical) -> FeedEntryView:
    address, moment = canonical.to(text.address), _moment(_day(text.date))
    return FeedEntryView(
        id=address,
        address=address,
        title=text.title,
        published=moment,
        updated=moment,
        lang=text.lang,
        dir=text.dir,
        authors=text.authors,
        categories=text.tags,
        subtitle=text.subtitle,
        summary=text.description,
        notes_label=counted(context.words(text.lang), "notes", len(context.notes_of[text.address])),
    )


def _note_entries(
    news: Iterable[_News], planned: dict[str, PlannedText], context: Context, canonical: Canonical
) -> list[FeedEntryView]:
    """Return the newest entries, those of one day in reading order. Only of these the prose is needed."""
    newest = sorted(news, key=lambda one: one.day, reverse=True)[:MOST_ENTRIES]
    annotations = {
        (address, placed.annotation.id): placed.annotation
        for address in dict.fromkeys(one.note.text.address for one in newest)
        for placed in placed_annotations(planned[address])
    }
    return [_note_entry(one, annotations[one.note.text.address, one.note.id], context, canonical) for one in newest]


def _note_entry(news: _News, annotation: Annotation, context: Context, canonical: Canonical) -> FeedEntryView:
    note, text = news.note, news.note.text
    desk = context.desk(text.address, text.lang)
    address = canonical.to(f"{text.address}#note-{note.id}")
    written: tuple[CitedSource, ...]
    if news.update is None:
        id_, title, written = address, "entry-note", note.sources
        prose = context.proses.of(annotation, text.voice)
    else:
        update = note.updates[news.update]
        id_, title, written = _update_id(address, note, news.update), "entry-update", update.sources
        oldest_first = sorted(range(len(annotation.updates)), key=lambda index: annotation.updates[index].date)
        prose = context.proses.of_update(annotation, oldest_first[news.update], text.voice)
    annotator = context.settings.site.annotators.get(note.by or "")
    moment = _moment(news.day)
    return FeedEntryView(
        id=id_,
        address=address,
        title=desk.words[title].format(kind=desk.kind_label(note.kind), quote=shortened(note.quote, LONGEST_TITLE)),
        published=moment,
        updated=moment,
        lang=text.lang,
        dir=text.dir,
        authors=(annotator.name if annotator else note.by,) if note.by else (),
        categories=(desk.kind_label(note.kind), *note.tags),
        quote=note.quote,
        prose_html=canonical.linked(prose.html),
        sources=tuple(source_view(source, context.settings.references, desk.words) for source in written),
        text=LinkView(text.title, canonical.to(text.address)),
    )


def _update_id(address: str, note: NoteSummary, index: int) -> str:
    """Return an update's own address: by its date, and its place among those of that date."""
    date = note.updates[index].date
    before = sum(update.date == date for update in note.updates[:index])
    return f"{address}/{date}" + (f"/{before + 1}" if before else "")
