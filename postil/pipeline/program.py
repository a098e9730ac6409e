"""What the program itself is: another program, or other libraries, make nothing that is remembered worth anything."""

from __future__ import annotations

import functools
import os
import sys
from pathlib import Path

import markdown_it

import postil

from .memory import digest


@functools.cache
def program_digest() -> str:
    """Return a digest of the program's files, of the libraries that are installed beside them, and of Python.

    By how files look and what folders are called: in a process that has loaded them, reading them again would
    say no more.
    """
    package = Path(postil.__file__).parent
    files = sorted(package.rglob("*.py"))
    looks = [
        f"{file.relative_to(package)} {state.st_size} {state.st_mtime_ns}" for file in files for state in [file.stat()]
    ]
    libraries = Path(markdown_it.__file__).parent.parent
    versions = sorted(name for name in os.listdir(libraries) if name.endswith((".dist-info", ".egg-info")))
    return digest(postil.__version__, sys.version, *looks, *versions)
