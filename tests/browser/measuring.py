"""What stands where on a page, and how it looks, as the browser has drawn it.

Works without the page's own scripts: the questions are asked through the browser's tools, which
answer also where the page itself may not run any.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from playwright.sync_api import Page

TOLERANCE = 0.75
"""Pixels by which two boxes may touch: positions are rounded when drawn."""

VISIBLE = """
const isVisible = element => element.checkVisibility({opacityProperty: true, visibilityProperty: true})
  && element.getClientRects().length > 0;
"""
ADDED = "sup.ref, .answer, aside.side, .paragraph, .rail"
"""What stands in a text without being of it."""


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on the page, in pixels from the page's upper left corner."""

    name: str
    left: float
    top: float
    right: float
    bottom: float

    def overlaps(self, other: Box) -> bool:
        """Return whether both cover some area beyond the tolerance."""
        return (
            min(self.right, other.right) - max(self.left, other.left) > TOLERANCE
            and min(self.bottom, other.bottom) - max(self.top, other.top) > TOLERANCE
        )


def boxes(page: Page, selector: str) -> list[Box]:
    """Return the visible elements that a selector finds; each is named by its id, else by its words."""
    return _boxes(
        page,
        """selector => [...document.querySelectorAll(selector)].filter(isVisible).map(element =>
          [element.id || element.textContent.trim().slice(0, 40), element.getBoundingClientRect()])""",
        selector,
    )


def lines(page: Page, within: str, *, without: str) -> list[Box]:
    """Return the lines of the words visible in the elements that one selector finds and another does not."""
    return _boxes(
        page,
        """([within, without]) => [...document.querySelectorAll(within)].flatMap(root => {
          const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
          const found = [];
          while (walker.nextNode()) {
            const node = walker.currentNode;
            if (!node.data.trim() || node.parentElement.closest(without) || !isVisible(node.parentElement)) continue;
            const range = document.createRange();
            range.selectNodeContents(node);
            for (const box of range.getClientRects())
              if (box.width > 1 && box.height > 1) found.push([node.data.trim().slice(0, 40), box]);
          }
          return found;
        })""",
        [within, without],
    )


def _boxes(page: Page, question: str, argument: Any) -> list[Box]:
    found = page.evaluate(
        f"""argument => {{ {VISIBLE}
          return ({question})(argument).map(([name, box]) =>
            [name, box.left + scrollX, box.top + scrollY, box.right + scrollX, box.bottom + scrollY]);
        }}""",
        argument,
    )
    return [Box(*one) for one in found]


def overlapping(some: Iterable[Box], others: Iterable[Box] | None = None) -> list[tuple[Box, Box]]:
    """Return the pairs that overlap, among some boxes or of them with others."""
    pairs: Iterator[tuple[Box, Box]]
    pairs = combinations(some, 2) if others is None else ((one, other) for one in some for other in others)
    return [(one, other) for one, other in pairs if one.overlaps(other)]


def box(page: Page, selector: str) -> Box:
    """Return the only visible element that a selector finds."""
    found = boxes(page, selector)
    assert len(found) == 1, f"{len(found)} visible of {selector}"
    return found[0]


def is_visible(page: Page, selector: str) -> bool:
    """Return whether any element that a selector finds is drawn."""
    return bool(boxes(page, selector))


def is_in_view(page: Page, selector: str) -> bool:
    """Return whether the first element of a selector stands in the window, at least its upper edge."""
    answer: bool = page.evaluate(
        """selector => {
          const box = document.querySelector(selector).getBoundingClientRect();
          return box.height > 0 && box.top >= -1 && box.top < innerHeight;
        }""",
        selector,
    )
    return answer


def look(page: Page, selector: str) -> list[str]:
    """Return what is drawn of an element beyond its words: colours, lines and shadows, of all in it too."""
    answer: list[str] = page.evaluate(
        """selector => {
          const properties = ["color", "background-color", "background-image", "box-shadow", "outline", "opacity",
            "border-inline-start", "border-block-start", "text-decoration", "font-weight", "filter"];
          const root = document.querySelector(selector);
          const drawn = (element, part) => {
            const style = getComputedStyle(element, part);
            return properties.map(name => style.getPropertyValue(name)).join(" ");
          };
          return [root, ...root.querySelectorAll("*")].flatMap(element =>
            [undefined, "::before", "::after"].map(part => drawn(element, part)));
        }""",
        selector,
    )
    return answer


def scroll_place(page: Page) -> float:
    """Return how far down the window is."""
    place: float = page.evaluate("scrollY")
    return place


def focused(page: Page) -> str:
    """Return the id of what has the focus, or of what holds it, else its name."""
    name: str = page.evaluate(
        "(document.activeElement.closest('[id]') ?? document.activeElement).id || document.activeElement.tagName"
    )
    return name


def notes(page: Page) -> list[str]:
    """Return the ids of the notes of a page, as its endnotes have them."""
    ids: list[str] = page.evaluate(
        "[...document.querySelectorAll('.endnotes > ol > li')].map(note => note.id.replace(/^note-/, ''))"
    )
    return ids
