"""Beside the text, however many notes there are and however long: none over another, none lost."""

from __future__ import annotations

import pytest

from .conftest import Reader, enlarged
from .measuring import box, boxes, lines, notes, overlapping
from .sites import ESSAY

PAGES = [("dense", "dense/"), ("demonstration", ESSAY), ("mirrored", "ar/")]
WIDTHS = [1110, 1280, 1680]


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize(("site", "address"), PAGES)
def test_every_note_stands_beside_the_text_and_none_over_another_or_over_words(
    reader: Reader, site: str, address: str, width: int, scripts: bool
) -> None:
    page = reader(site, address, width=width, scripts=scripts)
    sides = boxes(page, ".side")
    assert {side.name.removeprefix("side-") for side in sides} == set(notes(page))
    assert len(sides) >= 2
    assert overlapping(sides) == []
    assert overlapping(sides, lines(page, "main", without=".side")) == []
    assert [side for side in sides if side.left < 0 or side.right > width] == []


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
def test_what_of_a_note_does_not_fit_can_be_scrolled_to(reader: Reader, scripts: bool) -> None:
    page = reader("dense", "dense/", scripts=scripts)
    cut_off = page.evaluate(
        """[...document.querySelectorAll('.side, .side *')].filter(element =>
             element.scrollHeight > element.clientHeight + 1 && element.clientHeight > 0
             && ['hidden', 'clip'].includes(getComputedStyle(element).overflowY)
           ).map(element => element.closest('.side').id)"""
    )
    assert cut_off == []


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
def test_a_note_with_room_stands_level_with_its_passage(reader: Reader, scripts: bool) -> None:
    page = reader("dense", "dense/", scripts=scripts)
    assert abs(box(page, "#side-opening").top - box(page, "#ref-opening").top) < 32


def test_notes_follow_each_other_as_their_numbers_do(reader: Reader) -> None:
    page = reader("dense", "dense/")
    tops = {side.name.removeprefix("side-"): side.top for side in boxes(page, ".side")}
    in_order = [tops[note] for note in notes(page)]
    assert in_order == sorted(in_order)


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
def test_notes_still_do_not_overlap_where_letters_are_twice_as_large(reader: Reader, scripts: bool) -> None:
    page = reader("dense", "dense/", width=2400, scripts=scripts, prepare=enlarged)
    sides = boxes(page, ".side")
    assert len(sides) == len(notes(page))
    assert overlapping(sides) == []
    assert overlapping(sides, lines(page, "main", without=".side")) == []


def test_a_note_opened_at_the_foot_of_the_window_is_moved_up_until_all_of_it_is_seen(reader: Reader) -> None:
    page = reader("demonstration", ESSAY, height=700)
    side = page.locator(".side.is-cut").nth(1)
    side.evaluate("side => scrollTo(0, side.getBoundingClientRect().top + scrollY - innerHeight + 120)")
    at = side.bounding_box()
    assert at is not None
    page.mouse.move(at["x"] + 50, at["y"] + 30)
    page.wait_for_function("id => document.getElementById(id).offsetHeight > 200", arg=side.get_attribute("id"))
    opened = side.locator(".sheet").bounding_box()
    assert opened is not None
    assert at["y"] + opened["height"] > 700
    assert opened["y"] + opened["height"] <= 700
