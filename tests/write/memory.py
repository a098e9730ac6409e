"""Publishes a site that is held in memory, and asks what stands of one: what a build does, without a build."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from pathlib import Path

from postil import write
from postil.core.files import Files
from postil.core.model import Asset, Kept, Output
from postil.core.problems import Problem
from postil.write import Summary, manifest
from postil.write.earlier import EarlierSite
from postil.write.lock import PATIENCE_SECONDS
from postil.write.publication import NO_JEKYLL


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
    wrong = write.wrong_names([*outputs, *kept, Output(manifest.NAME, b""), Output(NO_JEKYLL, b"")], assets)
    if wrong:
        return tuple(wrong), Summary()
    summary = Summary()
    with write.publication(destination, files, patience=patience) as site:
        if not site.problems:
            contents = {file.path: file.digest for file in kept}
            for output in outputs:
                digest = hashlib.sha256(output.content).hexdigest()
                if site.standing.get(output.path) != digest:
                    write.staged(site.staging, output.path, output.content)
                contents[output.path] = digest
            summary = site.finish(contents, assets)
    return site.problems, summary


def earlier(destination: Path) -> EarlierSite:
    """Return the site that stands at `destination`."""
    site = write.publication(destination, Files(destination.parent))
    with site:
        pass
    return site.earlier
