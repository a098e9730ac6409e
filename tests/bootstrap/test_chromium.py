"""The tests in a browser find Chromium or have it installed, and never go without in silence.

The browsers and installers are stand-ins: scripts on a path of the test's own, each writing into a
log what it was asked. Playwright itself is real, and says where it keeps its browsers.
"""

from __future__ import annotations

import os
import platform
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from postil import bootstrap, chromium

COPY = shutil.which("cp")


@dataclass
class Machine:
    """A machine with nothing on it but what a test puts there."""

    root: Path
    said: list[str] = field(default_factory=list)

    def has(self, name: str, does: str = "") -> Path:
        """Put a program on the path, which logs its call and then does something."""
        return self.script(self.root / "bin" / name, does)

    def script(self, path: Path, does: str = "") -> Path:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f'#!/bin/sh\necho "${{0##*/}} $*" >> "{self.log}"\n{does}\n')
        path.chmod(0o755)
        return path

    @property
    def log(self) -> Path:
        return self.root / "log"

    @property
    def calls(self) -> list[str]:
        """What was called to install something, in order."""
        lines = self.log.read_text().splitlines() if self.log.exists() else []
        return [line for line in lines if line.startswith(("apt-get", "python -m"))]

    @property
    def playwrights(self) -> Path:
        """Where Playwright would keep its Chromium on this machine."""
        path = chromium._playwrights()
        assert path is not None
        assert path.startswith(str(self.root))
        return Path(path)

    def provided(self) -> str:
        return chromium.provided(self.said.append)


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Machine:
    made = Machine(tmp_path)
    (tmp_path / "bin").mkdir()
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    monkeypatch.setenv("PLAYWRIGHT_BROWSERS_PATH", str(tmp_path / "playwright"))
    monkeypatch.delenv(chromium.VARIABLE, raising=False)
    monkeypatch.setattr(sys, "platform", "linux")
    return made


@pytest.fixture
def system(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    def be(*, root: bool, distribution: str) -> None:
        monkeypatch.setattr(os, "geteuid", lambda: 0 if root else 1000)
        monkeypatch.setattr(platform, "freedesktop_os_release", lambda: {"ID": distribution})

    return be


def test_the_browser_that_the_variable_names_comes_first(machine: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    machine.has("chromium")
    named = machine.script(machine.root / "elsewhere/my-browser")
    monkeypatch.setenv("CHROMIUM", str(named))
    assert machine.provided() == str(named)


def test_a_browser_that_was_named_and_does_not_start_is_not_replaced_by_another(
    machine: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    machine.has("chromium")
    monkeypatch.setenv("CHROMIUM", "/nowhere/browser")
    with pytest.raises(chromium.Missing, match=r"CHROMIUM names /nowhere/browser, which does not start\."):
        machine.provided()
    assert machine.said == []


@pytest.mark.parametrize("name", chromium.NAMES)
def test_a_browser_on_the_path_is_taken_without_a_word(machine: Machine, name: str) -> None:
    path = machine.has(name)
    assert (machine.provided(), machine.said, machine.calls) == (str(path), [], [])


def test_a_stub_that_only_says_what_to_install_is_passed_over(machine: Machine) -> None:
    machine.has("chromium-browser", "echo 'run: snap install chromium' >&2; exit 1")
    path = machine.has("google-chrome")
    assert machine.provided() == str(path)


def test_the_one_that_playwright_has_is_taken_where_none_is_on_the_path(machine: Machine) -> None:
    own = machine.script(machine.playwrights)
    assert (machine.provided(), machine.said) == (str(own), [])


@pytest.mark.parametrize("other", ["darwin", "win32"])
def test_on_other_systems_only_playwrights_own_is_looked_for(
    machine: Machine, monkeypatch: pytest.MonkeyPatch, other: str
) -> None:
    machine.has("chromium")
    own = machine.script(machine.playwrights)
    monkeypatch.setattr(sys, "platform", other)
    assert machine.provided() == str(own)


def test_root_on_debian_gets_debians_package(machine: Machine, system: Callable[..., None]) -> None:
    system(root=True, distribution="debian")
    new = machine.root / "bin/chromium"
    machine.has("apt-get", f'case "$*" in *install*) {COPY} "$0" "{new}";; esac')
    assert machine.provided() == str(new)
    assert machine.said == ["installing Debian's Chromium for the tests; this happens once and takes a moment."]
    update, install = machine.calls
    assert update.endswith(" update")
    assert " install --yes " in install
    assert " chromium " in install


def playwright_installs(machine: Machine, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Have `python -m playwright install` put a browser where Playwright looks for it."""
    own = machine.playwrights
    own.parent.mkdir(parents=True)
    does = f'{COPY} "{machine.script(machine.root / "ready")}" "{own}"'
    answers = f'[ "$1" != -c ] || exec {sys.executable} "$@"'
    monkeypatch.setattr(sys, "executable", str(machine.script(machine.root / "python", f"{answers}\n{does}")))
    return own


def test_where_debians_package_cannot_be_had_playwright_fetches_its_own(
    machine: Machine, system: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    own = playwright_installs(machine, monkeypatch)
    system(root=True, distribution="debian")
    machine.has("apt-get", "exit 100")
    assert machine.provided() == str(own)
    assert [sentence.split(" ")[1] for sentence in machine.said] == ["Debian's", "Playwright's"]
    assert machine.calls[-1] == "python -m playwright install --no-shell --with-deps chromium"


@pytest.mark.parametrize(
    ("root", "distribution", "options"), [(False, "debian", ""), (True, "ubuntu", "--with-deps "), (False, "arch", "")]
)
def test_whoever_is_not_root_on_debian_gets_playwrights(
    machine: Machine,
    system: Callable[..., None],
    monkeypatch: pytest.MonkeyPatch,
    root: bool,
    distribution: str,
    options: str,
) -> None:
    own = playwright_installs(machine, monkeypatch)
    system(root=root, distribution=distribution)
    machine.has("apt-get", "exit 100")
    assert machine.provided() == str(own)
    assert machine.said == ["installing Playwright's Chromium for the tests; this happens once and takes a moment."]
    assert machine.calls == [f"python -m playwright install --no-shell {options}chromium"]


@pytest.mark.parametrize(
    ("distribution", "remedy"),
    [("debian", "sudo apt-get install chromium"), ("fedora", "-m playwright install chromium")],
)
def test_where_nothing_can_be_installed_the_command_to_run_is_said(
    machine: Machine,
    system: Callable[..., None],
    monkeypatch: pytest.MonkeyPatch,
    distribution: str,
    remedy: str,
) -> None:
    monkeypatch.setattr(sys, "executable", str(machine.script(machine.root / "python", "exit 1")))
    system(root=False, distribution=distribution)
    with pytest.raises(chromium.Missing) as missing:
        machine.provided()
    assert f"{remedy}`" in str(missing.value)


def test_only_root_does_without_the_sandbox(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    assert not chromium.is_sandboxed()
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    assert chromium.is_sandboxed()


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, str]]:
    """What the variables were when pytest was started, which is not started here."""
    calls: list[dict[str, str]] = []

    def call(_: list[str], **options: dict[str, str]) -> int:
        calls.append(options["env"])
        return 5

    monkeypatch.setattr(subprocess, "call", call)
    return calls


def test_pytest_is_handed_the_browser(machine: Machine, started: list[dict[str, str]]) -> None:
    path = machine.has("chromium")
    assert bootstrap.run_tests(["--full"]) == 5
    assert started[0]["CHROMIUM"] == str(path)
    assert started[0][bootstrap.FULL_TESTS] == "1"


def test_without_a_browser_no_test_is_run_and_it_is_said_why(
    machine: Machine,
    started: list[dict[str, str]],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("CHROMIUM", str(machine.root / "gone"))
    assert bootstrap.run_tests([]) == bootstrap.TROUBLE
    assert not started
    assert capsys.readouterr().err == f"Postil: CHROMIUM names {machine.root}/gone, which does not start.\n"
