"""One site, one digest: whoever builds it, wherever, with whatever settings, from nothing or from memory.

`tests/write/test_same_bytes.py` holds the same of a plain site built once; here the site has something
of everything, is built with several workers too, and is made once more of what the first build remembered.
"""

from __future__ import annotations

import hashlib
import os
import random
import shutil
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path

import pytest

from tests.faults import building, saving
from tests.faults.authors import Author
from tests.faults.histories import BEGINNING
from tests.faults.written import files

PROGRAM_FOLDERS = ("postil", "layouts", "schemas")
PROGRAM_FILES = ("build.py", "requirements.txt", "requirements-dev.txt", "pyproject.toml")


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What is around a build and must not show in a site."""

    environment: Mapping[str, str] = field(default_factory=dict)
    flags: tuple[str, ...] = ()
    """For Python."""
    options: tuple[str, ...] = ()
    umask: int = 0o022
    place: str = "varn"
    """Folder of the site."""
    cwd: str = "."
    """Current folder, as seen from that of the site."""
    program: str = ""
    """Folder of a copy of the program, if that is used."""
    backwards: bool = False
    """Whether the files are written in the opposite order."""
    time: int = 0
    """When the files were last changed, in seconds since 1970; 0 for now."""
    processors: int = 0
    """How many may be used; 0 for all."""


ALONE: dict[str, Surroundings] = {
    "a time zone ahead": Surroundings({"TZ": "Pacific/Kiritimati"}),
    "a Turkish locale": Surroundings({"LC_ALL": "tr_TR.UTF-8", "LANG": "tr_TR.UTF-8", "LANGUAGE": "tr"}),
    "a plain locale without UTF-8": Surroundings({"LC_ALL": "C", "LANG": "C", "PYTHONUTF8": "0"}),
    "another seed for hashes": Surroundings({"PYTHONHASHSEED": "4242"}),
    "another home and user": Surroundings({"HOME": "/nowhere", "USER": "somebody", "LOGNAME": "somebody"}),
    "a narrow terminal": Surroundings({"COLUMNS": "20", "LINES": "5", "TERM": "dumb", "FORCE_COLOR": "1"}),
    "no bytecode": Surroundings({"PYTHONDONTWRITEBYTECODE": "1", "PYTHONUNBUFFERED": "1"}),
    "UTF-8 mode": Surroundings({"PYTHONUTF8": "1"}),
    "another temporary folder": Surroundings({"TMPDIR": "."}),
    "without assertions and docstrings": Surroundings(flags=("-OO",)),
    "isolated": Surroundings(flags=("-s", "-E")),
    "a strict umask": Surroundings(umask=0o077),
    "another place": Surroundings(place="a place with spaces, é and 'quotes'"),
    "another current folder": Surroundings(cwd="content"),
    "another place of the program": Surroundings(program="the program, é"),
    "files in another order": Surroundings(backwards=True),
    "old files": Surroundings(time=86_400),
    "one processor": Surroundings(processors=1),
    "several workers": Surroundings(options=tuple(building.workers(2))),
}
MIXED = (
    ("a time zone ahead", "another seed for hashes", "a strict umask", "another place", "files in another order",
     "a narrow terminal", "without assertions and docstrings"),
    ("a Turkish locale", "another home and user", "another current folder", "another place of the program", "old files",
     "no bytecode", "several workers", "UTF-8 mode"),
)  # fmt: skip
"""What is cheaper to try at once. Where one of these fails, those above say which of them it was."""


def mixed(names: Iterable[str]) -> Surroundings:
    """Return surroundings that are all of these at once."""
    environment: dict[str, str] = {}
    others: dict[str, object] = {}
    for name in names:
        environment |= ALONE[name].environment
        for each in fields(Surroundings):
            value = getattr(ALONE[name], each.name)
            if each.name != "environment" and value != getattr(Surroundings(), each.name):
                others[each.name] = value
    return Surroundings(environment, **others)  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def written() -> Mapping[str, bytes]:
    author = Author(seed=3)
    for edit in BEGINNING:
        edit(author)
    return files(author.written)


@pytest.fixture(scope="module")
def expected(written: Mapping[str, bytes], tmp_path_factory: pytest.TempPathFactory) -> str:
    root = tmp_path_factory.mktemp("plain") / "varn"
    saving.save(root, {}, written, random.Random(0))
    assert building.built(root).status == 0
    return digest(root / "site")


def digest(folder: Path) -> str:
    """Return one digest of all names and bytes below a folder."""
    whole = hashlib.sha256()
    for path, content in sorted(building.tree(folder).items()):
        whole.update(f"{path}\0{len(content)}\0".encode() + content)
    return whole.hexdigest()


def save(root: Path, written: Mapping[str, bytes], around: Surroundings) -> None:
    """Write the site's files as they are in these surroundings."""
    for path in sorted(written, reverse=around.backwards):
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(written[path])
        if around.time:
            os.utime(root / path, (around.time, around.time))


def built(root: Path, around: Surroundings, program: Path) -> str:
    """Build the site without its pages of before; return its digest. In `program` a copy of the program may be put."""
    shutil.rmtree(root / "site", ignore_errors=True)
    more = {
        "cwd": root / around.cwd,
        "umask": around.umask,
        "preexec_fn": lambda: os.sched_setaffinity(0, range(around.processors)) if around.processors else None,
    }
    where = copied_program(program / around.program) if around.program else building.PROGRAM
    outcome = building.process(
        root, *around.options, program=where, flags=around.flags, more=more, **around.environment
    )
    assert outcome.status == 0, outcome.said
    return digest(root / "site")


def copied_program(folder: Path) -> Path:
    """Return a copy of the program."""
    for name in PROGRAM_FOLDERS:
        shutil.copytree(building.PROGRAM / name, folder / name)
    for name in PROGRAM_FILES:
        shutil.copy2(building.PROGRAM / name, folder)
    return folder


def test_nothing_around_a_build_shows_in_the_site(tmp_path: Path, written: Mapping[str, bytes], expected: str) -> None:
    one, other = (mixed(names) for names in MIXED)
    root = tmp_path / one.place
    save(root, written, one)
    assert built(root, one, tmp_path) == expected
    # Made of what was remembered elsewhere, as it were.
    assert built(root, other, tmp_path) == expected


@pytest.mark.full
@pytest.mark.parametrize("name", ALONE)
def test_no_one_thing_around_a_build_shows_in_the_site(
    tmp_path: Path, written: Mapping[str, bytes], expected: str, name: str
) -> None:
    root = tmp_path / ALONE[name].place
    save(root, written, ALONE[name])
    assert built(root, ALONE[name], tmp_path / "one") == expected
    assert built(root, ALONE[name], tmp_path / "other") == expected
    # Now of what was remembered in plain surroundings.
    shutil.rmtree(root / ".cache", ignore_errors=True)
    assert built(root, Surroundings(), tmp_path) == expected
    assert built(root, ALONE[name], tmp_path / "third") == expected


def test_another_program_makes_nothing_of_what_was_remembered(tmp_path: Path, written: Mapping[str, bytes]) -> None:
    root, copy, program = tmp_path / "here" / "varn", tmp_path / "copy" / "varn", copied_program(tmp_path / "program")
    saving.save(root, {}, written, random.Random(0))
    saving.save(copy, {}, written, random.Random(0))
    assert building.process(root, program=program).status == 0
    for name, old, new in (
        ("layouts/404.html", "<h1>", "<h1>Not here: "),
        ("postil/core/kinds.py", '"○"', '"●"'),
    ):
        text = (program / name).read_text(encoding="utf-8")
        assert old in text
        (program / name).write_text(text.replace(old, new), encoding="utf-8")
        before = building.tree(root / "site")
        assert building.process(root, program=program).status == 0
        assert building.tree(root / "site") != before, f"{name} was changed, and no page"
    assert building.process(copy, program=program).status == 0
    differs = building.difference(building.tree(copy / "site"), building.tree(root / "site"))
    assert not differs, differs
