"""The keyboard alone is enough: whatever can be done gets the focus, in the order of reading, and shows it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from .conftest import Reader
from .kinds import KINDS, standing_for
from .measuring import is_in_view

FOCUSABLE = """() => [...document.querySelectorAll('a[href], button, input, select, summary')].filter(element =>
  element.checkVisibility({visibilityProperty: true}) && !element.disabled && element.tabIndex >= 0
  && !element.closest('[inert], :popover-open')
  && !(element.type === 'radio' && element.name && !element.checked)).length"""
STEP = """() => {
  const element = document.activeElement;
  if (element === document.body) return null;
  const box = element.getBoundingClientRect();
  const all = [...document.querySelectorAll('*')];
  // A box or a button drawn by its label shows its focus there.
  const drawn = [element, element.closest('label')].filter(Boolean).map(one => getComputedStyle(one));
  const isOutlined = one => one.outlineStyle !== 'none' && parseFloat(one.outlineWidth) >= 1;
  return {
    place: all.indexOf(element),
    name: `${element.tagName}.${element.getAttribute('class')} ${element.textContent.trim().slice(0, 30)}`,
    isShown: drawn.some(one => isOutlined(one) || one.boxShadow !== 'none'),
    isInView: box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth,
  };
}"""


def walked(page: Page, most: int = 400) -> list[dict[str, Any]]:
    """Return what gets the focus one after the other when Tab is pressed, once around the page."""
    steps: list[dict[str, Any]] = []
    for _ in range(most):
        page.keyboard.press("Tab")
        step = page.evaluate(STEP)
        if step is None:
            continue
        for _ in range(20):
            if step["isInView"]:
                break
            # A busy machine may scroll a moment later.
            page.wait_for_timeout(100)
            step = page.evaluate(STEP)
        if steps and step["place"] == steps[0]["place"]:
            break
        steps.append(step)
    # A page may begin in its field of search; the order is that of the page all the same.
    first = min(range(len(steps)), key=lambda number: steps[number]["place"])
    return steps[first:] + steps[:first]


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("kind", KINDS)
def test_the_focus_goes_through_the_page_in_order_and_is_seen(
    reader: Reader, folder: Callable[[str], Path], kind: str, width: int
) -> None:
    page = reader("demonstration", standing_for(kind, folder("demonstration")), width=width)
    steps = walked(page, most=60)
    assert len(steps) >= min(60, page.evaluate(FOCUSABLE)) - 1
    places = [step["place"] for step in steps]
    assert places == sorted(places)
    assert [step["name"] for step in steps if not step["isShown"]] == []
    assert [step["name"] for step in steps if not step["isInView"]] == []


def test_the_first_step_skips_to_the_text(reader: Reader) -> None:
    page = reader("dense", "dense/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.url.endswith("#page-main")
    assert is_in_view(page, "h1")
