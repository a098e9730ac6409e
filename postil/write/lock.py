"""One build at a time for one folder, held by the system, which lets go of it when a build dies."""

from __future__ import annotations

import errno
import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

PATIENCE_SECONDS = 10.0
"""How long another build is waited for. Publishing takes far less."""
PAUSE_SECONDS = 0.02


class Busy(Exception):  # noqa: N818 -- it is no error but the state of things
    """Somebody else holds the lock, and held it as long as we were ready to wait."""


@contextmanager
def held(folder: Path, patience: float = PATIENCE_SECONDS) -> Iterator[None]:
    """Hold the lock that belongs to `folder`, a hidden file beside it, for the time of the block.

    Raises `Busy` after `patience` seconds, and `OSError` where no file can be made.
    """
    path = lock_file(folder)
    deadline = time.monotonic() + patience
    while (descriptor := _taken(path)) is None:
        if time.monotonic() >= deadline:
            raise Busy
        time.sleep(PAUSE_SECONDS)
    try:
        yield
    finally:
        # Removed while still held, so that nobody can take a file that is about to go.
        if sys.platform != "win32":
            path.unlink(missing_ok=True)
        os.close(descriptor)


def lock_file(folder: Path) -> Path:
    """Return the path of the lock, which is there only while a build runs, or after one was killed."""
    return folder.with_name(f".{folder.name}.lock")


def _taken(path: Path) -> int | None:
    """Return a descriptor that holds the lock, `None` when somebody else does."""
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o666)
    try:
        _lock(descriptor)
        # The holder before us may have removed the file between our opening and locking it.
        if os.path.samestat(os.fstat(descriptor), path.stat()):
            return descriptor
    except OSError as error:
        if error.errno not in {errno.EAGAIN, errno.EACCES, errno.EDEADLK, errno.ENOENT}:
            os.close(descriptor)
            raise
    os.close(descriptor)
    return None


if sys.platform == "win32":
    import msvcrt

    def _lock(descriptor: int) -> None:
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _lock(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
