"""The map of the site is of the pages that exist, and previews name what exists."""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree import ElementTree

import pytest

from postil.core.model import Settings
from postil.core.written import SiteSettings
from postil.plan import Context, Frame, Ground, Ways, sitemap_pages, words_of
from tests.render.samples import Shipped
from tests.site import Page, Site

from .sites import BASE, HOSTILE, dated

MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    return dated(tmp_path_factory.mktemp("map")).build().expect(0)


def entries(site: Site) -> dict[str, str | None]:
    root = ElementTree.fromstring((site.root / "site/sitemap.xml").read_bytes())
    assert root.tag == f"{MAP}urlset"
    return {url.findtext(f"{MAP}loc") or "": url.findtext(f"{MAP}lastmod") for url in root}


def meta(page: Page, name: str) -> list[str | None]:
    return [one.get("content") for one in page.all("meta") if name in (one.get("property"), one.get("name"))]


def test_the_map_is_of_all_pages_but_the_search_and_the_page_for_what_does_not_exist(site: Site) -> None:
    pages = {path.removesuffix("index.html") for path in site.published() if path.endswith(".html")}
    assert {address.removeprefix(BASE) for address in entries(site)} == pages - {"404.html", "search/"}


def test_a_text_was_changed_on_the_last_date_that_it_bears(site: Site) -> None:
    changed = {address.removeprefix(BASE): date for address, date in entries(site).items() if date}
    assert changed == {
        "essays/bridge/": "2025-03-01",
        "other/": "2024-05",
        "old/": "1872",
        "undated/": "2023-01-01",
    }


def test_robots_are_told_of_the_map_and_an_author_s_own_file_goes_before(tmp_path: Path, site: Site) -> None:
    told = (site.root / "site/robots.txt").read_text()
    assert told == f"User-agent: *\nAllow: /\n\nSitemap: {BASE}sitemap.xml\n"
    own = dated(tmp_path).write("layouts/robots.txt", "User-agent: *\nDisallow: /\n")
    own.build("--no-search").expect(0)
    assert (own.root / "site/robots.txt").read_text() == "User-agent: *\nDisallow: /\n"


def test_every_page_but_the_one_for_what_does_not_exist_names_its_own_address(site: Site) -> None:
    for path in site.published():
        if path.endswith(".html"):
            page = site.page(path)
            named = [link.get("href") for link in page.all("link", rel="canonical")]
            expected = [] if path == "404.html" else [BASE + path.removesuffix("index.html")]
            assert named == meta(page, "og:url") == expected


def test_a_text_says_of_itself_what_a_preview_shows(site: Site) -> None:
    page = site.page("essays/bridge/")
    assert meta(page, "og:title") == meta(page, "og:description") == meta(page, "og:site_name") == [HOSTILE]
    assert meta(page, "og:type") == ["article"]
    assert meta(page, "article:published_time") == ["2024-05-02"]
    assert meta(page, "article:modified_time") == ["2025-03-01"]
    assert meta(page, "article:tag") == ["bridges", HOSTILE]
    assert meta(site.page(""), "og:type") == ["website"]


def test_without_an_address_nothing_that_needs_one_is_there(tmp_path: Path) -> None:
    site = dated(tmp_path).edit("content/site.yaml", f"base_url: {BASE}\n", "").build("--no-search").expect(0)
    paths = set(site.published())
    assert not {"sitemap.xml", "robots.txt"} & paths
    assert not [path for path in paths if re.search(r"card-\w+\.png", path)]
    for path in paths:
        if path.endswith(".html"):
            page = site.page(path)
            assert not page.all("link", rel="canonical")
            assert not [one for one in page.all("meta") if one.get("property")]


def test_more_pages_than_one_map_may_hold_are_divided_among_several() -> None:
    settings = Settings(SiteSettings(base_url=BASE))
    ways = Ways({}, {})
    words = words_of(lambda name: [(name, content)] if (content := Shipped().bytes(name)) else [], "en").value
    context = Context(Ground(settings, ways, lambda _: words), Frame(), {}, {})
    made = {page.address: page.view for page in sitemap_pages((f"{n}/" for n in range(50_001)), context)}
    assert set(made) == {"sitemap.xml", "sitemap-1.xml", "sitemap-2.xml", "robots.txt"}
    assert [len(made[name].entries) for name in ("sitemap-1.xml", "sitemap-2.xml")] == [50_000, 1]
    assert made["sitemap.xml"].is_index
    assert [entry.address for entry in made["sitemap.xml"].entries] == [f"{BASE}sitemap-1.xml", f"{BASE}sitemap-2.xml"]


@pytest.mark.parametrize(
    ("written", "base"),
    [
        ("https://a.example", "https://a.example/"),
        ("HTTPS://a.example//x//", "https://a.example/x/"),
        ("https://a.example:8080/x/y?q=1#z", "https://a.example:8080/x/y/"),
        ("https://bücher.example/ä ö".replace(" ", "%20"), "https://b%C3%BCcher.example/%C3%A4%20%C3%B6/"),
    ],
)
def test_an_address_is_taken_with_and_without_a_slash_at_its_end(tmp_path: Path, written: str, base: str) -> None:
    site = Site(tmp_path).write("content/x y.md", "Words.").build("--no-search", "--base-url", written).expect(0)
    [link] = site.page("x-y/").all("link", rel="canonical")
    assert link.get("href") == f"{base}x-y/"
