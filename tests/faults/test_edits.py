"""Whatever an author does, a build that remembers the last one makes what a build from nothing makes."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from tests.faults.building import layouts_compiled_once
from tests.faults.edits_of_notes import edit_note
from tests.faults.edits_of_site import own_layout
from tests.faults.histories import EDITS, History

__all__ = ["layouts_compiled_once"]

SETTLED_SECONDS = 2.2
"""After this long, the times of a file tell whether it was changed."""


@pytest.mark.usefixtures("layouts_compiled_once")
def test_a_build_after_each_kind_of_edit_equals_one_from_nothing(tmp_path: Path) -> None:
    history = History(tmp_path, seed=14)
    edits = [edit for edit, often in EDITS.items() for _ in range(often)]
    history.dice.shuffle(edits)
    history.check()
    for number, edit in enumerate(edits):
        history.put_right()
        history.edit(edit)
        # Two processes in a row: the second may know without a build that nothing has changed, or be wrong.
        by_process = number % 20 in {10, 11}
        if number == 30:
            time.sleep(SETTLED_SECONDS)
        history.check(by_process=by_process, once_more=number % 5 == 0)
    assert history.published > len(edits) / 2


@pytest.mark.usefixtures("layouts_compiled_once")
def test_a_build_after_edits_of_layouts_equals_one_from_nothing(tmp_path: Path) -> None:
    """Most pages stand as they are then, and nobody looks at them."""
    history = History(tmp_path, seed=100)
    history.author.written.options = {"--no-search", "--keep-going"}
    history.check()
    for _ in range(8):
        for edit in (own_layout, own_layout, edit_note):
            history.edit(edit)
        history.check(once_more=False)


@pytest.mark.full
@pytest.mark.usefixtures("layouts_compiled_once")
@pytest.mark.parametrize("seed", range(10, 16))
def test_a_build_after_each_of_three_hundred_edits_equals_one_from_nothing(tmp_path: Path, seed: int) -> None:
    history = History(tmp_path, seed)
    history.check()
    for number in range(50):
        history.edit()
        if number % 7 == 6:
            time.sleep(SETTLED_SECONDS)
        history.check(by_process=number % 8 in {4, 5})
    assert history.published > 15
