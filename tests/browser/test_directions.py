"""A page written from right to left is the mirror of one written from left to right, notes included."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from .conftest import Reader
from .measuring import Box, box, boxes, lines, notes

WIDTH = 1400
TEXTS = ["ar/", "he/"]


def column(page: Page) -> Box:
    """Return the stretch that the words of the text take up."""
    words = lines(page, ".body", without=".side, .paragraph")
    return Box(
        "column",
        min(line.left for line in words),
        min(line.top for line in words),
        max(line.right for line in words),
        max(line.bottom for line in words),
    )


def test_from_left_to_right_notes_stand_to_the_right(reader: Reader) -> None:
    page = reader("dense", "dense/", width=WIDTH)
    assert all(side.left >= column(page).right for side in boxes(page, ".side"))


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
@pytest.mark.parametrize("text", TEXTS)
def test_from_right_to_left_notes_stand_to_the_left(reader: Reader, text: str, scripts: bool) -> None:
    page = reader("mirrored", text, width=WIDTH, scripts=scripts)
    sides = boxes(page, ".side")
    assert len(sides) == len(notes(page)) == 4
    assert all(side.right <= column(page).left for side in sides)


@pytest.mark.parametrize("text", TEXTS)
def test_the_parts_of_the_page_stand_where_their_mirror_images_do(reader: Reader, text: str) -> None:
    plain, mirrored = reader("dense", "dense/", width=WIDTH), reader("mirrored", text, width=WIDTH)
    for selector in (".body", ".side", ".endnotes > ol > li", ".masthead", ".site-title", ".controls", "nav.rail"):
        one, other = boxes(plain, selector)[0], boxes(mirrored, selector)[0]
        if selector != ".site-title":  # which is as wide as its words
            assert abs(one.left - (WIDTH - other.right)) < 2, selector
        if selector != "nav.rail":  # which may be as wide as its notes
            assert abs((one.left < WIDTH / 2) - (other.right > WIDTH / 2)) == 0, selector


@pytest.mark.parametrize("text", TEXTS)
def test_numbers_of_endnotes_stand_at_the_right(reader: Reader, text: str) -> None:
    page = reader("mirrored", text, width=WIDTH)
    note = notes(page)[0]
    number = box(page, f"#note-{note} .note-number")
    prose = lines(page, f"#note-{note} .prose", without=".note-number")
    assert number.left >= max(line.right for line in prose) - 1


@pytest.mark.parametrize("text", TEXTS)
def test_on_a_phone_the_words_begin_at_the_right(reader: Reader, text: str) -> None:
    page = reader("mirrored", text, width=390, touch=True)
    assert abs(box(page, "h1").right - box(page, ".body").right) < 2
    page.locator("sup.ref button").first.tap()
    card = page.locator(":popover-open")
    assert card.count() == 1
    assert card.evaluate("card => getComputedStyle(card).direction") == "rtl"
