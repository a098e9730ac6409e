"""The second half of a build: all pages are drawn that must be, and no others.

An index is planned again when a facet that it shows has changed; a page is drawn again when its
digest has, when the frame or a layout that it is drawn with has, or when it does not stand in the site any more.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import chain

from postil import plan, write
from postil.core.addresses import output_path
from postil.core.model import Output, Page
from postil.core.problems import Place, Problem

from .indexes import CHECKS, Indexes
from .jobs import Drawing, DrawnPages, Surroundings, draw
from .ledger import Ledger
from .memory import Drawn, Planned, digest, digest_of, encoded_pages, pages_of
from .results import Why
from .rows import BETWEEN, Rows
from .spread import Spread
from .store import Store

OF = "\n"
"""Stands between the kind of a page of the whole site and its address; no text has a name with it."""
MAP = "map"
"""The kind of pages that list all others."""
SHOWS = "what it shows has changed"
AROUND = "a layout, or what surrounds every page, has changed"
LOST = "it does not stand in the site as it was written"
UNFINISHED = "the last build did not finish it"


class Pages:
    """All pages of a site."""

    def __init__(
        self,
        indexes: Indexes,
        store: Store,
        last: Ledger,
        rows: Rows,
        *,
        put: Callable[[Output], str] | None = None,
        expected: plan.Frame | None = None,
    ) -> None:
        """Take what surrounds all pages, what the texts gave, and what is remembered of them.

        `put` stages a file that was drawn elsewhere, and gives its SHA-256; without it all files are held
        in memory. `expected` is the frame with which pages of texts were drawn before the texts were all known.
        """
        self.problems: list[Problem] = []
        self.why: list[Why] = []
        self.kinds: dict[str, Planned] = {CHECKS: indexes.checks}
        """How the pages of the whole site were drawn."""
        self.outputs: list[Output] = []
        """The files, where they are not staged."""
        self._indexes = indexes
        self._store = store
        self._last = last
        self._rows = rows
        self._put = put
        self._expected = expected
        self._is_published = True
        self._gone: set[str] = set()
        """Paths of files of the last build that were drawn again, or belong to no page any more."""
        self._keys: dict[str, str] = {}
        """Of each text that is drawn in this build, the digest of its pages and of what they list."""
        self._left: dict[str, Mapping[str, str]] = {}
        """SHA-256 of those files of a text that are left as they are while others of its pages are drawn."""

    def draw(
        self,
        spread: Spread[Drawing],
        standing: Mapping[str, str],
        fresh: Mapping[str, DrawnPages],
        staging: Callable[[], write.Staging | None],
        progress: Callable[[str, int, int], None],
        *,
        is_last: bool,
        is_published: bool = True,
    ) -> dict[str, str]:
        """Draw every page that must be, and return the SHA-256 of the files of all.

        `standing` is what stands in the site, `fresh` are pages of texts that are drawn already, with
        the frame that was expected; `staging` names the folder where files are put. `is_last` says that
        all that stands is what the last build has published, and nothing is missing. What is not published is drawn
        only to find out what is wrong with it: nothing is written, and all of it forgotten.
        """
        self._is_published = is_published
        # Pages are fetched, and indexes planned, when it is their turn: those of a large archive fill the memory.
        of_texts = list(self._of_texts(standing, fresh, is_last=is_last))
        drawings = chain(
            (self._drawing(name, numbers, staging(), standing) for name, numbers in of_texts),
            self._of_site(standing, staging),
        )
        number = len(of_texts) + len(plan.KINDS)
        for done, drawn in enumerate(spread.map(draw, drawings, number, lost=_lost), start=1):
            self._take(drawn)
            progress("pages", done, max(done, number))
        files: dict[str, str] = {}
        for name in self._keys if is_last else self._indexes.outlook.order:
            files.update(self._rows.files(name))
        for planned in self.kinds.values():
            for page in planned.pages.values():
                files.update(page.files)
        if not is_last:
            return files
        contents = dict(standing)
        for path in {*self._gone, *self._last.others} - files.keys():
            contents.pop(path, None)
        contents.update(files)
        return contents

    @property
    def drawn_with(self) -> Mapping[str, str]:
        """Digest of what pages are drawn with, apart from what they show, by their layout."""
        several = {layout for planned in self.kinds.values() for layout in planned.layouts}
        return {layout: self._indexes.key_of_layout(layout) for layout in sorted({*several, *self._layouts_of_texts()})}

    def _layouts_of_texts(self) -> Iterable[str]:
        """Return the layouts of the pages of all texts."""
        return {layout for several in {*self._rows.column("layouts")} - {""} for layout in several.split(BETWEEN)}

    def _of_texts(
        self, standing: Mapping[str, str], fresh: Mapping[str, DrawnPages], *, is_last: bool
    ) -> Iterator[tuple[str, Sequence[int]]]:
        """Yield the names of the texts of which pages must be drawn, and which of their pages these are."""
        rows, listings = self._rows, self._indexes.outlook.listings
        columns = (rows.column(column) for column in ("pages", "drawn", "layouts"))
        drawn = dict(zip(rows.names, zip(*columns, strict=True), strict=True))
        stale = {layout for layout in self._layouts_of_texts() if self._is_stale(layout)}
        if is_last:
            for name in self._last.whole.outlook.order:
                if name not in drawn or not drawn[name][0]:
                    self._gone.update(self._last.rows.files(name))
        for name, (pages, known, _) in drawn.items():
            if known and not pages:
                # Should it have pages again, nothing tells whether they would be drawn as they were.
                rows.put("drawn", name, "")
        for name in self._indexes.outlook.order:
            pages, known, layouts = drawn[name]
            key = digest(pages, listings[name]) if name in listings else pages
            looks_same = known == key and stale.isdisjoint(layouts.split(BETWEEN))
            if looks_same and (is_last or stands(rows.files(name), standing)):
                continue
            numbers = self._to_draw_again(name, standing) if known == key else self._to_draw_anew(name, standing)
            if known == key and not numbers:
                continue
            if is_last:
                self._gone.update(rows.files(name))
            self._keys[name] = key
            if name in fresh and name not in listings and self._expected == self._indexes.outlook.frame:
                self._take(fresh[name])
            elif numbers:
                yield name, numbers
            else:
                self._take(DrawnPages(name))

    def _to_draw_anew(self, name: str, standing: Mapping[str, str]) -> Sequence[int]:
        """Return which pages of a text, counted from 0, are drawn because it has changed: all, and tell why."""
        before, reason = self._last.rows, ""
        if before.get("pages", name):
            is_text = before.get("state", name) != self._rows.get("state", name)
            is_drawn = self._rows.get("drawn", name)
            reason = "the text, or a note on it, has changed" if is_text else SHOWS if is_drawn else UNFINISHED
        paths = list(map(output_path, self._rows.addresses(name)))
        numbers = [number for number, address in enumerate(self._rows.addresses(name)) if address != plan.HOME_ADDRESS]
        self.why += [Why(paths[number], reason or _first(paths[number], standing)) for number in numbers]
        return numbers

    def _to_draw_again(self, name: str, standing: Mapping[str, str]) -> Sequence[int]:
        """Return which pages of a text are drawn though it is the same, and tell why."""
        owners, addresses = self._owners(name), self._rows.addresses(name)
        lost = {owners.get(path, 0) for path, found in self._rows.files(name).items() if standing.get(path) != found}
        numbers = []
        for number, layout in enumerate(self._rows.layouts(name)):
            is_stale = self._is_stale(layout)
            if addresses[number] != plan.HOME_ADDRESS and (is_stale or number in lost):
                self.why.append(Why(output_path(addresses[number]), AROUND if is_stale else LOST))
                numbers.append(number)
        return numbers

    def _owners(self, name: str) -> Mapping[str, int]:
        """Return which pages of a text stand where. What else it has is its card, made with its first page."""
        return {output_path(address): number for number, address in enumerate(self._rows.addresses(name))}

    def _is_stale(self, layout: str) -> bool:
        """Return whether pages of a layout would be drawn with something else than they were."""
        return self._last.whole.drawn_with.get(layout) != self._indexes.key_of_layout(layout)

    def _drawing(
        self, name: str, numbers: Sequence[int], staging: write.Staging | None, standing: Mapping[str, str]
    ) -> Drawing:
        address, lang = self._rows.get("address", name), self._rows.summary(name).lang
        around = Surroundings(self._indexes.outlook.frame, address, lang, self._indexes.listing(name))
        pages = pages_of(self._store.content(self._rows.get("pages", name), name), numbers)
        files = self._rows.files(name)
        if self._rows.get("drawn", name) == self._keys[name]:
            owners = self._owners(name)
            self._left[name] = {path: found for path, found in files.items() if owners.get(path, 0) not in numbers}
        known = known_files(files, standing)
        frame = self._indexes.outlook.frame
        return Drawing(name, pages, around, frame, staging, known, self._is_published)

    def _of_site(self, standing: Mapping[str, str], staging: Callable[[], write.Staging | None]) -> Iterator[Drawing]:
        """Plan the indexes that have changed, and yield those pages of theirs that must be drawn."""
        for kind in plan.KINDS:
            key = self._indexes.key_of(kind)
            known = self._last.whole.kinds.get(kind.name)
            if known is not None and known.key == key and self._stand(known, standing):
                self.kinds[kind.name] = known
            else:
                planned = self._indexes.planned(kind)
                yield from self._to_draw(kind.name, key, planned, known, standing, staging)
        of_site = [address for planned in self.kinds.values() for address in planned.pages]
        every = [self._indexes.order_digest, self._rows.digest("addresses"), *of_site]
        self._check_collisions(of_site, every)
        key = digest(self._indexes.around, *every, "", self._rows.digest("summary"))
        known = self._last.whole.kinds.get(MAP)
        if known is not None and known.key == key and self._stand(known, standing):
            self.kinds[MAP] = known
        else:
            pages = tuple(plan.sitemap_pages([*self._indexes.of_all_texts(), *of_site], self._indexes.context))
            yield from self._to_draw(MAP, key, pages, known, standing, staging)

    def _to_draw(
        self,
        name: str,
        key: str,
        pages: Iterable[Page],
        known: Planned | None,
        standing: Mapping[str, str],
        staging: Callable[[], write.Staging | None],
    ) -> Iterator[Drawing]:
        drawn: dict[str, Drawn] = {}
        layouts: set[str] = set()
        self.kinds[name] = Planned(key, drawn)
        for gone in known.pages.values() if known else ():
            self._gone.update(gone.files)
        for page in pages:
            layouts.add(page.layout)
            content = encoded_pages([page])
            page_key = digest(self._indexes.key_of_layout(page.layout), digest_of(content))
            before = known.pages.get(page.address) if known else None
            if before is not None and before.key == page_key and stands(before.files, standing):
                drawn[page.address] = before
                continue
            drawn[page.address] = Drawn(page_key)
            path = output_path(page.address)
            if before is None:
                reason = _first(path, standing)
            elif not before.key:
                reason = UNFINISHED
            elif before.key == page_key:
                reason = LOST
            else:
                reason = AROUND if self._is_stale(page.layout) else SHOWS
            self.why.append(Why(path, reason))
            files = known_files(before.files, standing) if before else {}
            frame, drawing = self._indexes.outlook.frame, f"{name}{OF}{page.address}"
            yield Drawing(drawing, content, None, frame, staging(), files, self._is_published)
        self.kinds[name] = replace(self.kinds[name], layouts=tuple(sorted(layouts)))

    def _stand(self, planned: Planned, standing: Mapping[str, str]) -> bool:
        """Return whether all these pages could be drawn, would be drawn the same again, and stand in the site."""
        return not any(map(self._is_stale, planned.layouts)) and all(
            page.key and stands(page.files, standing) for page in planned.pages.values()
        )

    def _check_collisions(self, of_site: list[str], every: list[str]) -> None:
        """Find texts at addresses that pages of the program's own take; `every` is what all addresses follow from."""
        key = digest(*every, "", self._indexes.outlook.key)
        known = self._last.whole.kinds.get("collisions")
        if known is None or known.key != key:
            context = self._indexes.context
            folders = {address for address in self.kinds["folders"].pages if address in context.folders}
            generated = _without_each_once(
                [*self._indexes.of_all_texts(), *of_site], {*filter(None, context.summaries), *folders}
            )
            known = Planned(key, problems=tuple(plan.collisions(sorted(folders), generated, context)))
        self.kinds["collisions"] = known
        self.problems += known.problems

    def _take(self, drawn: DrawnPages) -> None:
        """Keep what was drawn, unless something is wrong with it."""
        self.problems += drawn.problems
        if self._put is not None:
            drawn = replace(drawn, files={**drawn.files, **{one.path: self._put(one) for one in drawn.outputs}})
        else:
            self.outputs += drawn.outputs
        if drawn.name in self._keys:
            key = "" if drawn.problems or not self._is_published else self._keys[drawn.name]
            self._rows.put_files(drawn.name, key, {**self._left.pop(drawn.name, {}), **drawn.files})
            return
        kind, _, address = drawn.name.partition(OF)
        pages = self.kinds[kind].pages
        key = "" if drawn.problems or not self._is_published else pages[address].key
        pages[address] = replace(pages[address], key=key, files=drawn.files)


def known_files(drawn: Mapping[str, str], standing: Mapping[str, str]) -> Mapping[str, str]:
    """Return what stands at the paths of what was drawn before."""
    return {path: standing[path] for path in drawn if path in standing}


def _first(path: str, standing: Mapping[str, str]) -> str:
    """Return why a page is drawn of which the last build says nothing."""
    return "nothing is remembered of it" if path in standing else "it is new"


def stands(files: Mapping[str, str], standing: Mapping[str, str]) -> bool:
    """Return whether the files that were drawn stand in the site."""
    return all(standing.get(path) == found for path, found in files.items())


def _lost(drawing: Drawing) -> DrawnPages:
    """Return what stands for pages whose drawing ended its process."""
    if drawing.around is not None:
        problem = Problem("text-too-costly", "drawing this text ended its process", Place(f"content/{drawing.name}.md"))
    else:
        address = drawing.name.partition(OF)[2]
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
