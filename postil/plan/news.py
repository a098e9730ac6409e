"""What feeds tell of the notes on a text: each dated note, and each update of one, as an entry.

The trap: what a note's update says is an entry of its own, or nobody who has read the note would
hear of it.
"""

from __future__ import annotations

from collections.abc import Iterable

from postil.core.values import dataclass

from .canonical import Canonical
from .framing import HOME_ADDRESS
from .ground import Ground
from .onetext import OneText
from .outward import FeedEntryView
from .summaries import NoteSummary, TextSummary
from .views import LinkView, NoteView, UpdateView
from .words import shortened

NOTES_ADDRESS = "notes.xml"
"""Of a text's feed, beside its page, and of that of the whole site."""
MOST_ENTRIES = 50
"""Of one feed."""
LONGEST_TITLE = 80
"""Characters of a passage in the title of an entry."""


@dataclass(frozen=True, slots=True)
class News:
    """A note, or one update of it, with its day."""

    day: str
    note: NoteSummary
    update: int | None = None
    """Index among the note's updates, the oldest first; `None` for the note as first written."""


def news_of(notes: Iterable[NoteSummary]) -> tuple[News, ...]:
    """Return the dated notes and updates, the newest first, those of one day in reading order.

    A note without a date is as old as its text.
    """
    found = []
    for note in notes:
        if date := note.date or note.text.date:
            found.append(News(first_day(date), note))
        found += [News(update.date, note, index) for index, update in enumerate(note.updates)]
    return tuple(sorted(found, key=lambda one: one.day, reverse=True))


def feed_of(text: TextSummary, ground: Ground) -> str | None:
    """Return where the feed of a text's notes stands; `None` when it has none."""
    has_news = ground.canonical is not None and bool(text.news)
    return f"{text.address}{NOTES_ADDRESS}" if has_news and text.address != HOME_ADDRESS else None


def news_entries(one: OneText, news: Iterable[News]) -> tuple[FeedEntryView, ...]:
    """Return entries of the feed of a text; none where it is not known where the site is published."""
    canonical = one.ground.canonical
    if canonical is None:
        return ()
    text = LinkView(one.summary.title, canonical.to(one.summary.address))
    return tuple(_entry(each, one.views[each.note.id], text, one.ground, canonical) for each in news)


def first_day(date: str | None) -> str:
    """Return the first day of a date that may lack its day or its month."""
    return f"{date}-01-01"[:10]


def moment(day: str) -> str:
    """Return the midnight with which a day begins, as RFC 3339 writes it."""
    return f"{day}T00:00:00Z"


def _entry(news: News, view: NoteView, text: LinkView, ground: Ground, canonical: Canonical) -> FeedEntryView:
    note, words = news.note, ground.words(news.note.text.lang)
    address = canonical.to(f"{note.text.address}#note-{note.id}")
    said: NoteView | UpdateView
    if news.update is None:
        id_, title, said = address, "entry-note", view
    else:
        id_, title, said = _update_id(address, note, news.update), "entry-update", view.updates[news.update]
    annotator = ground.settings.site.annotators.get(note.by or "")
    when = moment(news.day)
    return FeedEntryView(
        id=id_,
        address=address,
        title=words[title].format(kind=view.kind_label, quote=shortened(note.quote, LONGEST_TITLE)),
        published=when,
        updated=when,
        lang=note.text.lang,
        dir=note.text.dir,
        authors=(annotator.name if annotator else note.by,) if note.by else (),
        categories=(view.kind_label, *note.tags),
        quote=note.quote,
        prose_html=canonical.linked(said.prose_html),
        sources=said.sources,
        text=text,
    )


def _update_id(address: str, note: NoteSummary, index: int) -> str:
    """Return an update's own address: by its date, and its place among those of that date."""
    date = note.updates[index].date
    before = sum(update.date == date for update in note.updates[:index])
    return f"{address}/{date}" + (f"/{before + 1}" if before else "")
