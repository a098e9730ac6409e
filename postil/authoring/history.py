"""The changes that were saved since the program was started, and their undoing, the last one first.

Takes `Change`s and saves them through `write/authored`. A change is taken back by the same door: if
the file was changed meanwhile by somebody else, it stays as it is, and the change is forgotten, once that
was said, so that those before it can be taken back.
"""

from __future__ import annotations

from dataclasses import replace

from postil.core.problems import Checked, Problem
from postil.core.values import dataclass
from postil.write.authored import Folder, mode_of, saved

from .change import Change

FOR_NOW = "cannot-write"
"""The code of what may be otherwise in a moment, such as a full disk: a change is not forgotten for it."""
MOST_BYTES = 32_000_000
"""Of all files remembered together. The oldest changes are forgotten first."""


@dataclass(frozen=True, slots=True)
class _Saved:
    change: Change
    mode: int | None
    """Of a file that went, to be brought back with it."""


class History:
    """What was saved within this run. Not safe for threads: who holds it holds a lock."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self._changes: list[_Saved] = []

    def __len__(self) -> int:
        """Return how many changes can be taken back."""
        return len(self._changes)

    @property
    def last(self) -> Change | None:
        """The change that would be taken back next."""
        return self._changes[-1].change if self._changes else None

    def saved(self, root: Folder, change: Change) -> tuple[Problem, ...]:
        """Save a change below `root` and remember it; return what stood in the way, and then nothing is changed."""
        mode = mode_of(root, change.path) if change.after is None else None
        problems = saved(root, change)
        if not problems:
            self.remember(change, mode)
        return problems

    def remember(self, change: Change, mode: int | None = None) -> None:
        """Remember a change that was saved; of a file that went, with its mode."""
        self._changes.append(_Saved(change, mode))
        while len(self._changes) > 1 and sum(map(_bytes, self._changes)) > MOST_BYTES:
            del self._changes[0]

    def undone(self, root: Folder) -> Checked[Change | None]:
        """Take the last change back; return the change that did so, `None` when there is nothing to take back.

        `None` with the problems when the file is no longer as that change left it: then everything
        stays, and the change is forgotten, as the problem says. It is remembered when its file cannot be written now.
        """
        if not self._changes:
            return Checked(None)
        last = self._changes[-1]
        back = replace(last.change, before=last.change.after, after=last.change.before)
        problems = saved(root, back, mode=last.mode)
        if any(problem.code == FOR_NOW for problem in problems):
            return Checked(None, problems)
        del self._changes[-1]
        if problems:
            onward = (
                "undo once more to take back the change before it" if self._changes else "there is no change before it"
            )
            return Checked(None, tuple(replace(one, sentence=f"{one.sentence}; {onward}") for one in problems))
        return Checked(back)


def _bytes(saved: _Saved) -> int:
    return len(saved.change.before or b"") + len(saved.change.after or b"")
