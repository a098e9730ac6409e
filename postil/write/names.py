"""Where may be written: names that every file system takes, and folders that are nobody's home."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Sequence
from pathlib import Path, PurePosixPath

from postil.core.addresses import on_any_disk
from postil.core.model import Asset, Kept, Output
from postil.core.problems import Place, Problem


def is_safe(path: str) -> bool:
    """Return whether `path` names a file below the folder that it is relative to, on any system."""
    return (
        bool(path)
        and not path.startswith("/")
        and not set(path) & {"\\", "\0", "\n", "\r", ":"}
        and all(part not in {"", ".", ".."} for part in path.split("/"))
    )


UNSAFE_CHARACTERS = "\\\0\r:"
UNSAFE_PARTS = ("//", "/./", "/../", "\n\n", "\n/", "/\n", "\n./", "\n../", "/.\n", "/..\n", "\n.\n", "\n..\n")


def are_safe(paths: Collection[str]) -> bool:
    """Return whether each of the paths is safe, which takes as good as no time for many thousands."""
    lines = "\n".join(("", *paths, ""))
    unsafe = any(part in lines for part in (*UNSAFE_CHARACTERS, *UNSAFE_PARTS))
    return not unsafe and lines.count("\n") == len(paths) + 1


def wrong_names(outputs: Iterable[Output | Kept], assets: Iterable[Asset]) -> list[Problem]:
    """Return a problem for every file to be that is unsafe, or the same as another on some file system.

    A file whose name another path takes for a folder counts as the same. The place is the file that
    an author put there, where there is one.
    """
    named = [*((output.path, output.path) for output in outputs), *((asset.address, asset.path) for asset in assets)]
    if _are_right([path for path, _ in named]):
        return []
    problems: list[Problem] = []
    files: dict[str, tuple[str, str]] = {}
    for path, source in named:
        if not is_safe(path):
            sentence = f"{path!r} cannot be the name of a file of the site"
            problems.append(Problem("bad-address", sentence, Place(source.replace("\0", "\N{REPLACEMENT CHARACTER}"))))
            continue
        if other := files.get(on_any_disk(path)):
            sentence = f"the site has a file {path} already"
            if other[0] != path:
                sentence = f"on some file systems {path} and {other[0]} are one file"
            problems.append(Problem("names-collide", sentence, Place(source), "rename one of them, or give it a slug"))
        files.setdefault(on_any_disk(path), (path, source))
    for path, _ in files.values():
        for folder in PurePosixPath(path).parents:
            if other := files.get(on_any_disk(str(folder))):
                sentence = f"{other[0]} would be a file and a folder, because of {path}"
                problems.append(Problem("names-collide", sentence, Place(other[1]), "rename one of them"))
    return problems


def _are_right(paths: Sequence[str]) -> bool:
    """Return whether the paths are safe, and none is another, or a folder of another, on any file system."""
    names = on_any_disk("\n".join(paths)).split("\n")
    different = set(names)
    return are_safe(paths) and len(different) == len(paths) and different.isdisjoint(folders_of(different))


def folders_of(paths: Iterable[str]) -> set[str]:
    """Return the folders in which the paths stand, and those in which these do."""
    found: set[str] = set()
    above = {path.rpartition("/")[0] for path in paths}
    while above := above - found - {""}:
        found |= above
        above = {folder.rpartition("/")[0] for folder in above}
    return found


def wrong_destination(destination: Path, root: Path) -> str | None:
    """Return in a sentence why no site may be written to `destination`, `None` when it may.

    `root` is the real path of the site's folder.
    """
    if destination.is_symlink():
        # Whoever may change the repository could make it lead anywhere.
        return "it is a link; name the folder itself with --destination"
    destination = Path(os.path.realpath(destination))
    if destination == root:
        return "it is the folder of the site itself"
    if destination in root.parents:
        return "it is a folder that holds the folder of the site"
    for name in ("content", "layouts"):
        if destination == root / name or root / name in destination.parents:
            return f"what authors write is in {name}/"
    home = Path(os.path.realpath(Path("~").expanduser()))
    if destination == home or destination in home.parents:
        return "it is your home folder, or holds it"
    if destination.parent == destination:
        return "it is the root of the disk"
    if destination.exists() and not destination.is_dir():
        return "it is a file, not a folder"
    return None
