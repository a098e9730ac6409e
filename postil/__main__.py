"""Starts the installed program: `postil`, or `python -m postil`."""

from __future__ import annotations

import sys
from typing import NoReturn

from postil import unchanged


def main() -> NoReturn:
    """Run the command line and leave with its exit status, at once when nothing has changed."""
    start = unchanged.start(sys.argv[1:])
    if unchanged.is_said_again(start):
        sys.exit(0)
    from postil.cli import main as run  # noqa: PLC0415 -- costs more than all of what is above

    run(start=start)


if __name__ == "__main__":
    main()
