"""The ways into the notes: home, folders, tags, annotators, sources, entities, dates, and all notes of a text."""

from __future__ import annotations

import json
import posixpath
from pathlib import Path
from urllib.parse import unquote

import pytest

from tests.site import Page, Site, text_of

SITE = """
    title: The Varn Papers
    repository: https://github.com/varn/papers/
    annotators:
      ak: {name: Ana Kern, url: https://kern.example/, about: She keeps the minutes.}
      rb: {name: R. Blum}
      no: {name: Nobody}
    """
ENTITIES = """
    entities:
      council: {name: Town Council, type: organisation, date: 1850, url: https://council.example/, wikidata: Q1}
      bridge: {name: Varn Bridge, type: place}
    """
REFERENCES = [
    {"id": "act", "type": "book", "title": "The Bridge Act", "URL": "https://law.example/act"},
    {"id": "unused", "type": "book", "title": "Never Cited"},
]
BRIDGE = """
    ---
    title: The bridge
    date: 2024-05-02
    tags: [Bridges]
    source: {title: The Courier, url: https://courier.example/1}
    ---

    It has been closed for two winters. Nobody has said when it opens. The act of 1893 names it.
    """
BRIDGE_NOTES = """
    annotations:
      - id: winters
        quote: closed for two winters
        kind: check
        verdict: accurate
        by: ak
        date: 2024-06-01
        checked: 2024-07-01
        note: Since **November 2022**, says the [[council]]; see [the lamps](lamps.md) and [above](#p-1).
        tags: [bridges, closed]
        sources:
          - {title: Minutes, url: "https://council.example/minutes", accessed: 2024-05-01}
          - {ref: act, locator: §3}
        updates:
          - date: 2025-01-10
            note: It opened again.
            sources: [{title: Opened, url: "https://courier.example/2"}]
      - id: act
        quote: The act of 1893
        by: rb
        date: 2024-06-02
        note: A law [@act].
        about: [bridge, council]
        sources:
          - url: http://www.council.example/minutes/#page=2
            title: Minutes of the council
            accessed: 2024-06-05
            archive: https://archive.example/minutes
            broken: 2025-02-03
    """
COMMENTS = "comments: [{id: c, author: A. Reader, date: 2024-06-09, text: Is it safe?}]"
LAMPS = """
    ---
    title: The lamps
    date: 2023
    ---
    The lamps are out.
    """


def papers(root: Path) -> Site:
    return (
        Site(root)
        .write("content/site.yaml", SITE)
        .write("content/entities.yaml", ENTITIES)
        .write("content/references.json", json.dumps(REFERENCES))
        .write("content/town/bridge.md", BRIDGE)
        .write("content/town/bridge.annotations.yaml", BRIDGE_NOTES)
        .write("content/town/bridge.comments.yaml", COMMENTS)
        .write("content/town/lamps.md", LAMPS)
    )


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    return papers(tmp_path_factory.mktemp("papers")).build("--no-search").expect(0)


def pages_of(site: Site) -> dict[str, Page]:
    return {path: Page.of(text.decode()) for path, text in site.published().items() if path.endswith(".html")}


def nowhere(site: Site) -> list[str]:
    """Return the links of all pages that lead to no file, or to a fragment that its page does not have."""
    files, pages = site.published(), pages_of(site)
    ids = {path: set(page.ids()) for path, page in pages.items()}
    lost = []
    for path, page in pages.items():
        for element in page.tree.iter() if path != "404.html" else ():
            href = element.get("href") or ""
            name, _, fragment = href.partition("#")
            if not href or ":" in href.split("/")[0]:
                continue
            target = posixpath.normpath(posixpath.join(posixpath.dirname(path), unquote(name))) if name else path
            if target not in files or (fragment and target in ids and unquote(fragment) not in ids[target]):
                lost.append(f"{path}: {href}")
    return lost


def links(page: Page) -> dict[str, str]:
    """Return where the links of a page lead, by their words."""
    return {text_of(link).strip(): link.get("href") for link in page.all("a")}


def foot(page: Page) -> list[str]:
    return [text_of(link) for link in page.one("footer").iter("a")]


def words(element: object) -> str:
    return " ".join(text_of(element).split())


def test_every_link_of_every_page_leads_somewhere(site: Site) -> None:
    assert nowhere(site) == []


def test_the_foot_of_every_page_leads_to_the_indexes_that_exist(site: Site) -> None:
    for page in pages_of(site).values():
        indexes = page.one("nav", aria_label="All of this site")
        titles = [text_of(link) for link in indexes.iter("a")]
        assert titles == ["People, places and events", "Sources", "Tags", "Annotators", "Timeline"]
        assert links(page)["github.com/varn/papers"] == "https://github.com/varn/papers/"


def test_a_site_without_notes_has_no_empty_indexes(tmp_path: Path) -> None:
    site = Site(tmp_path).write("content/x.md", "Some words.").build("--no-search").expect(0)
    pages = {path for path in site.published() if path.endswith(".html")}
    assert pages == {"index.html", "404.html", "x/index.html", "x/cite/index.html"}
    assert foot(site.page("x/")) == []


def test_a_tag_has_a_page_with_its_texts_and_notes_however_it_is_capitalised(site: Site) -> None:
    page = site.page("tags/bridges/")
    assert text_of(page.one("h1")) in {"Bridges", "bridges"}
    assert "closed for two winters" in words(page.one("ol", class_="lines"))
    assert links(page)["The bridge"] == "../../town/bridge/index.html"
    assert page.one("li", class_="line").get("data-kind") == "check"
    assert set(links(site.page("tags/"))) >= {"closed"}
    assert links(site.page("town/bridge/"))["closed"] == "../../tags/closed/index.html"


def test_tags_that_differ_by_signs_are_told_and_share_a_page(tmp_path: Path) -> None:
    site = papers(tmp_path).edit("content/town/bridge.annotations.yaml", "[bridges, closed]", '["C", "C#", "—"]')
    site.build("--no-search").expect(
        0, "warning[bad-tag]", "“C” (in content/town/bridge.md) and “C#”", "“—” has no page"
    )
    assert "tags/c/index.html" in site.published()


def test_a_tag_written_in_two_ways_that_look_the_same_is_one(tmp_path: Path) -> None:
    site = papers(tmp_path).edit(
        "content/town/bridge.annotations.yaml", "[bridges, closed]", '["caf\\u00e9", "cafe\\u0301"]'
    )
    assert "bad-tag" not in site.build("--no-search").expect(0).said


def test_a_long_tag_is_told_in_short(tmp_path: Path) -> None:
    tags = f'["{"a" * 99}", "{"a" * 99}!", "{"!" * 100}"]'
    site = papers(tmp_path).edit("content/town/bridge.annotations.yaml", "[bridges, closed]", tags)
    told = [line for line in site.build("--no-search").expect(0).said.splitlines() if "the tag" in line]
    assert [len(line) < 300 for line in told] == [True, True]


def test_an_annotator_has_a_page_with_their_notes_and_home_page(site: Site) -> None:
    page = site.page("annotators/ak/")
    assert "She keeps the minutes." in words(page.one("header", class_="text-head"))
    assert links(page)["Home page"] == "https://kern.example/"
    assert [link.get("href") for link in page.one("ol", class_="lines").iter("a")] == [
        "../../town/bridge/index.html#ref-winters"
    ]
    assert set(links(site.page("annotators/"))) >= {"Ana Kern", "R. Blum"}
    assert "annotators/no/index.html" not in site.published()
    assert links(site.page("town/bridge/"))["Ana Kern"] == "../../annotators/ak/index.html"


def sources(site: Site) -> dict[str, str]:
    return {text_of(item.find(".//cite")): words(item) for item in site.page("sources/").all("li", class_="cited")}


def test_every_source_is_listed_once_with_everything_that_cites_it(site: Site) -> None:
    found = sources(site)
    assert set(found) == {"Minutes", "The Bridge Act", "Opened", "The Courier"}
    # One note writes the address with `www.`, another without.
    assert "The bridge 1 2" in found["Minutes"]
    assert "The bridge 1 2" in found["The Bridge Act"]
    assert "The bridge 1" in found["Opened"]
    assert "Original of The bridge" in found["The Courier"]


def test_a_source_says_when_it_was_last_visited_where_it_is_kept_and_since_when_it_is_gone(site: Site) -> None:
    minutes = sources(site)["Minutes"]
    assert "Accessed 5 June 2024" in minutes
    assert "Not reachable since 3 February 2025" in minutes
    assert "Archived copy" in minutes
    item = next(item for item in site.page("sources/").all("li", class_="cited") if "Minutes" in text_of(item))
    assert item.get("data-state") == "broken"


def test_forty_thousand_sources_would_not_stand_on_one_page(tmp_path: Path) -> None:
    def some(name: str) -> str:
        return ", ".join(f"{{title: {name} {number}}}" for number in range(20))

    notes = "annotations:" + "".join(
        f"\n  - {{quote: word, occurrence: 1, note: Why., sources: [{some(f'{letter} {group}')}]}}"
        for letter in "aб"
        for group in range(20)
    )
    site = Site(tmp_path).write("content/x.md", "A word.").write("content/x.annotations.yaml", notes.encode())
    site.build("--no-search").expect(0)
    assert not site.page("sources/").all("li", class_="cited")
    assert links(site.page("sources/"))["Б"] == "%D0%B1/index.html"
    first, second = site.page("sources/a/"), site.page("sources/a/2/")
    assert len(first.all("li", class_="cited")) + len(second.all("li", class_="cited")) == 400
    assert links(second)["Previous"] == "../index.html"
    assert nowhere(site) == []


def test_an_entity_shows_every_note_about_it_also_those_that_only_name_it(site: Site) -> None:
    page = site.page("entities/council/")
    notes = page.all("li", class_="note")
    assert [note.get("data-notes") for note in notes] == ["winters", "act"]
    assert {"Web page", "Wikidata"} <= set(links(page))
    # A path and a fragment in a note lead where they do from its text's own page.
    assert links(page)["the lamps"] == "../../town/lamps/index.html"
    assert links(page)["above"] == "../../town/bridge/index.html#p-1"
    assert links(page)["Varn Bridge"] == "../bridge/index.html"
    register = words(site.page("entities/").one("main"))
    assert "Town Council 2 notes 1850" in register


def test_all_notes_of_a_text_stand_on_one_page_in_order_with_their_sentences(site: Site) -> None:
    page = site.page("town/bridge/notes/")
    notes = page.all("li", class_="note")
    assert [note.get("id") for note in notes] == ["note-winters", "note-act"]
    assert words(page.all("p", class_="context")[0]) == "It has been closed for two winters."
    assert "It opened again." in words(notes[0])
    assert page.html.count("../index.html#ref-winters") >= 1
    assert [text_of(link) for link in page.one("nav", class_="breadcrumbs").iter("a")] == ["Town", "The bridge"]


def test_excerpts_give_no_sentence_away_on_the_page_of_their_notes(tmp_path: Path) -> None:
    site = (
        Site(tmp_path)
        .write("content/x.md", "---\nrights: excerpts\n---\nA secret. Open words.\n\nMore secret.")
        .write("content/x.annotations.yaml", "annotations: [{id: n, quote: Open words, note: Why.}]")
        .build("--no-search")
        .expect(0)
    )
    assert "Open words" in words(site.page("x/notes/").one("p", class_="context"))
    assert all(b"secret" not in content for content in site.published().values())


def test_everything_dated_is_on_the_timeline_by_year_and_in_its_picture(site: Site) -> None:
    svg = "{http://www.w3.org/2000/svg}"
    page = site.page("timeline/")
    years = [section.find("h2").get("id") for section in page.all("section", class_="year-list")]
    assert years == ["year-1850", "year-2023", "year-2024", "year-2025"]
    kinds = [words(item) for item in page.one("ul", class_="key").findall("li")]
    assert kinds == ["Text 2", "Event 1", "Reader’s comment 1", "Note written 2", "Note checked 1", "Update 1"]
    picture = page.one(f"{svg}svg", class_="picture")
    listed = [link.get("href") for item in page.all("ol", class_="dated") for link in item.iter("a")]
    assert sorted(link.get("href") for link in picture.iter(f"{svg}a")) == sorted(listed)
    assert all(link.find(f"{svg}title").text and link.get("tabindex") == "-1" for link in picture.iter(f"{svg}a"))


def test_a_folder_without_an_index_has_a_page_and_stands_in_the_breadcrumbs(site: Site) -> None:
    page = site.page("town/")
    assert text_of(page.one("h1")) == "Town"
    assert {"The bridge", "The lamps"} <= set(links(page))
    assert [text_of(link) for link in site.page("town/bridge/").one("nav", class_="breadcrumbs").iter("a")] == ["Town"]


def test_a_text_beside_a_folder_of_its_name_is_the_page_of_the_folder(tmp_path: Path) -> None:
    site = papers(tmp_path).write("content/town.md", "# All of the town").build("--no-search").expect(0)
    assert "The lamps" in links(site.page("town/"))
    assert text_of(site.page("town/").one("h1")) == "All of the town"


@pytest.mark.parametrize(
    ("taken", "words"),
    [("tags/x.md", "rename the folder"), ("tags.md", "another `slug`"), ("sources/index.md", "slug")],
)
def test_what_stands_where_a_generated_page_goes_is_a_problem(tmp_path: Path, taken: str, words: str) -> None:
    papers(tmp_path).write(f"content/{taken}", "Words.").build("--no-search").expect(1, "error[address-taken]", words)


def test_a_folder_where_the_list_of_all_texts_goes_is_a_problem(tmp_path: Path) -> None:
    site = Site(tmp_path)
    for number in range(30):
        site.write(f"content/texts/t{number}.md", "Words.")
    site.build("--no-search").expect(1, "error[address-taken]", "content/texts/", "rename the folder")


def test_the_home_page_of_many_texts_shows_some_of_each_folder_and_leads_to_all(tmp_path: Path) -> None:
    site = Site(tmp_path)
    for number in range(30):
        site.write(f"content/{'ab'[number % 2]}/t{number}.md", f"---\ndate: {1990 + number}\n---\nWords.")
    site.build("--no-search").expect(0)
    home = site.page("")
    assert [words(heading) for heading in home.one("main").iter("h2")] == ["A", "B"]
    assert len(home.all("li", class_="card")) == 12
    assert links(home)["All 15 texts in A"] == "a/index.html"
    assert len(site.page("texts/").all("li", class_="entry")) == 30
    assert nowhere(site) == []


def test_the_home_page_tells_what_is_new_the_latest_first(tmp_path: Path) -> None:
    notes = "annotations:" + "".join(
        f"\n  - {{id: n{day}, quote: word, occurrence: 1, date: 2024-05-{day:02}, note: Of day {day}.}}"
        for day in range(1, 15)
    )
    site = Site(tmp_path).write("content/x.md", "A word.").write("content/x.annotations.yaml", notes.encode())
    home = site.build("--no-search").expect(0).page("")
    news = [words(line) for line in home.all("li", class_="line")]
    assert [f"Of day {day}." in line for day, line in zip(range(14, 8, -1), news, strict=True)] == [True] * 6


def test_one_note_is_news_too(tmp_path: Path) -> None:
    notes = "annotations: [{quote: word, date: 2024-05-01, note: The only one.}]"
    site = Site(tmp_path).write("content/x.md", "A word.").write("content/x.annotations.yaml", notes)
    assert "The only one." in words(site.build("--no-search").expect(0).page("").one("section", class_="latest"))


HOSTILE = [
    "a/b",
    '"quoted"',
    "<script>alert(1)</script>",
    "القانون",
    "🙂 yes",
    "../up",
    "con",
    "x" * 100,
    "法" * 90,
    "a|b",
]


def test_names_that_mean_something_elsewhere_mean_nothing_here(tmp_path: Path) -> None:
    tags = json.dumps(HOSTILE, ensure_ascii=False)
    site = (
        Site(tmp_path)
        .write("content/site.yaml", json.dumps({"annotators": {"x": {"name": "<b>&\"'", "about": "</style><i>"}}}))
        .write("content/x.md", f"---\ntags: {tags}\n---\nSome words.".encode())
        .write(
            "content/x.annotations.yaml",
            f"annotations: [{{id: n, quote: words, note: Why., by: x, date: 2024-01-01, tags: {tags}}}]".encode(),
        )
        .write(
            "content/x.comments.yaml",
            json.dumps({"comments": [{"id": "c", "author": "<b>", "text": "No.", "date": "2024-02-02"}]}),
        )
        .build("--no-search")
        .expect(0)
    )
    assert nowhere(site) == []
    for page in pages_of(site).values():
        assert not [script for script in page.all("script") if "<" in (script.text or "")]
        assert not page.all("b")
    for name in ("a-b", "quoted", "script-alert-1-script", "القانون", "yes", "up", "con-"):
        assert f"tags/{name}/index.html" in site.published()


def test_the_same_content_gives_the_same_pages(site: Site, tmp_path: Path) -> None:
    assert papers(tmp_path).build("--no-search", LANG="tr_TR.UTF-8").expect(0).published() == site.published()
