"""A tree knows where each of its parts stands."""

from __future__ import annotations

import pytest

from postil.core.model import Source
from postil.core.yamltree import Tree, read_yaml

WRITTEN = """\
# a comment first
title: "A lamp"
note: |
  first *line*

    second
folded: >
  one
  two
list:
  - quote: the lamp
    kind:
  - {a: b}
empty:
"""


def tree(text: str = WRITTEN, *, start: int = 0, end: int | None = None) -> Tree:
    read = read_yaml(Source("content/x.yaml", text, ""), start=start, end=end)
    assert read.value is not None
    return read.value


def shown(tree: Tree, *path: str | int) -> str:
    """Return the words that the place of a value covers."""
    place = tree.at(*path)
    assert place.excerpt is not None
    assert place.column is not None
    return place.excerpt[place.column - 1 : place.column - 1 + place.length]


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ((), "title"),
        (("title",), '"A lamp"'),
        (("note",), "first *line*"),
        (("folded",), "one"),
        (("list",), "quote"),
        (("list", 0), "quote"),
        (("list", 0, "quote"), "the lamp"),
        (("list", 1), "a"),
        (("list", 1, "a"), "b"),
    ],
)
def test_a_value_is_where_its_words_are(path: tuple[str | int, ...], words: str) -> None:
    assert shown(tree(), *path) == words


@pytest.mark.parametrize(
    ("path", "words"),
    [
        (("missing",), "title"),
        (("list", 0, "missing"), "quote"),
        (("list", 9, "quote"), "quote"),
        (("title", "missing"), '"A lamp"'),
        (("empty",), "empty"),
        (("list", 0, "kind"), "kind"),
    ],
)
def test_what_is_missing_or_empty_is_at_the_nearest_thing_around_it(path: tuple[str | int, ...], words: str) -> None:
    assert shown(tree(), *path) == words


def test_a_key_has_a_place_of_its_own() -> None:
    place = tree().key("list", 0, "quote")
    assert (place.line, place.column, place.length) == (11, 5, 5)


def test_a_part_is_a_tree_that_knows_the_same_places() -> None:
    part = tree().under("list", 0)
    assert part.data == {"quote": "the lamp", "kind": None}
    assert part.at("quote") == tree().at("list", 0, "quote")
    with pytest.raises(KeyError):
        tree().under("missing")


def test_a_position_inside_a_block_is_found_in_the_file() -> None:
    place = tree().inside(("note",), 1, 7, 6)
    assert (place.line, place.column, place.length) == (4, 9, 6)
    place = tree().inside(("note",), 3, 3)
    assert (place.line, place.column) == (6, 5)


def test_a_position_inside_a_value_on_one_line_is_found() -> None:
    place = tree().inside(("title",), 1, 3, 4)
    assert (place.line, place.column) == (2, 11)


def test_a_position_that_is_not_certain_is_the_value() -> None:
    assert tree().inside(("folded",), 1, 5) == tree().at("folded")
    assert tree().inside(("note",), 99) == tree().at("note")
    escaped = tree(r'a: "\u00e9 lamp"')
    assert escaped.inside(("a",), 1, 3) == escaped.at("a")


def test_front_matter_in_a_text_has_the_lines_of_the_text() -> None:
    text = "---\ntitle: A lamp\ndate: soon\n---\nbody: not a field\n"
    front = tree(text, start=4, end=text.index("---\nbody"))
    assert front.data == {"title": "A lamp", "date": "soon"}
    place = front.at("date")
    assert (place.line, place.column, place.excerpt) == (3, 7, "date: soon")


def test_a_mistake_in_front_matter_is_at_the_line_of_the_text() -> None:
    text = "---\ntitle: A lamp\nnote: @x\n---\nbody\n"
    read = read_yaml(Source("content/x.md", text, ""), start=4, end=text.index("---\nbody"))
    assert [(one.place.line, one.place.column) for one in read.problems] == [(3, 7)]


def test_columns_count_characters_not_bytes() -> None:
    written = tree("été: 字字\n😀: {字: x, b: 1}\n")
    assert (written.at("été").column, written.at("été").length) == (6, 2)
    assert written.at("😀", "b").column == 14


def test_line_breaks_that_only_unicode_knows_do_not_shift_lines() -> None:
    written = tree('a: "x\u2028y"\nb: "\u2029"\nc: here\n')
    assert (written.at("c").line, written.at("c").excerpt) == (3, "c: here")


def test_a_byte_order_mark_does_not_shift_columns_of_later_lines() -> None:
    written = tree("\ufefftitle: x\nnote: y\n")
    assert written.data == {"title": "x", "note": "y"}
    assert (written.at("note").line, written.at("note").column) == (2, 7)


def test_a_text_below_the_fields_can_be_one_of_them() -> None:
    text = "quote: a\n---\nFirst.\n\n  Second.\n"
    front = tree(text, end=9).with_text("note", text.index("First"), len(text) - 1)
    assert front.data["note"] == "First.\n\n  Second."
    assert front.at("note").line == 3
    place = front.inside(("note",), 3, 3)
    assert (place.line, place.column) == (5, 3)
