"""What pages say of notes besides the notes: on what they stand, and what they quote."""

from __future__ import annotations

import pytest

from tests.site import Page, Site, text_of

ESSAY = """
    ---
    title: The Harbour
    date: 2026-01-01
    ---
    It was never quite dry.

    - item alpha
    - item beta
"""
NOTES = """
    annotations:
      - {id: dry, quote: never quite dry, date: 2026-01-02, tags: [water], note: It was.}
      - {id: doubt, quote: I doubt it, on: c1, date: 2026-01-03, tags: [water], note: A doubt that is shared.}
      - {id: items, quote: item alpha, until: item beta, date: 2026-01-04, note: Of the items.}
"""
COMMENTS = """
    comments:
      - {id: c1, author: A Reader, text: I doubt it very much.}
"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    site = Site(tmp_path_factory.mktemp("told")).write("content/harbour.md", ESSAY).write("content/salt.md", "Salt.")
    site.write("content/harbour.annotations.yaml", NOTES).write("content/harbour.comments.yaml", COMMENTS)
    return site.build("--no-search").expect(0)


def said(page: Page, tag: str, **attributes: str) -> list[str]:
    return [" ".join(text_of(element).split()) for element in page.all(tag, **attributes)]


@pytest.mark.parametrize(
    ("address", "tag", "line"),
    [("", "p", "line-facts"), ("tags/water/", "p", "line-facts"), ("timeline/", "span", "dated-kind")],
)
def test_lists_say_which_notes_stand_on_a_readers_comment(site: Site, address: str, tag: str, line: str) -> None:
    lines = said(site.page(address), tag, class_=line)
    assert len(lines) > 1
    assert sum("on a reader’s comment" in one for one in lines) == 1


@pytest.mark.parametrize(("address", "tag"), [("harbour/", "q"), ("harbour/notes/", "mark")])
def test_words_of_two_items_do_not_run_together_in_what_is_shown_of_a_passage(
    site: Site, address: str, tag: str
) -> None:
    quotes = said(site.page(address), tag)
    assert "item alpha / item beta" in quotes
    assert "never quite dry" in quotes
