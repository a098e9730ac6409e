"""Starts the installed program: `postil`, or `python -m postil`."""

from __future__ import annotations

import sys


def main() -> None:
    """Run the command line and leave with its exit status, at once when nothing has changed."""
    try:
        from postil import unchanged  # noqa: PLC0415 -- Ctrl-C may come while it is being imported

        start = unchanged.start(sys.argv[1:])
        if unchanged.is_said_again(start):
            sys.exit(0)
        from postil.cli import run  # noqa: PLC0415 -- costs more than all of what is above

        run(start)
    except KeyboardInterrupt:
        # While the program was still being imported; once it is, `cli.main` does the same.
        sys.exit(130)


if __name__ == "__main__":
    main()
