"""The pages of the site: which there are, where they stand and everything they show.

Takes the placed texts and the settings; gives `Page`s, each a value complete in itself, so that
equal pages are equal bytes. What needs thinking is decided here, not in the layouts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from postil import markup
from postil.core.citing import broken_link
from postil.core.model import Page, Settings
from postil.core.problems import Checked, Place, Problem

from .entities import LIST_ADDRESS, entities_view, entity_view, mentions_by_entity
from .notes import Desk, entity_address
from .texts import PlannedText, text_card, text_view
from .views import HomeView, LinkView, MissingView, SiteView, TextCard
from .ways import Standpoint, Ways, addresses
from .words import Words, words_of

__all__ = ["PlannedText", "Standpoint", "Ways", "addresses", "pages", "words_of"]

HOME_ADDRESS = ""
MISSING_ADDRESS = "404.html"
NAVIGATION = "content/site.yaml"
"""The file in which the navigation is written."""


def pages(
    texts: Sequence[PlannedText], settings: Settings, ways: Ways, words: Callable[[str], Words]
) -> Checked[tuple[Page, ...]]:
    """Return every page of the site. `words` gives the words of the interface in a language."""
    plan = _Plan(tuple(sorted(texts, key=_place_in_lists)), settings, ways, words)
    made = [*plan.texts_pages(), plan.home(), plan.missing(), *plan.entities_pages()]
    return Checked(tuple(made), (*plan.problems, *plan.navigation_problems(), *_collisions(made, ways)))


def _place_in_lists(text: PlannedText) -> tuple[bool, int, tuple[int, ...], str]:
    """Order texts by `order`, those without it by date, the newest first, undated ones last."""
    metadata = text.edition.document.metadata
    newest_first = tuple(-ord(character) for character in metadata.date or "")
    return (metadata.order is None, metadata.order or 0, newest_first or (0,), metadata.title.casefold())


def _collisions(made: Iterable[Page], ways: Ways) -> tuple[Problem, ...]:
    """Refuse a text at an address that a generated page takes."""
    paths = {address: path for path, address in ways.texts.items()}
    return tuple(
        Problem(
            "address-taken",
            f"{paths[page.address]} would be published at /{page.address}, where Postil puts a page of its own",
            Place(paths[page.address]),
            "give the text another `slug` in its front matter",
        )
        for page in made
        if page.address in paths and page.layout not in ("text.html", "home.html")
    )


@dataclass(frozen=True, slots=True)
class _Plan:
    texts: tuple[PlannedText, ...]
    settings: Settings
    ways: Ways
    words: Callable[[str], Words]
    problems: list[Problem] = field(default_factory=list)
    mentions: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def texts_pages(self) -> Iterable[Page]:
        for text in self.texts:
            if text.address == HOME_ADDRESS:
                continue
            desk = self._desk(text.address, text.edition.document.metadata.lang)
            listing = self._listing(desk, below=text.address) if _is_index(text) else ()
            view = text_view(
                text, desk, self._site(desk.here), listing=listing, breadcrumbs=tuple(self._breadcrumbs(desk.here))
            )
            yield Page(text.address, "text.html", view)

    def home(self) -> Page:
        site = self.settings.site
        desk = self._desk(HOME_ADDRESS, site.lang)
        view = self._site(desk.here)
        index = next((text for text in self.texts if text.address == HOME_ADDRESS), None)
        text = None
        if index is not None:
            text = text_view(index, self._desk(HOME_ADDRESS, index.edition.document.metadata.lang), view)
        return Page(
            HOME_ADDRESS,
            "home.html",
            HomeView(
                site=view,
                words=desk.words,
                title=site.title,
                lang=site.lang,
                dir=markup.direction(site.lang),
                listing=self._listing(desk),
                text=text,
                description=site.description,
            ),
        )

    def missing(self) -> Page:
        site = self.settings.site
        desk = self._desk(MISSING_ADDRESS, site.lang)
        view = MissingView(
            site=self._site(desk.here),
            words=desk.words,
            title=desk.words["missing-title"],
            lang=site.lang,
            dir=markup.direction(site.lang),
            listing=self._listing(desk),
        )
        return Page(MISSING_ADDRESS, "404.html", view)

    def entities_pages(self) -> Iterable[Page]:
        """Plan them after the texts, whose notes say which entities they link to."""
        entities = self.settings.entities
        if not entities:
            return
        desk = self._desk(LIST_ADDRESS, self.settings.site.lang)
        yield Page(LIST_ADDRESS, "entities.html", entities_view(entities, desk, self._site(desk.here)))
        mentions = mentions_by_entity(self.texts, self.mentions)
        for name, entity in entities.items():
            desk = self._desk(entity_address(name), self.settings.site.lang)
            view = entity_view(name, entity, mentions.get(name, ()), desk, self._site(desk.here))
            yield Page(entity_address(name), "entity.html", view)

    def _desk(self, address: str, lang: str) -> Desk:
        return Desk(self.settings, self.words(lang), Standpoint(self.ways, address), lang, self.problems, self.mentions)

    def _site(self, here: Standpoint) -> SiteView:
        site = self.settings.site
        return SiteView(
            title=site.title,
            lang=site.lang,
            root=here.root,
            home=here.to(HOME_ADDRESS),
            description=site.description,
            author=site.author,
            license=site.license,
            navigation=tuple(self._navigation(here)),
        )

    def _navigation(self, here: Standpoint) -> Iterable[LinkView]:
        for entry in self.settings.site.navigation:
            address = here.link(entry.to, beside=NAVIGATION)
            if address is not None:
                yield LinkView(entry.title, address, is_current=address == here.to(here.address))

    def navigation_problems(self) -> Iterable[Problem]:
        """Yield a problem for each entry of the navigation that leads nowhere, so that none vanishes in silence."""
        home = Standpoint(self.ways, HOME_ADDRESS)
        places = self.settings.site_places
        for number, entry in enumerate(self.settings.site.navigation):
            if home.link(entry.to, beside=NAVIGATION) is None:
                place = places.at("navigation", number, "to") if places else Place(NAVIGATION)
                yield broken_link(entry.to, place)

    def _listing(self, desk: Desk, *, below: str = "") -> tuple[TextCard, ...]:
        """List the texts of a folder, but neither the folder's own page nor pages like “About”.

        Those are the undated texts that the navigation names.
        """
        home = Standpoint(self.ways, HOME_ADDRESS)
        named = {home.link(entry.to, beside=NAVIGATION) for entry in self.settings.site.navigation}
        return tuple(
            text_card(text, desk)
            for text in self.texts
            if text.address not in (HOME_ADDRESS, below)
            and text.address.startswith(below)
            and (text.edition.document.metadata.date or home.to(text.address) not in named)
        )

    def _breadcrumbs(self, here: Standpoint) -> Iterable[LinkView]:
        titles: Mapping[str, str] = {text.address: text.edition.document.metadata.title for text in self.texts}
        parts = here.address.split("/")[:-2]
        for depth in range(1, len(parts) + 1):
            address = "/".join(parts[:depth]) + "/"
            if address in titles:
                yield LinkView(titles[address], here.to(address))


def _is_index(text: PlannedText) -> bool:
    return text.edition.name.rpartition("/")[2] == "index"
