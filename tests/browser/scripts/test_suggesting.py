"""Words that a reader selects become a proposal that can be merged as it is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlparse

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.serving import served
from tests.site import Site

TEXT = """\
---
title: Words that are hard to write down
---

The word stands here: twice, # and the word stands here "quoted" — with 'both' \\\\ kinds.

A *marked* word, `code: [x]`, and a [link](https://example.org); 😀 is a face.

אותו דבר נאמר גם כאן, ו-12 אנשים הסכימו.

""" + " ".join(f"Sentence {number} of a long paragraph repeats the word stands here." for number in range(12))
ANNOTATIONS = "annotations:\n  - id: first\n    quote: a face\n    note: A note of the page.\n"
SELECT = """([first, last]) => {
  const walker = document.createTreeWalker(document.querySelector('.body'), NodeFilter.SHOW_TEXT);
  const found = [null, null];
  while (walker.nextNode()) {
    const node = walker.currentNode;
    if (node.parentElement.closest('.side, .ref, .paragraph')) continue;
    if (!found[0] && node.data.includes(first)) found[0] = [node, node.data.indexOf(first)];
    if (found[0] && !found[1] && node.data.includes(last)) found[1] = [node, node.data.lastIndexOf(last) + last.length];
  }
  getSelection().setBaseAndExtent(...found[0], ...found[1]);
}"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    site = Site(tmp_path_factory.mktemp("hard"))
    site.write("content/site.yaml", "title: Hard\nrepository: https://github.com/example/hard\n")
    site.write("content/hard.md", TEXT.encode()).write("content/hard.annotations.yaml", ANNOTATIONS.encode())
    return site.build().expect(0)


@pytest.fixture(scope="module")
def page(site: Site, browser: Browser) -> Iterator[Page]:
    with served(Path(site.root, "site")) as home:
        page = browser.new_context().new_page()
        page.goto(f"{home}/hard/")
        page.wait_for_timeout(300)
        yield page
        page.context.close()


def proposed(page: Page, first: str, last: str) -> str:
    """Select from some words to others and return the body of the issue that the link opens."""
    page.evaluate("getSelection().removeAllRanges()")
    page.wait_for_timeout(350)
    assert not page.locator(".suggest").is_visible()
    page.evaluate(SELECT, [first, last])
    page.wait_for_selector(".suggest", state="visible")
    address = page.locator(".suggest").get_attribute("href") or ""
    assert address.startswith("https://github.com/example/hard/issues/new?")
    assert len(address) <= 6000
    return parse_qs(urlparse(address).query)["body"][0]


@pytest.mark.parametrize(
    ("first", "last"),
    [
        ("word stands", "here: twice"),
        ("twice, #", "and the"),
        ("with", "kinds"),
        ("code: [x]", "face"),
        ("אותו", "אנשים"),
        ("The word", "both"),
        ("Sentence 3", "Sentence 9"),
        ("face", "דבר"),
    ],
)
def test_what_is_proposed_is_merged_and_finds_its_place(site: Site, page: Page, first: str, last: str) -> None:
    body = proposed(page, first, last)
    block = re.search(r"```yaml\n(.*?)\n```", body, re.DOTALL)
    assert block, body
    merged = ANNOTATIONS + block[1] + "\n"
    again = Site(site.root)
    again.write("content/hard.annotations.yaml", merged.encode()).build("--strict").expect(0)
    assert len(re.findall('<li id="note-', again.page("hard/").html)) == 2


def test_reference_numbers_and_notes_are_no_part_of_the_quote(page: Page) -> None:
    body = proposed(page, "😀", "face")
    assert 'quote: "😀 is a face"' in body


def test_a_selection_elsewhere_offers_nothing(page: Page) -> None:
    page.evaluate("getSelection().selectAllChildren(document.querySelector('h1'))")
    page.wait_for_timeout(400)
    assert not page.locator(".suggest").is_visible()
