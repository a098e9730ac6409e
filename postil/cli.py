"""The command line: verbs, options, exit statuses.

Exit status 0: fine; 1: problems in the content; 2: wrong usage; 70: a mistake of the program.
What a verb is asked for goes to standard output, what it has to say about it to standard error.
"""

from __future__ import annotations

import functools
import os
import shutil
import signal
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, nullcontext
from dataclasses import field, fields, replace
from pathlib import Path
from typing import Any, NoReturn, get_args

import click

from postil import __version__, bootstrap, new, pipeline, report, unchanged
from postil import write as publishing
from postil.core.cache import Cache
from postil.core.citing import is_address
from postil.core.files import Files, outside_source
from postil.core.problems import Place, Problem, Severity, in_order
from postil.core.values import dataclass
from postil.imports.text import imported
from postil.progress import Bar
from postil.write.authored import create, replace_generated
from postil.write.manifest import ours

FINE, PROBLEMS, WRONG_USAGE = 0, 1, 2
FAILED, INTERRUPTED, STOPPED = 70, 130, 143


class _Verbs(click.Group):
    """The verbs, of which `build` need not be said, and which may follow their options."""

    def parse_args(self, context: click.Context, arguments: list[str]) -> list[str]:
        """Put the verb in front of its options, and `build` where no verb is given."""
        if not {"--help", "-h", "--version"} & set(arguments[:1]):
            place = _first_word(arguments)
            if place is None:
                arguments = ["build", *arguments]
            elif arguments[place] in self.commands:
                words = 2 if isinstance(self.commands[arguments[place]], click.Group) else 1
                verb = arguments[place : place + words]
                arguments = [*verb, *arguments[:place], *arguments[place + words :]]
        return super().parse_args(context, arguments)


def _first_word(arguments: Sequence[str]) -> int | None:
    """Return where the first argument stands that is neither an option nor an option's value."""
    before = ""
    for place, argument in enumerate(arguments):
        if not argument.startswith("-") and before not in unchanged.TAKING_A_VALUE:
            return place
        before = argument
    return None


@dataclass(frozen=True, slots=True)
class _Asked:
    """What every verb was asked for."""

    source: Path
    format: report.Style
    quiet: bool
    verbose: bool
    said: list[tuple[str, str]] = field(default_factory=list)
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
        coloured = _is_coloured(sys.stderr if stream == "err" else sys.stdout, os.environ)
        self._print(stream, report.rendered(problems, self.format, colour=coloured))
        if problems and self.format in ("text", "short") and not self.quiet:
            self._print("err", "\n" * (self.format == "text") + report.summary(problems) + "\n")

    def _seen_from_here(self, problem: Problem) -> Problem:
        path = (self.source / problem.place.path).as_posix()
        return replace(problem, place=replace(problem.place, path=path))

    def say(self, sentence: str) -> None:
        """Print a result, unless asked to be quiet; aside, where standard output is for a machine."""
        if not self.quiet:
            self._print(self.aside, f"{sentence}\n")

    @property
    def aside(self) -> str:
        """The stream for what is no problem."""
        return "err" if self.format in ("json", "github") else "out"

    def _print(self, stream: str, text: str) -> None:
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


def _common(verb: Callable[..., Any]) -> Callable[..., Any]:
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
        return verb(_Asked(source, format_ or default, quiet, verbose), **others)

    return with_common


def _checked_base_url(_context: click.Context, _parameter: click.Parameter, given: str | None) -> str | None:
    """Return the address given, `None` for an empty one, and refuse what is none."""
    if given and not (is_address(given) and given.lower().startswith("http")):
        raise click.BadParameter(f"{given!r} is not a whole address, such as https://name.github.io/project/")
    return given or None


def _checked_executor(_context: click.Context, _parameter: click.Parameter, given: str | None) -> str | None:
    """Return the address given, and refuse what is none."""
    if given is not None and pipeline.endpoint(given) is None:
        raise click.BadParameter(f"{given!r} is not the address of a cluster, such as dask://10.0.0.5:8786")
    return given


def _building(verb: Callable[..., Any]) -> Callable[..., Any]:
    """Give a verb the options of building, and hand them over as one value."""

    @click.option(
        "-b",
        "--base-url",
        metavar="URL",
        envvar="SITE_BASE_URL",
        callback=_checked_base_url,
        help="Where the site will be published, instead of base_url in site.yaml.",
    )
    @click.option("--strict", is_flag=True, help="Take warnings for errors.")
    @click.option(
        "--keep-going",
        is_flag=True,
        help="Publish although quotes have no place; their notes are listed on the text's page.",
    )
    @click.option("-D", "--drafts", is_flag=True, help="Build drafts too.")
    @click.option("--no-search", is_flag=True, help="Build no search page and no index for it.")
    @click.option(
        "--jobs",
        metavar="N",
        type=click.IntRange(min=1),
        help="How many processes work side by side; as many as the work is worth when absent.",
    )
    @click.option(
        "--executor",
        metavar="ADDRESS",
        callback=_checked_executor,
        help="A cluster of dask that does the work, as dask://HOST:PORT.",
    )
    @click.option(
        "--seconds-per-text",
        metavar="S",
        type=click.FloatRange(min=0, min_open=True),
        default=pipeline.Options().seconds_per_text,
        show_default=True,
        help="How long one text may take before it is given up.",
    )
    @functools.wraps(verb)
    def with_building(*args: Any, no_search: bool, **given: Any) -> Any:
        names = {field.name for field in fields(pipeline.Options)}
        options = pipeline.Options(search=not no_search, **{name: given.pop(name) for name in names & given.keys()})
        return verb(*args, options=options, **given)

    return with_building


@click.group(cls=_Verbs, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="postil", message="%(prog)s %(version)s")
def verbs() -> None:
    """Build a site of annotated commentary from content/ into site/.

    Without a verb, `build` is meant. Each explains its options, as in `build --help`.
    """


@verbs.command()
@_common
@_building
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
    asked: _Asked, *, options: pipeline.Options, destination: Path | None, explain: bool, profile: bool, no_cache: bool
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


def _unseen(_stage: str, _done: int, _total: int) -> None:
    """Show nothing."""


def _memory(asked: _Asked) -> Path:
    """Return the folder of everything that is remembered from build to build."""
    return asked.source / ".cache" / "postil"


def _remember(
    asked: _Asked, target: Path, said: Sequence[tuple[str, str]], last: str, seen: publishing.Seen | None
) -> None:
    """Keep what was said, for the next start to say again when nothing has changed."""
    start = click.get_current_context().find_object(unchanged.Start)
    if start and not asked.verbose and asked.source.absolute() == Path(start.source).absolute():
        paths, looks = seen or (ours(target), None)
        unchanged.remember(start, str(target), paths, said, None if asked.quiet else (asked.aside, last), looks)


@verbs.command()
@_common
@_building
def check(asked: _Asked, *, options: pipeline.Options) -> None:
    """Report every problem and write nothing."""
    made = pipeline.built(asked.files(), options)
    asked.show(in_order((*made.problems, *_shares(made))), to_error=False)
    asked.tell(made.texts)
    if asked.format == "text" and not made.problems:
        asked.say(f"{_texts(made)}, no problems")
    asked.end(made.problems)


@verbs.group("new")
def new_() -> None:
    """Begin a text or a site."""


@new_.command("text")
@_common
@click.argument("name")
@click.option("--title", help="Title of the text; made from the name when absent.")
def new_text(asked: _Asked, *, name: str, title: str | None) -> None:
    """Begin a text and its annotations.

    NAME is its path in content/, as in essays/axis.
    """
    files = new.text(name, title, today=asked.files().today())
    if files is None:
        raise click.UsageError(f"{name!r} has no letters or digits that an address could hold")
    _create(asked, files)


@new_.command("site")
@_common
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option("--title", help="Title of the site; the folder's name when absent.")
def new_site(asked: _Asked, *, folder: Path, title: str | None) -> None:
    """Begin a site in DIR, with a text and notes."""
    if folder.is_dir() and any(folder.iterdir()):
        sentence = f"the folder {folder} is not empty"
        asked.show(
            [Problem("will-not-overwrite", sentence, Place(str(folder)), "name a folder that does not exist yet")]
        )
        sys.exit(PROBLEMS)
    files = new.site(title or folder.resolve().name, today=asked.files().today())
    _create(replace(asked, source=folder), files)


@verbs.group("import")
def import_() -> None:
    """Bring in what other programs wrote."""


@import_.command("text")
@_common
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--name", help="Path of the new text in content/, as in essays/axis; made from the title when absent.")
@click.option("--title", help="Title of the text.")
@click.option(
    "--comments-from",
    metavar="N",
    type=click.IntRange(min=2),
    help="The number of the paragraph from which each paragraph is a reader comment.",
)
def import_text(asked: _Asked, *, file: Path, name: str | None, title: str | None, comments_from: int | None) -> None:
    """Make a text of the plain text FILE, letter by letter."""
    source = outside_source(file, shown=str(file), most_characters=None)
    if source.value is None:
        asked.show(source.problems)
        sys.exit(PROBLEMS)
    result = imported(source.value, title=title, name=name, comments_from=comments_from)
    if result.value is None:
        asked.show(result.problems)
        sys.exit(PROBLEMS)
    _create(asked, result.value)


@verbs.command()
@_common
def schema(asked: _Asked) -> None:
    """Write JSON Schemas for editors into schemas/."""
    problems = replace_generated(asked.source, new.schemas())
    asked.show(problems)
    if not problems:
        asked.say(f"{asked.source / 'schemas'}: {len(new.schemas())} schemas")
    asked.end(problems)


@verbs.command()
@_common
@click.option(
    "-d",
    "--destination",
    metavar="DIR",
    type=click.Path(path_type=Path),
    help="The built site. The folder site/ beside content/ when absent.",
)
def clean(asked: _Asked, *, destination: Path | None) -> None:
    """Remove the built site, and what is remembered of it; files that Postil did not make stay."""
    target = destination or asked.source / "site"
    problems, summary = publishing.clean(target)
    if not problems:
        shutil.rmtree(_memory(asked), ignore_errors=True)
    asked.show(problems)
    if not problems:
        asked.say(f"{target}: {summary.removed} files removed")
    asked.end(problems)


@verbs.command(context_settings={"ignore_unknown_options": True, "allow_extra_args": True})
@click.option("--full", is_flag=True, help="Run the long tests in full.")
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def test(*, full: bool, arguments: tuple[str, ...]) -> None:
    """Run the tests of Postil itself; ARGUMENTS go to pytest."""
    sys.exit(bootstrap.run_tests([*(["--full"] if full else []), *arguments]))


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


def _create(asked: _Asked, files: Mapping[str, str]) -> None:
    """Save new files of an author and say which."""
    problems = create(asked.source, files)
    asked.show(problems)
    if not problems:
        for path in files:
            asked.say(str(asked.source / path))
    asked.end(problems)


def _is_coloured(stream: Any, environment: Mapping[str, str]) -> bool:
    """Return whether to print colours: as NO_COLOR and FORCE_COLOR say, else on a terminal."""
    if environment.get("NO_COLOR"):
        return False
    if environment.get("FORCE_COLOR"):
        return True
    return stream.isatty() and environment.get("TERM") != "dumb"


def main(arguments: Sequence[str] | None = None, *, start: unchanged.Start | None = None) -> NoReturn:
    """Run the command line and leave with its exit status.

    `start` is how everything looked when the command began, if that may be remembered.
    """
    given = list(sys.argv[1:] if arguments is None else arguments)
    # As an exception it lets a build that is stopped clear away what it began.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(STOPPED))
    try:
        sys.exit(verbs.main(args=given, prog_name=_name(), standalone_mode=False, obj=start) or FINE)
    except click.ClickException as mistake:
        mistake.show()
        sys.exit(WRONG_USAGE)
    except (click.Abort, KeyboardInterrupt):
        sys.exit(INTERRUPTED)
    except BrokenPipeError:
        # Whoever read the output has left; Python would complain once more when it flushes.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(FINE)
    except Exception as mistake:
        if {"-v", "--verbose"} & set(given):
            raise
        click.echo(f"Postil itself failed, which is no fault of yours: {type(mistake).__name__}: {mistake}", err=True)
        click.echo("Please report it with what the same command prints when -v is added.", err=True)
        sys.exit(FAILED)


def _name() -> str:
    return "postil" if Path(sys.argv[0]).name != "build.py" else "python3 build.py"
