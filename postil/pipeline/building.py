"""One build: what changed is worked on and drawn again, everything else is remembered.

Each step asks the ledger of the last build first: a text whose files, settings and answers are the
same is not parsed, an index whose facets are the same is not planned, and pages whose digests are
the same are not drawn.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import Any, Self, TypeVar

from postil import cards, gather, plan, render, search, write
from postil.core.cache import Cache
from postil.core.files import Files
from postil.core.machine import processors, program_digest
from postil.core.model import Asset, Gathered, Output, Settings, Source, TextPaths
from postil.core.problems import Checked, Problem
from postil.render import Layouts
from postil.settings import settings as read_settings

from .jobs import Done, DrawnPages, Job, given_up, headings_of, work
from .ledger import Ledger, keep, last
from .memory import Addressed, Drawn, Found, Whole, compiled, compiled_before, digest, keep_compiled, keep_layouts
from .options import Options
from .pages import Pages, known_files, stands
from .results import ToldText, ToldTexts, Why, unseen
from .rows import BETWEEN, FACETS, Rows, answers
from .spread import FEWEST_FOR_PROCESSES, Spread
from .station import Station, Supplies, written_headings
from .store import Store
from .survey import Survey, paths_of, state_of
from .weighing import has_errors

T = TypeVar("T")
MOST_SCOUTS = 16
"""Texts that are worked on before the others, to learn what surrounds them all."""
Progress = Callable[[str, int, int], None]


class Building:
    """A build on its way."""

    def __init__(
        self,
        files: Files,
        options: Options,
        cache: Cache | None,
        *,
        layouts: Layouts | None = None,
        publication: write.Publication | None = None,
        progress: Progress = unseen,
        remembers: bool = True,
    ) -> None:
        """Take what to build and how. Without `remembers`, what the last build kept is not looked at."""
        self.problems: list[Problem] = []
        self.assets: tuple[Asset, ...] = ()
        self.texts: Sequence[ToldText] = ()
        self.why: list[Why] = []
        self.spent: dict[str, float] = {}
        self._files = files
        self._options = options
        self._cache = cache
        self._store = Store(cache, self._worked_again)
        self._publication = publication
        self._progress = progress
        with self.timed("memory"):
            self._last = last(cache, program_digest()) if cache and remembers else Ledger.empty(cache)
        self._layouts = layouts or self._compiled_layouts()
        self._rows: Rows
        self._fresh: dict[str, DrawnPages] = {}
        self._spread: Spread[Any]
        self._worked: Sequence[str] = ()
        """The names of the texts that were worked on."""
        self._assets = self._last.whole.assets
        self._others: Mapping[str, str] | None = None
        """SHA-256 of the files that are no pages; `None` until the pages are drawn."""
        self._expected: plan.Frame | None = None
        """The frame with which the pages of texts are drawn as soon as they are planned."""

    def planned(self) -> None:
        """Gather, work on every text that has changed, and find what surrounds all pages."""
        with self.timed("gather"):
            texts = self._found()
            gathered = self._checked(gather.read(self._assets_found.assets, self._files))
            self.assets = gathered.assets
            settings = self._settings(gathered)
            self.problems += self._files.layout_problems()
            last = self._last
            paths = self._listing.value
            survey = self._survey = Survey(self._files, last.files, last.whole.fields, paths, texts)
            seen, is_wanted = survey.seen, self._options.drafts
            drafts = {name for name in survey.fields if survey.is_draft(name) and not is_wanted}
            self._names = [name for name in seen.names if name not in drafts] if drafts else list(seen.names)
            self._paths = dict(zip(seen.names, seen.belonging, strict=True))
            self._states = dict(zip(seen.names, seen.states, strict=True))
            self._rows = last.rows.of(self._names)
            self._address()
        with self.timed("prepare"):
            self._station_digest = self._common(gathered)
            same = self._same()
            self._supply(gathered, settings, same)
        with self.timed("texts"):
            self._work(same)
        with self.timed("frame"):
            self._surround()
        self.spent["frame"] -= self.spent.get("search", 0.0)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: object) -> None:
        if hasattr(self, "_spread"):
            self._spread.__exit__(kind, error, trace)

    @property
    def has_errors(self) -> bool:
        """Whether the site must not be published."""
        return has_errors(self.problems, self._options)

    def drawn(self, publication: write.Publication) -> Mapping[str, str]:
        """Draw every page that has changed to where the site is staged, and return all files of the site by SHA-256."""
        with self.timed("draw"):
            contents = self._pages.draw(
                self._spread,
                publication.standing,
                self._fresh,
                lambda: None if self._options.executor else str(publication.staging),
                self._progress,
                is_last=bool(self._last.site) and publication.known_by == self._last.site,
            )
        with self.timed("assets"):
            self._assets = self._drawn_assets(publication.standing)
            others = dict(self._assets.files)
            others |= {output.path: self._put(output) for output in self._index.outputs}
            others |= {file.path: file.digest for file in self._index.kept}
        self._others = others
        self.problems += self._pages.problems
        self.why = self._pages.why
        return contents | others

    def drawn_in_memory(self) -> tuple[Output, ...]:
        """Draw every page and return all files of the site."""
        self._pages.draw(self._spread, {}, {}, lambda: None, self._progress, is_last=False)
        self.problems += self._pages.problems
        outputs = (*sorted(self._pages.outputs, key=lambda output: output.path), *render.assets(self._layouts))
        if not any(problem.code == "address-taken" for problem in self.problems):
            self.problems += write.wrong_names(outputs, self.assets)
        return outputs

    def remember(self, *, was_published: bool) -> None:
        """Keep what the next build need not do again, once the site is published, or was left as it is."""
        if self._cache is None:
            return
        with self.timed("remember"):
            last, pages, rows = self._last, self._pages, self._rows
            is_drawn = self._others is not None
            gone = [name for name in last.rows.names if name not in rows]
            others = [*(self._others or ()), *(asset.address for asset in self.assets), *write.ADDED]
            whole = Whole(
                program=program_digest(),
                station=self._station_digest,
                found=self._assets_found,
                fields=self._survey.fields,
                addressed=self._addressed,
                outlook=pages.outlook,
                # Where errors kept the pages from being drawn, those of the site that stands are as they were.
                around=pages.around if is_drawn else last.whole.around,
                assets=self._assets,
                kinds=pages.kinds if is_drawn else {**last.whole.kinds, **pages.kinds},
                garbage=last.whole.garbage,
            )
            for name in gone:
                rows.details.drop(name)
            rows.details.divided(len(rows.names))
            site = self._publication.known_by if self._publication and was_published else ""
            changed = sum(rows.get("pages", name) != last.rows.get("pages", name) for name in (*self._worked, *gone))
            ledger = Ledger(whole, self._survey.settled(), rows, others, site)
            layouts = self._station.supplies.layouts
            keep_layouts(self._cache, layouts.compiled())
            keep(self._cache, ledger, gone=len(FACETS) * changed)
            if last.is_new:
                keep_compiled(layouts.compiled(), layouts.digest)

    # ---------------------------------------------------------------------------------- steps

    def _compiled_layouts(self) -> Layouts:
        """Return the layouts, compiled as far as this or another site has needed them before."""
        layouts = Layouts(self._files.layouts)
        kept = (compiled(self._cache) if self._cache else {}) or compiled_before(layouts.digest)
        return Layouts(self._files.layouts, kept)

    def _settings(self, gathered: Gathered) -> Settings:
        settings = self._checked(read_settings(gathered))
        if self._options.base_url:
            return replace(settings, site=replace(settings.site, base_url=self._options.base_url))
        return settings

    def _found(self) -> tuple[TextPaths, ...] | None:
        """List the files of content/. Return the texts that their names tell of, `None` when they are the last ones."""
        self._listing = listing = self._files.contents()
        self.problems += listing.problems
        is_there = "content" not in self._files.missing
        key = digest(str(is_there), *listing.value)
        found = self._last.whole.found
        texts = None
        if found.key != key:
            arranged = gather.arranged(listing.value, is_there=is_there)
            found, texts = Found(key, arranged.value.assets, arranged.problems), arranged.value.texts
        self._assets_found = found
        self.problems += found.problems
        return texts

    def _address(self) -> None:
        """Give each text its address. One without keeps the site from being published, but is looked at."""
        fields = [f"{name} {slug} {is_draft}" for name, (slug, is_draft) in sorted(self._survey.fields.items())]
        assets = [asset.address for asset in self.assets]
        key = digest(self._assets_found.key, str(self._options.drafts), *map(repr, fields), "", *assets)
        known = self._last.whole.addressed
        if known.key == key and self._last.rows.names == self._names:
            self._addressed = known
            self.problems += known.problems
            return
        named = []
        for name in self._names:
            paths, slug = self._text(name), self._survey.slug(name)
            if paths.text:
                source = self._survey.source(paths) if slug is not None else None
                named.append((name, source or Source(paths.text, "", ""), slug))
        given = self._checked(addresses := plan.addresses(named))
        self._addressed = Addressed(key, addresses.problems)
        columns = [given.get(name, f"without-address-{number}/") for number, name in enumerate(self._names)]
        self._rows.replace("address", columns)

    def _text(self, name: str) -> TextPaths:
        return paths_of(name, self._paths[name])

    def _common(self, gathered: Gathered) -> str:
        """Return a digest of what is the same for all texts."""
        options = self._options
        sources = [
            source.digest if source else "" for source in (gathered.site, gathered.entities, gathered.references)
        ]
        words = [
            hashlib.sha256(content).hexdigest()
            for name in self._layouts.names()
            if name.startswith("strings/")
            for _, content in self._layouts.every(name)
        ]
        look = cards.look(self._layouts.bytes)
        self._look = look if self._publication is not None else None
        drawn_with = self._look.digest if self._look else ""
        chosen = repr((options.drafts, options.search, options.base_url))
        return digest(program_digest(), chosen, drawn_with, *sources, *words)

    def _same(self) -> list[str]:
        """Return the names of the texts that would become again what they became, apart from what they asked.

        For their files, their addresses and everything that is the same for all texts is what it was.
        """
        last, rows = self._last, self._rows
        now = rows.column("address"), [self._states[name] for name in self._names]
        before = last.rows.of(self._names)
        found = zip(
            self._names, before.column("key"), *now, before.column("address"), before.column("state"), strict=True
        )
        rows.replace("state", now[1])
        if last.whole.station != self._station_digest:
            return []
        return [
            name
            for name, key, address, state, address_before, state_before in found
            if key and state and state == state_before and address == address_before
        ]

    def _key(self, name: str) -> str:
        """Return a digest of what a text depends on, apart from the answers to what it asks; empty in doubt."""
        state = self._states[name]
        return digest(self._station_digest, name, self._rows.get("address", name), state) if state else ""

    def _supply(self, gathered: Gathered, settings: Settings, same: Sequence[str]) -> None:
        """Make the station at which texts are worked on."""
        paths = {name: self._paths[name].partition(BETWEEN)[0] for name in self._names}
        known = self._rows if len(same) == len(self._names) else self._rows.of(same)
        headings = dict(zip((paths[name] for name in same), known.column("headings"), strict=True))
        addresses = zip(paths.values(), self._rows.column("address"), strict=True)
        standing = self._publication.standing if self._publication and self._look else {}
        if self._options.executor:
            headings |= self._surveyed_headings(settings, [path for path in paths.values() if path], headings)
        supplies = Supplies(
            settings=settings,
            texts={path: address for path, address in addresses if path},
            assets=gathered.assets,
            layouts=self._layouts if self._publication is None else self._layouts.held(),
            today=self._files.today(),
            drafts=self._options.drafts,
            has_search=self._options.search,
            look=self._look,
            cards={path: found for path, found in standing.items() if "card-" in path},
            headings=headings,
        )
        self._station = Station.of(supplies, self._files)
        self._spread = Spread(
            supplies, self._files, self._station, self._options.jobs or processors(), self._options.executor
        )

    def _surveyed_headings(
        self, settings: Settings, texts: Iterable[str], known: Mapping[str, str]
    ) -> Mapping[str, str]:
        """Return the headings of the texts of which they are not known, found where the work will be done.

        Another machine cannot read a text when it meets a link to a heading of it.
        """
        paths = [path for path in texts if path not in known]
        supplies = Supplies(settings, {}, (), self._layouts.held(), self._files.today(), drafts=True, has_search=False)
        sources = (self._files.source(path).value or Source(path, "", "") for path in paths)
        station = Station.of(supplies, None)
        spread: Spread[Source] = Spread(supplies, self._files, station, processors(), self._options.executor)
        with spread:
            found = spread.map(headings_of, sources, len(paths), lost=lambda _: None)
            return {path: written_headings(ids) for path, ids in zip(paths, found, strict=True)}

    def _work(self, same: Sequence[str]) -> None:
        """Work on the texts that have changed; of the others take what is remembered."""
        holding = self._holding(same)
        changed = [name for name in self._names if name not in holding]
        for name in changed:
            self._rows.blank(name)
        self._worked = changed
        self._expected = self._last.whole.outlook.frame if self._last.whole.station == self._station_digest else None
        if self._expected is None and self._publication is not None and len(changed) >= FEWEST_FOR_PROCESSES:
            scouts = _scouts(changed, {name: self._rows.get("address", name) for name in changed})
            # In processes of their own, like the others: one may be the text that ends its process.
            for done in self._spread.map(work, self._jobs(scouts, None), FEWEST_FOR_PROCESSES, lost=given_up):
                self._take(done)
            self._expected = self._expected_frame()
            changed = [name for name in changed if name not in scouts]
        staging = None
        if self._publication and changed and self._expected and not self._options.executor:
            staging = str(self._publication.staging)
        jobs = self._jobs(changed, staging)
        for number, done in enumerate(self._spread.map(work, jobs, len(changed), lost=given_up), start=1):
            self._take(done)
            self._progress("texts", number, len(changed))
        self.problems += self._rows.problems()

    def _holding(self, same: Sequence[str]) -> set[str]:
        """Return which of these texts would become again what they became, since links lead where they did."""
        today, days = self._station.supplies.today, self._rows.column("day")
        if any(days):
            same = [name for name in same if self._rows.get("day", name) in ("", today)]
        holding = set(same)
        ways = self._station.ground.ways
        # While every text and every asset stands where it did, it is only headings that may have come or gone.
        is_same = self._addressed is self._last.whole.addressed
        for name, written in self._rows.asked():
            if (is_same and "#" not in written) or ways.lead_as_before(answers(written)):
                continue
            holding.discard(name)
        return holding

    def _jobs(self, names: Iterable[str], staging: str | None) -> Iterator[Job]:
        """Yield the work on these texts, whose files are read only now."""
        for name in names:
            paths = self._text(name)
            read = self._survey.read(paths)
            if read.value is None:
                self.problems += read.problems
                continue
            # A file that was changed since it was looked at is worked on again next time.
            key = self._key(name) if state_of(paths, read) == self._states[name] else ""
            seconds, address = self._options.seconds_per_text, self._rows.get("address", name)
            known = known_files(self._rows.files(name), self._publication.standing) if self._publication else {}
            yield Job(read.value, read.problems, key, address, seconds, self._expected, staging, known)

    def _expected_frame(self) -> plan.Frame | None:
        """Return the frame that a site without memory will most likely have, judged by the texts that are known."""
        known = {name: self._rows.summary(name) for name in self._rows.with_pages()}
        if not known:
            return None
        like = next(iter(known.values()))
        every = [
            known.get(name) or replace(like, path=paths.text, address=self._rows.get("address", name), title="")
            for name in self._names
            if (paths := self._text(name)).text
        ]
        summaries = plan.by_address(every)
        ground = self._station.ground
        folders = plan.outline(every, plan.unlisted(every, ground))
        return plan.frame(summaries, folders, ground, has_search=self._options.search)

    def _take(self, done: Done) -> None:
        self._rows.take(done.name, done.row)
        for key, content in done.kept.items():
            self._store.put(key, content)
        if done.drawn is not None:
            self._fresh[done.name] = done.drawn

    def _drawn_assets(self, standing: Mapping[str, str]) -> Drawn:
        """Stage the files of the layouts that pages ask for, unless they stand."""
        key, known = render.assets_digest(self._layouts), self._last.whole.assets
        if known.key == key and stands(known.files, standing):
            return known
        return Drawn(key, {output.path: self._put(output) for output in render.assets(self._layouts)})

    def _put(self, output: Output) -> str:
        """Stage a file, unless it stands already, and return its SHA-256."""
        if self._publication is None:
            raise ValueError("this build is not to be published")
        found = hashlib.sha256(output.content).hexdigest()
        if self._publication.standing.get(output.path) == found:
            return found
        return write.staged(str(self._publication.staging), output.path, output.content)

    def _worked_again(self, name: str) -> Mapping[str, bytes]:
        """Return what a text gives whose values were lost."""
        read = self._survey.read(self._text(name))
        if read.value is None:
            return {}
        address = self._rows.get("address", name)
        return work(self._station, Job(read.value, read.problems, "", address, self._options.seconds_per_text)).kept

    def _surround(self) -> None:
        """Find what surrounds every page, and what is wrong with the whole site."""
        rows = self._rows
        self._index = search.Index()
        self._pages = pages = Pages(
            self._station,
            self._station_digest,
            self._store,
            self._last,
            rows,
            put=self._put if self._publication else None,
            expected=self._expected,
        )
        pages.surround(has_search=self._options.search and self._indexed(pages.outlook.order))
        pages.check()
        self.texts = ToldTexts(rows.with_pages(), self._told)

    def _told(self, name: str) -> ToldText:
        return ToldText(self._text(name).text or "", self._rows.get("address", name), self._rows.tally(name))

    def _indexed(self, order: Sequence[str]) -> bool:
        """Make the index of the search, unless it stands; return whether the site has a search."""
        publication, rows = self._publication, self._rows
        if publication is None or self.has_errors:
            return True
        keys = [rows.get("searched", name) for name in order]
        with self.timed("search"):
            made = search.index(
                digest(*keys),
                lambda: [self._store.value(key, name) for key, name in zip(keys, order, strict=True) if key],
                lang=self._station.ground.lang,
                earlier=publication.earlier,
            )
        self.problems += made.problems
        self._index = made.value or search.Index()
        return made.value is not None

    # ---------------------------------------------------------------------------------- small things

    def _checked(self, checked: Checked[T]) -> T:
        """Put a stage's problems with the others and return its value."""
        self.problems += checked.problems
        return checked.value

    @contextmanager
    def timed(self, stage: str) -> Iterator[None]:
        """Count the time that the block takes."""
        began = time.perf_counter()
        try:
            yield
        finally:
            self.spent[stage] = self.spent.get(stage, 0.0) + time.perf_counter() - began


def _scouts(names: Sequence[str], addresses: Mapping[str, str]) -> list[str]:
    """Return the names of texts by which to judge the others: one of many, and those that give folders their titles.

    None where these are too many to be worked on before the others.
    """
    folders = {address.rsplit("/", 2)[0] + "/" for address in addresses.values() if address.count("/") > 1}
    found = [name for name in names if addresses[name] in folders or not addresses[name]]
    middle = names[len(names) // 2]
    return [*found, *([middle] if middle not in found else [])] if len(found) < MOST_SCOUTS else []
