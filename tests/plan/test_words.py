"""Dates, names and counts as readers see them."""

from __future__ import annotations

from pathlib import Path

import pytest

from postil.anchoring import UNPLACED
from postil.plan.words import counted, shortened, shown_date, shown_names, shown_quote, words_of

REPOSITORY = Path(__file__).parents[2]


def layout(name: str) -> bytes | None:
    files = {
        "strings/en.yaml": b'date-day: "{day} {month} {year}"\nmonth-3: March\nnotes: Notes\n'
        b'names-and: "{first} and {last}"\n',
        "strings/de.yaml": b'date-day: "{day}. {month} {year}"\nmonth-3: M\xc3\xa4rz\n',
    }
    return files.get(name)


def test_a_language_lacks_words_and_takes_the_english_ones() -> None:
    words = words_of(layout, "de-AT").value
    assert shown_date(words, "2024-03-05") == "5. März 2024"
    assert words["notes"] == "Notes"


@pytest.mark.parametrize(("names", "shown"), [((), None), (("A",), "A"), (("A", "B", "C"), "A, B and C")])
def test_names_are_joined(names: tuple[str, ...], shown: str | None) -> None:
    assert shown_names(words_of(layout, "en").value, names) == shown


def test_every_reason_for_having_no_place_has_words_for_readers() -> None:
    words = words_of(lambda name: (REPOSITORY / "layouts" / name).read_bytes(), "en").value
    assert all(words[f"unplaced-{code}"] for code in UNPLACED)


def test_one_note_is_no_notes() -> None:
    words = {"notes-count-one": "{count} note", "notes-count-other": "{count} notes"}
    assert [counted(words, "notes", count) for count in (0, 1, 2)] == ["", "1 note", "2 notes"]


def test_a_long_quote_is_shortened_in_its_middle() -> None:
    words = "alpha " * 50 + "omega"
    short = shortened(words, 60)
    assert len(short) <= 60
    assert short.startswith("alpha")
    assert short.endswith("omega")
    assert "…" in short


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("“closed again”", "closed again"),
        ("«closed again»", "closed again"),
        ("a “closed” door", "a “closed” door"),
        ("“one” and “two”", "“one” and “two”"),
        ("“”", "“”"),
    ],
)
def test_a_passage_in_quotation_marks_is_not_quoted_twice(words: str, shown: str) -> None:
    assert shown_quote(words) == shown
