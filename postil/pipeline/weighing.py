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
"""Problems of one code and severity in one file that are kept. Nobody reads more; a hostile file has a million."""


def weighed(problems: Iterable[Problem], options: Options) -> tuple[Problem, ...]:
    """Return the problems in order, with the severities that the options give them."""
    return in_order(problem.as_(_weight(problem, options)) for problem in without_floods(problems))


def without_floods(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Return the problems in order without what goes beyond `MOST_ALIKE`; the last one kept says how many there were.

    What that gives is given again unchanged. A warning never takes the place of an error.
    """
    given = tuple(problems)
    found, counts = in_order(given), Counter(map(_sort, given))
    if not counts or max(counts.values()) <= MOST_ALIKE:
        return found
    seen: Counter[tuple[str, str, Severity]] = Counter()
    kept = []
    for problem in found:
        sort = _sort(problem)
        seen[sort] += 1
        if seen[sort] == MOST_ALIKE < counts[sort]:
            sentence = f"{problem.sentence} (there are {counts[sort]:,} of these in the file; the others are not shown)"
            kept.append(replace(problem, sentence=sentence))
        elif seen[sort] <= MOST_ALIKE:
            kept.append(problem)
    return tuple(kept)


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


def _sort(problem: Problem) -> tuple[str, str, Severity]:
    return problem.place.path, problem.code, problem.severity
