"""Installs what is measured into the scratch folder, each in an environment of its own, once.

Asks the registries through their own clients, pip and npm. What cannot be installed is
`Unavailable`, and says why.
"""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import venv
from collections.abc import Iterable
from pathlib import Path

from bench.costs import Command
from bench.peers.peer import Unavailable

PATIENCE_SECONDS = 900.0


def python_tools(scratch: Path, name: str, *requirements: str | Path) -> Path:
    """Return the environment with these requirements, made unless it is there.

    A requirement is a package with its range, or a file of packages with their hashes.
    """
    asked = [each.read_text(encoding="utf-8") if isinstance(each, Path) else each for each in requirements]
    folder = scratch / "tools" / f"{name}-{_digest(asked)}"
    stamp = folder / "complete"
    if not stamp.is_file():
        shutil.rmtree(folder, ignore_errors=True)
        venv.create(folder, with_pip=True)
        pip = (folder / "bin" / "pip", "install", "--quiet", "--disable-pip-version-check")
        # One after the other, because pip asks hashes of everything that stands beside a hashed file.
        for each in requirements:
            run(*pip, *(("--requirement", each) if isinstance(each, Path) else (each,)), folder=scratch)
        stamp.touch()
    return folder


def node_tools(scratch: Path, name: str, *packages: str) -> Path:
    """Return the folder whose `node_modules` has these packages of npm, each NAME@RANGE, made unless it is there."""
    folder = scratch / "tools" / f"{name}-{_digest(packages)}"
    stamp = folder / "complete"
    if not stamp.is_file():
        shutil.rmtree(folder, ignore_errors=True)
        run("npm", "install", "--prefix", folder, "--no-audit", "--no-fund", "--silent", *packages, folder=folder)
        stamp.touch()
    return folder


def on_the_path(program: str) -> str:
    """Return the path of a program of the system."""
    found = shutil.which(program)
    if found is None:
        raise Unavailable(f"{program} is not on the path")
    return found


def said(*command: str | Path) -> str:
    """Return what a command prints, without the ends."""
    return run(*command, folder=Path(command[0]).parent)


def run(*command: str | Path, folder: Path) -> str:
    """Run a command to its end in a folder and return what it prints, or say that it cannot be had."""
    folder.mkdir(parents=True, exist_ok=True)
    try:
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=PATIENCE_SECONDS, check=True)
    except (OSError, subprocess.TimeoutExpired) as error:
        raise Unavailable(str(error)) from None
    except subprocess.CalledProcessError as error:
        raise Unavailable(_reason(command, f"{error.stderr}\n{error.stdout}")) from None
    return done.stdout.strip()


def _digest(asked: Iterable[str]) -> str:
    return hashlib.sha256("\n".join(asked).encode()).hexdigest()[:8]


def _reason(command: Command, printed: str) -> str:
    """Return the line that says most, which is the one with the word error, of what a failed command printed."""
    lines = [line.strip() for line in printed.splitlines() if line.strip()]
    telling = [line for line in lines if "error" in line.lower()] or lines[-1:]
    return f"{Path(command[0]).name}: {telling[-1] if telling else 'failed'}"
