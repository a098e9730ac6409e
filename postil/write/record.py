"""What the site and its spare looked like when they were last published, so that they can be known unread.

The record stands in `.SITE.spare/` beside the site, and the spare, which is the folder that was
exchanged away, with it. Takes and gives what `os.lstat` says of files and folders. The newcomer's
trap: the record proves nothing by being there. Whoever relies on it compares all of it with the
disk first, and any doubt means that files are read again.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import sys
from array import array
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from postil.core.looks import Look, look
from postil.core.values import dataclass

HEAD = f"postil 1 {sys.byteorder}\n".encode()
DIGEST_BYTES = 32
GONE: Look = (0, 0, 0, 0)
"""The look of what is not there, or of which too little is known: it is like no other, not even itself."""
WIDTH = len(GONE)


@dataclass(frozen=True, slots=True)
class Tree:
    """All folders of a site, each of which tells by its time whether anything came into it or left it."""

    folders: tuple[str, ...]
    """Their paths; that of the site itself is empty, and the first."""
    looks: array[int]
    """Their looks one after the other, four numbers each."""


@dataclass(frozen=True, slots=True)
class Record:
    """A published site, and its spare where there is one."""

    manifest: str
    """SHA-256 of the site's manifest."""
    files: array[int]
    """The looks of the files that the manifest lists, in its order."""
    others: tuple[str, ...]
    """The paths of what is not ours, in the site and the spare alike; that of a folder ends in a slash."""
    live: Tree
    spare: Tree | None = None
    differing: frozenset[str] = frozenset()
    """The paths of our files that are not one file in the site and the spare."""


def folder_of(site: Path) -> Path:
    """Return the folder in which the record and the spare of `site` are."""
    return site.with_name(f".{site.name}.spare")


def spare_of(site: Path) -> Path:
    """Return the path of the spare of `site`."""
    return folder_of(site) / "tree"


def looks(folder: Path, paths: Iterable[str]) -> array[int]:
    """Return the looks of files or folders, by their paths in `folder`, one after the other."""
    found: array[int] = array("q")
    base = f"{folder}/"
    for path in paths:
        try:
            found.extend(look(os.lstat(base + path)))
        except (OSError, OverflowError):
            # A number too large for the record may have been added in part.
            del found[len(found) // WIDTH * WIDTH :]
            found.extend(GONE)
    return found


def are_same(one: array[int], other: array[int]) -> bool:
    """Return whether all looks are the same, and none is unknown."""
    return one == other and 0 not in one[WIDTH - 1 :: WIDTH]


def fits(folder: Path, tree: Tree) -> bool:
    """Return whether the folders look as they did, so that nothing came into them or left them."""
    return are_same(looks(folder, tree.folders), tree.looks)


def confirmed(before: array[int], after: array[int]) -> array[int]:
    """Return the looks `after` a second name was given or taken, unknown where the file was not left alone.

    A name given or taken changes only the time of the entry.
    """
    result = after[:]
    for n in range(0, len(after), WIDTH):
        if (before[n], before[n + 1], before[n + 3]) != (after[n], after[n + 1], after[n + 3]):
            result[n : n + WIDTH] = array("q", GONE)
    return result


def recorded(site: Path) -> Record | None:
    """Return the record of `site`, `None` when there is none that is whole."""
    try:
        content = (folder_of(site) / "record").read_bytes()
    except OSError:
        return None
    start = len(HEAD) + DIGEST_BYTES
    body = content[start:]
    if content[: len(HEAD)] != HEAD or content[len(HEAD) : start] != hashlib.sha256(body).digest():
        return None
    first, _, _ = body.partition(b"\n")
    header = json.loads(first)
    parts: list[bytes] = []
    place = len(first) + 1
    for length in header["lengths"]:
        parts.append(body[place : place + length])
        place += length
    live = Tree(_paths(parts[2]), _numbers(parts[3]))
    spare = Tree(_paths(parts[4]), _numbers(parts[5])) if header["spare"] else None
    others, differing = _paths(parts[1]), frozenset(_paths(parts[6]))
    return Record(header["manifest"], _numbers(parts[0]), others, live, spare, differing)


def save(site: Path, record: Record) -> None:
    """Write the record of `site`. Where it cannot be, there is none afterwards."""
    spare = record.spare or Tree((), array("q"))
    parts = [
        record.files.tobytes(),
        _bytes(record.others),
        _bytes(record.live.folders),
        record.live.looks.tobytes(),
        _bytes(spare.folders),
        spare.looks.tobytes(),
        _bytes(sorted(record.differing)),
    ]
    header = {"manifest": record.manifest, "spare": bool(record.spare), "lengths": [len(part) for part in parts]}
    body = b"".join((json.dumps(header).encode(), b"\n", *parts))
    file = folder_of(site) / "record"
    try:
        beside = file.with_suffix(".new")
        beside.write_bytes(HEAD + hashlib.sha256(body).digest() + body)
        beside.replace(file)
    except OSError:
        forget(site)


def make_folder(site: Path) -> bool:
    """Make the folder for record and spare, of which git and strangers take no notice. Return whether there is one."""
    folder = folder_of(site)
    try:
        if not folder.is_dir():
            folder.mkdir(mode=0o700)
            (folder / ".gitignore").write_text("*\n", encoding="utf-8")
    except OSError:
        return False
    return not folder.is_symlink()


def forget(site: Path) -> None:
    """Remove the record and the spare of `site`, as far as the system lets us."""
    folder = folder_of(site)
    if folder.is_symlink():
        with suppress(OSError):
            folder.unlink()
    elif folder.is_dir():
        shutil.rmtree(folder, ignore_errors=True)


def _bytes(paths: Iterable[str]) -> bytes:
    return os.fsencode("".join(f"{path}\0" for path in paths))


def _paths(part: bytes) -> tuple[str, ...]:
    return tuple(os.fsdecode(part).split("\0")[:-1])


def _numbers(part: bytes) -> array[int]:
    numbers: array[int] = array("q")
    numbers.frombytes(part)
    return numbers
