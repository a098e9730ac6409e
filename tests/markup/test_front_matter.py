"""Front matter that stands a little off is read, or said to be wrong: never published as words."""

from __future__ import annotations

import pytest

from postil.core.problems import Problem
from postil.core.written import FrontMatter
from tests.markup.test_documents import read

FIELDS = "title: The mill\ndraft: true\n"


@pytest.mark.parametrize(
    "around",
    [
        "---\n{}---\n",
        "\n---\n{}---\n",
        " \n\t\n\n---\n{}---\n",
        "\ufeff---\n{}---\n",
        "\n\ufeff---\n{}---\n",
        "  ---\n{}---\n",
        "--- \n{}---\t\n",
        "---\n{}...\n",
    ],
)
def test_blank_lines_and_spaces_around_the_fence_do_no_harm(around: str) -> None:
    text, problems = read(around.format(FIELDS) + "\nSecret words.\n")
    assert (text.metadata.title, text.metadata.draft, text.plain) == ("The mill", True, "Secret words.")
    assert not problems


@pytest.mark.parametrize(
    ("head", "line"),
    [
        (f"{FIELDS}---\n", 1),
        (f"\n\n{FIELDS}---\n", 3),
        (f"\ufeff{FIELDS}---\n", 1),
        (f"{FIELDS}\n---\n", 1),
        (f"# my text\n{FIELDS}---\n", 1),
        (f"titel: x\n{FIELDS}---\n", 1),
        (f"{FIELDS}tags:\n  - a\n- b\n----\n", 1),
        ("draft: true\n===\n", 1),
        ("Title: The mill\nDraft: true\n---\n", 1),
        ("description: words that\ngo on\n---\n", 1),
        (f"----\n{FIELDS}----\n", 1),
        (f"----\n{FIELDS}---\n", 1),
        (f"\n-----\n{FIELDS}-----\n", 2),
        (f"\u2014\n{FIELDS}\u2014\n", 1),
        (f"--- # the mill\n{FIELDS}---\n", 1),
        ('+++\ntitle = "The mill"\ndraft = true\n+++\n', 1),
        (f"***\n{FIELDS}***\n", 1),
        (f"---\n{FIELDS}", 1),
        (f"---\n{FIELDS} ---\n", 1),
        (f"\n---\n{FIELDS}----\n", 2),
        ("---\nTitle: The mill\n", 1),
        (FIELDS, 1),
        (f"\n\ufeff{FIELDS}", 2),
        (f"# my text\n{FIELDS}", 1),
        (f"The mill\n{FIELDS}", 1),
        (f"titel: x\n{FIELDS}Words follow at once.\n", 1),
        (f"{FIELDS}\nWords.\n\n---\n", 1),
    ],
)
def test_fields_that_are_not_fenced_are_an_error_at_their_line(head: str, line: int) -> None:
    _, problems = read(head + "\nSecret words.\n")
    (problem,) = (found for found in problems if found.severity == "error")
    assert (problem.code, problem.place.line, problem.place.column) == ("front-matter", line, 1)
    assert problem.hint
    assert "---" in problem.hint


@pytest.mark.parametrize(
    "text",
    [
        "Note: this is a paragraph.\n\nAnd another.\n",
        "Note: a heading\n---\n\nWords.\n",
        "Date: 3 May\n---\n\nDear Ann.\n",
        "date: 3 May, at sea\n\nDear Ann.\n\n---\n\nMore.\n",
        "title: x\n\nWords, and no rule at all.\n",
        "Title: a story\nDate: a day in May\n",
        "date: 3 May\nNote: it rains.\n",
        "---\n\nWords after a rule.\n",
        "----\n\nWords: after a rule.\n",
        "***\n\nWords.\n\n***\n",
        "A heading\n---\n\ntitle: x\n",
        "\u2014 Who is there?\n\u2014 Me.\n",
        "\n\n\n",
        "",
    ],
)
def test_what_a_text_may_well_begin_with_is_left_alone(text: str) -> None:
    document, problems = read(text)
    assert not problems
    assert document.metadata.title == "Far away" or "---" in text
    words = [word for word in text.split() if word.strip("-*")]
    assert document.plain.split() == words


def test_fields_shown_as_code_are_text() -> None:
    assert not read(f"```\n{FIELDS}```\n")[1]
    assert not read(f"Write\n~~~ yaml\n{FIELDS}~~~\n")[1]


def test_the_sentence_says_what_stands_there() -> None:
    def said(head: str) -> Problem:
        return read(head)[1][0]

    assert said("---\ntitle: x\n").sentence == "the front matter has no end"
    assert "begins with +++" in said("+++\ntitle = 1\n+++\n").sentence
    assert "in YAML" in (said("+++\ntitle = 1\n+++\n").hint or "")
    assert said("title: x\n---\n").place.excerpt == "title: x"


def test_every_field_is_known_at_the_head() -> None:
    for name in FrontMatter.__dataclass_fields__:
        assert read(f"{name}: x\n---\n")[1], name


def test_the_address_of_the_source_must_be_one_that_can_be_linked() -> None:
    _, (problem,) = read("---\ntitle: x\nsource:\n  title: y\n  url: javascript:x\n---\nWords.")
    assert (problem.code, problem.severity, problem.place.line, problem.place.column) == (
        "forbidden-link",
        "error",
        5,
        8,
    )
    assert not read("---\nsource: {url: https://example.org/a}\n---\nWords.")[1]
