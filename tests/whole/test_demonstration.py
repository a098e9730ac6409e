"""The demonstration in content/ is built without a problem, and nothing in it leads nowhere."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from postil.core.kinds import KINDS
from tests.site import Page, Site, text_of

REPOSITORY = Path(__file__).parents[2]
ESSAY = "essays/two-shortages/"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    root = tmp_path_factory.mktemp("demonstration")
    shutil.copytree(REPOSITORY / "content", root / "content")
    return Site(root).build("--strict").expect(0)


@pytest.fixture(scope="module")
def pages(site: Site) -> dict[str, Page]:
    return {path: Page.of(text.decode()) for path, text in site.published().items() if path.endswith(".html")}


def test_the_essay_has_notes_of_every_kind_and_comments_that_dispute(pages: dict[str, Page]) -> None:
    essay = pages[f"{ESSAY}index.html"]
    notes = essay.one("section", role="doc-endnotes").find("ol").findall("li")
    assert len(notes) >= 20
    assert set(KINDS) <= {note.get("data-kind") for note in notes}
    assert len([article for article in essay.all("article") if article.get("data-stance") == "disputes"]) >= 2
    assert len(text_of(essay.one("div", class_="body")).split()) >= 900
    assert [mark for mark in essay.all("mark") if len((mark.get("data-notes") or "").split()) > 1]


def test_the_page_for_missing_addresses_links_from_the_root(site: Site, pages: dict[str, Page]) -> None:
    links = {link.get("href") for link in pages["404.html"].all("a")}
    assert f"/{ESSAY}" in links
    below = site.build("--base-url", "https://name.example/project/").expect(0).page("404.html")
    assert f"/project/{ESSAY}" in {link.get("href") for link in below.all("a")}


def test_no_page_asks_anybody_else_for_anything(pages: dict[str, Page]) -> None:
    for page in pages.values():
        asking = [element for tag in ("link", "img", "script", "source", "iframe") for element in page.all(tag)]
        for element in asking:
            assert not (element.get("href") or element.get("src") or "").startswith(("http", "//"))
        assert asking
        assert "default-src 'none'" in page.html
