"""On paper every note is there, with its sources and their addresses written out."""

from __future__ import annotations

import io
import re

import pytest
from playwright.sync_api import Page
from pypdf import PdfReader

from .conftest import Reader
from .sites import ESSAY


def letters(words: str) -> str:
    """Return the letters and digits alone: paper breaks lines where it likes, also within an address."""
    return re.sub(r"[\W_]", "", words)


def printed(page: Page) -> str:
    """Return the letters on the sheets of A4 that the page makes."""
    sheets = PdfReader(io.BytesIO(page.pdf(format="A4"))).pages
    assert len(sheets) >= 2
    return letters("".join(sheet.extract_text() for sheet in sheets))


@pytest.mark.parametrize(
    ("site", "address", "scripts"),
    [("demonstration", ESSAY, True), ("demonstration", ESSAY, False), ("dense", "dense/", False)],
)
def test_every_note_is_printed_with_its_sources(reader: Reader, site: str, address: str, scripts: bool) -> None:
    page = reader(site, address, scripts=scripts)
    paper = printed(page)
    endnotes = page.locator(".endnotes > ol > li")
    assert endnotes.count() >= 12
    for part in (".prose", ".source a", ".supports"):
        for words in endnotes.locator(part).all_inner_texts():
            # An update's prose follows its date, a link's address follows the link: first words are enough of each.
            first_line = words.strip().split("\n")[0][:120]
            assert letters(re.split(r"[<\[(]", first_line)[0]) in paper, words
    for address_ in set(endnotes.locator(".source a[href^='http']").evaluate_all("all => all.map(a => a.href)")):
        assert letters(address_.split("#")[0])[:60] in paper, address_


def test_notes_are_printed_once_and_what_is_only_for_screens_not_at_all(reader: Reader) -> None:
    page = reader("dense", "dense/")
    paper = printed(page)
    assert paper.count(letters("Prose of opening with")) == 1
    for selector in ("nav.rail", ".controls", "details.paragraph", ".skip", ".side", "button", ".masthead nav"):
        page.emulate_media(media="print")
        assert page.locator(selector).evaluate_all("all => all.filter(one => one.checkVisibility()).length") == 0


def test_a_choice_among_notes_does_not_keep_them_from_paper_unseen(reader: Reader) -> None:
    """Whoever prints the page as chosen gets the numbers and the notes of the choice, no number without a note."""
    page = reader("dense", "dense/")
    page.locator("input[name=kind][value=check]").uncheck(force=True)
    page.emulate_media(media="print")
    seen = """all => all.filter(one => one.checkVisibility()).map(one => one.dataset.notes)"""
    references = page.locator("sup.ref").evaluate_all(seen)
    assert set(references) == set(page.locator(".endnotes > ol > li").evaluate_all(seen))
