"""When the sources are looked at after somebody has saved: soon, but not while a save is going on.

Takes the moments at which files changed and gives the moment at which to look, in seconds of a clock that only
goes forward. Pages are told 80 ms after the last change, and at the latest 400 ms after the first. A look is taken
before that, so that the work is done while the wait runs; what it found stays untold until the files rest.
"""

from __future__ import annotations

from dataclasses import dataclass

QUIET_SECONDS = 0.08
LONGEST_SECONDS = 0.4
EARLY_SECONDS = 0.012
"""How long after the first change the early look is taken. Most editors have written all by then."""
CALM_SECONDS = 0.8
"""How long after a burst one more look is taken: of very many changes, some are lost on the way."""


@dataclass(slots=True)
class Pace:
    """One burst of changes after another."""

    _first: float | None = None
    _last: float = 0.0
    _was_early: bool = False
    _calm: float | None = None

    def change(self, now: float) -> None:
        """Take down that something changed."""
        if self._first is None:
            self._first = now
            # In a storm, one burst follows another, and nobody waits for what is gone in a moment.
            self._was_early = self._calm is not None
        self._last = now

    def hurry(self, now: float) -> None:
        """Take down that somebody waits: it is time to look and to tell."""
        self._first = now - LONGEST_SECONDS
        self._last = now - QUIET_SECONDS

    def early(self) -> float | None:
        """Return when to look without telling, `None` when that is done or there is nothing to look for."""
        return None if self._first is None or self._was_early else self._first + EARLY_SECONDS

    def due(self) -> float | None:
        """Return when to look and tell, `None` when nothing has changed."""
        if self._first is None:
            return None
        return min(self._last + QUIET_SECONDS, self._first + LONGEST_SECONDS)

    def calm(self) -> float | None:
        """Return when to look once more after a burst, `None` when that is done."""
        return self._calm if self._first is None else None

    def looked_early(self) -> None:
        """Take down that the early look was taken."""
        self._was_early = True

    def told(self, now: float) -> None:
        """Take down that pages were told what the burst brought."""
        self._first = None
        self._calm = now + CALM_SECONDS

    def calmed(self) -> None:
        """Take down that the last look was taken."""
        self._calm = None

    def next(self) -> float | None:
        """Return when there is something to do next, `None` for never."""
        moments = [moment for moment in (self.early(), self.due(), self.calm()) if moment is not None]
        return min(moments, default=None)
