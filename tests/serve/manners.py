"""How editors save: each puts new words into a file by another row of small steps."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path


def vim(file: Path, words: str) -> None:
    """Try whether the folder can be written to, put the file aside, write it anew."""
    trial = file.with_name("4913")
    trial.touch()
    trial.unlink()
    aside = file.with_name(file.name + "~")
    file.rename(aside)
    file.write_text(words)
    aside.unlink()


def vs_code(file: Path, words: str) -> None:
    """Write over the file."""
    with file.open("r+") as opened:
        opened.write(words)
        opened.truncate()


def jetbrains(file: Path, words: str) -> None:
    """Write another file, exchange the two, and delete the old one."""
    new, old = (file.with_name(f"{file.name}___jb_{what}___") for what in ("tmp", "old"))
    new.write_text(words)
    file.rename(old)
    new.rename(file)
    old.unlink()


def emacs(file: Path, words: str) -> None:
    """Mark the file as being edited, keep a copy, write over it, and take the mark away."""
    mark = file.with_name(f".#{file.name}")
    mark.symlink_to("somebody@somewhere.4711")
    file.with_name(f"{file.name}~").write_bytes(file.read_bytes())
    file.write_text(words)
    mark.unlink()


def in_one_step(file: Path, words: str) -> None:
    """Put another file in its place."""
    new = file.with_name(f".{file.name}.{os.getpid()}.tmp")
    new.write_text(words)
    new.replace(file)


def in_two_steps(file: Path, words: str) -> None:
    """Empty the file, and write it."""
    with file.open("w") as opened:
        opened.flush()
        os.fsync(opened.fileno())
        opened.write(words)


MANNERS: tuple[Callable[[Path, str], None], ...] = (vim, vs_code, jetbrains, emacs, in_one_step, in_two_steps)
