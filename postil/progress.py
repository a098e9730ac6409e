"""Shows on a terminal how far a long build has come, in one line that is gone when it ends.

Takes the stage, how much of it is done and how much there is, as often as anybody likes to say.
The newcomer's trap: who looks at a short build must not see anything flash by, and who sends
standard error into a file must not find this in it.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from typing import Self, TextIO

SILENT_SECONDS = 0.5
"""A build that ends sooner needs no telling."""
PAUSE_SECONDS = 0.1
"""Ten times a second is as often as an eye can use."""
BAR_COLUMNS = 20
FULL, EMPTY = "█░", "#-"
"""The two halves of the bar; the second for terminals that are not in UTF-8."""
DOING = {"texts": "reading texts", "pages": "drawing pages", "publish": "publishing"}
"""What a stage does, in words; any other is called as it is."""
ERASED = "\r\x1b[K"


class Bar:
    """One line on `stream`, while it is a terminal. As a context, it erases itself at the end."""

    def __init__(self, stream: TextIO, *, now: Callable[[], float] = time.monotonic) -> None:
        """Begin to count. `now` is a clock in seconds that only goes forward."""
        self._stream = stream
        self._now = now
        self._is_seen = stream.isatty() and os.environ.get("TERM") != "dumb"
        self._next = now() + SILENT_SECONDS
        self._stage = ""
        self._stage_began = now()
        self._is_drawn = False

    def __call__(self, stage: str, done: int, total: int) -> None:
        """Show that of `total` things to do in `stage`, `done` are done."""
        if not self._is_seen:
            return
        time_is = self._now()
        if stage != self._stage:
            self._stage, self._stage_began = stage, time_is
        if time_is < self._next:
            return
        self._next = time_is + PAUSE_SECONDS
        line = _line(stage, done, total, time_is - self._stage_began, self._marks())
        self._write(ERASED + line[: self._columns() - 1])
        self._is_drawn = True

    def __enter__(self) -> Self:
        """Return the bar itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Erase the line."""
        self.erase()

    def erase(self) -> None:
        """Leave the line empty, for others to write."""
        if self._is_drawn:
            self._write(ERASED)
            self._is_drawn = False

    def _marks(self) -> str:
        return FULL if (self._stream.encoding or "").lower().replace("-", "") == "utf8" else EMPTY

    def _columns(self) -> int:
        try:
            return os.get_terminal_size(self._stream.fileno()).columns or 80
        except OSError:
            return 80

    def _write(self, text: str) -> None:
        try:
            self._stream.write(text)
            self._stream.flush()
        except OSError:
            # The terminal is gone; the build goes on without being looked at.
            self._is_seen = False


def _line(stage: str, done: int, total: int, seconds: float, marks: str) -> str:
    """Return the line: what is done, a bar, how much of how much, and how many a second."""
    doing = DOING.get(stage, stage)
    if not total:
        return doing
    full = BAR_COLUMNS * min(done, total) // total
    bar = marks[0] * full + marks[1] * (BAR_COLUMNS - full)
    rate = f", {done / seconds:,.0f} a second" if done and seconds > 0 else ""
    return f"{doing} {bar} {done:,} of {total:,}{rate}"
