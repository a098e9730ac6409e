"""Somebody writes in the page: selects, writes, saves and sees it; edits, deletes, undoes, moves, repairs.

One workshop serves all tests of this file; each begins with the files as they were written.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from typing import Any, Literal

import pytest
from playwright.sync_api import Browser, Locator, Page

from postil.authoring.history import History
from postil.core.cache import Cache
from postil.pipeline import Options
from postil.pipeline.live import Live
from postil.serve import Terminal, Workshop
from postil.serve.server import listening
from tests.browser.test_accessibility import objections
from tests.site import Site

from . import sites

PATIENCE_MILLISECONDS = 6_000
SELECT = """([words, place]) => {
  const walker = document.createTreeWalker(document.querySelector(place), NodeFilter.SHOW_TEXT);
  const nodes = [];
  while (walker.nextNode()) {
    if (!walker.currentNode.parentElement.closest('.side, .ref')) nodes.push(walker.currentNode);
  }
  const text = nodes.map((node) => node.data).join('');
  const at = text.indexOf(words);
  const end = (offset, isEnd) => {
    for (const node of nodes) {
      if (offset < node.length || (isEnd && offset === node.length)) return [node, offset];
      offset -= node.length;
    }
  };
  nodes[0].parentElement.closest('html').focus();
  document.activeElement.blur();
  getSelection().setBaseAndExtent(...end(at), ...end(at + words.length, true));
}"""
"""Select words of the text as a mouse would, whatever elements they run through."""


@dataclass
class Writer:
    """Somebody with a page of the workshop before them."""

    page: Page
    site: Site
    wrong: list[str] = field(default_factory=list)

    def select(self, words: str, place: str = ".body") -> None:
        self.page.evaluate(SELECT, [words, place])

    def annotate(self, words: str, place: str = ".body") -> None:
        """Select words and press the button that appears at them."""
        self.select(words, place)
        self.page.locator(".ed-offer").click()
        self.panel.wait_for()

    def edit(self, note: str) -> None:
        """Press the button of a side note."""
        self.page.locator(f"#side-{note}").hover()
        self.page.locator(f"#side-{note} .ed-entry").click()
        self.panel.wait_for()

    @property
    def panel(self) -> Locator:
        return self.page.locator(".postil-editor:popover-open")

    @property
    def note(self) -> Locator:
        return self.page.locator(".ed-note")

    def press(self, name: str) -> None:
        self.panel.get_by_role("button", name=name, exact=True).click()

    def hears(self, words: str) -> None:
        """Wait until a screen reader is told."""
        self.page.locator(".ed-said", has_text=words).wait_for()

    def sees(self, selector: str, words: str) -> None:
        self.page.locator(selector, has_text=words).first.wait_for()

    def tool(self, words: str) -> Locator:
        return self.page.locator(".ed-tool", has_text=words)

    def written(self, path: str = sites.NOTES) -> str:
        return (self.site.root / path).read_bytes().decode()

    def meanwhile(self, old: str, new: str) -> None:
        """Have somebody else change the file of the notes."""
        self.site.edit(sites.NOTES, old, new)


@dataclass
class Room:
    """A workshop that goes on from test to test."""

    workshop: Workshop
    live: Live
    site: Site


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Room]:
    root = tmp_path_factory.mktemp("editor")
    site = sites.site(root)
    live = Live(root, Options(), Cache.at(None))
    with Workshop(root, live, listening(0), History(), polls=False, terminal=Terminal()) as workshop:
        yield Room(workshop, live, site)


@pytest.fixture
def opened(room: Room, browser: Browser) -> Iterator[Any]:
    with room.workshop.lock:
        sites.site(room.site.root)
        room.live.renewed()
    with ExitStack() as stack:
        writers: list[Writer] = []

        def begin(
            *,
            width: int = 1280,
            scheme: Literal["light", "dark"] = "light",
            touch: bool = False,
            address: str = "essays/axis/",
            beside: Writer | None = None,
        ) -> Writer:
            """Open a page; `beside` is who has another tab of the same browser."""
            if beside is None:
                context = browser.new_context(
                    viewport={"width": width, "height": 800},
                    color_scheme=scheme,
                    has_touch=touch,
                    reduced_motion="reduce",
                    timezone_id="UTC",
                )
                stack.callback(context.close)
                context.set_default_timeout(PATIENCE_MILLISECONDS)
            else:
                context = beside.page.context
            writer = Writer(context.new_page(), room.site)
            writer.page.on("pageerror", lambda error: writer.wrong.append(str(error)))
            writer.page.on("console", lambda said: writer.wrong.append(said.text) if "Policy" in said.text else None)
            writer.page.goto(room.workshop.address + address)
            writer.page.locator(".ed-bar").wait_for()
            writers.append(writer)
            return writer

        yield begin
        assert [wrong for writer in writers for wrong in writer.wrong] == []


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
