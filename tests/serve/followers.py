"""A site whose files are followed, and pages that listen to its news."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from postil.core.files import IGNORED_NAMES
from postil.serve import Workshop
from postil.serve.server import listening

from .conftest import PAGE, Found, Running, Small, speaking, status

PATIENCE = 5.0
"""Seconds that a machine which is busy with something else may take."""


@dataclass
class Read(Small):
    """A site of a page for each file below content/ and layouts/."""

    root: Path = Path()

    def renewed(self) -> Found:
        files = {}
        for folder in ("content", "layouts"):
            for path in sorted((self.root / folder).rglob("*")):
                if path.is_file() and not IGNORED_NAMES.fullmatch(path.name):
                    files[f"{path.relative_to(self.root)}/index.html"] = PAGE % (b"", path.read_bytes())
        self.files = files
        self.names = {path: path for path in files}
        return super().renewed()


@contextmanager
def following(root: Path, *, polls: bool = False) -> Iterator[Running]:
    """Run a workshop that follows a folder."""
    site = Read({}, root=root)
    said: list[str] = []
    with Workshop(root, site, listening(0), cast("Any", None), polls=polls, terminal=speaking(said)) as started:
        yield Running(started, site, root, said, [])


def eventually(claim: Callable[[], bool], seconds: float = PATIENCE) -> float:
    """Wait until something holds, and return after how many seconds it did."""
    began = time.monotonic()
    while not claim():
        assert time.monotonic() - began < seconds, "never"
        time.sleep(0.005)
    return time.monotonic() - began


def shows(running: Running, words: str, path: str = "content/axis.md/") -> Callable[[], bool]:
    return lambda: words.encode() in running.get(f"/{path}")


def calm(running: Running) -> int:
    """Wait until nothing is looked at any more, and return how often it was."""
    # What was done just now may not have been heard of.
    time.sleep(0.1)
    eventually(lambda: running.workshop.renewing.is_idle)
    return running.workshop.renewing.looks


class Listener:
    """A page that listens to the news."""

    def __init__(self, running: Running, version: int, page: str = "index.html") -> None:
        self._connection = running.connection()
        target = f"/_postil/events?page={page}&version={version}"
        self._connection.sendall(running.request("GET", target, X_Postil_Token=running.workshop.token))
        self._file = self._connection.makefile("rb")
        assert status(self._file.readline()) == 200
        while self._file.readline().strip():
            pass

    def next(self) -> dict[str, Any]:
        line = self._file.readline()
        assert line, "the stream has ended"
        return cast("dict[str, Any]", json.loads(line))

    def has_ended(self) -> bool:
        try:
            return not self._file.readline()
        except ConnectionError:
            return True

    def close(self) -> None:
        self._file.close()
        self._connection.close()


@contextmanager
def listening_page(running: Running, version: int = 1, page: str = "index.html") -> Iterator[Listener]:
    """Listen as a page does that shows a version."""
    listener = Listener(running, version, page)
    try:
        yield listener
    finally:
        listener.close()


def first_news(running: Running, version: int) -> dict[str, Any]:
    """Return what a page that shows a version is told when it comes."""
    with listening_page(running, version) as listener:
        return listener.next()
