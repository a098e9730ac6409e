"""Another process that looks whether a large site is as it is recorded, while the build goes on in this one.

To look at a hundred thousand files takes a fifth of a second, which on a second processor costs
nobody anything. It is a copy of this process that only looks and then ends. The newcomer's trap: it
may be gone at any time, and what it has not said is not so.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from . import manifest
from .record import Record, are_same, fits, looks, spare_of

FEWEST_FILES = 4000
"""Files of a site from which it pays: to start the other process takes as long as to look at a thousand."""
YES, NO = b"+", b"-"


class Witness:
    """What another process says of a site, when it has seen it."""

    def __init__(self, site: Path, paths: Sequence[str], record: Record) -> None:
        """Start it. Raises `OSError` where there can be no other process.

        `paths` are those of the files that are recorded, in the order of the record.
        """
        self._answers: list[bool] = []
        self._reading, writing = os.pipe()
        try:
            self._process = os.fork()
        except OSError:
            os.close(self._reading)
            os.close(writing)
            raise
        if self._process == 0:
            try:
                signal.signal(signal.SIGTERM, signal.SIG_DFL)
                _look(site, paths, record, writing)
            finally:
                # Without what Python does at its end, which is the other process's to do.
                os._exit(0)
        os.close(writing)

    @property
    def has_seen_files(self) -> bool:
        """Whether all files looked as they are recorded. Waits for the answer, as the others do."""
        return self._answer(0)

    @property
    def has_seen_folders(self) -> bool:
        """Whether the folders of the site did, so that nothing came into them or left them."""
        return self._answer(1)

    @property
    def has_seen_spare(self) -> bool:
        """Whether the folders of the spare did."""
        return self._answer(2)

    def end(self) -> None:
        """Let it go."""
        if self._reading >= 0:
            os.close(self._reading)
            self._reading = -1
            with suppress(ProcessLookupError):
                os.kill(self._process, signal.SIGKILL)
            with suppress(ChildProcessError):
                os.waitpid(self._process, 0)

    def _answer(self, number: int) -> bool:
        while len(self._answers) <= number:
            self._answers.append(self._reading >= 0 and os.read(self._reading, 1) == YES)
        return self._answers[number]


def pays(site: Path) -> bool:
    """Return whether a site seems so large that to look at it should begin before anybody asks what stands there."""
    try:
        return os.lstat(site / manifest.NAME).st_size >= FEWEST_FILES * manifest.SHORTEST_LINE
    except OSError:
        return False


def witness(site: Path, paths: Sequence[str], record: Record) -> Witness | None:
    """Return another process that looks at the site, `None` where that does not pay or cannot be."""
    if len(paths) < FEWEST_FILES or not hasattr(os, "fork"):
        return None
    try:
        return Witness(site, paths, record)
    except OSError:
        return None


def _look(site: Path, paths: Sequence[str], record: Record, writing: int) -> None:
    os.write(writing, YES if are_same(looks(site, paths), record.files) else NO)
    os.write(writing, YES if fits(site, record.live) else NO)
    os.write(writing, YES if record.spare is not None and fits(spare_of(site), record.spare) else NO)
