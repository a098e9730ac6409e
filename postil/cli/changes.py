"""Changes of authors' files, as a command shows and saves them."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from difflib import unified_diff

from postil.authoring import Change
from postil.report import visible
from postil.write.authored import saved

from .asked import PROBLEMS, Asked

COLOURS = {"+": "32", "-": "31", "@": "36"}


def save(asked: Asked, change: Change, said: str, *, line: int | None = None) -> None:
    """Save a change and say so, with the lines that changed when asked to say more; leave when it is refused.

    `line` is where to look at it, the first line that changed when `None`.
    """
    problems = saved(asked.source, change)
    if problems:
        asked.show(problems)
        sys.exit(PROBLEMS)
    asked.say(f"{asked.source / change.path}:{line or first_line(change)}: {said}")
    if asked.verbose:
        show(asked, [change], asked.aside)


def show(asked: Asked, changes: Iterable[Change], stream: str) -> None:
    """Print what changes, as programs that compare files do."""
    coloured = asked.is_coloured(stream)
    for change in changes:
        for line in difference(change, (asked.source / change.path).as_posix()):
            colour = COLOURS.get(line[:1]) if coloured else None
            asked.print(stream, f"\x1b[{colour}m{visible(line)}\x1b[0m\n" if colour else f"{visible(line)}\n")


def difference(change: Change, path: str) -> Iterator[str]:
    """Yield the lines of a unified difference, without line ends, of the file that is shown as `path`."""
    before, after = _lines(change.before), _lines(change.after)
    heads = (path if change.before is not None else "/dev/null", path if change.after is not None else "/dev/null")
    for number, line in enumerate(unified_diff(before, after, *heads, n=2, lineterm="")):
        yield line.rstrip("\r\n")
        if number >= len(heads) and line[:1] in "+- " and not line.endswith(("\n", "\r")):
            yield "\\ No newline at end of file"


def first_line(change: Change) -> int:
    """Return the first line that is another than before, counted from 1."""
    before, after = _lines(change.before), _lines(change.after)
    same = zip(before, after, strict=False)
    return next(
        (number for number, (one, other) in enumerate(same, 1) if one != other), min(len(before), len(after)) + 1
    )


def line_of(change: Change) -> int:
    """Return the line of a new entry, counted from 1: the first of the new lines that names its id."""
    first, after = first_line(change), _lines(change.after)
    return next((number for number, line in enumerate(after, 1) if number >= first and change.id in line), first)


def _lines(content: bytes | None) -> list[str]:
    return (content or b"").decode("utf-8-sig", "replace").splitlines(keepends=True)
