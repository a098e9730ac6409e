"""Verbs that make new files for authors: `new` begins them, `import` brings them in, `schema` helps editors."""

from __future__ import annotations

import shlex
import sys
from dataclasses import replace
from pathlib import Path

import click

from postil import new
from postil.core.files import outside_source
from postil.core.problems import Place, Problem
from postil.imports.text import imported
from postil.write.authored import replace_generated

from .adding import new_comment, new_entity
from .annotating import new_note
from .asked import PROBLEMS, Asked, common_options


@click.group("new", commands=[new_note, new_comment, new_entity])
def new_() -> None:
    """Begin a site, a text, or something that belongs to one."""


@new_.command("text")
@common_options
@click.argument("name")
@click.option("--title", help="Title of the text; made from the name when absent.")
def new_text(asked: Asked, *, name: str, title: str | None) -> None:
    """Begin a text and its annotations.

    NAME is its path in content/, as in essays/axis.
    """
    files = new.text(name, title, today=asked.files().today())
    if files is None:
        raise click.UsageError(f"no text can be called {name!r}; give its path in content/, as in essays/axis")
    asked.create(files)


@new_.command("site")
@common_options
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option("--title", help="Title of the site; the folder's name when absent.")
def new_site(asked: Asked, *, folder: Path, title: str | None) -> None:
    """Begin a site in DIR, with a text and notes: a repository that publishes itself on GitHub Pages."""
    if folder.is_dir() and any(path.name != ".git" for path in folder.iterdir()):
        sentence = f"the folder {folder} is not empty"
        asked.show(
            [Problem("will-not-overwrite", sentence, Place(str(folder)), "name a folder that does not exist yet")]
        )
        sys.exit(PROBLEMS)
    files = new.site(title or folder.resolve().name, today=asked.files().today())
    program = click.get_current_context().find_root().info_name
    way = "" if folder.resolve() == Path.cwd() else f"`cd {shlex.quote(str(folder))}`, then "
    following = f"to see it and write: {way}`{program} serve --open`"
    replace(asked, source=folder).create(files, beside=new.program(), following=following)


@click.group("import")
def import_() -> None:
    """Bring in what other programs wrote."""


@import_.command("text")
@common_options
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--name", help="Path of the new text in content/, as in essays/axis; made from the title when absent.")
@click.option("--title", help="Title of the text.")
@click.option(
    "--comments-from",
    metavar="N",
    type=click.IntRange(min=2),
    help="The number of the paragraph from which each paragraph is a reader comment.",
)
def import_text(asked: Asked, *, file: Path, name: str | None, title: str | None, comments_from: int | None) -> None:
    """Make a text of the plain text FILE, letter by letter."""
    source = outside_source(file, shown=str(file), most_characters=None)
    if source.value is None:
        asked.show(source.problems)
        sys.exit(PROBLEMS)
    result = imported(source.value, title=title, name=name, comments_from=comments_from)
    if result.value is None:
        asked.show(result.problems)
        sys.exit(PROBLEMS)
    asked.create(result.value)


@click.command()
@common_options
def schema(asked: Asked) -> None:
    """Write JSON Schemas for editors into schemas/."""
    problems = replace_generated(asked.source, new.schemas())
    asked.show(problems)
    if not problems:
        asked.say(f"{asked.source / 'schemas'}: {len(new.schemas())} schemas")
    asked.end(problems)
