"""The changes that were saved since the program was started, and their undoing, the last one first.

Takes `Change`s and saves them through `write/authored`. A change is taken back by the same door: if
the file was changed meanwhile by somebody else, it stays as it is, and so does the history.
"""

from __future__ import annotations

from dataclasses import replace

from postil.core.problems import Checked, Problem
from postil.write.authored import Folder, saved

from .change import Change

MOST_BYTES = 32_000_000
"""Of all files remembered together. The oldest changes are forgotten first."""


class History:
    """What was saved within this run. Not safe for threads: who holds it holds a lock."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self._changes: list[Change] = []

    def __len__(self) -> int:
        """Return how many changes can be taken back."""
        return len(self._changes)

    @property
    def last(self) -> Change | None:
        """The change that would be taken back next."""
        return self._changes[-1] if self._changes else None

    def saved(self, root: Folder, change: Change) -> tuple[Problem, ...]:
        """Save a change below `root` and remember it; return what stood in the way, and then nothing is changed."""
        problems = saved(root, change)
        if not problems:
            self.remember(change)
        return problems

    def remember(self, change: Change) -> None:
        """Remember a change that was saved."""
        self._changes.append(change)
        while len(self._changes) > 1 and sum(map(_bytes, self._changes)) > MOST_BYTES:
            del self._changes[0]

    def undone(self, root: Folder) -> Checked[Change | None]:
        """Take the last change back; return the change that did so, `None` when there is nothing to take back.

        `None` with the problems when the file is no longer as that change left it: then everything
        stays, and the change is remembered.
        """
        if not self._changes:
            return Checked(None)
        last = self._changes[-1]
        back = replace(last, before=last.after, after=last.before)
        problems = saved(root, back)
        if problems:
            return Checked(None, problems)
        del self._changes[-1]
        return Checked(back)


def _bytes(change: Change) -> int:
    return len(change.before or b"") + len(change.after or b"")
