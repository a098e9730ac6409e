"""What the rooms of the workshop hand to each other: the desk at which verbs work, and their answers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any, Protocol

from postil.authoring.history import History
from postil.core.model import Output
from postil.core.problems import Problem
from postil.core.values import dataclass
from postil.pipeline.live import Live


class Renewal(Protocol):
    """What a look at the sources brought."""

    @property
    def changed(self) -> frozenset[str]:
        """Paths of files of the site that may be others than before, or came or went."""
        ...

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Everything that is wrong with the site now, in order."""
        ...

    @property
    def stood(self) -> bool:
        """Whether the site stayed as it was, since its sources cannot be built at all."""
        ...


class Served(Protocol):
    """What the server asks of a site in memory. Safe for threads, and no page is waited for while it is renewed."""

    @property
    def names(self) -> Mapping[str, str]:
        """Names of the texts that pages show, by the paths of the pages."""
        ...

    @property
    def base_url(self) -> str | None:
        """Where the site will stand when it is published."""
        ...

    @property
    def drawing_problems(self) -> Mapping[str, tuple[Problem, ...]]:
        """What drawing a page met, by the path of the page."""
        ...

    def renewed(self) -> Renewal:
        """Look at the sources again, and return what that brought."""
        ...

    def file(self, path: str) -> Output | None:
        """Return a file of the site by its path: `essays/axis/index.html`."""
        ...


@dataclass(frozen=True, slots=True)
class Desk:
    """What a verb of the editor works with."""

    live: Live
    root: Path
    """The site's folder."""
    history: History
    lock: AbstractContextManager[Any]
    """Is held by the server while a verb is called, so that no two of them write at once. May be taken again."""
    ask_for_renewal: Callable[[], None]
    """Has the sources looked at soon, without waiting for the watcher. Returns at once."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a verb gives to the page."""

    status: int
    """As HTTP has it: 200, 400, 409, …"""
    value: Any
    """What JSON can hold."""


Verb = Callable[[Desk, Mapping[str, Any]], Answer]
"""Does what a page asks for, with an object of JSON."""
