"""Options of building that change how it is done, and not what comes of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.site import Site

TEXT = "---\ntitle: The bridge\n---\n\nIt has been closed for two winters.\n"
NOTES = "annotations:\n  - quote: two winters\n    note: Since November.\n"


@pytest.fixture
def site(tmp_path: Path) -> Site:
    return Site(tmp_path).write("content/a.md", TEXT).write("content/a.annotations.yaml", NOTES)


def test_each_page_that_is_drawn_anew_is_explained(site: Site) -> None:
    site.build("--no-search").expect(0)
    site.build("--no-search", "--explain").expect(0, "nothing changed")
    assert "a/index.html" not in site.said
    site.edit("content/a.annotations.yaml", "November", "October")
    site.build("--no-search", "--explain").expect(0, "a/index.html: ")


def test_the_time_of_each_stage_is_told(site: Site) -> None:
    site.build("--no-search", "--profile").expect(0, " s  texts\n", " s  draw\n")


def test_nothing_is_remembered_where_nothing_shall_be(site: Site) -> None:
    site.build("--no-search", "--no-cache").expect(0)
    assert not (site.root / ".cache").exists()


def test_several_processes_build_the_same(site: Site) -> None:
    site.build("--no-search", "--jobs", "1").expect(0)
    alone = site.published()
    site.verb("clean").expect(0)
    site.build("--no-search", "--jobs", "2").expect(0)
    assert site.published() == alone


def test_cleaning_forgets_too(site: Site) -> None:
    site.build("--no-search").expect(0)
    assert (site.root / ".cache/postil").exists()
    site.verb("clean").expect(0)
    assert not (site.root / ".cache/postil").exists()
    assert (site.root / "content/a.md").exists()


@pytest.mark.parametrize("wrong", [("--jobs", "0"), ("--jobs", "many"), ("--seconds-per-text", "0")], ids=" ".join)
def test_numbers_that_mean_nothing_are_wrong_usage(site: Site, wrong: tuple[str, str]) -> None:
    site.build(*wrong).expect(2, "Invalid value")
