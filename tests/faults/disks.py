"""Disks that are full, and trees that may not be written: made for a test, where the system lets us."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

DISK_BYTES = 16_000_000
BLOCK_BYTES = 4096
FILLER = "filler"


@contextmanager
def small_disk(folder: Path, size: int = DISK_BYTES) -> Iterator[Path]:
    """Give `folder` as a disk of its own of so many bytes."""
    folder.mkdir(parents=True, exist_ok=True)
    with _mounted("-t", "tmpfs", "-o", f"size={size}", "none", folder):
        yield folder


@contextmanager
def read_only(folder: Path) -> Iterator[None]:
    """Let nobody write below `folder` for the time of the block."""
    with _mounted("--bind", folder, folder):
        subprocess.run(["mount", "-o", "remount,ro,bind", folder], check=True)
        yield


@contextmanager
def _mounted(*arguments: str | Path) -> Iterator[None]:
    mounted = subprocess.run(["mount", *arguments], capture_output=True, text=True, check=False)
    if mounted.returncode:
        pytest.skip(f"a disk cannot be made here: {mounted.stderr.strip()}")
    try:
        yield
    finally:
        subprocess.run(["umount", arguments[-1]], check=True)


def fill(disk: Path, left: int) -> None:
    """Leave so many bytes free on the disk, to the block."""
    free = os.statvfs(disk).f_bavail * BLOCK_BYTES
    filled = (free - left) // BLOCK_BYTES * BLOCK_BYTES
    with (disk / FILLER).open("wb") as file:
        os.posix_fallocate(file.fileno(), 0, max(1, filled))


def room(tree: dict[str, bytes]) -> int:
    """Return how many bytes of a disk the files take."""
    return sum(-(-len(content) // BLOCK_BYTES) * BLOCK_BYTES for content in tree.values())
