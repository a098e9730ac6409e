"""Somebody with a page of the workshop before them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from postil.authoring.history import History
from postil.pipeline.live import Live
from postil.serve import Workshop
from tests.site import Site

from . import sites

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

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
"""Selects words of the text as a mouse would, whatever elements they run through."""


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
    """A workshop that goes on from test to test, each of which begins with the files as they were written."""

    workshop: Workshop
    live: Live
    site: Site
    history: History
