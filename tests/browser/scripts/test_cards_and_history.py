"""A card has one entry in the history, whatever is done with cards."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import Reader
from tests.browser.measuring import focused, scroll_place


@pytest.fixture(params=["", "#note-opening"], ids=["plain-address", "permalink"])
def page(reader: Reader, request: pytest.FixtureRequest) -> Page:
    page = reader("dense", "dense/" + request.param, width=390, height=700, touch=True)
    page.locator("#ref-crowd-third").scroll_into_view_if_needed()
    page.wait_for_timeout(100)
    return page


def shown(page: Page) -> str | None:
    card: str | None = page.evaluate("document.querySelector(':popover-open')?.id ?? null")
    return card


def settled(page: Page) -> None:
    page.wait_for_timeout(200)


def test_back_closes_forward_opens_again_and_nobody_is_moved(page: Page) -> None:
    place, entries = scroll_place(page), page.evaluate("history.length")
    page.tap("#ref-crowd-third button")
    settled(page)
    for step, card in (("back", None), ("forward", "side-crowd-third"), ("back", None)):
        page.evaluate(f"history.{step}()")
        settled(page)
        assert shown(page) == card
        assert abs(scroll_place(page) - place) < 2
    assert focused(page) == "ref-crowd-third"
    assert page.evaluate("history.length") == entries + 1


def test_from_card_to_card_there_is_still_one_entry(page: Page) -> None:
    page.tap("#ref-crowd-third button")
    settled(page)
    entries = page.evaluate("history.length")
    page.locator(":popover-open [rel=next]").click()
    settled(page)
    assert shown(page) == "side-crowd-fourth"
    assert page.evaluate("history.length") == entries
    place = scroll_place(page)
    page.locator(":popover-open .close").click()
    settled(page)
    assert shown(page) is None
    assert focused(page) == "ref-crowd-fourth"
    assert abs(scroll_place(page) - place) < 2
    assert page.evaluate("history.state?.card ?? null") is None


def test_opening_and_closing_in_haste_leaves_no_entry_behind(page: Page) -> None:
    for _ in range(4):
        page.evaluate("document.querySelector('#ref-crowd-third button').click()")
        page.wait_for_timeout(5)
        page.keyboard.press("Escape")
    settled(page)
    assert shown(page) is None
    assert page.evaluate("history.state?.card ?? null") is None


def test_a_tap_on_the_passage_opens_its_card(page: Page) -> None:
    page.locator("mark[data-notes~=crowd-third]").tap()
    settled(page)
    assert shown(page) == "side-crowd-third"
