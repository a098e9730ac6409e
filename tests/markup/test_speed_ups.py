"""What the parsers gain in speed changes nothing: they give the tokens and the HTML of markdown-it as it comes."""

from __future__ import annotations

from dataclasses import asdict
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from postil.core.model import Source
from postil.core.yamltree import read_yaml
from postil.markup import LinkTarget, inline, paragraphs, parsers, prose

CONTENT = Path(__file__).parent.parent.parent / "content"
TEXTS = sorted(path for path in CONTENT.rglob("*.md") if ".annotations" not in path.name)
NOTES = sorted(CONTENT.rglob("*.annotations.yaml"))

EXAMPLES = """\
# A heading

A plain paragraph, with a dash - and a colon: here! Even 50% & more; [not a link], {braces} + signs = such.

Two lines that *begin* with letters
and **end** as ***they*** like, with __under__ and _lines_ and snake_case_words.

*a *b* c* **d*e*f** ***g** h* *i **j*** **k** *l*m* *n*o **p**q (*r*) “*s*” [*t*](u) x*v*w * y * z** a **b

[a link](https://example.org/a_b_(c)) [*in* **it**](x.md "title") [a [b] c](d) [e](f g) [h]( i ) [j](<k l>) []() [m](n
[o][p] [p] [p][] [no such] ![image *alt*](x.png) ![p] !not !\\[a](b) [c\\](d) [`e](f)` [g](h*i) *[j*](k) [l](m)*n*

[p]: https://example.org/p 'A title'

`code` ``a ` b`` `open *a* <https://example.org/x> <me@example.org> <b>bold</b> <!-- c --> a < b > c

~~gone~~ ~one~ ~~~three~~~ ~~a *b~~ c* &amp; &copy; &#35; &nope; \\* \\a a\\
b\x20\x20
c https://example.org/a. and http://x.y/z) ftp://a mailto:x@y.z :// a:b http:

| a | b |
|---|--:|
| `c|d` | *e* |

Term
:   A definition *of it*
Another

:   one, after a line

Not a term

Paragraph
: and a definition

> a quotation
goes on

- one
- two

  with a paragraph
    and more
1) first
   [^f] and ^[in *line* [a](b)] and [^g]

[^f]: A footnote

    of two paragraphs.

Setext
======

  indented
	tabbed

    code

```python
a < b
```
***
“Quoted” first line
(bracketed) second

* * *
Letters
# a heading ends it

Letters
- a list does too

Letters | not a table
letters | at all

a
---
字は語
字
\u00a0
\u2028
"""
PIECES = [line + "\n" for line in EXAMPLES.split("\n")]
PIECES += EXAMPLES.replace("\n", " ").split(" ")
PIECES += [
    "*",
    "**",
    "_",
    "~~",
    "`",
    "[",
    "]",
    "(",
    ")",
    "](",
    "](a)",
    "![",
    "<",
    ">",
    "\\",
    "\n",
    "\n\n",
    " ",
    "a",
    "é",
]


def _left_alone(_md: MarkdownIt) -> None:
    """Stand in for a speed-up."""


def _never(_markdown: str, _address: Any) -> str:
    """Stand in for the short way: every note is the parser's."""
    return ""


def plain_parsers(monkeypatch: pytest.MonkeyPatch) -> dict[str, MarkdownIt]:
    """Return the parsers without what makes them fast."""
    with monkeypatch.context() as patch:
        patch.setattr(inline, "by_character", _left_alone)
        patch.setattr(paragraphs, "plain_paragraphs", _left_alone)
        return {
            "texts": parsers.for_texts.__wrapped__("en", html=False, smart_quotes=True),
            "texts with HTML": parsers.for_texts.__wrapped__("de", html=True, smart_quotes=True),
            "comments": parsers.for_comments.__wrapped__(),
            "notes": parsers.for_notes.__wrapped__(),
        }


SLOW = plain_parsers(pytest.MonkeyPatch())
FAST = {
    "texts": parsers.for_texts("en", html=False, smart_quotes=True),
    "texts with HTML": parsers.for_texts("de", html=True, smart_quotes=True),
    "comments": parsers.for_comments(),
    "notes": parsers.for_notes(),
}
BARE = MarkdownIt("commonmark").enable(["table", "strikethrough"])
HASTENED = MarkdownIt("commonmark").enable(["table", "strikethrough"])
paragraphs.plain_paragraphs(HASTENED)
inline.by_character(HASTENED)


def tokens(parser: MarkdownIt, markdown: str) -> list[dict[str, Any]]:
    """Return everything that the tokens hold, but for the spans of links, which notes do without."""
    return [_without_spans(asdict(token)) for token in parser.parse(markdown, {})]


def _without_spans(token: dict[str, Any]) -> dict[str, Any]:
    for child in token["children"] or ():
        if child["type"] == "link_open":
            child["meta"].pop("span", None)
    return token


def test_the_parsers_know_the_rules_of_all_that_they_were_taught() -> None:
    for kind, parser in FAST.items():
        assert isinstance(parser.inline, inline.Words)
        assert parser.inline.ruler.get_active_rules() == SLOW[kind].inline.ruler.get_active_rules()


@pytest.mark.parametrize("kind", sorted(FAST))
def test_every_example_gives_the_tokens_that_it_gives_without_the_speed_ups(kind: str) -> None:
    for part in (EXAMPLES, *EXAMPLES.split("\n\n"), *EXAMPLES.split("\n")):
        assert tokens(FAST[kind], part) == tokens(SLOW[kind], part)


def test_every_example_is_rendered_as_markdown_it_renders_it() -> None:
    for part in (EXAMPLES, *EXAMPLES.split("\n\n"), *EXAMPLES.split("\n")):
        assert HASTENED.render(part) == BARE.render(part)


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.name)
def test_the_texts_of_the_demo_are_rendered_as_markdown_it_renders_them(path: Path) -> None:
    markdown = path.read_text(encoding="utf-8")
    assert HASTENED.render(markdown) == BARE.render(markdown)
    assert tokens(FAST["texts"], markdown) == tokens(SLOW["texts"], markdown)


@pytest.mark.parametrize("path", NOTES, ids=lambda path: path.name)
def test_the_notes_of_the_demo_are_rendered_as_the_parser_renders_them(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tree = read_yaml(Source("content/x.yaml", path.read_text(encoding="utf-8"), "")).value
    assert tree is not None
    notes = [entry["note"] for entry in tree.data["annotations"] if entry.get("note")]
    for note in notes:
        assert HASTENED.render(note) == BARE.render(note)
    fast = [_prose(note) for note in notes]
    with monkeypatch.context() as patch:
        patch.setattr(import_module("postil.markup.prose"), "plain_html", _never)
        patch.setattr(parsers, "for_notes", lambda: SLOW["notes"])
        assert fast == [_prose(note) for note in notes]


def _prose(markdown: str) -> Any:
    return prose(markdown, lang="en", address=str, cite=LinkTarget, entity=LinkTarget)


def test_every_end_of_a_line_is_read_as_one() -> None:
    written = "one\r\ntwo\rthree\0\n\r\nfour"
    for parser in FAST.values():
        assert parser.render(written) == BARE.render(written) == "<p>one\ntwo\nthree\ufffd</p>\n<p>four</p>\n"


@settings(max_examples=150)
@given(st.lists(st.sampled_from(PIECES), max_size=12).map("".join), st.sampled_from(sorted(FAST)))
def test_whatever_is_written_gives_the_tokens_that_it_gives_without_the_speed_ups(markdown: str, kind: str) -> None:
    assert tokens(FAST[kind], markdown) == tokens(SLOW[kind], markdown)
    assert HASTENED.render(markdown) == BARE.render(markdown)


@pytest.mark.full
@settings(max_examples=20_000)
@given(st.lists(st.sampled_from(PIECES), max_size=30).map("".join), st.sampled_from(sorted(FAST)))
def test_whatever_is_written_at_length_gives_the_same_tokens(markdown: str, kind: str) -> None:
    assert tokens(FAST[kind], markdown) == tokens(SLOW[kind], markdown)
