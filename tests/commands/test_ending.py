"""Ctrl-C ends a command quietly, however early it comes."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
INTERRUPTED_WHILE_IMPORTING = """
import os, runpy, signal, sys

class Finder:
    @staticmethod
    def find_spec(name, *_):
        if name == {module!r}:
            os.kill(os.getpid(), signal.SIGINT)

sys.argv[1:] = ["check", "--source", {site!r}]
sys.meta_path.insert(0, Finder)
{start}
"""
STARTS = {
    "build.py": "runpy.run_path('build.py', run_name='__main__')",
    "postil": "from postil.__main__ import main; main()",
}


@pytest.mark.skipif(os.name == "nt", reason="Windows has no signal that one process sends to itself as Ctrl-C does")
@pytest.mark.parametrize("module", ["postil.unchanged", "postil.cli", "postil.pipeline"])
@pytest.mark.parametrize("start", STARTS.values(), ids=STARTS)
def test_ctrl_c_while_the_program_is_imported_ends_it_quietly(tmp_path: Path, start: str, module: str) -> None:
    program = INTERRUPTED_WHILE_IMPORTING.format(module=module, site=str(tmp_path), start=start)
    run = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=False)
    assert (run.returncode, run.stdout, run.stderr.strip()) == (130, "", "")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has a file that takes nothing")
def test_what_could_not_be_written_is_not_called_fine() -> None:
    # All that is said is kept until the end, when the process is about to leave at once.
    with Path("/dev/full").open("w") as full:
        run = subprocess.run([sys.executable, "build.py", "schema", "--help"], cwd=ROOT, stdout=full, check=False)
    assert run.returncode != 0


def test_all_that_is_said_arrives_though_the_process_leaves_at_once() -> None:
    run = subprocess.run(
        [sys.executable, "build.py", "build", "--help"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert run.returncode == 0
    assert run.stdout.rstrip().endswith("Show this message and exit.")
