"""The list of what is ours in a site: `.postil`, a line for each file with its SHA-256.

The lines have the shape that `sha256sum --check` reads. A file that is not listed is somebody
else's and is left alone; a listed one is ours, even when somebody has changed it since.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from .names import is_safe

NAME = ".postil"
HEAD = "# Written by Postil, which replaces and removes these files and leaves all others alone.\n"
LINE = re.compile(r"([0-9a-f]{64})  (.+)")


def manifest(digests: Mapping[str, str]) -> bytes:
    """Return the list as the bytes of a file, from paths to SHA-256 in hexadecimal."""
    return (HEAD + "".join(f"{digest}  {path}\n" for path, digest in sorted(digests.items()))).encode()


def ours(site: Path) -> frozenset[str]:
    """Return the paths listed in the manifest of `site`, none when it has no manifest.

    Lines that are not of the right shape, and paths that lead elsewhere, are passed over.
    """
    try:
        text = (site / NAME).read_bytes().decode("utf-8", "replace")
    except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
        return frozenset()
    if not text.startswith(HEAD):
        return frozenset()
    lines = (LINE.fullmatch(line) for line in text.split("\n"))
    return frozenset(match[2] for match in lines if match and is_safe(match[2])) | {NAME}
