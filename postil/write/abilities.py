"""What the disk under a site can do, tried out in a folder of its own that is gone afterwards."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path

from postil.core.values import dataclass

from .exchange import exchanged_at_once


@dataclass(frozen=True, slots=True)
class Abilities:
    """What was found out about a disk."""

    refusal: str | None
    """Why nothing can be written there, in the system's words; `None` when files can be made."""
    exchanges: bool = False
    """Whether two folders change places in a single step."""
    ignores_case: bool = False
    """Whether `A` and `a` are one file."""
    now_ns: int = 0
    """What time the disk writes down for a new file, in nanoseconds since 1970."""


def abilities(folder: Path) -> Abilities:
    """Return what the disk under `folder` can do."""
    try:
        with tempfile.TemporaryDirectory(prefix=".postil-", dir=folder) as made:
            trial = Path(made)
            (trial / "one").mkdir()
            (trial / "other").mkdir()
            (trial / "Case").touch()
            now = (trial / "Case").stat().st_mtime_ns
            exchanges = exchanged_at_once(trial / "one", trial / "other")
            return Abilities(None, exchanges, (trial / "cASE").exists(), now)
    except OSError as error:
        return Abilities(error.strerror or str(error))


def unreadable(folder: Path, paths: Iterable[str]) -> Iterator[str]:
    """Yield those of the files, given by path below `folder`, that may not be read."""
    yield from (path for path in paths if not os.access(folder / path, os.R_OK))


def free_bytes(folder: Path) -> int:
    """Return how many bytes the disk under `folder` still takes."""
    return shutil.disk_usage(folder).free


def bytes_below(folder: Path) -> int:
    """Return how many bytes the files below `folder` have, links not followed; 0 when there is no such folder."""
    total = 0
    for place, _, names in os.walk(folder):
        total += sum(os.lstat(os.path.join(place, name)).st_size for name in names)
    return total
