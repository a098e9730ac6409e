"""On paper every note is there, with its sources and their addresses written out."""

from __future__ import annotations

import io
import re
from bisect import bisect_left
from typing import Literal

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


def is_on(paper: str, piece: str, *, breaks: int = 2) -> bool:
    """Return whether a piece stands on the sheets, at most interrupted where a sheet ends."""
    if piece in paper:
        return True
    # Whatever stands there, all that is shorter stands there too, so the longest beginning is found by halving.
    longest = bisect_left(range(len(piece)), True, key=lambda length: piece[: length + 1] not in paper)
    return bool(breaks and longest) and is_on(paper, piece[longest:], breaks=breaks - 1)


@pytest.mark.parametrize(
    ("site", "address", "scripts"),
    [("demonstration", ESSAY, True), ("demonstration", ESSAY, False), ("dense", "dense/", False)],
)
def test_every_note_is_printed_with_its_sources(reader: Reader, site: str, address: str, scripts: bool) -> None:
    page = reader(site, address, scripts=scripts)
    paper = printed(page)
    endnotes = page.locator(".endnotes > ol > li")
    assert endnotes.count() >= 12
    # Piece by piece, because addresses stand on paper after the words that link to them.
    pieces = endnotes.locator(".prose, .sources").evaluate_all(
        """all => all.flatMap(one => {
          const walker = document.createTreeWalker(one, NodeFilter.SHOW_TEXT);
          const found = [];
          while (walker.nextNode()) found.push(walker.currentNode.data);
          return found;
        })"""
    )
    addresses = endnotes.locator(".sources a[href^='http']").evaluate_all(
        "all => all.map(link => link.getAttribute('href'))"
    )
    assert len(pieces) > len(addresses) >= 12
    assert [words for words in pieces if not is_on(paper, letters(words))] == []
    assert [written for written in addresses if letters(written.split("#")[0]) not in paper] == []


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


@pytest.mark.parametrize("media", ["screen", "print"])
def test_a_numbered_list_in_an_endnote_keeps_its_numbers_and_room_for_them(
    reader: Reader, media: Literal["print", "screen"]
) -> None:
    page = reader("demonstration", ESSAY)
    page.emulate_media(media=media)
    looks = page.locator(".endnotes .prose ol").evaluate_all(
        "all => all.map(getComputedStyle).map(look => [look.listStyleType, parseFloat(look.paddingInlineStart) > 12])"
    )
    assert looks
    assert all(look == ["decimal", True] for look in looks)
