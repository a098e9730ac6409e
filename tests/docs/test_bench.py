"""What the benchmark's README explains is what the benchmark does."""

from __future__ import annotations

import re
from pathlib import Path

import click
import pytest

from bench.peers import PEERS
from bench.rounds import WORKS, Work
from bench.whole import main

README = (Path(__file__).parents[2] / "bench" / "README.md").read_text(encoding="utf-8")
FIRST_CELLS = re.findall(r"^\| `?(.*?)`? \|", README, re.MULTILINE)
LAST_FIGURES = README.partition("## Last figures\n")[2]
OPTIONS = {each.name: {*each.opts, *each.secondary_opts} for each in main.params if isinstance(each, click.Option)}


@pytest.mark.parametrize("option", OPTIONS)
def test_every_option_of_the_benchmark_is_explained(option: str) -> None:
    assert OPTIONS[option] & set(FIRST_CELLS)


@pytest.mark.parametrize("work", WORKS, ids=lambda work: work.name)
def test_every_work_is_explained_and_measured(work: Work) -> None:
    assert work.name in FIRST_CELLS
    assert f"| {work.name} |" in LAST_FIGURES


@pytest.mark.parametrize("tool", PEERS)
def test_what_differs_is_said_of_every_tool(tool: str) -> None:
    assert any(cell.lower().split(",")[0] == tool for cell in FIRST_CELLS)
