"""The list of what is ours in a site: `.postil`, a line for each file with its SHA-256.

The lines have the shape that `sha256sum --check` reads. A file that is not listed is somebody
else's and is left alone; a listed one is ours, even when somebody has changed it since.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from pathlib import Path

from .names import are_safe, is_safe

NAME = ".postil"
HEAD = "# Written by Postil, which replaces and removes these files and leaves all others alone.\n"
EMPTY_DIGEST = hashlib.sha256().hexdigest()
SHORTEST_LINE = 68
"""Characters of the line of one file."""
LINE = re.compile(r"[0-9a-f]{64}  .+")


def manifest(digests: Mapping[str, str]) -> bytes:
    """Return the list as the bytes of a file, from paths to SHA-256 in hexadecimal."""
    paths = sorted(digests)
    # Joined by functions in C, since there may be a hundred thousand.
    lines = map("  ".join, zip(map(digests.__getitem__, paths), paths, strict=True))
    return "\n".join((HEAD.removesuffix("\n"), *lines, "")).encode()


def listed(content: bytes, *, is_known: bool = False) -> dict[str, str] | None:
    """Return the SHA-256 of each file that a manifest lists, by its path; `None` when it is no manifest of ours.

    Lines that are not of the right shape, and paths that lead elsewhere, are passed over; there are
    none in one that `is_known` to be as we wrote it.
    """
    text = content.decode("utf-8", "replace")
    if not text.startswith(HEAD):
        return None
    if is_known:
        return _parted(text[len(HEAD) :])
    lines = [line for line in text.split("\n") if LINE.fullmatch(line)]
    found = {line[66:]: line[:64] for line in lines}
    return found if are_safe(found) else {path: digest for path, digest in found.items() if is_safe(path)}


def _parted(text: str) -> dict[str, str]:
    """Return what lines of the right shape list, of which there may be a hundred thousand."""
    words = text.split()
    # No path holds a space when three characters of each line, and no more, are not in its words.
    if 2 * len(text) == 2 * sum(map(len, words)) + 3 * len(words):
        return dict(zip(words[1::2], words[::2], strict=True))
    return {line[66:]: line[:64] for line in text.split("\n") if line}


def digests(site: Path) -> Mapping[str, str] | None:
    """Return the SHA-256 of each file that the manifest of `site` lists; `None` without one of ours.

    Raises `OSError` where there is one that cannot be read: nobody may take such a site for none.
    """
    try:
        return listed((site / NAME).read_bytes())
    except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
        return None


def is_there(site: Path) -> bool:
    """Return whether the folder has a manifest of ours."""
    try:
        with (site / NAME).open("rb") as file:
            return file.read(len(HEAD)) == HEAD.encode()
    except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
        return False


def stands(site: Path, digests: Mapping[str, str]) -> bool:
    """Return whether the manifest of `site` is the list of these files, byte for byte."""
    try:
        return (site / NAME).read_bytes() == manifest(digests)
    except OSError:
        return False


def ours(site: Path) -> frozenset[str]:
    """Return the paths that the manifest of `site` lists, and its own; none when it has no manifest."""
    found = digests(site)
    return frozenset() if found is None else frozenset((*found, NAME))
