"""A plain text becomes Markdown and YAML that show every letter of it."""

from __future__ import annotations

import hashlib
import re

import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st

from postil import markup
from postil.annotations import comments as read_comments
from postil.core.model import Source, TextFiles
from postil.core.written import SiteSettings
from postil.imports.text import escaped, imported

NASTY = [
    *"\\`*_{}[]()#+-.!|~<>&:^@$='\"/ ,;?0123ab",
    *("--", "---", "...", "....", "**", "__", "~~", "```", "~~~", "http://a.b/c_d_", "https://x.org/%D0%90--b"),
    *("mailto:a@b.c", "www.a.b", "<b>", "<!--", "&amp;", "&#65;", "[^1]", "[^1]: x", "[a]: b", "![x](y)", "(c)"),
    *("1. ", "12) ", "- ", "+ ", "* ", "# ", "> ", ": ", "~ ", "| a |", "|---|", "'s", '"x"', "rock 'n' roll"),
    *(
        "\u00a0",
        "\u2003",
        "\u3000",
        "\t",
        "  ",
        "\u2028",
        "\ufeff",
        "\u200b",
        "\u00ad",
        "“",
        "’",
        "é",
        "e\u0301",
        "한",
        "😀",
    ),
    *("@key [p. 9]", "[@key]", "[[name]]", "{#id}", "http://a.b/*", "<http://a.b>", "a_b_c", "5 * 3 * 2"),
]
paragraphs = st.lists(st.sampled_from(NASTY), min_size=1, max_size=12).map("".join).map(lambda text: text.strip(" \t"))


def source(text: str, path: str = "on-tea.txt") -> Source:
    return Source(path, text, hashlib.sha256(text.encode()).hexdigest())


def as_text(markdown: str) -> str:
    return markup.document(source(markdown, "content/x.md"), SiteSettings()).value.plain


def as_comments(written: str) -> list[str]:
    """Return what a page shows of each comment in a comments file, read as the build reads it."""
    checked = read_comments(TextFiles("x", source(""), comments=source(written, "content/x.comments.yaml")))
    assert not checked.problems
    return [markup.comment_document(comment, lang="en").value.plain for comment in checked.value]


def files(text: str, **options: object) -> dict[str, str]:
    checked = imported(source(text), **options)  # type: ignore[arg-type]
    assert checked.value is not None, checked.problems
    return dict(checked.value)


@settings(max_examples=600)
@given(paragraphs.filter(lambda text: text.strip() != ""))
@example("a -- b --- c ---- d -> e --> f")
@example('"She said ‘no’," he said. \'90s')
@example("- - -")
@example("___")
@example("C:\\temp\\*")
@example("\\\u00a0")
def test_a_paragraph_shows_exactly_its_letters(paragraph: str) -> None:
    assert as_text(escaped(paragraph)) == paragraph
    assert as_comments(files(f"x\n{paragraph}", title="T", comments_from=2)["content/t.comments.yaml"]) == [paragraph]


@settings(max_examples=100)
@given(st.lists(paragraphs.filter(lambda text: text.strip() != ""), min_size=2, max_size=5))
def test_a_whole_file_shows_exactly_its_letters(written: list[str]) -> None:
    # A file that begins like a date is another matter.
    made = files("\n".join(written), title="T", comments_from=len(written))
    assert as_text(made["content/t.md"]) == "\n\n".join(written[:-1])
    assert as_comments(made["content/t.comments.yaml"]) == written[-1:]


def test_plain_prose_is_left_as_it_is() -> None:
    prose = "The “harbour” was closed – for snake_case reasons (5 * 3, e.g. 100%), a–b & c; see p. 9!"
    assert escaped(prose) == prose


def test_a_comment_keeps_straight_quotation_marks_without_backslashes() -> None:
    assert escaped("""It's "fine" -- or not...""", is_comment=True) == """It's "fine" -- or not..."""


def test_a_leading_date_is_the_date_of_the_text() -> None:
    assert files(" date 2023-04-05 Tea is a plant.\nIt grows.") == {
        "content/on-tea.md": '---\ntitle: "On tea"\ndate: 2023-04-05\n---\n\nTea is a plant.\n\nIt grows.\n'
    }


def test_a_date_on_a_line_of_its_own_is_no_paragraph() -> None:
    made = files("date 2023-04-05\n\nTea is a plant.\nIt grows.\n\nSlowly.", comments_from=2)
    assert made["content/on-tea.md"].endswith("---\n\nTea is a plant. It grows.\n")
    assert made["content/on-tea.comments.yaml"].endswith("comments:\n  - id: c1\n    text: |\n      Slowly.\n")


def test_a_day_that_does_not_exist_is_pointed_at() -> None:
    checked = imported(source("date 2023-02-30 Tea"))
    assert checked.value is None
    assert [(problem.code, problem.place.column) for problem in checked.problems] == [("bad-value", 6)]


def test_long_lines_are_paragraphs_even_between_blank_lines() -> None:
    long = "Tea is a plant that grows slowly. " * 6
    assert files(f"{long}\nShort.\n\nLast.")["content/on-tea.md"].count("\n\n") == 3


def test_comments_name_the_schema_by_its_path() -> None:
    made = files("a\nb", name="essays/of-old/tea", comments_from=2)
    first = made["content/essays/of-old/tea.comments.yaml"].split("\n", 1)[0]
    assert first == "# yaml-language-server: $schema=../../../schemas/comments.schema.json"


@pytest.mark.parametrize("title", ['He said "no" \\ maybe', "a: b # c", "tab\there", "\u2028line", "😀 \x07", "yes"])
def test_any_title_reads_back_as_itself(title: str) -> None:
    made = files("a", title=title, name="x")["content/x.md"]
    front = re.match(r"---\n(.*?)---", made, re.DOTALL)
    assert front
    assert yaml.load(front[1], Loader=yaml.BaseLoader) == {"title": " ".join(title.split())}


@pytest.mark.parametrize(("text", "number"), [("", None), (" \n\t\n", None), ("a\nb", 1), ("a\nb", 3), ("a", 2)])
def test_a_file_without_such_a_paragraph_is_a_problem(text: str, number: int | None) -> None:
    checked = imported(source(text), comments_from=number)
    assert checked.value is None
    assert [problem.code for problem in checked.problems] == ["nothing-to-import"]


@pytest.mark.parametrize("name", ["..", "../../etc/passwd", "a//b", "/", "content/.md", "!!!"])
def test_a_name_that_leads_elsewhere_is_a_problem(name: str) -> None:
    checked = imported(source("a"), name=name)
    assert checked.value is None
    assert [problem.code for problem in checked.problems] == ["bad-address"]


def test_a_name_is_a_path_in_content() -> None:
    assert list(files("a", name="content/Essays/On Tea.md")) == ["content/essays/on-tea.md"]
