"""The layouts that come along: valid, accessible, complete, and safe."""

from __future__ import annotations

import base64
import hashlib
import itertools
import re
from collections import Counter
from functools import cache
from pathlib import Path
from xml.etree.ElementTree import Element

import html5lib
import pytest

from postil.core.addresses import output_path
from postil.render import Layouts, assets, outputs

from .samples import ARABIC, LAYOUTS, PAGES, TEXT, WORDS, Shipped

TEMPLATES = sorted(LAYOUTS.rglob("*.html"))
PATHS = [output_path(page.address) for page in PAGES]


@cache
def site() -> dict[str, str]:
    result = outputs(PAGES, Layouts((Shipped(),)))
    assert result.problems == ()
    return {output.path: output.content.decode() for output in result.value}


@cache
def tree(path: str) -> Element:
    root: Element = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(site()[path])
    return root


def words_of(element: Element) -> str:
    return " ".join("".join(element.itertext()).split())


def by_id(path: str, name: str) -> Element:
    return next(element for element in tree(path).iter() if element.get("id") == name)


SVG = "{http://www.w3.org/2000/svg}"
HARBOUR = "essays/harbour/index.html"


@pytest.mark.parametrize("path", PATHS)
class TestEveryPage:
    def test_is_strictly_valid(self, path: str) -> None:
        assert tree(path).tag == "html"

    def test_gives_each_id_once(self, path: str) -> None:
        ids = Counter(element.get("id") for element in tree(path).iter() if element.get("id"))
        assert [name for name, count in ids.items() if count > 1] == []

    def test_leads_to_no_place_of_its_own_that_is_missing(self, path: str) -> None:
        ids = {element.get("id") for element in tree(path).iter()}
        for element in tree(path).iter():
            wanted = [element.get("popovertarget"), element.get("aria-labelledby")]
            wanted += [address[1:] for address in [element.get("href") or ""] if address.startswith("#")]
            assert {name for name in wanted if name} <= ids, element.attrib

    def test_has_one_main_heading_and_the_landmarks(self, path: str) -> None:
        tags = Counter(element.tag for element in tree(path).iter())
        assert (tags["h1"], tags["main"], tags["footer"]) == (1, 1, 1)
        assert words_of(next(tree(path).iter("a"))) == WORDS["skip-to-text"]

    def test_never_skips_a_level_of_headings(self, path: str) -> None:
        levels = [int(element.tag[1]) for element in tree(path).iter() if re.fullmatch("h[1-6]", str(element.tag))]
        assert all(following <= level + 1 for level, following in itertools.pairwise(levels))

    def test_puts_the_content_policy_first(self, path: str) -> None:
        first = next(iter(tree(path).iter("head")))[0]
        assert first.get("http-equiv") == "Content-Security-Policy"
        policy = first.get("content") or ""
        assert "default-src 'none'" in policy
        # The search runs WebAssembly, and no other page does.
        assert "unsafe" not in policy.replace("'wasm-unsafe-eval'", "" if "search/" in path else "'wasm-unsafe-eval'")
        assert "http" not in policy

    def test_has_only_styles_and_scripts_that_its_policy_names(self, path: str) -> None:
        policy = next(tree(path).iter("meta")).get("content") or ""
        for element in tree(path).iter():
            if element.tag == "style":
                digest = base64.b64encode(hashlib.sha256((element.text or "").encode()).digest()).decode()
                assert f"'sha256-{digest}'" in policy
            if element.tag == "script":
                assert element.get("src") or element.get("type") == "application/ld+json"
            assert not [name for name in element.attrib if name == "style" or name.startswith("on")]

    def test_loads_only_files_that_come_along(self, path: str) -> None:
        copied = {output.path for output in assets(Layouts((Shipped(),)))}
        root = next(page.view.site.root for page in PAGES if output_path(page.address) == path)
        loaded = [
            element.get("href") or ""
            for element in tree(path).iter("link")
            if element.get("rel") in ("stylesheet", "icon", "preload")
        ]
        loaded += [address for element in tree(path).iter("script") if (address := element.get("src"))]
        assert loaded
        assert {address.removeprefix(root) for address in loaded} <= copied


def test_only_finished_html_is_passed_unescaped() -> None:
    for file in TEMPLATES:
        for expression in re.findall(r"([\w.\[\]'\"()]+)\s*\|\s*safe", file.read_text(encoding="utf-8")):
            assert expression.endswith("_html"), (file.name, expression)
        assert "autoescape" not in file.read_text(encoding="utf-8")


def test_every_note_stands_at_the_end_once_in_order_and_leads_back() -> None:
    (section,) = [element for element in tree(HARBOUR).iter("section") if element.get("role") == "doc-endnotes"]
    items = [element for element in section.iter("li") if (element.get("id") or "").startswith("note-")]
    assert [item.get("id") for item in items] == [f"note-{note.id}" for note in TEXT.notes]
    for item, note in zip(items, TEXT.notes, strict=True):
        back = [link.get("href") for link in item.iter("a") if link.get("role") == "doc-backlink"]
        assert back == [f"#{reference}" for reference in note.references]
    assert 'doc-endnote"' not in site()[HARBOUR]


def test_a_note_stands_before_its_block_as_a_popover() -> None:
    before, block = site()[HARBOUR].split('<p id="p-1">Within a year')
    assert before.count('<aside role="note" popover id="side-n1"') == 1
    assert re.search(r"</aside>\s*<details class=\"paragraph\">[^\n]*$", before.rstrip())
    assert 'id="side-footnote-1"' in block


def test_a_note_knows_how_many_stand_beside_its_block() -> None:
    assert [by_id(HARBOUR, f"side-{name}").get("data-among") for name in ("n1", "n2", "footnote-1")] == ["2", "2", "1"]


def test_a_note_says_all_that_is_known_of_it() -> None:
    shown = words_of(by_id(HARBOUR, "note-n2"))
    for expected in (
        "2",
        "◆ Check",
        "Accurate",
        "Draft",
        "doubled its trade",
        "Prose of note 2.",
        "Harbour Board",
        "Volume IV",
        "Municipal Archive",
        "14 March 1871",
        "p. 212",
        "Resolved, that the basin be deepened.",
        "Accessed 3 May 2026",
        "Archived copy",
        "A book without an address",
        "Updated 28 April 2027",
        "The letter was found.",
        "Ruth Keller",
        "22 November 2026",
        "checked 23 November 2026",
        "to be checked again 1 June 2027",
        "trade",
        "old letters",
    ):
        assert expected in shown, expected


def test_beside_its_passage_a_note_says_the_newest_first_and_leads_to_the_whole() -> None:
    side = by_id(HARBOUR, "side-n2")
    assert words_of(side) == (
        "2 ◆ Check Accurate Draft Updated 2 May 2028 It was lost again. As of 22 November 2026 Prose of note 2. "
        "Updated 28 April 2027 The letter was found. "
        f"2 sources · whole note {WORDS['close']}"
    )
    assert [a.get("href") for a in side.iter("a") if a.get("class") == "whole"] == ["#note-n2"]
    at_the_end = words_of(by_id(HARBOUR, "note-n2"))
    parts = ["Prose of note 2.", "The letter was found.", "It was lost again."]
    assert sorted(parts, key=at_the_end.index) == parts


def test_a_note_leads_to_the_ones_before_and_after_it() -> None:
    for copy in ("side", "note"):
        ways = {a.get("rel"): a.get("href") for a in by_id(HARBOUR, f"{copy}-n4").iter("a")}
        assert (ways["prev"], ways["next"]) == ("#ref-footnote-1", "#ref-n1")


def test_controls_name_every_kind_annotator_and_tag() -> None:
    form = by_id(HARBOUR, "page-controls")
    chosen = {(each.get("name"), each.get("value")) for each in form.iter("input")}
    assert {
        ("kind", "context"),
        ("kind", "check"),
        *(("presence", level) for level in ("full", "marks", "quiet")),
    } == chosen
    options = {
        select.get("name"): [one.get("value") for one in select.iter("option")] for select in form.iter("select")
    }
    assert options == {
        "by": ["", "ed", "rk"],
        "tag": ["", "old-letters", "trade"],
        "as-of": ["", "2027-04-28", "2026-11-22"],
    }


def test_each_paragraph_has_a_menu_with_its_link_and_a_proposal() -> None:
    (menu,) = [each for each in tree(HARBOUR).iter("details") if each.get("class") == "paragraph"]
    assert [a.get("href") for a in menu.iter("a")] == ["#p-1", "https://github.com/harbour/papers/issues/new?title=x"]


def test_the_rail_leads_to_the_first_reference_of_each_note() -> None:
    (rail,) = [each for each in tree(HARBOUR).iter("nav") if each.get("class") == "rail"]
    marks = [(a.get("href"), a.get("data-notes"), a[1].get("y")) for a in rail.iter(f"{SVG}a")]
    assert marks == [("#ref-n1", "n1", "12.5%"), ("#ref-n4", "n4", "80.0%")]


def test_notes_can_be_chosen_by_kind_annotator_and_tag() -> None:
    note = by_id(HARBOUR, "note-n2")
    assert [note.get(f"data-{name}") for name in ("kind", "by", "tags")] == [
        "check",
        "rk",
        "|trade|old-letters|",
    ]


def test_the_head_of_a_text_says_what_it_is_and_where_it_comes_from() -> None:
    head = words_of(next(element for element in tree(HARBOUR).iter("header") if element.get("class") == "text-head"))
    for expected in (
        "Essays",
        "The Harbour Papers",
        "A report to the citizens",
        "Johanna Lund",
        "18 October 1872",
        "Literary Society",
        "Gazette",
        "Public domain",
        "31 %",
        "4 notes",
        "2 context",
        "1 check",
        "2 comments",
        "Unplaced notes",
        "harbours",
    ):
        assert expected in head, expected


def test_unplaced_notes_are_shown_with_their_quote_and_the_reason() -> None:
    (section,) = [element for element in tree(HARBOUR).iter("section") if element.get("class") == "unplaced"]
    for expected in ("words that are gone", "These words are not in the text.", "Prose of note 0."):
        assert expected in words_of(section)


def test_a_reply_stands_inside_the_comment_it_replies_to_with_its_own_notes() -> None:
    (first, *_) = [element for element in tree(HARBOUR).iter("li") if element.find("article") is not None]
    inside = {element.get("id") for element in first.iter()}
    assert {"comment-c1", "comment-c2", "side-n4"} <= inside
    assert "#answer-c1" in {element.get("href") for element in by_id(HARBOUR, "comment-c1").iter("a")}


def test_links_from_comments_are_marked_as_strangers() -> None:
    (link,) = [a for a in tree(HARBOUR).iter("a") if a.get("href") == "https://forum.example/1"]
    assert link.get("rel") == "nofollow ugc noopener"


def test_a_page_and_a_text_within_it_carry_their_language_and_direction() -> None:
    root = tree("essays/arabic/index.html")
    assert (root.get("lang"), root.get("dir")) == (ARABIC.lang, ARABIC.dir)
    title = next(element for element in root.iter("a") if element.get("class") == "site-title")
    assert title.get("lang") == "en"


def test_every_word_that_layouts_and_program_use_is_written() -> None:
    files = TEMPLATES + sorted(Path(__file__).parents[2].glob("postil/**/*.py"))
    used = {
        name
        for file in files
        for name in re.findall(r"words(?:\[|\.text\()['\"]([\w-]+)['\"]", file.read_text(encoding="utf-8"))
    }
    assert len(used) > 30
    assert used - set(WORDS) == set()


def test_no_line_of_the_words_is_lost_when_read_as_flat() -> None:
    lines = (LAYOUTS / "strings/en.yaml").read_text(encoding="utf-8").splitlines()
    assert len(WORDS) == len([line for line in lines if line and not line.startswith("#")])
