"""The site built before, of which costly files are taken over: cards, the index of the search.

Only what the manifest lists and nobody has altered since is offered. So a stage that puts a digest
of everything its result depends on into the result's name may ask for that name, and need not make
the file again.
"""

from __future__ import annotations

import hashlib
from bisect import bisect_left
from collections.abc import Mapping
from pathlib import Path

from postil.core.model import Kept
from postil.core.values import dataclass


@dataclass(frozen=True, slots=True)
class EarlierSite:
    """What stands in a folder that a build before has filled."""

    digests: Mapping[str, str]
    """SHA-256 of each of our files that is as it was written, by its path."""
    _sorted: tuple[str, ...]

    def paths(self, below: str) -> tuple[str, ...]:
        """Return the paths that begin with `below`, sorted: `search/` for those in that folder."""
        start = bisect_left(self._sorted, below)
        end = next((n for n in range(start, len(self._sorted)) if not self._sorted[n].startswith(below)), None)
        return self._sorted[start:end]

    def kept(self, path: str) -> Kept | None:
        """Return the file at `path` to be taken over, `None` unless it is ours and as we wrote it."""
        digest = self.digests.get(path)
        return None if digest is None else Kept(path, digest)


def file_digest(file: Path) -> str | None:
    """Return the SHA-256 of a plain file in hexadecimal, `None` when there is none that can be read."""
    try:
        if file.is_symlink() or not file.is_file():
            return None
        with file.open("rb") as opened:
            return hashlib.file_digest(opened, "sha256").hexdigest()
    except OSError:
        return None
