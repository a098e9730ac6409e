"""The command line: verbs, options, exit statuses.

Exit status 0: fine; 1: problems in the content; 2: wrong usage; 70: a mistake of the program.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

import click

from postil import __version__, unchanged

from .asked import FAILED, FINE, INTERRUPTED, STOPPED, WRONG_USAGE
from .group import Lazily, Verbs

VERBS = {
    "build": "building:build",
    "check": "building:check",
    "clean": "building:clean",
    "serve": "serving:serve",
    "annotate": "annotating:annotate",
    "repair": "repairing:repair",
    "new": "beginning:new_",
    "import": "beginning:import_",
    "schema": "beginning:schema",
    "doctor": "examining:doctor",
    "test": "testing:test",
}
"""Every verb, and the function that does it."""


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


def run(start: unchanged.Start | None) -> NoReturn:
    """Run the command line as all that a process does, and end the process.

    Its memory is left to the system as a whole: to let go of it piece by piece takes a tenth of a small build.
    """
    try:
        main(start=start)
    except SystemExit as end:
        # Threads, and the semaphores of processes that were begun anew, are ended by Python's own way out.
        is_alone = threading.active_count() == 1 and "multiprocessing.resource_tracker" not in sys.modules
        if not (is_alone and isinstance(end.code, int)):
            raise
        for stream in filter(None, (sys.stdout, sys.stderr)):
            try:
                stream.flush()
            except OSError:
                # Python has its own way to say that it could not write.
                raise end from None
        os._exit(end.code)


def _name() -> str:
    return "postil" if Path(sys.argv[0]).name != "build.py" else "python3 build.py"


@click.group(
    cls=Verbs,
    commands=Lazily(VERBS),
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(__version__, prog_name="postil", message="%(prog)s %(version)s")
def verbs() -> None:
    """Build a site of annotated commentary from content/ into site/.

    Without a verb, `build` is meant. Each explains its options, as in `build --help`.
    """
