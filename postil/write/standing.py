"""What of a published site stands as we wrote it, so that it need not be written again."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from postil.core.looks import Look, look

from . import manifest
from .earlier import file_digest


@dataclass(frozen=True, slots=True)
class Standing:
    """A published site as it was found."""

    listed: Mapping[str, str]
    """SHA-256 of each file that the manifest lists, in its order, by its path."""
    digests: Mapping[str, str]
    """The same for those that are as they were written, and no others."""
    ours: frozenset[str]
    """The files listed, and the manifest where there is one of ours."""
    mark: tuple[Look, Look] | None
    """What the folder and its manifest looked like, which another publication changes; `None` without a site."""


def standing(site: Path) -> Standing:
    """Return what stands in the folder, every file of which is read."""
    mark = mark_of(site)
    listed = manifest.digests(site) or {}
    digests = {path: digest for path, digest in listed.items() if file_digest(site / path) == digest}
    return Standing(listed, digests, manifest.ours(site), mark)


def mark_of(site: Path) -> tuple[Look, Look] | None:
    """Return what tells one published site from the next, `None` where there is none."""
    try:
        return look(os.lstat(site)), look(os.lstat(site / manifest.NAME))
    except OSError:
        return None
