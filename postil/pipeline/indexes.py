"""What all texts say together, and what each page of the whole site is planned from.

Takes the rows of all texts; gives the frame, the order of lists, and for each kind of page a digest
of all that it shows: while that is the same, so are its pages. `Context` gives an index the facets
that it names and no others, so it cannot show one in secret.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from postil import plan
from postil.core.model import Page
from postil.core.problems import Problem

from .ledger import Ledger
from .memory import Outlook, Planned, decoded_pages, digest, encoded, pages_of
from .rows import Rows
from .station import Station
from .store import Store

CHECKS = "checks"
"""What is remembered of the problems of the whole site."""


class Indexes:
    """What surrounds every page, and the pages of the whole site."""

    def __init__(
        self, station: Station, station_digest: str, drawing_digest: str, store: Store, last: Ledger, rows: Rows
    ) -> None:
        """Take what is the same for all texts, what they gave, and what is remembered of them.

        `drawing_digest` is that of what pages are drawn with, whatever they show.
        """
        self.problems: list[Problem] = []
        self.checks: Planned
        """What is wrong with the whole site, and what it was found from."""
        self.outlook: Outlook
        """What all texts together say."""
        self.around = ""
        """Digest of what every page of the whole site is planned from."""
        self._framed = ""
        """Digest of what surrounds every page, apart from its layout."""
        self._station = station
        self._station_digest = station_digest
        self._drawing_digest = drawing_digest
        self._store = store
        self._last = last
        self._rows = rows
        self._known: plan.Context | None = None
        self._of_layouts: dict[str, str] = {}
        self._navigation = [repr(target) for target in plan.destinations(station.ground)]
        key = digest(station_digest, rows.digest("summary"), *self._navigation, "", *rows.names)
        before = last.whole.outlook
        if before.key == key:
            self.outlook = before
        else:
            self.outlook, self._known = self._seen(key, has_search=station.supplies.has_search)
        self.order_digest = digest(rows.digest("address"), *self.outlook.order)
        """Digest of which texts have pages, where these stand and in which order they are listed."""

    def surround(self, *, has_search: bool) -> None:
        """Find what surrounds every page, once it is known whether the site has a search."""
        if self.outlook.frame.has_search != has_search:
            self.outlook, self._known = self._seen(self.outlook.key, has_search=has_search)
        frame = encoded(self.outlook.frame)[0], *self._navigation
        self.around = digest(self._station_digest, *frame)
        self._framed = digest(self._drawing_digest, *frame)
        self._of_layouts.clear()

    def check(self) -> None:
        """Find what is wrong with the whole site."""
        key = digest(self.outlook.key, self._rows.digest("tagged"))
        known = self._last.whole.kinds.get(CHECKS)
        ways = self._station.ground.ways
        if known is None or known.key != key or not ways.lead_as_before(known.asked):
            context = replace(self.context, allowed=("tagged",))
            ways.asked()  # What was asked before is of no concern here.
            problems = tuple(plan.site_problems(context))
            known = Planned(key, problems=problems, asked=ways.asked())
        self.checks = known
        self.problems += known.problems
        ground = self._station.ground
        self.problems += plan.navigation_problems(ground)
        for lang in {ground.lang, *self.outlook.langs}:
            ground.words(lang)
        self.problems += self._station.problems

    def key_of_layout(self, name: str) -> str:
        """Return a digest of everything that pages of a layout are drawn with, apart from what they show."""
        if name not in self._of_layouts:
            frame = self._drawing_digest if name in plan.BARE else self._framed
            self._of_layouts[name] = digest(frame, self._station.supplies.layouts.digest_of(name))
        return self._of_layouts[name]

    def key_of(self, kind: plan.Kind) -> str:
        """Return a digest of everything that an index is planned from."""
        parts = [self.around, kind.name, self.order_digest, *map(repr, self.checks.asked), ""]
        for facet in kind.facets:
            if facet in kind.chosen:
                for name in self.outlook.chosen[f"{kind.name} {facet}"]:
                    parts += [name, self._rows.get(facet, name)]
            else:
                parts.append(self._rows.digest(facet))
        if kind.name == "home" and (home := self.home) is not None:
            parts.append(self._rows.get("pages", home))
        return digest(*parts)

    def planned(self, kind: plan.Kind) -> Iterator[Page]:
        """Yield the pages of an index, without the frame around them."""
        return (page for make in kind.pages for page in make(self._context_of(kind)))

    def listing(self, name: str) -> tuple[Any, ...]:
        """Return the cards of what stands in the folder whose page a text is."""
        if name not in self.outlook.listings:
            return ()
        return _listed(self.context, self._rows.get("address", name))

    def of_all_texts(self) -> list[str]:
        """Return the addresses of the pages of all texts."""
        return [address for name in self.outlook.order for address in self._rows.addresses(name)]

    @property
    def context(self) -> plan.Context:
        """What indexes are planned from."""
        if self._known is None:
            self._known = self._seen(self.outlook.key, has_search=self.outlook.frame.has_search)[1]
        return self._known

    @property
    def home(self) -> str | None:
        """The name of the text that stands at the address of the home page."""
        addresses = self._rows.column("address")
        places = [place for place, address in enumerate(addresses) if not address] if "" in addresses else []
        return next((self._rows.names[n] for n in places if self._rows.column("summary")[n]), None)

    def _context_of(self, kind: plan.Kind) -> plan.Context:
        """Return what an index may be planned from, and no more."""
        if "summary" in kind.facets:
            context = replace(self.context, allowed=kind.facets)
        else:
            chosen = [self.outlook.chosen[f"{kind.name} {facet}"] for facet in kind.facets if facet in kind.chosen]
            # Where it shows some texts alone, nobody need know the others.
            names = chosen[0] if len(chosen) == len(kind.facets) == 1 else self.outlook.order
            named = {text.address: text.named for text in map(self._rows.summary, names)}
            frame = self.outlook.frame
            context = plan.Context(self._station.ground, frame, named, {}, tell=self._told, allowed=kind.facets)
        if kind.name == "home" and (home := self.home) is not None:
            content = self._store.content(self._rows.get("pages", home), home)
            context = replace(context, home=decoded_pages(pages_of(content, [0]))[0].view)
        return context

    def _told(self, facet: str, addresses: Iterable[str]) -> Mapping[str, Any]:
        """Return a facet of texts by address."""
        names = dict(zip(self._rows.column("address"), self._rows.names, strict=True))
        found = {}
        for address in addresses:
            name = names[address]
            key = self._rows.get(facet, name)
            value = self._store.value(key, name) if key else plan.EMPTY[facet]
            found[address] = plan.belonging(value, self._rows.summary(name).named)
        return found

    def _seen(self, key: str, *, has_search: bool) -> tuple[Outlook, plan.Context]:
        """Return what all texts together say, and what indexes are planned from."""
        ground = self._station.ground
        summaries = {name: self._rows.summary(name) for name in self._rows.with_pages()}
        names = {summary.address: name for name, summary in summaries.items()}
        known = plan.by_address(summaries.values())
        unlisted = plan.unlisted(known.values(), ground)
        folders = plan.outline(known.values(), unlisted)
        frame = plan.frame(known, folders, ground, has_search=has_search)
        context = plan.Context(ground, frame, known, folders, unlisted, self._told)
        listings = {
            names[address]: encoded(cards)[0]
            for address in folders
            if address and address in known and (cards := _listed(context, address))
        }
        chosen = {
            f"{kind.name} {facet}": tuple(names[address] for address in choose(known))
            for kind in plan.KINDS
            for facet, choose in kind.chosen.items()
        }
        langs = tuple(sorted({text.lang for text in known.values()}))
        outlook = Outlook(key, frame, tuple(names[address] for address in known), langs, chosen, listings)
        return outlook, context


def _listed(context: plan.Context, address: str) -> tuple[Any, ...]:
    """Return the cards of what stands in the folder whose page the text at `address` is."""
    ground = context.ground
    return plan.listing(context.folders[address], ground.desk(address, context.summaries[address].lang))
