"""Verbs that add notes to texts: `annotate` writes one, `new note` begins one."""

from __future__ import annotations

import dataclasses
import functools
import shlex
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import click

from postil import markup, plan
from postil.anchoring import in_place
from postil.annotations import against_settings
from postil.annotations import annotations as read_annotations
from postil.authoring import Change, added
from postil.authoring.reading_back import with_file
from postil.core.citing import is_address
from postil.core.model import Annotation
from postil.core.problems import Place, Problem, Severity
from postil.core.written import Quotation
from postil.editions import Candidate, Opened, passage
from postil.report import visible

from .asked import FINE, PROBLEMS, Asked, common_options, is_typed
from .changes import save
from .texts import open_text

CUT = "<!-- ------------------------ everything from here on is left out ------------------------"
"""In the editor, the line above which the note is written. A line beginning with `#` may be a heading of it."""
SKELETON = "What a reader should know of this passage."


def annotation_options(verb: Callable[..., Any]) -> Callable[..., Any]:
    """Give a verb the options of an annotation, and hand them over as `wanted`, its quotation, and `fields`."""

    @click.option("--prefix", help="Words just before the quote, to tell it from others.")
    @click.option("--suffix", help="Words just after the quote, to tell it from others.")
    @click.option("--occurrence", metavar="N", type=click.IntRange(1, 100_000), help="Which one is meant, from 1.")
    @click.option("--until", metavar="WORDS", help="The last words of a long passage that begins with the quote.")
    @click.option("--on", metavar="COMMENT", help="Id of the reader comment in which the quote stands.")
    @click.option("--kind", help="context, definition, check, source, dispute, update, or a kind of site.yaml.")
    @click.option("--verdict", help="Outcome of a check.")
    @click.option("--by", metavar="NAME", help="Who wrote the note: an annotator of site.yaml.")
    @click.option("--tag", "tags", metavar="TAG", multiple=True, help="A subject of the note; may be repeated.")
    @click.option("--about", metavar="ENTITY", multiple=True, help="An entity that it is about; may be repeated.")
    @click.option(
        "--cite",
        "cites",
        metavar="SOURCE",
        multiple=True,
        help="A source: its address, or its key in references.json, as in 'key, p. 9'; may be repeated.",
    )
    @click.option("--id", "id_", metavar="ID", help="Its stable name; made from the quote when absent.")
    @click.option(
        "--spelling",
        type=click.Choice(["yaml", "markdown", "folder"]),
        help="Which kind of file it is written to; that of the text's other notes when absent.",
    )
    @functools.wraps(verb)
    def with_annotation(*args: Any, quote: str, id_: str | None, cites: Sequence[str], **given: Any) -> Any:
        context = {name: given.pop(name) for name in ("prefix", "suffix", "occurrence", "until")}
        names = ("on", "kind", "verdict", "by", "tags", "about")
        fields = {"id": id_, **{name: given.pop(name) for name in names}, "sources": [*map(_source, cites)]}
        return verb(*args, wanted=Quotation(quote=quote, **context), fields=fields, **given)

    return with_annotation


@click.command()
@common_options
@click.argument("text")
@click.argument("quote")
@click.option("-n", "--note", metavar="NOTE", help="The note, in Markdown; - reads standard input.")
@click.option("--draft", is_flag=True, help="Write it as a draft, which is published only with --drafts.")
@annotation_options
def annotate(
    asked: Asked,
    *,
    text: str,
    note: str | None,
    wanted: Quotation,
    fields: Mapping[str, Any],
    draft: bool,
    spelling: Any,
) -> None:
    """Add a note on the words QUOTE of a text.

    TEXT is its path, as in essays/axis or content/essays/axis.md, or its address. Without --note, the note is
    read from standard input when something is piped there, else written in your editor.
    """
    opened = open_text(asked, text)
    quotation, shown = placed(asked, opened, wanted, fields["on"])
    path = opened.files.text.path
    words = said(note, f"A note on this passage of {path}, in Markdown. Left empty, none is written.\n\n{shown}")
    if not words.strip() and not fields["sources"]:
        asked.complain("the note is empty; nothing was written")
        sys.exit(PROBLEMS)
    with kept(asked, words, given=note):
        _add(asked, opened, quotation, {**fields, "note": words.strip(), "draft": draft}, spelling)


@click.command("note")
@common_options
@click.argument("text")
@click.argument("quote")
@annotation_options
def new_note(asked: Asked, *, text: str, wanted: Quotation, fields: Mapping[str, Any], spelling: Any) -> None:
    """Begin a note on the words QUOTE of a text, as a draft to be filled in.

    TEXT is its path, as in essays/axis, or its address. `annotate` writes the whole note at once.
    """
    opened = open_text(asked, text)
    quotation, _ = placed(asked, opened, wanted, fields["on"])
    _add(asked, opened, quotation, {**fields, "note": SKELETON, "draft": True}, spelling)


def placed(asked: Asked, opened: Opened, wanted: Quotation, on: str | None) -> tuple[Quotation, str]:
    """Return the quotation that leads to the one passage meant, and the passage among its words; or leave."""
    found = passage(opened, wanted, on=on)
    if found.value.candidates and asked.is_answered:
        chosen = _choice(found.value.candidates)
        wanted = replace(Quotation(quote=wanted.quote, until=wanted.until), **chosen.fields)
        found = passage(opened, wanted, on=on)
    where, document = found.value.range, opened.spoken(on)
    problems = [_on_the_command_line(problem, found.value.candidates) for problem in found.problems]
    asked.show(problems)
    if found.value.quotation is None or where is None or document is None:
        sys.exit(PROBLEMS)
    return found.value.quotation, in_place(document, where)


def _choice(candidates: Sequence[Candidate]) -> Candidate:
    click.echo("These words occur several times:", err=True)
    for number, one in enumerate(candidates, 1):
        click.echo(f"  {number}  line {one.line}: {visible(one.words)}", err=True)
    return candidates[click.prompt("Which one is meant", type=click.IntRange(1, len(candidates)), err=True) - 1]


def _on_the_command_line(problem: Problem, candidates: Sequence[Candidate]) -> Problem:
    """Return a problem whose hint names options, where those of the build name fields."""
    if not candidates:
        return problem
    lines = ["say which one is meant:"]
    for one in candidates:
        options = " ".join(f"--{name}={shlex.quote(str(value))}" for name, value in one.fields.items())
        lines += [f"  line {one.line}: {one.words}", f"    {options}"]
    return replace(problem, hint="\n".join(lines))


def said(given: str | None, explained: str) -> str:
    """Return what an author has to say: as given, as piped, or as written in an editor above what is `explained`."""
    if given is not None and given != "-":
        return given
    if given == "-" or not is_typed():
        return _piped()
    written = click.edit(f"\n\n{CUT}\n{explained}\n-->\n", extension=".md")
    return (written or "").partition(CUT)[0]


@contextmanager
def kept(asked: Asked, words: str, *, given: str | None) -> Iterator[None]:
    """Print what was `said` in an editor, should it not be saved: it would stand nowhere else."""
    try:
        yield
    except SystemExit as end:
        if end.code != FINE and given is None and is_typed():
            asked.complain(f"\nwhat you wrote:\n\n{words.strip()}")
        raise


def _piped() -> str:
    """Return what comes by standard input, nothing where there is none."""
    if sys.stdin is None:
        return ""
    try:
        return sys.stdin.buffer.read().decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError:
        raise click.UsageError("standard input is not UTF-8 text") from None


def _source(given: str) -> dict[str, str]:
    """Return a source as it is written: an address, or a key with what follows it."""
    if is_address(given):
        return {"url": given}
    key, _, locator = given.partition(",")
    return {"ref": key.strip().removeprefix("@"), "locator": locator.strip()}


def _add(asked: Asked, opened: Opened, quotation: Quotation, fields: Mapping[str, Any], spelling: Any) -> None:
    """Write an annotation to the files of its text, say where, and leave."""
    entry = {**dataclasses.asdict(quotation), **fields, "date": asked.files().today()}
    made = added(opened.files, entry, spelling=spelling)
    if made.value is None:
        asked.show(made.problems)
        sys.exit(PROBLEMS)
    note = _read_back(opened, made.value)
    # A draft may name what does not exist yet.
    published = [] if note.draft else [note]
    disagreements = against_settings(published, opened.settings, today=asked.files().today())
    names = (problem for note in published for problem in _of_its_words(opened, note))
    # Their lines are none yet.
    problems = [*made.problems, *(replace(one, place=Place(one.place.path)) for one in (*disagreements, *names))]
    asked.show(problems)
    if any(problem.severity is Severity.ERROR for problem in problems):
        sys.exit(PROBLEMS)
    save(asked, made.value, f"the note {note.id}", line=note.places.at("id").line)
    sys.exit(FINE)


def _read_back(opened: Opened, change: Change) -> Annotation:
    """Return the new annotation as the build will read it."""
    after = with_file(opened.files, change.path, change.after).value
    return next(note for note in read_annotations(after or opened.files).value if note.id == change.id)


def _of_its_words(opened: Opened, note: Annotation) -> Iterator[Problem]:
    """Yield what the build will say of a note's words; not where links lead, for which it reads all texts."""
    settings, known = opened.settings, markup.LinkTarget("")
    prose = markup.prose(
        note.note or "",
        lang=opened.edition.document.metadata.lang,
        address=lambda address: address,
        cite=lambda key: known if key in settings.references else None,
        entity=lambda name: known if name in settings.entities else None,
    )
    for missing in prose.missing:
        yield plan.prose_problem(missing, note.places.at("note"), settings)
