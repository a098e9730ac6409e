"""A small site in memory, the workshop around it, and requests as bytes."""

from __future__ import annotations

import socket
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

import pytest

from postil import report
from postil.core.model import Output
from postil.core.problems import Problem
from postil.serve import Answer, Desk, Terminal, Workshop
from postil.serve.server import HEAD_SECONDS, listening

PAGE = b"<!doctype html><html lang=en><head><title>%s</title></head><body>%s</body></html>"


@dataclass
class Found:
    """What a renewal of `Small` brought."""

    changed: frozenset[str]
    problems: tuple[Problem, ...] = ()
    stood: bool = False


@dataclass
class Small:
    """A site that is given as it is to be, and counts how often it is looked at."""

    files: dict[str, bytes]
    problems: tuple[Problem, ...] = ()
    names: Mapping[str, str] = field(default_factory=lambda: {"essays/axis/index.html": "essays/axis"})
    drawing_problems: Mapping[str, tuple[Problem, ...]] = field(default_factory=dict)
    base_url: str | None = "https://name.example/project/"
    failure: Exception | None = None
    asked: list[str] = field(default_factory=list)
    _seen: dict[str, bytes] = field(default_factory=dict)

    def renewed(self) -> Found:
        if self.failure:
            raise self.failure
        files = dict(self.files)
        changed = {path for path in files.keys() | self._seen.keys() if files.get(path) != self._seen.get(path)}
        self._seen = files
        return Found(frozenset(changed), self.problems)

    def file(self, path: str) -> Output | None:
        self.asked.append(path)
        content = self._seen.get(path)
        return None if content is None else Output(path, content)


@dataclass
class Running:
    """A workshop that runs, and what its verbs were asked."""

    workshop: Workshop
    site: Small
    root: Path
    said: list[str]
    done: list[Any]

    def connection(self) -> socket.socket:
        """Return a connection to the workshop."""
        return socket.create_connection(("127.0.0.1", self.workshop.port), timeout=5)

    def exchange(self, sent: bytes, *, closes: bool = True) -> bytes:
        """Send bytes as they are, and return all that comes back until the server closes the connection."""
        with self.connection() as connection:
            connection.sendall(sent)
            if closes:
                connection.shutdown(socket.SHUT_WR)
            received = b""
            while piece := connection.recv(65536):
                received += piece
            return received

    def get(self, target: str, **fields: str) -> bytes:
        """Return the answer to a request as a browser sends it."""
        return self.exchange(self.request("GET", target, b"", **fields))

    def request(self, method: str, target: str, body: bytes = b"", **fields: str) -> bytes:
        """Return a request as bytes; `_` in the name of a field stands for `-`, and an empty value for none."""
        all_fields = {"Host": f"127.0.0.1:{self.workshop.port}", "Connection": "close", **fields}
        if method == "POST":
            all_fields = {"Content_Type": "application/json", "Content_Length": str(len(body)), **all_fields}
        lines = [f"{name.replace('_', '-')}: {value}" for name, value in all_fields.items() if value]
        return "\r\n".join([f"{method} {target} HTTP/1.1", *lines, "", ""]).encode("latin-1") + body

    def post(self, verb: str, body: bytes, **fields: str) -> bytes:
        """Return the answer of a verb, asked as a page of this run does."""
        own = {"Origin": f"http://127.0.0.1:{self.workshop.port}", "X_Postil_Token": self.workshop.token}
        return self.exchange(self.request("POST", f"/_postil/api/{verb}", body, **{**own, **fields}))


def speaking(said: list[str]) -> Terminal:
    """Return a terminal that writes down what is said."""
    return Terminal(
        answer=said.append,
        say=said.append,
        show=lambda problems: said.append(report.rendered(problems)),
        complain=said.append,
    )


def status(answer: bytes) -> int:
    """Return the status of an answer."""
    assert answer.startswith(b"HTTP/1.1 "), answer[:200]
    return int(answer[9:12])


@contextmanager
def workshop(root: Path, *, head_seconds: float = HEAD_SECONDS) -> Iterator[Running]:
    """Run a workshop over two pages and a sheet, with a verb that writes down what it is asked and one that fails."""
    site = Small(
        {
            "index.html": PAGE % (b"Home", b"At home."),
            "404.html": PAGE % (b"Missing", b"Not here."),
            "essays/axis/index.html": PAGE % (b"Axis", b"An essay."),
            "assets/css/reading.css": b"p { margin: 0 }",
            "essays/a map.svg": b"<svg/>",
        }
    )
    (root / "content").mkdir()
    (root / "content/axis.md").write_text("An essay.")
    said: list[str] = []
    done: list[Any] = []

    def write(desk: Desk, body: Mapping[str, Any]) -> Answer:
        done.append(body)
        desk.ask_for_renewal()
        return Answer(200, {"written": True})

    def fail(_desk: Desk, _body: Mapping[str, Any]) -> Answer:
        raise ZeroDivisionError("of the verb")

    with Workshop(
        root,
        site,
        listening(0),
        cast("Any", None),
        polls=False,
        terminal=speaking(said),
        verbs={"write": write, "fail": fail},
        assets={"editor.js": b"export const start = () => {};"},
        head_seconds=head_seconds,
    ) as started:
        yield Running(started, site, root, said, done)


@pytest.fixture
def running(tmp_path: Path) -> Iterator[Running]:
    """A workshop of one test."""
    with workshop(tmp_path) as started:
        yield started


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A workshop of many tests, in which nothing is done."""
    with workshop(tmp_path_factory.mktemp("shared")) as started:
        yield started


@pytest.fixture
def followed(tmp_path: Path) -> Iterator[Running]:
    """A workshop that follows the folder of one test."""
    from .followers import following  # which needs what stands here

    (tmp_path / "content").mkdir()
    (tmp_path / "content/axis.md").write_text("The first words.")
    with following(tmp_path) as running:
        yield running
