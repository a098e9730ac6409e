"""What a build gives to who asked for it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import field
from typing import Any

from postil.core.model import Asset, Output
from postil.core.problems import Place, Problem, Severity
from postil.core.values import dataclass
from postil.write import Summary

from .memory import Tally

Progress = Callable[[str, int, int], None]
"""Is told what is done, how much of it, and how much there is in all."""


@dataclass(frozen=True, slots=True)
class ToldText:
    """A text of the site, as far as people are told of it."""

    path: str
    address: str
    tally: Tally


class ToldTexts(Sequence[ToldText]):
    """The texts of a site, each told when somebody asks for it: often nobody does but for their number."""

    def __init__(self, names: Sequence[str], told: Callable[[str], ToldText]) -> None:
        self._names = names
        self._told = told

    def __len__(self) -> int:
        return len(self._names)

    def __getitem__(self, place: Any) -> Any:
        """Return one or some of them."""
        names = self._names[place]
        return self._told(names) if isinstance(names, str) else tuple(self._told(name) for name in names)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and tuple(self) == tuple(other)

    def __hash__(self) -> int:
        return hash(tuple(self))


@dataclass(frozen=True, slots=True)
class Why:
    """A page that was drawn, and why."""

    path: str
    """Of its file in the site."""
    reason: str


@dataclass(frozen=True, slots=True)
class Built:
    """A site in memory, and what is wrong with it."""

    outputs: tuple[Output, ...]
    assets: tuple[Asset, ...]
    problems: tuple[Problem, ...]
    texts: Sequence[ToldText] = ()

    @property
    def has_errors(self) -> bool:
        """Whether it must not be published."""
        return any(problem.severity is Severity.ERROR for problem in self.problems)


@dataclass(frozen=True, slots=True)
class Published:
    """What became of a site on the disk."""

    problems: tuple[Problem, ...]
    summary: Summary
    texts: Sequence[ToldText]
    was_left: bool = False
    """Whether errors of the content kept it as it was."""
    why: tuple[Why, ...] = ()
    spent: Mapping[str, float] = field(default_factory=dict)
    """Seconds by stage."""


class NoClusterError(Exception):
    """A cluster cannot do the work. Its arguments are the sentence and the hint of a problem."""

    def __init__(self, sentence: str, hint: str) -> None:
        super().__init__(sentence, hint)

    @property
    def problem(self) -> Problem:
        """The same, to be reported."""
        sentence, hint = self.args
        return Problem("no-cluster", sentence, Place("content/"), hint)


def unseen(stage: str, done: int, total: int) -> None:
    """Tell nobody what is done."""
    del stage, done, total
