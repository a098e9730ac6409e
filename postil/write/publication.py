"""One publishing of a site, from the first file that is staged to the exchange of the folders.

    with publication(destination, files) as site:
        if not site.problems:
            digest = site.standing.get("index.html") or staged(site.staging, "index.html", b"...")
            summary = site.finish({"index.html": digest}, ())

Files that stay the same are linked from the site that stands, so that they keep their bytes and
times; files that are not ours are carried over; when nothing differs, nothing is touched. Every
error of the system becomes one problem, and the old site stands. The order of the steps is what
matters here: nothing before the exchange changes the old site, and nothing after it can spoil the
new one.
"""

from __future__ import annotations

import hashlib
import os
from array import array
from bisect import bisect
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from types import TracebackType
from typing import Self

from postil.core.files import Files
from postil.core.model import Asset, Kept
from postil.core.problems import Place, Problem

from . import manifest
from .earlier import EarlierSite
from .exchange import leftovers, repair
from .exchanging import Summary, as_recorded, exchanged
from .lock import PATIENCE_SECONDS, Busy, held, lock_file
from .names import wrong_destination, wrong_names
from .record import WIDTH, looks
from .staging import NotStaged, Staging, staged, staged_pieces, staging_folder
from .standing import Listed, Standing, listed, mark_of, standing
from .trees import foreign, foreign_folder, in_the_way
from .witness import pays

FOREIGN_FILES_SHOWN = 10
NO_JEKYLL = ".nojekyll"
"""Tells GitHub Pages to publish the files as they are, those with a leading underscore too."""
ADDED = (NO_JEKYLL,)
"""The paths of the files of ours that `finish` adds to what it is given."""


def publication(destination: Path, files: Files, *, patience: float = PATIENCE_SECONDS) -> Publication:
    """Return the publishing of a site in `files` to `destination`, to be entered by `with`.

    Waits `patience` seconds for another build that is publishing the same site.
    """
    return Publication(destination, files, patience)


Seen = tuple[Sequence[str], "array[int]"]
"""Paths, and their looks one after the other, four numbers each."""


class Publication:
    """One publishing. What is staged and not published is gone when its block ends, whatever happens."""

    problems: tuple[Problem, ...]
    """Why the site cannot be published. With problems nothing else is to be asked, and the old site stands.

    Known at the start of the block; and again after `finish`, and after the block.
    """

    def __init__(self, destination: Path, files: Files, patience: float) -> None:
        self.problems = ()
        self._destination = destination
        self._files = files
        self._patience = patience
        self._site = destination
        self._stack = ExitStack()
        self._staging: Staging | None = None
        self._listed: Listed | None = None
        self._standing: Standing | None = None
        self._published = ""
        self._seen: Seen | None = None

    def __enter__(self) -> Self:
        with self._refusals():
            self._site = Path(os.path.realpath(self._destination))
            if reason := wrong_destination(self._destination, Path(os.path.realpath(self._files.root))):
                self.problems = (_refused(self._shown, reason),)
            elif not manifest.is_there(self._site) and (folder := foreign_folder(self._site)):
                reason = f"it holds the folder {folder}/, and no site yet"
                hint = "move away what is in it, or name an empty or a new folder with --destination"
                self.problems = (_refused(self._shown, reason, hint),)
            elif pays(self._site):
                self._listed = listed(self._site)
                if self._listed.witness:
                    self._stack.callback(self._listed.witness.end)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> bool:
        """End the block. `NotStaged`, from whichever process, becomes the problem and goes no further."""
        with self._refusals():
            self._stack.close()
        if isinstance(error, NotStaged):
            self.problems = (_refused(self._shown, _reason(error)),)
            return True
        return False

    @property
    def standing(self) -> Mapping[str, str]:
        """SHA-256 of every file of ours that stands in the site as it was written, by its path, sorted."""
        if self._standing is None:
            self._standing = standing(self._site, self._listed)
        return self._standing.digests

    @property
    def known_by(self) -> str:
        """What is the same for the same files: of the site that stands, once it is published of the new one.

        Empty when there is none of which every file stands as it was written.
        """
        if self._published:
            return self._published
        digests, found = self.standing, self._standing
        return found.manifest if found and found.listed and len(digests) == len(found.listed) else ""

    @property
    def seen(self) -> Seen | None:
        """All files of ours as they stand in the published site, manifest and all; `None` where that is not known."""
        if self._seen is None or 0 in self._seen[1][WIDTH - 1 :: WIDTH]:
            return None
        paths, found = self._seen
        place = bisect(paths, manifest.NAME)
        known = found[: place * WIDTH] + looks(self._site, (manifest.NAME,)) + found[place * WIDTH :]
        return [*paths[:place], manifest.NAME, *paths[place:]], known

    @property
    def earlier(self) -> EarlierSite:
        """The site that stands, as search and cards ask for it."""
        digests = self.standing
        # What was altered or deleted is named too, so that nobody takes over part of what belongs together.
        listed = self._standing.listed if self._standing else digests
        return EarlierSite(digests, tuple(listed))

    @property
    def staging(self) -> Staging:
        """The folder for `staged`, made when first asked for. Raises `NotStaged`, with which the block may end."""
        if self._staging is None:
            try:
                folder = self._stack.enter_context(staging_folder(self._site))
            except OSError as error:
                raise NotStaged(error.errno, error.strerror or str(error)) from error
            has_spare = self._listed is not None and self._listed.record is not None and self._listed.record.spare
            self._staging = Staging(str(folder), is_flat=bool(has_spare))
        return self._staging

    def finish(self, contents: Mapping[str, str], assets: Sequence[Asset]) -> Summary:
        """Make the destination the site of these files and assets, and nothing else of ours.

        `contents` are the SHA-256 of all files but assets by their paths: each is staged, or stands
        with that digest.
        """
        with self._refusals():
            found = self._found_now()
            addresses = [asset.address for asset in assets]
            if not found.has_names((*contents, *addresses, NO_JEKYLL)):
                named = [Kept(path, "") for path in (*contents, manifest.NAME, NO_JEKYLL)]
                if wrong := wrong_names(named, assets):
                    self.problems = tuple(wrong)
                    return Summary()
            digests = {**contents, **self._asset_digests(assets)}
            return self._finished(digests, found)
        return Summary()

    def _found_now(self) -> Standing:
        """Return what stands, looked at anew when somebody has published since."""
        if self._standing is None or self._standing.mark != mark_of(self._site):
            self._standing = standing(self._site)
        return self._standing

    def _finished(self, contents: dict[str, str], found: Standing) -> Summary:
        site = self._site
        if not os.path.lexists(site / NO_JEKYLL) or NO_JEKYLL in found.listed:
            contents[NO_JEKYLL] = manifest.EMPTY_DIGEST
            if found.digests.get(NO_JEKYLL) != manifest.EMPTY_DIGEST:
                staged(self.staging, NO_JEKYLL, b"")
        if self._is_current(contents, found):
            self._seen = (list(found.listed), found.looks) if found.is_as_recorded else None
            return Summary(unchanged=len(contents))
        staging = self.staging
        contents = {path: contents[path] for path in sorted(contents)}
        with held(site, self._patience):
            repair(site)
            found = self._found_now()
            known = as_recorded(site, found)
            others = known.others if known else foreign(site, found.ours)
            has_same_names = found.has_names(contents.keys())
            if not (known and has_same_names):
                in_way = in_the_way(others, found.ours, contents.keys() | {manifest.NAME})
                self.problems = tuple(self._foreign(path) for path in in_way)[:FOREIGN_FILES_SHOWN]
            if self.problems:
                return Summary()
            listed = manifest.manifest(contents)
            summary, made = exchanged(site, staging, contents, listed, found=found, known=known, others=others)
            self._seen = (list(contents), made.files) if made else None
            self._published = hashlib.sha256(listed).hexdigest()
            return summary

    def _asset_digests(self, assets: Sequence[Asset]) -> Mapping[str, str]:
        """Return the SHA-256 of the assets by their addresses, of which those are staged that do not stand."""
        digests: dict[str, str] = {}
        for asset in assets:
            if digest := self.standing.get(asset.address):
                for _ in self._files.chunks(asset.path):
                    pass
                if self._files.digests[asset.path] == digest:
                    digests[asset.address] = digest
                    continue
            digests[asset.address] = staged_pieces(self.staging, asset.address, self._files.chunks(asset.path))
        return digests

    def _is_current(self, contents: Mapping[str, str], found: Standing) -> bool:
        """Return whether the folder holds exactly these files of ours already, and no build has died beside it."""
        if found.digests != contents or lock_file(self._site).exists():
            return False
        if any(self._staging is None or path != Path(self._staging.folder) for path in leftovers(self._site)):
            return False
        return manifest.stands(self._site, contents)

    def _foreign(self, path: str) -> Problem:
        place = Place(f"{self._shown}/{path}")
        hint = "move it away, or choose another folder with --destination"
        return Problem("foreign-file", "this file is not Postil's, and a page belongs here", place, hint)

    @property
    def _shown(self) -> str:
        """How people call the folder: relative to that of the site where it is inside it."""
        try:
            return self._destination.absolute().relative_to(self._files.root.absolute()).as_posix()
        except ValueError:
            return self._destination.as_posix()

    @contextmanager
    def _refusals(self) -> Iterator[None]:
        """Make a problem of what the system refuses within the block."""
        problems: list[Problem] = []
        with refusals(self._shown, problems):
            yield
        self.problems += tuple(problems)


@contextmanager
def refusals(shown: str, problems: list[Problem]) -> Iterator[None]:
    """Add what the system refuses within the block to the problems; `shown` is how people call the folder."""
    try:
        yield
    except Busy:
        problems.append(Problem("busy", f"another build is writing {shown}", Place(shown), "try again"))
    except OSError as error:
        problems.append(_refused(shown, _reason(error)))


def _reason(error: OSError) -> str:
    return (error.strerror or str(error)).lower()


def _refused(shown: str, reason: str, hint: str | None = None) -> Problem:
    return Problem("cannot-write", f"the site cannot be written to {shown}: {reason}", Place(shown), hint)
