"""The files of one state of a site, each made when somebody asks for it.

Takes what a build found out before anything is drawn, and gives files by their paths. Which of them
differ between two states follows from the digests of what they are drawn from. Pages of the
whole site are planned, a kind of them together, when one is asked for. The newcomer's trap: until then
nobody knows which of these there are, so a page that is new among them is not said to have come;
the page that says that a file is missing is said to have changed instead.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property

from postil import gather, plan, render
from postil.core.addresses import output_path
from postil.core.files import Files
from postil.core.model import Asset, Output, Page
from postil.core.problems import Checked

from .building import Building
from .jobs import Surroundings, drawn_page
from .memory import decoded_pages, digest, pages_of

ENDINGS_OF_PAGES = (".html", ".xml", ".txt")
MISSING = "404.html"
MAP = "map"
"""The kind of the pages that list all others."""


class Index:
    """Pages of the whole site that are planned together."""

    def __init__(self, key: str, before: Index | None) -> None:
        """Take the digest of what they are planned from, and what they were in the state before."""
        self.key = key
        is_same = before is not None and before.key == key
        self.pages: Mapping[str, Page] | None = before.pages if before and is_same else None
        """By path; `None` as long as they are not planned."""
        self.layouts: Mapping[str, str] = before.layouts if before else {}
        """Their layouts by where they stand, or stood when they were planned last."""

    def likely(self, path: str) -> int:
        """Return how likely there is such a page among them: the lower the likelier."""
        if path in self.layouts:
            return 0
        folder = path.partition("/")[0]
        return 1 if any(known.partition("/")[0] == folder for known in self.layouts) else 2


class Showing:
    """The files of a site, as they follow from one look at its sources."""

    def __init__(self, building: Building, files: Files, before: Showing | None) -> None:
        """Take a build whose texts are worked on, and the state before."""
        self.station, self.rows, self.indexes = building.station, building.rows, building.indexes
        self.names: Mapping[str, str]
        """The name of the text that a page shows, by the path of the page."""
        self._store, self._layouts, self._root = building.store, building.layouts, files.root
        self._assets = {asset.address: asset for asset in building.assets}
        self._looks = {asset.address: files.look(asset.path) for asset in building.assets}
        rows, order, listings = self.rows, self.indexes.outlook.order, self.indexes.outlook.listings
        self._contents = dict(zip(rows.names, rows.column("pages"), strict=True))
        """Digest of what the pages of each text show, by its name; empty for one without pages."""
        self._contents |= {name: digest(rows.get("pages", name), listed) for name, listed in listings.items()}
        self._places = digest(self.indexes.order_digest, rows.digest("addresses"), rows.digest("layouts"))
        # Asked now, while the layouts are what they are.
        self._drawn_with = {name: self.indexes.key_of_layout(name) for name in self._layouts.names()}
        self._owners: Mapping[str, tuple[str, int, str]]
        """The text whose page stands at a path by its name, which of its pages it is, and the layout of that."""
        if before is not None and before._places == self._places:
            self._owners, self.names = before._owners, before.names
        else:
            self._owners = {
                output_path(address): (name, number, layout)
                for name in order
                for number, (address, layout) in enumerate(zip(rows.addresses(name), rows.layouts(name), strict=True))
            }
            self.names = {output_path(rows.get("address", name)): name for name in order}
        known: Mapping[str, Index] = before._indexes if before else {}
        self._indexes: dict[str, Index] = {
            kind.name: Index(self.indexes.key_of(kind), known.get(kind.name)) for kind in plan.KINDS
        }
        key = digest(self._places, rows.digest("summary"), *(index.key for index in self._indexes.values()))
        self._indexes[MAP] = Index(key, known.get(MAP))

    def changed_since(self, before: Showing | None) -> frozenset[str]:
        """Return the paths of all files that may be others than in the state before, or that came or went."""
        if before is None:
            return frozenset((*self._owners, *self._assets, *self.delivered, MISSING))
        # What is equal stands in both, so names of what differs are left, some of them twice.
        names = {name for name, _ in self._contents.items() ^ before._contents.items()}
        found = {*self._pages_of(names), *before._pages_of(names)}
        stale = [index for kind, index in self._indexes.items() if index.key != before._indexes[kind].key]
        found.update(*(index.layouts for index in stale), [MISSING] if stale else [])
        if self._places != before._places:
            found |= self._owners.keys() ^ before._owners.keys()
        found.update(self._drawn_otherwise(before))
        found |= {address for address, _ in self._looks.items() ^ before._looks.items()}
        if self._layouts is not before._layouts and self._delivery != before._delivery:
            found |= {path for path, _ in self.delivered.items() ^ before.delivered.items()}
        return frozenset(found)

    def key(self, path: str) -> str | None:
        """Return a digest of what the page at `path` is drawn from; `None` when there is no such page."""
        owner = self._owner(path)
        if owner is not None:
            name, _, layout = owner
            return digest(self.indexes.key_of_layout(layout), self._contents[name])
        index = self._index(path)
        return digest(self.indexes.key_of_layout(index.layouts[path]), index.key) if index else None

    def drawn(self, path: str) -> Checked[Output | None]:
        """Return the page at `path`, which has a key. Raises `LostError`."""
        owner, frame = self._owner(path), self.indexes.outlook.frame
        if owner is not None:
            name, number, _ = owner
            content = self._store.content(self.rows.get("pages", name), name)
            (page,) = decoded_pages(pages_of(content, [number]))
            lang = self.rows.summary(name).lang
            around = Surroundings(frame, self.rows.get("address", name), lang, self.indexes.listing(name))
            return drawn_page(self.station, page, around, frame)
        index = self._index(path)
        if index is None or index.pages is None:
            raise KeyError(path)
        return drawn_page(self.station, index.pages[path], None, frame)

    def asset(self, path: str) -> Output | None:
        """Return the file at `path` that is no page: of the layouts, or as it lies in content/, read now."""
        if path in self.delivered:
            return Output(path, self.delivered[path])
        asset: Asset | None = self._assets.get(path)
        if asset is None:
            return None
        # Not by the door at which it was listed: it may have become a link since, which leads anywhere, or a pipe,
        # which has no end. What it holds now nobody may have judged.
        door = Files(self._root)
        try:
            content = b"".join(door.chunks(asset.path)) if (self._root / asset.path).is_file() else None
        except OSError:
            return None
        return Output(path, content) if content is not None and gather.is_harmless(asset, content) else None

    def paths(self) -> frozenset[str]:
        """Return the paths of all files. Plans every page of the whole site."""
        for kind in self._indexes:
            self._plan(kind)
        planned = (index.layouts for index in self._indexes.values())
        return frozenset((*self._owners, *self._assets, *self.delivered)).union(*planned)

    @cached_property
    def delivered(self) -> Mapping[str, bytes]:
        """The files of the layouts that pages ask for, by path."""
        return {output.path: output.content for output in render.assets(self._layouts)}

    @cached_property
    def tags(self) -> tuple[str, ...]:
        """The tags of all texts and notes, each as it is written most. May raise `LostError`."""
        return plan.tags(self.indexes.context)

    @cached_property
    def _delivery(self) -> str:
        return render.assets_digest(self._layouts)

    def _drawn_otherwise(self, before: Showing) -> Iterator[str]:
        """Yield the paths of pages that may show the same as in the state before, with another frame or layout."""
        stale = {name for name, _ in self._drawn_with.items() ^ before._drawn_with.items()}
        if not stale:
            return
        yield from (path for path, (_, _, layout) in self._owners.items() if layout in stale)
        for index in self._indexes.values():
            yield from (path for path, layout in index.layouts.items() if layout in stale)

    def _pages_of(self, names: set[str]) -> Iterator[str]:
        for name in names:
            if self._contents.get(name):
                yield from map(output_path, self.rows.addresses(name))

    def _owner(self, path: str) -> tuple[str, int, str] | None:
        """Return the text whose own page stands at `path`. The home page shows one, and is not its own."""
        return self._owners.get(path) if path != output_path(plan.HOME_ADDRESS) else None

    def _index(self, path: str) -> Index | None:
        """Return the pages of the whole site among which is the one at `path`."""
        if not path.endswith(ENDINGS_OF_PAGES):
            return None
        by_likelihood = sorted(self._indexes, key=lambda kind: self._indexes[kind].likely(path))
        return next((self._indexes[kind] for kind in by_likelihood if path in self._plan(kind)), None)

    def _plan(self, kind: str) -> Mapping[str, Page]:
        """Return the pages of a kind, planned once."""
        index = self._indexes[kind]
        if index.pages is None:
            pages = {output_path(page.address): page for page in self._planned(kind)}
            index.layouts = {path: page.layout for path, page in pages.items()}
            index.pages = pages
        return index.pages

    def _planned(self, kind: str) -> Iterator[Page]:
        if kind != MAP:
            yield from self.indexes.planned(next(one for one in plan.KINDS if one.name == kind))
            return
        of_site = [page.address for one in plan.KINDS for page in self._plan(one.name).values()]
        yield from plan.sitemap_pages([*self.indexes.of_all_texts(), *of_site], self.indexes.context)
