"""What search engines are told in JSON-LD arrives whole, says what the page says, and runs nothing."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from tests.site import Page, Site, text_of

from .sites import BASE, HOSTILE, dated


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    return dated(tmp_path_factory.mktemp("described")).build("--no-search").expect(0)


def described(page: Page) -> Any:
    [script] = page.all("script", type="application/ld+json")
    return json.loads(text_of(script))


def test_a_text_is_an_article_with_all_that_is_known_of_it(site: Site) -> None:
    told = described(site.page("essays/bridge/"))
    assert told["@context"] == "https://schema.org"
    assert told["@type"] == "Article"
    assert told["url"] == told["@id"] == f"{BASE}essays/bridge/"
    assert told["headline"] == told["description"] == HOSTILE
    assert told["author"] == [{"name": "Ada Kern"}, {"name": HOSTILE}]
    assert (told["datePublished"], told["dateModified"], told["inLanguage"]) == ("2024-05-02", "2025-03-01", "en")
    assert told["license"] == "Public domain"
    assert told["isBasedOn"]["name"] == "The original"
    assert told["isBasedOn"]["url"] == "https://example.org/o"
    assert told["isPartOf"]["license"] == "CC BY 4.0"


def test_its_notes_are_comments_and_their_sources_citations(site: Site) -> None:
    told = described(site.page("essays/bridge/"))
    assert told["commentCount"] == 2
    assert [comment["url"] for comment in told["comment"]] == [
        f"{BASE}essays/bridge/#note-winters",
        f"{BASE}essays/bridge/#note-nobody",
    ]
    assert told["comment"][0]["author"] == {"name": "Ann Kern"}
    assert told["comment"][0]["text"].startswith("Since 2022, says the list of")
    assert [work["name"] for work in told["citation"]] == ["Minutes", "The opening"]
    assert told["citation"][0]["url"] == "https://example.org/m?a=1&b=2"


def test_an_entity_is_told_by_its_type(site: Site) -> None:
    varn, flood = (described(site.page(f"entities/{name}/")) for name in ("varn", "flood"))
    assert (varn["@type"], varn["name"], varn["foundingDate"]) == ("Organization", HOSTILE, "1893")
    assert varn["sameAs"] == "https://www.wikidata.org/entity/Q42"
    assert (flood["@type"], flood["startDate"], flood["endDate"]) == ("Event", "1900-01", "1900-02-03")


def test_no_sign_of_markup_stands_in_a_script(site: Site) -> None:
    for path, content in site.published().items():
        if path.endswith(".html"):
            for script in re.findall(rb'<script type="application/ld\+json">(.*?)</script>', content, re.DOTALL):
                assert not re.search("[<>&\u2028\u2029]", script.decode())


def test_no_script_stands_in_a_page_but_data(site: Site) -> None:
    for path in site.published():
        if path.endswith(".html"):
            for script in site.page(path).all("script"):
                assert script.get("src") or script.get("type") == "application/ld+json"


def test_without_an_address_no_address_is_invented(tmp_path: Path) -> None:
    site = dated(tmp_path).edit("content/site.yaml", f"base_url: {BASE}\n", "").build("--no-search").expect(0)
    told = described(site.page("essays/bridge/"))
    assert told["headline"] == HOSTILE
    assert not {"url", "@id"} & {*told, *told["isPartOf"], *told["comment"][0]}


def test_what_is_told_of_a_text_is_bounded(tmp_path: Path) -> None:
    quotes = [f"word{number}x" for number in range(60)]
    site = Site(tmp_path).write("content/a.md", " ".join(quotes))
    notes = (f"  - {{quote: {quote}, note: N, sources: [{{title: S {quote}}}]}}\n" for quote in quotes)
    site.write("content/a.annotations.yaml", "annotations:\n" + "".join(notes)).build("--no-search").expect(0)
    told = described(site.page("a/"))
    assert told["commentCount"] == 60
    assert len(told["comment"]) == len(told["citation"]) == 10
