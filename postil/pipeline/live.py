"""A site in memory that follows its sources, for whoever shows it while it is written.

    live = Live(folder, options, cache)
    renewal = live.renewed()
    page = live.file("essays/axis/index.html")

It trusts nobody who says what has changed: `renewed` looks at every file again, works on what looks
otherwise, and draws nothing; a page is drawn when it is asked for. Errors are problems beside
the last good pages, never exceptions.

It is safe for threads: nobody who asks for a page waits for a look, which works on a state of its own, and
exchanges it at its end for the one that is shown. The newcomer's trap: what a look shares with the state
that is shown (`Store`, `Layouts`, the cache) may be read by both, and is added to alone.
"""

from __future__ import annotations

import threading
import time
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
ABSENT_SECONDS = 0.02
"""How long a text that is gone is waited for, each time."""
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


class _AbsentError(Exception):
    """A text is gone that is shown."""


class Live:
    """A site in memory that follows its sources. Safe for threads."""

    def __init__(self, source: Path, options: Options, cache: Cache, *, absences: int = 0) -> None:
        """Take the site's folder; nothing is read yet. `cache` remembers across runs what texts gave.

        The site has no search, whose index takes longer to make than anybody waits for a page. Many editors
        put a file aside for a moment when they save it: a text that is gone is looked for `absences` times more,
        before its page is.
        """
        self._looking = threading.RLock()
        """Is held by who looks. Never taken by who holds the other."""
        self._drawing = threading.RLock()
        """Is held by who draws pages, or exchanges what is shown."""
        self._drawing_problems: dict[str, tuple[Problem, ...]] = {}
        self._given_up: dict[str, str] = {}
        """By the paths of pages that could not be drawn, what from."""
        self._absences = absences
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
        showing = self._showing
        return showing.names if showing else {}

    @property
    def drawing_problems(self) -> Mapping[str, tuple[Problem, ...]]:
        """What was wrong with pages when they were drawn last, by path."""
        return self._drawing_problems.copy()

    @property
    def base_url(self) -> str | None:
        """Where the site will stand when it is published; `None` where nobody has said so."""
        showing = self._showing
        return showing.station.supplies.settings.site.base_url if showing else None

    def renewed(self) -> Renewal:
        """Look at all files, do again what has changed, and say which pages may be others than before."""
        with self._looking:
            found = self._looked()
            changed, self._untold = found.changed | self._untold, frozenset()
            return replace(found, changed=changed)

    def file(self, path: str) -> Output | None:
        """Return the file of the site at `path`, `essays/axis/index.html`; `None` when there is none.

        A page that cannot be drawn is given as it was drawn last, if it was, with `drawing_problems`.
        """
        for _ in range(TRIES):
            try:
                with self._drawing:
                    return self._file(path)
            except LostError:
                # Its files have changed since they were looked at, and what they gave then is gone.
                with self._looking:
                    self._untold |= self._looked().changed
        with self._drawing:
            return self._pages[path][1] if path in self._pages else None

    def paths(self) -> frozenset[str]:
        """Return the paths of all files of the site, for who wants them all. Plans every page."""
        with self._drawing:
            return self._showing.paths() if self._showing else frozenset()

    def texts(self) -> tuple[LiveText, ...]:
        """Return every text that has a page, in the order of lists."""
        showing = self._showing
        if showing is None:
            return ()
        with self._drawing:
            summaries = [(name, showing.rows.summary(name)) for name in showing.indexes.outlook.order]
        return tuple(LiveText(name, summary.path, summary.title, summary.address) for name, summary in summaries)

    def tags(self) -> tuple[str, ...]:
        """Return the tags of all texts and notes, in the order of the alphabet; what is planned for them is kept."""
        showing = self._showing
        if showing is None:
            return ()
        with self._drawing:
            try:
                return showing.tags
            except LostError:
                # Files have changed since, and the next look tells.
                return ()

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
            with self._looking:
                self._untold |= self._looked().changed
            showing = self._showing_of(name)
        if showing is None:
            return Checked("", (_refused(name, "text-missing", "there is no such text"),))
        if len(note) > LONGEST_NOTE:
            return Checked("", (_refused(name, "too-long", f"a note has at most {LONGEST_NOTE:,} characters"),))
        with self._drawing:
            return _previewed(showing, name, note)

    def close(self, seconds: float = -1) -> bool:
        """Keep what the next run need not do again; return whether that could be done.

        A look that is going on is waited for so many seconds, or until its end.
        """
        if not self._looking.acquire(timeout=seconds):
            return False
        with self._drawing:
            if self._unkept and self._ledger is not None:
                self._keep(self._ledger)
        self._looking.release()
        return True

    # ---------------------------------------------------------------------------------- looking

    def _showing_of(self, name: str) -> Showing | None:
        """Return what the last look gave, `None` when the text was not there."""
        return self._showing if self._showing and self._showing.rows.get("summary", name) else None

    def _looked(self) -> Renewal:
        problem = _refused("", "busy", "files changed while they were read")
        tries, absences = TRIES, self._absences
        while tries:
            try:
                return self._look(waits=absences > 0)
            except _AbsentError:
                absences -= 1
                time.sleep(ABSENT_SECONDS)
            except ForgottenError:
                self._ledger = Ledger.empty(self._cache)
                tries -= 1
            except LostError as lost:
                problem = lost.problem
                tries -= 1
        return Renewal(frozenset(), (problem,), stood=True)

    def _look(self, *, waits: bool) -> Renewal:
        """Look at all files once. Raises `LostError` and `ForgottenError`, and then nothing has happened.

        The same goes for `_AbsentError`, which is raised only where it is waited for.
        """
        files = Files.of_site(self._source)
        if self._ledger is None:
            self._ledger = last(self._cache, program_digest())
            # Once in each run, as a build does.
            self._ledger.rows.try_again(GIVEN_UP)
        ledger, options = self._ledger.aside(), self._options
        layouts = self._followed(files)
        self._store = store = self._store.beside()
        building = Building(
            files, options, ledger, self._cache, layouts=layouts, reading=self._reading, store=store, stands=True
        )
        with building:
            building.gather()
            if waits and self._showing and not all(map(building.has_text, self._showing.names.values())):
                raise _AbsentError
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
        found = weighed((*building.problems, *building.indexes.problems), options)
        self._remember(building)
        self._is_sound = is_sound
        # What is planned of the state before until then counts as shown.
        with self._drawing:
            before, showing = self._showing, Showing(building, files, self._showing)
            changed = showing.changed_since(before)
            self._showing = showing
            drawing = self._drawing_problems.items()
            self._drawing_problems = {path: problems for path, problems in drawing if path not in changed}
            self._given_up = {path: key for path, key in self._given_up.items() if path not in changed}
        return Renewal(changed, found, is_first=before is None)

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
        if self._given_up.get(path) == key:
            return known[1] if known else None
        made = showing.drawn(path)
        if made.problems:
            self._drawing_problems[path] = made.problems
        else:
            self._drawing_problems.pop(path, None)
        if made.value is None:
            self._given_up[path] = key
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


def _previewed(showing: Showing, name: str, note: str) -> Checked[str]:
    summary, ground = showing.rows.summary(name), showing.station.ground
    here = plan.Standpoint(ground.ways, summary.address)
    try:
        with limited(SECONDS_PER_PREVIEW):
            prose = plan.shown_prose(note, ground.settings, here, beside=summary.path, lang=summary.lang)
    except TooLongError:
        sentence = f"to read this note took longer than {SECONDS_PER_PREVIEW:g} s"
        return Checked("", (_refused(name, "text-too-costly", sentence),))
    place = Place(summary.path)
    return Checked(prose.html, tuple(plan.prose_problem(one, place, ground.settings) for one in prose.missing))
