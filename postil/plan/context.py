"""What every kind of page is planned from: the texts, the settings, and the frame around each page.

`Context` is made once for a site; each kind of page is a function from it to its `Page`s. The trap:
what a page links to is relative to that page, so the frame and the desk are made for one address.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from postil import markup
from postil.core.citing import broken_link
from postil.core.model import Settings
from postil.core.problems import Place, Problem

from .canonical import Canonical
from .notes import Desk
from .outline import Folder, outline
from .prose import Proses
from .sources import linked
from .summaries import (
    CommentSummary,
    NoteSummary,
    TextSummary,
    comment_summaries,
    note_summaries,
    prose_problems,
    text_summary,
)
from .texts import PlannedText
from .views import LinkView, SiteView
from .ways import Standpoint, Ways
from .words import Words

HOME_ADDRESS = ""
MISSING_ADDRESS = "404.html"
SEARCH_ADDRESS = "search/"
NAVIGATION = "content/site.yaml"
"""The file in which the navigation is written."""


@dataclass(frozen=True, slots=True)
class Index:
    """A page of the program's own that leads to others: all tags, all sources."""

    title: str
    """Name of its title among the words of the interface."""
    address: str


@dataclass(frozen=True, slots=True)
class Context:
    """A site about to be planned."""

    texts: tuple[PlannedText, ...]
    """In the order of lists."""
    settings: Settings
    ways: Ways
    words: Callable[[str], Words]
    """The words of the interface in a language."""
    proses: Proses
    summaries: Mapping[str, TextSummary]
    """What lists say of each text, by its address, in the order of lists."""
    notes_of: Mapping[str, tuple[NoteSummary, ...]]
    """The notes of each text that have a place, in reading order, by the text's address."""
    unplaced_of: Mapping[str, tuple[NoteSummary, ...]]
    """The notes of each text that have none."""
    comments_of: Mapping[str, tuple[CommentSummary, ...]]
    """The readers' comments on each text, as written."""
    problems: tuple[Problem, ...] = ()
    """What is wrong with the prose of notes and entities."""
    indexes: tuple[Index, ...] = ()
    """The generated indexes that have something to show, in the order of the navigation at the foot."""
    canonical: Canonical | None = None
    """Where the site is published, if that is known."""
    card_look: str | None = None
    """Digest of what cards are drawn with; `None` where none are drawn."""
    feeds: tuple[Index, ...] = ()
    """The feeds of the whole site that have something to tell."""
    folders: Mapping[str, Folder] = field(default_factory=dict)
    """The folders of texts by address."""
    unlisted: frozenset[str] = frozenset()
    """Addresses of pages like “About”, which lists leave out."""
    counts: Mapping[str, int] = field(default_factory=dict)
    """How many notes each text shows, its own footnotes among them, by its address."""

    @classmethod
    def of(cls, texts: Sequence[PlannedText], settings: Settings, ways: Ways, words: Callable[[str], Words]) -> Context:
        """Return the context of a site's pages, before anything is known of the indexes."""
        ordered = tuple(sorted(texts, key=_place_in_lists))
        proses = Proses(settings, ways)
        summaries = {text.address: text_summary(text) for text in ordered}
        notes = {text.address: note_summaries(text, summaries[text.address], proses, settings) for text in ordered}
        wrong = [problem for text in ordered for problem in prose_problems(text, summaries[text.address], proses)]
        unlisted = _unlisted(summaries, settings, ways)
        return cls(
            ordered,
            settings,
            ways,
            words,
            proses,
            summaries,
            notes_of={address: tuple(note for note in found if note.number) for address, found in notes.items()},
            unplaced_of={address: tuple(note for note in found if not note.number) for address, found in notes.items()},
            comments_of={text.address: comment_summaries(text, summaries[text.address]) for text in ordered},
            problems=tuple(wrong),
            canonical=Canonical.of(settings.site),
            folders=outline(summaries.values(), unlisted),
            unlisted=unlisted,
            counts={
                text.address: sum(len(part.notes) for part in (text.placed.text, *text.placed.comments.values()))
                for text in ordered
            },
        )

    @property
    def notes(self) -> Iterator[NoteSummary]:
        """Every note that has a place, in the order of lists and of reading."""
        return itertools.chain.from_iterable(self.notes_of.values())

    @property
    def all_notes(self) -> Iterator[NoteSummary]:
        """Every note, text after text, those without a place after the others of their text."""
        for address, notes in self.notes_of.items():
            yield from notes
            yield from self.unplaced_of[address]

    @property
    def lang(self) -> str:
        """The language of the pages that are not a text's."""
        return self.settings.site.lang

    @property
    def dir(self) -> str:
        """The direction of the pages that are not a text's."""
        return markup.direction(self.lang)

    def desk(self, address: str, lang: str | None = None) -> Desk:
        """Return the desk of the page at `address`, in the language of the site unless another is given."""
        lang = lang or self.lang
        return Desk(self.settings, self.words(lang), Standpoint(self.ways, address), lang, self.proses)

    def site(self, here: Standpoint) -> SiteView:
        """Return the frame of the page that stands there."""
        site = self.settings.site
        return SiteView(
            title=site.title,
            lang=site.lang,
            root=here.root,
            home=here.to(HOME_ADDRESS),
            description=site.description,
            author=site.author,
            license=site.license,
            repository=_repository(site.repository),
            navigation=tuple(self._navigation(here)),
            indexes=tuple(self._links(self.indexes, here)),
            search=here.to(SEARCH_ADDRESS),
            feeds=tuple(self._links(self.feeds, here)),
            canonical=self.canonical.to(here.address) if self.canonical and here.address != MISSING_ADDRESS else None,
        )

    def breadcrumbs(self, address: str, *, seen_from: Standpoint | None = None) -> tuple[LinkView, ...]:
        """Return the way to the text or folder at `address`: the pages of the folders that it stands in."""
        here = seen_from or Standpoint(self.ways, address)
        parts = address.split("/")[:-2]
        folders = ["/".join(parts[:depth]) + "/" for depth in range(1, len(parts) + 1)]
        known = (self.folders[folder] for folder in folders if folder in self.folders)
        return tuple(LinkView(folder.title, here.to(folder.address)) for folder in known)

    def navigation_problems(self) -> Iterable[Problem]:
        """Yield a problem for each entry of the navigation that leads nowhere, so that none vanishes in silence."""
        home = Standpoint(self.ways, HOME_ADDRESS)
        places = self.settings.site_places
        for number, entry in enumerate(self.settings.site.navigation):
            if home.link(entry.to, beside=NAVIGATION) is None:
                place = places.at("navigation", number, "to") if places else Place(NAVIGATION)
                yield broken_link(entry.to, place)

    def _navigation(self, here: Standpoint) -> Iterable[LinkView]:
        for entry in self.settings.site.navigation:
            address = here.link(entry.to, beside=NAVIGATION)
            if address is not None:
                yield LinkView(entry.title, address, is_current=address == here.to(here.address))

    def _links(self, indexes: Iterable[Index], here: Standpoint) -> Iterable[LinkView]:
        words = self.words(self.lang)
        for index in indexes:
            yield LinkView(words[index.title], here.to(index.address), is_current=index.address == here.address)


def _repository(address: str | None) -> LinkView | None:
    """Return the link to the repository, named by its address without the scheme."""
    return LinkView(address.partition("://")[2].rstrip("/"), address) if linked(address) and address else None


def _unlisted(summaries: Mapping[str, TextSummary], settings: Settings, ways: Ways) -> frozenset[str]:
    """Return the addresses of pages like “About”: the undated texts that the navigation names."""
    home = Standpoint(ways, HOME_ADDRESS)
    named = {home.link(entry.to, beside=NAVIGATION) for entry in settings.site.navigation}
    return frozenset(text.address for text in summaries.values() if not text.date and home.to(text.address) in named)


def _place_in_lists(text: PlannedText) -> tuple[bool, int, tuple[int, ...], str]:
    """Order texts by `order`, those without it by date, the newest first, undated ones last."""
    metadata = text.edition.document.metadata
    newest_first = tuple(-ord(character) for character in metadata.date or "")
    return (metadata.order is None, metadata.order or 0, newest_first or (0,), metadata.title.casefold())
