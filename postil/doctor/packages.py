"""Which packages the program needs, and how those installed stand to it.

Reads the ranges of pyproject.toml in a checkout, the locked versions of requirements.txt in a site
that carries the program, and what the installer has written down for an installed package.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, requires, version

from postil.core.files import outside_source, shipped
from postil.core.values import dataclass

REQUIREMENT = re.compile(r"(?P<name>[\w.-]+)(?:\[[^\]]*\])?\s*(?P<versions>[^;\\]*)(?P<condition>;.*)?")
NUMBERS = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class Package:
    """A package that the program cannot do without."""

    name: str
    wanted: str
    """The versions that fit: `>=8.4,<9`, `==8.5.1`."""
    installed: str | None
    """`None` when it is not there."""

    @property
    def is_too_old(self) -> bool:
        """Whether a newer one is needed."""
        least = re.search(r"[>=]=\s*([\d.]+)", self.wanted)
        return bool(self.installed and least and _numbers(self.installed) < _numbers(least[1]))

    @property
    def is_too_new(self) -> bool:
        """Whether it is beyond those that the program knows."""
        most = re.search(r"<\s*([\d.]+)", self.wanted)
        return bool(self.installed and most and _numbers(self.installed) >= _numbers(most[1]))


def packages() -> tuple[Package, ...]:
    """Return the packages that are needed everywhere, by name; those with a condition are not among them."""
    found = {}
    for line in _requirements():
        match = REQUIREMENT.match(line)
        if match and not match["condition"]:
            found[match["name"].lower()] = match["versions"].strip(" ()")
    return tuple(Package(name, wanted, installed(name)) for name, wanted in sorted(found.items()))


def installed(name: str) -> str | None:
    """Return the version of an installed package, `None` when it is not installed."""
    try:
        return version(name)
    except PackageNotFoundError:
        return None


def _requirements() -> Iterator[str]:
    project = outside_source(shipped("pyproject.toml"), shown="pyproject.toml").value
    locked = outside_source(shipped("requirements.txt"), shown="requirements.txt").value
    # In a repository that carries the program there may be another project's.
    try:
        described = tomllib.loads(project.text).get("project", {}) if project else {}
    except tomllib.TOMLDecodeError:
        described = {}
    if described.get("name") == "postil":
        yield from described["dependencies"]
    elif locked:
        yield from (line for line in locked.text.split("\n") if line[:1].isalnum())
    else:
        yield from requires("postil") or ()


def _numbers(shown: str) -> list[int]:
    return [int(part) for part in NUMBERS.findall(shown)]
