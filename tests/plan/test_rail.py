"""The picture of where in a text its notes stand."""

from __future__ import annotations

from postil.core.model import Source
from postil.core.written import SiteSettings
from postil.markup import document
from postil.plan.rail import FEWEST, LANES, rail
from postil.plan.views import NoteView, RailView

TEXT = document(
    Source("content/a.md", "## One\n\n" + "word " * 100 + "\n\n## Two\n\n" + "word " * 100, ""), SiteSettings()
).value


def drawn(*offsets: int) -> RailView | None:
    notes = [
        NoteView(f"n{number}", number, "context", "Context", "○", "", references=(f"ref-n{number}",))
        for number in range(1, len(offsets) + 1)
    ]
    return rail(notes, {note.id: offset for note, offset in zip(notes, offsets, strict=True)}, TEXT)


def test_notes_stand_as_far_down_as_in_the_text() -> None:
    length = len(TEXT.plain)
    made = drawn(0, length // 4, length // 2, 3 * length // 4)
    assert made is not None
    assert [round(float(mark.share)) for mark in made.marks] == [0, 25, 50, 75]
    assert {mark.lane for mark in made.marks} == {0}
    assert made.marks[0].reference == "ref-n1"


def test_sections_after_the_first_are_drawn() -> None:
    made = drawn(0, 200, 400, 600)
    assert made is not None
    assert [round(float(share)) for share in made.sections] == [50]


def test_notes_that_would_lie_on_one_another_stand_side_by_side() -> None:
    made = drawn(100, 101, 102, 900)
    assert made is not None
    assert [mark.lane for mark in made.marks] == [0, 1, 2, 0]


def test_more_notes_than_lanes_on_one_place_are_all_drawn() -> None:
    made = drawn(*[100] * 12)
    assert made is not None
    assert len(made.marks) == 12
    assert max(mark.lane for mark in made.marks) == LANES - 1


def test_a_few_notes_need_no_picture() -> None:
    assert drawn(*range(FEWEST - 1)) is None


def test_notes_on_comments_are_not_in_the_text() -> None:
    notes = [NoteView(f"n{number}", number, "context", "Context", "○", "", references=("r",)) for number in range(9)]
    assert rail(notes, {}, TEXT) is None
