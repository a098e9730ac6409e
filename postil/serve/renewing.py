"""Keeps the site that is served as its sources are: one thread that looks when something changed, and tells.

Whatever is wrong with the sources is a problem that is told, while the last good pages stay. Should the program
itself fail over them, that is told too: a workshop that falls silent is worse than one that says what it cannot do.
"""

from __future__ import annotations

import threading
import time
import traceback
from collections.abc import Callable

from postil.core.problems import Place, Problem, in_order

from .desk import Served
from .news import News
from .pace import Pace
from .terminal import Terminal

SHOWN = 3
"""How many pages are named when many have changed."""


class Renewing:
    """The one thread that renews. `change` and `hurry` may be called from any other."""

    def __init__(
        self,
        site: Served,
        news: News,
        terminal: Terminal,
        *,
        settle: Callable[[int], None],
    ) -> None:
        """Take the site, who is told, and what is called, after a burst, with how many changes were told of."""
        self._site, self._news, self._terminal = site, news, terminal
        self._settle = settle
        self._pace = Pace()
        self._changes = 0
        self._woken = threading.Condition()
        self._is_over = False
        self._is_working = False
        self._untold: frozenset[str] = frozenset()
        self._problems: tuple[Problem, ...] = ()
        self._told_problems: tuple[Problem, ...] = ()
        self._spent = 0.0
        self._thread = threading.Thread(target=self._run, name="renewing", daemon=True)
        self.looks = 0
        """How often the sources were looked at."""

    @property
    def is_idle(self) -> bool:
        """Whether nothing is being done, and nothing will be until something changes."""
        with self._woken:
            return self._pace.next() is None and not self._is_working

    def start(self) -> None:
        """Look once, tell what is wrong, and begin to wait for changes."""
        self._look()
        # Nobody has seen another version.
        self._untold = frozenset()
        self._tell()
        self._thread.start()

    def change(self) -> None:
        """Take down that a file changed, now."""
        with self._woken:
            is_first = self._pace.due() is None
            self._pace.change(time.monotonic())
            self._changes += 1
            # Later changes only put off what the thread wakes up for by itself.
            if is_first:
                self._woken.notify()

    def hurry(self) -> None:
        """Have the sources looked at, and pages told, as soon as it goes."""
        with self._woken:
            self._pace.hurry(time.monotonic())
            self._woken.notify()

    def close(self, seconds: float) -> bool:
        """End the thread; return whether it has ended within some seconds."""
        with self._woken:
            self._is_over = True
            self._woken.notify()
        if self._thread.is_alive():
            self._thread.join(seconds)
        return not self._thread.is_alive()

    def _run(self) -> None:
        while True:
            with self._woken:
                self._is_working = False
                step = self._next()
                self._is_working = step is not None
            if step is None:
                return
            step()

    def _next(self) -> Callable[[], None] | None:
        """Wait until there is something to do, and return it; `None` at the end."""
        while not self._is_over:
            now, pace = time.monotonic(), self._pace
            due, early, calm = pace.due(), pace.early(), pace.calm()
            if due is not None and due <= now:
                # What changes from here on begins another burst.
                pace.told(now)
                return self._renew
            if early is not None and early <= now:
                pace.looked_early()
                return self._look
            if calm is not None and calm <= now:
                pace.calmed()
                return self._look_again
            moment = pace.next()
            self._woken.wait(None if moment is None else moment - now)
        return None

    def _renew(self) -> None:
        self._look()
        self._tell()

    def _look_again(self) -> None:
        with self._woken:
            changes, self._changes = self._changes, 0
        self._settle(changes)
        self._renew()

    def _look(self) -> None:
        """Have the site renewed, and draw the pages that are open and have changed, which are asked for next."""
        self.looks += 1
        started = time.perf_counter()
        try:
            renewal = self._site.renewed()
            self._untold |= renewal.changed
            for page in sorted(self._news.pages() & renewal.changed):
                self._site.file(page)
            drawing = tuple(problem for found in self._site.drawing_problems.values() for problem in found)
            self._problems = in_order((*renewal.problems, *drawing))
        except Exception as mistake:  # noqa: BLE001 -- a mistake of ours ends this look, and not the workshop
            self._problems = (failure(mistake),)
            self._terminal.complain(traceback.format_exc())
        self._spent += time.perf_counter() - started

    def _tell(self) -> None:
        """Tell pages, and the terminal, what was found since they were told last."""
        changed, spent = self._untold, self._spent
        self._untold, self._spent = frozenset(), 0.0
        is_news, self._told_problems = self._problems != self._told_problems, self._problems
        if not changed and not is_news:
            return
        self._news.tell(changed, self._problems)
        if changed:
            self._terminal.say(f"{_named(changed)} ({spent:.2f} s)")
        if is_news and self._problems:
            self._terminal.show(self._problems)
        elif is_news:
            self._terminal.say("all problems are mended")


def failure(mistake: Exception) -> Problem:
    """Return a mistake of the program as a problem, which pages can be told."""
    sentence = f"Postil itself failed, which is no fault of yours: {type(mistake).__name__}: {mistake}"
    hint = "the pages are those of before; please report it with what the terminal says"
    return Problem("postil-failed", sentence, Place("content"), hint)


def _named(changed: frozenset[str]) -> str:
    pages = sorted(path.removesuffix("index.html") or "home" for path in changed)
    first = ", ".join(pages[:SHOWN])
    return f"renewed: {first}" if len(pages) <= SHOWN else f"renewed: {first} and {len(pages) - SHOWN} more"
