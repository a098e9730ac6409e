"""New files for authors: made all or none, never over one that is there."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from postil.core.problems import Place, Problem


def create(root: Path, files: Mapping[str, str | bytes]) -> tuple[Problem, ...]:
    """Make the files, given by path below `root` and content, and return what stood in the way.

    Nothing is made when one of them exists already.
    """
    existing = sorted(path for path in files if os.path.lexists(root / path))
    if existing:
        return tuple(
            Problem("will-not-overwrite", f"{path} exists already", Place(path), "choose another name, or move it away")
            for path in existing
        )
    made: list[Path] = []
    for path, content in files.items():
        target = root / path
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            with target.open("xb") as file:
                made.append(target)
                file.write(content.encode() if isinstance(content, str) else content)
        except OSError as error:
            for one in made:
                one.unlink(missing_ok=True)
            sentence = f"{path} cannot be written: {error.strerror or error}"
            return (Problem("cannot-write", sentence, Place(path)),)
    return ()


def replace_generated(root: Path, files: Mapping[str, str]) -> tuple[Problem, ...]:
    """Write generated files such as schemas, over what they were before, and return what prevented it."""
    for path, text in files.items():
        target = root / path
        beside = target.with_name(f"{target.name}.new")
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            beside.write_text(text, encoding="utf-8", newline="\n")
            beside.replace(target)
        except OSError as error:
            beside.unlink(missing_ok=True)
            return (Problem("cannot-write", f"{path} cannot be written: {error.strerror or error}", Place(path)),)
    return ()
