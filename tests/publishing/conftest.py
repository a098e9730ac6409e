"""A new site as an author makes it: by the commands of the manual."""

from __future__ import annotations

from pathlib import Path

import pytest

from .machine import REPOSITORY, Machine, commands, copied


@pytest.fixture(scope="session")
def machine(tmp_path_factory: pytest.TempPathFactory) -> Machine:
    """A machine on which a site was made in `my-commentary`, and pushed."""
    machine = Machine(tmp_path_factory.mktemp("machine"))
    told = "".join(commands(REPOSITORY / "docs/manual.md", heading) for heading in ("Begin a site", "Publishing"))
    machine.do(told, copied(machine.home / "postil"))
    return machine


@pytest.fixture(scope="session")
def made(machine: Machine) -> Path:
    """The folder of that site."""
    return machine.home / "my-commentary"
