"""Verbs of the built site: `build` publishes it, `check` reports on it, `clean` takes it away."""

from __future__ import annotations

import shutil
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, nullcontext
from pathlib import Path

import click

from postil import pipeline, unchanged
from postil import write as publishing
from postil.core.cache import Cache
from postil.core.problems import Place, Problem, Severity, in_order
from postil.progress import Bar
from postil.write.manifest import ours

from .asked import PROBLEMS, Asked, common_options
from .options import building_options


@click.command()
@common_options
@building_options
@click.option(
    "-d",
    "--destination",
    metavar="DIR",
    type=click.Path(path_type=Path),
    help="Where the site is built. The folder site/ beside content/ when absent.",
)
@click.option("--explain", is_flag=True, help="Say of each page that is drawn anew why it is.")
@click.option("--profile", is_flag=True, help="Say how long each stage took.")
@click.option("--no-cache", is_flag=True, help="Remember nothing, and use nothing remembered.")
def build(
    asked: Asked, *, options: pipeline.Options, destination: Path | None, explain: bool, profile: bool, no_cache: bool
) -> None:
    """Build the site. With errors, the site built before stays as it is."""
    started = time.perf_counter()
    files = asked.files()
    target = destination or asked.source / "site"
    cache = Cache.at(None if no_cache else _memory(asked))
    made = pipeline.Published((), publishing.Summary(), ())
    with closing(cache), publishing.publication(target, files) as publication:
        if not publication.problems:
            with Bar(sys.stderr) if not asked.quiet else nullcontext(_unseen) as bar:
                made = pipeline.published(files, options, publication, cache, progress=bar)
    problems = in_order((*made.problems, *publication.problems))
    asked.show(problems)
    _advise(asked, problems)
    if made.was_left:
        if not asked.quiet:
            click.echo(f"{target} was left as it is", err=True)
        sys.exit(PROBLEMS)
    asked.tell(made.texts)
    for why in made.why if explain else ():
        asked.say(f"{why.path}: {why.reason}")
    for stage, taken in made.spent.items() if profile else ():
        asked.say(f"{taken:8.3f} s  {stage}")
    said = tuple(asked.said)
    if not publication.problems:
        seconds = time.perf_counter() - started
        asked.say(f"{target}: {_texts(made)}, {_changes(made.summary)} ({seconds:.2f} s)")
        _remember(asked, target, said, f"{target}: {_texts(made)}, {_changes(publishing.Summary())}", publication.seen)
    asked.end(problems)


def _advise(asked: Asked, problems: Sequence[Problem]) -> None:
    """Name the verb that puts notes back into their places, where some have lost theirs."""
    if asked.format == "text" and not asked.quiet and any(problem.code == "quote-not-found" for problem in problems):
        program = click.get_current_context().find_root().info_name
        asked.print("err", f"`{program} repair` shows which notes can be put back\n")


def _unseen(_stage: str, _done: int, _total: int) -> None:
    """Show nothing."""


def _memory(asked: Asked) -> Path:
    """Return the folder of everything that is remembered from build to build."""
    return asked.source / ".cache" / "postil"


def _remember(
    asked: Asked, target: Path, said: Sequence[tuple[str, str]], last: str, seen: publishing.Seen | None
) -> None:
    """Keep what was said, for the next start to say again when nothing has changed."""
    start = click.get_current_context().find_object(unchanged.Start)
    if start and not asked.verbose and asked.source.absolute() == Path(start.source).absolute():
        paths, looks = seen or (ours(target), None)
        unchanged.remember(start, str(target), paths, said, None if asked.quiet else (asked.aside, last), looks)


@click.command()
@common_options
@building_options
def check(asked: Asked, *, options: pipeline.Options) -> None:
    """Report every problem and write nothing."""
    made = pipeline.built(asked.files(), options)
    asked.show(in_order((*made.problems, *_shares(made))), to_error=False)
    _advise(asked, made.problems)
    asked.tell(made.texts)
    if asked.format == "text" and not made.problems:
        asked.say(f"{_texts(made)}, no problems")
    asked.end(made.problems)


@click.command()
@common_options
@click.option(
    "-d",
    "--destination",
    metavar="DIR",
    type=click.Path(path_type=Path),
    help="The built site. The folder site/ beside content/ when absent.",
)
def clean(asked: Asked, *, destination: Path | None) -> None:
    """Remove the built site, and what is remembered of it; files that Postil did not make stay."""
    target = destination or asked.source / "site"
    problems, summary = publishing.clean(target)
    if not problems:
        shutil.rmtree(_memory(asked), ignore_errors=True)
    asked.show(problems)
    if not problems:
        asked.say(f"{target}: {summary.removed} files removed")
    asked.end(problems)


def _shares(made: pipeline.Built) -> Iterator[Problem]:
    """Yield a notice for each text of which only excerpts are published, saying how much that is."""
    for text in made.texts:
        if text.tally.is_excerpt:
            sentence = f"{text.tally.share:.0%} of the text is published"
            yield Problem("excerpts", sentence, Place(text.path), severity=Severity.NOTICE)


def _texts(made: pipeline.Built | pipeline.Published) -> str:
    return "1 text" if len(made.texts) == 1 else f"{len(made.texts)} texts"


def _changes(summary: publishing.Summary) -> str:
    """Say what publishing changed."""
    if not summary.written and not summary.removed:
        return "nothing changed"
    parts = [f"{summary.written} file{'' if summary.written == 1 else 's'} written"]
    if summary.unchanged:
        parts.append(f"{summary.unchanged} unchanged")
    if summary.removed:
        parts.append(f"{summary.removed} removed")
    return ", ".join(parts)
