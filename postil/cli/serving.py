"""The verb of the workshop: `serve`."""

from __future__ import annotations

import sys
from collections import deque
from dataclasses import replace

import click

from postil import pipeline

from .asked import Asked, common_options


@click.command()
@common_options
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=8000,
    show_default=True,
    help="Where it listens; 0 for any port that is free.",
)
@click.option("--open", "opens", is_flag=True, help="Open the site in a browser.")
@click.option("-D", "--drafts", is_flag=True, help="Show drafts too, marked as such.")
@click.option(
    "--poll",
    "polls",
    is_flag=True,
    help="Look at the files again and again, where the system does not tell of changes: network drives, containers.",
)
def serve(asked: Asked, *, port: int, opens: bool, drafts: bool, polls: bool) -> None:
    """Show the site while it is written, with its editor.

    It is served to this machine alone, from memory, and is renewed when a file changes. Nothing is built into site/.
    """
    from postil.serve import Terminal, run  # noqa: PLC0415 -- a server, which no other verb needs

    asked.files()
    # Nobody says it all again.
    asked = replace(asked, said=deque(maxlen=0))
    terminal = Terminal(answer=asked.answer, say=asked.say, show=asked.show, complain=asked.complain)
    options = pipeline.Options(drafts=drafts, keep_going=True)
    sys.exit(run(asked.source, options, port=port, opens=opens, polls=polls, terminal=terminal))
