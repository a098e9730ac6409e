"""Finds a Chromium that starts, for the tests in a real browser, and installs one where there is none.

Takes what the machine says of itself; gives the path of a browser. The order is that of certainty:
the variable CHROMIUM, the path, what Playwright has installed. Only then is anything installed: as
root on Debian its own package, which brings every library along and needs no other source than the
machine has; else the build that Playwright fetches. The trap: a file of that name may be a stub, as
Ubuntu's is, or lack its libraries, so a browser counts as found when it has said its version.
"""

from __future__ import annotations

import os
import platform
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence

VARIABLE = "CHROMIUM"
"""Names the browser. `python3 build.py test` sets it for what it starts."""
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
"""What Chromium and its nearest kin are called on the path."""
PATIENCE_SECONDS = 60.0
"""How long a browser may take to say its version; a cold disk is slow."""
APT = ("apt-get", "-qq", "-o", "DPkg::Lock::Timeout=120")
APT_INSTALL = (*APT, "install", "--yes", "--no-install-recommends", "chromium", "fonts-liberation")
"""A browser without any font draws nothing, and the package only recommends one."""


class Missing(Exception):  # noqa: N818 -- the machine's state, said in a sentence, rather than a mistake
    """There is no Chromium; the text says which command would provide one."""


def found() -> str:
    """Return the path of a Chromium that starts, or raise `Missing`. Installs nothing."""
    named = os.environ.get(VARIABLE)
    if named:
        if path := _starting(named):
            return path
        raise Missing(f"{VARIABLE} names {named}, which does not start.")
    # Elsewhere browsers are not on the path, and Windows' open a window when asked for their version.
    for name in NAMES if sys.platform.startswith("linux") else ():
        if path := _starting(name):
            return path
    if path := _starting(_playwrights()):
        return path
    raise Missing(f"Chromium is needed and was not found. Install it with `{_remedy()}`, or name it in {VARIABLE}.")


def provided(say: Callable[[str], None]) -> str:
    """Return the path of a Chromium that starts, installed if need be, or raise `Missing`.

    `say` is given one sentence before each attempt to install.
    """
    try:
        return found()
    except Missing:
        if os.environ.get(VARIABLE):
            raise
    if _is_root() and _is_debian():
        say("installing Debian's Chromium for the tests; this happens once and takes a moment.")
        if _succeeds((*APT, "update")) and _succeeds(APT_INSTALL):
            return found()
    say("installing Playwright's Chromium for the tests; this happens once and takes a moment.")
    with_libraries = ["--with-deps"] if _is_root() and shutil.which(APT[0]) else []
    _succeeds([sys.executable, "-m", "playwright", "install", "--no-shell", *with_libraries, "chromium"])
    return found()


def is_sandboxed() -> bool:
    """Return whether Chromium can be asked to keep its sandbox, which it refuses to root."""
    return not _is_root()


def _is_root() -> bool:
    return hasattr(os, "geteuid") and os.geteuid() == 0


def _is_debian() -> bool:
    """Return whether the system is Debian itself, which has the package; Ubuntu's of that name is a stub."""
    try:
        return platform.freedesktop_os_release().get("ID") == "debian"
    except OSError:
        return False


def _starting(name: str | None) -> str | None:
    """Return the full path of a browser by its name or path, if it starts."""
    path = name and shutil.which(name)
    if not path:
        return None
    if os.name == "nt":
        return path
    try:
        ended = subprocess.run([path, "--version"], capture_output=True, timeout=PATIENCE_SECONDS, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return None
    return path if ended.returncode == 0 else None


def _playwrights() -> str | None:
    """Return where Playwright keeps its Chromium, installed or not."""
    # Not asked in this process, where the tests may have Playwright running, which it does not bear twice.
    question = (
        "from playwright.sync_api import sync_playwright\n"
        "with sync_playwright() as playwright: print(playwright.chromium.executable_path)"
    )
    answer = subprocess.run([sys.executable, "-c", question], capture_output=True, text=True, check=False)
    return answer.stdout.strip() or None


def _remedy() -> str:
    if _is_debian():
        return "sudo apt-get install chromium"
    return f"{sys.executable} -m playwright install chromium"


def _succeeds(command: Sequence[str]) -> bool:
    """Run an installer, whose complaints go to standard error, and return whether it was content."""
    variables = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    try:
        return subprocess.call(command, stdout=subprocess.DEVNULL, stdin=subprocess.DEVNULL, env=variables) == 0
    except OSError:
        return False
