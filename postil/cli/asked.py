"""What every verb is asked for, and how it answers: by problems, by sentences, by an exit status.

Takes the options that all verbs share and gives them as one value, `Asked`. What a verb is asked for
goes to standard output, what it has to say about it to standard error.
"""

from __future__ import annotations

import functools
import os
import sys
from collections.abc import Callable, Mapping, MutableSequence, Sequence
from dataclasses import field, replace
from pathlib import Path
from typing import Any, NoReturn, get_args

import click

from postil import pipeline, report
from postil.core.files import Files
from postil.core.problems import Problem, Severity
from postil.core.values import dataclass
from postil.write.authored import create

FINE, PROBLEMS, WRONG_USAGE = 0, 1, 2
FAILED, INTERRUPTED, STOPPED = 70, 130, 143


@dataclass(frozen=True, slots=True)
class Asked:
    """What every verb was asked for."""

    source: Path
    format: report.Style
    quiet: bool
    verbose: bool
    said: MutableSequence[tuple[str, str]] = field(default_factory=list)
    """What was printed, each after its stream, `out` or `err`."""

    def files(self) -> Files:
        """Return the door to the site."""
        if not self.source.is_dir():
            raise click.UsageError(f"the folder {self.source} does not exist")
        try:
            return Files.of_site(self.source)
        except ValueError as mistake:
            raise click.UsageError(str(mistake)) from None

    def show(self, problems: Sequence[Problem], *, to_error: bool = True) -> None:
        """Print problems in the format asked for, their files as seen from the current folder."""
        problems = [self._seen_from_here(problem) for problem in problems]
        stream = "err" if to_error and self.format in ("text", "short") else "out"
        self.print(stream, report.rendered(problems, self.format, colour=self.is_coloured(stream)))
        if problems and self.format in ("text", "short") and not self.quiet:
            self.print("err", "\n" * (self.format == "text") + report.summary(problems) + "\n")

    def _seen_from_here(self, problem: Problem) -> Problem:
        path = (self.source / problem.place.path).as_posix()
        return replace(problem, place=replace(problem.place, path=path))

    def say(self, sentence: str) -> None:
        """Print a result, unless asked to be quiet; aside, where standard output is for a machine."""
        if not self.quiet:
            self.print(self.aside, f"{sentence}\n")

    def answer(self, text: str) -> None:
        """Print what the verb was asked for."""
        self.print("out", f"{text}\n")

    def complain(self, sentence: str) -> None:
        """Print why the verb does not do what it was asked for, where no file is to blame."""
        self.print("err", f"{sentence}\n")

    @property
    def aside(self) -> str:
        """The stream for what is no problem."""
        return "err" if self.format in ("json", "github") else "out"

    def is_coloured(self, stream: str) -> bool:
        """Return whether to print colours on `out` or `err`."""
        return _is_coloured(sys.stderr if stream == "err" else sys.stdout, os.environ)

    @property
    def is_answered(self) -> bool:
        """Whether a person is there to be asked."""
        return not self.quiet and is_typed() and sys.stderr.isatty()

    def print(self, stream: str, text: str) -> None:
        """Print text as it is on `out` or `err`."""
        if text:
            self.said.append((stream, text))
            click.echo(text, err=stream == "err", color=True, nl=False)

    def tell(self, texts: Sequence[pipeline.ToldText]) -> None:
        """Print what was found for each text, when asked to print more."""
        for text in texts if self.verbose else ():
            tally = text.tally
            self.say(
                f"{text.path} -> /{text.address}: notes placed: {tally.placed},"
                f" quotes without a place: {tally.orphans}, comments: {tally.comments}"
            )

    def end(self, problems: Sequence[Problem]) -> NoReturn:
        """Leave with the exit status that the problems ask for."""
        has_errors = any(problem.severity is Severity.ERROR for problem in problems)
        sys.exit(PROBLEMS if has_errors else FINE)

    def create(
        self, files: Mapping[str, str], *, beside: Mapping[str, bytes] | None = None, following: str | None = None
    ) -> NoReturn:
        """Save new files of an author, say which, and leave; of those `beside` them, say only in which folders.

        `following` is the sentence that is said after all this: what to do next.
        """
        beside = beside or {}
        problems = create(self.source, {**files, **beside})
        self.show(problems)
        if not problems:
            for path in (*files, *dict.fromkeys(path.split("/", 1)[0] for path in beside)):
                self.say(str(self.source / path))
            if following:
                self.say(following)
        self.end(problems)


def is_typed() -> bool:
    """Return whether standard input comes from a person. There may be none at all."""
    return sys.stdin is not None and sys.stdin.isatty()


def common_options(verb: Callable[..., Any]) -> Callable[..., Any]:
    """Give a verb the options that all verbs share, and hand them over as one value."""

    @click.option(
        "-s",
        "--source",
        metavar="DIR",
        default=".",
        type=click.Path(path_type=Path),
        help="The site's folder, which holds content/. The current folder when absent.",
    )
    @click.option("--format", "format_", type=click.Choice(get_args(report.Style)), help="How problems are printed.")
    @click.option("-q", "--quiet", is_flag=True, help="Print problems only.")
    @click.option("-v", "--verbose", is_flag=True, help="Print more, and Python's traceback should Postil itself fail.")
    @functools.wraps(verb)
    def with_common(*, source: Path, format_: report.Style | None, quiet: bool, verbose: bool, **others: Any) -> Any:
        default: report.Style = "github" if os.environ.get("GITHUB_ACTIONS") == "true" else "text"
        return verb(Asked(source, format_ or default, quiet, verbose), **others)

    return with_common


def _is_coloured(stream: Any, environment: Mapping[str, str]) -> bool:
    """Return whether to print colours: as NO_COLOR and FORCE_COLOR say, else on a terminal."""
    if environment.get("NO_COLOR"):
        return False
    if environment.get("FORCE_COLOR"):
        return True
    return stream.isatty() and environment.get("TERM") != "dumb"
