"""Pages and the terminal are told what changed and what is wrong, and nothing that fails keeps them from it."""

from __future__ import annotations

import threading
import time
from pathlib import Path
from typing import Any, cast

import pytest

from postil.core.model import Output
from postil.core.problems import Place, Problem
from postil.serve import Terminal, Workshop
from postil.serve.server import listening

from .conftest import PAGE, Found, Running, status, workshop
from .followers import Listener, Read, eventually, first_news, listening_page, shows


def test_pages_are_told_what_changed_and_what_is_wrong(running: Running) -> None:
    with listening_page(running) as listener:
        first = listener.next()
        assert (first["version"], first["changed"], first["problems"]) == (1, [], [])
        _changes_and_problems(running, listener)


def _changes_and_problems(running: Running, listener: Listener) -> None:
    running.site.files["index.html"] = PAGE % (b"Home", b"Elsewhere.")
    running.site.problems = (Problem("bad-id", "an id is odd", Place("content/a.md", 3, 5, 2, "id: öl"), "mend it"),)
    running.workshop.renewing.hurry()
    news = listener.next()
    assert (news["version"], news["changed"]) == (2, ["index.html"])
    assert news["problems"][0]["excerpt"] == "id: öl"
    assert news["problems"][0]["hint"] == "mend it"
    running.site.files["index.html"] = PAGE % (b"Home", b"And back.")
    running.workshop.renewing.hurry()
    # What is as wrong as before is said no second time.
    assert "problems" not in listener.next()
    running.site.problems = ()
    running.workshop.renewing.hurry()
    assert listener.next()["problems"] == []


def test_what_is_wrong_with_a_page_is_told_when_it_is_drawn(running: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    wrong = Problem("layout-error", "the layout cannot be drawn", Place("layouts/text.html", 3))
    draw = running.site.file

    def drawn(path: str) -> Output | None:
        if path == "essays/axis/index.html":
            running.site.drawing_problems = {path: (wrong,)}
        return draw(path)

    monkeypatch.setattr(running.site, "file", drawn)
    with listening_page(running) as listener:
        assert listener.next()["problems"] == []
        running.get("/essays/axis/")
        assert [problem["code"] for problem in listener.next()["problems"]] == ["layout-error"]
    eventually(lambda: any("layout-error" in line for line in running.said))


def test_pages_are_answered_and_the_end_is_near_while_the_site_is_renewed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    begins, ends = threading.Event(), threading.Event()
    with workshop(tmp_path) as running:
        renew = running.site.renewed

        def renewed() -> Found:
            begins.set()
            assert ends.wait(20)
            return renew()

        monkeypatch.setattr(running.site, "renewed", renewed)
        running.workshop.renewing.hurry()
        assert begins.wait(20)
        assert status(running.get("/essays/axis/")) == 200
        began = time.monotonic()
    spent = time.monotonic() - began
    assert spent + running.workshop.left() < 0.8
    ends.set()


def test_a_page_that_was_away_is_told_all_that_it_missed(running: Running) -> None:
    for number in range(3):
        running.site.files[f"{number}.html"] = b"new"
        running.workshop.renewing.hurry()
        eventually(lambda version=number + 2: running.workshop.news.version == version)  # type: ignore[misc]
    assert first_news(running, 2)["changed"] == ["1.html", "2.html"]
    assert first_news(running, 4)["changed"] == []
    # A page of a server that ran before, or of one that is yet to come.
    assert first_news(running, 99)["changed"] is None


def test_a_page_that_leaves_is_forgotten_at_once(running: Running) -> None:
    with listening_page(running, page="essays/axis/index.html"):
        eventually(lambda: running.workshop.news.pages() == {"essays/axis/index.html"})
    eventually(lambda: not running.workshop.news.pages())


def test_the_page_that_is_open_is_drawn_before_it_is_asked_for(running: Running) -> None:
    with listening_page(running) as listener:
        listener.next()
        running.site.asked.clear()
        running.site.files |= {"index.html": PAGE % (b"", b"New."), "404.html": PAGE % (b"", b"New.")}
        running.workshop.renewing.hurry()
        listener.next()
        assert running.site.asked == ["index.html"]


def test_a_mistake_of_the_program_is_told_the_last_page_stays_and_it_goes_on(running: Running) -> None:
    with listening_page(running) as listener:
        listener.next()
        running.site.failure = ZeroDivisionError("of the build")
        running.workshop.renewing.hurry()
        problem = listener.next()["problems"][0]
        assert problem["code"] == "postil-failed"
        assert "ZeroDivisionError: of the build" in problem["sentence"]
        assert any("Traceback" in said for said in running.said)
        assert b"At home." in running.get("/")
        running.site.failure = None
        running.workshop.renewing.hurry()
        assert listener.next()["problems"] == []


def test_a_page_that_fails_to_be_drawn_keeps_no_other_from_being_told_that_it_changed(
    running: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(path: str) -> Output | None:
        raise ZeroDivisionError(path)

    with listening_page(running) as listener:
        listener.next()
        monkeypatch.setattr(running.site, "file", fail)
        running.site.files |= {"index.html": PAGE % (b"", b"New."), "404.html": PAGE % (b"", b"New.")}
        running.workshop.renewing.hurry()
        assert listener.next()["changed"] == ["404.html", "index.html"]


def test_a_terminal_that_is_gone_ends_nothing(tmp_path: Path) -> None:
    def gone(_said: object) -> None:
        raise BrokenPipeError

    (tmp_path / "content").mkdir()
    site = Read({}, root=tmp_path)
    terminal = Terminal(answer=gone, say=gone, show=gone, complain=gone)
    with Workshop(tmp_path, site, listening(0), cast("Any", None), polls=False, terminal=terminal) as started:
        running = Running(started, site, tmp_path, [], [])
        for words in ("The first words.", "Other words."):
            (tmp_path / "content/axis.md").write_text(words)
            eventually(shows(running, words))


def test_a_page_that_is_renewed_while_it_is_asked_for_is_told_of_it(running: Running) -> None:
    inner = running.site.file

    def meanwhile(path: str) -> Output | None:
        found = inner(path)
        if path == "index.html" and running.workshop.news.version == 1:
            running.workshop.news.tell(frozenset({path}), ())
        return found

    running.site.file = meanwhile  # type: ignore[method-assign]
    assert b'data-version="1"' in running.get("/")


def test_a_mistake_while_a_page_is_drawn_is_told_where_it_would_be(running: Running) -> None:
    def fail(path: str) -> Output | None:
        raise ZeroDivisionError(path)

    running.site.file = fail  # type: ignore[method-assign]
    answer = running.get("/")
    assert status(answer) == 500
    assert b"ZeroDivisionError: index.html" in answer
    assert "Traceback" in running.said[-1]


def test_the_terminal_is_told_in_one_line_what_was_renewed(followed: Running) -> None:
    followed.said.clear()
    (followed.root / "content/axis.md").write_text("Other words.")
    eventually(lambda: bool(followed.said))
    assert followed.said[0].startswith("renewed: content/axis.md/ (0.")
