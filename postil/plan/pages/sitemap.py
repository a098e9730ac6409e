"""The map of the site for search engines, and what crawlers are told.

By https://www.sitemaps.org/protocol.html and RFC 9309. A page of a text bears the day of the last
thing written on it; other pages bear none, since what they list may change without a date.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from postil.core.model import Page
from postil.plan.context import SEARCH_ADDRESS, Context
from postil.plan.outward import MappedView, RobotsView, SitemapView
from postil.plan.views import SiteView

SITEMAP_ADDRESS = "sitemap.xml"
ROBOTS_ADDRESS = "robots.txt"
MOST_ENTRIES = 50_000
"""Of one map, by the protocol."""


def sitemap_pages(pages: Iterable[Page], context: Context) -> Iterator[Page]:
    """Yield the map of these pages, in parts when there are many, and robots.txt.

    None where it is not known where the site is published.
    """
    canonical = context.canonical
    if canonical is None:
        return
    changed = last_changes(context)
    site = context.settings.site
    frame = SiteView(site.title, site.lang, canonical.base, canonical.base)
    words = context.words(site.lang)
    entries = [
        MappedView(canonical.to(page.address), changed.get(page.address))
        for page in pages
        # Nobody wants to find a search by searching.
        if (not page.address or page.address.endswith("/")) and page.address != SEARCH_ADDRESS
    ]
    parts = [entries[start : start + MOST_ENTRIES] for start in range(0, len(entries), MOST_ENTRIES)]
    if len(parts) > 1:
        names = [f"sitemap-{number}.xml" for number in range(1, len(parts) + 1)]
        for name, part in zip(names, parts, strict=True):
            yield Page(name, "sitemap.xml", SitemapView(frame, words, tuple(part)))
        listed = tuple(MappedView(canonical.to(name), _latest(part)) for name, part in zip(names, parts, strict=True))
        yield Page(SITEMAP_ADDRESS, "sitemap.xml", SitemapView(frame, words, listed, is_index=True))
    else:
        yield Page(SITEMAP_ADDRESS, "sitemap.xml", SitemapView(frame, words, tuple(entries)))
    yield Page(ROBOTS_ADDRESS, "robots.txt", RobotsView(frame, words, canonical.to(SITEMAP_ADDRESS)))


def last_changes(context: Context) -> Mapping[str, str]:
    """Return the last date on the page of each text that bears one, by the text's address."""
    changed = {address: last_change(address, context) for address in context.summaries}
    return {address: date for address, date in changed.items() if date}


def last_change(text: str, context: Context) -> str | None:
    """Return the last date of a text, given its address, or of a note, an update or a comment on it."""
    dates: list[str | None] = [context.summaries[text].date]
    for note in context.notes_of[text]:
        dates += [note.date, *(update.date for update in note.updates)]
    dates += [comment.date for comment in context.comments_of[text]]
    return max(filter(None, dates), default=None)


def _latest(entries: Sequence[MappedView]) -> str | None:
    return max((entry.changed for entry in entries if entry.changed), default=None)
