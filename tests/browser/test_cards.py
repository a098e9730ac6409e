"""On a narrow screen a note is opened at its passage, and closed again without losing one's place."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page

from .conftest import Reader
from .measuring import boxes, focused, is_in_view, is_visible, scroll_place
from .sites import ESSAY

WIDTH = 390
NOTE = "long"
OPENS = f"#ref-{NOTE} button"
CARD = f"#side-{NOTE}"


@pytest.fixture(params=[True, False], ids=["scripts", "no-scripts"])
def scripts(request: pytest.FixtureRequest) -> Any:
    return request.param


def narrow(reader: Reader, *, scripts: bool = True, touch: bool = False) -> Page:
    """Return the dense page on a phone, scrolled to the passage of the note."""
    page = reader("dense", "dense/", width=WIDTH, height=700, scripts=scripts, touch=touch)
    page.locator(f"#ref-{NOTE}").scroll_into_view_if_needed()
    return page


def is_open(page: Page, card: str = CARD) -> bool:
    return page.locator(f"{card}:popover-open").count() == 1


def plain_point(page: Page) -> tuple[float, float]:
    """Return a point in the window where nothing but the page's own words or paper is."""
    point: tuple[float, float] = page.evaluate(
        """() => { for (let y = 20; y < innerHeight; y += 10) for (let x = 40; x < innerWidth - 20; x += 25) {
          const element = document.elementFromPoint(x, y);
          if (element && element.closest('main') && !element.closest('a, button, .side, mark, summary, label, nav'))
            return [x, y];
        } }"""
    )
    return point


def test_no_note_lies_open_before_it_is_asked_for(reader: Reader, scripts: bool) -> None:
    page = narrow(reader, scripts=scripts)
    assert boxes(page, ".side") == []
    assert is_visible(page, OPENS)


def test_a_tap_opens_the_note_and_a_tap_elsewhere_closes_it_in_the_same_place(reader: Reader, scripts: bool) -> None:
    page = narrow(reader, scripts=scripts, touch=True)
    before = scroll_place(page)
    page.tap(OPENS)
    assert is_open(page)
    assert "Prose of long" in page.locator(CARD).inner_text()
    page.touchscreen.tap(*plain_point(page))
    assert not is_open(page)
    assert abs(scroll_place(page) - before) < 2


def test_a_click_opens_the_note_and_its_button_closes_it(reader: Reader, scripts: bool) -> None:
    page = narrow(reader, scripts=scripts)
    before = scroll_place(page)
    page.click(OPENS)
    assert is_open(page)
    page.click(f"{CARD} .close")
    assert not is_open(page)
    assert abs(scroll_place(page) - before) < 2


@pytest.mark.parametrize("key", ["Enter", "Space"])
def test_a_key_opens_the_note_and_escape_closes_it_with_the_focus_given_back(
    reader: Reader, scripts: bool, key: str
) -> None:
    page = narrow(reader, scripts=scripts)
    page.focus(OPENS)
    before = scroll_place(page)
    page.keyboard.press(key)
    assert is_open(page)
    page.keyboard.press("Tab")
    assert focused(page) == CARD[1:]
    page.keyboard.press("Escape")
    assert not is_open(page)
    assert focused(page) == f"ref-{NOTE}"
    assert abs(scroll_place(page) - before) < 2


def test_one_note_is_open_at_a_time(reader: Reader, scripts: bool) -> None:
    page = narrow(reader, scripts=scripts)
    for note in ("opening", "crowd-first"):
        page.locator(f"#ref-{note} button").evaluate("button => button.click()")
    assert page.locator(":popover-open").count() == 1
    assert is_open(page, "#side-crowd-first")


def test_the_card_stands_within_the_window(reader: Reader, scripts: bool) -> None:
    page = narrow(reader, scripts=scripts)
    page.click(OPENS)
    frame = page.locator(CARD).bounding_box()
    assert frame is not None
    assert frame["x"] >= 0
    assert frame["y"] >= 0
    assert frame["x"] + frame["width"] <= WIDTH
    assert frame["y"] + frame["height"] <= 700.5
    assert frame["height"] < 700 * 0.9, "some of the text stays in sight"


def test_back_closes_the_note_and_stays_on_the_page_in_the_same_place(reader: Reader) -> None:
    page = narrow(reader, touch=True)
    address = page.url
    before = scroll_place(page)
    page.tap(OPENS)
    assert is_open(page)
    page.evaluate("history.back()")
    page.wait_for_function("!document.querySelector(':popover-open')")
    assert page.url == address
    assert abs(scroll_place(page) - before) < 2
    assert page.locator("h1").inner_text() == "A crowded margin"


def test_a_closed_note_leaves_nothing_behind_that_back_would_have_to_pass(reader: Reader) -> None:
    page = narrow(reader)
    home = page.url.removesuffix("dense/")
    page.goto(home)
    page.goto(f"{home}dense/")
    page.locator(OPENS).click()
    page.keyboard.press("Escape")
    page.wait_for_function("!document.querySelector(':popover-open')")
    page.wait_for_timeout(150)
    page.go_back()
    assert page.url == home


def test_the_card_leads_to_the_whole_note(reader: Reader, scripts: bool) -> None:
    page = narrow(reader, scripts=scripts)
    page.click(OPENS)
    page.click(f"{CARD} a.whole")
    assert page.url.endswith(f"#note-{NOTE}")
    assert is_in_view(page, f"#note-{NOTE}")
    # Only a script can close the card then; what it still covers is not the beginning of the note.
    assert is_open(page) is not scripts
    assert page.locator(f"#note-{NOTE} .note-head").evaluate(
        """head => { const box = head.getBoundingClientRect();
          return head.contains(document.elementFromPoint(box.left + 20, box.top + box.height / 2)); }"""
    )
    assert f"Source of {NOTE}" in page.locator(f"#note-{NOTE}").inner_text()


def test_with_scripts_the_sources_stand_in_the_card(reader: Reader) -> None:
    page = narrow(reader)
    page.click(OPENS)
    page.wait_for_function(f"document.querySelector('{CARD}').innerText.includes('Source of {NOTE}')")


def test_every_note_of_the_essay_has_a_way_to_open_it(reader: Reader, scripts: bool) -> None:
    page = reader("demonstration", ESSAY, width=WIDTH, scripts=scripts)
    unopened = page.evaluate(
        """[...document.querySelectorAll('.side')].map(card => card.id).filter(id =>
             !document.querySelector(`.ref button[popovertarget="${id}"]`)?.checkVisibility())"""
    )
    assert unopened == []
    assert page.locator(".side").count() >= 20
