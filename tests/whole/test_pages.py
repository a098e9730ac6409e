"""Every page of every kind is HTML by the standard and by its own content policy, whatever is written in it.

The sites are those of the browser tests: the demonstration, a crowded page, one from right to left,
and one where every word that anybody may write is an attack.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
from pathlib import Path
from xml.etree import ElementTree

import pytest

from tests.browser.kinds import without_kind
from tests.browser.sites import ATTACK, SITES, built
from tests.site import Page

BLOCKED_BY_POLICY = re.compile(r"on\w+|style")
"""Attributes that the content policy forbids, so that they would do nothing but fill the console."""
ADDRESSES = {"href", "src", "action", "formaction", "poster", "data", "cite"}


@pytest.fixture(scope="module", params=SITES)
def folder(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return built(request.param, tmp_path_factory.mktemp(request.param))


@pytest.fixture(scope="module")
def pages(folder: Path) -> dict[str, Page]:
    """Every page, of which a strict parser had nothing to say."""
    return {path.relative_to(folder).as_posix(): Page.of(path.read_text()) for path in sorted(folder.rglob("*.html"))}


def test_every_page_is_of_a_known_kind_and_names_nothing_twice(folder: Path, pages: dict[str, Page]) -> None:
    assert len(pages) >= 3
    for path, page in pages.items():
        assert len(page.ids()) == len(set(page.ids())), path
        assert page.one("title").text
        assert len(page.all("h1")) == 1, path
    # Texts of these sites may stand anywhere; what is generated has its place.
    assert not [path for path in without_kind(folder) if path.startswith(("entities/", "tags/", "sources/"))]


def test_no_page_holds_what_its_policy_would_block(pages: dict[str, Page]) -> None:
    for path, page in pages.items():
        policy = page.one("meta", http_equiv="Content-Security-Policy").get("content")
        assert "default-src 'none'" in policy
        assert "unsafe-inline" not in policy
        assert "'unsafe-eval'" not in policy
        for element in page.tree.iter():
            assert not [name for name in element.attrib if BLOCKED_BY_POLICY.fullmatch(name)], path
        for script in page.all("script"):
            assert script.get("src") or script.get("type") == "application/ld+json", path
        for style in page.all("style"):
            digest = base64.b64encode(hashlib.sha256((style.text or "").encode()).digest()).decode()
            assert f"'sha256-{digest}'" in policy, path


def test_no_address_on_any_page_acts(pages: dict[str, Page]) -> None:
    for path, page in pages.items():
        for element in page.tree.iter():
            for name in ADDRESSES & set(element.attrib):
                scheme = re.match(r"\s*([a-zA-Z][\w+.-]*):", element.get(name))
                assert not scheme or scheme[1] in {"http", "https", "mailto"}, f"{path}: {element.get(name)}"


def test_what_programs_read_can_be_read(folder: Path, pages: dict[str, Page]) -> None:
    for path in folder.rglob("*.xml"):
        ElementTree.fromstring(path.read_bytes())
    for page in pages.values():
        for script in page.all("script", type="application/ld+json"):
            json.loads(script.text)


def test_layouts_show_what_is_written_as_it_is_written(tmp_path: Path) -> None:
    page = Page.of((built("hostile", tmp_path) / "x/index.html").read_text())
    assert page.one("h1").text == ATTACK
    assert ATTACK in page.one("title").text
    assert "49" not in page.one("title").text
