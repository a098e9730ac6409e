"""What the machine has: Python, packages, the disk, the clock, a browser for the tests."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from functools import partial
from importlib.util import find_spec

from postil import chromium
from postil.core.files import Files, shipped
from postil.write.abilities import Abilities, abilities, bytes_below, free_bytes

from .findings import Finding, State
from .packages import Package, installed, packages

LEAST_PYTHON = (3, 11)
LEAST_FREE = 200_000_000
"""Bytes that should be free: a site of ten thousand pages, while the next one is made beside it."""
AHEAD_NS = 120_000_000_000
"""By so many nanoseconds a file may come from the future: clocks of network drives are not quite right."""
EXTRAS = (
    ("pillow", "cards", "pictures of texts for previews elsewhere are not drawn"),
    ("pagefind-bin", "search", "the site has no search"),
    ("distributed", "clusters", "builds cannot be handed to a cluster"),
)
"""Packages that not everybody needs, what each is for, and what is not done without it."""

_finding = partial(Finding, "machine")


def of_machine(files: Files, environment: Mapping[str, str]) -> Iterator[Finding]:
    """Yield what was found, in the order in which a person would look."""
    yield _python()
    yield from _packages()
    yield from _extras()
    yield from _environments()
    can = abilities(files.root)
    yield from _disk(files, can)
    if can.refusal is None:
        yield _clock(files, can)
    if shipped("tests").is_dir():
        yield _browser(environment)


def _python() -> Finding:
    said = ".".join(map(str, sys.version_info[:3]))
    if sys.version_info[:2] < LEAST_PYTHON:
        return _finding("Python", State.BROKEN, f"this is Python {said}", "install Python 3.11 or newer")
    return _finding("Python", State.FINE, f"Python {said}")


def _packages() -> Iterator[Finding]:
    needed = packages()
    lacking = [package for package in needed if package.installed is None]
    old = [package for package in needed if package.is_too_old]
    new = [package for package in needed if package.is_too_new]
    if lacking:
        names = ", ".join(package.name for package in lacking)
        yield _finding("packages", State.BROKEN, f"not installed: {names}", _install(*_named(lacking)))
    if old:
        names = ", ".join(f"{package.name} {package.installed}" for package in old)
        yield _finding("packages", State.BROKEN, f"too old: {names}", _install(*_named(old)))
    if new:
        names = ", ".join(f"{package.name} {package.installed}" for package in new)
        yield _finding("packages", State.OLD, f"newer than Postil was tried with: {names}", _install(*_named(new)))
    if not (lacking or old or new):
        yield _finding("packages", State.FINE, f"all {len(needed)} are there and new enough")


def _named(wanted: list[Package]) -> list[str]:
    return [f'"{package.name}{package.wanted}"' for package in wanted]


def _install(*names: str) -> str:
    python = sys.executable or "python3"
    shown = os.path.relpath(python) if python.startswith(os.getcwd() + os.sep) else python
    return f"{shown} -m pip install {' '.join(names)}"


def _extras() -> Iterator[Finding]:
    for name, purpose, without in EXTRAS:
        found = installed(name)
        if found:
            yield _finding(purpose, State.FINE, f"{name} {found}")
        else:
            yield _finding(purpose, State.ABSENT, f"{name} is not installed: {without}", _install(name))


def _environments() -> Iterator[Finding]:
    """Yield whether `.venv` can be made, which matters where nobody has made one yet."""
    if sys.prefix == sys.base_prefix and (find_spec("venv") is None or find_spec("ensurepip") is None):
        remedy = "on Debian and Ubuntu: sudo apt install python3-venv"
        yield _finding("virtual environments", State.OLD, "Python's module `venv` is incomplete", remedy)
    else:
        yield _finding("virtual environments", State.FINE, "can be made")


def _disk(files: Files, can: Abilities) -> Iterator[Finding]:
    if can.refusal is not None:
        remedy = f"see who may write to {files.root}, and whether the disk is full"
        yield _finding("disk", State.BROKEN, f"nothing can be written here: {can.refusal}", remedy)
        return
    if can.exchanges:
        yield _finding("publishing", State.FINE, "the new site takes the place of the old in a single step")
    else:
        sentence = "this disk puts the new site in the place of the old in two steps, with a moment between them"
        yield _finding("publishing", State.ABSENT, sentence, "keep the site on a local disk, if readers see it there")
    if can.ignores_case:
        sentence = "this disk takes A.md and a.md for one file"
        yield _finding("names", State.FINE, f"{sentence}; Postil refuses two such names everywhere")
    free, needed = free_bytes(files.root), max(LEAST_FREE, 3 * bytes_below(files.root / "site"))
    said = f"{free / 1e9:.1f} GB are free"
    if free < needed:
        remedy = f"make room; {needed / 1e9:.1f} GB would do"
        yield _finding("space", State.OLD, f"only {said}, and the next site is made beside this one", remedy)
    else:
        yield _finding("space", State.FINE, said)


def _clock(files: Files, can: Abilities) -> Finding:
    """Compare the disk's clock with the latest change of a text: one of them may be wrong."""
    changed = {path: files.look(path)[1] for path in files.contents().value}
    latest = max(changed, key=lambda path: changed[path], default=None)
    today = datetime.fromtimestamp(can.now_ns / 1e9, UTC).date().isoformat()
    if latest is not None and changed[latest] > can.now_ns + AHEAD_NS:
        day = datetime.fromtimestamp(changed[latest] / 1e9, UTC).date().isoformat()
        sentence = f"the machine's clock says {today}, but {latest} was changed on {day}"
        return _finding("clock", State.OLD, sentence, "set the clock; if it is right, save the file again")
    return _finding("clock", State.FINE, f"it is {today}")


def _browser(environment: Mapping[str, str]) -> Finding:
    """Look for a browser by its name only: to start one would take longer than all else."""
    named = environment.get(chromium.VARIABLE)
    path = next(filter(None, map(shutil.which, (named,) if named else chromium.NAMES)), None)
    if path:
        return _finding("browser", State.FINE, f"{path}, for Postil's own tests")
    if named:
        sentence = f"{chromium.VARIABLE} names {named}, which is no program"
        return _finding("browser", State.OLD, sentence, f"name a Chromium in {chromium.VARIABLE}, or unset it")
    sentence = "no Chromium is on the path; only Postil's own tests need one"
    return _finding("browser", State.ABSENT, sentence, "`python3 build.py test` installs one by itself")
