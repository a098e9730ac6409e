"""The first half of a build: what changed is worked on, and of everything else it is known what it gave.

Each step asks the ledger of the last build first: a text whose files, settings and answers are the
same is not parsed. What becomes of it all is for others: `publishing` draws it to the disk, and
`live` shows it from memory.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from typing import Any, Self, TypeVar

from postil import cards, gather, plan, write
from postil.core.cache import Cache
from postil.core.files import Files
from postil.core.machine import processors, program_digest
from postil.core.model import Asset, Gathered, Settings, Source, TextPaths
from postil.core.problems import Checked, Problem
from postil.render import Layouts

from .indexes import Indexes
from .jobs import GIVEN_UP, Done, DrawnPages, Job, given_up, headings_of, work
from .ledger import Ledger
from .meanings import differing, meanings
from .memory import Addressed, Drawn, Found, Planned, Row, Whole, digest
from .options import Options
from .pages import known_files
from .reading import Reading
from .results import Progress, ToldText, ToldTexts, unseen
from .rows import BETWEEN, Rows, answers
from .spread import FEWEST_FOR_PROCESSES, Spread
from .station import Station, Supplies, written_headings
from .store import Store
from .survey import Survey, paths_of, state_of
from .weighing import has_errors

T = TypeVar("T")
MOST_SCOUTS = 16
"""Texts that are worked on before the others, to learn what surrounds them all."""
BROKEN = frozenset(
    {
        *("not-utf-8", "control-character", "file-too-large", "line-too-long", "unreadable", "outside-content"),
        *("yaml-syntax", "yaml-too-deep", "several-documents", "front-matter", GIVEN_UP),
    }
)
"""Problems by which a whole file of a text is lost, and not some of what it says."""


class Building:
    """A build on its way."""

    def __init__(
        self,
        files: Files,
        options: Options,
        last: Ledger,
        cache: Cache | None,
        *,
        layouts: Layouts,
        reading: Reading | None = None,
        store: Store | None = None,
        publication: write.Publication | None = None,
        progress: Progress = unseen,
        stands: bool = False,
    ) -> None:
        """Take what to build and how, and what is remembered of the last build.

        `cache` holds what its texts gave; `reading` and `store` are those of an earlier build of this
        run. With `stands`, a text that cannot be read any more stays as it was, beside the problems, and one that
        was given up is not tried again while nothing changes. Else it is: who builds once more asks for that, and
        it may have been another's work on the machine for which the first time took too long.
        """
        self.problems: list[Problem] = []
        self.assets: tuple[Asset, ...] = ()
        self.texts: Sequence[ToldText] = ()
        self.spent: dict[str, float] = {}
        self.last = last
        self.layouts = layouts
        self.store = store or Store(cache, self._worked_again)
        self.store.again = self._worked_again
        self.rows: Rows
        self.station: Station
        self.spread: Spread[Any]
        self.indexes: Indexes
        self.worked: Sequence[str] = ()
        """The names of the texts that were worked on."""
        self.fresh: dict[str, DrawnPages] = {}
        """The pages of texts that were drawn as soon as they were planned, with `expected` around them."""
        self.expected: plan.Frame | None = None
        """The frame with which pages of texts are drawn at once."""
        self._files = files
        self._options = options
        self._reading = reading or Reading()
        self._publication = publication
        self._progress = progress
        self._stands = stands

    def planned(self) -> None:
        """Gather, work on every text that has changed, and find what they say together."""
        self.gather()
        self.work()

    def gather(self) -> None:
        """Find the texts and their addresses, and read what is the same for all of them."""
        with self.timed("gather"):
            texts = self._found()
            gathered = self._checked(gather.read(self._assets_found.assets, self._files))
            self.assets = gathered.assets
            settings = self._settings(gathered)
            self.problems += self._files.layout_problems()
            last, paths = self.last, self._listing.value
            self._survey = survey = Survey(
                self._files, last.files, last.whole.fields, paths, texts, stands=self._stands
            )
            seen, is_wanted = survey.seen, self._options.drafts
            drafts = {name for name in survey.fields if survey.is_draft(name) and not is_wanted}
            self._names = [name for name in seen.names if name not in drafts] if drafts else list(seen.names)
            self._paths = dict(zip(seen.names, seen.belonging, strict=True))
            self._states = dict(zip(seen.names, seen.states, strict=True))
            self.rows = last.rows.of(self._names)
            self._address()
        with self.timed("prepare"):
            self._drawing_digest = self._common_of_drawing(gathered)
            self._station_digest = self._common(gathered)
            is_as_before = last.whole.station == self._station_digest
            self._meanings = last.whole.meanings if is_as_before else meanings(settings)
            self._as_before = self._same()
            self._supply(gathered, settings, self._as_before)

    def work(self) -> None:
        """Work on the texts that have changed, and find what all of them say together."""
        with self.timed("texts"):
            self._work(self._as_before)
        with self.timed("frame"):
            self.indexes = Indexes(
                self.station, self._station_digest, self._drawing_digest, self.store, self.last, self.rows
            )
            self.texts = ToldTexts(self.rows.with_pages(), self._told)

    def surround(self, *, has_search: bool) -> None:
        """Find what surrounds every page, and what is wrong with the whole site."""
        with self.timed("frame"):
            self.indexes.surround(has_search=has_search)
            self.indexes.check()

    def has_text(self, name: str) -> bool:
        """Return whether there is a text of that name, once everything is gathered."""
        return name in self.rows and self._text(name).text is not None

    def ledger(
        self,
        *,
        drawn_with: Mapping[str, str],
        kinds: Mapping[str, Planned],
        assets: Drawn,
        others: Sequence[str] = (),
        site: str = "",
    ) -> Ledger:
        """Return what is to be remembered of this build, given how pages and files were drawn."""
        whole = Whole(
            program=program_digest(),
            station=self._station_digest,
            drawing=self._drawing_digest,
            meanings=self._meanings,
            found=self._assets_found,
            fields=self._survey.fields,
            addressed=self._addressed,
            outlook=self.indexes.outlook,
            drawn_with=drawn_with,
            assets=assets,
            kinds=kinds,
            garbage=self.last.whole.garbage,
        )
        return Ledger(whole, self._survey.settled(), self.rows, others, site)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: object) -> None:
        if hasattr(self, "spread"):
            self.spread.__exit__(kind, error, trace)

    @property
    def has_errors(self) -> bool:
        """Whether the site must not be published."""
        return has_errors(self.problems, self._options)

    def _settings(self, gathered: Gathered) -> Settings:
        settings = self._checked(self._reading.settings(gathered))
        if self._options.base_url:
            return replace(settings, site=replace(settings.site, base_url=self._options.base_url))
        return settings

    def _found(self) -> tuple[TextPaths, ...] | None:
        """List the files of content/. Return the texts that their names tell of, `None` when they are the last ones."""
        self._listing = listing = self._files.contents()
        self.problems += listing.problems
        is_there = "content" not in self._files.missing
        key = digest(str(is_there), *listing.value)
        found = self.last.whole.found
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
        known = self.last.whole.addressed
        if known.key == key and self.last.rows.names == self._names:
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
        self.rows.replace("address", columns)

    def _text(self, name: str) -> TextPaths:
        return paths_of(name, self._paths[name])

    def _common(self, gathered: Gathered) -> str:
        """Return a digest of what is the same for all texts."""
        sources = [source.digest if source else "" for source in (gathered.entities, gathered.references)]
        return digest(self._drawing_digest, *sources)

    def _common_of_drawing(self, gathered: Gathered) -> str:
        """Return a digest of what a page is drawn with, apart from what it shows, its layout and the frame.

        Who and what the notes name belongs to what pages show.
        """
        options = self._options
        site = gathered.site.digest if gathered.site else ""
        words = [
            hashlib.sha256(content).hexdigest()
            for name in self.layouts.names()
            if name.startswith("strings/")
            for _, content in self.layouts.every(name)
        ]
        self._look = None if self._publication is None else cards.look(self.layouts.bytes)
        drawn_with = self._look.digest if self._look else ""
        chosen = repr((options.drafts, options.search, options.base_url))
        return digest(program_digest(), chosen, drawn_with, site, *words)

    def _same(self) -> list[str]:
        """Return the names of the texts that would become again what they became, apart from what they asked.

        For their files, their addresses and everything that is the same for all texts is what it was.
        """
        last, rows = self.last, self.rows
        now = rows.column("address"), [self._states[name] for name in self._names]
        before = last.rows.of(self._names)
        found = zip(
            self._names, before.column("key"), *now, before.column("address"), before.column("state"), strict=True
        )
        rows.replace("state", now[1])
        if last.whole.drawing != self._drawing_digest:
            return []
        return [
            name
            for name, key, address, state, address_before, state_before in found
            if key and state and state == state_before and address == address_before
        ]

    def _key(self, name: str) -> str:
        """Return a digest of what a text depends on, apart from the answers to what it asks; empty in doubt."""
        state = self._states[name]
        return digest(self._drawing_digest, name, self.rows.get("address", name), state) if state else ""

    def _supply(self, gathered: Gathered, settings: Settings, same: Sequence[str]) -> None:
        """Make the station at which texts are worked on."""
        paths = {name: self._paths[name].partition(BETWEEN)[0] for name in self._names}
        known = self.rows if len(same) == len(self._names) else self.rows.of(same)
        headings = dict(zip((paths[name] for name in same), known.column("headings"), strict=True))
        addresses = zip(paths.values(), self.rows.column("address"), strict=True)
        standing = self._publication.standing if self._publication and self._look else {}
        if self._options.executor:
            headings |= self._surveyed_headings(settings, [path for path in paths.values() if path], headings)
        supplies = Supplies(
            settings=settings,
            texts={path: address for path, address in addresses if path},
            assets=gathered.assets,
            layouts=self.layouts if self._publication is None else self.layouts.held(),
            today=self._files.today(),
            drafts=self._options.drafts,
            has_search=self._options.search,
            seconds=self._options.seconds_per_text,
            look=self._look,
            cards={path: found for path, found in standing.items() if "card-" in path},
            headings=headings,
        )
        self.station = Station.of(supplies, self._files, self._reading.words(supplies.layouts))
        self.spread = Spread(
            supplies, self._files, self.station, self._options.jobs or processors(), self._options.executor
        )

    def _surveyed_headings(
        self, settings: Settings, texts: Iterable[str], known: Mapping[str, str]
    ) -> Mapping[str, str]:
        """Return the headings of the texts of which they are not known, found where the work will be done.

        Another machine cannot read a text when it meets a link to a heading of it.
        """
        paths = [path for path in texts if path not in known]
        supplies = Supplies(settings, {}, (), self.layouts.held(), self._files.today(), drafts=True, has_search=False)
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
            self.rows.blank(name)
        self.worked = changed
        # Who shows pages from memory draws few of them, and none before somebody asks.
        is_like_last = self._publication is not None and self.last.whole.drawing == self._drawing_digest
        self.expected = self.last.whole.outlook.frame if is_like_last else None
        if self.expected is None and self._publication is not None and len(changed) >= FEWEST_FOR_PROCESSES:
            scouts = _scouts(changed, {name: self.rows.get("address", name) for name in changed})
            # In processes of their own, like the others: one may be the text that ends its process.
            for done in self.spread.map(work, self._jobs(scouts, None), FEWEST_FOR_PROCESSES, lost=given_up):
                self._take(done)
            self.expected = self._expected_frame()
            changed = [name for name in changed if name not in scouts]
        before = len(self.worked) - len(changed)
        staging = None
        if self._publication and changed and self.expected and not self._options.executor:
            staging = self._publication.staging
        jobs = self._jobs(changed, staging)
        for number, done in enumerate(self.spread.map(work, jobs, len(changed), lost=given_up), start=before + 1):
            self._take(done)
            self._progress("texts", number, len(self.worked))
        self.problems += self.rows.problems()

    def _holding(self, same: Sequence[str]) -> set[str]:
        """Return which of these texts would become again what they became, since links lead where they did."""
        today, days = self.station.supplies.today, self.rows.column("day")
        if any(days):
            same = [name for name in same if self.rows.get("day", name) in ("", today)]
        holding = set(same)
        if different := differing(self.last.whole.meanings, self._meanings):
            holding.difference_update(self.rows.naming(different))
        ways = self.station.ground.ways
        # While every text and every asset stands where it did, it is only headings that may have come or gone.
        is_same = self._addressed is self.last.whole.addressed
        for name, written in self.rows.asked():
            if (is_same and "#" not in written) or ways.lead_as_before(answers(written)):
                continue
            holding.discard(name)
        return holding

    def _jobs(self, names: Iterable[str], staging: write.Staging | None) -> Iterator[Job]:
        """Yield the work on these texts, whose files are read only now."""
        is_drawn_alike = self.last.whole.drawing == self._drawing_digest
        for name in names:
            paths = self._text(name)
            read = self._survey.read(paths)
            if read.value is None:
                self.problems += read.problems
                if self._stands:
                    self.rows.stand(name, self.last.rows, Row(""))
                continue
            # A file that was changed since it was looked at is worked on again next time.
            key = self._key(name) if state_of(paths, read) == self._states[name] else ""
            seconds, address = self._options.seconds_per_text, self.rows.get("address", name)
            known = known_files(self.rows.files(name), self._publication.standing) if self._publication else {}
            drawn = self.rows.get("drawn", name) if is_drawn_alike else ""
            yield Job(read.value, read.problems, key, address, seconds, self.expected, staging, known, drawn)

    def _expected_frame(self) -> plan.Frame | None:
        """Return the frame that a site without memory will most likely have, judged by the texts that are known."""
        known = {name: self.rows.summary(name) for name in self.rows.with_pages()}
        if not known:
            return None
        like = next(iter(known.values()))
        every = [
            known.get(name) or replace(like, path=paths.text, address=self.rows.get("address", name), title="")
            for name in self._names
            if (paths := self._text(name)).text
        ]
        summaries = plan.by_address(every)
        ground = self.station.ground
        folders = plan.outline(every, plan.unlisted(every, ground))
        return plan.frame(summaries, folders, ground, has_search=self._options.search)

    def _take(self, done: Done) -> None:
        if not self._stands and any(problem.code == GIVEN_UP for problem in done.row.problems):
            done = replace(done, row=replace(done.row, key=""))
        if self._stands and _is_broken(done.row) and self._has_stood(done.name):
            self.rows.stand(done.name, self.last.rows, done.row)
            return
        self.rows.take(done.name, done.row)
        for key, content in done.kept.items():
            self.store.put(key, content)
        if done.drawn is not None:
            self.fresh[done.name] = done.drawn

    def _has_stood(self, name: str) -> bool:
        """Return whether a text has had pages, and would have them where it had them."""
        before = self.last.rows
        is_there = self._text(name).text is not None and before.get("summary", name) != ""
        return is_there and before.get("address", name) == self.rows.get("address", name)

    def _worked_again(self, name: str) -> Mapping[str, bytes]:
        """Return what a text gives whose values were lost."""
        read = self._survey.read(self._text(name))
        if read.value is None:
            return {}
        address = self.rows.get("address", name)
        return work(self.station, Job(read.value, read.problems, "", address, self._options.seconds_per_text)).kept

    def _told(self, name: str) -> ToldText:
        return ToldText(self._text(name).text or "", self.rows.get("address", name), self.rows.tally(name))

    def _checked(self, checked: Checked[T]) -> T:
        """Put a stage's problems with the others and return its value."""
        self.problems += checked.problems
        return checked.value

    def timed(self, stage: str) -> AbstractContextManager[None]:
        """Count the time that the block takes."""
        return timed(self.spent, stage)


@contextmanager
def timed(spent: dict[str, float], stage: str) -> Iterator[None]:
    """Count the seconds that the block takes among those of its stage."""
    began = time.perf_counter()
    try:
        yield
    finally:
        spent[stage] = spent.get(stage, 0.0) + time.perf_counter() - began


def _is_broken(row: Row) -> bool:
    """Return whether a text, or a file that belongs to it, could not be read at all."""
    return any(problem.code in BROKEN for problem in row.problems)


def _scouts(names: Sequence[str], addresses: Mapping[str, str]) -> list[str]:
    """Return the names of texts by which to judge the others: one of many, and those that give folders their titles.

    None where these are too many to be worked on before the others.
    """
    folders = {address.rsplit("/", 2)[0] + "/" for address in addresses.values() if address.count("/") > 1}
    found = [name for name in names if addresses[name] in folders or not addresses[name]]
    middle = names[len(names) // 2]
    return [*found, *([middle] if middle not in found else [])] if len(found) < MOST_SCOUTS else []
