"""axe-core finds nothing to object to on any kind of page, light or dark, narrow or wide."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Literal, get_args

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

from .conftest import Reader, settle
from .kinds import KINDS, standing_for
from .sites import ESSAY

WIDTHS = [360, 900, 1600]
Scheme = Literal["light", "dark"]


def objections(page: Page, *, colours_alone: bool = False) -> list[str]:
    """Return what axe-core objects to, each with the first elements concerned."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    # Without `preload`, which asks for the style sheets once more, for one rule on turned screens.
    asked: dict[str, object] = {"resultTypes": ["violations"], "preload": False}
    if colours_alone:
        asked["runOnly"] = ["color-contrast", "link-in-text-block"]
    violations = page.evaluate("asked => axe.run(asked).then(found => found.violations)", asked)
    return [
        f"{found['id']}: {found['help']}: {node['html'][:160]}: {node['failureSummary'][-200:]}"
        for found in violations
        for node in found["nodes"][:3]
    ]


def test_axe_objects_where_there_is_reason_to(reader: Reader) -> None:
    page = reader("dense", "dense/")
    page.evaluate("document.querySelector('html').removeAttribute('lang')")
    page.evaluate("document.querySelector('.body p').style.setProperty('color', '#ccc')")
    assert {"html-has-lang", "color-contrast"} <= {objection.split(":")[0] for objection in objections(page)}


@pytest.mark.parametrize("kind", KINDS)
def test_axe_finds_no_violation(reader: Reader, folder: Callable[[str], Path], kind: str) -> None:
    page = reader("demonstration", standing_for(kind, folder("demonstration")), width=WIDTHS[0])
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme="light")
        settle(page)
        assert objections(page) == [], width
        page.emulate_media(color_scheme="dark")
        assert objections(page, colours_alone=True) == [], f"{width}, dark"


@pytest.mark.parametrize("scheme", get_args(Scheme))
@pytest.mark.parametrize(("site", "address"), [("dense", "dense/"), ("mirrored", "ar/"), ("published", "dense/")])
def test_axe_finds_none_on_crowded_mirrored_and_published_pages(
    reader: Reader, site: str, address: str, scheme: Scheme
) -> None:
    page = reader(site, address, width=1280, scheme=scheme)
    assert objections(page, colours_alone=scheme == "dark") == []


@pytest.mark.parametrize("scheme", get_args(Scheme))
def test_axe_finds_none_while_a_note_lies_open(reader: Reader, scheme: Scheme) -> None:
    page = reader("demonstration", ESSAY, width=390, scheme=scheme)
    page.locator("sup.ref button").first.click()
    assert page.locator(":popover-open").count() == 1
    assert objections(page, colours_alone=scheme == "dark") == []


@pytest.mark.parametrize("scheme", get_args(Scheme))
def test_axe_finds_none_while_menus_and_the_list_of_keys_are_open(reader: Reader, scheme: Scheme) -> None:
    page = reader("published", "dense/", width=1280, scheme=scheme)
    page.locator("details.paragraph summary").nth(1).click()
    assert objections(page, colours_alone=scheme == "dark") == []
    page.locator("button.help").click()
    assert page.locator("dialog[open]").count() == 1
    assert objections(page, colours_alone=scheme == "dark") == []
