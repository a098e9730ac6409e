"""The list of what is ours in a site: `.postil`, a line for each file with its SHA-256.

The lines have the shape that `sha256sum --check` reads. A file that is not listed is somebody
else's and is left alone; a listed one is ours, even when somebody has changed it since.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from pathlib import Path

from .names import is_safe

NAME = ".postil"
HEAD = "# Written by Postil, which replaces and removes these files and leaves all others alone.\n"
EMPTY_DIGEST = hashlib.sha256().hexdigest()
LINE = re.compile(r"([0-9a-f]{64})  (.+)")


def manifest(digests: Mapping[str, str]) -> bytes:
    """Return the list as the bytes of a file, from paths to SHA-256 in hexadecimal."""
    return (HEAD + "".join(f"{digest}  {path}\n" for path, digest in sorted(digests.items()))).encode()


def digests(site: Path) -> Mapping[str, str] | None:
    """Return the SHA-256 of each file that the manifest of `site` lists, by its path; `None` when none can be read.

    Lines that are not of the right shape, and paths that lead elsewhere, are passed over.
    """
    try:
        text = (site / NAME).read_bytes().decode("utf-8", "replace")
    except OSError:
        return None
    if not text.startswith(HEAD):
        return None
    lines = (LINE.fullmatch(line) for line in text.split("\n"))
    return {match[2]: match[1] for match in lines if match and is_safe(match[2])}


def stands(site: Path, digests: Mapping[str, str]) -> bool:
    """Return whether the manifest of `site` is the list of these files, byte for byte."""
    try:
        return (site / NAME).read_bytes() == manifest(digests)
    except OSError:
        return False


def ours(site: Path) -> frozenset[str]:
    """Return the paths that the manifest of `site` lists, and its own; none when it has no manifest."""
    listed = digests(site)
    return frozenset() if listed is None else frozenset(listed) | {NAME}
