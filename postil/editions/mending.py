"""The repairs of one text as changes of its files, each file changed once.

Takes an opened text; gives what is written when its safe repairs are, and what is left to a person.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from postil import authoring
from postil.anchoring import UNPLACED, Budget
from postil.authoring import Change
from postil.authoring.reading_back import with_file
from postil.core.model import Comment, TextFiles
from postil.core.problems import Checked, Problem
from postil.core.values import dataclass

from .opening import Opened, Shelf, opened
from .repairs import Repair, repairs


@dataclass(frozen=True, slots=True)
class Mending:
    """What would mend a text."""

    name: str
    """Of the text."""
    safe: tuple[Repair, ...]
    """What the changes write."""
    changes: tuple[Change, ...]
    """At most one of each file."""
    unsafe: tuple[Repair, ...]
    """What is left to a person."""
    left: tuple[Problem, ...]
    """What the build will still say of quotes that have no place, those of comments among them."""


def mendings(shelf: Shelf, names: Iterable[str]) -> Iterator[Checked[Mending | None]]:
    """Yield what would mend each text, `None` with the problems for one that cannot be read."""
    budget = Budget()
    for name in names:
        found = opened(shelf.texts[name], shelf, budget)
        yield Checked(mending(found.value) if found.value else None, found.problems)


def mending(opened: Opened) -> Mending:
    """Return what would mend a text."""
    files, safe, unsafe = opened.files, [], []
    changes: dict[str, Change] = {}
    problems: list[Problem] = []
    for repair in repairs(opened):
        written = _written(files, repair)
        problems += written.problems
        if written.value is None:
            unsafe.append(repair)
            continue
        change, files = written.value
        first = changes.get(change.path, change)
        changes[change.path] = Change(change.path, first.before, change.after, change.id)
        safe.append(repair)
    mended = {problem for repair in safe for problem in repair.mended}
    left = [problem for problem in opened.problems if problem.code in UNPLACED and problem not in mended]
    return Mending(opened.name, tuple(safe), tuple(changes.values()), tuple(unsafe), (*problems, *left))


def _written(files: TextFiles, repair: Repair) -> Checked[tuple[Change, TextFiles] | None]:
    """Return the change that makes a repair, and the files of the text after it; `None` when it is not to be made."""
    if not repair.fields:
        return Checked(None)
    write = authoring.comment_changed if isinstance(repair.lost, Comment) else authoring.changed
    change = write(files, repair.lost.id, repair.fields)
    if change.value is None:
        return Checked(None, change.problems)
    after = with_file(files, change.value.path, change.value.after)
    return Checked((change.value, after.value) if after.value else None, after.problems)
