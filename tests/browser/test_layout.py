"""Nothing moves once painted, and nothing sticks out of a narrow window or is cut off by large letters."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, Route

from .conftest import Reader, enlarged
from .kinds import KINDS, standing_for, without_kind
from .sites import ESSAY

SLOW_SECONDS = 0.25
"""How much later than the page its fonts and scripts come in these tests, as over a telephone."""

STICKING_OUT = """() => {
  const found = [...document.querySelectorAll('body *')].filter(element => {
    if (!element.checkVisibility({opacityProperty: true, visibilityProperty: true})) return false;
    if (element.closest('.skip, :popover-open, svg')) return false;
    const box = element.getBoundingClientRect();
    if (box.width < 2 || box.height < 2) return false;
    for (let above = element.parentElement; above !== document.body && above; above = above.parentElement)
      if (['auto', 'scroll'].includes(getComputedStyle(above).overflowX)) return false;
    return box.right > document.documentElement.clientWidth + 1 || box.left < -1;
  });
  return found.map(element => `${element.tagName}.${element.className} ${element.textContent.trim().slice(0, 30)}`);
}"""


def test_every_page_of_the_demonstration_is_of_a_kind_that_is_looked_at(folder: Callable[[str], Path]) -> None:
    assert without_kind(folder("demonstration")) == set()


def is_within(page: Page) -> bool:
    """Return whether the page needs no scrolling sideways."""
    answer: bool = page.evaluate("document.scrollingElement.scrollWidth <= document.documentElement.clientWidth")
    return answer


@pytest.mark.parametrize(
    ("kind", "below"),
    # The page for what is missing knows where the site stands by `base_url` alone.
    [(kind, below) for kind in KINDS for below in ("/", "/project/") if (kind, below) != ("missing", "/project/")],
)
def test_at_320_pixels_nothing_sticks_out(reader: Reader, folder: Callable[[str], Path], kind: str, below: str) -> None:
    page = reader("demonstration", standing_for(kind, folder("demonstration")), width=320, below=below)
    assert is_within(page)
    assert page.evaluate(STICKING_OUT) == []


@pytest.mark.parametrize(("site", "address"), [("dense", "dense/"), ("mirrored", "ar/"), ("mirrored", "he/")])
def test_neither_does_on_crowded_or_mirrored_pages(reader: Reader, site: str, address: str) -> None:
    page = reader(site, address, width=320)
    assert is_within(page)
    assert page.evaluate(STICKING_OUT) == []


@pytest.mark.parametrize("kind", KINDS)
def test_with_letters_twice_as_large_nothing_sticks_out_or_is_cut_off(
    reader: Reader, folder: Callable[[str], Path], kind: str
) -> None:
    page = reader("demonstration", standing_for(kind, folder("demonstration")), width=1280, prepare=enlarged)
    assert page.evaluate("getComputedStyle(document.documentElement).fontSize") == "32px"
    assert is_within(page)
    assert page.evaluate(STICKING_OUT) == []
    cut_off = page.evaluate(
        """[...document.querySelectorAll('main *, header *, footer *')].filter(element =>
             element.checkVisibility() && element.clientWidth > 8 && element.clientHeight > 8
             && ['hidden', 'clip'].includes(getComputedStyle(element).overflowY)
             && (element.scrollHeight > element.clientHeight + 2 || element.scrollWidth > element.clientWidth + 2)
           ).map(element => `${element.tagName}.${element.className}`)"""
    )
    assert cut_off == []


def delayed(page: Page) -> None:
    """Let fonts and modules come later than the page, and note every shift of what was painted."""

    def later(route: Route) -> None:
        time.sleep(SLOW_SECONDS)
        route.continue_()

    page.route("**/*.woff2", later)
    page.route("**/main.js", later)


SHIFTS = """() => new Promise(tell => {
  const shifts = [];
  new PerformanceObserver(list => list.getEntries().forEach(entry => shifts.push(
    [entry.value, ...entry.sources.map(source => source.node?.nodeName + '.' + source.node?.className)])))
    .observe({type: 'layout-shift', buffered: true});
  setTimeout(() => tell(shifts), 300);
})"""


@pytest.mark.parametrize("width", [390, 1280, 1680])
@pytest.mark.parametrize(("site", "address"), [("demonstration", ESSAY), ("dense", "dense/"), ("mirrored", "ar/")])
def test_nothing_moves_once_it_is_painted(reader: Reader, site: str, address: str, width: int) -> None:
    page = reader(site, address, width=width, prepare=delayed)
    page.evaluate("document.fonts.ready.then(() => true)")
    assert page.evaluate(SHIFTS) == []
