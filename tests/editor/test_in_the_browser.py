"""Somebody writes in the page: selects, writes, saves and sees it; edits, deletes, undoes, moves, repairs."""

from __future__ import annotations

from typing import Any

import pytest

from tests.browser.test_accessibility import objections

from . import sites
from .writers import Room


def test_words_are_selected_a_note_is_written_saved_and_seen(opened: Any) -> None:
    writer = opened()
    writer.sees(".ed-hint", "Select words")
    writer.page.evaluate("scrollTo(0, 120)")
    writer.annotate("grinding gains in the east")
    assert writer.page.locator(".ed-hint").count() == 0
    assert writer.panel.locator("blockquote mark").inner_text() == "grinding gains in the east"
    writer.note.fill("A **new** note on [[the-east]].")
    writer.sees(".ed-preview strong", "new")
    writer.panel.get_by_role("radio", name="Dispute").check()
    writer.panel.get_by_role("combobox", name="Tags").fill("lines")
    writer.panel.get_by_label("By").select_option("ed")
    height = writer.page.evaluate("scrollY")
    writer.press("Save")
    writer.sees(".side strong", "new")
    writer.hears("saved")
    # Somebody who knows is not told again.
    assert writer.page.locator(".ed-hint").count() == 0
    assert writer.page.evaluate("scrollY") == height > 0
    assert writer.written().startswith(sites.WRITTEN)
    added = writer.written().removeprefix(sites.WRITTEN)
    lines = ("id: grinding-gains-in-the-east", "quote: grinding gains in the east", "kind: dispute", "by: ed")
    assert all(line in added for line in lines)
    assert "A **new** note on [[the-east]]." in added
    assert "lines" in added.split("tags:")[1]


@pytest.mark.parametrize(
    ("words", "place", "quote"),
    [
        ("The first item names a call()", ".body", "quote: The first item names a call()"),
        ("and the gains were dear.", ".body", "quote: and the gains were dear."),
        ("will not hold", ".comment-text", "on: c1"),
    ],
)
def test_passages_run_through_code_emphasis_references_and_comments(
    opened: Any, words: str, place: str, quote: str
) -> None:
    writer = opened()
    writer.annotate(words, place)
    writer.note.fill("Found.")
    writer.page.keyboard.press("Control+Enter")
    writer.hears("saved")
    assert quote in writer.written().removeprefix(sites.WRITTEN)


def test_a_note_opens_with_all_its_fields_and_only_what_is_changed_is_written(opened: Any) -> None:
    writer = opened()
    writer.edit("gains")
    assert writer.note.input_value() == "The first **note**.\n"
    assert writer.panel.get_by_label("Verdict").input_value() == "accurate"
    assert writer.panel.get_by_label("Title").input_value() == "A book"
    assert writer.panel.get_by_label("By").input_value() == "rk"
    writer.panel.get_by_label("Title").fill("Another book")
    writer.press("Save")
    writer.hears("saved")
    assert writer.written() == sites.WRITTEN.replace("A book", "Another book")


def test_a_note_that_is_not_changed_is_not_written(opened: Any) -> None:
    writer = opened()
    writer.edit("gains")
    writer.press("Save")
    writer.hears("Nothing was changed")
    assert writer.written() == sites.WRITTEN


def test_a_note_is_edited_from_its_card_and_from_the_endnotes(opened: Any) -> None:
    narrow = opened(width=390, touch=True)
    narrow.page.locator("#ref-item button").tap()
    narrow.page.locator(".side:popover-open .ed-entry").tap()
    assert narrow.note.input_value() == "On the second item."
    wide = opened()
    wide.page.locator("#note-item").hover()
    wide.page.locator("#note-item .ed-entry").click()
    assert wide.note.input_value() == "On the second item."


def test_a_note_is_deleted_and_comes_back(opened: Any) -> None:
    writer = opened()
    writer.edit("item")
    writer.press("Delete")
    writer.hears("deleted")
    writer.page.locator("#ref-item").wait_for(state="detached")
    assert "id: item" not in writer.written()
    undo = writer.page.locator(".ed-said").get_by_role("button", name="Undo")
    undo.wait_for()
    assert writer.tool("Undo").is_hidden()
    undo.click()
    writer.hears("taken back")
    writer.page.locator("#ref-item").wait_for()
    assert writer.written() == sites.WRITTEN


def test_the_key_for_undoing_leaves_fields_alone(opened: Any) -> None:
    writer = opened()
    writer.edit("item")
    writer.note.fill("Written.")
    writer.page.keyboard.press("Control+Enter")
    writer.hears("saved")
    writer.edit("gains")
    writer.note.focus()
    writer.page.keyboard.press("Control+z")
    assert "Written." in writer.written()
    writer.page.keyboard.press("Escape")
    writer.page.locator("h1").click()
    writer.page.keyboard.press("Control+z")
    writer.hears("taken back")
    assert writer.written() == sites.WRITTEN


def test_undo_is_offered_no_more_once_somebody_else_has_changed_the_file(opened: Any) -> None:
    writer = opened()
    writer.edit("item")
    writer.note.fill("Written.")
    writer.page.keyboard.press("Control+Enter")
    writer.hears("saved")
    writer.page.reload()
    writer.tool("Undo").wait_for()
    writer.meanwhile("# Kept by hand.", "# Kept by others.")
    writer.tool("Undo").click()
    writer.hears("was changed meanwhile")
    assert writer.tool("Undo").is_hidden()
    assert "Written." in writer.written()


def test_what_is_taken_back_in_another_text_is_said_at_once(opened: Any) -> None:
    writer = opened()
    writer.edit("item")
    writer.note.fill("Written.")
    writer.page.keyboard.press("Control+Enter")
    writer.hears("saved")
    other = opened(address="rented/", beside=writer)
    other.tool("Undo").click()
    other.hears("it was in content/essays/axis.annotations.yaml")
    assert writer.written() == sites.WRITTEN


def test_a_note_is_moved_to_another_passage(opened: Any) -> None:
    writer = opened()
    writer.edit("item")
    writer.press("Move")
    writer.select("speaks of")
    writer.press("Use the selected words")
    writer.press("Save")
    writer.hears("saved")
    writer.sees("mark[data-notes~=item]", "speaks of")
    assert writer.written() == sites.WRITTEN.replace("quote: second item", "quote: speaks of")
    writer.page.reload()
    writer.tool("Undo").click()
    writer.hears("taken back")
    assert writer.written() == sites.WRITTEN


def test_notes_without_a_place_are_shown_in_the_text_and_placed_by_one_press(opened: Any) -> None:
    writer = opened()
    writer.page.evaluate("scrollTo(0, document.body.scrollHeight)")
    writer.tool("2 notes without a place").click()
    writer.page.locator(".ed-orphan").first.wait_for()
    lost, twice = writer.page.locator(".ed-orphan").all()
    lost.get_by_role("button", name="Show").click()
    shown = "[...CSS.highlights.get('postil-candidate')][0]"
    # The number of a note stands in the passage.
    assert writer.page.evaluate(f"{shown}.toString()").replace("22", "") == "The second item says nothing"
    assert 0 < writer.page.evaluate(f"{shown}.getBoundingClientRect().top / innerHeight") < 1
    twice.get_by_role("button", name="Place").nth(1).click()
    writer.hears("has its place")
    writer.tool("1 note without a place").wait_for()
    writer.page.locator(".ed-orphan").get_by_role("button", name="Place").click()
    writer.sees(".ed-help", "Every note has its place")
    expected = sites.WRITTEN.replace("quote: treaty\n", "quote: treaty\n    suffix: held\n")
    assert writer.written() == expected.replace("item said nothing", "item says nothing")


def test_mistakes_stand_at_their_fields_and_nothing_is_lost(opened: Any) -> None:
    writer = opened()
    writer.annotate("grinding gains in the east")
    writer.page.keyboard.press("Control+Enter")
    writer.sees("[data-field=note] .ed-mistake", "says nothing yet")
    writer.note.fill("Something.")
    writer.press("Add a source")
    writer.panel.get_by_label("Address").fill("example.org")
    writer.panel.get_by_label("Date", exact=True).fill("2026-02-31")
    writer.page.keyboard.press("Control+Enter")
    writer.sees("[data-field='sources.0.url'] .ed-mistake", "not an address")
    writer.sees("[data-field=date] .ed-mistake", "2026-02-31")
    assert writer.page.evaluate("document.activeElement.getAttribute('aria-invalid')") == "true"
    assert objections(writer.page) == []
    assert writer.written() == sites.WRITTEN


def test_names_that_are_typed_are_taken_and_what_is_no_name_is_said(opened: Any) -> None:
    writer = opened()
    writer.edit("item")
    about, tags = (writer.panel.get_by_role("combobox", name=name) for name in ("About", "Tags"))
    about.press_sequentially("THE WAR, zzz")
    tags.focus()
    writer.page.keyboard.insert_text("one, two")
    tags.press("Control+Enter")
    writer.sees("[data-field=about] .ed-mistake", "not an entity of this site: “zzz”")
    assert (about.input_value().strip(), writer.written()) == ("zzz", sites.WRITTEN)
    about.fill("the-east")
    about.press("Control+Enter")
    writer.hears("saved")
    assert all(line in writer.written() for line in ("about: [the-war, the-east]", "tags: [one, two]"))


def test_a_long_passage_is_shown_by_its_beginning_and_its_end(opened: Any) -> None:
    writer = opened()
    said = [f"Paragraph {number} says what number {number} has to say." for number in range(12)]
    writer.annotate("\n\n¶Link to this paragraph\n".join(said))
    shown = writer.panel.locator("blockquote mark").inner_text()
    assert shown.startswith("Paragraph 0 says what number 0")
    assert " … " in shown
    assert shown.endswith("what number 11 has to say.")
    assert len(shown) < len(" ".join(said)) - 100
    shortened = """async ([words, longest]) => {
      const { shortened } = await import('/_postil/assets/making.js');
      return shortened(words, longest);
    }"""
    passage = "The balance of power, and much else besides. The security"
    assert writer.page.evaluate(shortened, [passage, 45]) == "The balance of power … besides. The security"
    assert len(writer.page.evaluate(shortened, ["\U0001f600" * 40, 21])) <= 21


def test_a_long_candidate_shows_what_differs_and_how_it_ends(opened: Any) -> None:
    writer = opened()
    words = "The 😀 gains were small, and the gains were dear. Nobody counted them. " + " ".join(
        f"Paragraph {number} says what number {number} has to say." for number in range(9)
    )
    writer.meanwhile("quote: The second item said nothing", f"quote: {words}")
    writer.page.reload()
    writer.tool("without a place").click()
    candidate = writer.page.locator(".ed-orphan", has_text="Its words").locator(".ed-candidate p").first
    candidate.wait_for()
    assert candidate.locator("b").inner_text() == "them twice."
    assert candidate.locator("mark").inner_text().endswith("number 8 has to say.")


BEYOND = """([first, last]) => {
  const [start, end] = [first, last].map((selector) => document.querySelector(selector));
  getSelection().setBaseAndExtent(start, 0, end, end.childNodes.length);
}"""


@pytest.mark.parametrize(
    ("first", "last", "is_cut"),
    [
        (".body > p:last-of-type", ".comment-text", True),
        ("h1", ".body > p", True),
        (".body > .side", ".body > p", True),
        (".body > p", ".body > ul", False),
    ],
)
def test_a_selection_that_goes_beyond_the_text_is_said_to_be_cut(
    opened: Any, first: str, last: str, is_cut: bool
) -> None:
    writer = opened()
    writer.page.evaluate(BEYOND, [first, last])
    writer.page.locator(".ed-offer").click()
    writer.panel.locator("blockquote").wait_for()
    said = writer.panel.locator(".ed-notice", has_text="Only the words in it are taken")
    assert said.count() == int(is_cut)
    writer.press("Other words")
    writer.page.evaluate(BEYOND, [first, last])
    writer.panel.locator(".ed-selected:not(:empty)").wait_for()
    assert writer.panel.locator(".ed-help", has_text="Only the words in it are taken").count() == int(is_cut)


def test_a_paragraph_chosen_by_three_clicks_is_whole(opened: Any) -> None:
    writer = opened()
    writer.page.locator(".body > p", has_text="Paragraph 29").click(click_count=3)
    writer.page.locator(".ed-offer").click()
    assert writer.panel.locator("blockquote mark").inner_text() == "Paragraph 29 says what number 29 has to say."
    assert writer.panel.locator(".ed-notice").count() == 0


def test_a_mistake_is_said_once_though_the_preview_has_it_too(opened: Any) -> None:
    writer = opened()
    writer.annotate("grinding gains in the east")
    said = writer.panel.locator(".ed-mistake:visible", has_text="“nowhere” is not in entities.yaml")
    writer.note.fill("See [[nowhere]].")
    said.wait_for()
    writer.press("Save")
    writer.sees("[data-field=note] > .ed-mistake", "nowhere")
    assert said.count() == 1
    writer.note.fill("See [[nowhere]] again.")
    writer.sees(".ed-preview", "again")
    assert said.count() == 1


@pytest.mark.parametrize("width", [1280, 1680])
def test_what_is_said_stands_on_the_line_of_the_buttons(opened: Any, width: int) -> None:
    writer = opened(width=width)
    middle = "element => { const box = element.getBoundingClientRect(); return box.top + box.height / 2; }"
    words, tool = writer.page.locator(".ed-hint span"), writer.tool("Annotate")
    assert abs(words.evaluate(middle) - tool.evaluate(middle)) <= 1


def test_a_heading_that_has_the_focus_has_no_ring(opened: Any) -> None:
    writer = opened()
    writer.page.keyboard.press("u")
    writer.page.locator(".ed-title:focus").wait_for()
    assert writer.page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "none"


def test_a_new_note_is_by_whoever_wrote_last_in_this_browser_or_by_the_one_there_is(opened: Any, room: Room) -> None:
    writer = opened()
    writer.annotate("grinding gains in the east")
    by = writer.panel.get_by_label("By")
    assert by.input_value() == ""
    by.select_option("ed")
    writer.note.fill("Mine.")
    writer.press("Save")
    writer.hears("saved")
    # A note that is mended is by whom it was before.
    writer.edit("item")
    writer.note.fill("Mended.")
    writer.press("Save")
    writer.sees(".side", "Mended.")
    other = opened(address="rented/", beside=writer)
    other.annotate("bridge was shut")
    assert other.panel.get_by_label("By").input_value() == "ed"
    both = "annotators: {rk: {name: R. K.}, ed: {name: The editors}}"
    with room.workshop.lock:
        writer.site.edit("content/site.yaml", both, "annotators: {rk: {name: R. K.}}")
        room.live.renewed()
    alone = opened()
    alone.annotate("grinding gains in the east")
    assert alone.panel.get_by_label("By").input_value() == "rk"


def test_a_lost_passage_that_is_named_by_its_ends_shows_both(opened: Any) -> None:
    writer = opened()
    ends = "quote: The second item said nothing\n    until: the gains were dear"
    writer.meanwhile("quote: The second item said nothing", ends)
    writer.page.reload()
    writer.tool("without a place").click()
    lost = writer.page.locator(".ed-orphan", has_text="Its words")
    assert lost.locator("h3").inner_text() == "“The second item said nothing … the gains were dear”"
    assert lost.locator("mark").inner_text().startswith("The second item says nothing.")
    assert lost.locator("mark").inner_text().endswith("the gains were dear")
    assert lost.locator("b").count() == 0
