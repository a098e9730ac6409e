"""The line that tells how far a long build has come."""

from __future__ import annotations

import io
import os
import pty
from collections.abc import Iterator
from typing import TextIO

import pytest

from postil.progress import ERASED, SILENT_SECONDS, Bar


class Clock:
    """Stands until it is set on."""

    def __init__(self) -> None:
        self.time = 100.0

    def __call__(self) -> float:
        return self.time


class Terminal:
    """The two ends of a pseudo terminal."""

    def __init__(self) -> None:
        self.master, slave = pty.openpty()
        self.stream: TextIO = os.fdopen(slave, "w", encoding="utf-8")
        os.set_blocking(self.master, False)

    def seen(self) -> str:
        """Return what has been written since it was last asked."""
        try:
            return os.read(self.master, 10_000).decode()
        except BlockingIOError:
            return ""


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> Iterator[Terminal]:
    monkeypatch.setenv("TERM", "xterm")
    terminal = Terminal()
    yield terminal
    terminal.stream.close()
    os.close(terminal.master)


def test_a_short_build_shows_nothing(terminal: Terminal) -> None:
    clock = Clock()
    with Bar(terminal.stream, now=clock) as bar:
        for done in range(100):
            bar("texts", done, 100)
        clock.time += SILENT_SECONDS - 0.01
        bar("pages", 1, 100)
    assert terminal.seen() == ""


def test_a_long_build_shows_what_it_does_how_far_it_is_and_how_fast(terminal: Terminal) -> None:
    clock = Clock()
    with Bar(terminal.stream, now=clock) as bar:
        bar("texts", 0, 4000)
        clock.time += 2
        bar("texts", 1000, 4000)
        assert terminal.seen() == f"{ERASED}reading texts {'█' * 5}{'░' * 15} 1,000 of 4,000, 500 a second"
        clock.time += 0.01
        bar("texts", 1001, 4000)
        assert terminal.seen() == "", "not for every text"
        clock.time += 1
        bar("publish", 0, 0)
        assert terminal.seen() == f"{ERASED}publishing"
    assert terminal.seen() == ERASED


def test_the_line_does_not_break_on_a_narrow_terminal(terminal: Terminal) -> None:
    clock = Clock()
    bar = Bar(terminal.stream, now=clock)
    clock.time += 1
    os.environ.pop("COLUMNS", None)
    termios = pytest.importorskip("termios")
    termios.tcsetwinsize(terminal.master, (20, 24))
    bar("texts", 1000, 4000)
    assert len(terminal.seen().removeprefix(ERASED)) == 23


def test_a_terminal_that_is_not_in_utf_8_gets_plain_signs(terminal: Terminal) -> None:
    clock = Clock()
    with os.fdopen(os.dup(terminal.stream.fileno()), "w", encoding="ascii") as stream, Bar(stream, now=clock) as bar:
        clock.time += 1
        bar("pages", 1, 2)
        assert "##########----------" in terminal.seen()


def test_a_file_a_pipe_and_a_dumb_terminal_get_nothing(terminal: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    clock = Clock()
    file = io.StringIO()
    monkeypatch.setenv("TERM", "dumb")
    for stream in (file, terminal.stream):
        with Bar(stream, now=clock) as bar:
            clock.time += 10
            bar("texts", 1, 2)
    assert file.getvalue() == ""
    assert terminal.seen() == ""


def test_a_terminal_that_goes_away_does_not_end_the_build(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm")
    terminal = Terminal()
    clock = Clock()
    bar = Bar(terminal.stream, now=clock)
    os.close(terminal.master)
    for _ in range(3):
        clock.time += 1
        bar("texts", 1, 2)
    bar.erase()
    with pytest.raises(OSError, match="Input/output error"):
        terminal.stream.close()
