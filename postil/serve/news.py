"""What open pages are told: the version of the site, what changed since theirs, and the problems, line by line.

Takes what renewals found and gives each page a stream of lines of JSON. A page says which version it shows, so
that nothing is missed between two streams. Problems are told when they are others than before. A stream waits
without doing anything, and ends when its page leaves.
"""

from __future__ import annotations

import json
import selectors
import socket
import threading
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import suppress
from typing import Any

from postil import report
from postil.core.problems import Problem
from postil.core.values import dataclass

REMEMBERED = 500
"""Renewals of which it is known what they changed. A page that is older is told that anything may have."""


@dataclass(frozen=True, slots=True)
class _Told:
    version: int
    changed: frozenset[str]


@dataclass(slots=True, eq=False)
class Listener:
    """A page that is open somewhere."""

    page: str
    """Its path in the site."""
    version: int
    """What it shows."""
    bell: socket.socket
    ear: socket.socket
    problems: tuple[Problem, ...] | None = None
    """What it was told is wrong."""


class News:
    """The news of one run. Safe for threads."""

    def __init__(self) -> None:
        """Begin with the first version, of which there is nothing to tell."""
        self._lock = threading.Lock()
        self._told: deque[_Told] = deque(maxlen=REMEMBERED)
        self._problems: tuple[Problem, ...] = ()
        self._listeners: set[Listener] = set()
        self._version = 1
        self._is_over = False

    @property
    def version(self) -> int:
        """The version of the site that was told last."""
        return self._version

    def tell(self, changed: frozenset[str], problems: Sequence[Problem]) -> None:
        """Tell every listener what changed, and what is wrong now."""
        with self._lock:
            self._problems = tuple(problems)
            if changed:
                self._version += 1
                self._told.append(_Told(self._version, changed))
            self._ring()

    def close(self) -> None:
        """End all streams."""
        with self._lock:
            self._is_over = True
            self._ring()

    def pages(self) -> frozenset[str]:
        """Return the paths of the pages that are open."""
        with self._lock:
            return frozenset(listener.page for listener in self._listeners)

    def heard(self, connection: socket.socket, page: str, version: int) -> Iterator[bytes]:
        """Yield the news for a page that shows a version, now and whenever there are any, until it leaves."""
        bell, ear = socket.socketpair()
        bell.settimeout(0)
        listener = Listener(page, version, bell, ear)
        with self._lock:
            self._listeners.add(listener)
        try:
            with selectors.DefaultSelector() as selector:
                selector.register(connection, selectors.EVENT_READ)
                selector.register(ear, selectors.EVENT_READ)
                while not self._is_over:
                    yield self._line(listener)
                    rung = {key.fileobj for key, _ in selector.select()}
                    # A page sends nothing while it listens; what can be read is its leaving.
                    if connection in rung:
                        return
                    ear.recv(4096)
        finally:
            with self._lock:
                self._listeners.discard(listener)
            bell.close()
            ear.close()

    def _ring(self) -> None:
        for listener in self._listeners:
            # A bell that is full rings already.
            with suppress(OSError):
                listener.bell.send(b".")

    def _line(self, listener: Listener) -> bytes:
        with self._lock:
            version, problems = self._version, self._problems
            changed = self._since(listener.version)
            listener.version = version
        said: dict[str, Any] = {"version": version, "changed": None if changed is None else sorted(changed)}
        if problems != listener.problems:
            said["problems"] = [report.values(problem) for problem in problems]
            listener.problems = problems
        return json.dumps(said, separators=(",", ":")).encode("ascii") + b"\n"

    def _since(self, version: int) -> frozenset[str] | None:
        """Return what changed since a version, `None` when that is not known."""
        if version > self._version or (self._told and version < self._told[0].version - 1):
            return None
        if not self._told and version != self._version:
            return None
        return frozenset[str]().union(*(told.changed for told in self._told if told.version > version))
