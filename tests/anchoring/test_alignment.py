"""The bit-parallel alignment gives what the table of the textbook gives."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from postil.anchoring.alignment import distance, distance_to_beginning, errors_by_end

words = st.text(alphabet="abc", max_size=12)
patterns = st.text(alphabet="abc", min_size=1, max_size=12)


def last_row(pattern: str, text: str, *, is_anchored: bool) -> list[int]:
    """Return the bottom row of the table of edit distances, filled cell by cell."""
    row = [column if is_anchored else 0 for column in range(len(text) + 1)]
    for index, character in enumerate(pattern):
        previous, row = row, [index + 1]
        for column, other in enumerate(text):
            row.append(min(previous[column] + (character != other), previous[column + 1] + 1, row[column] + 1))
    return row


@given(patterns, words, st.booleans())
def test_errors_at_every_end(pattern: str, text: str, is_anchored: bool) -> None:
    assert (
        list(errors_by_end(pattern, text, is_anchored=is_anchored))
        == last_row(pattern, text, is_anchored=is_anchored)[1:]
    )


@given(words, words)
def test_the_distance_is_that_of_the_whole_table(one: str, other: str) -> None:
    assert distance(one, other) == last_row(one, other, is_anchored=True)[-1]


@given(patterns, words)
def test_the_distance_to_a_beginning_is_the_least_of_all_beginnings(pattern: str, text: str) -> None:
    assert distance_to_beginning(pattern, text) == min(last_row(pattern, text, is_anchored=True))
