"""Scripts take nothing from any kind of page: what is said without them is said with them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from .conftest import Reader
from .kinds import KINDS, standing_for
from .measuring import is_visible

ONLY_BY_SCRIPT = {"search"}
"""Kinds of page that say without scripts that they need them."""


@pytest.mark.parametrize("width", [pytest.param(390, marks=pytest.mark.full), 1280])
@pytest.mark.parametrize("kind", KINDS)
def test_with_scripts_a_page_says_all_that_it_says_without(
    reader: Reader, folder: Callable[[str], Path], kind: str, width: int
) -> None:
    address = standing_for(kind, folder("demonstration"))
    plain = reader("demonstration", address, width=width, scripts=False)
    page = reader("demonstration", address, width=width)
    assert is_visible(page, "h1")
    assert is_visible(page, "footer.colophon a")
    if kind not in ONLY_BY_SCRIPT:
        # Not the copies beside the text: a note that fits there needs no link to the whole of it.
        parts = "main :is(h1, h2, h3, p, li, dt, dd, time):not(.side *, :has(.side))"
        said = [
            set(one.locator(parts).evaluate_all("all => all.map(part => part.innerText.trim())"))
            for one in (plain, page)
        ]
        assert len(said[0]) >= 3
        assert said[0] - said[1] == set()
