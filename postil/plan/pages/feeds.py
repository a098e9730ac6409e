"""Atom feeds: the texts, the notes and updates of the site, those of each text.

By RFC 4287. Every moment comes from a date of the content, at midnight UTC and, of a partial date,
at its beginning; so what has no date cannot stand in a feed, and a feed without entries is none.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from postil.core.model import Page
from postil.core.values import replace
from postil.plan.canonical import Canonical
from postil.plan.context import Context
from postil.plan.framing import HOME_ADDRESS, UNFRAMED, Index, bare
from postil.plan.ground import Ground
from postil.plan.news import MOST_ENTRIES, NOTES_ADDRESS, feed_of, first_day, moment
from postil.plan.outward import FeedEntryView, FeedView
from postil.plan.summaries import TextSummary
from postil.plan.words import counted

TEXTS_ADDRESS = "feed.xml"


def site_feeds(texts: Mapping[str, TextSummary], ground: Ground) -> tuple[Index, ...]:
    """Return the feeds of the whole site that have something to tell."""
    if ground.canonical is None:
        return ()
    has_texts = any(text.date for text in _listed(texts))
    has_notes = any(text.news for text in texts.values())
    return (
        *((Index("feed-texts", TEXTS_ADDRESS),) if has_texts else ()),
        *((Index("feed-notes", NOTES_ADDRESS),) if has_notes else ()),
    )


def feed_page(text: TextSummary, entries: tuple[FeedEntryView, ...], ground: Ground) -> Iterator[Page]:
    """Yield the feed of a text's notes, if it has one."""
    if (address := feed_of(text, ground)) and ground.canonical:
        title = ground.words(text.lang)["feed-notes-on"].format(title=text.title)
        yield _feed(address, text.address, title, text.lang, entries, ground, ground.canonical)


def with_news(texts: Mapping[str, TextSummary]) -> tuple[str, ...]:
    """Return the addresses of the texts whose news are in the feed of the site's notes."""
    days = sorted((day for text in texts.values() for day, count in text.news for _ in range(count)), reverse=True)
    if not days:
        return ()
    last = days[:MOST_ENTRIES][-1]
    newer = sum(day > last for day in days)
    found = []
    for address, text in texts.items():
        numbers = dict(text.news)
        if any(day > last for day in numbers) or (newer < MOST_ENTRIES and last in numbers):
            found.append(address)
            newer += numbers.get(last, 0)
    return tuple(found)


def text_feed_pages(context: Context) -> Iterator[Page]:
    """Yield the feed of the site's texts, none where it is not known where the site is published."""
    ground, canonical = context.ground, context.ground.canonical
    if canonical is not None and TEXTS_ADDRESS in {feed.address for feed in context.frame.feeds}:
        dated = [text for text in _listed(context.summaries) if text.date]
        newest = sorted(dated, key=lambda text: first_day(text.date), reverse=True)[:MOST_ENTRIES]
        entries = [_text_entry(text, ground, canonical) for text in newest]
        site = ground.settings.site
        yield _feed(TEXTS_ADDRESS, HOME_ADDRESS, site.title, site.lang, entries, ground, canonical)


def note_feed_pages(context: Context) -> Iterator[Page]:
    """Yield the feed of the site's notes, none where it is not known where the site is published."""
    ground, canonical = context.ground, context.ground.canonical
    if canonical is not None and NOTES_ADDRESS in {feed.address for feed in context.frame.feeds}:
        site, told = ground.settings.site, context.told("news")
        news = sorted((one for entries in told.values() for one in entries), key=lambda one: one.updated, reverse=True)
        title = f"{site.title} · {ground.words(site.lang)['feed-notes']}"
        named = [
            replace(entry, title=f"{entry.title} · {entry.text.title}") if entry.text else entry
            for entry in news[:MOST_ENTRIES]
        ]
        yield _feed(NOTES_ADDRESS, HOME_ADDRESS, title, site.lang, named, ground, canonical)


def _listed(texts: Mapping[str, TextSummary]) -> Iterator[TextSummary]:
    return (text for text in texts.values() if text.address != HOME_ADDRESS)


def _feed(
    address: str,
    about: str,
    title: str,
    lang: str,
    entries: Iterable[FeedEntryView],
    ground: Ground,
    canonical: Canonical,
) -> Page:
    site = ground.settings.site
    entries = tuple(entries)
    view = FeedView(
        site=bare(ground) if about == HOME_ADDRESS else UNFRAMED,
        words=ground.words(lang),
        title=title,
        lang=lang,
        address=canonical.to(address),
        about=canonical.to(about),
        author=site.author or site.title,
        updated=max(entry.updated for entry in entries),
        entries=entries,
    )
    return Page(address, "feed.xml", view)


def _text_entry(text: TextSummary, ground: Ground, canonical: Canonical) -> FeedEntryView:
    address, when = canonical.to(text.address), moment(first_day(text.date))
    return FeedEntryView(
        id=address,
        address=address,
        title=text.title,
        published=when,
        updated=when,
        lang=text.lang,
        dir=text.dir,
        authors=text.authors,
        categories=text.tags,
        subtitle=text.subtitle,
        summary=text.description,
        notes_label=counted(ground.words(text.lang), "notes", text.placed),
    )
