"""How grave problems are under the options of a build, and how many of one sort are shown."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace

from postil import anchoring
from postil.core.problems import Problem, Severity, in_order

from .options import Options

GOING_ON = frozenset({*anchoring.UNPLACED, "text-too-costly"})
"""Errors in spite of which `keep_going` publishes: what they are about is missing or stands elsewhere, and is named."""
MOST_ALIKE = 100
"""Problems of one code in one file that are shown. Nobody reads more; a hostile file has a million."""


def weighed(problems: Iterable[Problem], options: Options) -> tuple[Problem, ...]:
    """Return the problems in order, with the severities that the options give them."""
    return _without_floods(in_order(problem.as_(_weight(problem, options)) for problem in problems))


def has_errors(problems: Iterable[Problem], options: Options) -> bool:
    """Return whether any of the problems keeps the site from being published."""
    return any(_weight(problem, options) is Severity.ERROR for problem in problems)


def _weight(problem: Problem, options: Options) -> Severity:
    severity = problem.severity
    if options.keep_going and problem.code in GOING_ON and severity is Severity.ERROR:
        severity = Severity.WARNING
    if options.strict and severity is Severity.WARNING:
        severity = Severity.ERROR
    return severity


def _without_floods(problems: tuple[Problem, ...]) -> tuple[Problem, ...]:
    """Leave out what goes beyond `MOST_ALIKE`, and say in the last one shown how many there were."""
    counts = Counter((problem.place.path, problem.code) for problem in problems)
    seen: Counter[tuple[str, str]] = Counter()
    kept = []
    for problem in problems:
        key = (problem.place.path, problem.code)
        seen[key] += 1
        if seen[key] == MOST_ALIKE < counts[key]:
            sentence = f"{problem.sentence} (there are {counts[key]:,} of these in the file; the others are not shown)"
            kept.append(replace(problem, sentence=sentence))
        elif seen[key] <= MOST_ALIKE:
            kept.append(problem)
    return tuple(kept)
