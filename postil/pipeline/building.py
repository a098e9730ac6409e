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
from postil.core.model import Asset, Gathered, Output, Settings, Source
from postil.core.problems import Checked, Problem
from postil.render import Layouts
from postil.settings import settings as read_settings

from .jobs import Done, DrawnPages, Drawing, Job, Surroundings, draw, given_up, headings_of, work
from .memory import Ledger, Row, compiled, compiled_before, digest, keep, keep_compiled, last
from .options import Options
from .pages import Pages, known_files
from .results import ToldText, Why
from .spread import FEWEST_FOR_PROCESSES, Spread
from .station import Station, Supplies
from .store import Store
from .survey import Survey, Surveyed, digests_of
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
        progress: Progress = lambda stage, done, total: None,
    ) -> None:
        self.problems: list[Problem] = []
        self.assets: tuple[Asset, ...] = ()
        self.texts: tuple[ToldText, ...] = ()
        self.why: list[Why] = []
        self.spent: dict[str, float] = {}
        self._files = files
        self._options = options
        self._cache = cache
        self._store = Store(cache, self._worked_again)
        self._publication = publication
        self._progress = progress
        with self.timed("memory"):
            self._last = last(cache) if cache else Ledger()
        self._layouts = layouts or self._compiled_layouts()
        self._rows: dict[str, Row] = {}
        self._fresh: dict[str, DrawnPages] = {}
        self._spread: Spread[Any]
        self._expected: plan.Frame | None = None
        """The frame with which the pages of texts are drawn as soon as they are planned."""

    def planned(self) -> None:
        """Gather, work on every text that has changed, and find what surrounds all pages."""
        with self.timed("gather"):
            gathered = self._checked(gather.gathered(self._files))
            self.assets = gathered.assets
            settings = self._settings(gathered)
            self.problems += self._files.layout_problems()
            survey = self._survey = Survey(self._files, self._last)
            texts = {paths.name: survey.of(paths) for paths in gathered.texts}
            if not self._options.drafts:
                texts = {name: text for name, text in texts.items() if not text.is_draft}
            self._texts = texts
            addresses = self._addresses(texts)
        with self.timed("prepare"):
            self._station_digest = self._common(gathered)
            keys = {name: self._key(text, addresses[name]) for name, text in texts.items()}
            self._supply(gathered, settings, texts, addresses, keys)
        with self.timed("texts"):
            self._work(texts, addresses, keys, survey)
        with self.timed("frame"):
            self._surround()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: object) -> None:
        if hasattr(self, "_spread"):
            self._spread.__exit__(kind, error, trace)

    @property
    def has_errors(self) -> bool:
        """Whether the site must not be published."""
        return has_errors(self.problems, self._options)

    def drawn(self) -> dict[str, str]:
        """Draw every page that has changed to where the site is staged, and return all files of the site by SHA-256."""
        publication = self._publication
        assert publication is not None
        with self.timed("draw"):
            contents = self._pages.draw(
                self._spread,
                publication.standing,
                self._fresh,
                lambda: None if self._options.executor else str(publication.staging),
                self._progress,
            )
        with self.timed("assets"):
            for output in (*render.assets(self._layouts), *self._index.outputs):
                contents[output.path] = self._put(output)
            contents.update((file.path, file.digest) for file in self._index.kept)
        self.problems += self._pages.problems
        self.why = self._pages.why
        return contents

    def drawn_in_memory(self) -> tuple[Output, ...]:
        """Draw every page and return all files of the site."""
        self._pages.draw(self._spread, {}, {}, lambda: None, self._progress)
        self.problems += self._pages.problems
        outputs = (*sorted(self._pages.outputs, key=lambda output: output.path), *render.assets(self._layouts))
        if not any(problem.code == "address-taken" for problem in self.problems):
            self.problems += write.wrong_names(outputs, self.assets)
        return outputs

    def remember(self) -> None:
        """Keep what the next build need not do again."""
        if self._cache is None:
            return
        with self.timed("remember"):
            ledger = Ledger(
                self._station_digest,
                self._survey.known,
                self._survey.fields,
                self._rows,
                # Where errors kept the pages from being drawn, those of the site that stands are as they were.
                {**self._last.drawn, **self._pages.texts} if self.has_errors else self._pages.texts,
                {**self._last.kinds, **self._pages.kinds},
                self._pages.frame,
            )
            layouts = self._station.supplies.layouts
            keep(self._cache, ledger, layouts.compiled())
            if not self._last.rows:
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

    def _addresses(self, texts: Mapping[str, Surveyed]) -> Mapping[str, str]:
        """Return the address of each text. One without keeps the site from being published, but is looked at."""
        named = (
            (name, text.source or Source(text.paths.text, "", ""), text.slug)
            for name, text in texts.items()
            if text.paths.text
        )
        given = self._checked(plan.addresses(named))
        return {name: given.get(name, f"without-address-{number}/") for number, name in enumerate(texts)}

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

    def _key(self, text: Surveyed, address: str) -> str:
        """Return a digest of what a text depends on, apart from the answers to what it asks; empty in doubt."""
        if not text.digests:
            return ""
        return digest(self._station_digest, text.paths.name, address, *text.paths.all, *text.digests)

    def _supply(
        self,
        gathered: Gathered,
        settings: Settings,
        texts: Mapping[str, Surveyed],
        addresses: Mapping[str, str],
        keys: Mapping[str, str],
    ) -> None:
        """Make the station at which texts are worked on."""
        headings: dict[str, frozenset[str] | None] = {}
        for name, text in texts.items():
            row = self._last.rows.get(name)
            if text.paths.text and row is not None and row.key and row.key == keys[name]:
                headings[text.paths.text] = None if row.headings is None else frozenset(row.headings)
        standing = self._publication.standing if self._publication and self._look else {}
        if self._options.executor:
            headings |= self._surveyed_headings(settings, texts, headings)
        supplies = Supplies(
            settings=settings,
            texts={text.paths.text: addresses[name] for name, text in texts.items() if text.paths.text},
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
        self, settings: Settings, texts: Mapping[str, Surveyed], known: Mapping[str, frozenset[str] | None]
    ) -> Mapping[str, frozenset[str] | None]:
        """Return the headings of the texts of which they are not known, found where the work will be done.

        Another machine cannot read a text when it meets a link to a heading of it.
        """
        paths = [text.paths.text for text in texts.values() if text.paths.text and text.paths.text not in known]
        supplies = Supplies(settings, {}, (), self._layouts.held(), self._files.today(), drafts=True, has_search=False)
        sources = (self._files.source(path).value or Source(path, "", "") for path in paths)
        station = Station.of(supplies, None)
        spread: Spread[Source] = Spread(supplies, self._files, station, processors(), self._options.executor)
        with spread:
            found = spread.map(headings_of, sources, len(paths), lost=lambda _: None)
            return dict(zip(paths, found, strict=True))

    def _work(
        self,
        texts: Mapping[str, Surveyed],
        addresses: Mapping[str, str],
        keys: Mapping[str, str],
        survey: Survey,
    ) -> None:
        """Work on the texts that have changed; of the others take what is remembered."""
        changed: list[str] = []
        for name in texts:
            row = self._last.rows.get(name)
            if row is not None and self._still_holds(row, keys[name]):
                self._rows[name] = row
            else:
                changed.append(name)
        self._expected = self._last.frame if self._last.station == self._station_digest else None
        if self._expected is None and self._publication is not None and len(changed) >= FEWEST_FOR_PROCESSES:
            scouts = _scouts(changed, addresses)
            for job in self._jobs(scouts, texts, addresses, keys, survey, None):
                self._take(work(self._station, job))
            self._expected = self._expected_frame(texts, addresses)
            changed = [name for name in changed if name not in scouts]
        staging = None
        if self._publication and changed and self._expected and not self._options.executor:
            staging = str(self._publication.staging)
            # Layouts that have drawn a page are compiled, and need not be in each of the processes.
            for name, row in self._rows.items():
                if row.summary and row.pages and name not in self._last.rows:
                    around = Surroundings(self._expected, addresses[name], row.summary.lang)
                    pages = self._store.content(row.pages, name)
                    self._fresh[name] = draw(self._station, Drawing(name, pages, around, self._expected, staging))
                    break
        jobs = self._jobs(changed, texts, addresses, keys, survey, staging)
        for number, done in enumerate(self._spread.map(work, jobs, len(changed), lost=given_up), start=1):
            self._take(done)
            self._progress("texts", number, len(changed))
        for row in self._rows.values():
            self.problems += row.problems

    def _jobs(
        self,
        names: Iterable[str],
        texts: Mapping[str, Surveyed],
        addresses: Mapping[str, str],
        keys: Mapping[str, str],
        survey: Survey,
        staging: str | None,
    ) -> Iterator[Job]:
        """Yield the work on these texts, whose files are read only now."""
        for name in names:
            read = survey.read(texts[name].paths)
            if read.value is None:
                self.problems += read.problems
                continue
            # A file that was changed since it was looked at is worked on again next time.
            key = keys[name] if digests_of(read.value) == set(texts[name].digests) else ""
            seconds = self._options.seconds_per_text
            before = self._last.drawn.get(name)
            known = known_files(before, self._publication.standing) if before and self._publication else {}
            yield Job(read.value, read.problems, key, addresses[name], seconds, self._expected, staging, known)

    def _expected_frame(self, texts: Mapping[str, Surveyed], addresses: Mapping[str, str]) -> plan.Frame | None:
        """Return the frame that a site without memory will most likely have, judged by the texts that are known."""
        known = {row.summary.path: row.summary for row in self._rows.values() if row.summary}
        if not known:
            return None
        like = next(iter(known.values()))
        every = [
            known.get(text.paths.text) or replace(like, path=text.paths.text, address=addresses[name], title="")
            for name, text in texts.items()
            if text.paths.text
        ]
        summaries = plan.by_address(every)
        ground = self._station.ground
        folders = plan.outline(every, plan.unlisted(every, ground))
        return plan.frame(summaries, folders, ground, has_search=self._options.search)

    def _take(self, done: Done) -> None:
        self._rows[done.name] = done.row
        for key, content in done.kept.items():
            self._store.put(key, content)
        if done.drawn is not None:
            self._fresh[done.name] = done.drawn

    def _put(self, output: Output) -> str:
        """Stage a file, unless it stands already, and return its SHA-256."""
        assert self._publication is not None
        found = hashlib.sha256(output.content).hexdigest()
        if self._publication.standing.get(output.path) == found:
            return found
        return write.staged(str(self._publication.staging), output.path, output.content)

    def _worked_again(self, name: str) -> Mapping[str, bytes]:
        """Return what a text gives whose values were lost."""
        read = self._survey.read(self._texts[name].paths)
        if read.value is None:
            return {}
        address = self._station.supplies.texts[read.value.text.path]
        return work(self._station, Job(read.value, read.problems, "", address, self._options.seconds_per_text)).kept

    def _still_holds(self, row: Row, key: str) -> bool:
        """Return whether a text would become again what it became last time."""
        if not key or row.key != key or row.day not in ("", self._station.supplies.today):
            return False
        return self._station.ground.ways.lead_as_before(row.asked)

    def _surround(self) -> None:
        """Find what surrounds every page, and what is wrong with the whole site."""
        rows = {name: row for name, row in self._rows.items() if row.summary}
        self._index = search.Index()
        has_search = self._options.search and self._indexed(rows)
        self._pages = Pages(
            self._station,
            self._station_digest,
            self._store,
            self._last,
            rows,
            has_search=has_search,
            put=self._put if self._publication else None,
            expected=self._expected,
        )
        self._pages.check()
        self.texts = tuple(
            ToldText(row.summary.path, row.summary.address, row.tally) for row in rows.values() if row.summary
        )

    def _indexed(self, rows: Mapping[str, Row]) -> bool:
        """Make the index of the search, unless it stands; return whether the site has a search."""
        publication = self._publication
        if publication is None or self.has_errors:
            return True
        lang = self._station.ground.lang
        ordered = plan.by_address(row.summary for row in rows.values() if row.summary)
        names = {row.summary.address: name for name, row in rows.items() if row.summary}
        keys = [rows[names[address]].facets.get("searched", "") for address in ordered]
        with self.timed("search"):
            made = search.index(
                digest(*keys),
                lambda: [
                    self._store.value(key, names[address]) for address, key in zip(ordered, keys, strict=True) if key
                ],
                lang=lang,
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
