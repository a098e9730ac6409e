"""What stands in two folders, one of which takes the place of the other: links, and what is not ours.

Every path is relative to its folder, with forward slashes. A file that is linked has one content
under two names, so nothing is ever written into a file that stands: it is replaced.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Collection, Iterable, Iterator
from contextlib import suppress
from pathlib import Path

from postil.core.addresses import on_any_disk

from .names import folders_of


def entries(folder: Path, below: str = "") -> Iterator[tuple[str, bool]]:
    """Yield everything in a folder: its path, and whether it is a folder, which comes before what is in it."""
    if not folder.is_dir():
        return
    with os.scandir(folder / below) as scan:
        found = sorted((entry.name, entry.is_dir(follow_symlinks=False)) for entry in scan)
    for name, is_folder in found:
        path = f"{below}/{name}" if below else name
        yield path, is_folder
        if is_folder:
            yield from entries(folder, path)


def link(old: Path | str, new: Path | str) -> bool:
    """Give the file a second name, or a copy with the same times where there are no second names.

    Returns whether it is a second name.
    """
    try:
        os.link(old, new, follow_symlinks=False)
    except (OSError, NotImplementedError):
        shutil.copy2(old, new, follow_symlinks=False)
        return False
    return True


def foreign(folder: Path, listed: Collection[str]) -> tuple[str, ...]:
    """Return the paths of all files and folders that are not among those `listed`, outer ones first.

    The path of a folder ends in a slash.
    """
    own_folders = folders_of(listed)
    return tuple(
        f"{path}/" if is_folder else path
        for path, is_folder in entries(folder)
        if path not in (own_folders if is_folder else listed)
    )


def carry_over(others: Iterable[str], old: Path, new: Path) -> None:
    """Bring into `new` those of `others`, as `foreign` gives them of `old`, that are not there yet."""
    made: list[str] = []
    for path in others:
        if os.path.lexists(new / path):
            continue
        (new / path).parent.mkdir(parents=True, exist_ok=True)
        if path.endswith("/"):
            (new / path).mkdir()
            made.append(path)
        else:
            link(old / path, new / path)
    # Innermost first, and only now: putting a file into a folder changes the folder's time.
    for path in reversed(made):
        copy_state(old / path, new / path)


def copy_state(folder: Path, copy: Path) -> None:
    """Give a folder the owner, the rights and the time of another, as far as the system lets us."""
    state = folder.stat()
    with suppress(OSError, AttributeError):
        os.chown(copy, state.st_uid, state.st_gid)
    shutil.copystat(folder, copy)


def foreign_folder(site: Path) -> str | None:
    """Return the name of a folder in `site`, if any: what has some and no manifest is no site, but somebody's."""
    return next((path for path, is_folder in entries(site) if is_folder), None)


def in_the_way(others: Collection[str], listed: Collection[str], wanted: Collection[str]) -> Iterator[str]:
    """Yield which of `others`, as `foreign` gives them, stand where files `wanted` should be.

    `listed` are the files that are ours already.
    """
    if not others:
        return
    known = {*listed, *folders_of(listed)}
    # All names at once, since there may be a hundred thousand.
    names = set(on_any_disk("\n".join(wanted)).split("\n"))
    folders = folders_of(names)
    for path in others:
        key = on_any_disk(path.rstrip("/"))
        # A folder that is not ours has been yielded itself.
        above = folders_of((path.rstrip("/"),)) & known
        is_below_page = any(on_any_disk(folder) in names for folder in above)
        if key in names or is_below_page or (not path.endswith("/") and key in folders):
            yield path.rstrip("/")
