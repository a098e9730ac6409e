"""What the program runs on: its own files, the libraries beside it, Python, the processors."""

from __future__ import annotations

import functools
import hashlib
import os
import sys
from importlib.util import find_spec
from pathlib import Path


@functools.cache
def program_digest() -> str:
    """Return a digest of the program: another one makes nothing that is remembered worth anything.

    Its files are known by how they look, and the libraries by what their folders are called, which
    names their versions: a process that has loaded them would learn no more by reading them.
    """
    package = Path(__file__).parent.parent
    parts = [sys.version]
    for file in sorted(package.rglob("*.py")):
        state = file.stat()
        parts.append(f"{file.relative_to(package).as_posix()} {state.st_size} {state.st_mtime_ns}")
    library = find_spec("markdown_it")
    if library is not None and library.origin is not None:
        beside = os.listdir(Path(library.origin).parent.parent)
        parts += sorted(name for name in beside if name.endswith((".dist-info", ".egg-info")))
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def processors() -> int:
    """Return how many processors the program may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
