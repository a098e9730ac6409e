"""Readers propose notes and edits at GitHub, and what they propose can be merged as it is."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.site import Page, Site, text_of

LONG = (
    "The harbour board met “three times” that winter — once in the old hall, and twice where nobody could find it — "
    "and each time it resolved: to wait, to write a letter, and to wait for the answer {which} never came; so the "
    "minutes say, but then the minutes were written in spring."
)
SHORT = 'It was cold: "cold enough", they said.'
AGREED = "Agreed."
SITE = """
    repository: https://github.com/ann/papers/tree/main/site
    base_url: https://ann.example/papers/
    """
NOTES = """
    annotations:
      - id: cold
        quote: cold enough
        note: Minus twelve.
    """
COMMENTS = """
    comments:
      - {id: c1, text: A reader says that the ledger says otherwise.}
    """


def papers(root: Path) -> Site:
    text = f"---\ntitle: Papers\n---\n\n## Winter\n\n{LONG}\n\n{SHORT}\n\n{AGREED}\n\nNobody spoke.\n\n{AGREED}\n"
    return (
        Site(root)
        .write("content/site.yaml", SITE)
        .write("content/papers.md", text)
        .write("content/papers.annotations.yaml", NOTES)
        .write("content/papers.comments.yaml", COMMENTS)
    )


def menus(page: Page) -> dict[str, list[Any]]:
    """Return the links of each paragraph's menu by the paragraph's id."""
    found = {}
    for menu in page.all("details", class_="paragraph"):
        links = list(menu.iter("a"))
        found[links[0].get("href")[1:]] = links
    return found


def proposal(link: Any) -> tuple[str, str]:
    query = parse_qs(urlsplit(link.get("href")).query)
    return query["title"][0], query["body"][0]


def test_every_paragraph_can_be_linked_to(tmp_path: Path) -> None:
    page = papers(tmp_path).build().expect(0).page("papers/")
    assert list(menus(page)) == ["p-1", "p-2", "p-3", "p-4", "p-5", "p-c1-1"]
    assert text_of(page.one("p", id="p-2")).startswith("It was cold")
    assert {"p-1", "p-2", "p-c1-1"} <= set(page.ids())


@pytest.mark.parametrize("name", ["p-1", "p-2", "p-3", "p-5", "p-c1-1"])
def test_what_a_reader_proposes_for_a_paragraph_can_be_merged_as_it_is(tmp_path: Path, name: str) -> None:
    site = papers(tmp_path).build().expect(0)
    _, body = proposal(menus(site.page("papers/"))[name][1])
    assert f"https://ann.example/papers/papers/#{name}" in body
    assert "content/papers.annotations.yaml" in body
    item = re.search(r"```yaml\n(.*?)\n```", body, re.DOTALL)
    assert item is not None
    path = "content/papers.annotations.yaml"
    written = (tmp_path / path).read_text(encoding="utf-8")
    site.write(path, f"{written}{item[1]}\n".encode())
    page = site.build("--strict").expect(0).page("papers/")
    paragraph = page.one("p", id=name)
    marked = "".join(text_of(mark) for mark in paragraph.iter("mark"))
    assert marked == re.sub(r"\d+$", "", "".join(_words(paragraph)))


def _words(paragraph: Any) -> list[str]:
    """Return the text of a paragraph but for its references."""
    words = [paragraph.text or ""]
    for child in paragraph:
        words += [] if child.get("class") == "ref" else _words(child)
        words.append(child.tail or "")
    return words


def test_a_proposal_names_the_text_where_nobody_knows_where_the_site_stands(tmp_path: Path) -> None:
    site = papers(tmp_path).edit("content/site.yaml", "base_url: https://ann.example/papers/\n", "").build().expect(0)
    _, body = proposal(menus(site.page("papers/"))["p-1"][1])
    assert "\n\ncontent/papers.md#p-1\n\n" in body


def test_notes_written_in_markdown_lead_to_their_own_lines_too(tmp_path: Path) -> None:
    notes = "---\nid: cold\nquote: cold enough\n---\nMinus twelve.\n\n---\nid: met\nquote: three times\n---\nIn all.\n"
    site = papers(tmp_path).remove("content/papers.annotations.yaml").write("content/papers.annotations.md", notes)
    site.write("content/papers.annotations/old.md", "---\nquote: in the old hall\n---\nIt burned down.\n")
    page = site.build().expect(0).page("papers/")
    leads = {
        link.get("href").removeprefix("https://github.com/ann/papers/edit/main/site/content/papers.annotations")
        for link in page.all("a", class_="edit")
    }
    assert leads == {".md#L2", ".md#L8", "/old.md#L2"}


def test_a_note_leads_to_its_own_line(tmp_path: Path) -> None:
    page = papers(tmp_path).build().expect(0).page("papers/")
    edit = page.one("a", class_="edit")
    assert edit.get("href") == "https://github.com/ann/papers/edit/main/site/content/papers.annotations.yaml#L2"


def test_scripts_are_told_where_and_how_to_propose(tmp_path: Path) -> None:
    meta = papers(tmp_path).build().expect(0).page("papers/").one("meta", name="postil-suggest")
    assert meta.get("content") == "https://github.com/ann/papers/issues/new"
    assert meta.get("data-path") == "content/papers.annotations.yaml"
    assert all(name in meta.get("data-body") for name in ("{quote}", "{yaml}", "{address}"))
    assert "{path}" in meta.get("data-body")


def test_without_a_repository_nothing_is_offered(tmp_path: Path) -> None:
    site = papers(tmp_path).write("content/site.yaml", "title: Papers\n").build().expect(0)
    assert "github.com" not in site.page("papers/").html
    assert all(len(links) == 1 for links in menus(site.page("papers/")).values())


def test_a_repository_that_is_elsewhere_is_told_with_its_place(tmp_path: Path) -> None:
    site = papers(tmp_path).write("content/site.yaml", "repository: https://gitlab.com/ann/papers\n").build()
    site.expect(0, "content/site.yaml:1:13: warning[bad-repository]", "https://github.com/name/project")


def test_of_excerpts_no_words_are_proposed_that_only_seem_to_stand_together(tmp_path: Path) -> None:
    site = (
        papers(tmp_path).edit("content/papers.md", "title: Papers", "title: Papers\nrights: excerpts").build().expect(0)
    )
    assert all(len(links) == 1 for name, links in menus(site.page("papers/")).items() if not name.startswith("p-c1"))


def test_no_heading_takes_the_id_of_a_paragraph(tmp_path: Path) -> None:
    site = papers(tmp_path).edit("content/papers.md", "## Winter", "## P 1\n\n## P c1 1").build().expect(0)
    ids = site.page("papers/").ids()
    assert {"section-p-1", "section-p-c1-1"} <= set(ids)
    assert len(ids) == len(set(ids))
