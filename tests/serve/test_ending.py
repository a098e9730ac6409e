"""The verb from its start to its end: what it says, what it leaves behind, and how fast it goes."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.site import Site

REPOSITORY = Path(__file__).parents[2]


@contextmanager
def serving(site: Site, *options: str) -> Iterator[tuple[subprocess.Popen[str], list[str]]]:
    """Run `serve` until it has said where, and give the process with what it said."""
    process = subprocess.Popen(
        [sys.executable, "-m", "postil", "serve", "--source", str(site.root), *options],
        cwd=REPOSITORY,
        env={**os.environ, "NO_COLOR": "1", "GITHUB_ACTIONS": ""},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    assert process.stdout is not None
    said = []
    try:
        for line in process.stdout:
            said.append(line)
            if "Ctrl-C ends it" in line:
                break
        yield process, said
    finally:
        process.kill()
        process.wait()
        process.stdout.close()


def address(said: list[str]) -> tuple[str, int]:
    found = re.search(r"http://(127\.0\.0\.1):(\d+)/", said[-1])
    assert found, said
    return found[1], int(found[2])


@pytest.mark.parametrize(("signals", "ending"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_signal_ends_it_within_a_second_also_with_a_page_open(
    tmp_path: Path, signals: signal.Signals, ending: int
) -> None:
    site = Site(tmp_path).write("content/axis.md", "Some words.")
    with serving(site, "--port", "0") as (process, said):
        host, port = address(said)
        with socket.create_connection((host, port), timeout=5) as page:
            page.sendall(f"GET / HTTP/1.1\r\nHost: {host}:{port}\r\n\r\n".encode())
            answer = page.recv(65536)
            token = re.search(rb'content="([\w-]+)" data-text', answer)
            assert token is not None
            page.sendall(
                b"GET /_postil/events?version=1 HTTP/1.1\r\nHost: %s:%d\r\nX-Postil-Token: %s\r\n\r\n"
                % (host.encode(), port, token[1])
            )
            assert b"200" in page.recv(65536)
            began = time.monotonic()
            process.send_signal(signals)
            assert process.wait(5) == ending
            assert time.monotonic() - began < 1.0
    assert not (tmp_path / "site").exists(), "what is served is not published"
    assert {path.name for path in tmp_path.iterdir()} <= {"content", ".cache"}


def test_a_port_that_is_taken_is_said_plainly_and_the_next_one_is_served(tmp_path: Path) -> None:
    site = Site(tmp_path).write("content/axis.md", "Some words.")
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with serving(site, "--port", str(port)) as (_, said):
            assert f"port {port} is taken" in "".join(said)
            assert address(said)[1] > port


@pytest.mark.parametrize("options", [[], ["--quiet"]])
def test_a_site_full_of_mistakes_is_served_and_its_problems_are_said(tmp_path: Path, options: list[str]) -> None:
    site = Site(tmp_path).write("content/axis.md", "Some words.")
    site.write("content/axis.annotations.yaml", "annotations:\n  - quote: other words\n    kind: nonsense\n")
    with serving(site, "--port", "0", *options) as (_, said):
        assert "content/axis.annotations.yaml:3:11: error[unknown-kind]" in "".join(said)
        host, port = address(said)
        with socket.create_connection((host, port), timeout=5) as page:
            page.sendall(f"GET /axis/ HTTP/1.1\r\nHost: {host}:{port}\r\nConnection: close\r\n\r\n".encode())
            assert page.recv(65536).startswith(b"HTTP/1.1 200 OK")
