"""Whatever an author does, a build that remembers the last one makes what a build from nothing makes."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from tests.faults.building import layouts_compiled_once
from tests.faults.histories import History

__all__ = ["layouts_compiled_once"]

SETTLED_SECONDS = 2.2
"""After this long, the times of a file tell whether it was changed."""


@pytest.mark.usefixtures("layouts_compiled_once")
def test_a_build_after_some_edits_equals_one_from_nothing(tmp_path: Path) -> None:
    history = History(tmp_path, seed=4)
    history.check()
    for round_ in range(10):
        for _ in range(round_ % 4 + 1):
            history.edit()
        if round_ == 5:
            time.sleep(SETTLED_SECONDS)
        history.check(by_process=round_ % 5 == 0)
    assert history.published > 5


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
        history.check(by_process=number % 4 == 0)
    assert history.published > 15
