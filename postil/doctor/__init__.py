"""What is missing or old on a machine and in a site, in plain words, each with the one thing to do.

Takes the door to a site and what the environment says; gives `Finding`s. Nothing is repaired, and
nothing is asked of the network. Problems of the content are not looked for: that is what `check` does.
"""

from __future__ import annotations

from collections.abc import Mapping

from postil.core.files import Files

from .findings import Finding, State
from .machine import of_machine
from .site import of_site

__all__ = ["Finding", "State", "examined"]


def examined(files: Files, environment: Mapping[str, str]) -> tuple[Finding, ...]:
    """Return everything that was looked at, what is in order too, first of the machine and then of the site."""
    return (*of_machine(files, environment), *of_site(files, environment))
