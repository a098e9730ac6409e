"""Builds the new site beside the old one and puts it in its place in one step.

Takes the `Output`s and assets of a build and gives a `Summary`. Files that stay the same are
linked from the old site, so that they keep their bytes and times; files that are not ours are
carried over; when nothing differs, nothing is touched. Every error of the system becomes one
problem, and the old site stands. The order of the steps is what matters here: nothing before the
exchange changes the old site, and nothing after it can spoil the new one.
"""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from postil.core.addresses import on_any_disk
from postil.core.files import CHUNK_BYTES, Files
from postil.core.model import Asset, Kept, Output
from postil.core.problems import Place, Problem

from . import manifest
from .earlier import file_digest
from .exchange import exchange, flush, leftovers, new_folder, repair
from .lock import PATIENCE_SECONDS, Busy, held, lock_file
from .names import wrong_destination, wrong_names

Content = bytes | Asset | Kept
"""What becomes a file of the site: its bytes, a file of the author's, or the file that stood there before."""
FOREIGN_FILES_SHOWN = 10
NO_JEKYLL = ".nojekyll"
"""Tells GitHub Pages to publish the files as they are, those with a leading underscore too."""


@dataclass(frozen=True, slots=True)
class Summary:
    """What publishing changed, counted in files."""

    written: int = 0
    unchanged: int = 0
    removed: int = 0


def publish(
    outputs: Iterable[Output],
    assets: Sequence[Asset],
    files: Files,
    destination: Path,
    *,
    kept: Iterable[Kept] = (),
    patience: float = PATIENCE_SECONDS,
) -> tuple[tuple[Problem, ...], Summary]:
    """Make `destination` the site of these outputs and assets, and nothing else of ours.

    Of the files that it holds already, `kept` stay. With problems, nothing was written and the old
    site is untouched. Waits `patience` seconds for another build of the same site.
    """
    outputs, kept = tuple(outputs), tuple(kept)
    problems = wrong_names([*outputs, *kept, Output(manifest.NAME, b""), Output(NO_JEKYLL, b"")], assets)
    if problems:
        return tuple(problems), Summary()
    contents: dict[str, Content] = {output.path: output.content for output in outputs}
    contents.update({asset.address: asset for asset in assets})
    contents.update({file.path: file for file in kept})
    shown = _shown(destination, files.root)
    with _refusals(shown) as refusals:
        site = Path(os.path.realpath(destination))
        if reason := wrong_destination(destination, Path(os.path.realpath(files.root))):
            return (_refused(shown, reason),), Summary()
        if not manifest.ours(site) and (folder := _foreign_folder(site)):
            reason = f"it holds the folder {folder}/, and no site yet"
            return (_refused(shown, reason, "name an empty or a new folder with --destination"),), Summary()
        if not _has(site, contents, NO_JEKYLL):
            contents[NO_JEKYLL] = b""
        if _is_current(site, contents, files) and not leftovers(site) and not lock_file(site).exists():
            return (), Summary(unchanged=len(contents))
        site.parent.mkdir(parents=True, exist_ok=True)
        with held(site, patience):
            repair(site)
            foreign = _in_the_way(site, contents, shown)
            return tuple(foreign), Summary() if foreign else _published(site, contents, files)
    return tuple(refusals), Summary()


def clean(destination: Path, *, patience: float = PATIENCE_SECONDS) -> tuple[tuple[Problem, ...], Summary]:
    """Remove what is ours from `destination`, and the folder too when nothing else is in it."""
    shown = destination.as_posix()
    with _refusals(shown) as refusals:
        site = Path(os.path.realpath(destination))
        if not manifest.ours(site) and not leftovers(site):
            return (), Summary()
        with held(site, patience):
            repair(site)
            listed = manifest.ours(site)
            present = [path for path in sorted(listed) if os.path.lexists(site / path)]
            # The manifest goes last: a run that is cut short still knows what is ours.
            for path in sorted(present, key=lambda path: path == manifest.NAME):
                (site / path).unlink()
            for folder in _folders_of(listed):
                _remove_if_empty(site / folder)
            _remove_if_empty(site)
            return (), Summary(removed=len(set(present) - {manifest.NAME}))
    return tuple(refusals), Summary()


@contextmanager
def _refusals(shown: str) -> Iterator[list[Problem]]:
    """Give a list, in which what the system refuses within the block becomes a problem."""
    problems: list[Problem] = []
    try:
        yield problems
    except Busy:
        problems.append(Problem("busy", f"another build is writing {shown}", Place(shown), "try again"))
    except OSError as error:
        problems.append(_refused(shown, (error.strerror or str(error)).lower()))


def _published(site: Path, contents: Mapping[str, Content], files: Files) -> Summary:
    """Build the new folder, exchange it with the old one, and remove that."""
    new = new_folder(site)
    listed = manifest.ours(site)
    try:
        new.mkdir()
        if site.is_dir():
            _copy_state(site, new)
        new_files = _filled(new, site if site.is_dir() else None, contents, files)
        _carry_over(site, new, listed)
        flush(new, new_files)
        exchange(new, site)
        if new.exists():
            # Somebody may have added a file to the old folder since it was carried over.
            _carry_over(new, site, listed)
    finally:
        shutil.rmtree(new, ignore_errors=True)
    removed = len(listed - {manifest.NAME} - set(contents))
    changed = len(set(new_files) - {new / manifest.NAME})
    return Summary(changed, len(contents) - changed, removed)


def _filled(new: Path, old: Path | None, contents: Mapping[str, Content], files: Files) -> list[Path]:
    """Put all files into the folder `new`, and return those that are not the ones of `old`."""
    digests: dict[str, str] = {}
    new_files: list[Path] = []
    for path, content in sorted(contents.items()):
        target = new / path
        target.parent.mkdir(parents=True, exist_ok=True)
        if old and _is_same(old / path, content, files):
            _link(old / path, target)
            digests[path] = _digest(content, files)
        elif isinstance(content, Kept):
            # It was there a moment ago, so somebody else is at work on the site.
            raise Busy
        else:
            digests[path] = _saved(target, _chunks(content, files))
            new_files.append(target)
    listed = manifest.manifest(digests)
    if old and _is_same(old / manifest.NAME, listed, files):
        _link(old / manifest.NAME, new / manifest.NAME)
    else:
        _saved(new / manifest.NAME, iter((listed,)))
        new_files.append(new / manifest.NAME)
    return new_files


def _saved(target: Path, chunks: Iterator[bytes]) -> str:
    digest = hashlib.sha256()
    with target.open("xb") as file:
        for chunk in chunks:
            digest.update(chunk)
            file.write(chunk)
    return digest.hexdigest()


def _chunks(content: bytes | Asset, files: Files) -> Iterator[bytes]:
    return files.chunks(content.path) if isinstance(content, Asset) else iter((content,))


def _digest(content: Content, files: Files) -> str:
    """Return the SHA-256 of what was compared: the door remembers that of an asset read to its end."""
    if isinstance(content, Kept):
        return content.digest
    return hashlib.sha256(content).hexdigest() if isinstance(content, bytes) else files.digests[content.path]


def _link(old: Path, new: Path) -> None:
    """Give the file a second name, or a copy with the same times where there are no second names."""
    try:
        os.link(old, new, follow_symlinks=False)
    except (OSError, NotImplementedError):
        shutil.copy2(old, new, follow_symlinks=False)


def _carry_over(old: Path, new: Path, listed: frozenset[str]) -> None:
    """Bring into `new` every file and folder of `old` that is not ours and not there yet."""
    own_folders = set(_folders_of(listed))
    made: list[tuple[Path, Path]] = []
    for folder, is_folder, path in _entries(old):
        if is_folder:
            if path not in own_folders and not (new / path).exists():
                (new / path).mkdir(parents=True)
                made.append((folder, new / path))
        elif path not in listed and not os.path.lexists(new / path):
            (new / path).parent.mkdir(parents=True, exist_ok=True)
            _link(old / path, new / path)
    # Innermost first, and only now: putting a file into a folder changes the folder's time.
    for folder, copy in reversed(made):
        _copy_state(folder, copy)


def _copy_state(folder: Path, copy: Path) -> None:
    """Give a folder the owner, the rights and the time of another, as far as the system lets us."""
    state = folder.stat()
    with suppress(OSError, AttributeError):
        os.chown(copy, state.st_uid, state.st_gid)
    shutil.copystat(folder, copy)


def _foreign_folder(site: Path) -> str | None:
    """Return the name of a folder in `site`, if any: what has some and no manifest is no site, but somebody's."""
    if not site.is_dir():
        return None
    with os.scandir(site) as scan:
        return next((entry.name for entry in sorted(scan, key=lambda entry: entry.name) if entry.is_dir()), None)


def _entries(folder: Path, below: str = "") -> Iterator[tuple[Path, bool, str]]:
    """Yield everything in a folder: its path on disk, whether it is a folder, its relative path."""
    if not folder.is_dir():
        return
    with os.scandir(folder / below) as scan:
        entries = sorted(scan, key=lambda entry: entry.name)
    for entry in entries:
        path = f"{below}/{entry.name}" if below else entry.name
        is_folder = entry.is_dir(follow_symlinks=False)
        yield Path(entry.path), is_folder, path
        if is_folder:
            yield from _entries(folder, path)


def _in_the_way(site: Path, contents: Mapping[str, Content], shown: str) -> list[Problem]:
    """Return a problem for every file of somebody else's that stands where one of ours should be."""
    listed = manifest.ours(site)
    known = {*listed, *_folders_of(listed)}
    wanted = {on_any_disk(path) for path in (*contents, manifest.NAME)}
    wanted_folders = {on_any_disk(folder) for folder in _folders_of(contents)}
    found: list[Problem] = []
    for _, is_folder, path in _entries(site):
        if path in known:
            continue
        key = on_any_disk(path)
        # A folder that is not ours has been reported itself.
        above = [str(folder) for folder in PurePosixPath(path).parents if str(folder) in known]
        is_below_page = any(on_any_disk(folder) in wanted for folder in above)
        if key in wanted or is_below_page or (not is_folder and key in wanted_folders):
            place = Place(f"{shown}/{path}")
            hint = "move it away, or choose another folder with --destination"
            found.append(Problem("foreign-file", "this file is not Postil's, and a page belongs here", place, hint))
    return found[:FOREIGN_FILES_SHOWN]


def _has(site: Path, contents: Mapping[str, Content], name: str) -> bool:
    """Return whether the site has a file `name` that is not ours, or is about to get one."""
    return name in contents or (os.path.lexists(site / name) and name not in manifest.ours(site))


def _is_current(site: Path, contents: Mapping[str, Content], files: Files) -> bool:
    """Return whether the folder holds exactly these files of ours already."""
    if manifest.ours(site) != {*contents, manifest.NAME}:
        return False
    if not all(_is_same(site / path, content, files) for path, content in contents.items()):
        return False
    digests = {path: _digest(content, files) for path, content in contents.items()}
    return _is_same(site / manifest.NAME, manifest.manifest(digests), files)


def _is_same(file: Path, content: Content, files: Files) -> bool:
    """Return whether `file` is a plain file with that content."""
    if isinstance(content, Kept):
        return file_digest(file) == content.digest
    try:
        if file.is_symlink() or not file.is_file():
            return False
        if isinstance(content, bytes):
            return file.stat().st_size == len(content) and file.read_bytes() == content
        with file.open("rb") as opened:
            same = all(opened.read(len(chunk)) == chunk for chunk in files.chunks(content.path))
            return same and not opened.read(CHUNK_BYTES)
    except (FileNotFoundError, NotADirectoryError):
        return False


def _folders_of(paths: Iterable[str]) -> list[str]:
    """Return the folders in which the paths stand, the innermost first."""
    folders = {str(folder) for path in paths for folder in PurePosixPath(path).parents} - {"."}
    return sorted(folders, key=lambda folder: (-folder.count("/"), folder))


def _remove_if_empty(folder: Path) -> None:
    if folder.is_dir() and not folder.is_symlink() and not any(folder.iterdir()):
        folder.rmdir()


def _shown(destination: Path, root: Path) -> str:
    """Return how people call the folder: relative to that of the site where it is inside it."""
    try:
        return destination.absolute().relative_to(root.absolute()).as_posix()
    except ValueError:
        return destination.as_posix()


def _refused(shown: str, reason: str, hint: str | None = None) -> Problem:
    return Problem("cannot-write", f"the site cannot be written to {shown}: {reason}", Place(shown), hint)
