"""Verbs that add to what authors keep: `new comment` a reader's comment, `new entity` a person or a place."""

from __future__ import annotations

import dataclasses
import sys
from typing import Any, get_args, get_type_hints

import click

from postil.authoring import Change, comment_added, entity_added
from postil.core.files import NOTES_BYTES
from postil.core.problems import Checked
from postil.core.written import CommentFields, Entity, Quotation

from .annotating import kept, placed, said
from .asked import FINE, PROBLEMS, Asked, common_options
from .changes import line_of, save
from .texts import open_text

ENTITIES = "content/entities.yaml"
STANCES = get_args(get_args(get_type_hints(CommentFields)["stance"])[0])
TYPES = get_args(get_type_hints(Entity)["type"])


@click.command("comment")
@common_options
@click.argument("text")
@click.option("--author", metavar="NAME", help="The name that the reader gave.")
@click.option("--text", "words", metavar="WORDS", help="The comment, in Markdown; - reads standard input.")
@click.option("--date", metavar="DAY", help="When it was written, as in 2026-11-22.")
@click.option("--url", metavar="ADDRESS", help="Where it was published.")
@click.option("--answers", metavar="QUOTE", help="The words of the text that it answers.")
@click.option("--reply-to", metavar="COMMENT", help="Id of the comment that it replies to.")
@click.option("--stance", type=click.Choice(STANCES), help="How it stands to what it answers.")
@click.option("--id", "id_", metavar="ID", help="Its stable name; c1, c2 and so on when absent.")
@click.option("--draft", is_flag=True, help="Write it as a draft, which is published only with --drafts.")
def new_comment(
    asked: Asked, *, text: str, words: str | None, answers: str | None, id_: str | None, **fields: Any
) -> None:
    """Add a reader's comment to a text, after the others.

    TEXT is its path, as in essays/axis, or its address. Without --text, the comment is read from standard input
    when something is piped there, else written in your editor.
    """
    opened = open_text(asked, text)
    answered = placed(asked, opened, Quotation(quote=answers), None)[0] if answers is not None else None
    comment = said(words, f"A reader's comment on {opened.files.text.path}, in Markdown. Left empty, none is written.")
    if not comment.strip():
        asked.complain("the comment is empty; nothing was written")
        sys.exit(PROBLEMS)
    quotation = dataclasses.asdict(answered) if answered else None
    entry = {"id": id_, **fields, "answers": quotation, "text": comment.strip()}
    with kept(asked, comment, given=words):
        _save(asked, comment_added(opened.files, entry), "the comment")


@click.command("entity")
@common_options
@click.argument("id_", metavar="ID")
@click.option("--name", required=True, help="Its name as published.")
@click.option("--type", "type", type=click.Choice(TYPES), required=True, help="What it is.")
@click.option("--also", metavar="NAME", multiple=True, help="Another name; may be repeated.")
@click.option("--description", metavar="WORDS", help="Who or what it is, in Markdown.")
@click.option("--url", metavar="ADDRESS", help="A page about it.")
@click.option("--wikidata", metavar="Q…", help="Its identifier at Wikidata.")
@click.option("--date", metavar="DATE", help="When it happened, or began: a day, a month or a year.")
@click.option("--until", metavar="DATE", help="When it ended.")
def new_entity(asked: Asked, *, id_: str, **fields: Any) -> None:
    """Add a person, place, organisation, event, work or concept to content/entities.yaml.

    Notes name it by its ID: as [[ID]] in their words, or in `about`.
    """
    source = asked.files().source(ENTITIES, most_bytes=NOTES_BYTES)
    if source.problems:
        asked.show(source.problems)
        sys.exit(PROBLEMS)
    _save(asked, entity_added(source.value, id_, fields), "the entity")


def _save(asked: Asked, made: Checked[Change | None], what: str) -> None:
    """Save an entry that could be made, say where it stands, and leave."""
    asked.show(made.problems)
    if made.value is None:
        sys.exit(PROBLEMS)
    save(asked, made.value, f"{what} {made.value.id}", line=line_of(made.value))
    sys.exit(FINE)
