"""Puts one folder in the place of another, in a single step where the system has one.

Linux and macOS can exchange two names at once, so that a reader meets the old folder or the new
one and nothing between. Elsewhere two renames do it; a build that dies between them leaves
`NAME.old.PID` and no `NAME`, which `repair` mends at the next start.
"""

from __future__ import annotations

import ctypes
import errno
import os
import re
import shutil
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from .lock import Busy, held

RENAME_EXCHANGE = 2
"""Flag of Linux's renameat2."""
RENAME_SWAP = 2
"""Flag of macOS's renamex_np."""
AT_FDCWD = -100
FLUSHED_ONE_BY_ONE = 20
NOT_SUPPORTED = frozenset({errno.ENOSYS, errno.EINVAL, errno.ENOTSUP, errno.EOPNOTSUPP})
"""What systems answer that have no such step, or have it not for this disk."""


def exchange(new: Path, site: Path) -> None:
    """Put `new` in the place of `site`. What stood there, if anything, stands at `new` afterwards.

    Raises `OSError`, with the old site in its place.
    """
    if not site.exists():
        new.rename(site)
    elif not exchanged_at_once(new, site):
        aside = site.with_name(f"{site.name}.old.{os.getpid()}")
        site.rename(aside)
        try:
            new.rename(site)
        except OSError:
            aside.rename(site)
            raise
        aside.rename(new)


def exchanged_at_once(one: Path, other: Path) -> bool:
    """Exchange two names in one step. Return `False` where the system has no such step."""
    names = os.fsencode(one), os.fsencode(other)
    library = ctypes.CDLL(None, use_errno=True) if os.name == "posix" else None
    if sys.platform == "darwin" and hasattr(library, "renamex_np"):
        result = library.renamex_np(*names, RENAME_SWAP)  # type: ignore[union-attr]
    elif sys.platform == "linux" and hasattr(library, "renameat2"):
        result = library.renameat2(AT_FDCWD, names[0], AT_FDCWD, names[1], RENAME_EXCHANGE)  # type: ignore[union-attr]
    else:
        return False
    if result == 0:
        return True
    code = ctypes.get_errno()
    if code in NOT_SUPPORTED:
        return False
    raise OSError(code, os.strerror(code), str(other))


def leftovers(site: Path) -> list[Path]:
    """Return the folders beside `site` that builds have left which died, or are at work in, sorted."""
    shape = re.compile(rf"{re.escape(site.name)}\.(new|old)\.\d+|\.({re.escape(site.name)}\.new\.\d+)\.lock")
    try:
        matches = [shape.fullmatch(name) for name in os.listdir(site.parent)]
    except FileNotFoundError:
        return []
    return sorted({site.with_name(match[2] or match[0]) for match in matches if match})


def repair(site: Path) -> None:
    """Bring back a site that was moved aside, and remove what dead builds left. Only for who holds the lock."""
    for path in leftovers(site):
        if ".old." in path.name and not site.exists():
            path.rename(site)
        elif ".old." in path.name:
            shutil.rmtree(path)
        else:
            with suppress(Busy), held(path, patience=0):
                shutil.rmtree(path, ignore_errors=True)


@contextmanager
def flushing(folder: Path, number: int) -> Iterator[None]:
    """Flush the disk of `folder`, onto which that many files were written, during the block.

    So there is little left to be waited for in `flush`, which is needed all the same. Raises `OSError`.
    """
    if number <= FLUSHED_ONE_BY_ONE:
        yield
        return

    refused: list[OSError] = []

    def begun() -> None:
        try:
            _disk_flushed(folder)
        except OSError as error:
            refused.append(error)

    thread = threading.Thread(target=begun)
    thread.start()
    try:
        yield
    finally:
        thread.join()
    # The system tells only once what it could not write, so nobody would hear of it from `flush`.
    if refused:
        raise refused[0]


def flush(folder: Path, written: Sequence[Path]) -> None:
    """Make sure that the files `written` in `folder` last through a power failure.

    A few are flushed one by one, since flushing the disk as a whole waits for what other programs
    have written as well; many are not, since each costs a millisecond or more. Raises `OSError`.
    """
    if len(written) > FLUSHED_ONE_BY_ONE and _disk_flushed(folder):
        return
    for path in written:
        with path.open("rb+") as file:
            os.fsync(file.fileno())


def _disk_flushed(folder: Path) -> bool:
    """Flush all that was written to the disk of a folder. Return `False` where the system has no such step.

    Raises `OSError` when something could not be written.
    """
    library = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None
    if not hasattr(library, "syncfs"):
        return False
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        code = ctypes.get_errno() if library.syncfs(descriptor) else 0  # type: ignore[union-attr]
    finally:
        os.close(descriptor)
    if code and code not in NOT_SUPPORTED:
        raise OSError(code, os.strerror(code), str(folder))
    return not code
