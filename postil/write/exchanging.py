"""Makes the new folder, exchanges it with the site, and keeps the old one as the spare.

Only for who holds the lock. The quick way is taken when the site and its spare look in every file
and folder as they are recorded, the careful one at the smallest doubt, and always for a site so
small that it takes no time.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from postil.core.values import dataclass

from . import manifest, record
from .exchange import exchange, flush, flushing
from .filling import Filled, filled
from .record import WIDTH, Record, Tree
from .spare import brought_up_to_date
from .staging import Staging
from .standing import Standing
from .trees import carry_over, foreign

SMALLEST_WITH_SPARE = 200
"""Files of a site of which a spare is kept. All files of a smaller one are linked in 5 ms."""


@dataclass(frozen=True, slots=True)
class Summary:
    """What publishing changed, counted in files."""

    written: int = 0
    unchanged: int = 0
    removed: int = 0


def as_recorded(site: Path, found: Standing) -> Record | None:
    """Return the record of the site when every file and folder of it looks as it says, `None` otherwise."""
    if found.record is None or not found.is_as_recorded:
        return None
    is_seen = found.witness.has_seen_folders if found.witness else record.fits(site, found.record.live)
    return found.record if is_seen else None


def exchanged(
    site: Path,
    staging: Staging,
    contents: Mapping[str, str],
    listed: bytes,
    *,
    found: Standing,
    known: Record | None,
    others: tuple[str, ...],
) -> tuple[Summary, Record | None]:
    """Put the site of these contents, which `listed` lists, in the place of the old one.

    Returns what changed, and the record of the new site where there is one.

    `known` is the record of the old site when it is as recorded, and `others` is what is not ours in
    it. Raises `Busy` and `OSError`, with the old site in its place.
    """
    spare, work = record.spare_of(site), record.folder_of(site) / "work"
    is_kept = len(contents) >= SMALLEST_WITH_SPARE and os.name == "posix" and record.make_folder(site)
    shutil.rmtree(work, ignore_errors=True)
    try:
        # Not by sets of items, which take thrice as long.
        changed = sum(found.digests.get(path) != digest for path, digest in contents.items())
        with flushing(Path(staging.folder), changed):
            if is_kept and known and _is_usable(spare, known, found):
                # Under its own name it would be taken for a spare, should this build be killed.
                spare.rename(work)
                new = brought_up_to_date(work, site, staging, contents, listed, found, known)
            else:
                shaped = staging.shaped(contents)
                others = (*others, *_retired(spare, site, found))
                new = filled(shaped, site, contents, listed, found, others, is_recorded=is_kept)
        flush(new.folder, [new.folder / path for path in new.new_files])
        exchange(new.folder, site)
        made = _settle_down(site, new, contents, found, known)
    finally:
        shutil.rmtree(work, ignore_errors=True)
    written = len(new.new_files) - 1
    return Summary(written, len(contents) - written, len(found.listed.keys() - contents.keys())), made


def _is_usable(spare: Path, known: Record, found: Standing) -> bool:
    """Return whether there is a spare in which nobody was at work."""
    if found.witness:
        return found.witness.has_seen_spare
    return known.spare is not None and record.fits(spare, known.spare)


def _retired(spare: Path, site: Path, found: Standing) -> tuple[str, ...]:
    """Remove a spare in which somebody was at work, or which nobody knows, and return what was brought back from it.

    That is what somebody added to the site just before it was exchanged away.
    """
    late: tuple[str, ...] = ()
    if found.record and found.record.spare and not spare.is_symlink():
        late = foreign(spare, {*found.ours, *found.record.differing, *found.record.others})
        carry_over(late, spare, site)
    shutil.rmtree(spare, ignore_errors=True)
    return late


def _settle_down(
    site: Path, new: Filled, contents: Mapping[str, str], found: Standing, known: Record | None
) -> Record | None:
    """Keep the old site, which is now where the new one was, as the spare, or remove it; and record both."""
    old = new.folder
    if old.exists() and not (known and _is_untouched(old, known)):
        # Somebody may have added a file to the old folder since it was looked at.
        carry_over(foreign(old, found.ours), old, site)
    try:
        return _record(site, new, contents, found, known)
    except OSError:
        record.forget(site)
        return None


def _record(
    site: Path, new: Filled, contents: Mapping[str, str], found: Standing, known: Record | None
) -> Record | None:
    old, spare = new.folder, record.spare_of(site)
    if new.record is None:
        record.forget(site)
        return None
    tree, files = None, new.record.files
    if known and old.exists():
        old.rename(spare)
        tree = Tree(known.live.folders, record.looks(spare, ("",)) + known.live.looks[WIDTH:])
    elif old.exists():
        # Each of its files that goes gives another time to the entry of the one that stays.
        shutil.rmtree(old)
        files = record.confirmed(files, record.looks(site, sorted(contents)))
    top = record.confirmed(new.record.live.looks[:WIDTH], record.looks(site, ("",)))
    live = Tree(new.record.live.folders, top + new.record.live.looks[WIDTH:])
    differing = frozenset((*new.new_files, *(found.listed.keys() - contents.keys()), manifest.NAME))
    made = replace(new.record, files=files, live=live, spare=tree, differing=differing)
    record.save(site, made)
    return made


def _is_untouched(old: Path, known: Record) -> bool:
    """Return whether nothing came into the folder itself or left it since it was looked at."""
    return record.looks(old, ("",))[1] == known.live.looks[1]
