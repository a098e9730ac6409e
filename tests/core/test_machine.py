"""What the program runs on."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from postil.core import machine


@pytest.fixture
def digest(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[], str]:
    """Return what gives the digest of a program of one module, with two folders of libraries."""
    module = tmp_path / "postil" / "core" / "machine.py"
    module.parent.mkdir(parents=True)
    module.write_text("one")
    folders = [tmp_path / "of the system", tmp_path / "of the user"]
    for folder in folders:
        (folder / "parser-1.0.dist-info").mkdir(parents=True)
    monkeypatch.setattr(machine, "__file__", str(module))
    monkeypatch.setattr(sys, "path", [*map(str, folders), str(tmp_path / "python311.zip")])
    return machine.program_digest.__wrapped__


def test_a_module_of_the_same_size_and_time_makes_another_program(tmp_path: Path, digest: Callable[[], str]) -> None:
    module = tmp_path / "postil" / "core" / "machine.py"
    before, state = digest(), module.stat()
    assert digest() == before
    time.sleep(0.02)  # more than a tick of the system's clock
    module.write_text("two")
    os.utime(module, ns=(state.st_atime_ns, state.st_mtime_ns))
    assert digest() != before


@pytest.mark.parametrize("folder", ["of the system", "of the user"])
def test_another_version_of_a_library_makes_another_program_wherever_it_stands(
    tmp_path: Path, digest: Callable[[], str], folder: str
) -> None:
    before = digest()
    (tmp_path / folder / "parser-1.0.dist-info").rename(tmp_path / folder / "parser-1.1.dist-info")
    assert digest() != before
