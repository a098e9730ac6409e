"""A cluster makes the same site, byte for byte; one that cannot is told, and the old site stands."""

from __future__ import annotations

import multiprocessing
import os
import signal
import socket
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from postil import pipeline
from postil.core.machine import versions
from postil.core.problems import Problem
from postil.pipeline import cluster, spread
from postil.pipeline.jobs import work
from postil.pipeline.results import NoClusterError
from tests.site import Site

from .builds import as_built_anew, built, codes, many

LANGUAGES = ("en", "de", "ja")
TEXT = """\
---
title: Bridge {n}
lang: {lang}
tags: [bridges, t{tag}]
date: 20{n:02}-03-01
draft: {draft}
---
# Beginnings

The bridge has stood there for [as long](t{next}.md#beginnings) as anybody knows, and [longer](t{next}.md#ends).

# Ends

![A picture](bridge.svg) It was closed for two winters. Nobody has said [why](#beginnings).
"""
NOTES = """\
annotations:
  - {quote: two winters, by: ak, about: [council], tags: [closed], note: "The [[council]] [knows](t1.md#ends)."}
  - {quote: anybody knows, note: Nobody does.}
"""
SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="8" height="8"/>\n'


def archive(root: Path, number: int = 30) -> Site:
    """Return a site of texts in three languages that lead to each other's headings, some of them drafts."""
    site = (
        Site(root)
        .write("content/site.yaml", "title: Bridges\nannotators: {ak: {name: Ana Kern}}\n")
        .write("content/entities.yaml", "entities: {council: {name: Town Council, type: organisation}}\n")
        .write("content/bridge.svg", SVG)
    )
    for n in range(number):
        site.write(
            f"content/t{n}.md",
            TEXT.format(
                n=n, lang=LANGUAGES[n % 3], tag=n % 4, next=(n + 1) % number, draft="true" if n % 7 == 2 else "false"
            ),
        )
        site.write(f"content/t{n}.annotations.yaml", NOTES)
    return site


@contextmanager
def workers(scratch: Path, *, threads: int = 1) -> Iterator[Any]:
    """Give a cluster of two processes on this machine, which leave what they leave in `scratch`."""
    from distributed import LocalCluster

    with LocalCluster(
        n_workers=2,
        threads_per_worker=threads,
        host="127.0.0.1",
        # Any free port: the usual one may be taken by another cluster of this machine.
        dashboard_address="127.0.0.1:0",
        silence_logs=60,
        local_directory=str(scratch),
    ) as local:
        yield local


def address(local: Any) -> str:
    return str(local.scheduler_address).replace("tcp://", "dask://")


@contextmanager
def listening(answer: bytes) -> Iterator[str]:
    """Give the address of a program that is no scheduler: it says `answer` to everybody, or nothing."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        open_ones = []

        def serve() -> None:
            while True:
                try:
                    connection, _ = server.accept()
                    connection.sendall(answer)
                except OSError:
                    return
                open_ones.append(connection)

        threading.Thread(target=serve, daemon=True).start()
        yield f"dask://127.0.0.1:{server.getsockname()[1]}"
        for connection in open_ones:
            connection.close()


def only(problems: tuple[Problem, ...]) -> Problem:
    [problem] = [problem for problem in problems if problem.code == "no-cluster"]
    return problem


def test_a_cluster_makes_the_same_site_again_after_a_change_and_refuses_workers_that_might_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # One test, for it is the cluster's start that takes its time.
    site = archive(tmp_path / "spread")
    with workers(tmp_path) as local:
        for drafts in (False, True):
            made = built(site, executor=address(local), drafts=drafts)
            assert site.published() == as_built_anew(site, drafts=drafts)
            assert not made.was_left
            assert {"t0/index.html", "t1/index.html"} <= site.published().keys()
        assert "t2/index.html" in site.published()
        # A text whose heading is gone is worked on there; those that lead to the heading are worked on again.
        site.edit("content/t4.md", "# Ends", "# The end").edit("content/t9.annotations.yaml", "Nobody does.", "We do.")
        made = built(site, executor=address(local), drafts=True)
        assert codes(made).keys() >= {"t3.md"}
        assert site.published() == as_built_anew(site, drafts=True)

        before = site.published()
        site.edit("content/t5.annotations.yaml", "Nobody does.", "They do.")
        monkeypatch.setattr(cluster, "versions", lambda: {**versions(), "nh3": "0.0"})
        made = built(site, executor=address(local), drafts=True)
        assert f"has nh3 {versions()['nh3']}, where this machine has 0.0" in only(made.problems).sentence
        assert (made.was_left, site.published() == before) == (True, True)


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster, "SECONDS_TO_ANSWER", 0.5)


@pytest.mark.usefixtures("impatient")
def test_where_nobody_listens_there_is_no_cluster_and_the_old_site_stands(tmp_path: Path) -> None:
    site = many(tmp_path, 3)
    built(site)
    before = site.published()
    site.edit("content/t1.md", "plain sentence", "plain sentence of its own")
    with socket.create_server(("127.0.0.1", 0)) as server:
        closed = f"dask://127.0.0.1:{server.getsockname()[1]}"
    made = built(site, executor=closed)
    assert only(made.problems).sentence == f"there is no scheduler of dask at {closed}: Connection refused"
    assert "dask scheduler" in (only(made.problems).hint or "")
    assert (made.was_left, site.published() == before) == (True, True)
    # What was made before the cluster was asked for is no harm to the next build.
    assert not built(site).was_left
    assert site.published() == as_built_anew(site)


@pytest.mark.usefixtures("impatient")
@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (b"", "it did not answer in time"),
        (b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n", "what answers there is none"),
        (b"\x05\0\0\0\0\0\0\0" + b"\xff" * 400, "what answers there is none"),
    ],
    ids=["silence", "a server of pages", "rubbish"],
)
def test_what_is_no_scheduler_is_no_cluster(tmp_path: Path, answer: bytes, reason: str) -> None:
    with listening(answer) as elsewhere:
        made = built(many(tmp_path, 2), executor=elsewhere)
    assert reason in only(made.problems).sentence
    assert made.was_left


def test_a_host_that_has_no_address_is_no_cluster(tmp_path: Path) -> None:
    made = built(many(tmp_path, 2), executor="dask://nowhere.invalid:8786")
    assert only(made.problems).sentence.startswith("there is no scheduler of dask at dask://nowhere.invalid:8786: ")


def test_without_the_package_it_is_said_how_to_have_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    made = built(many(tmp_path, 2), executor="dask://127.0.0.1:8786")
    assert "`distributed`" in only(made.problems).sentence
    assert "postil[cluster]" in (only(made.problems).hint or "")


def test_a_site_that_is_only_looked_at_says_so_too(tmp_path: Path) -> None:
    from postil.core.files import Files

    options = pipeline.Options(executor="dask://127.0.0.1")
    looked_at = pipeline.built(Files.of_site(many(tmp_path, 2).root), options)
    assert only(looked_at.problems).sentence == "'dask://127.0.0.1' is not the address of a cluster"
    assert looked_at.has_errors


@pytest.mark.parametrize(
    ("given", "understood"),
    [
        ("dask://localhost:8786", ("localhost", 8786)),
        ("dask://10.0.0.5:8786/", ("10.0.0.5", 8786)),
        ("dask://[::1]:8786", ("[::1]", 8786)),
        *(
            (wrong, None)
            for wrong in (
                "",
                "dask://",
                "dask://localhost",
                "dask://localhost:0",
                "dask://localhost:65536",
                "dask://localhost:٨",
                "dask://a b:1",
                "dask://a:1/x",
                "tcp://localhost:8786",
                "localhost:8786",
            )
        ),
    ],
)
def test_an_address_has_a_host_and_a_port(given: str, understood: tuple[str, int] | None) -> None:
    assert pipeline.endpoint(given) == understood


def test_what_is_no_address_is_wrong_usage(tmp_path: Path) -> None:
    many(tmp_path, 2).build("--executor", "tcp://127.0.0.1:8786").expect(2, "Invalid value", "dask://10.0.0.5:8786")


def test_a_cluster_that_cannot_be_reached_is_a_problem_on_the_command_line(tmp_path: Path) -> None:
    site = many(tmp_path, 2).build("--no-search", "--executor", "dask://nowhere.invalid:8786")
    site.expect(1, "error[no-cluster]", "was left as it is")


def test_a_worker_that_came_late_refuses_what_it_might_make_otherwise() -> None:
    with pytest.raises(NoClusterError, match=r"has Postil .*, where this machine has 9"):
        cluster._worked({**versions(), "Postil": "9"}, lambda supplies: supplies, b"")


def test_processes_that_begin_anew_make_the_same_site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As on macOS and Windows, where a process starts with nothing but what it is sent."""
    begin, asked = multiprocessing.get_context, []

    def anew(method: str) -> Any:
        asked.append(method)
        return begin("spawn")

    monkeypatch.setattr(multiprocessing, "get_context", anew)
    monkeypatch.setattr(spread, "FEWEST_FOR_PROCESSES", 4)
    site = archive(tmp_path / "anew", 8)
    assert not built(site, jobs=2).was_left
    assert asked
    assert site.published() == as_built_anew(site, jobs=1)


# ---------------------------------------------------------------------------------- what dies on the way


@pytest.fixture
def meanwhile(monkeypatch: pytest.MonkeyPatch) -> Callable[[Callable[[], None]], None]:
    """Return what has something happen once the first texts that were worked on have come back."""

    def once(happens: Callable[[], None]) -> None:
        real = spread.Spread._results
        happening = [happens]

        def results(*parts: Any) -> Any:
            found = real(*parts)
            if happening and work in parts:
                happening.pop()()
            return found

        monkeypatch.setattr(spread.Spread, "_results", results)

    return once


def kill(local: Any) -> None:
    for worker in local.workers.values():
        os.kill(worker.pid, signal.SIGKILL)


@pytest.mark.full
@pytest.mark.parametrize("threads", [1, 3])
def test_workers_that_are_killed_are_replaced_and_the_site_is_the_same(
    tmp_path: Path, meanwhile: Callable[[Callable[[], None]], None], threads: int
) -> None:
    site = archive(tmp_path / "spread", 60)
    with workers(tmp_path, threads=threads) as local:
        meanwhile(lambda: kill(local))
        assert not built(site, executor=address(local)).was_left
    assert site.published() == as_built_anew(site)


@pytest.mark.full
def test_a_cluster_that_ends_during_a_build_leaves_the_old_site(
    tmp_path: Path, meanwhile: Callable[[Callable[[], None]], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    site = archive(tmp_path / "spread", 60)
    built(site)
    before = site.published()
    for n in range(60):
        site.edit(f"content/t{n}.annotations.yaml", "Nobody does.", "We do.")
    with workers(tmp_path) as local:
        meanwhile(local.close)
        made = built(site, executor=address(local))
        assert (only(made.problems).code, made.was_left) == ("no-cluster", True)
    assert site.published() == before
    assert not built(site).was_left
    monkeypatch.undo()
    assert site.published() == as_built_anew(site)


@pytest.mark.full
def test_a_cluster_whose_workers_leave_is_given_up(
    tmp_path: Path, meanwhile: Callable[[Callable[[], None]], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cluster, "SECONDS_TO_RETURN", 15.0)
    monkeypatch.setattr(cluster, "SECONDS_BETWEEN_LOOKS", 1.0)
    with workers(tmp_path) as local:
        meanwhile(lambda: local.scale(0))
        made = built(archive(tmp_path / "spread", 120), executor=address(local))
    assert "has no workers any more" in only(made.problems).sentence
    assert made.was_left
