"""No YAML or JSON, whatever it holds, takes the process down, takes long, or raises."""

from __future__ import annotations

import threading
import time

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from postil.core.jsontree import read_json
from postil.core.model import Source
from postil.core.yamltree import composing, read_yaml

PIECES = ["---\n", "\n", "\t", "  ", "- ", ": ", " #", "*a", "&a ", "!x ", "%", "@", "`", "|\n", ">\n", "[", "]"]
PIECES += ["{", "}", ",", "'", '"', "\\", "? ", "~", "<<: ", "\u2028", "\x85", "é", "字", "\ufeff", "quote: ", "\ud800"]


def codes(text: str) -> list[str]:
    return [problem.code for problem in read_yaml(Source("content/x.yaml", text, "")).problems]


@pytest.mark.parametrize(
    "bomb",
    ["[" * 50_000, "{a: " * 50_000, "- " * 50_000, "? " * 50_000, "".join(" " * n + "a:\n" for n in range(1000))],
)
def test_a_thousand_levels_are_refused_on_a_small_stack_and_at_once(bomb: str) -> None:
    found: list[list[str]] = []
    before = threading.stack_size(256 * 1024)
    try:
        started = time.process_time()
        worker = threading.Thread(target=lambda: found.append(codes(bomb)))
        worker.start()
        worker.join()
    finally:
        threading.stack_size(before)
    assert found in ([["yaml-too-deep"]], [["yaml-syntax"]])
    assert time.process_time() - started < 1


def test_twenty_levels_are_read() -> None:
    assert codes("[" * 20 + "]" * 20) == []
    assert codes("[" * 21 + "]" * 21) == ["yaml-too-deep"]


def test_more_values_than_any_site_has_are_refused() -> None:
    assert codes("[" + "a," * 200_001 + "]") == ["yaml-too-deep"]


def test_an_alias_bomb_is_refused_without_going_off() -> None:
    lines = ["a0: &a0 [x, x]"] + [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 9)]
    found = codes("\n".join(lines))
    assert set(found) == {"yaml-alias"}
    assert len(found) == composing.MOST_PROBLEMS


@pytest.mark.parametrize("character", ["\0", "\x07", "\x1b", "\x7f", "\x9b", "\ud800", "\ufffe"])
def test_invisible_characters_are_named(character: str) -> None:
    assert codes(f"note: a{character}b") == ["control-character"]


def test_an_escaped_control_character_is_named_too() -> None:
    assert codes(r'note: "a\x1b[31m"') == ["control-character"]


@pytest.mark.parametrize("loader", [yaml.CBaseLoader, yaml.BaseLoader])
@settings(max_examples=150)
@given(text=st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=3))).map("".join))
def test_no_text_makes_the_reader_raise(loader: type, text: str) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(composing, "LOADER", loader)
        read = read_yaml(Source("content/x.yaml", text, ""))
    assert read.value is not None or read.problems
    for problem in read.problems:
        assert problem.place.line is None or 1 <= problem.place.line <= text.count("\n") + 1


@settings(max_examples=150)
@given(text=st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=3), st.sampled_from(["NaN", "1", '"a":'])))
    .map("".join))  # fmt: skip
def test_no_text_makes_the_json_reader_raise(text: str) -> None:
    read = read_json(Source("content/references.json", text, ""))
    assert (read.value is None) == bool(read.problems)


@pytest.mark.parametrize(
    "text",
    ["[" * 100_000, '{"a":' * 100_000, "1" * 10_000, "[-Infinity]", '["\\ud83d"]', '{"a": 1, "a": 2}', "", "nul", '"a'],
)
def test_json_that_cannot_be_kept_is_refused(text: str) -> None:
    assert read_json(Source("content/references.json", text, "")).value is None


def test_json_knows_the_place_of_its_parts() -> None:
    text = '[\n  {"id": "a, b", "issued": {"date-parts": [[2024]]}},\n  {"id": "c", "é": "x"}\n]'
    read = read_json(Source("content/references.json", text, ""))
    assert read.value is not None
    assert (read.value.at(0, "issued", "date-parts").line, read.value.at(0, "issued", "date-parts").column) == (2, 43)
    assert (read.value.at(1).line, read.value.at(1).column) == (3, 3)
    assert read.value.at(1, "é").column == 20
    assert read.value.at(1, "missing") == read.value.at(1)


@pytest.mark.parametrize(
    "line", ["a" + " " * 100_000, "a: " + "'" * 100_001, "- " * 9 + "x" * 100_000, "a: " + ": " * 50_000]
)
def test_a_mistake_in_a_very_long_line_is_found_at_once(line: str) -> None:
    started = time.process_time()
    assert codes(f"quote: x\n{line}\n  - b: @c\n") != []
    assert time.process_time() - started < 1
