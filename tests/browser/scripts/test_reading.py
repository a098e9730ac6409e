"""What scripts remember and show: keys, choices, the notes of a day, visits, permalinks, day and night."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.conftest import Reader
from tests.browser.measuring import boxes, focused, is_in_view, notes, scroll_place
from tests.browser.sites import ESSAY


def pressed(page: Page, *keys: str) -> str:
    """Press keys and return what has the focus then."""
    for key in keys:
        page.keyboard.press(key)
    return focused(page)


def test_keys_go_from_note_to_note_and_open_and_close_them(reader: Reader) -> None:
    page = reader("dense", "dense/")
    page.wait_for_selector("html[data-packed]", state="attached")
    assert pressed(page, "n") == "ref-opening"
    assert pressed(page, "n", "j") == "ref-crowd-second"
    assert pressed(page, "p", "k") == "ref-opening"
    assert pressed(page, "Enter") == "side-opening"
    assert pressed(page, "Escape") == "ref-opening"


def test_without_focus_the_next_note_is_that_of_the_place_on_screen(reader: Reader) -> None:
    page = reader("dense", "dense/", height=500)
    page.locator("#ref-after-long").evaluate("element => element.scrollIntoView({block: 'start'})")
    place = scroll_place(page)
    name = pressed(page, "n")
    assert page.locator(f"#{name}").bounding_box()["y"] >= 0  # type: ignore[index]
    assert name not in ("ref-opening", "ref-crowd-first")
    assert abs(scroll_place(page) - place) < 500


def test_no_key_acts_with_a_modifier_in_a_field_under_the_dialog_or_when_switched_off(reader: Reader) -> None:
    page = reader("dense", "dense/")
    assert pressed(page, "Control+m") == "BODY"
    page.focus("[name=by]")
    page.keyboard.press("m")
    assert page.locator("[value=full]").is_checked()
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("?")
    assert page.locator("#page-keys").is_visible()
    page.keyboard.press("m")
    assert page.locator("[value=full]").is_checked()
    page.locator("#page-keys [name=keys]").uncheck()
    page.keyboard.press("Escape")
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("m")
    assert page.locator("[value=full]").is_checked()


def test_choices_stand_in_the_address_and_are_read_from_it(reader: Reader) -> None:
    page = reader("dense", "dense/#note-last")
    page.locator("#page-controls [value=check]").uncheck(force=True)
    page.select_option("[name=by]", "a")
    page.keyboard.press("Escape")
    query, fragment = page.evaluate("[location.search, location.hash]")
    assert "by=a" in query
    assert "check" not in query
    assert fragment == "#note-last"
    seen = {box.name for box in boxes(page, ".side")}
    again = reader("dense", "dense/" + query)
    again.wait_for_selector("html[data-packed]", state="attached")
    assert {box.name for box in boxes(again, ".side")} == seen
    assert 0 < len(seen) < len(notes(again))
    assert str(len(seen)) in again.locator(".shown").inner_text()


def test_as_of_a_day_later_notes_are_hidden_and_the_page_says_so(reader: Reader) -> None:
    page = reader("dense", "dense/")
    days = page.locator("[name=as-of] option").evaluate_all("all => all.map(one => one.value).filter(Boolean).sort()")
    page.select_option("[name=as-of]", days[0])
    dates = page.evaluate(
        "[...document.querySelectorAll('.endnotes .note')].filter(n => n.checkVisibility()).map(n => n.dataset.date)"
    )
    assert dates
    assert {date for date in dates if date} == {days[0]}
    assert page.locator(".earlier").inner_text()
    references = page.evaluate(
        "[...document.querySelectorAll('.ref[id]')].filter(r => r.checkVisibility()).map(r => r.dataset.notes)"
    )
    assert len(references) == len(dates)
    assert len(boxes(page, ".rail a")) == len(dates)
    assert f"as-of={days[0]}" in page.url


def test_as_of_a_day_nothing_says_what_was_checked_later(reader: Reader) -> None:
    page = reader("demonstration", ESSAY)
    checked = page.locator(".endnotes .checked")
    days = checked.evaluate_all("all => all.map(one => one.dataset.date)")
    day = min(page.locator("[name=as-of] option").evaluate_all("all => all.map(one => one.value).filter(Boolean)"))
    assert max(days) > day
    page.select_option("[name=as-of]", day)
    shown = checked.evaluate_all("all => all.filter(one => one.checkVisibility()).map(one => one.dataset.date)")
    assert all(one <= day for one in shown)


def test_what_is_new_since_the_last_visit_is_marked(reader: Reader) -> None:
    page = reader("dense", "dense/")
    assert page.locator(".is-new").count() == 0
    forget = """() => { const visits = JSON.parse(localStorage['postil-visits']);
      for (const [, visit] of visits) { visit.notes = visit.notes.split(' ').slice(1).join(' '); visit.place = 'p-4'; }
      localStorage['postil-visits'] = JSON.stringify(visits); }"""
    page.evaluate(forget)
    other = page.context.new_page()
    other.goto(page.url)
    other.wait_for_selector("li.is-new", state="attached")
    assert other.locator("li.is-new").count() == 1
    assert other.locator(".news").inner_text().startswith("1 ")
    other.click(".resume a")
    assert is_in_view(other, "#p-4")
    other.reload()
    other.wait_for_selector("li.is-new", state="attached")


@pytest.mark.parametrize("visits", ["{", '{"a": 1}', "[1]", '[["/dense/", {"notes": 5}]]', "null"])
def test_what_others_have_put_into_the_storage_breaks_nothing(reader: Reader, visits: str) -> None:
    def put(page: Any) -> None:
        page.add_init_script(f"localStorage['postil-visits'] = {visits!r}; localStorage['postil-theme'] = 'x y'")

    page = reader("dense", "dense/", prepare=put)
    page.wait_for_selector("html[data-packed]", state="attached")
    assert page.evaluate("document.documentElement.dataset.theme ?? null") is None


def test_where_storage_is_denied_the_page_is_read_all_the_same(reader: Reader) -> None:
    deny = "for (const name of ['localStorage', 'sessionStorage']) Object.defineProperty(window, name, " + (
        "{ get() { throw new DOMException('denied', 'SecurityError') } })"
    )
    page = reader("dense", "dense/", prepare=lambda page: page.add_init_script(deny))
    page.wait_for_selector("html[data-packed]", state="attached")
    page.keyboard.press("t")
    assert page.evaluate("document.documentElement.dataset.theme") == "dark"


def test_a_permalink_shows_its_passage_with_the_note_beside_it(reader: Reader) -> None:
    page = reader("dense", "dense/#note-after-long", height=600)
    page.wait_for_selector("mark.is-lit")
    assert is_in_view(page, "#ref-after-long")
    assert "is-lit" in (page.locator("#side-after-long").get_attribute("class") or "")


def test_day_and_night_follow_the_system_until_switched_and_other_windows_follow(reader: Reader) -> None:
    page = reader("dense", "dense/", scheme="dark")
    theme = "document.documentElement.dataset.theme ?? null"
    assert page.evaluate(theme) is None
    name = page.locator("button.theme").get_attribute("aria-label")
    page.click("button.theme")
    assert page.evaluate(theme) == "light"
    assert page.locator("button.theme").get_attribute("aria-label") != name
    other = page.context.new_page()
    other.goto(page.url)
    assert other.evaluate(theme) == "light"
    page.click("button.theme")
    other.wait_for_timeout(200)
    assert [page.evaluate(theme), other.evaluate(theme)] == [None, None]


def test_from_disk_and_when_scripts_do_not_come_the_page_is_the_one_without(
    reader: Reader, browser: Browser, folder: Any
) -> None:
    page = reader("dense", "dense/", prepare=lambda page: page.route("**/main.js", _nothing))
    assert page.evaluate("'scripts' in document.documentElement.dataset") is False
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    from_disk = context.new_page()
    from_disk.goto(Path(folder("dense"), "dense", "index.html").as_uri())
    assert from_disk.evaluate("'scripts' in document.documentElement.dataset") is False
    for one in (page, from_disk):
        assert len(boxes(one, ".side")) == len(notes(one))
        assert not one.locator("button.theme").is_visible()
    context.close()


def _nothing(route: Any) -> None:
    route.fulfill(status=200, content_type="text/javascript", body="")
