"""The remedy for YAML that cannot be read is YAML that can, with all the words."""

from __future__ import annotations

import textwrap

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postil.core.model import Source
from postil.core.problems import Problem
from postil.core.yamltree import read_yaml

WORDS = ["the lamp", "said: lit", "See:", "at dusk.", "it's", '"so"', "- one", "(two)", "été", "1904"]
lines = st.lists(st.lists(st.sampled_from(WORDS), min_size=1, max_size=4).map(" ".join), min_size=1, max_size=6)


def problem_of(text: str) -> Problem | None:
    problems = read_yaml(Source("content/x.yaml", text, "")).problems
    return problems[0] if problems else None


def block_in(hint: str) -> str:
    """Return the block that a hint shows, from its `note: |` on."""
    return hint[hint.index("note: |") :]


def read_as(block: str) -> str:
    read = read_yaml(Source("content/x.yaml", textwrap.indent(block, "  ") + "\n  by: ada\n", ""))
    assert read.problems == ()
    assert read.value is not None
    return str(read.value.data["note"])


@given(st.sampled_from(["note: The keeper,", "note:\n    The keeper,", "note: | The keeper,"]), lines)
def test_the_block_that_is_offered_keeps_every_word(beginning: str, below: list[str]) -> None:
    broken = f"  {beginning}\n" + textwrap.indent("\n".join(below), "    ") + "\n  by: ada\n"
    problem = problem_of(broken)
    if problem is not None:
        assert problem.hint
        assert read_as(block_in(problem.hint)).split() == " ".join(["The keeper,", *below]).split()


@pytest.mark.parametrize("beginning", ["note: ", "note:\n    "])
def test_the_place_is_that_of_the_first_colon(beginning: str) -> None:
    problem = problem_of(f"  {beginning}The keeper\n    said so.\n    See: the log.\n    And: the diary.\n  by: ada\n")
    assert problem
    assert problem.place.excerpt == "    See: the log."
    assert problem.place.column == len("    See:")
