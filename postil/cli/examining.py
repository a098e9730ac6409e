"""The verb that looks at the machine and the site: `doctor`."""

from __future__ import annotations

import json
import os
import sys

import click

from postil.report import visible

from .asked import FINE, PROBLEMS, Asked, common_options


@click.command()
@common_options
def doctor(asked: Asked) -> None:
    """Say what is missing or old here, and what to do.

    Looks at this machine and at the site, changes nothing, and asks nobody on the network. With --quiet, it says
    only what is not in order.
    """
    from postil import doctor as examining  # noqa: PLC0415 -- looks at every package, which no build needs

    found = examining.examined(asked.files(), os.environ)
    states = examining.State
    if asked.format == "json":
        names = ("part", "subject", "state", "sentence", "remedy")
        asked.answer(json.dumps([{name: getattr(one, name) for name in names} for one in found], indent=2))
    else:
        width = max(len(state) for state in states)
        for part in dict.fromkeys(one.part for one in found):
            shown = [one for one in found if one.part == part and not (asked.quiet and one.state is states.FINE)]
            if shown:
                asked.answer(f"the {part}")
            for one in shown:
                asked.answer(f"  {one.state:<{width}}  {visible(one.subject)}: {visible(one.sentence)}")
                if one.remedy:
                    asked.answer(f"  {'':<{width}}  to do: {visible(one.remedy)}")
    sys.exit(PROBLEMS if any(one.state is states.BROKEN for one in found) else FINE)
