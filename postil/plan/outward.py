"""What layouts receive for readers that are programs: feeds, site maps, citations.

As in `views`, with one difference: every `address` is whole, since such files are read elsewhere.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field

from postil.core.values import dataclass

from .views import KEPT_APART, LinkView, SiteView, SourceView


@dataclass(frozen=True, slots=True)
class FeedEntryView:
    """An entry of a feed: a text, a note, or an update of one."""

    id: str
    """The same for ever: its own whole address, with the date for an update."""
    address: str
    title: str
    published: str
    """A moment as RFC 3339 writes it: `2024-10-18T00:00:00Z`."""
    updated: str
    lang: str
    dir: str
    authors: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    subtitle: str | None = None
    summary: str | None = None
    notes_label: str = ""
    """How many notes a text has: `14 notes`."""
    quote: str = ""
    """The passage that a note explains."""
    prose_html: str = ""
    """Its links are whole."""
    sources: tuple[SourceView, ...] = ()
    text: LinkView | None = None
    """The text that a note belongs to."""


@dataclass(frozen=True, slots=True)
class FeedView:
    """A feed."""

    site: SiteView = field(metadata=KEPT_APART)
    words: Mapping[str, str] = field(metadata=KEPT_APART)
    title: str
    lang: str
    address: str
    """Its own."""
    about: str
    """The page of which it is the feed."""
    author: str
    updated: str
    """When the newest of its entries was."""
    entries: tuple[FeedEntryView, ...]


@dataclass(frozen=True, slots=True)
class MappedView:
    """A page, or a map, in a site map."""

    address: str
    changed: str | None = None
    """An ISO date, whole or partial."""


@dataclass(frozen=True, slots=True)
class SitemapView:
    """A map of the site, or the list of several maps."""

    site: SiteView = field(metadata=KEPT_APART)
    words: Mapping[str, str] = field(metadata=KEPT_APART)
    entries: tuple[MappedView, ...]
    is_index: bool = False


@dataclass(frozen=True, slots=True)
class RobotsView:
    """What crawlers are told."""

    site: SiteView = field(metadata=KEPT_APART)
    words: Mapping[str, str] = field(metadata=KEPT_APART)
    sitemap: str
    """Address of the site map."""


@dataclass(frozen=True, slots=True)
class CitationView:
    """How a text or a note is cited, in three forms."""

    id: str
    """Of the element, and the fragment that links name: `note-ID`, `page-text`."""
    title: str
    plain: str
    bibtex: str
    csl: str
    """CSL-JSON: one item."""
    address: str
    """The text or note itself, relative to the page."""
    number: int = 0
    """Of a note; 0 for the text."""
    kind: str = ""
    kind_label: str = ""
    kind_mark: str = ""


@dataclass(frozen=True, slots=True)
class CitationsView:
    """The page on how to cite a text and its notes. Its addresses are relative, as on any page."""

    site: SiteView = field(metadata=KEPT_APART)
    words: Mapping[str, str] = field(metadata=KEPT_APART)
    title: str
    lang: str
    dir: str
    text: CitationView
    notes: tuple[CitationView, ...]
    bibtex: LinkView
    """The file with all of it as BibTeX."""
    csl: LinkView
    """The file with all of it as CSL-JSON."""
    breadcrumbs: tuple[LinkView, ...] = ()
    description: str | None = None


@dataclass(frozen=True, slots=True)
class PlainView:
    """A file that is no markup, such as BibTeX."""

    site: SiteView = field(metadata=KEPT_APART)
    words: Mapping[str, str] = field(metadata=KEPT_APART)
    content: str
