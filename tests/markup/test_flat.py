"""The flat text and its pieces, and that laying text open changes nothing that is shown."""

from __future__ import annotations

import re
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from mdit_py_plugins.deflist import deflist_plugin

from postil.core.model import Document, Source
from postil.core.written import MarkdownSettings, SiteSettings
from postil.markup import document
from postil.markup.tokens import html

PARTS = (
    "a|b c|é|字|🎈| |  \n|\n|\n\n|*|**|_|`|```\n|    |\t|- |1. |> |~~|[a](b.md)|[c|](d)|<|>|&amp;|&|\\|\n: |\"|'"
    "|<b>|</b>|<!--|https://e.org/x|***\n|<https://e.org>|!|#|.|(|)|\u2028|\u00ad|{|}|~~~ py\n"
)
MARKDOWN = st.lists(st.sampled_from([*PARTS.split("|"), "| ", "|-|-|\n"]), max_size=30).map("".join)


def read(text: str, *, with_html: bool = False) -> Document:
    site = SiteSettings(markdown=MarkdownSettings(html=with_html, smart_quotes=False))
    return document(Source("content/a.md", text, ""), site).value


def vanilla() -> MarkdownIt:
    md = MarkdownIt("commonmark", {"html": False, "xhtmlOut": False}).enable(["table", "strikethrough"])
    return md.use(deflist_plugin)


@given(MARKDOWN)
def test_an_unmarked_text_is_shown_as_markdown_it_shows_it(text: str) -> None:
    """But for what is ours: bare addresses, dashes and ellipses, ids of headings, footnotes, local images."""
    text = re.sub(r"--+", "-", re.sub(r"\.\.+", ".", re.sub(r"[#!:^]", "", text)))
    assert re.sub(r'(<h2) id="[^"]*"', r"\1", html(read(text).tokens)) == vanilla().render(text)


@pytest.mark.parametrize(
    "text",
    [
        "> ```\n> a\n> ```\n> b\n",
        "- a\n  ```x y\n  <\n  ```\n- ```\n  b\n",
        "-\n  > c\n- \n\n      d\n",
        "1. `a` **`b`** *c\n   d*  \n   e\n2.\n",
        "| `a` | b |\n|---|---|\n| `c|d` | |\n",
        "T\n:   ```\n    code\n    ```\n\n    more\n: - x\n",
        "~~~ a&quot;b\n</code>\n~~~\n",
        "    \n\n      indented\n\n    more\n",
        "`` ` `` ` ` `a\nb`",
    ],
)
def test_code_in_every_place_is_shown_as_markdown_it_shows_it(text: str) -> None:
    assert html(read(text).tokens) == vanilla().render(text)


@given(MARKDOWN, st.booleans())
def test_pieces_hold_the_whole_flat_text_but_for_breaks(text: str, with_html: bool) -> None:
    found = read(text, with_html=with_html)
    reached = 0
    lines = text.count("\n") + 1
    for piece in found.pieces:
        assert not found.plain[reached : piece.start].strip("\n")
        children = found.tokens[piece.block].children
        assert children[piece.child].type == "text"
        assert children[piece.child].content == found.plain[piece.start : piece.end]
        assert 1 <= piece.first_line <= piece.last_line <= lines
        reached = piece.end
    assert reached == len(found.plain)


@given(MARKDOWN, st.booleans())
def test_the_flat_text_is_what_the_page_shows(text: str, with_html: bool) -> None:
    found = read(text, with_html=with_html)
    shown = unescape(re.sub(r"<[^>]*>", "", html(found.tokens)))
    assert re.sub(r"\s", "", shown) == re.sub(r"\s", "", found.plain)


def test_a_piece_knows_the_lines_of_its_block() -> None:
    found = read("one\ntwo\n\n- three\n\n| a |\n|---|\n| b |\n\n```\nc\n```\n")
    assert [(found.plain[p.start : p.end], p.first_line, p.last_line) for p in found.pieces] == [
        ("one", 1, 2),
        ("two", 1, 2),
        ("three", 4, 4),
        ("a", 6, 6),
        ("b", 8, 8),
        ("c\n", 10, 12),
    ]


def test_the_small_words_beside_ruby_are_not_part_of_the_text() -> None:
    assert read("<ruby>漢<rt>kan</rt></ruby>字", with_html=True).plain == "漢字"
