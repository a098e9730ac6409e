"""What is read line by line is what libyaml reads; everything else is left to it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from postil.core.model import Source
from postil.core.yamltree import read_yaml
from postil.core.yamltree.plain import plain_data

CONTENT = Path(__file__).parent.parent.parent / "content"

USUAL = """\
# The notes on a text.
annotations:
  - id: first
    quote: "the first stone: a beginning"
    occurrence: 1
    date: 2024-10-18

    note: |
      It was laid in *spring*.

        An indented line, and a colon: here.
      # no comment
    tags: [stone, 'building site', "a, b"]
    about:
    - mason
    - the town
    sources:
      - {title: Report 1, url: 'https://example.org/1#a', date: ~}
      - title: Report 2
        url: https://example.org/2
# Between two notes.
  - quote: until
    draft: no
    note: >-
      Two lines
      become one.
    until: |-
      an end
"""

LINES = st.sampled_from(
    [
        "a: b",
        "b: c # d",
        "c:",
        "- x",
        "- d: e",
        "-",
        "- - x",
        "e: |",
        "f: >",
        "g: |-",
        "m: >-",
        "g: |+",
        "h: [i, j]",
        "k: {l: m, n: 'o p'}",
        "k: {l: m, l: n}",
        "q: [r, ]",
        "s: {t: u:v, w: x: y}",
        "y: 'z' z",
        'a: "b \\" c"',
        "b: it's #5",
        "# c",
        "d : e",
        "f: g: h",
        "i: null",
        "j: *k",
        "l: &m n",
        "o: !p q",
        "? r",
        "words",
        "more: words\u2028here",
        "---",
        "",
        " ",
        "%s",
    ]
)
TEXTS = st.lists(st.tuples(st.sampled_from([0, 0, 0, 2, 2, 4]), LINES), max_size=7).map(
    lambda lines: "".join(" " * indent + line + "\n" for indent, line in lines)
)


def as_libyaml_reads(text: str) -> Any:
    """Return the data that libyaml's own loader makes of strings alone."""
    return emptied(yaml.load(text, yaml.BaseLoader))


def emptied(data: Any) -> Any:
    if isinstance(data, dict):
        return {key: emptied(value) for key, value in data.items()}
    if isinstance(data, list):
        return [emptied(value) for value in data]
    return None if data in {"~", "null"} else data


def test_a_usual_file_is_read_as_libyaml_reads_it() -> None:
    data: Any = plain_data(USUAL)
    assert data is not None
    assert data == as_libyaml_reads(USUAL)
    assert data["annotations"][0]["note"].startswith("It was laid in *spring*.\n\n  An indented line")


def test_the_places_in_a_usual_file_are_found_when_they_are_asked_for() -> None:
    tree = read_yaml(Source("content/x.annotations.yaml", USUAL, "")).value
    assert tree is not None
    note = tree.under("annotations", 0)
    assert (note.at("note").line, note.at("about", 1).line, note.at("about", 1).column) == (9, 16, 7)
    assert (note.key("quote").line, note.at("sources", 1, "url").line) == (4, 20)
    assert tree.under("annotations").under(1).at().line == 22


@settings(max_examples=400)
@given(TEXTS)
def test_whatever_is_read_line_by_line_is_what_libyaml_reads_without_complaint(text: str) -> None:
    data = plain_data(text)
    if data is not None:
        assert data == as_libyaml_reads(text)


@pytest.mark.parametrize("path", sorted(CONTENT.rglob("*.annotations.yaml")), ids=lambda path: path.name)
def test_the_notes_of_the_demo_are_all_read_line_by_line(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert plain_data(text) == as_libyaml_reads(text)


def test_a_long_unusual_line_takes_no_longer_than_its_length() -> None:
    assert plain_data("- {" + "a" * 1_000_000 + "\n") is None
    assert plain_data("note: |\n" + "  x\n" * 400_000 + "*alias\n") is None
    assert plain_data("a: " + "[" * 400_000 + "]" * 400_000 + "\n") is None
