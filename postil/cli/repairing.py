"""The verb that puts notes back into their places: `repair`."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

import click

from postil.core.problems import Problem
from postil.editions import Mending, mendings

from .asked import FINE, PROBLEMS, Asked, common_options
from .changes import save, show
from .texts import find, open_shelf


@click.command()
@common_options
@click.argument("texts", metavar="[TEXT]...", nargs=-1)
@click.option("--apply", "applies", is_flag=True, help="Write what is safe to write.")
def repair(asked: Asked, *, texts: Sequence[str], applies: bool) -> None:
    """Put notes back whose quotes are no longer there.

    Looks at all texts when none is named. What is certain is shown as a difference, and written with --apply.
    Everything else is listed with the passages that may be meant, for you to choose. The exit status is 0 when
    nothing is left to repair.
    """
    shelf = open_shelf(asked)
    names = [find(shelf, text).name for text in texts] or list(shelf.texts)
    found: list[Mending] = []
    unread: list[Problem] = []
    for checked in mendings(shelf, dict.fromkeys(names)):
        found += [checked.value] if checked.value else []
        unread += checked.problems
    problems = [*unread, *(problem for mending in found for problem in mending.left)]
    if asked.format == "json":
        # What can be read is for a program; what cannot, for whoever called it.
        replace(asked, format="text").show(unread)
        asked.answer(json.dumps([values for mending in found for values in _values(mending)], indent=2))
    else:
        asked.show(problems)
        _advise(asked, found)
    for mending in found:
        _write_or_show(asked, mending, applies=applies)
    if not applies and any(mending.changes for mending in found):
        asked.say("add --apply to write this")
    is_left = problems or any(mending.changes for mending in found if not applies)
    sys.exit(PROBLEMS if is_left else FINE)


def _advise(asked: Asked, found: Sequence[Mending]) -> None:
    """Say of what is not certain that it is not, which its problem does not tell, and what its author can do."""
    is_uncertain = any(not repair.fields for mending in found for repair in mending.unsafe)
    if is_uncertain and asked.format == "text" and not asked.quiet:
        program = click.get_current_context().find_root().info_name
        way = f"choose in `{program} serve`, or write the quote"
        asked.print("err", f"what is listed here is not certain enough to be written: {way}\n")


def _write_or_show(asked: Asked, mending: Mending, *, applies: bool) -> None:
    """Save the changes of a text's files, or show what they would change."""
    for change in mending.changes if applies else ():
        names = [repair.lost.id for repair in mending.safe if repair.place.path == change.path]
        save(asked, change, f"repaired {', '.join(names)}")
    if not applies and asked.format != "json":
        show(asked, mending.changes, "out")


def _values(mending: Mending) -> Iterator[dict[str, Any]]:
    """Yield each note and comment of a text that has lost its place, for programs."""
    for is_safe, repairs in ((True, mending.safe), (False, mending.unsafe)):
        for repair in repairs:
            yield {
                "text": mending.name,
                "id": repair.lost.id,
                "path": repair.place.path,
                "line": repair.place.line,
                "quote": repair.quotation.quote if repair.quotation else None,
                "is_safe": is_safe,
                "fields": dict(repair.fields),
                "suggestions": [
                    {
                        "quote": one.text,
                        "prefix": one.prefix,
                        "suffix": one.suffix,
                        "until": one.until,
                        "line": one.line,
                        "score": one.score,
                    }
                    for one in repair.suggestions
                ],
            }
