"""What strangers write acts on no page: no script of theirs runs, no rule of theirs applies."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Dialog, Page

from .conftest import Reader
from .measuring import is_visible
from .sites import ATTACK


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
def test_attacks_are_shown_and_do_nothing(reader: Reader, folder: Callable[[str], Path], scripts: bool) -> None:
    said: list[str] = []

    def heard(dialog: Dialog) -> None:
        said.append(dialog.message)
        dialog.dismiss()

    def listen(page: Page) -> None:
        page.on("dialog", heard)

    paths = [path.relative_to(folder("hostile")) for path in sorted(folder("hostile").rglob("index.html"))]
    assert len(paths) >= 5
    for path in paths:
        address = path.as_posix().removesuffix("index.html")
        page = reader("hostile", address, scripts=scripts, prepare=listen)
        assert said == []
        assert page.locator("img[src='x']").count() == 0
        assert is_visible(page, "h1"), address


def test_choosing_by_a_hostile_name_hides_the_other_notes_and_nothing_else(reader: Reader) -> None:
    page = reader("hostile", "x/", scripts=False)
    options = page.locator("select[name=tag] option").evaluate_all("all => all.map(option => option.value)")
    assert len(options) == 3
    for option in options[1:]:
        page.select_option("select[name=tag]", option)
        assert is_visible(page, "h1")
        assert page.locator(".endnotes > ol > li").evaluate_all(
            "all => all.filter(one => one.checkVisibility()).length"
        )
    assert ATTACK in page.locator("h1").inner_text()
