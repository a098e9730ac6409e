"""The map of the site for search engines, and what crawlers are told.

By https://www.sitemaps.org/protocol.html and RFC 9309. A page of a text bears the day of the last
thing written on it; other pages bear none, since what they list may change without a date.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from postil.core.model import Page
from postil.plan.context import Context
from postil.plan.framing import SEARCH_ADDRESS
from postil.plan.outward import MappedView, RobotsView, SitemapView
from postil.plan.views import SiteView

SITEMAP_ADDRESS = "sitemap.xml"
ROBOTS_ADDRESS = "robots.txt"
MOST_ENTRIES = 50_000
"""Of one map, by the protocol."""


def sitemap_pages(addresses: Iterable[str], context: Context) -> Iterator[Page]:
    """Yield the map of the pages at these addresses, in parts when there are many, and robots.txt.

    None where it is not known where the site is published.
    """
    canonical = context.ground.canonical
    if canonical is None:
        return
    site = context.ground.settings.site
    frame = SiteView(site.title, site.lang, canonical.base, canonical.base)
    words = context.ground.words(site.lang)
    entries = [
        MappedView(canonical.to(address), changed.changed if (changed := context.summaries.get(address)) else None)
        for address in addresses
        # Nobody wants to find a search by searching.
        if (not address or address.endswith("/")) and address != SEARCH_ADDRESS
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


def _latest(entries: Sequence[MappedView]) -> str | None:
    return max((entry.changed for entry in entries if entry.changed), default=None)
