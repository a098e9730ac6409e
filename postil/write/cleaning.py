"""Removes a published site, and nothing that is not ours."""

from __future__ import annotations

import os
from pathlib import Path

from postil.core.problems import Problem

from . import manifest, record
from .exchange import leftovers, repair
from .exchanging import Summary
from .lock import PATIENCE_SECONDS, held
from .names import folders_of
from .publication import refusals


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
