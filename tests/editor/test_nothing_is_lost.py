"""What somebody has typed is not lost: by another's change, another tab, leaving, loading again, or the browser."""

from __future__ import annotations

from typing import Any

from tests.browser.test_accessibility import objections

from . import sites


def test_a_file_that_changed_underneath_is_not_written_and_both_versions_are_there(opened: Any) -> None:
    writer = opened()
    writer.edit("item")
    writer.note.fill("Mine is this.")
    writer.meanwhile("On the second item.", "Theirs is that.")
    writer.sees(".ed-notice", "was changed in its file")
    writer.page.keyboard.press("Control+Enter")
    writer.sees(".ed-version >> nth=0", "Mine is this.")
    writer.sees(".ed-version >> nth=1", "Theirs is that.")
    assert "Mine" not in writer.written()
    assert objections(writer.page) == []
    writer.press("Keep what is in the file")
    assert "Theirs is that." in writer.written()
    writer.page.locator(".ed-said").get_by_role("button", name="Bring it back").click()
    assert writer.note.input_value() == "Mine is this."
    writer.page.keyboard.press("Control+Enter")
    writer.hears("saved")
    assert writer.written() == sites.WRITTEN.replace("On the second item.", "Mine is this.")


def test_a_note_deleted_underneath_can_be_saved_again(opened: Any) -> None:
    writer = opened()
    writer.edit("item")
    writer.note.fill("Mine is this.")
    writer.meanwhile("  - id: item\n    quote: second item\n    note: On the second item.\n", "")
    writer.page.keyboard.press("Control+Enter")
    writer.press("Save mine as a note again")
    writer.hears("saved")
    assert "id: item\n    quote: second item\n" in writer.written()
    assert "Mine is this." in writer.written()


def test_two_tabs_write_side_by_side(opened: Any) -> None:
    one = opened()
    other = opened(beside=one)
    one.edit("item")
    one.note.fill("From one tab.")
    other.edit("gains")
    other.note.fill("From the other tab.")
    other.page.keyboard.press("Control+Enter")
    other.hears("saved")
    # The first tab keeps what is written in it, and takes notice that its own note is as it was.
    one.page.locator(".postil-workshop-state", has_text="newer version").wait_for()
    one.page.bring_to_front()
    one.page.keyboard.press("Control+Enter")
    one.hears("saved")
    expected = sites.WRITTEN.replace("On the second item.", "From one tab.")
    assert one.written() == expected.replace("The first **note**.", "From the other tab.")


def test_what_was_typed_survives_closing_and_loading_again(opened: Any) -> None:
    writer = opened()
    writer.annotate("grinding gains in the east")
    writer.note.fill("Not finished.")
    writer.page.reload()
    writer.panel.wait_for()
    assert writer.note.input_value() == "Not finished."
    writer.page.keyboard.press("Escape")
    writer.hears("is kept")
    assert writer.tool("Unsaved note").is_hidden()
    writer.page.locator(".ed-said").get_by_role("button", name="Go on writing").click()
    assert writer.note.input_value() == "Not finished."
    writer.page.keyboard.press("Escape")
    writer.page.reload()
    writer.tool("Unsaved note").click()
    assert writer.note.input_value() == "Not finished."
    writer.press("Discard")
    writer.page.locator(".ed-said").get_by_role("button", name="Bring it back").click()
    assert writer.note.input_value() == "Not finished."
    assert writer.written() == sites.WRITTEN


def test_what_lay_open_lies_open_again_though_nothing_was_typed(opened: Any) -> None:
    writer = opened()
    writer.annotate("grinding gains in the east")
    writer.page.reload()
    writer.panel.wait_for()
    assert writer.panel.locator("blockquote mark").inner_text() == "grinding gains in the east"


def test_what_was_typed_into_a_note_outlives_the_note_until_it_is_discarded(opened: Any) -> None:
    writer = opened()
    writer.edit("item")
    writer.note.fill("Typed and not saved.")
    writer.press("Delete")
    writer.hears("deleted")
    writer.page.locator(".ed-said").get_by_role("button", name="Undo").click()
    writer.hears("taken back")
    assert writer.written() == sites.WRITTEN
    writer.edit("item")
    writer.sees(".ed-notice", "not saved yet")
    assert writer.note.input_value() == "Typed and not saved."
    writer.press("Discard")
    writer.hears("discarded")
    writer.edit("item")
    assert writer.note.input_value() == "On the second item."


def slowed(writer: Any, verb: str) -> None:
    """Have a verb take a while."""
    writer.page.evaluate(
        """verb => {
          const swift = window.fetch;
          window.fetch = async (address, ...more) => {
            if (String(address).endsWith(verb)) await new Promise((resume) => setTimeout(resume, 300));
            return swift(address, ...more);
          };
        }""",
        verb,
    )


def test_nothing_is_typed_into_a_note_while_it_is_saved_that_would_be_lost(opened: Any) -> None:
    writer = opened()
    slowed(writer, "change")
    writer.edit("item")
    writer.note.fill("Written.")
    writer.page.keyboard.press("Control+Enter")
    writer.page.keyboard.type(" And more.")
    assert writer.note.input_value() == "Written."
    writer.hears("saved")


def test_a_note_that_is_left_while_it_is_saved_is_no_draft(opened: Any) -> None:
    writer = opened()
    slowed(writer, "add")
    writer.annotate("grinding gains in the east")
    writer.note.fill("Written.")
    writer.page.keyboard.press("Control+Enter")
    writer.page.keyboard.press("Escape")
    writer.hears("is kept")
    writer.hears("saved")
    writer.page.reload()
    writer.tool("Undo").wait_for()
    assert writer.tool("Unsaved note").is_hidden()
    assert writer.written().count("Written.") == 1


def test_a_page_that_cannot_be_had_is_not_loaded_again_over_somebody_who_writes(opened: Any) -> None:
    writer = opened()
    writer.annotate("grinding gains in the east")
    writer.note.fill("Not finished.")
    writer.page.evaluate("window.fetch = () => Promise.reject(new TypeError('gone')); window.isSame = true")
    writer.site.edit("content/essays/axis.md", "Paragraph 3 says", "Paragraph three says")
    writer.page.locator(".postil-workshop-state", has_text="newer version").wait_for()
    assert writer.page.evaluate("window.isSame")
    assert writer.note.input_value() == "Not finished."


def test_the_page_waits_while_somebody_writes(opened: Any) -> None:
    writer = opened()
    writer.annotate("grinding gains in the east")
    writer.note.fill("Not finished.")
    writer.page.evaluate("window.isSame = true")
    writer.site.edit("content/essays/axis.md", "Paragraph 3 says", "Paragraph three says")
    writer.page.locator(".postil-workshop-state", has_text="newer version").wait_for()
    assert writer.page.evaluate("window.isSame")
    writer.page.keyboard.press("Escape")
    writer.sees(".body", "Paragraph three says")


def test_what_was_typed_is_kept_where_the_browser_stores_nothing(opened: Any) -> None:
    writer = opened()
    writer.page.evaluate(
        "void (Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError'); })"
    )
    writer.annotate("grinding gains in the east")
    writer.note.fill("Not finished.")
    writer.page.keyboard.press("Escape")
    writer.hears("is kept")
    writer.page.locator(".ed-said").get_by_role("button", name="Go on writing").click()
    assert writer.note.input_value() == "Not finished."
