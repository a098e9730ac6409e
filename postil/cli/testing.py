"""The verb of those who work on Postil itself: `test`."""

from __future__ import annotations

import sys

import click

from postil import bootstrap


@click.command(context_settings={"ignore_unknown_options": True, "allow_extra_args": True})
@click.option("--full", is_flag=True, help="Run the long tests in full.")
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def test(*, full: bool, arguments: tuple[str, ...]) -> None:
    """Run the tests of Postil itself; ARGUMENTS go to pytest."""
    sys.exit(bootstrap.run_tests([*(["--full"] if full else []), *arguments]))
