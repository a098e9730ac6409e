"""The locked requirements are what pyproject.toml asks for, and name nobody's machine."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

from postil import bootstrap

REPOSITORY = Path(__file__).parents[2]
PROJECT = tomllib.loads((REPOSITORY / "pyproject.toml").read_text())
FILES = [bootstrap.REQUIREMENTS, bootstrap.TEST_REQUIREMENTS]


def locked(name: str) -> dict[str, Requirement]:
    text = (REPOSITORY / name).read_text().replace("\\\n", " ")
    lines = [line.split("--hash", 1)[0] for line in text.splitlines() if line.strip()]
    return {canonicalize_name(requirement.name): requirement for requirement in map(Requirement, lines)}


def pinned(requirement: Requirement) -> Version:
    (specifier,) = requirement.specifier
    assert specifier.operator == "=="
    return Version(specifier.version)


@pytest.mark.parametrize(
    ("asked", "name"),
    [
        *((asked, FILES[0]) for asked in PROJECT["project"]["dependencies"]),
        *((asked, FILES[1]) for asked in PROJECT["dependency-groups"]["dev"]),
    ],
)
def test_every_dependency_is_locked_within_its_range(asked: str, name: str) -> None:
    requirement = Requirement(asked)
    assert requirement.specifier.contains(pinned(locked(name)[canonicalize_name(requirement.name)]))


def test_a_package_in_both_files_has_one_version() -> None:
    one, other = map(locked, FILES)
    shared = one.keys() & other.keys()
    assert {name: pinned(one[name]) for name in shared} == {name: pinned(other[name]) for name in shared}


@pytest.mark.parametrize("name", FILES)
def test_every_package_has_hashes_and_no_registry_is_named(name: str) -> None:
    text = (REPOSITORY / name).read_text()
    for entry in re.split(r"\n(?=\S)", text.strip()):
        assert re.search(r"--hash=sha256:[0-9a-f]{64}", entry), entry
    assert not re.search(r"://|index-url|find-links|#", text)


def test_what_the_program_imports_is_what_is_looked_for_before_it_starts() -> None:
    providers = {"markdown_it": "markdown-it-py", "yaml": "pyyaml", "linkify_it": "linkify-it-py"}
    for module in bootstrap.MODULES:
        assert canonicalize_name(providers.get(module, module)) in locked(FILES[0])
    # linkify-it comes as an extra of markdown-it; a site is built without Pagefind too, which not every machine has.
    assert len(bootstrap.MODULES) == len(PROJECT["project"]["dependencies"])
    assert not any(module.startswith("pagefind") for module in bootstrap.MODULES)
