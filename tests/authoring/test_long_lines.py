"""Long lines and many entries of an author's file are written around in time that grows with them, no faster."""

from __future__ import annotations

import cProfile
import pstats
import time
from collections.abc import Callable
from typing import Any

import pytest

from postil.authoring import Change, added, changed, removed
from postil.core.problems import Checked

from .test_writing import files, yaml

MANY = 99_000
LINES = {
    "blanks in a comment": f"#{' ' * MANY}x",
    "tabs in a comment": f"#{chr(9) * MANY}x",
    "blanks": " " * MANY,
    "signs of comments": " #" * (MANY // 2),
    "dashes in a comment": f"#{'- ' * (MANY // 2)}",
    "blanks before a comment": f"  kind: context{' ' * MANY}# x",
    "blanks in brackets": f"  tags: [b{' ' * MANY}#]",
    "blanks in quotation marks": f"  tags: ['{' ' * MANY}x']",
}
EDITS: dict[str, Callable[..., Checked[Change | None]]] = {
    "add": lambda there: added(there, {"quote": "new", "note": "x"}),
    "change": lambda there: changed(there, "one", {"note": "y\nz\n", "kind": "check"}),
    "remove the first": lambda there: removed(there, "one"),
    "remove the last": lambda there: removed(there, "two"),
}


def seconds(act: Callable[[], Any]) -> float:
    start = time.process_time()
    act()
    return time.process_time() - start


@pytest.mark.full
@pytest.mark.parametrize("edit", EDITS)
@pytest.mark.parametrize("line", LINES)
def test_a_line_of_a_hundred_thousand_characters_is_passed_in_a_moment(line: str, edit: str) -> None:
    text = f"annotations:\n- quote: one\n  note: n\n{LINES[line]}\n- quote: two\n  note: n\n{LINES[line]}\n"
    assert seconds(lambda: EDITS[edit](yaml(text))) < 3
    body = f"---\nquote: one\n---\n{LINES[line]}\nn\n---\nquote: two\n---\nn\n{LINES[line]}\n"
    assert seconds(lambda: EDITS[edit](files(("annotations.md", body.encode())))) < 3


@pytest.mark.parametrize("spelling", ["yaml", "markdown"])
def test_ids_of_many_like_quotes_are_written_down_in_one_reading(spelling: str) -> None:
    few, many = (calls(spelling, count) for count in (100, 400))
    assert many < 5 * few


def calls(spelling: str, count: int) -> int:
    """Return how many functions are called to remove the first of `count` annotations of the same quote."""
    there = yaml("- quote: a\n  note: x\n" * count)
    if spelling == "markdown":
        there = files(("annotations.md", b"---\nquote: a\n---\nx\n" * count))
    profile = cProfile.Profile()
    found = profile.runcall(removed, there, "a")
    assert found.value is not None
    assert found.value.after is not None
    assert found.value.after.count(b"id: a-") == count - 1
    counted: Any = pstats.Stats(profile)
    return int(counted.total_calls)
