"""Problems are shown so that they can be read, and so that they can do no harm."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postil.core.problems import Place, Problem, Severity
from postil.report import columns, rendered, summary, visible


def problem(excerpt: str, column: int, length: int = 1, **fields: str) -> Problem:
    place = Place("content/light.md", 14, column, length, excerpt)
    return Problem("quote-not-found", fields.get("sentence", "it is not there"), place, fields.get("hint"))


def lines(excerpt: str, column: int, length: int = 1) -> tuple[str, str]:
    """Return the excerpt and the line of carets, without their margins."""
    shown = rendered([problem(excerpt, column, length)]).split("\n")
    return shown[2].removeprefix("  14 | "), shown[3].removeprefix("     | ")


def test_a_problem_shows_its_place_its_sentence_its_line_and_its_remedy() -> None:
    wrong = problem("    quote: grinding gain", 12, 13, sentence='"grinding gain" is not there', hint="one\ntwo")
    assert rendered([wrong]) == (
        "content/light.md:14:12: error[quote-not-found]\n"
        '  "grinding gain" is not there\n'
        "  14 |     quote: grinding gain\n"
        "     |            ^^^^^^^^^^^^^\n"
        "  hint: one\n"
        "        two\n"
    )


def test_problems_are_apart_by_an_empty_line() -> None:
    assert "\n\ncontent" in rendered([problem("a", 1), problem("b", 1)])


def test_a_problem_of_a_whole_file_shows_no_line() -> None:
    whole = Problem("no-texts", "there is nothing", Place("content"))
    assert rendered([whole]) == "content: error[no-texts]\n  there is nothing\n"


@pytest.mark.parametrize(
    ("excerpt", "column", "length", "carets"),
    [
        ("字字 lamp", 4, 4, "     ^^^^"),
        ("lamp 字字", 6, 2, "     ^^^^"),
        ("e\u0301e\u0301 lamp", 6, 4, "   ^^^^"),
        ("\tlamp", 2, 4, "    ^^^^"),
        ("👩\u200d🚒 lamp", 5, 4, "     ^^^^"),
        ("lamp", 9, 3, "    ^"),
    ],
)
def test_carets_stand_under_the_words_they_mean(excerpt: str, column: int, length: int, carets: str) -> None:
    assert lines(excerpt, column, length)[1] == carets


def test_a_long_line_is_cut_around_the_place() -> None:
    shown, carets = lines("x" * 500 + "LAMP" + "y" * 500, 501, 4)
    assert columns(shown) <= 100
    assert shown[carets.index("^") : carets.rindex("^") + 1] == "LAMP"
    shown, carets = lines("字" * 500, 250, 400)
    assert columns(shown) <= 100
    assert len(carets) <= 100


@pytest.mark.parametrize("column", [1, 7, 149, 152, 5_000, 99_990, 99_997, 100_005])
def test_of_a_very_long_line_no_more_is_held_than_stands_around_the_place(column: int) -> None:
    line = "".join(f"{number:<8}" for number in range(0, 100_000, 8))
    found = problem(line, column, 3)
    place = found.place
    assert place.excerpt is not None
    assert len(place.excerpt) <= 400
    assert line[place.before :].startswith(place.excerpt)
    assert place.excerpt[column - 1 - place.before :][:3] == line[column - 1 :][:3]
    if column < 99_997:
        shown, carets = lines(line, column, 3)
        start = carets.index("^")
        assert shown[start : start + 3].rstrip() == line[column - 1 :][:3].rstrip()
    [value] = json.loads(rendered([found], "json"))
    assert (value["column"], value["excerpt_column"]) == (column, place.before + 1)


@given(st.text(max_size=300), st.integers(1, 310), st.integers(1, 310))
def test_no_line_grows_too_long_nor_carets_leave_it(excerpt: str, column: int, length: int) -> None:
    for line in rendered([problem(excerpt, column, length)]).split("\n")[2:4]:
        assert columns(line) <= 110
        assert line == visible(line)


@pytest.mark.parametrize("character", ["\x1b", "\r", "\x07", "\x9b", "\u202e", "\u2066", "\u200f", "\u2028", "\ud800"])
@pytest.mark.parametrize("style", ["text", "short", "github"])
def test_characters_that_steer_a_terminal_are_shown_by_name(style: str, character: str) -> None:
    text = f"a{character}[31mb"
    wrong = Problem("bad-value", text, Place(f"content/{text}", 1, 1, 1, text), hint=text)
    shown = rendered([wrong], style)  # type: ignore[arg-type]
    assert character not in shown
    assert f"<U+{ord(character):04X}>" in shown or "%0D" in shown
    shown.encode()


def test_colour_is_only_where_it_was_asked_for() -> None:
    assert "\x1b[" not in rendered([problem("a", 1)])
    assert "\x1b[1;31merror[quote-not-found]\x1b[0m" in rendered([problem("a", 1)], colour=True)


def test_the_short_style_takes_one_line_for_each() -> None:
    assert rendered([problem("a", 3, hint="x")], "short") == (
        "content/light.md:14:3: error[quote-not-found] it is not there\n"
    )


def test_the_json_style_is_one_list_for_programs() -> None:
    assert json.loads(rendered([], "json")) == []
    [found] = json.loads(rendered([problem("été", 1, 3, hint="x")], "json"))
    assert found == {
        "severity": "error",
        "code": "quote-not-found",
        "sentence": "it is not there",
        "path": "content/light.md",
        "line": 14,
        "column": 1,
        "length": 3,
        "excerpt": "été",
        "excerpt_column": 1,
        "hint": "x",
    }


def test_the_github_style_cannot_be_broken_out_of() -> None:
    wrong = Problem("bad-value", "100 %: a\n::error::b", Place("content/a,b:c.md", 2, 3, 4), "do\nit", Severity.WARNING)
    assert rendered([wrong], "github") == (
        "::warning file=content/a%2Cb%3Ac.md,line=2,col=3,endColumn=6,title=bad-value::"
        "100 %25: a<U+000A>::error::b%0Ahint: do%0Ait\n"
    )


def test_the_summary_counts_what_there_is() -> None:
    wrong = problem("a", 1)
    assert summary([]) == ""
    assert summary([wrong]) == "1 error"
    found = [wrong, wrong.as_(Severity.WARNING), wrong, wrong.as_(Severity.NOTICE)]
    assert summary(found) == "2 errors, 1 warning, 1 notice"
