"""What scripts add to a page that works without them: keys, and a memory that stays in the browser."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page

from .conftest import Reader, settle
from .measuring import boxes, focused, is_in_view, is_visible, notes, overlapping
from .sites import ESSAY


@pytest.fixture
def page(reader: Reader) -> Page:
    """The dense page on a wide screen."""
    return reader("dense", "dense/")


def again(page: Page) -> None:
    """Load the page once more, as the same reader does later."""
    page.reload()
    settle(page)


@pytest.mark.parametrize(("forth", "back"), [("n", "p"), ("j", "k")])
def test_keys_lead_from_note_to_note(page: Page, forth: str, back: str) -> None:
    order = notes(page)
    visited = []
    for key in [forth, forth, forth, back]:
        page.keyboard.press(key)
        visited.append(focused(page))
        assert is_in_view(page, f"#{visited[-1]}")
    assert visited == [f"ref-{order[place]}" for place in (0, 1, 2, 1)]


def test_no_key_acts_while_one_writes_or_holds_a_modifier(reader: Reader) -> None:
    page = reader("demonstration", "search/")
    field = page.locator("input[type=search]")
    field.focus()
    page.keyboard.type("ntm?")
    assert field.input_value() == "ntm?"
    assert page.locator("dialog[open]").count() == 0
    field.evaluate("field => field.blur()")
    for key in ("Control+m", "Alt+t", "Meta+n"):
        page.keyboard.press(key)
    assert page.evaluate("document.documentElement.dataset.theme") is None


def test_the_list_of_keys_opens_by_question_mark_and_closes_by_escape(page: Page) -> None:
    page.keyboard.press("?")
    assert page.locator("dialog#page-keys[open]").count() == 1
    assert {"n", "p", "m", "t", "/", "?"} <= set(page.locator("#page-keys kbd").all_inner_texts())
    page.keyboard.press("Escape")
    assert page.locator("dialog[open]").count() == 0


def test_a_key_goes_through_the_levels_of_presence(page: Page) -> None:
    chosen = []
    for _ in range(3):
        page.keyboard.press("m")
        chosen.append(page.locator("input[name=presence]:checked").get_attribute("value"))
    assert chosen == ["marks", "quiet", "full"]


def test_the_choice_among_notes_is_kept_in_the_address(page: Page) -> None:
    page.locator("input[name=kind][value=dispute]").uncheck(force=True)
    page.select_option("select[name=by]", "a")
    page.locator("input[name=presence][value=marks]").check(force=True)
    asked = parse_qs(urlsplit(page.url).query)
    assert "dispute" not in asked["kind"][0].split(",")
    assert (asked["by"], asked["presence"]) == (["a"], ["marks"])
    shown = boxes(page, ".endnotes > ol > li")
    again(page)
    assert boxes(page, ".endnotes > ol > li") == shown
    assert boxes(page, ".side") == []
    assert len(shown) < len(notes(page))


def test_an_address_with_a_choice_shows_it_to_others_who_open_it(reader: Reader) -> None:
    page = reader("dense", "dense/?kind=check&presence=quiet")
    assert page.locator("input[name=presence]:checked").get_attribute("value") == "quiet"
    kinds = page.locator("input[name=kind]:checked").evaluate_all("all => all.map(box => box.value)")
    assert kinds == ["check"]
    assert boxes(page, "sup.ref") == []


def test_the_theme_is_switched_remembered_and_given_back_to_the_system(page: Page) -> None:
    paper = (
        "getComputedStyle(document.body).backgroundColor + getComputedStyle(document.documentElement).backgroundColor"
    )
    light = page.evaluate(paper)
    page.click("button.theme")
    dark = page.evaluate(paper)
    assert dark != light
    again(page)
    assert page.evaluate(paper) == dark
    page.keyboard.press("t")
    assert page.evaluate(paper) == light
    page.emulate_media(color_scheme="dark")
    assert page.evaluate(paper) == dark


def test_notes_can_be_seen_as_of_a_day(page: Page) -> None:
    dates = page.locator(".endnotes > ol > li").evaluate_all("all => all.map(one => [one.id, one.dataset.date])")
    days = sorted({date for _, date in dates})
    day = days[len(days) // 2]
    early = {name for name, date in dates if date <= day}
    assert 0 < len(early) < len(dates)
    page.select_option("select[name=as-of]", day)
    assert {box.name for box in boxes(page, ".endnotes > ol > li")} == early
    assert {box.name.replace("side", "note") for box in boxes(page, ".side")} == early
    assert {box.name.replace("ref", "note") for box in boxes(page, "sup.ref")} == early
    page.select_option("select[name=as-of]", "")
    assert len(boxes(page, ".endnotes > ol > li")) == len(dates)


def test_updates_after_the_day_are_not_shown(reader: Reader) -> None:
    page = reader("demonstration", ESSAY)
    days = page.locator(".endnotes .update").evaluate_all("all => all.map(one => one.dataset.date)")
    assert days
    day = min(days)
    page.locator("select[name=as-of]").select_option(day)
    shown = page.locator(".endnotes .update").evaluate_all(
        "all => all.filter(one => one.checkVisibility()).map(one => one.dataset.date)"
    )
    assert 0 < len(shown) < len(days)
    assert all(date <= day for date in shown)


def test_what_is_new_since_the_last_visit_is_marked(page: Page) -> None:
    assert page.locator(".is-new").count() == 0
    # As if the last note had not been there at the last visit; each visit has a tab of its own.
    page.evaluate(
        """() => { for (const store of [localStorage, sessionStorage]) for (const key of Object.keys(store)) {
          const kept = store.getItem(key);
          store.setItem(key, kept.replace(/(notes":"[^"]*) [^" ]+"/, '$1"'));
        } }"""
    )
    other = page.context.new_page()
    other.goto(page.url)
    settle(other)
    new = other.locator("li.is-new").evaluate_all("all => all.map(one => one.dataset.notes)")
    assert new == [notes(other)[-1]]
    assert other.locator(f"sup.ref.is-new[data-notes='{new[0]}']").count() == 1
    assert is_visible(other, ".news a")


def test_nothing_is_kept_but_in_this_browser(page: Page) -> None:
    assert page.context.cookies() == []
    assert page.evaluate("Object.keys(localStorage).every(key => key.startsWith('postil'))")


def test_selected_words_bring_up_one_link_that_suggests_a_note(reader: Reader) -> None:
    page = reader("published", "dense/")
    page.evaluate(
        """() => { const paragraph = [...document.querySelectorAll('.body p')].at(-1);
          const text = [...paragraph.childNodes].find(node => node.nodeType === 3 && node.data.includes('last'));
          const range = document.createRange();
          const at = text.data.indexOf('last paragraph');
          range.setStart(text, at);
          range.setEnd(text, at + 'last paragraph'.length);
          getSelection().removeAllRanges();
          getSelection().addRange(range); }"""
    )
    link = page.locator("a[href^='https://github.com/example/margins/issues/new?']:not(details a)").last
    link.wait_for()
    body = parse_qs(urlsplit(link.get_attribute("href") or "").query)["body"][0]
    assert 'quote: "last paragraph"' in body
    assert "content/dense.annotations.yaml" in body
    page.evaluate("getSelection().removeAllRanges()")
    link.wait_for(state="hidden")


@pytest.mark.parametrize("lost", ["*", "start", "main", "margin"])
def test_a_page_whose_scripts_do_not_come_is_whole(reader: Reader, lost: str) -> None:
    def lose(page: Page) -> None:
        page.route(f"**/assets/js/{lost}.js", lambda route: route.abort())

    page = reader("dense", "dense/", prepare=lose)
    assert len(boxes(page, ".side")) == len(notes(page))
    assert overlapping(boxes(page, ".side")) == []
    assert is_visible(page, ".endnotes")
    # The browser says what did not come; that is all that may be wrong.
    assert all("ERR_FAILED" in said or "Failed to fetch" in said for said in reader.wrong)
    reader.wrong.clear()
