"""The frame around every page: title, navigation, indexes, the way from the home page to where one is.

A text is planned without its frame, since that depends on the other texts: which indexes there
are, what the folders above it are called. `Frame` is what they say; `framed` puts it around a page.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import field
from typing import Any

from postil.core.citing import broken_link
from postil.core.model import Page
from postil.core.problems import Place, Problem
from postil.core.values import dataclass, replace

from .ground import Ground
from .sources import linked
from .views import LinkView, NoteView, SiteView, TextCard, TextView
from .ways import Standpoint

HOME_ADDRESS = ""
MISSING_ADDRESS = "404.html"
SEARCH_ADDRESS = "search/"
NAVIGATION = "content/site.yaml"
"""The file in which the navigation is written."""
BARE = frozenset({"feed.xml", "plain.txt", "robots.txt", "sitemap.xml"})
"""Layouts of what is no page, and has no frame around it."""
UNFRAMED = SiteView("", "", "", "")
"""Stands in a view until the page gets its frame."""


@dataclass(frozen=True, slots=True)
class Index:
    """A page of the program's own that leads to others: all tags, all sources."""

    title: str
    """Name of its title among the words of the interface."""
    address: str


@dataclass(frozen=True, slots=True)
class Frame:
    """What the texts together say of the frame around each page."""

    indexes: tuple[Index, ...] = ()
    """The generated indexes that have something to show, in the order of the navigation at the foot."""
    feeds: tuple[Index, ...] = ()
    """The feeds of the whole site that have something to tell."""
    folders: Mapping[str, str] = field(default_factory=dict)
    """The title of each folder of texts by its address."""
    has_search: bool = True
    """Whether the site has a search."""

    def site(self, here: Standpoint, ground: Ground) -> SiteView:
        """Return the frame of the page that stands there."""
        site, canonical = ground.settings.site, ground.canonical
        return SiteView(
            title=site.title,
            lang=site.lang,
            root=here.root,
            home=here.to(HOME_ADDRESS),
            description=site.description,
            author=site.author,
            license=site.license,
            repository=_repository(site.repository),
            navigation=tuple(_navigation(here, ground)),
            indexes=tuple(_links(self.indexes, here, ground)),
            search=here.to(SEARCH_ADDRESS) if self.has_search else None,
            feeds=tuple(_links(self.feeds, here, ground)),
            canonical=canonical.to(here.address) if canonical and here.address != MISSING_ADDRESS else None,
        )

    def breadcrumbs(self, address: str, here: Standpoint) -> tuple[LinkView, ...]:
        """Return the way to the text or folder at `address`: the pages of the folders that it stands in."""
        parts = address.split("/")[:-2]
        folders = ["/".join(parts[:depth]) + "/" for depth in range(1, len(parts) + 1)]
        return tuple(LinkView(self.folders[folder], here.to(folder)) for folder in folders if folder in self.folders)


def framed(
    page: Page, text: str, lang: str, frame: Frame, ground: Ground, *, listing: tuple[TextCard, ...] = ()
) -> Page:
    """Return a page of the text at the address `text`, in the language `lang`, with its frame around it.

    `listing` is what stands in the folder whose page the text is.
    """
    words = ground.words(lang)
    if page.layout in BARE:
        return replace(page, view=replace(page.view, site=bare(ground), words=words))
    here = Standpoint(ground.ways, page.address)
    changes: dict[str, Any] = {
        "site": frame.site(here, ground),
        "words": words,
        "breadcrumbs": (*frame.breadcrumbs(text, here), *page.view.breadcrumbs),
    }
    if page.address == text:
        changes |= {"listing": listing, "notes": notes_of(page.view)}
    return replace(page, view=replace(page.view, **changes))


def notes_of(view: TextView) -> tuple[NoteView, ...]:
    """Return the notes on the page of a text in the order of their numbers: each stands in one block, and once."""
    found = [note for block in view.blocks for note in block.notes]
    waiting = list(view.comments)
    while waiting:
        comment = waiting.pop()
        found += (note for block in comment.blocks for note in block.notes)
        waiting += comment.replies
    return tuple(sorted(found, key=lambda note: note.number))


def framed_again(page: Page, frame: Frame, ground: Ground) -> Page:
    """Return a page of the whole site, which was kept without its frame, with its frame around it."""
    view = page.view
    words = ground.words(getattr(view, "lang", ground.lang))
    if page.layout in BARE:
        return replace(page, view=replace(view, site=bare(ground), words=words))
    site = frame.site(Standpoint(ground.ways, page.address), ground)
    text = getattr(view, "text", None)
    if page.address == HOME_ADDRESS and text is not None:
        view = replace(view, text=replace(text, site=site, words=ground.words(text.lang), notes=notes_of(text)))
    return replace(page, view=replace(view, site=site, words=words))


def bare(ground: Ground) -> SiteView:
    """Return of the frame what a feed shows, so that a feed changes only when it says something else."""
    site, base = ground.settings.site, ground.canonical.base if ground.canonical else ""
    return SiteView(site.title, site.lang, base, base, license=site.license)


def destinations(ground: Ground) -> tuple[str | None, ...]:
    """Return where each entry of the navigation leads from the home page, `None` for one that leads nowhere."""
    home = Standpoint(ground.ways, HOME_ADDRESS)
    return tuple(home.link(entry.to, beside=NAVIGATION) for entry in ground.settings.site.navigation)


def navigation_problems(ground: Ground) -> Iterable[Problem]:
    """Yield a problem for each entry of the navigation that leads nowhere, so that none vanishes in silence."""
    places = ground.settings.site_places
    for number, (entry, target) in enumerate(zip(ground.settings.site.navigation, destinations(ground), strict=True)):
        if target is None:
            place = places.at("navigation", number, "to") if places else Place(NAVIGATION)
            yield broken_link(entry.to, place)


def _navigation(here: Standpoint, ground: Ground) -> Iterable[LinkView]:
    for entry in ground.settings.site.navigation:
        address = here.link(entry.to, beside=NAVIGATION)
        if address is not None:
            yield LinkView(entry.title, address, is_current=address == here.to(here.address))


def _links(indexes: Iterable[Index], here: Standpoint, ground: Ground) -> Iterable[LinkView]:
    words = ground.words(ground.lang)
    for index in indexes:
        yield LinkView(words[index.title], here.to(index.address), is_current=index.address == here.address)


def _repository(address: str | None) -> LinkView | None:
    """Return the link to the repository, named by its address without the scheme."""
    return LinkView(address.partition("://")[2].rstrip("/"), address) if linked(address) and address else None
