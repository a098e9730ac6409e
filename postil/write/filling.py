"""Brings together the folder of the new site: what was staged, what stays the same, what is not ours.

The careful way, which trusts nothing that it has not looked at, and which a site takes that is
small, or new, or in which somebody has been at work. `spare` is the quick one.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping
from pathlib import Path

from postil.core.values import dataclass

from . import manifest
from .lock import Busy
from .names import folders_of
from .record import WIDTH, Record, Tree, confirmed, looks
from .staging import settle
from .standing import Standing
from .trees import carry_over, copy_state, entries, link


@dataclass(frozen=True, slots=True)
class Filled:
    """A folder that is about to become the site."""

    folder: Path
    new_files: tuple[str, ...]
    """The paths of the files that are not those of the old site; the manifest is the last."""
    record: Record | None
    """What it looks like; `None` where that is not worth remembering, or files were copied instead of linked."""


def filled(
    new: Path,
    site: Path,
    contents: Mapping[str, str],
    listed: bytes,
    found: Standing,
    others: tuple[str, ...],
    *,
    is_recorded: bool,
) -> Filled:
    """Make `new`, into which files were staged, the folder of these contents, from paths to SHA-256.

    `listed` is their list, as bytes. `others` is what is not ours, which is carried over. Raises
    `Busy` when a file is neither staged nor stands, and `OSError`.
    """
    if site.is_dir():
        copy_state(site, new)
    arrived = dict(entries(new))
    for path in sorted(folders_of(contents) - arrived.keys(), key=len):
        os.mkdir(f"{new}/{path}")
    new_files: list[str] = []
    all_linked = True
    for path, digest in contents.items():
        if found.digests.get(path) == digest:
            if path in arrived:
                (new / path).unlink()
            # Plain strings, since there may be a hundred thousand.
            all_linked &= link(f"{site}/{path}", f"{new}/{path}")
        elif path in arrived:
            new_files.append(path)
        else:
            # It stood there a moment ago, so somebody else is at work on the site.
            raise Busy
    for path in arrived.keys() - contents.keys():
        if not arrived[path]:
            (new / path).unlink()
    (new / manifest.NAME).write_bytes(listed)
    settle(str(new / manifest.NAME))
    carry_over(others, site, new)
    record = _recorded(new, contents, found, listed, others) if is_recorded and all_linked else None
    return Filled(new, (*new_files, manifest.NAME), record)


def _recorded(
    new: Path, contents: Mapping[str, str], found: Standing, listed: bytes, others: tuple[str, ...]
) -> Record:
    """Return the record of the folder, whose own look is not yet that of a site."""
    folders = ("", *sorted(folders_of((*contents, *others))))
    theirs = frozenset(others)
    for path in folders:
        if f"{path}/" not in theirs:
            settle(str(new / path))
    now = looks(new, sorted(contents))
    places = {path: n * WIDTH for n, path in enumerate(found.listed)}
    before = now[:]
    for n, path in enumerate(sorted(contents)):
        if found.digests.get(path) == contents[path]:
            before[n * WIDTH : (n + 1) * WIDTH] = found.looks[places[path] : places[path] + WIDTH]
    digest = hashlib.sha256(listed).hexdigest()
    return Record(digest, confirmed(before, now), others, Tree(folders, looks(new, folders)))
