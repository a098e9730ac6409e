"""A site in memory that follows its sources, for whoever shows it while it is written.

    live = Live(folder, options, cache)
    renewal = live.renewed()
    page = live.file("essays/axis/index.html")

It trusts nobody who says what has changed: `renewed` looks at every file again, works on what looks
otherwise, and draws nothing; a page is drawn when it is asked for. Errors are problems beside
the last good pages, never exceptions. The newcomer's trap: it is not safe for threads.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from postil import plan, render
from postil.core.cache import Cache
from postil.core.files import Files, LayoutFolder
from postil.core.limits import TooLongError, limited
from postil.core.looks import Look
from postil.core.machine import program_digest
from postil.core.model import Output
from postil.core.problems import Checked, Place, Problem, Severity
from postil.core.values import dataclass
from postil.editions import Opened, opened, shelf
from postil.render import Layouts

from .building import Building
from .indexes import CHECKS
from .jobs import GIVEN_UP
from .ledger import Ledger, keep, last
from .memory import Drawn, keep_layouts
from .options import Options
from .publishing import compiled_layouts
from .reading import Reading
from .rows import FACETS, ForgottenError
from .showing import Showing
from .store import LostError, Store
from .weighing import weighed

MOST_HELD = 64_000_000
"""Bytes of pages that are held."""
OFTEN = 16
"""So many texts are worked on before the ledger is kept again. A next run works on the last ones once more."""
TRIES = 3
"""How often files are looked at again that change while they are read."""
SECONDS_PER_PREVIEW = 2.0
LONGEST_NOTE = 20_000
"""Characters, as in an annotation."""
SHARED = ("content/site.yaml", "content/entities.yaml", "content/references.json", "layouts/", "postil/layouts/")
"""What all pages share."""


@dataclass(frozen=True, slots=True)
class Renewal:
    """What a look at all files brought."""

    changed: frozenset[str]
    """Paths of files of the site that may be others than before, or that came or went. Pages of the whole site
    that are new come unknown until somebody asks; then `404.html` is among them, which stands in their place."""
    problems: tuple[Problem, ...]
    """What is wrong with the site now, in order."""
    is_first: bool = False
    """Whether nothing was shown before."""
    stood: bool = False
    """Whether errors of what all pages share left every page as it was."""


@dataclass(frozen=True, slots=True)
class LiveText:
    """A text that the site shows."""

    name: str
    """`essays/axis`."""
    path: str
    """`content/essays/axis.md`."""
    title: str
    address: str
    """`essays/axis/`."""


class Live:
    """A site in memory that follows its sources. Not safe for threads: who holds it holds a lock."""

    def __init__(self, source: Path, options: Options, cache: Cache) -> None:
        """Take the site's folder; nothing is read yet. `cache` remembers across runs what texts gave.

        The site has no search, whose index takes longer to make than anybody waits for a page.
        """
        self.drawing_problems: dict[str, tuple[Problem, ...]] = {}
        """What was wrong with pages when they were drawn last, by path."""
        self._source = source
        self._options = replace(options, keep_going=True, search=False)
        self._cache = cache
        self._ledger: Ledger | None = None
        self._store = Store(cache, lambda _: {})
        self._reading = Reading()
        self._layouts: Layouts | None = None
        self._folders: tuple[LayoutFolder, ...] = ()
        self._looks: Sequence[Mapping[str, Look]] = ()
        """How the layouts looked when they were read; empty where they may have changed unseen."""
        self._showing: Showing | None = None
        self._is_sound = False
        """Whether what all pages share was without errors when they were planned."""
        self._pages: OrderedDict[str, tuple[str, Output]] = OrderedDict()
        """Pages that were drawn, each with its key, the last asked for at the end."""
        self._held = 0
        self._untold: frozenset[str] = frozenset()
        """What has changed at looks that nobody asked for."""
        self._unkept = 0
        """Texts that were worked on since the ledger was kept."""

    @property
    def names(self) -> Mapping[str, str]:
        """The name of the text that a page shows, by the path of the page."""
        return self._showing.names if self._showing else {}

    @property
    def base_url(self) -> str | None:
        """Where the site will stand when it is published; `None` where nobody has said so."""
        return self._showing.station.supplies.settings.site.base_url if self._showing else None

    def renewed(self) -> Renewal:
        """Look at all files, do again what has changed, and say which pages may be others than before."""
        found = self._looked()
        changed, self._untold = found.changed | self._untold, frozenset()
        return replace(found, changed=changed)

    def file(self, path: str) -> Output | None:
        """Return the file of the site at `path`, `essays/axis/index.html`; `None` when there is none.

        A page that cannot be drawn is given as it was drawn last, if it was, with `drawing_problems`.
        """
        for _ in range(TRIES):
            try:
                return self._file(path)
            except LostError:
                # Its files have changed since they were looked at, and what they gave then is gone.
                self._untold |= self._looked().changed
        return self._pages[path][1] if path in self._pages else None

    def paths(self) -> frozenset[str]:
        """Return the paths of all files of the site, for who wants them all. Plans every page."""
        return self._showing.paths() if self._showing else frozenset()

    def texts(self) -> tuple[LiveText, ...]:
        """Return every text that has a page, in the order of lists."""
        if self._showing is None:
            return ()
        rows, order = self._showing.rows, self._showing.indexes.outlook.order
        summaries = [(name, rows.summary(name)) for name in order]
        return tuple(LiveText(name, summary.path, summary.title, summary.address) for name, summary in summaries)

    def open(self, name: str) -> Opened | None:
        """Return a text with its annotations as its files say now, drafts included; `None` when it cannot be read.

        Its files are read anew, by the same door and rules as for its page.
        """
        found = shelf(Files.of_site(self._source)).value
        paths = found.texts.get(name)
        try:
            with limited(self._options.seconds_per_text):
                return opened(paths, found).value if paths else None
        except TooLongError:
            return None

    def preview(self, name: str, note: str) -> Checked[str]:
        """Return the Markdown of a note as HTML, as the page of that text shows it; empty when that cannot be done."""
        showing = self._showing_of(name)
        if showing is None:
            # It may have been written since the last look.
            self._untold |= self._looked().changed
            showing = self._showing_of(name)
        if showing is None:
            return Checked("", (_refused(name, "text-missing", "there is no such text"),))
        if len(note) > LONGEST_NOTE:
            return Checked("", (_refused(name, "too-long", f"a note has at most {LONGEST_NOTE:,} characters"),))
        summary, ground = showing.rows.summary(name), showing.station.ground
        here = plan.Standpoint(ground.ways, summary.address)
        try:
            with limited(SECONDS_PER_PREVIEW):
                prose = plan.shown_prose(note, ground.settings, here, beside=summary.path, lang=summary.lang)
        except TooLongError:
            sentence = f"to read this note took longer than {SECONDS_PER_PREVIEW:g} seconds"
            return Checked("", (_refused(name, "text-too-costly", sentence),))
        place = Place(summary.path)
        return Checked(prose.html, tuple(plan.prose_problem(one, place, ground.settings) for one in prose.missing))

    def close(self) -> None:
        """Keep what the next run need not do again."""
        if self._unkept and self._ledger is not None:
            self._keep(self._ledger)

    # ---------------------------------------------------------------------------------- looking

    def _showing_of(self, name: str) -> Showing | None:
        """Return what the last look gave, `None` when the text was not there."""
        return self._showing if self._showing and self._showing.rows.get("summary", name) else None

    def _looked(self) -> Renewal:
        problem = _refused("", "busy", "files changed while they were read")
        for _ in range(TRIES):
            try:
                return self._look()
            except ForgottenError:
                self._ledger = Ledger.empty(self._cache)
            except LostError as lost:
                problem = lost.problem
        return Renewal(frozenset(), (problem,), stood=True)

    def _look(self) -> Renewal:
        """Look at all files once. Raises `LostError` and `ForgottenError`, and then nothing has happened."""
        files = Files.of_site(self._source)
        if self._ledger is None:
            self._ledger = last(self._cache, program_digest())
            # Once in each run, as a build does.
            self._ledger.rows.try_again(GIVEN_UP)
        ledger, options = self._ledger, self._options
        layouts = self._followed(files)
        building = Building(
            files, options, ledger, self._cache, layouts=layouts, reading=self._reading, store=self._store, stands=True
        )
        with building:
            building.gather()
            is_sound = not _has_shared_errors(building.problems, ledger.rows.names)
            if self._is_sound and not is_sound:
                problems = (*building.problems, *ledger.rows.problems())
                return Renewal(frozenset(), weighed(problems, options), stood=True)
            building.work()
            building.surround(has_search=False)
            if self._showing is None:
                # Another process may clear the cache at any time, so what everybody asks for is held from here on.
                for name in building.rows.with_pages():
                    building.rows.summary(name)
            showing = Showing(building, files, self._showing)
        changed = showing.changed_since(self._showing)
        found = (*building.problems, *building.indexes.problems)
        renewal = Renewal(changed, weighed(found, options), is_first=self._showing is None)
        self._showing, self._is_sound = showing, is_sound
        self.drawing_problems = {path: found for path, found in self.drawing_problems.items() if path not in changed}
        self._remember(building)
        return renewal

    def _followed(self, files: Files) -> Layouts:
        """Return the layouts, which are read again only when they look otherwise. `files` is given what is held."""
        looks = [folder.looks() for folder in files.layouts]
        if self._layouts is not None and looks == self._looks:
            files.layouts = self._folders
            return self._layouts
        if self._layouts is None:
            layouts = compiled_layouts(files.layouts, self._cache)
        else:
            layouts = Layouts(files.layouts, self._layouts.compiled())
        # Folders read what they are asked for, once. The sheets and scripts are asked for while they are what they are.
        render.assets_digest(layouts)
        is_settled = all(files.is_settled(look) for folder in looks for look in folder.values())
        self._looks = looks if is_settled else ()
        self._layouts, self._folders = layouts, files.layouts
        return layouts

    def _remember(self, building: Building) -> None:
        """Keep in memory what the next look is compared with, and now and then on the disk."""
        rows, indexes = building.rows, building.indexes
        gone = [name for name in building.last.rows.names if name not in rows]
        for name in gone:
            rows.details.drop(name)
        kinds = {CHECKS: indexes.checks}
        ledger = self._ledger = building.ledger(drawn_with={}, kinds=kinds, assets=Drawn(""))
        self._unkept += len(building.worked) + len(gone)
        if self._unkept >= OFTEN or (building.worked and building.last.is_new):
            self._keep(ledger)
        elif building.worked:
            # Another process that wants to write is not kept waiting until then.
            self._cache.commit()

    def _keep(self, ledger: Ledger) -> None:
        ledger.rows.details.divided(len(ledger.rows.names))
        if self._layouts is not None:
            keep_layouts(self._cache, self._layouts.compiled())
        keep(self._cache, ledger, gone=len(FACETS) * self._unkept)
        self._unkept = 0

    # ---------------------------------------------------------------------------------- drawing

    def _file(self, path: str) -> Output | None:
        showing = self._showing
        if showing is None:
            return None
        key = showing.key(path)
        if key is None:
            return showing.asset(path)
        known = self._pages.get(path)
        if known is not None and known[0] == key:
            self._pages.move_to_end(path)
            return known[1]
        made = showing.drawn(path)
        if made.problems:
            self.drawing_problems[path] = made.problems
        else:
            self.drawing_problems.pop(path, None)
        if made.value is None:
            return known[1] if known else None
        self._hold(path, key, made.value)
        return made.value

    def _hold(self, path: str, key: str, page: Output) -> None:
        """Hold a page, and let go of those that were not asked for longest."""
        if before := self._pages.pop(path, None):
            self._held -= len(before[1].content)
        self._pages[path] = key, page
        self._held += len(page.content)
        while self._held > MOST_HELD and len(self._pages) > 1:
            _, (_, gone) = self._pages.popitem(last=False)
            self._held -= len(gone.content)


def _has_shared_errors(problems: Iterable[Problem], texts: Sequence[str]) -> bool:
    """Return whether anything is wrong that would show on every page, or has taken away a folder of `texts`."""
    return any(
        problem.severity is Severity.ERROR
        and (problem.place.path.startswith(SHARED) or problem.code == "no-texts" or _holds_any(problem, texts))
        for problem in problems
    )


def _holds_any(problem: Problem, texts: Sequence[str]) -> bool:
    """Return whether the problem is that of a folder in which some of the texts stood."""
    folder = f"{problem.place.path}/".removeprefix("content/")
    is_lost = problem.code in ("unreadable", "outside-content")
    return is_lost and any(name.startswith(folder) for name in texts)


def _refused(name: str, code: str, sentence: str) -> Problem:
    return Problem(code, sentence, Place(f"content/{name}.md" if name else "content/"))
