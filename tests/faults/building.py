"""Builds of one site from what the last one left behind, and from nothing, and what differs between them.

The one thing to know: a fresh build is that of a copy of what the author wrote, in a folder that
never saw a build. It has no memory to be wrong about, so it is what every other build is held to.
"""

from __future__ import annotations

import ctypes
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import jinja2
import pytest

from postil.cli import verbs
from tests.site import CLOCK, Site

PROGRAM = Path(__file__).parents[2]
WRITTEN = ("content", "layouts")
"""The folders of a site that its author writes."""
LAST_LINE = re.compile(r"^(site: \d+ texts?), (.+) \(\d+\.\d+ s\)\n", re.MULTILINE)
LIST = ".postil"
AROUND = 70
"""Characters shown on both sides of the first difference."""

Tree = Mapping[str, bytes]
"""The files below a folder by their paths."""
State = Mapping[str, tuple[int, int, int]]
"""Inode, time and size of everything below a folder, and of the folder itself."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a build ended."""

    status: int
    said: str
    """Problems and results, without how many files were written and how long that took."""
    changes: str
    """How many files were written; empty when nothing was published."""


def built(root: Path, *options: str, **environment: str) -> Outcome:
    """Build the site at `root` in this process, and in no other."""
    site = Site(root).build(*workers(1), *options, **environment)
    return _outcome(site.status, site.said)


def command(root: Path, *options: str, program: Path = PROGRAM, flags: Sequence[str] = ()) -> list[str]:
    """Return the command that builds the site at `root`; `flags` go to Python."""
    return [sys.executable, *flags, str(program / "build.py"), "--no-install", *options, "-s", str(root)]


def process(
    root: Path,
    *options: str,
    program: Path = PROGRAM,
    flags: Sequence[str] = (),
    more: Mapping[str, Any] | None = None,
    **environment: str,
) -> Outcome:
    """Build the site at `root` by a process of its own; `more` goes to `subprocess.run`."""
    run = subprocess.run(
        command(root, *options, program=program, flags=flags),
        env={**os.environ, **CLOCK, **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=False,
        **(more or {}),
    )
    return _outcome(run.returncode, run.stdout.decode("utf-8", "backslashreplace").replace(str(root) + os.sep, ""))


def _outcome(status: int, said: str) -> Outcome:
    last = LAST_LINE.search(said)
    return Outcome(status, LAST_LINE.sub(r"\1\n", said), last[2] if last else "")


def fresh(root: Path, scratch: Path, *options: str, **environment: str) -> tuple[Outcome, Tree]:
    """Build a copy of what the author of the site at `root` wrote from nothing, and return the site too."""
    shutil.rmtree(scratch, ignore_errors=True)
    for folder in WRITTEN:
        if (root / folder).exists():
            shutil.copytree(root / folder, scratch / folder, symlinks=True)
    outcome = built(scratch, *options, **environment)
    return outcome, tree(scratch / "site")


def workers(number: int) -> list[str]:
    """Return the option that has a build work in so many processes, where the program has one."""
    known = {name for parameter in verbs.commands["build"].params for name in parameter.opts}
    return ["--jobs", str(number)] if "--jobs" in known else []


def tree(folder: Path) -> Tree:
    """Return every file below a folder."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def state(folder: Path) -> State:
    """Return what tells whether anything below a folder was touched."""
    entries = {path: path.lstat() for path in (folder, *folder.rglob("*"))} if folder.exists() else {}
    return {str(path): (entry.st_ino, entry.st_mtime_ns, entry.st_size) for path, entry in entries.items()}


def difference(expected: Tree, found: Tree) -> str:
    """Return in words how two sites differ, empty when they do not."""
    sentences = [f"{path} is missing" for path in sorted(expected.keys() - found.keys())]
    sentences += [f"{path} should not be there" for path in sorted(found.keys() - expected.keys())]
    differing = sorted(path for path in expected.keys() & found.keys() if expected[path] != found[path])
    # The list of all files differs with any of them, and says least.
    for path in sorted(differing, key=lambda path: path == LIST):
        sentences.append(f"{path} {_first_difference(expected[path], found[path])}")
    return "\n".join(sentences[:4] + [f"and {len(sentences) - 4} more"] * (len(sentences) > 4))


def _first_difference(expected: bytes, found: bytes) -> str:
    pairs = enumerate(zip(expected, found, strict=False))
    same = next((place for place, (one, other) in pairs if one != other), min(len(expected), len(found)))
    window = slice(max(0, same - AROUND), same + AROUND)
    line = expected.count(b"\n", 0, same) + 1
    shown = [content[window].decode("utf-8", "replace") for content in (expected, found)]
    return f"differs in line {line}:\n  - {shown[0]!r}\n  + {shown[1]!r}"


@pytest.fixture
def layouts_compiled_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Compile a layout of the same bytes only once in this process: most of the time of a small build."""
    whole = jinja2.Environment.compile
    compiled: dict[tuple[Any, ...], Any] = {}

    def once(environment: jinja2.Environment, source: Any, *others: Any, **named: Any) -> Any:
        key = (source, others, tuple(sorted(named.items())))
        if key not in compiled:
            compiled[key] = whole(environment, source, *others, **named)
        return compiled[key]

    monkeypatch.setattr(jinja2.Environment, "compile", once)


DROP_FROM_BOUNDS, RIGHTS_OVER_MODES = 24, (1, 2)
"""Of Linux: `PR_CAPBSET_DROP`; `CAP_DAC_OVERRIDE` and `CAP_DAC_READ_SEARCH`."""


def bound_by_modes() -> None:
    """Give up the right to pass over the modes of files, which root has; for the start of a process."""
    system = ctypes.CDLL(None)
    for right in RIGHTS_OVER_MODES:
        system.prctl(DROP_FROM_BOUNDS, right, 0, 0, 0)
