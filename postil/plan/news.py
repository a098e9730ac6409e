"""What feeds tell of the notes on a text: each dated note, and each update of one, as an entry.

The trap: what a note's update says is an entry of its own, or nobody who has read the note would
hear of it.
"""

from __future__ import annotations

from collections.abc import Iterable

from postil.core.model import Annotation
from postil.core.values import dataclass
from postil.core.written import CitedSource

from .canonical import Canonical
from .framing import HOME_ADDRESS
from .ground import Ground
from .onetext import OneText
from .outward import FeedEntryView
from .prose import Proses, Voice
from .sources import source_view
from .summaries import NoteSummary, TextSummary
from .views import LinkView
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
    annotations = {placed.annotation.id: placed.annotation for placed in one.placed}
    return tuple(_entry(each, annotations[each.note.id], one.ground, one.proses, canonical) for each in news)


def first_day(date: str | None) -> str:
    """Return the first day of a date that may lack its day or its month."""
    return f"{date}-01-01"[:10]


def moment(day: str) -> str:
    """Return the midnight with which a day begins, as RFC 3339 writes it."""
    return f"{day}T00:00:00Z"


def _entry(news: News, annotation: Annotation, ground: Ground, proses: Proses, canonical: Canonical) -> FeedEntryView:
    note, text = news.note, news.note.text
    voice = Voice(text.address, text.lang)
    desk = ground.desk(text.address, text.lang)
    address = canonical.to(f"{text.address}#note-{note.id}")
    written: tuple[CitedSource, ...]
    if news.update is None:
        id_, title, written = address, "entry-note", note.sources
        prose = proses.of(annotation, voice)
    else:
        update = note.updates[news.update]
        id_, title, written = _update_id(address, note, news.update), "entry-update", update.sources
        oldest_first = sorted(range(len(annotation.updates)), key=lambda index: annotation.updates[index].date)
        prose = proses.of_update(annotation, oldest_first[news.update], voice)
    annotator = ground.settings.site.annotators.get(note.by or "")
    when = moment(news.day)
    return FeedEntryView(
        id=id_,
        address=address,
        title=desk.words[title].format(kind=desk.kind_label(note.kind), quote=shortened(note.quote, LONGEST_TITLE)),
        published=when,
        updated=when,
        lang=text.lang,
        dir=text.dir,
        authors=(annotator.name if annotator else note.by,) if note.by else (),
        categories=(desk.kind_label(note.kind), *note.tags),
        quote=note.quote,
        prose_html=canonical.linked(prose.html),
        sources=tuple(source_view(source, ground.settings.references, desk.words) for source in written),
        text=LinkView(text.title, canonical.to(text.address)),
    )


def _update_id(address: str, note: NoteSummary, index: int) -> str:
    """Return an update's own address: by its date, and its place among those of that date."""
    date = note.updates[index].date
    before = sum(update.date == date for update in note.updates[:index])
    return f"{address}/{date}" + (f"/{before + 1}" if before else "")
