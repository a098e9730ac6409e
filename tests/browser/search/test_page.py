"""Somebody searches, in a real browser."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.browser.conftest import Reader
from tests.browser.serving import served
from tests.browser.test_accessibility import objections

from .sites import ATTACK, MANY


def found(page: Page) -> list[str]:
    """Return where each result leads, once there are any."""
    page.locator(".results a").first.wait_for()
    return [link.get_attribute("href") or "" for link in page.locator(".results a").all()]


@pytest.mark.parametrize("below", ["/", "/project/"])
def test_a_word_of_a_note_leads_to_the_note(reader: Reader, below: str) -> None:
    page = reader("searched", "search/", below=below)
    page.get_by_label("Words to search for").fill("archive")
    assert found(page) == ["../en/index.html#note-ledger"]
    expect(page.get_by_role("status")).to_have_text("Found: 1")
    expect(page.locator(".result-words mark")).to_have_text("archive")
    expect(page.locator(".result-title")).to_have_text("a ledger")
    expect(page.locator(".result-text")).to_have_text("The harbour")
    page.locator(".results a").click()
    page.wait_for_url(re.compile(r"/en/index\.html#note-ledger$"))
    assert page.locator("#note-ledger").count() == 1


def test_a_word_of_a_text_leads_to_its_paragraph(reader: Reader) -> None:
    page = reader("searched", "search/?q=winter counted&kind=text")
    (address,) = found(page)
    target = address.partition("#")[2]
    page.locator(".results a").click()
    expect(page.locator(f"[id='{target}']")).to_contain_text("of every winter")


def test_kinds_are_counted_and_narrow_what_is_found(reader: Reader) -> None:
    page = reader("searched", "search/?q=lanterns")
    assert set(found(page)) == {"../en/index.html#note-lamp", "../en/index.html#comment-c1"}
    expect(page.get_by_label("Context")).to_have_accessible_name("Context 1")
    page.get_by_label("Context").check()
    expect(page.get_by_role("status")).to_have_text("Found: 1")
    assert found(page) == ["../en/index.html#note-lamp"]
    assert page.url.endswith("/search/?q=lanterns&kind=context")
    page.get_by_label("Reader’s comment").check()
    expect(page.get_by_role("status")).to_have_text("Found: 2")
    assert page.url.endswith("?q=lanterns&kind=comment,context")


def test_the_address_says_what_is_sought(reader: Reader) -> None:
    page = reader("searched", "search/?q=lanterns&kind=comment")
    assert found(page) == ["../en/index.html#comment-c1"]
    expect(page.get_by_label("Words to search for")).to_have_value("lanterns")
    expect(page.get_by_label("Reader’s comment")).to_be_checked()


@pytest.mark.parametrize(
    ("words", "address"),
    [
        ("їжак", "uk/"),
        ("книги", "ru/"),
        ("학교", "ko/"),
        ("교에", "ko/"),
        ("다리를 오래된", "ko/"),
        ("個月", "zh/"),
        ("冬天", "zh/"),
        ("ledger 冬天", ""),
        ("harbours winters", "en/"),
        ("— ledger!", "en/"),
        ("aardvark", ""),
        ("ledger aardvark", ""),
        ("الجسر القديم", "ar/"),
        ("הגשר", "he/"),
        ("häuser", "de/"),
        ("ship", "en/"),
        ('"ledger of every"', "en/"),
        ('"every of ledger"', ""),
    ],
)
def test_words_of_every_language_are_found(reader: Reader, words: str, address: str) -> None:
    page = reader("searched", "search/")
    page.get_by_label("Words to search for").fill(words)
    expect(page.get_by_role("status")).to_contain_text("ound")
    if address:
        assert {link.split("#")[0] for link in found(page)} == {f"../{address}index.html"}
        assert page.locator(".results mark").count()
    else:
        expect(page.get_by_role("status")).to_have_text(f"Nothing found for “{words}”")
        assert page.locator(".results a").count() == 0


def test_signs_side_by_side_are_marked_as_one(reader: Reader) -> None:
    page = reader("searched", "search/?q=冬天")
    found(page)
    expect(page.locator(".result-words mark")).to_have_text("冬天")
    assert "老桥在冬天关闭了" in page.locator(".result-words").inner_text()
    expect(page.locator(".result-words")).to_have_attribute("lang", "zh")


def test_words_run_the_way_of_their_text(reader: Reader) -> None:
    page = reader("searched", "search/?q=הגשר")
    found(page)
    expect(page.locator(".result-words")).to_have_css("direction", "rtl")


def test_an_attack_is_shown_as_its_characters(reader: Reader) -> None:
    page = reader("searched", "search/?q=onerror")
    found(page)
    expect(page.locator(".result-words")).to_contain_text(ATTACK)
    assert page.locator(".results img").count() == 0
    page.get_by_label("Words to search for").fill(ATTACK)
    expect(page.get_by_role("status")).to_contain_text("ound")
    assert page.locator(".search-status img").count() == 0


def test_more_is_shown_when_asked_for_and_the_keyboard_goes_on_there(reader: Reader) -> None:
    page = reader("searched", "search/?q=cargo")
    expect(page.get_by_role("status")).to_have_text(f"Found: {MANY}")
    assert len(found(page)) == 20
    more = page.get_by_role("button", name="Show more")
    more.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".results a").nth(20)).to_be_focused()
    assert len(found(page)) == 40
    more.click()
    expect(page.locator(".results a")).to_have_count(MANY)
    expect(more).to_be_hidden()


def test_what_is_no_longer_sought_is_no_longer_shown(reader: Reader) -> None:
    page = reader("searched", "search/?q=cargo")
    found(page)
    page.get_by_label("Words to search for").fill("")
    expect(page.locator(".results a")).to_have_count(0)
    expect(page.get_by_role("status")).to_be_empty()
    assert page.url.endswith("/search/")


def test_only_the_search_page_may_run_webassembly(reader: Reader) -> None:
    policies = {}
    for address in ("", "en/", "search/"):
        meta = reader("searched", address).locator("meta[http-equiv='Content-Security-Policy']")
        policies[address] = meta.get_attribute("content") or ""
    assert {address for address, policy in policies.items() if "wasm-unsafe-eval" in policy} == {"search/"}
    assert not [policy for policy in policies.values() if "'unsafe-eval'" in policy or "'unsafe-inline'" in policy]


def test_a_search_that_cannot_be_loaded_says_so_and_the_next_one_may_work(browser: Browser, published: Path) -> None:
    with served(published) as home, browser.new_context() as context:
        page = context.new_page()
        is_down = True

        def answer(route: Route) -> None:
            route.abort() if is_down else route.continue_()

        page.route("**/records.json", answer)
        page.goto(f"{home}/search/?q=archive")
        expect(page.get_by_role("status")).to_contain_text("does not work just now")
        is_down = False
        page.get_by_label("Words to search for").press("Enter")
        expect(page.get_by_role("status")).to_have_text("Found: 1")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_axe_finds_no_violation_among_results(reader: Reader, width: int, scheme: Literal["light", "dark"]) -> None:
    page = reader("searched", "search/?q=lanterns&kind=context", width=width, scheme=scheme)
    found(page)
    assert objections(page) == []


def test_without_scripts_the_page_says_so_and_leads_elsewhere(reader: Reader) -> None:
    page = reader("searched", "search/", scripts=False)
    expect(page.get_by_text("The search needs JavaScript")).to_be_visible()
    expect(page.locator(".search-form")).to_be_hidden()
    assert page.locator(".search-otherwise a").first.get_attribute("href") == "../index.html"


def test_with_scripts_nothing_is_said_of_their_absence(reader: Reader) -> None:
    expect(reader("searched", "search/").get_by_text("The search needs JavaScript")).to_be_hidden()


def test_from_a_disk_the_page_says_why_it_cannot_search(browser: Browser, published: Path) -> None:
    with browser.new_context() as context:
        page = context.new_page()
        page.goto((published / "search/index.html").as_uri() + "?q=archive")
        expect(page.get_by_text("opened from a disk cannot search")).to_be_visible()
        expect(page.locator(".search-form")).to_be_hidden()
        expect(page.locator(".search-otherwise a").first).to_be_visible()


def test_every_page_leads_to_the_search(reader: Reader) -> None:
    page = reader("searched", "en/")
    page.locator("a[rel=search]").click()
    expect(page.get_by_label("Words to search for")).to_be_focused()
