"""When a save is answered: 80 ms after the last change, at most 400 ms after the first, with the work done before."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as some

from postil.serve.pace import CALM_SECONDS, EARLY_SECONDS, LONGEST_SECONDS, QUIET_SECONDS, Pace


def test_nothing_is_due_while_nothing_changes() -> None:
    assert Pace().next() is None


def test_one_change_is_looked_at_early_and_told_after_the_quiet() -> None:
    pace = Pace()
    pace.change(10.0)
    assert pace.next() == pytest.approx(10.0 + EARLY_SECONDS)
    pace.looked_early()
    assert pace.next() == pytest.approx(10.0 + QUIET_SECONDS)


def test_a_change_puts_off_what_is_told() -> None:
    pace = Pace()
    pace.change(10.0)
    pace.change(10.05)
    assert pace.due() == pytest.approx(10.05 + QUIET_SECONDS)


def test_after_a_burst_one_more_look_is_taken_and_then_none() -> None:
    pace = Pace()
    pace.change(10.0)
    pace.told(10.08)
    assert pace.next() == pytest.approx(10.08 + CALM_SECONDS)
    pace.calmed()
    assert pace.next() is None


def test_in_a_storm_no_early_looks_are_taken() -> None:
    pace = Pace()
    pace.change(10.0)
    pace.looked_early()
    pace.told(10.4)
    pace.change(10.41)
    assert pace.early() is None


def test_who_asks_for_it_does_not_wait() -> None:
    pace = Pace()
    pace.hurry(10.0)
    assert pace.due() == pytest.approx(10.0)


@given(some.lists(some.floats(0.0, 0.5), min_size=1, max_size=60))
def test_however_often_something_changes_it_is_told_in_time(waits: list[float]) -> None:
    pace, now = Pace(), 0.0
    first: float | None = None
    for wait in waits:
        now += wait
        due = pace.due()
        if due is not None and due <= now:
            assert first is not None
            assert due <= first + LONGEST_SECONDS
            pace.told(due)
            first = None
        first = now if first is None else first
        pace.change(now)
    due = pace.due()
    assert due is not None
    assert first is not None
    assert due == pytest.approx(min(now + QUIET_SECONDS, first + LONGEST_SECONDS))
