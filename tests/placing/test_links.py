"""Addresses that lead nowhere are told with the file, line and column that writes them."""

from __future__ import annotations

import pytest

from postil.core.model import Comment, CommentEdition, Document, Edition, Source
from postil.core.problems import Place, Problem
from postil.core.written import SiteSettings
from postil.markup import comment_document, document
from postil.placing import placed

from .editions import WORDS, anchor, found


class Within:
    """The places of a comment whose words stand in the middle of a file."""

    source = Source("a.comments.yaml", "", "")

    def at(self, *_path: str | int) -> Place:
        return Place("a.comments.yaml", 1, 1)

    def inside(self, _path: tuple[str | int, ...], line: int, column: int = 1, length: int = 1) -> Place:
        return Place("a.comments.yaml", line + 10, column + 6, length)


def read(text: str) -> Document:
    return document(Source("content/a.md", text, ""), SiteSettings()).value


def problems(text: str, *comments: str, notes: tuple[str, ...] = ()) -> tuple[Problem, ...]:
    """Return what is wrong with a page on which whatever has `gone` in its address is not there."""
    parsed = read(text)
    written = [
        Comment(id=f"c{number}", text=words, source=Within.source, places=Within())
        for number, words in enumerate(comments)
    ]
    edition = Edition(
        "a",
        parsed,
        tuple(anchor(name, found(parsed, "Words")) for name in notes),
        comments=tuple(CommentEdition(comment, comment_document(comment, lang="en").value) for comment in written),
    )
    made = placed(edition, address=lambda href: None if "gone" in href else href, site=SiteSettings(), words=WORDS)
    return made.problems


def places(*arguments: str) -> list[tuple[str, int | None, int | None, int]]:
    return [
        (found.place.path, found.place.line, found.place.column, found.place.length) for found in problems(*arguments)
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A [link](gone.md) here.", [(1, 10, 7)]),
        ("---\ntitle: gone.md\n---\n\nA [link](gone.md) here.", [(5, 10, 7)]),
        ("Say gone.md `[a](gone.md)`\nand [gone.md](gone.md).", [(2, 15, 7)]),
        ("[a](gone.md) [b](gone.md)\n[c](gone.md)", [(1, 5, 7), (1, 18, 7), (2, 5, 7)]),
        ("[a](b.md) [a](gone.md)\n\n[a](b.md)\n\n[a](gone.md)", [(1, 15, 7), (5, 5, 7)]),
        ("[a](gone.md2) [a](gone.md)", [(1, 5, 8), (1, 19, 7)]),
        ("[a](<gone file.md> 'title')", [(1, 6, 12)]),
        ("[a](gone%20file.md)", [(1, 5, 14)]),
        ("[a](gone\\_file.md)", [(1, 1, 18)]),
        ("![gone.png](gone.png) and [![x](gone.png)](b.md)", [(1, 13, 8), (1, 33, 8)]),
        ("> - one\n>\n>   two [a *b\n>   c*](gone.md)", [(4, 9, 7)]),
        ("# A [link](gone.md)\n\nWords.\n\n## A [link](gone.md)", [(5, 13, 7)]),
        ("| a | b |\n|---|---|\n| [x](gone.md) | [x](gone.md) |", [(3, 7, 7), (3, 22, 7)]),
        ("[a][1] and [b][1], [c].\n\n[1]: gone.md\n[c]: <gone file.md>", [(3, 6, 7), (3, 6, 7), (4, 7, 12)]),
        ("Note.[^1] Two^[see\n[a](gone.md)].\n\n[^1]: See [a](gone.md).", [(2, 5, 7), (4, 15, 7)]),
    ],
)
def test_the_place_is_that_of_the_address(text: str, expected: list[tuple[int, int, int]]) -> None:
    assert sorted(places(text)) == [("content/a.md", *place) for place in expected]


def test_a_link_in_a_comment_is_told_in_the_file_of_the_comments() -> None:
    text = "A [link](b.md)."
    assert places(text, "Fine.", "Not [here](gone.md)\nnor [here](gone.md).") == [
        ("a.comments.yaml", 11, 18, 7),
        ("a.comments.yaml", 12, 18, 7),
    ]


def test_a_picture_in_a_comment_is_never_shown_and_so_never_missing() -> None:
    assert not problems("Words.", "![map](gone.png)")


def test_sentences_say_what_is_missing() -> None:
    said = [(found.code, found.severity, found.sentence) for found in problems("[a](gone%20b.md) ![c](gone.png)")]
    assert said == [
        ("broken-link", "warning", "the link to `gone b.md` leads to nothing in content/"),
        ("broken-link", "warning", "the image `gone.png` is not in content/"),
    ]


def test_an_address_without_its_beginning_is_told_how_to_be_written() -> None:
    (problem,) = problems("[a](www.gone.example)")
    assert problem.hint == "write the whole address: https://www.gone.example"


def test_a_link_within_the_page_must_lead_to_something_on_it() -> None:
    text = "# A\n\n## The old mill\n\nWords.[^1] [a](#the-old-mill) [b](#the-old-mil) [c](#nowhere)\n\n[^1]: Foot."
    (near, lost) = problems(text)
    assert (near.place.line, near.place.column, near.hint) == (5, 35, "did you mean #the-old-mill?")
    assert lost.sentence == "nothing on this page is called `#nowhere`"
    assert lost.hint


def test_notes_references_and_parts_of_the_page_may_be_linked() -> None:
    links = " ".join(
        f"[x](#{name})" for name in ("", "note-n", "ref-n", "ref-n-2", "note-footnote-1", "endnotes", "fn-1")
    )
    assert not problems(f"Words.[^1] {links}\n\n[^1]: Foot.", notes=("n",))
    assert len(problems("Words. [x](#note-other)", notes=("n",))) == 1


def test_headings_in_any_script_are_found() -> None:
    assert not problems("# A\n\n## Über Öl\n\n## Река\n\n[a](#uber-ol) [b](#река)")


def test_a_flood_of_broken_links_is_told_by_blocks_in_the_end() -> None:
    said = problems("[a](gone.md) " * 2000)
    assert len(said) == 2000
    assert said[5].place.column == 5 * 13 + 5
    assert said[-1].place.line == 1
