"""What of a published site stands as we wrote it, so that it need not be written again."""

from __future__ import annotations

import hashlib
import os
from array import array
from collections.abc import Collection, KeysView, Mapping
from pathlib import Path

from postil.core.looks import Look, look
from postil.core.values import dataclass

from . import manifest
from .earlier import file_digest
from .record import WIDTH, Record, are_same, looks, recorded
from .witness import Witness, witness


@dataclass(frozen=True, slots=True)
class Standing:
    """A published site as it was found."""

    manifest: str
    """SHA-256 of the site's manifest."""
    listed: Mapping[str, str]
    """SHA-256 of each file that the manifest lists, in its order, by its path."""
    digests: Mapping[str, str]
    """The same for those that are as they were written, and no others."""
    ours: frozenset[str]
    """The files listed, and the manifest where there is one of ours."""
    looks: array[int]
    """What the files listed looked like before any of them was read."""
    record: Record | None
    """The record of this very site, when there is one."""
    mark: tuple[Look, Look] | None
    """What the folder and its manifest looked like, which another publication changes; `None` without a site."""
    is_as_recorded: bool = False
    """Whether all files listed look as they did when they were recorded."""
    witness: Witness | None = None
    """Who has looked at the folders too."""

    def has_names(self, paths: Collection[str]) -> bool:
        """Return whether the site, as we published it, has files at these paths and no others."""
        if self.record is None or len(paths) != len(self.listed):
            return False
        return self.listed.keys() == (paths if isinstance(paths, KeysView) else set(paths))


@dataclass(frozen=True, slots=True)
class Listed:
    """What a published site says of itself."""

    manifest: str
    """SHA-256 of the site's manifest."""
    files: Mapping[str, str] | None
    """SHA-256 of each file that it lists, by path; `None` when there is no manifest of ours."""
    record: Record | None
    mark: tuple[Look, Look] | None
    witness: Witness | None = None
    """Who looks at the site meanwhile."""


def listed(site: Path) -> Listed:
    """Return what the folder says of itself, and have a look at it begun."""
    mark = mark_of(site)
    try:
        content = (site / manifest.NAME).read_bytes()
    except OSError:
        content = b""
    record, digest = recorded(site), hashlib.sha256(content).hexdigest()
    if record and record.manifest != digest:
        record = None
    files = manifest.listed(content, is_known=record is not None)
    return Listed(digest, files, record, mark, witness(site, list(files), record) if record and files else None)


def standing(site: Path, found: Listed | None = None) -> Standing:
    """Return what stands in the folder, of which every file is read that does not look as it is recorded.

    `found` is what the folder says of itself, if somebody has asked.
    """
    found = found or listed(site)
    files, record = found.files or {}, found.record
    ours = frozenset() if found.files is None else frozenset((*files, manifest.NAME))

    digest, mark, witness = found.manifest, found.mark, found.witness
    if record and witness and witness.has_seen_files:
        looked = record.files
        return Standing(digest, files, files, ours, looked, record, mark, is_as_recorded=True, witness=witness)
    seen = looks(site, files)
    if record and are_same(seen, record.files):
        return Standing(digest, files, files, ours, seen, record, mark, is_as_recorded=True)
    known = record.files if record else array("q", [-1]) * len(seen)
    digests = {
        path: written
        for n, (path, written) in enumerate(files.items())
        if are_same(seen[n * WIDTH : (n + 1) * WIDTH], known[n * WIDTH : (n + 1) * WIDTH])
        or file_digest(site / path) == written
    }
    return Standing(digest, files, digests, ours, seen, record, mark)


def mark_of(site: Path) -> tuple[Look, Look] | None:
    """Return what tells one published site from the next, `None` where there is none."""
    try:
        return look(os.lstat(site)), look(os.lstat(site / manifest.NAME))
    except OSError:
        return None
