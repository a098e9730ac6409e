"""Feeds are Atom by RFC 4287, and say nothing that the content does not say."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import urlsplit
from xml.etree import ElementTree

import html5lib
import pytest

from tests.site import Site, text_of

from .sites import BASE, HOSTILE, dated

ATOM = "{http://www.w3.org/2005/Atom}"
FEEDS = ("feed.xml", "notes.xml", "essays/bridge/notes.xml", "undated/notes.xml")
MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    return dated(tmp_path_factory.mktemp("feeds")).build("--no-search").expect(0)


def feed(site: Site, address: str) -> ElementTree.Element:
    return ElementTree.fromstring((site.root / "site" / address).read_bytes())


def all_of(element: ElementTree.Element, name: str) -> list[str]:
    return [one.text or "" for one in element.findall(ATOM + name)]


def one_of(element: ElementTree.Element, name: str) -> str:
    [found] = all_of(element, name)
    return found


def links(element: ElementTree.Element) -> list[tuple[str | None, str]]:
    return [(link.get("rel"), link.get("href") or "") for link in element.findall(f"{ATOM}link")]


def entries(site: Site, address: str) -> list[ElementTree.Element]:
    return feed(site, address).findall(f"{ATOM}entry")


def content(entry: ElementTree.Element) -> ElementTree.Element:
    """Return what a reader of feeds makes of the content: HTML, parsed strictly."""
    [written] = entry.findall(f"{ATOM}content")
    assert written.get("type") == "html"
    parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
    result: ElementTree.Element = parser.parseFragment((written.text or "").strip())
    return result


@pytest.mark.parametrize("address", FEEDS)
class TestEveryFeed:
    def test_has_one_id_one_title_and_one_moment(self, site: Site, address: str) -> None:
        root = feed(site, address)
        assert root.tag == f"{ATOM}feed"
        assert one_of(root, "id") == BASE + address
        assert one_of(root, "title")
        assert MOMENT.fullmatch(one_of(root, "updated"))

    def test_names_itself_and_the_page_that_it_is_of(self, site: Site, address: str) -> None:
        assert links(feed(site, address)) == [
            ("self", BASE + address),
            ("alternate", BASE + address.rpartition("/")[0] + ("/" if "/" in address else "")),
        ]

    def test_has_an_author_so_that_every_entry_has_one(self, site: Site, address: str) -> None:
        [author] = feed(site, address).findall(f"{ATOM}author")
        assert one_of(author, "name")
        for entry in entries(site, address):
            for person in entry.findall(f"{ATOM}author"):
                assert one_of(person, "name")

    def test_gives_every_entry_an_id_of_its_own_that_is_a_whole_address(self, site: Site, address: str) -> None:
        ids = [one_of(entry, "id") for entry in entries(site, address)]
        assert ids
        assert len(ids) == len(set(ids))
        for id_ in ids:
            parts = urlsplit(id_)
            assert parts.scheme == "https"
            assert parts.netloc
            assert id_.isascii()
            assert not set(id_) & set(' "<>\\^`{|}')

    def test_gives_every_entry_what_the_standard_asks_for(self, site: Site, address: str) -> None:
        for entry in entries(site, address):
            assert one_of(entry, "title")
            assert MOMENT.fullmatch(one_of(entry, "updated"))
            assert MOMENT.fullmatch(one_of(entry, "published"))
            assert [rel for rel, _ in links(entry)] == ["alternate"]
            assert len(entry.findall(f"{ATOM}content")) == 1
            assert all(category.get("term") for category in entry.findall(f"{ATOM}category"))
            assert entry.get("{http://www.w3.org/XML/1998/namespace}lang")

    def test_is_as_new_as_its_newest_entry_and_begins_with_it(self, site: Site, address: str) -> None:
        moments = [one_of(entry, "updated") for entry in entries(site, address)]
        assert moments == sorted(moments, reverse=True)
        assert one_of(feed(site, address), "updated") == moments[0]

    def test_has_content_whose_links_are_whole_and_which_runs_nothing(self, site: Site, address: str) -> None:
        for entry in entries(site, address):
            for element in content(entry).iter():
                assert element.tag not in ("script", "img", "style")
                if element.tag == "a":
                    assert re.match("https?://", element.get("href") or "")

    def test_leads_only_to_what_exists(self, site: Site, address: str) -> None:
        for entry in entries(site, address):
            for link in [links(entry)[0][1], *(link.get("href") or "" for link in content(entry).iter("a"))]:
                if link.startswith(BASE):
                    path, _, fragment = link.removeprefix(BASE).partition("#")
                    page = site.page(path)
                    assert not fragment or fragment in page.ids()


def test_texts_stand_by_their_date_and_what_has_none_stands_in_no_feed(site: Site) -> None:
    moments = {one_of(entry, "id").removeprefix(BASE): one_of(entry, "updated") for entry in entries(site, "feed.xml")}
    assert moments == {
        "essays/bridge/": "2024-05-02T00:00:00Z",
        "other/": "2024-05-01T00:00:00Z",
        "old/": "1872-01-01T00:00:00Z",
    }


def test_a_note_without_a_date_is_as_old_as_its_text_and_each_update_is_an_entry(site: Site) -> None:
    found = [
        (one_of(entry, "id").partition("#")[2], one_of(entry, "updated")[:10])
        for entry in entries(site, "essays/bridge/notes.xml")
    ]
    assert found == [
        ("note-winters/2025-03-01", "2025-03-01"),
        ("note-winters/2025-03-01/2", "2025-03-01"),
        ("note-winters/2025-01-01", "2025-01-01"),
        ("note-winters", "2024-06-01"),
        ("note-nobody", "2024-05-02"),
    ]
    said = [text_of(content(entry)) for entry in entries(site, "essays/bridge/notes.xml")]
    assert "It is open." in said[0]
    assert "The opening" in said[0]
    assert "It is closed again." in said[1]
    assert "A date is named." in said[2]
    assert "Since 2022" in said[3]
    assert "It is open." not in said[3]


def test_the_feed_of_the_site_holds_the_notes_of_all_texts(site: Site) -> None:
    ids = {one_of(entry, "id").removeprefix(BASE) for entry in entries(site, "notes.xml")}
    assert ids == {
        *(one_of(entry, "id").removeprefix(BASE) for entry in entries(site, "essays/bridge/notes.xml")),
        "undated/#note-late",
    }
    assert not (site.root / "site/old/notes.xml").exists()


def test_hostile_words_arrive_letter_by_letter(site: Site) -> None:
    texts = feed(site, "feed.xml")
    assert one_of(texts, "title") == HOSTILE
    [bridge] = [entry for entry in entries(site, "feed.xml") if "bridge" in one_of(entry, "id")]
    assert one_of(bridge, "title") == one_of(bridge, "summary") == HOSTILE
    assert [one_of(author, "name") for author in bridge.findall(f"{ATOM}author")] == ["Ada Kern", HOSTILE]
    assert [category.get("term") for category in bridge.findall(f"{ATOM}category")] == ["bridges", HOSTILE]
    winters = next(entry for entry in entries(site, "notes.xml") if one_of(entry, "id").endswith("#note-winters"))
    assert "</script><script>alert(1)</script>" in text_of(content(winters))
    assert one_of(winters.findall(f"{ATOM}author")[0], "name") == "Ann Kern"


def test_content_says_its_language_and_direction(site: Site) -> None:
    other = next(entry for entry in entries(site, "feed.xml") if one_of(entry, "id") == f"{BASE}other/")
    [frame] = content(other)
    assert (frame.get("lang"), frame.get("dir")) == ("ar", "rtl")


def test_a_feed_holds_the_newest_fifty(tmp_path: Path) -> None:
    site = Site(tmp_path).write("content/site.yaml", f"base_url: {BASE}")
    for number in range(60):
        site.write(f"content/t{number}.md", f"---\ndate: {1900 + number}\n---\nSome words.\n")
    site.build("--no-search").expect(0)
    ids = [one_of(entry, "id").removeprefix(BASE) for entry in entries(site, "feed.xml")]
    assert ids == [f"t{number}/" for number in range(59, 9, -1)]


def test_pages_name_their_feeds_in_the_head_and_at_the_foot(site: Site) -> None:
    page = site.page("essays/bridge/")
    named = [link.get("href") for link in page.all("link", rel="alternate")]
    assert named == ["../../feed.xml", "../../notes.xml", "notes.xml"]
    [foot] = page.all("p", class_="feeds")
    assert [link.get("href") for link in foot.iter("a")] == named
    assert [link.get("href") for link in site.page("old/").all("link", rel="alternate")] == [
        "../feed.xml",
        "../notes.xml",
    ]


def test_without_an_address_or_dates_there_is_no_feed_and_no_link_to_one(tmp_path: Path) -> None:
    nowhere = dated(tmp_path / "a").edit("content/site.yaml", f"base_url: {BASE}\n", "").build("--no-search").expect(0)
    undated = Site(tmp_path / "b").write("content/site.yaml", f"base_url: {BASE}").write("content/x.md", "Some words.")
    for site in (nowhere, undated.build("--no-search").expect(0)):
        assert [path for path in site.published() if path.endswith("feed.xml") or path.endswith("notes.xml")] == []
        assert site.page("").all("link", rel="alternate") == []


def test_the_clock_does_not_show(tmp_path: Path) -> None:
    site = dated(tmp_path).build("--no-search").expect(0)
    before = site.published()
    site.build("--no-search", SOURCE_DATE_EPOCH="1890000000").expect(0)
    assert {path: text for path, text in site.published().items() if path.endswith(".xml")} == {
        path: text for path, text in before.items() if path.endswith(".xml")
    }
