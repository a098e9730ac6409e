"""One text that hangs, or takes its process down, costs itself alone; how many processes there are shows nowhere."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from postil import anchoring, render
from postil.core.files import Files
from postil.core.model import Edition, Output, Page, Settings
from postil.core.problems import Checked, Severity
from postil.core.written import SiteSettings
from postil.pipeline import spread
from postil.pipeline.station import Station, Supplies
from postil.render import Layouts
from tests.site import Site

from .builds import as_built_anew, built, codes, drawn, many

BAD = "content/t3.md"


def stricken(monkeypatch: pytest.MonkeyPatch, blow: Callable[[], None]) -> None:
    """Have one text of a site struck while its notes are anchored, in whichever process that is done."""
    real = anchoring.edition

    def edition(name: str, *parts: Any, **more: Any) -> Checked[Edition]:
        if f"content/{name}.md" == BAD:
            blow()
        return real(name, *parts, **more)

    monkeypatch.setattr(anchoring, "edition", edition)


def hang() -> None:
    time.sleep(60)


def burn() -> None:
    while True:
        pass


def die() -> None:
    os._exit(9)


def explode() -> None:
    raise MemoryError


@pytest.fixture
def several(monkeypatch: pytest.MonkeyPatch) -> int:
    """Return a number of texts that is worth two processes."""
    monkeypatch.setattr(spread, "FEWEST_FOR_PROCESSES", 2)
    return 8


@pytest.mark.parametrize("jobs", [1, 2])
@pytest.mark.parametrize("blow", [hang, burn])
def test_a_text_that_takes_too_long_is_stopped_and_the_others_are_checked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, several: int, jobs: int, blow: Callable[[], None]
) -> None:
    site = many(tmp_path, several).edit("content/t5.annotations.yaml", "plain sentence", "nowhere at all")
    stricken(monkeypatch, blow)
    began = time.monotonic()
    made = built(site, jobs=jobs, seconds_per_text=1)
    assert time.monotonic() - began < 30
    assert codes(made) == {"t3.md": "text-too-costly", "t5.annotations.yaml": "quote-not-found"}
    [problem] = [problem for problem in made.problems if problem.code == "text-too-costly"]
    assert (problem.severity, problem.sentence) == (
        Severity.ERROR,
        "the work on this text took longer than 1 s",
    )
    assert "--seconds-per-text" in (problem.hint or "")
    assert (made.was_left, (site.root / "site").exists()) == (True, False)
    assert len(made.texts) == several - 1


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_text_that_was_given_up_is_worked_on_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, several: int, jobs: int
) -> None:
    site = many(tmp_path / "many", several)
    with monkeypatch.context() as struck:
        stricken(struck, explode)
        assert codes(built(site, jobs=jobs)) == {"t3.md": "text-too-costly"}
    assert codes(built(site, jobs=jobs)) == {}
    assert site.published() == as_built_anew(site)


ENDLESS = "{% for a in range(100000) %}{% for b in range(100000) %}{% endfor %}{% endfor %}\n"


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_layout_that_finds_no_end_is_stopped_and_told_by_its_line(tmp_path: Path, several: int, jobs: int) -> None:
    site = many(tmp_path, several)
    built(site)
    frame = (Path(__file__).parents[2] / "layouts" / "base.html").read_text()
    before = frame.index("</head>")
    line = frame.count("\n", 0, before) + 2
    began = time.monotonic()
    made = built(
        site.write("layouts/base.html", f"{frame[:before]}\n{ENDLESS}{frame[before:]}"), jobs=jobs, seconds_per_text=1
    )
    assert time.monotonic() - began < 20
    assert codes(made) == {"layouts/base.html": "layout-too-costly"}
    assert {problem.place.line for problem in made.problems} == {line}
    assert made.was_left
    made = built(site.remove("layouts/base.html"), jobs=jobs)
    assert codes(made) == {}
    assert site.published() == as_built_anew(site)


def test_a_layout_that_fails_in_the_little_time_left_is_not_blamed(tmp_path: Path) -> None:
    site = many(tmp_path, 2)
    built(site)
    slow = ENDLESS.replace("100000", "3000", 1).replace("100000", "3000")
    made = built(site.write("layouts/home.html", ENDLESS).write("layouts/404.html", slow), seconds_per_text=1)
    assert codes(made) == {"layouts/home.html": "layout-too-costly"}


def test_the_pages_of_a_new_text_by_a_layout_without_end_do_not_cost_the_text(tmp_path: Path) -> None:
    site = many(tmp_path, 2)
    built(site)
    site.edit("content/t0.md", "Another one follows", "Another follows").write("layouts/text.html", ENDLESS)
    made = built(site, seconds_per_text=1)
    assert codes(made) == {"layouts/text.html": "layout-too-costly"}
    assert "t0.md" in {text.path.removeprefix("content/") for text in made.texts}


def test_a_text_that_ends_its_process_costs_itself_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, several: int
) -> None:
    site = many(tmp_path / "many", several).edit("content/t5.annotations.yaml", "plain sentence", "nowhere at all")
    with monkeypatch.context() as struck:
        stricken(struck, die)
        made = built(site, jobs=2)
        assert codes(made) == {"t3.md": "text-too-costly", "t5.annotations.yaml": "quote-not-found"}
        assert len(made.texts) == several - 1
    site.edit("content/t5.annotations.yaml", "nowhere at all", "plain sentence")
    assert codes(built(site, jobs=2)) == {}
    assert site.published() == as_built_anew(site)


def test_a_page_whose_drawing_ends_its_process_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, several: int
) -> None:
    site = many(tmp_path / "many", several)
    built(site)
    draw = render.drawn

    def struck(page: Page, layouts: render.Layouts) -> Checked[Output | None]:
        if page.address in ("t3/", "tags/"):
            die()
        return draw(page, layouts)

    with monkeypatch.context() as striking:
        striking.setattr(render, "drawn", struck)
        frame = (Path(__file__).parents[2] / "layouts" / "base.html").read_text()
        made = built(site.write("layouts/base.html", frame + "{# Mine. #}\n"), jobs=2)
        assert [(problem.code, problem.place.path, problem.sentence) for problem in made.problems] == [
            ("text-too-costly", "content/", "drawing the page /tags/ ended its process"),
            ("text-too-costly", "content/t3.md", "drawing this text ended its process"),
        ]
        assert made.was_left
    assert codes(built(site)) == {}
    assert site.published() == as_built_anew(site)


def test_work_goes_on_after_a_process_has_died_and_results_keep_their_order(tmp_path: Path) -> None:
    files = Files.of_site(tmp_path, {})
    supplies = Supplies(
        Settings(SiteSettings()), {}, (), Layouts(files.layouts), files.today(), drafts=False, has_search=False
    )
    with spread.Spread[int](supplies, files, Station.of(supplies, files), processes=2) as handed:
        found = list(handed.map(squared, range(100), 100, lost=lambda number: -number))
    assert found == [-number if number in FATAL else number * number for number in range(100)]


FATAL = {0, 7, 8, 41, 99}


def squared(_station: object, number: int) -> int:
    if number in FATAL:
        os._exit(1)
    return number * number


def test_two_processes_give_the_bytes_that_one_gives(tmp_path: Path) -> None:
    one, two = (many(tmp_path / name, 40) for name in ("one", "two"))
    told = [built(site, jobs=jobs, search=True) for site, jobs in ((one, 1), (two, 2))]
    assert one.published() == two.published()
    assert told[0].why == told[1].why
    assert told[0].texts == told[1].texts
    for site, jobs in ((one, 2), (two, 1)):
        again = built(site, jobs=jobs, search=True)
        assert (again.why, again.summary.written, again.summary.removed) == ((), 0, 0)
    for site, jobs in ((one, 1), (two, 2)):
        site.edit("content/site.yaml", "title: Many", "title: More")
        assert len(drawn(built(site, jobs=jobs, search=True))) > 160
    assert one.published() == two.published()


def test_problems_are_told_alike_by_one_process_and_by_two(tmp_path: Path) -> None:
    made = []
    for name, jobs in (("one", 1), ("two", 2)):
        site = many(tmp_path / name, 40)
        for number in range(0, 40, 3):
            site.edit(f"content/t{number}.annotations.yaml", "plain sentence", "nowhere at all")
            site.edit(f"content/t{number}.md", "#part", "#nowhere")
        site.write("layouts/cite.html", "{% block main %}{{ page.nothing }}{% endblock %}")
        made.append(built(site, jobs=jobs).problems)
    assert made[0] == made[1]
    assert len(made[0]) >= 28


@pytest.mark.parametrize("layout", ["cite.html", "collection.html", "sitemap.xml"])
def test_a_mistake_in_a_layout_is_told_once_for_all_pages_and_at_every_build(tmp_path: Path, layout: str) -> None:
    site: Site = many(tmp_path, 5).write("content/site.yaml", "base_url: https://many.example/\n")
    built(site)
    before = site.published()
    site.write(f"layouts/{layout}", "{{ page.nothing }}")
    for made in (built(site), built(site)):
        assert [(problem.code, problem.place.path) for problem in made.problems] == [
            ("layout-error", f"layouts/{layout}")
        ]
        assert made.was_left
        assert site.published() == before
    assert not built(site.remove(f"layouts/{layout}")).problems
    assert site.published() == before
