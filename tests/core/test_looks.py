"""What the system says of a file."""

from __future__ import annotations

import os
import time
from pathlib import Path

from postil.core.looks import GRAIN_NS, is_settled, look


def test_content_of_the_same_size_with_its_old_time_looks_different(tmp_path: Path) -> None:
    file = tmp_path / "a"
    file.write_text("one")
    before = file.stat()
    time.sleep(0.02)  # more than a tick of the system's clock
    file.write_text("two")
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert file.stat().st_mtime_ns == before.st_mtime_ns
    assert look(file.stat()) != look(before)


def test_a_file_put_in_the_place_of_another_looks_different(tmp_path: Path) -> None:
    file, other = tmp_path / "a", tmp_path / "b"
    for each in (file, other):
        each.write_text("same")
        os.utime(each, ns=(0, 0))
    before = look(file.stat())
    other.replace(file)
    assert look(file.stat()) != before


def test_a_look_is_settled_once_both_times_are_older_than_the_grain() -> None:
    then = 1_700_000_000_000_000_000
    assert not is_settled((1, then, then, 7), then)
    assert not is_settled((1, then, then, 7), then + GRAIN_NS)
    assert is_settled((1, then, then, 7), then + GRAIN_NS + 1)
    assert not is_settled((1, 0, then, 7), then), "an old time of the content proves nothing"


def test_a_time_in_the_future_is_never_settled() -> None:
    now = 1_700_000_000_000_000_000
    assert not is_settled((1, now + 10**18, 0, 7), now)
    assert not is_settled((1, 0, now + 1, 7), now)
