"""Side notes are packed as near to their references as they can stand, in numbers and on the page."""

from __future__ import annotations

import random
from itertools import pairwise
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import Reader
from tests.browser.measuring import boxes

LINE = 20.0
TALL = 100_000.0
SHIFTS = """window.moved = [];
  new PerformanceObserver(list => { for (const entry of list.getEntries()) for (const source of entry.sources)
    if ((source.node?.parentElement ?? source.node)?.closest('.side, .endnotes')) moved.push(entry.value);
  }).observe({type: 'layout-shift', buffered: true})"""


@pytest.fixture
def page(reader: Reader) -> Page:
    return reader("dense", "dense/")


def packed(page: Page, wanted: list[float], full: list[float], bottom: float = TALL) -> dict[str, Any]:
    """Return what the script reckons for notes without sources between 0 and `bottom`."""
    answer: dict[str, Any] = page.evaluate(
        """async ([wanted, full, line, bottom]) => {
          const { packed } = await import(new URL('../assets/js/packing.js', location.href));
          const { starts, heights, end } = packed(wanted, full, full, line, 0, bottom);
          return { starts: [...starts], heights: [...heights], end };
        }""",
        [wanted, full, LINE, bottom],
    )
    return answer


def nearest(wanted: list[float], heights: list[float]) -> list[float]:
    """Return the least squares without overlap, by the formula of lower and upper sets, slowly."""
    above = [sum(heights[:index]) for index in range(len(heights))]
    levels = [place - height for place, height in zip(wanted, above, strict=True)]

    def mean(first: int, last: int) -> float:
        return sum(levels[first : last + 1]) / (last + 1 - first)

    count = len(levels)
    return [
        above[at] + max(min(mean(first, last) for last in range(at, count)) for first in range(at + 1))
        for at in range(count)
    ]


def test_notes_with_room_stand_level_with_their_references_in_full(page: Page) -> None:
    answer = packed(page, [100, 400, 900], [200, 300, 150])
    assert answer["starts"] == [100, 400, 900]
    assert answer["heights"] == [200, 300, 150]


@pytest.mark.parametrize("seed", range(8))
def test_no_packing_without_overlap_is_nearer_to_the_references(page: Page, seed: int) -> None:
    chance = random.Random(seed)
    wanted = [1000 + chance.randrange(400) / 4 for _ in range(12)]
    full = [float(chance.randrange(8, 40)) for _ in wanted]
    answer = packed(page, wanted, full)
    assert answer["heights"] == full, "these are short enough to stand near"
    assert answer["starts"] == pytest.approx(nearest(wanted, full))


def test_a_long_note_is_cut_only_where_it_drives_others_away(page: Page) -> None:
    alone = packed(page, [100], [3000])
    assert alone["heights"] == [3000]
    crowded = packed(page, [100, 120], [3000, 100])
    assert crowded["heights"][0] < 3000
    assert crowded["heights"][1] == 100


def test_many_notes_at_one_place_overlap_neither_each_other_nor_the_end_unless_nothing_helps(page: Page) -> None:
    few = packed(page, [50.0] * 6, [400.0] * 6, bottom=800)
    assert few["end"] <= 800
    many = packed(page, [50.0] * 60, [400.0] * 60, bottom=800)
    assert many["end"] > 800
    for answer in (few, many):
        ends = [start + height for start, height in zip(answer["starts"], answer["heights"], strict=True)]
        assert all(end <= start + 0.01 for end, start in zip(ends, answer["starts"][1:], strict=False))
        assert answer["starts"][0] >= 0


def test_a_cut_note_says_so_and_opens_in_full_over_its_neighbours(page: Page) -> None:
    page.wait_for_selector("html[data-packed]", state="attached")
    side = page.locator("#side-long")
    assert side.locator(".whole").is_visible()
    before = boxes(page, ".side")
    side.hover(position={"x": 60, "y": 8})
    page.wait_for_timeout(300)
    opened = {box.name: box for box in boxes(page, ".side")}
    closed = {box.name: box for box in before}
    assert opened["side-long"].bottom - opened["side-long"].top > 3 * (
        closed["side-long"].bottom - closed["side-long"].top
    )
    assert all(opened[name].top == closed[name].top for name in closed if name != "side-long")


def test_notes_are_packed_anew_when_a_kind_is_left_out(page: Page) -> None:
    page.wait_for_selector("html[data-packed]", state="attached")
    before = {box.name: box.top for box in boxes(page, ".side")}
    page.locator("#page-controls [value=context]").uncheck(force=True)
    after = {box.name: box.top for box in boxes(page, ".side")}
    assert after.keys() < before.keys()
    assert sum(after.values()) < sum(before[name] for name in after)
    tops = boxes(page, ".side")
    assert all(one.bottom <= other.top + 0.75 for one, other in pairwise(tops))


def test_no_note_moves_once_it_is_shown(reader: Reader) -> None:
    page = reader("dense", "dense/", prepare=lambda page: page.add_init_script(SHIFTS))
    page.wait_for_selector("html[data-packed]", state="attached")
    page.wait_for_timeout(300)
    assert page.evaluate("moved") == []
