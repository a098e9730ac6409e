"""A build that is published: its files staged, the index of its search made, and what it gave remembered."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence

from postil import render, search, write
from postil.core.cache import Cache
from postil.core.model import Output
from postil.render import LayoutFiles, Layouts

from .building import Building
from .ledger import keep
from .memory import Drawn, compiled, compiled_before, digest, keep_compiled, keep_layouts
from .options import Options
from .pages import Pages, stands
from .results import Progress, Why
from .rows import FACETS


class Publishing:
    """What becomes of a build on the disk."""

    def __init__(
        self, building: Building, options: Options, publication: write.Publication, progress: Progress
    ) -> None:
        """Take the build, whose texts are known, and where it is published."""
        self.why: Sequence[Why] = ()
        self._building = building
        self._options = options
        self._publication = publication
        self._progress = progress
        self._assets = building.last.whole.assets
        self._others: Mapping[str, str] = {}
        """SHA-256 of the files that are no pages."""
        self._index = search.Index()
        building.surround(has_search=options.search and self._indexed(building.indexes.outlook.order))
        self._pages = Pages(
            building.indexes, building.store, building.last, building.rows, put=self._put, expected=building.expected
        )

    def drawn(self) -> Mapping[str, str]:
        """Draw every page that has changed to where the site is staged, and return all files of the site by SHA-256.

        With errors no page is written that is not yet, so that a full disk does not hide them.
        """
        building, publication = self._building, self._publication
        is_published = not building.has_errors
        with building.timed("draw"):
            contents = self._pages.draw(
                building.spread,
                publication.standing,
                building.fresh,
                lambda: publication.staging if is_published and not self._options.executor else None,
                self._progress,
                is_last=bool(building.last.site) and publication.known_by == building.last.site,
                is_published=is_published,
            )
        with building.timed("assets"):
            self._assets = self._drawn_assets(publication.standing)
            others = dict(self._assets.files)
            others |= {output.path: self._put(output) for output in self._index.outputs}
            others |= {file.path: file.digest for file in self._index.kept}
        self._others = others
        building.problems += (*building.indexes.problems, *self._pages.problems)
        self.why = self._pages.why
        return contents | others

    def remember(self, cache: Cache, *, was_published: bool) -> None:
        """Keep what the next build need not do again, once the site is published, or was left as it is."""
        building = self._building
        with building.timed("remember"):
            last, rows, pages = building.last, building.rows, self._pages
            gone = [name for name in last.rows.names if name not in rows]
            others = [*self._others, *(asset.address for asset in building.assets), *write.ADDED]
            for name in gone:
                rows.details.drop(name)
            rows.details.divided(len(rows.names))
            ledger = building.ledger(
                drawn_with=pages.drawn_with,
                kinds=pages.kinds,
                assets=self._assets,
                others=others,
                site=self._publication.known_by if was_published else "",
            )
            changed = sum(rows.get("pages", name) != last.rows.get("pages", name) for name in (*building.worked, *gone))
            layouts = building.station.supplies.layouts
            keep_layouts(cache, layouts.compiled())
            keep(cache, ledger, gone=len(FACETS) * changed)
            if last.is_new:
                keep_compiled(layouts.compiled(), layouts.digest)

    def _indexed(self, order: Sequence[str]) -> bool:
        """Make the index of the search, unless it stands; return whether the site has a search."""
        building, rows = self._building, self._building.rows
        if building.has_errors:
            return True
        keys = [rows.get("searched", name) for name in order]
        store = building.store
        with building.timed("search"):
            made = search.index(
                digest(*keys),
                lambda: [store.value(key, name) for key, name in zip(keys, order, strict=True) if key],
                lang=building.station.ground.lang,
                earlier=self._publication.earlier,
            )
        building.problems += made.problems
        self._index = made.value or search.Index()
        return made.value is not None

    def _drawn_assets(self, standing: Mapping[str, str]) -> Drawn:
        """Stage the files of the layouts that pages ask for, unless they stand."""
        layouts = self._building.layouts
        key, known = render.assets_digest(layouts), self._building.last.whole.assets
        if known.key == key and stands(known.files, standing):
            return known
        return Drawn(key, {output.path: self._put(output) for output in render.assets(layouts)})

    def _put(self, output: Output) -> str:
        """Stage a file, unless it stands already or nothing will be published, and return its SHA-256."""
        if self._building.has_errors:
            return hashlib.sha256(output.content).hexdigest()
        standing = self._publication.standing.get(output.path)
        return write.staged(self._publication.staging, output.path, output.content, standing=standing)


def compiled_layouts(folders: Sequence[LayoutFiles], cache: Cache | None) -> Layouts:
    """Return the layouts, compiled as far as this or another site has needed them before."""
    layouts = Layouts(tuple(folders))
    kept = (compiled(cache) if cache else {}) or compiled_before(layouts.digest)
    return Layouts(layouts.folders, kept)
