"""Whatever an author does, a site in memory shows what a build from nothing makes, and says what has changed."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.faults.building import layouts_compiled_once
from tests.live.following import OFTEN, Following

__all__ = ["layouts_compiled_once"]


@pytest.mark.usefixtures("layouts_compiled_once")
@pytest.mark.parametrize("seed", [3, 4])
def test_a_site_in_memory_equals_one_built_anew_after_a_few_edits(
    tmp_path: Path, seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = Following(tmp_path, seed, monkeypatch)
    for _ in range(8):
        site.edit()
        site.check()
    assert site.compared > 4


@pytest.mark.full
@pytest.mark.usefixtures("layouts_compiled_once")
@pytest.mark.parametrize("seed", range(20, 26))
def test_a_site_in_memory_equals_one_built_anew_after_each_kind_of_edit(
    tmp_path: Path, seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = Following(tmp_path, seed, monkeypatch)
    edits = [edit for edit, often in OFTEN.items() for _ in range(often)]
    site.dice.shuffle(edits)
    for edit in edits:
        site.edit(edit)
        site.check()
        if site.is_wrong:
            site.edit()
            site.check()
    assert site.compared > len(edits) / 2
