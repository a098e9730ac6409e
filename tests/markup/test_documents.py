"""What becomes of a text's front matter, title and headings, and of a comment."""

from __future__ import annotations

import re

import pytest

from postil.core.model import Comment, Document, Source
from postil.core.problems import Place, Problem
from postil.core.written import MarkdownSettings, SiteSettings
from postil.markup import as_read, comment_document, direction, document, prose
from postil.markup.languages import QUOTES, quotes
from postil.markup.tokens import html


def read(text: str, path: str = "content/essays/far-away.md", **site: str) -> tuple[Document, tuple[Problem, ...]]:
    checked = document(Source(path, text, ""), SiteSettings(**site))  # type: ignore[arg-type]
    return checked.value, checked.problems


class Somewhere:
    """The places of a comment whose text begins at a line of its file, indented by four."""

    source = Source("content/a.comments.yaml", "", "")

    def __init__(self, line: int) -> None:
        self.line = line

    def at(self, *_path: str | int) -> Place:
        return Place("content/a.comments.yaml", self.line, 1)

    def inside(self, _path: tuple[str | int, ...], line: int, column: int = 1, length: int = 1) -> Place:
        return Place("content/a.comments.yaml", self.line + line - 1, column + 4, length)


def comment(text: str, file: str = "", line: int = 1) -> Comment:
    return Comment(
        id="c1", text=text, source=Source("content/a.comments.yaml", file or text, ""), places=Somewhere(line)
    )


def test_the_leading_heading_is_the_title_and_leaves_the_text() -> None:
    text, _ = read('# The "long" way\n\nWords.\n')
    assert text.metadata.title == "The “long” way"
    assert text.plain == "Words."
    assert not text.headings


def test_a_leading_heading_that_repeats_the_title_leaves_the_text() -> None:
    text, _ = read('---\ntitle: The "long" way\n---\n\n# The "long" *way*\n\nWords.\n')
    assert (text.metadata.title, text.plain) == ('The "long" way', "Words.")


def test_a_leading_heading_that_says_something_else_stays() -> None:
    text, _ = read("---\ntitle: One\n---\n# Two\n")
    assert (text.metadata.title, text.plain) == ("One", "Two")


def test_a_later_heading_gives_the_title_and_stays() -> None:
    text, _ = read("Motto.\n\n# Two\n")
    assert (text.metadata.title, text.plain) == ("Two", "Motto.\n\nTwo")


@pytest.mark.parametrize(
    ("path", "title"),
    [("content/far-away.md", "Far away"), ("content/old_songs/index.md", "Old songs"), ("content/a.b.md", "A.b")],
)
def test_a_text_without_a_title_is_named_after_its_file(path: str, title: str) -> None:
    assert read("Words.", path)[0].metadata.title == title


def test_the_gaps_of_the_front_matter_are_filled() -> None:
    text, problems = read("---\nauthor: A\ntags: [x, y]\n---\nWords.", lang="ar-EG")
    assert not problems
    metadata = text.metadata
    assert (metadata.lang, metadata.dir, metadata.authors, metadata.tags) == ("ar-EG", "rtl", ("A",), ("x", "y"))
    assert read("---\nauthor: [A, B]\ndir: ltr\nlang: he\n---\n")[0].metadata.dir == "ltr"


def test_a_thematic_break_at_the_head_is_no_front_matter() -> None:
    text, problems = read("---\n\nWords.\n")
    assert (html(text.tokens), problems) == ("<hr>\n<p>Words.</p>\n", ())


def test_lines_are_counted_from_the_head_of_the_file() -> None:
    text, problems = read("---\ntitle: x\n---\n\none\ntwo\n\n> <i>three\n")
    assert [(piece.first_line, piece.last_line) for piece in text.pieces] == [(5, 6), (5, 6), (8, 8)]
    assert [(problem.place.line, problem.place.column) for problem in problems] == [(8, 3)]


def test_headings_have_ids_of_their_own() -> None:
    text, problems = read(
        "## Note to the reader\n## Comments\n## Note to the reader\n## Über *alles*\n"
        "## 北京 2024\n## ...\n## Section 3\n"
    )
    assert [heading.id for heading in text.headings] == [
        "section-note-to-the-reader",
        "section-comments",
        "section-note-to-the-reader-2",
        "uber-alles",
        "北京-2024",
        "section",
        "section-3",
    ]
    assert not problems


def test_an_id_that_an_author_wrote_is_kept_before_those_that_are_made() -> None:
    text, problems = read("## Why\n## Other {#why}\n\nThird {#third}\n---\n")
    assert [(heading.id, heading.text) for heading in text.headings] == [
        ("why-2", "Why"),
        ("why", "Other"),
        ("third", "Third"),
    ]
    assert not problems


@pytest.mark.parametrize("identifier", ["note-x", "ref-x", "footnote-1", "comment-c", "side-x", "answer-c", "notes"])
def test_an_id_that_belongs_to_the_pages_is_told_and_changed(identifier: str) -> None:
    text, problems = read(f"Words.\n\n## Head {{#{identifier}}}\n")
    assert text.headings[0].id == f"section-{identifier}"
    assert [(problem.code, problem.place.line, problem.place.column) for problem in problems] == [("reserved-id", 3, 9)]


def test_two_headings_with_one_written_id_are_told() -> None:
    text, problems = read("## A {#x}\n## B {#x}\n")
    assert [heading.id for heading in text.headings] == ["x", "x-2"]
    assert [problem.code for problem in problems] == ["duplicate-id"]


def test_every_language_has_four_marks_and_falls_back_on_its_wider_tag() -> None:
    assert all(len(marks) == 4 for marks in QUOTES.values())
    assert quotes("de-AT") == quotes("de")
    assert quotes("de-CH") != quotes("de")
    assert quotes("xx") == quotes("en")


def test_the_direction_follows_the_language() -> None:
    assert [direction(lang) for lang in ("he", "fa-IR", "yi", "ur", "en", "ja")] == ["rtl"] * 4 + ["ltr"] * 2


def test_smart_quotes_can_be_turned_off() -> None:
    site = SiteSettings(markdown=MarkdownSettings(smart_quotes=False))
    assert document(Source("content/a.md", '"a" -- b', ""), site).value.plain == '"a" – b'


def test_a_quote_given_as_markdown_is_read_as_a_reader_sees_it() -> None:
    assert as_read('**Bold** [link](x "y") `"c"` "q"[^1]\nnext', "en", SiteSettings()) == 'Bold link "c" “q”\nnext'
    assert as_read("## A heading {#x}", "en", SiteSettings()) == "A heading"


def test_a_comment_has_no_html_images_ids_or_footnotes() -> None:
    text = comment_document(
        comment('# Loud\n<b>x</b> "q" https://e.org ![map](m.png) ![far](http://e.org/y) [l](a.md) [^1]'),
        lang="he",
    ).value
    assert html(text.tokens) == (
        "<p><strong>Loud</strong></p>\n"
        "<p>&lt;b&gt;x&lt;/b&gt; &quot;q&quot; https://e.org "
        '<a href="m.png" rel="nofollow ugc noopener">map</a> '
        '<a href="http://e.org/y" rel="nofollow ugc noopener">far</a> '
        '<a href="a.md" rel="nofollow ugc noopener">l</a> '
        "[^1]</p>\n"
    )
    assert (text.metadata.dir, text.headings) == ("rtl", ())


def test_a_forbidden_link_in_a_comment_is_found_in_its_file() -> None:
    file = "comments:\n- id: c1\n  text: |\n    First.\n\n    A [b](data:x).\n"
    problems = comment_document(comment("First.\n\nA [b](data:x).\n", file, line=4), lang="en").problems
    assert [(problem.code, problem.place.line, problem.place.column) for problem in problems] == [
        ("forbidden-link", 6, 11)
    ]


def test_a_tag_in_a_comment_is_told_in_its_file() -> None:
    problems = comment_document(comment("First.\n\n`<i>` and <i>x</i>.\n", line=4), lang="en").problems
    assert [(problem.code, problem.place.line, problem.place.column) for problem in problems] == [
        ("raw-html", 6, 15),
        ("raw-html", 6, 19),
    ]
    assert "site.yaml" not in (problems[0].hint or "")


def test_words_that_stand_too_deep_are_told_not_lost_in_silence() -> None:
    deep = "".join("  " * level + f"- item {level}\n" for level in range(12))
    text, problems = read("# T\n\n" + deep)
    assert "item 8" in text.plain
    assert "item 9" not in text.plain
    assert [(problem.code, problem.place.line) for problem in problems] == [("nested-too-deep", 12)]
    assert [problem.code for problem in read("> " * 25 + "deep")[1]] == ["nested-too-deep"]
    assert not read("> " * 19 + "deep")[1]


TABLE = "| a | b | c | d |\n|:--|:-:|--:|---|\n| 1 | 2 | 3 | 4 |\n"


def test_columns_are_aligned_by_classes() -> None:
    note = prose(TABLE, lang="en", address=lambda href: href, cite=lambda _: None, entity=lambda _: None).html
    for shown in (
        html(read(TABLE)[0].tokens),
        html(comment_document(comment(TABLE), lang="en").value.tokens),
        note,
    ):
        classes = [found[1] for found in re.finditer(r"<td(?: class=\"align-(\w+)\")?>", shown)]
        assert classes == ["left", "center", "right", None]
        assert "style" not in shown


def test_a_table_still_ends_the_paragraph_before_it() -> None:
    assert "<table>" in html(read("Words.\n" + TABLE)[0].tokens)


def test_raw_html_has_no_styles() -> None:
    source = '<p style="color: red">a <b style="color: red">b</b></p>\n\nA <i style="color: red">c</i>.'
    text = document(Source("content/a.md", source, ""), SiteSettings(markdown=MarkdownSettings(html=True))).value
    assert html(text.tokens).replace("\n", "") == "<p>a <b>b</b></p><p>A <i>c</i>.</p>"
