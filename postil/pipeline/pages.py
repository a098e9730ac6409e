"""The second half of a build: when all texts are known, what surrounds them, the pages of the whole site, drawing.

An index is planned again when a facet that it shows has changed; a page is drawn again when its
digest has, when what surrounds it has, or when it does not stand in the site any more.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import field, replace
from itertools import chain
from typing import Any

from postil import plan
from postil.core.addresses import output_path
from postil.core.model import Output, Page
from postil.core.problems import Place, Problem
from postil.core.values import dataclass

from .jobs import Drawing, DrawnPages, Surroundings, draw
from .memory import CODEC, Drawn, Ledger, Planned, Row, digest, digest_of, encoded
from .results import Why
from .spread import Spread
from .station import Station
from .store import Store

MAP = "map"
"""The kind of pages that list all others."""
CHECKS = "checks"
"""What is remembered of the problems of the whole site."""


@dataclass(slots=True)
class Pages:
    """All pages of a site."""

    station: Station
    station_digest: str
    store: Store
    last: Ledger
    rows: Mapping[str, Row]
    """Of the texts that have pages, by name."""
    has_search: bool
    put: Callable[[Output], str] | None = None
    """Stages a file that was drawn elsewhere, and gives its SHA-256; `None` to hold all files in memory."""
    expected: plan.Frame | None = None
    """The frame with which pages of texts were drawn before the texts were all known."""
    problems: list[Problem] = field(default_factory=list)
    why: list[Why] = field(default_factory=list)
    texts: dict[str, Drawn] = field(default_factory=dict)
    """How the pages of each text were drawn."""
    kinds: dict[str, Planned] = field(default_factory=dict)
    """How those of the whole site were."""
    outputs: list[Output] = field(default_factory=list)
    """The files, where they are not staged."""
    frame: plan.Frame = field(init=False)
    context: plan.Context = field(init=False)
    _names: dict[str, str] = field(init=False)
    """The name of each text by its address, in the order of lists."""
    _around: str = field(init=False)
    """Digest of what surrounds every page."""

    def __post_init__(self) -> None:
        by_address = {row.summary.address: name for name, row in self.rows.items() if row.summary}
        summaries = plan.by_address(row.summary for row in self.rows.values() if row.summary)
        self._names = {address: by_address[address] for address in summaries}
        ground = self.station.ground
        unlisted = plan.unlisted(summaries.values(), ground)
        folders = plan.outline(summaries.values(), unlisted)
        self.frame = plan.frame(summaries, folders, ground, has_search=self.has_search)
        self.context = plan.Context(ground, self.frame, summaries, folders, unlisted, self._told)
        navigation = map(repr, plan.destinations(ground))
        layouts = self.station.supplies.layouts.digest
        self._around = digest(self.station_digest, layouts, encoded(self.frame)[0], *navigation)

    def check(self) -> None:
        """Find what is wrong with the whole site."""
        summaries = [self._row(address).facets for address in self._names]
        key = digest(
            self.station_digest, *self._names, *(f"{one['summary']} {one.get('tagged', '')}" for one in summaries)
        )
        known = self.last.kinds.get(CHECKS)
        ways = self.station.ground.ways
        if known is None or known.key != key or not ways.lead_as_before(known.asked):
            context = replace(self.context, allowed=("tagged",))
            ways.asked()  # What was asked before is of no concern here.
            problems = tuple(plan.site_problems(context))
            known = Planned(key, problems=problems, asked=ways.asked())
        self.kinds[CHECKS] = known
        self.problems += known.problems
        self.problems += plan.navigation_problems(self.station.ground)
        for lang in {self.station.ground.lang, *(text.lang for text in self.context.summaries.values())}:
            self.station.ground.words(lang)
        self.problems += self.station.problems

    def draw(
        self,
        spread: Spread[Drawing],
        standing: Mapping[str, str],
        fresh: Mapping[str, DrawnPages],
        staging: Callable[[], str | None],
        progress: Callable[[str, int, int], None],
    ) -> dict[str, str]:
        """Draw every page that must be, and return the SHA-256 of the files of all.

        `standing` is what stands in the site, `fresh` are pages of texts that are drawn already,
        with the frame of the last build; `staging` names the folder where files are put.
        """
        # Pages are fetched, and indexes planned, when it is their turn: those of a large archive fill the memory.
        of_texts = list(self._of_texts(standing, fresh))
        drawings = chain(
            (self._drawing(name, staging(), standing) for name in of_texts), self._of_site(standing, staging)
        )
        number = len(of_texts) + len(plan.KINDS)
        for done, drawn in enumerate(spread.map(draw, drawings, number, lost=_lost), start=1):
            self._take(drawn)
            progress("pages", done, max(done, number))
        contents: dict[str, str] = {}
        for drawn_text in self.texts.values():
            contents.update(drawn_text.files)
        for planned in self.kinds.values():
            for page in planned.pages.values():
                contents.update(page.files)
        return contents

    def _of_texts(self, standing: Mapping[str, str], fresh: Mapping[str, DrawnPages]) -> Iterator[str]:
        """Yield the names of the texts whose pages must be drawn."""
        for address, name in self._names.items():
            row = self._row(address)
            listing = self._listing(address)
            key = digest(self._around, row.pages, encoded(listing)[0] if listing else "")
            known = self.last.drawn.get(name)
            if known is not None and known.key == key and _stands(known, standing):
                self.texts[name] = known
                continue
            self.texts[name] = Drawn(key)
            self._tell(name, known, key, row)
            if name in fresh and not listing and self.expected == self.frame:
                self._take(fresh[name])
            else:
                yield name

    def _drawing(self, name: str, staging: str | None, standing: Mapping[str, str]) -> Drawing:
        row = self.rows[name]
        assert row.summary is not None
        address = row.summary.address
        around = Surroundings(self.frame, address, row.summary.lang, self._listing(address))
        known = known_files(self.last.drawn.get(name), standing)
        return Drawing(name, self.store.content(row.pages, name), around, self.frame, staging, known)

    def _listing(self, address: str) -> tuple[Any, ...]:
        """Return the cards of what stands in the folder whose page a text is."""
        folder = self.context.folders.get(address) if address else None
        if folder is None:
            return ()
        return plan.listing(folder, self.station.ground.desk(address, self.context.summaries[address].lang))

    def _of_site(self, standing: Mapping[str, str], staging: Callable[[], str | None]) -> Iterator[Drawing]:
        """Plan the indexes that have changed, and yield those pages of theirs that must be drawn."""
        for kind in plan.KINDS:
            key = self._key_of(kind)
            known = self.last.kinds.get(kind.name)
            if known is not None and known.key == key and all(_stands(page, standing) for page in known.pages.values()):
                self.kinds[kind.name] = known
            else:
                pages = tuple(page for make in kind.pages for page in make(self._context_of(kind)))
                yield from self._to_draw(kind.name, key, pages, known, standing, staging)
        addresses = [address for name in self._names.values() for address in self.rows[name].addresses]
        addresses += [address for planned in self.kinds.values() for address in planned.pages]
        self._check_collisions(addresses)
        summaries = [self._row(address).facets["summary"] for address in self._names]
        key = digest(self._around, *addresses, "", *summaries)
        known = self.last.kinds.get(MAP)
        if known is not None and known.key == key and all(_stands(page, standing) for page in known.pages.values()):
            self.kinds[MAP] = known
        else:
            pages = tuple(plan.sitemap_pages(addresses, self.context))
            yield from self._to_draw(MAP, key, pages, known, standing, staging)

    def _to_draw(
        self,
        name: str,
        key: str,
        pages: Iterable[Page],
        known: Planned | None,
        standing: Mapping[str, str],
        staging: Callable[[], str | None],
    ) -> Iterator[Drawing]:
        drawn: dict[str, Drawn] = {}
        self.kinds[name] = Planned(key, drawn)
        for page in pages:
            content = CODEC.encoded((page,))
            page_key = digest(self._around, digest_of(content))
            before = known.pages.get(page.address) if known else None
            if before is not None and before.key == page_key and _stands(before, standing):
                drawn[page.address] = before
                continue
            drawn[page.address] = Drawn(page_key)
            self.why.append(Why(output_path(page.address), _reason(before, page_key)))
            yield Drawing(f"{name} {page.address}", content, None, self.frame, staging(), known_files(before, standing))

    def _check_collisions(self, addresses: list[str]) -> None:
        """Find texts at addresses that pages of the program's own take."""
        key = digest(*addresses, "", *(f"{path} {address}" for path, address in self.context.ground.ways.texts.items()))
        known = self.last.kinds.get("collisions")
        if known is None or known.key != key:
            folders = {address for address in self.kinds["folders"].pages if address in self.context.folders}
            generated = _without_each_once(addresses, {*filter(None, self._names), *folders})
            known = Planned(key, problems=tuple(plan.collisions(sorted(folders), generated, self.context)))
        self.kinds["collisions"] = known
        self.problems += known.problems

    def _key_of(self, kind: plan.Kind) -> str:
        """Return a digest of everything that an index is planned from."""
        chosen = {facet: set(choose(self.context.summaries)) for facet, choose in kind.chosen.items()}
        parts = [self._around, kind.name, *map(repr, self.kinds[CHECKS].asked)]
        for address in self._names:
            facets = self._row(address).facets
            parts.append(address)
            parts += [facets.get(name, "") for name in kind.facets if name not in chosen or address in chosen[name]]
        if kind.name == "home" and (home := self._names.get(plan.HOME_ADDRESS)):
            parts.append(self.rows[home].pages)
        return digest(*parts)

    def _context_of(self, kind: plan.Kind) -> plan.Context:
        """Return what an index may be planned from, and no more."""
        context = replace(self.context, allowed=kind.facets)
        if "summary" not in kind.facets:
            named = {address: text.named for address, text in self.context.summaries.items()}
            context = replace(context, summaries=named, folders={}, unlisted=frozenset())
        if kind.name == "home" and (home := self._names.get(plan.HOME_ADDRESS)):
            context = replace(context, home=self.store.value(self.rows[home].pages, home)[0].view)
        return context

    def _told(self, facet: str, addresses: Iterable[str]) -> Mapping[str, Any]:
        """Return a facet of texts by address."""
        found = {}
        for address in addresses:
            key = self._row(address).facets.get(facet)
            value = self.store.value(key, self._names[address]) if key else plan.EMPTY[facet]
            found[address] = plan.belonging(value, self.context.summaries[address].named)
        return found

    def _row(self, address: str) -> Row:
        return self.rows[self._names[address]]

    def _take(self, drawn: DrawnPages) -> None:
        """Keep what was drawn, unless something is wrong with it."""
        self.problems += drawn.problems
        if self.put is not None:
            drawn = replace(drawn, files={**drawn.files, **{one.path: self.put(one) for one in drawn.outputs}})
        else:
            self.outputs += drawn.outputs
        if drawn.name in self.texts:
            before = self.texts[drawn.name]
            self.texts[drawn.name] = replace(before, key="" if drawn.problems else before.key, files=drawn.files)
            return
        kind, _, address = drawn.name.partition(" ")
        pages = self.kinds[kind].pages
        assert isinstance(pages, dict)
        pages[address] = replace(pages[address], key="" if drawn.problems else pages[address].key, files=drawn.files)

    def _tell(self, name: str, known: Drawn | None, key: str, row: Row) -> None:
        before = self.last.rows.get(name)
        if before is not None and before.pages != row.pages:
            reason = "the text, or a note on it, has changed"
        else:
            reason = _reason(known, key)
        self.why += [Why(output_path(address), reason) for address in row.addresses]


def known_files(drawn: Drawn | None, standing: Mapping[str, str]) -> Mapping[str, str]:
    """Return what stands at the paths of what was drawn before."""
    return {path: standing[path] for path in drawn.files if path in standing} if drawn else {}


def _reason(before: Drawn | None, key: str) -> str:
    if before is None:
        return "it is new"
    if before.key != key:
        return "what it shows, a layout or the frame has changed"
    return "it does not stand in the site as it was written"


def _stands(drawn: Drawn, standing: Mapping[str, str]) -> bool:
    """Return whether pages could be drawn, and their files stand in the site."""
    return bool(drawn.key) and all(standing.get(path) == found for path, found in drawn.files.items())


def _lost(drawing: Drawing) -> DrawnPages:
    """Return what stands for pages whose drawing ended its process."""
    if drawing.around is not None:
        problem = Problem("text-too-costly", "drawing this text ended its process", Place(f"content/{drawing.name}.md"))
    else:
        address = drawing.name.partition(" ")[2]
        problem = Problem("text-too-costly", f"drawing the page /{address} ended its process", Place("content/"))
    return DrawnPages(drawing.name, problems=(problem,))


def _without_each_once(addresses: Iterable[str], own: set[str]) -> list[str]:
    """Return the addresses without those of texts and folders, each left out once: what is there twice collides."""
    left = set(own)
    found = []
    for address in addresses:
        if address in left:
            left.discard(address)
        else:
            found.append(address)
    return found
