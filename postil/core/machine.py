"""What the program runs on: its own files, the libraries beside it, Python, the processors."""

from __future__ import annotations

import functools
import hashlib
import os
import sys
from collections.abc import Mapping
from contextlib import suppress
from importlib.util import cache_from_source
from pathlib import Path

from postil import __version__

from .looks import look


@functools.cache
def program_digest() -> str:
    """Return a digest of the program: another one makes nothing that is remembered worth anything.

    Its files are known by how they look, and the libraries by what their folders are called, which
    names their versions: a process that has loaded them would learn no more by reading them. These
    may stand in several places, as those of the system and of its user do; the first one counts.
    """
    package = Path(__file__).parent.parent
    parts = [sys.version]
    for file in sorted(package.rglob("*.py")):
        # Installers set the time of the content, so that two versions may have the same.
        parts.append(f"{file.relative_to(package).as_posix()} {look(file.stat())}")
    for folder in dict.fromkeys(sys.path):
        with suppress(OSError):
            parts += sorted(name for name in os.listdir(folder or ".") if name.endswith((".dist-info", ".egg-info")))
    return hashlib.sha256("\n".join(parts).encode("utf-8", "surrogateescape")).hexdigest()


MAKES_PAGES = (
    "markdown-it-py",
    "mdit-py-plugins",
    "linkify-it-py",
    "nh3",
    "jinja2",
    "markupsafe",
    "pyyaml",
    "pydantic",
    "pillow",
)
"""The libraries whose version may show in a page or a card."""


@functools.cache
def versions() -> Mapping[str, str]:
    """Return what pages are made with, and the version of each: where these are the same, so are the pages.

    Unlike the digest of the program this is the same on other machines.
    """
    from importlib import metadata  # noqa: PLC0415 -- costs as much as Jinja; only clusters ask for it

    package = Path(__file__).parent.parent
    own = hashlib.sha256()
    for file in sorted(package.rglob("*.py")):
        own.update(f"{file.relative_to(package).as_posix()}\n".encode())
        own.update(file.read_bytes().replace(b"\r\n", b"\n"))
    found = {"Python": f"{sys.version_info.major}.{sys.version_info.minor}"}
    found["Postil"] = f"{__version__} ({own.hexdigest()[:12]})"
    for name in MAKES_PAGES:
        with suppress(metadata.PackageNotFoundError):
            found[name] = metadata.version(name)
    return found


def compiled_folder() -> Path | None:
    """Return the folder beside the program for what is compiled once for all sites; `None` where none is wanted.

    It is that in which Python keeps the compiled program, and nothing is kept there that could not be made again.
    """
    if sys.dont_write_bytecode:
        return None
    compiled = Path(cache_from_source(__file__))
    return compiled.with_name(f"layouts-{sys.implementation.cache_tag}")


def processors() -> int:
    """Return how many processors the program may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
