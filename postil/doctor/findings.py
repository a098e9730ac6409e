"""One thing that was looked at, and what was found."""

from __future__ import annotations

from enum import StrEnum

from postil.core.values import dataclass


class State(StrEnum):
    """How it stands. The order of the members is the order of weight."""

    BROKEN = "broken"
    """Something does not work before it is mended."""
    OLD = "old"
    """Something works, and should be renewed or written down before long."""
    ABSENT = "absent"
    """Something is not there that not everybody needs."""
    FINE = "fine"
    """In order."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at."""

    part: str
    """`machine` or `site`."""
    subject: str
    """What was looked at: `Python`, `.gitignore`."""
    state: State
    sentence: str
    """What was found. No full stop, no jargon."""
    remedy: str | None = None
    """The one thing to do: a command, or a sentence. `None` when all is well or nothing can be done."""
