"""The editor by keys alone, for axe, on small screens and large, in any direction and script."""

from __future__ import annotations

from typing import Any

import pytest

from tests.browser.test_accessibility import objections

from . import sites


def test_the_keyboard_alone_suffices(opened: Any) -> None:
    writer = opened()
    keys = writer.page.keyboard
    keys.press("a")
    writer.page.locator(".ed-picker textarea:focus").wait_for()
    keys.type("treaty")
    keys.press("Enter")
    writer.page.locator("button.ed-candidate").first.wait_for()
    keys.press("Tab")
    keys.press("Enter")
    assert writer.page.evaluate("document.activeElement.className").endswith("ed-note")
    keys.type("By keys.")
    keys.press("Tab")
    keys.press("Enter")
    keys.type("doe")
    keys.press("Enter")
    keys.type("p. 9")
    keys.press("Tab")
    assert writer.page.evaluate("document.activeElement.textContent") == "Add a source"
    keys.press("Tab")
    keys.type("orient")
    keys.press("Enter")
    keys.press("Tab")
    keys.type("one, two")
    keys.press("Control+Enter")
    writer.hears("saved")
    assert writer.page.evaluate("document.activeElement.closest('.ref')?.id") == "ref-treaty"
    added = writer.written().removeprefix(sites.WRITTEN)
    for line in ("suffix: held", "note: By keys.", "ref: doe2020", "locator: p. 9", "the-east", "one", "two"):
        assert line in added
    keys.press("e")
    writer.panel.wait_for()
    assert writer.note.input_value() == "By keys."
    keys.press("Escape")
    assert writer.panel.count() == 0
    assert writer.page.evaluate("document.activeElement.closest('.ref')?.id") == "ref-treaty"


def test_keys_typed_into_the_panel_do_nothing_to_the_page(opened: Any) -> None:
    writer = opened()
    writer.annotate("grinding gains in the east")
    writer.panel.locator(".ed-title").focus()
    before = writer.page.evaluate("scrollY")
    for key in ("n", "j", "t", "?", "u", "/"):
        writer.page.keyboard.press(key)
    assert writer.page.evaluate("[scrollY, document.querySelectorAll('dialog[open]').length]") == [before, 0]
    assert writer.panel.locator(".ed-title").inner_text() == "New note"


@pytest.mark.parametrize(("width", "scheme"), [(390, "dark"), (1280, "light"), (1680, "dark")])
def test_axe_finds_nothing_and_the_panel_stays_in_the_window(opened: Any, width: int, scheme: str) -> None:
    writer = opened(width=width, scheme=scheme, touch=width < 500)
    writer.select("grinding gains in the east")
    writer.page.locator(".ed-offer").wait_for()
    assert objections(writer.page) == []
    writer.page.locator(".ed-offer").click()
    writer.note.fill("A note.")
    writer.panel.get_by_role("radio", name="Check").check()
    writer.press("Add a source")
    writer.page.locator(".ed-choices:not([hidden])").wait_for()
    assert objections(writer.page) == []
    box = writer.panel.bounding_box()
    assert box is not None
    assert box["x"] >= 0
    assert box["y"] >= 0
    assert box["x"] + box["width"] <= width
    assert box["y"] + box["height"] <= 800
    writer.page.keyboard.press("Escape")
    writer.page.keyboard.press("Escape")
    writer.tool("without a place").click()
    writer.page.locator(".ed-orphan").first.wait_for()
    assert objections(writer.page) == []


def test_a_text_from_right_to_left_is_annotated_like_any_other(opened: Any) -> None:
    writer = opened(address="ar/")
    writer.annotate("الجسر القديم")
    box = writer.panel.bounding_box()
    assert box is not None
    assert box["x"] < 640
    writer.note.fill("جسر من خشب.")
    writer.press("Save")
    writer.hears("saved")
    assert "quote: الجسر القديم" in writer.written("content/ar.annotations.yaml")
    (writer.site.root / "content/ar.annotations.yaml").unlink()


def test_readings_above_words_are_no_part_of_a_passage(opened: Any) -> None:
    writer = opened(address="ruby/")
    # As a mouse would from the first word to the last: with the readings in between.
    writer.annotate("冬に橋(はし)は閉(と)じられた")
    assert writer.panel.locator("blockquote mark").inner_text() == "冬に橋は閉じられた"
    writer.note.fill("冬の橋。")
    writer.press("Save")
    writer.hears("saved")
    assert "quote: 冬に橋は閉じられた" in writer.written("content/ruby.annotations.yaml")
    marked = "[...document.querySelectorAll('.body mark')].map((mark) => mark.textContent).join('')"
    assert writer.page.evaluate(marked) == "冬に橋は閉じられた"
    (writer.site.root / "content/ruby.annotations.yaml").unlink()


def test_words_on_a_page_of_excerpts_are_told_from_those_that_are_not_published(opened: Any) -> None:
    writer = opened(address="rented/")
    assert "first winter" not in writer.page.locator(".body").inner_text()
    writer.annotate("bridge was shut")
    writer.note.fill("For two years.")
    writer.press("Save")
    writer.hears("saved")
    added = writer.written("content/rented.annotations.yaml").removeprefix(sites.RENTED_NOTES)
    assert "quote: bridge was shut" in added
    assert "suffix: again" in added
    writer.sees("mark", "bridge was shut")


def test_a_keyboard_on_the_screen_leaves_room_for_the_field_and_how_it_will_look(opened: Any) -> None:
    writer = opened(width=390, touch=True)
    writer.annotate("grinding gains in the east")
    # A keyboard makes the part of the window that is seen lower, and nothing else.
    writer.page.evaluate("""() => {
      Object.defineProperty(VisualViewport.prototype, 'height', { get: () => 440 });
      visualViewport.dispatchEvent(new Event('resize'));
    }""")
    writer.note.fill("A **new** note.")
    writer.sees(".ed-preview strong", "new")
    panel, field, preview = (
        writer.page.locator(part).bounding_box() for part in (".postil-editor", ".ed-note", ".ed-preview .prose")
    )
    assert panel is not None
    assert field is not None
    assert preview is not None
    assert panel["y"] > 0
    assert panel["y"] < field["y"] < preview["y"] < 440
    assert panel["y"] + panel["height"] <= 440


def test_the_line_is_out_of_the_way_of_a_finger_that_reads_on(opened: Any) -> None:
    writer = opened(width=390, touch=True)
    line = writer.page.locator(".postil-workshop-line")
    swipe = """([from, to]) => {
      const event = (name, clientY) => dispatchEvent(new TouchEvent(name, {
        touches: [new Touch({ identifier: 1, target: document.body, clientX: 100, clientY })],
      }));
      event('touchstart', from);
      event('touchmove', to);
    }"""
    writer.page.evaluate(swipe, [500, 400])
    assert line.evaluate("element => getComputedStyle(element).opacity") == "0"
    writer.page.evaluate(swipe, [400, 500])
    assert line.evaluate("element => getComputedStyle(element).opacity") == "1"
    # What is found by keys is seen.
    writer.page.evaluate(swipe, [500, 400])
    writer.tool("Annotate").focus()
    assert line.evaluate("element => getComputedStyle(element).opacity") == "1"
