"""Publishes a site that is held in memory, and removes one."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Sequence
from pathlib import Path

from postil.core.files import Files
from postil.core.model import Asset, Kept, Output
from postil.core.problems import Problem

from . import manifest, record
from .exchange import leftovers, repair
from .exchanging import Summary
from .lock import PATIENCE_SECONDS, held
from .names import folders_of, wrong_names
from .publication import NO_JEKYLL, publication, refusals
from .staging import staged


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
    wrong = wrong_names([*outputs, *kept, Output(manifest.NAME, b""), Output(NO_JEKYLL, b"")], assets)
    if wrong:
        return tuple(wrong), Summary()
    summary = Summary()
    with publication(destination, files, patience=patience) as site:
        if not site.problems:
            contents = {file.path: file.digest for file in kept}
            for output in outputs:
                digest = hashlib.sha256(output.content).hexdigest()
                if site.standing.get(output.path) != digest:
                    staged(str(site.staging), output.path, output.content)
                contents[output.path] = digest
            summary = site.finish(contents, assets)
    return site.problems, summary


def clean(destination: Path, *, patience: float = PATIENCE_SECONDS) -> tuple[tuple[Problem, ...], Summary]:
    """Remove what is ours from `destination`, and the folder too when nothing else is in it."""
    problems: list[Problem] = []
    with refusals(destination.as_posix(), problems):
        site = Path(os.path.realpath(destination))
        if not manifest.ours(site) and not leftovers(site) and not record.folder_of(site).exists():
            return (), Summary()
        with held(site, patience):
            repair(site)
            record.forget(site)
            listed = manifest.ours(site)
            present = [path for path in sorted(listed) if os.path.lexists(site / path)]
            # The manifest goes last: a run that is cut short still knows what is ours.
            for path in sorted(present, key=lambda path: path == manifest.NAME):
                (site / path).unlink()
            for folder in sorted(folders_of(listed), key=len, reverse=True):
                _remove_if_empty(site / folder)
            _remove_if_empty(site)
            return (), Summary(removed=len(set(present) - {manifest.NAME}))
    return tuple(problems), Summary()


def _remove_if_empty(folder: Path) -> None:
    if folder.is_dir() and not folder.is_symlink() and not any(folder.iterdir()):
        folder.rmdir()
