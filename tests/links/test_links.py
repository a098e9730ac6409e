"""Nothing in the demonstration leads nowhere: under a domain, below a folder of one, and from a disk.

Followed are links, what a page loads, what elements say of each other by their ids, what style sheets
and scripts name, and the addresses in feeds and the map of the site.
"""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urljoin, urlsplit
from xml.etree import ElementTree

import pytest

from tests.site import Page, Site

REPOSITORY = Path(__file__).parents[2]
DOMAIN = "https://name.example/"
PROJECT = "https://name.example/project/"
DISK = "file:///home/reader/site/"
ESSAY = "essays/two-shortages/"
LEADING = ("href", "src", "poster", "action", "{http://www.w3.org/1999/xlink}href")
NAMING = ("for", "aria-labelledby", "aria-describedby", "aria-controls", "popovertarget", "headers", "form", "list")
"""Attributes that hold ids of the same page."""


def built(root: Path, base_url: str) -> Site:
    shutil.copytree(REPOSITORY / "content", root / "content")
    return Site(root).build("--strict", "--base-url", base_url).expect(0)


@pytest.fixture(scope="module", params=[DOMAIN, PROJECT])
def published(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Site]:
    """The demonstration, and the address at which it knows itself to stand."""
    return request.param, built(tmp_path_factory.mktemp("published"), request.param)


@pytest.fixture(scope="module")
def pages(published: tuple[str, Site]) -> dict[str, Page]:
    """Every page of it, parsed strictly, by its path."""
    files = published[1].published()
    return {path: Page.of(content.decode()) for path, content in files.items() if path.endswith(".html")}


def leads(page: Page) -> Iterator[str]:
    """Yield every address that the elements of a page lead to or load."""
    for element in page.tree.iter():
        if element.get("rel") == "canonical":
            continue
        yield from (element.get(name) for name in LEADING if element.get(name))
        for candidate in filter(None, (element.get("srcset") or "").split(",")):
            yield candidate.split()[0]


def target_of(address: str, base: str, files: dict[str, bytes]) -> str | None:
    """Return the path of the file that stands at an address, as a host of files or the disk has it."""
    path = unquote(urlsplit(address).path.removeprefix(urlsplit(base).path))
    is_folder = not path or path.endswith("/")
    if is_folder and not base.startswith("file:"):
        path += "index.html"
    return path if path in files else None


@pytest.mark.parametrize("where", ["as published", DOMAIN, PROJECT, DISK])
def test_every_link_and_fragment_leads_somewhere(
    published: tuple[str, Site], pages: dict[str, Page], where: str
) -> None:
    base = published[0] if where == "as published" else where
    files = published[1].published()
    ids = {path: set(page.ids()) for path, page in pages.items()}
    followed = 0
    for path, page in pages.items():
        # What is shown for a missing address may stand anywhere, and knows only where it was published.
        if path == "404.html" and base != published[0]:
            continue
        for written in leads(page):
            address = urljoin(base + path, written)
            if not address.startswith(base):
                assert urlsplit(written).scheme in {"http", "https", "mailto", "data"}, f"{path}: {written}"
                continue
            target = target_of(address, base, files)
            assert target, f"{path}: {written}"
            fragment = unquote(urlsplit(address).fragment)
            assert not fragment or target not in ids or fragment in ids[target], f"{path}: {written}"
            followed += 1
    assert followed > 1000


def test_what_elements_say_of_each_other_is_there(pages: dict[str, Page]) -> None:
    for path, page in pages.items():
        ids = page.ids()
        assert len(ids) == len(set(ids)), path
        for element in page.tree.iter():
            for name in NAMING:
                assert set((element.get(name) or "").split()) <= set(ids), f"{path}: {name}={element.get(name)}"


def test_what_style_sheets_and_scripts_name_is_there(published: tuple[str, Site]) -> None:
    files = published[1].published()
    named = 0
    for path, content in files.items():
        if not path.endswith((".css", ".js")):
            continue
        text = content.decode()
        pattern = r"url\(\s*['\"]?([^'\")]+)" if path.endswith(".css") else r"(?:from|import)\s*\(?\s*['\"](\.[^'\"]+)"
        for address in re.findall(pattern, text):
            if address.startswith(("data:", "#")):
                continue
            assert target_of(urljoin(DISK + path, address), DISK, files), f"{path}: {address}"
            named += 1
    assert named > 10


def addresses_in(value: Any) -> Iterator[str]:
    """Yield every string in a JSON value that begins as an address does."""
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        for part in value:
            yield from addresses_in(part)
    elif isinstance(value, str) and value.startswith(("http://", "https://")):
        yield value


def told(files: dict[str, bytes], pages: dict[str, Page]) -> Iterator[tuple[str, str]]:
    """Yield each whole address that is told to programs, with the file that tells it."""
    for path, content in files.items():
        if path.endswith(".xml"):
            for element in ElementTree.fromstring(content).iter():
                # An entry's `id` only tells it from others, and need not lead anywhere.
                if element.tag.rpartition("}")[2] in {"loc", "link", "uri"}:
                    yield from ((path, one) for one in (element.get("href"), element.text) if one and "://" in one)
        elif path == "robots.txt":
            yield from ((path, address) for address in re.findall(r"https?://\S+", content.decode()))
    for path, page in pages.items():
        for element in page.tree.iter("meta"):
            if re.fullmatch(r"og:(url|image)|twitter:image", element.get("property") or element.get("name") or ""):
                yield path, element.get("content")
        for element in page.tree.iter("link"):
            if element.get("rel") == "canonical":
                yield path, element.get("href")
        for element in page.all("script", type="application/ld+json"):
            yield from ((path, address) for address in addresses_in(json.loads(element.text)))


def test_feeds_the_map_and_what_programs_read_name_pages_that_are_there(
    published: tuple[str, Site], pages: dict[str, Page]
) -> None:
    base, site = published
    files = site.published()
    ids = {path: set(page.ids()) for path, page in pages.items()}
    ours = [(path, address) for path, address in told(files, pages) if address.startswith(base)]
    for path, address in ours:
        target = target_of(address, base, files)
        assert target, f"{path}: {address}"
        fragment = unquote(urlsplit(address).fragment)
        assert not fragment or fragment in ids[target], f"{path}: {address}"
    tellers = {path for path, _ in ours}
    assert {"feed.xml", "notes.xml", "sitemap.xml", "robots.txt", f"{ESSAY}index.html"} <= tellers


def test_every_page_is_linked_from_another(published: tuple[str, Site], pages: dict[str, Page]) -> None:
    base, site = published
    files = site.published()
    linked = {
        target
        for path, page in pages.items()
        for link in page.all("a")
        if (target := target_of(urljoin(base + path, link.get("href") or ""), base, files)) and target != path
    }
    unlinked = set(pages) - linked - {"404.html"}
    assert unlinked == set()
