"""What a build gives to who asked for it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field

from postil.core.model import Asset, Output
from postil.core.problems import Place, Problem, Severity
from postil.core.values import dataclass
from postil.write import Summary

from .memory import Tally


@dataclass(frozen=True, slots=True)
class ToldText:
    """A text of the site, as far as people are told of it."""

    path: str
    address: str
    tally: Tally


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
    texts: tuple[ToldText, ...] = ()

    @property
    def has_errors(self) -> bool:
        """Whether it must not be published."""
        return any(problem.severity is Severity.ERROR for problem in self.problems)


@dataclass(frozen=True, slots=True)
class Published:
    """What became of a site on the disk."""

    problems: tuple[Problem, ...]
    summary: Summary
    texts: tuple[ToldText, ...]
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
