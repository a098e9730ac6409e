"""Makes the spare the new site by what differs alone: the quick way, for a site in which nobody was at work.

The spare is the folder that was last exchanged away. All of its files but the few that differ are
second names of those of the site, so that whoever has looked at these has looked at those. The
newcomer's trap: a file of the spare is never written into, since the site may have it too. It is
removed, and another is put in its place.
"""

from __future__ import annotations

import hashlib
import os
from array import array
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from . import manifest
from .filling import Filled
from .lock import Busy
from .names import folders_of
from .record import WIDTH, Record, Tree, looks
from .staging import Staging, settle, staged
from .standing import Standing
from .trees import copy_state, link


def brought_up_to_date(
    spare: Path,
    site: Path,
    staging: Staging,
    contents: Mapping[str, str],
    listed: bytes,
    found: Standing,
    record: Record,
) -> Filled:
    """Make `spare` the folder of these contents, from paths to SHA-256, and move staged files into it.

    `listed` is their list, as bytes. `record` says what the site and the spare look like, and both
    do. Raises `Busy` when a file is neither staged nor stands, and `OSError`; the spare is then of
    no use any more.
    """
    changed = {path for path, digest in contents.items() if found.listed.get(path) != digest}
    touched = sorted(changed | record.differing | (found.listed.keys() - contents.keys()) | {manifest.NAME})
    staged(staging, manifest.NAME, listed)

    known = record.spare or Tree((), array("q"))
    has_same_names = found.has_names(contents)
    folders = record.live.folders if has_same_names else ("", *sorted(folders_of((*contents, *record.others))))
    before, after = set(known.folders), set(folders)
    wanted = [path for path in touched if path in contents or path == manifest.NAME]
    replaced = changed | {manifest.NAME}
    for path in touched:
        if path not in before and path not in replaced:
            # What was above it may be a page now.
            with suppress(FileNotFoundError, NotADirectoryError):
                os.unlink(f"{spare}/{path}")
    for path in sorted(before - after, key=len, reverse=True):
        (spare / path).rmdir()
    for path in sorted(after - before, key=len):
        (spare / path).mkdir()
    for path in wanted:
        if path in replaced:
            _moved(staging.place(path), spare / path)
        elif not link(site / path, spare / path):
            changed.add(path)
    changing = {path.rpartition("/")[0] for path in (*touched, *(before ^ after))} | (after - before)
    for path in (changing & after) - {""}:
        settle(f"{spare}/{path}")
    copy_state(site, spare)

    files = _looks(spare, list(contents), anew={*wanted}, known=(list(found.listed), found.looks))
    live = _looks(spare, list(folders), anew={"", *changing}, known=(list(known.folders), known.looks))
    new_files = tuple(path for path in wanted if path in changed)
    return Filled(
        spare,
        (*new_files, manifest.NAME),
        Record(hashlib.sha256(listed).hexdigest(), files, record.others, Tree(folders, live)),
    )


def _moved(place: str, target: Path) -> None:
    try:
        os.replace(place, target)
    except FileNotFoundError:
        # It stood in the site a moment ago, so somebody else is at work there.
        raise Busy from None


def _looks(folder: Path, paths: list[str], *, anew: set[str], known: tuple[list[str], array[int]]) -> array[int]:
    """Return the looks of files or folders, of which only those `anew` and those not `known` are looked at."""
    if paths == known[0]:
        found = known[1][:]
        for n, path in enumerate(paths):
            if path in anew:
                found[n * WIDTH : (n + 1) * WIDTH] = looks(folder, (path,))
        return found
    places = {path: n * WIDTH for n, path in enumerate(known[0])}
    found = array("q")
    for path in paths:
        place = None if path in anew else places.get(path)
        found.extend(looks(folder, (path,)) if place is None else known[1][place : place + WIDTH])
    return found
