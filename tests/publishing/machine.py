"""A machine with git, a shell and Python, and otherwise nothing: what authors and GitHub's runners have."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

REPOSITORY = Path(__file__).parents[2]
REMOTE = "https://github.com/NAME/my-commentary.git"
"""Where the manual has a site pushed to; here it is a folder of the machine."""


@dataclass(frozen=True)
class Machine:
    """A home folder with programs in it, and the interpreter that answers to `python3`."""

    home: Path
    python: Path = Path(sys.executable)

    def __post_init__(self) -> None:
        programs = self.home / "bin"
        programs.mkdir(parents=True)
        for name in ("python", "python3"):
            (programs / name).write_text(f'#!/bin/sh\nexec {shlex.quote(str(self.python))} "$@"\n')
            (programs / name).chmod(0o755)
        remote = self.home / "remote.git"
        (self.home / ".gitconfig").write_text(
            f'[user]\nname = Ada Kern\nemail = ada@example.org\n[url "{remote.as_uri()}"]\ninsteadOf = {REMOTE}\n'
        )
        self.do("git init --quiet --bare --initial-branch=main remote.git", self.home)

    def run(self, command: str, folder: Path, **variables: str) -> subprocess.CompletedProcess[str]:
        """Run a command as GitHub's runners do, in an empty environment; the first failure ends it."""
        path = os.pathsep.join([str(self.home / "bin"), os.environ["PATH"]])
        shell = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", command]
        return subprocess.run(
            shell,
            cwd=folder,
            env={"PATH": path, "HOME": str(self.home), "SOURCE_DATE_EPOCH": "1790000000", **variables},
            capture_output=True,
            text=True,
            check=False,
        )

    def do(self, command: str, folder: Path, **variables: str) -> str:
        """Run a command that must succeed, and return what it printed."""
        run = self.run(command, folder, **variables)
        assert run.returncode == 0, run.stdout + run.stderr
        return run.stdout

    def clone(self, folder: Path) -> Path:
        """Return a new folder with what was pushed."""
        folder.mkdir()
        self.do(f"git clone --quiet {REMOTE} .", folder)
        return folder


def commands(document: Path, heading: str) -> str:
    """Return the commands that stand in a section of a document."""
    [_, below] = re.split(rf"^## {heading}$", document.read_text(encoding="utf-8"), flags=re.MULTILINE)
    section = re.split(r"^## ", below, maxsplit=1, flags=re.MULTILINE)[0]
    return "".join(re.findall(r"^```sh\n(.*?)^```$", section, re.MULTILINE | re.DOTALL))


def copied(folder: Path) -> Path:
    """Return a new folder with the program in it as in a checkout."""
    for name in ("postil", "layouts"):
        shutil.copytree(REPOSITORY / name, folder / name)
    for name in ("build.py", "requirements.txt", "pyproject.toml", "LICENSE"):
        shutil.copy2(REPOSITORY / name, folder / name)
    return folder
