"""What the workshop says on the terminal of whoever began it, by any thread, for as long as it is there."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import TypeVar

from postil.core.problems import Problem

Words = TypeVar("Words")


def _unheard(_words: object) -> None:
    """Say nothing."""


class Terminal:
    """Where one speaks to somebody who may leave: a terminal that is gone is no reason to end."""

    def __init__(
        self,
        *,
        answer: Callable[[str], None] = _unheard,
        say: Callable[[str], None] = _unheard,
        show: Callable[[Sequence[Problem]], None] = _unheard,
        complain: Callable[[str], None] = _unheard,
    ) -> None:
        """Take what prints what was asked for, what is going on, problems of the site, and mistakes of the program."""
        self.answer = _while_heard(answer)
        self.say = _while_heard(say)
        self.show = _while_heard(show)
        self.complain = _while_heard(complain)


def _while_heard(speak: Callable[[Words], None]) -> Callable[[Words], None]:
    def spoken(words: Words) -> None:
        with suppress(OSError):
            speak(words)

    return spoken
