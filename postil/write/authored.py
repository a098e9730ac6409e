"""Files of authors: new ones made all or none, never over one that is there; others changed only as they were read.

A change comes with the bytes that it was made from. When the file holds others by now, or is a
link, or lies outside content/, nothing is written. What is written is whole at every moment.
"""

from __future__ import annotations

import contextlib
import os
import stat
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path, PurePosixPath
from typing import Protocol, TypeAlias

from postil.core.problems import Place, Problem

Folder: TypeAlias = Path
"""A folder of the disk, for those who only hand it on."""


class Change(Protocol):
    """One file as it was and as it shall be."""

    @property
    def path(self) -> str:
        """Seen from the site's folder: `content/essays/axis.annotations.yaml`."""
        ...

    @property
    def before(self) -> bytes | None:
        """`None` for a file that is new."""
        ...

    @property
    def after(self) -> bytes | None:
        """`None` for a file that goes."""
        ...


def saved(root: Path, change: Change, *, mode: int | None = None) -> tuple[Problem, ...]:
    """Write the change to its file below `root`, and return what stood in the way; then nothing is changed.

    The file is replaced by one that was written beside it and has reached the disk, with the same mode; a new one
    gets the mode that is given, or that of every new file. One that its owner may not write to stays as it is.
    Between the last look at the file and its replacement lie some microseconds, in which another
    program's change would be lost: no system offers to do both in one step.
    """
    if problem := _refused(root, change.path):
        return (problem,)
    target = root / change.path
    beside = target.with_name(f".{target.name[:80]}.{os.getpid()}.tmp")
    try:
        if change.before is None:
            _make_folders(root, target.parent)
        standing = mode_of(root, change.path)
        if standing is not None and not standing & stat.S_IWUSR:
            return (_read_only(change),)
        if change.after is not None:
            _write(beside, change.after, mode if standing is None else standing)
        if _content(target) != change.before:
            return (_changed(change),)
        if change.after is None:
            target.unlink()
        elif change.before is None:
            _put_in_place(beside, target)
        else:
            beside.replace(target)
        _sync_folder(target.parent)
    except FileExistsError:
        return (_changed(change),)
    except OSError as error:
        sentence = f"{change.path} cannot be written: {error.strerror or error}"
        return (Problem("cannot-write", sentence, Place(change.path)),)
    finally:
        with contextlib.suppress(OSError):
            beside.unlink(missing_ok=True)
    return ()


def mode_of(root: Path, path: str) -> int | None:
    """Return the mode of a file below `root`, `None` when there is none that could be looked at."""
    try:
        return stat.S_IMODE((root / path).stat().st_mode)
    except (OSError, ValueError):
        return None


def _refused(root: Path, path: str) -> Problem | None:
    """Return why nothing is written at `path`: it lies outside content/, or a link leads there."""
    parts = PurePosixPath(path).parts
    is_plain = "/".join(parts) == path and not {"..", "."} & set(parts) and not set("\\\0:") & set(path)
    if not is_plain or len(parts) < 2 or parts[0] != "content":
        return Problem("outside-content", f"{path!r} is no file of content/", Place("content"))
    return _linked(root, path)


def _linked(root: Path, path: str) -> Problem | None:
    """Return the problem that a link leads to `path`, or from it elsewhere."""
    parts = PurePosixPath(path).parts
    for count in range(1, len(parts) + 1):
        here = "/".join(parts[:count])
        if _is_link(root / here):
            sentence = f"{here} is a link, and through links nothing is written"
            return Problem("outside-content", sentence, Place(path), "edit the file that it leads to")
    return None


def _is_link(path: Path) -> bool:
    """Return whether a path leads elsewhere, be it by a junction, as Windows has it. Python knows these since 3.12."""
    return os.path.islink(path) or getattr(os.path, "isjunction", os.path.islink)(path)


def _put_in_place(beside: Path, target: Path) -> None:
    """Give a new file its name. Raises `FileExistsError` when another program has made one by now."""
    try:
        os.link(beside, target)
    except FileExistsError:
        raise
    except OSError:
        # Some disks know no second names; there a file is replaced that was made in these microseconds.
        if os.path.lexists(target):
            raise FileExistsError from None
        beside.replace(target)


def _make_folders(root: Path, folder: Path) -> None:
    missing = [each for each in (folder, *folder.parents) if each.is_relative_to(root) and not each.exists()]
    folder.mkdir(parents=True, exist_ok=True)
    for each in missing:
        _sync_folder(each.parent)


def _content(target: Path) -> bytes | None:
    """Return what a file holds now, `None` when there is none. Raises `OSError` for what is no file, as a link."""
    # A pipe would be waited for without end.
    flags = ("O_NOFOLLOW", "O_NONBLOCK", "O_BINARY")
    try:
        opened = os.open(target, os.O_RDONLY | sum(getattr(os, flag, 0) for flag in flags))
    except FileNotFoundError:
        return None
    with open(opened, "rb") as file:
        if not stat.S_ISREG(os.fstat(opened).st_mode):
            raise OSError("it is no file")
        return file.read()


def _write(path: Path, content: bytes, mode: int | None) -> None:
    path.unlink(missing_ok=True)  # Left behind by a process of the same number that was killed.
    # What others may not read they may not read in between either.
    permitted = 0o666 if mode is None else 0o600
    with open(path, "xb", opener=lambda name, flags: os.open(name, flags, permitted)) as file:
        file.write(content)
        file.flush()
        if mode is not None:
            path.chmod(mode)
        os.fsync(file.fileno())


def _sync_folder(folder: Path) -> None:
    """Have the names in a folder reach the disk, where the system can be asked to; some network drives refuse."""
    if os.name != "posix":
        return
    with contextlib.suppress(OSError):
        opened = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(opened)
        finally:
            os.close(opened)


def _read_only(change: Change) -> Problem:
    hint = "give yourself the right to write to it, if it is meant to change"
    return Problem("cannot-write", f"{change.path} is read-only, so nothing was written", Place(change.path), hint)


def _changed(change: Change) -> Problem:
    what = "exists by now" if change.before is None else "was changed meanwhile"
    hint = "look at it as it is now, and make the change again"
    return Problem("file-changed", f"{change.path} {what}, so nothing was written", Place(change.path), hint)


def create(root: Path, files: Mapping[str, str | bytes]) -> tuple[Problem, ...]:
    """Make the files, given by path below `root` and content, and return what stood in the way.

    Nothing is made when one of them exists already, or would come to stand where a link leads.
    """
    existing = sorted(path for path in files if os.path.lexists(root / path))
    if existing:
        return tuple(
            Problem("will-not-overwrite", f"{path} exists already", Place(path), "choose another name, or move it away")
            for path in existing
        )
    if problem := next(filter(None, map(partial(_linked, root), files)), None):
        return (problem,)
    with contextlib.ExitStack() as undone:
        for path, content in files.items():
            target = root / path
            try:
                for folder in reversed([each for each in target.parents if not each.exists()]):
                    folder.mkdir(exist_ok=True)
                    undone.callback(_remove, folder.rmdir)
                with target.open("xb") as file:
                    undone.callback(_remove, target.unlink)
                    file.write(content.encode() if isinstance(content, str) else content)
            except OSError as error:
                sentence = f"{path} cannot be written: {error.strerror or error}"
                return (Problem("cannot-write", sentence, Place(path)),)
        undone.pop_all()
    return ()


def _remove(remove: Callable[[], None]) -> None:
    """Take away what was made, unless somebody else has put something there or has taken it away."""
    with contextlib.suppress(OSError):
        remove()


def replace_generated(root: Path, files: Mapping[str, str]) -> tuple[Problem, ...]:
    """Write generated files such as schemas, over what they were before, and return what prevented it."""
    for path, text in files.items():
        target = root / path
        beside = target.with_name(f"{target.name}.new")
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            beside.write_text(text, encoding="utf-8", newline="\n")
            beside.replace(target)
        except OSError as error:
            with contextlib.suppress(OSError):
                beside.unlink(missing_ok=True)
            return (Problem("cannot-write", f"{path} cannot be written: {error.strerror or error}", Place(path)),)
    return ()
