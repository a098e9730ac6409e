"""Where the files of a site to be are written, by any number of processes, before it is published.

A staging folder stands beside the site, on the same disk, so that its files need only be renamed
into their places. Whoever made it holds a lock that belongs to it, and a folder whose lock can be
had is one that a build which died has left. Nothing here knows what will be published: what was
staged and is not wanted in the end is removed. The newcomer's trap: the folder either becomes the
site, and has its shape, or is flat, and only `Staging` knows where a file is.
"""

from __future__ import annotations

import hashlib
import itertools
import os
import shutil
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from postil.core.looks import GRAIN_NS
from postil.core.values import dataclass

from .lock import Busy, held
from .names import is_safe


class NotStaged(OSError):  # noqa: N818 -- it is the state of a disk
    """A file cannot be written: the disk is full, or may not be written to."""


@dataclass(frozen=True, slots=True)
class Staging:
    """A staging folder, as any process may be told of it."""

    folder: str
    is_flat: bool = False
    """Whether files lie side by side in it, as is best where each will be moved: to make a folder for every page, and
    to remove it again, takes longer than to write the page."""

    def place(self, path: str) -> str:
        """Return where the file is that belongs at `path` in the site."""
        if self.is_flat:
            return f"{self.folder}/{hashlib.blake2b(path.encode('utf-8', 'surrogatepass'), digest_size=16).hexdigest()}"
        return f"{self.folder}/{path}"

    def shaped(self, paths: Iterable[str]) -> Path:
        """Return a folder of the shape of the site, with at least those of the files at `paths` that were staged."""
        if not self.is_flat:
            return Path(self.folder)
        folder = Path(self.folder) / "site"
        folder.mkdir()
        for path in paths:
            if os.path.exists(place := self.place(path)):
                os.makedirs(folder / os.path.dirname(path), exist_ok=True)
                os.rename(place, folder / path)
        return folder


def staged(staging: Staging, path: str, content: bytes, *, standing: str | None = None) -> str:
    """Write a file of the site to be into the staging folder, and return its SHA-256 in hexadecimal.

    `path` is relative to the site's root. One that leads elsewhere, or would be a file and a folder,
    is not written; the end of the publication has the problem. Neither is one that is the same as what
    stands there, whose SHA-256 is `standing`. Raises `NotStaged`.
    """
    digest = hashlib.sha256(content).hexdigest()
    if digest != standing:
        _write(staging, path, (content,))
    return digest


def staged_pieces(staging: Staging, path: str, pieces: Iterable[bytes]) -> str:
    """Write a file of the site to be, given piece by piece, as `staged` does."""
    digest = hashlib.sha256()

    def digested() -> Iterator[bytes]:
        for piece in pieces:
            digest.update(piece)
            yield piece

    _write(staging, path, digested())
    return digest.hexdigest()


def _write(staging: Staging, path: str, pieces: Iterable[bytes]) -> None:
    try:
        with _opened(staging, path) as file:
            file.writelines(pieces)
        if file.name != os.devnull:
            settle(file.name)
    except OSError as error:
        raise NotStaged(error.errno, error.strerror or str(error)) from error


def _opened(staging: Staging, path: str) -> BinaryIO:
    """Return the file to be written to, which is the null device where `path` can be no file."""
    target = staging.place(path)
    if is_safe(path):
        with suppress(IsADirectoryError, NotADirectoryError, FileExistsError):
            with suppress(FileNotFoundError):
                return open(target, "wb")
            os.makedirs(os.path.dirname(target), exist_ok=True)
            return open(target, "wb")
    return open(os.devnull, "wb")


def settle(path: str) -> None:
    """Date a new file or folder back by a grain of the clock.

    Whatever happens to it from now on gives it another time, even within the same tick. So it is
    known by its look at once, where it would have to be read again otherwise.
    """
    state = os.stat(path)
    os.utime(path, ns=(state.st_atime_ns, state.st_mtime_ns - GRAIN_NS))


@contextmanager
def staging_folder(site: Path) -> Iterator[Path]:
    """Make a folder beside `site`, hold it for the time of the block, and remove it. Raises `OSError`."""
    site.parent.mkdir(parents=True, exist_ok=True)
    with ExitStack() as stack:
        folder = _held_folder(site, stack)
        stack.callback(shutil.rmtree, folder, ignore_errors=True)
        yield folder


def _held_folder(site: Path, stack: ExitStack) -> Path:
    for number in itertools.count():
        folder = site.with_name(f"{site.name}.new.{os.getpid()}{number or ''}")
        with ExitStack() as attempt, suppress(Busy, FileExistsError):
            attempt.enter_context(held(folder, patience=0))
            folder.mkdir()
            stack.push(attempt.pop_all())
            return folder
    raise AssertionError("there are always more numbers")
