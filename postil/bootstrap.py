"""Makes `python3 build.py` work on a machine that has Python and nothing else.

Takes the path of build.py. Returns when the packages can be imported; else makes `.venv` beside
build.py, installs the locked and hashed requirements there, and starts the command again inside.
Standard library only, and little of it: on every further start this is what comes before the
program. The trap: `.venv` counts as complete only by the stamp in it, which is written last.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from importlib.util import find_spec

from postil import unchanged

REQUIREMENTS = "requirements.txt"
TEST_REQUIREMENTS = "requirements-dev.txt"
MODULES = (
    "click",
    "jinja2",
    "linkify_it",
    "markdown_it",
    "mdit_py_plugins",
    "nh3",
    "pydantic",
    "watchdog",
    "yaml",
)
"""What the program imports. Packages of the system that are too old are told by `_is_too_old`."""
TEST_MODULES = (
    "axe_playwright_python",
    "check_jsonschema",
    "distributed",
    "hatchling",
    "html5lib",
    "hypothesis",
    "mypy",
    "playwright",
    "pypdf",
    "pytest",
    "ruff",
    "xdist",
)
STAMP = ".postil-requirements"
"""File in `.venv` that holds the digest of the requirements installed there."""
INSTALLING = "installing\n"
"""What the stamp says while packages are being installed, and after that was cut short."""
RESTARTED = "POSTIL_RESTARTED"
"""Set for the program started again, so that a `.venv` beyond repair does not start it for ever."""
FULL_TESTS = "POSTIL_FULL_TESTS"
"""Set for pytest when the long tests shall run at their full length."""
TROUBLE = 2
"""Exit status when the packages cannot be provided."""
PATIENCE_SECONDS = 600.0
"""How long another start of the program may take to install."""
INTERRUPTED = 130
"""Exit status after Ctrl-C, as shells have it."""


def provide(script: str, arguments: list[str] = sys.argv) -> None:
    """Return once everything is importable that the command in `arguments` needs.

    `script` is the path of build.py, whose folder holds the requirements and `.venv`. Takes the
    option `--no-install` out of `arguments`. May not return: the command is started again inside
    `.venv`, or ends with a sentence and exit status 2.
    """
    may_install = "--no-install" not in arguments
    arguments[:] = [argument for argument in arguments if argument != "--no-install"]
    home = os.path.dirname(os.path.abspath(script))
    environment = os.path.join(home, ".venv")
    files = [os.path.join(home, REQUIREMENTS)]
    modules: tuple[str, ...] = MODULES
    verb = unchanged.first_word(arguments[1:])
    if verb is not None and arguments[1:][verb] == "test":
        files.append(os.path.join(home, TEST_REQUIREMENTS))
        modules += TEST_MODULES
    is_inside = os.path.realpath(sys.prefix) == os.path.realpath(environment)
    lacking = [module for module in modules if find_spec(module) is None]
    wanted = _digest(files)
    stamp = _stamp(environment)
    already_restarted = os.environ.pop(RESTARTED, None)
    if not lacking and not (is_inside and _is_stale(stamp, wanted)) and (is_inside or not _is_too_old(home)):
        return
    python = _python(environment)
    is_ready = stamp is not None and os.path.exists(python) and not _is_stale(stamp, wanted)
    if is_inside or not (is_ready or (stamp is None and _provides(python, modules))):
        if already_restarted:
            _end(f"{environment} does not work: {', '.join(lacking)} cannot be imported. Delete it and try again.")
        if not may_install:
            _end(
                f"packages are missing ({', '.join(lacking) or 'newer versions'}), and --no-install was given."
                f" Without it they are installed into {environment}; they are those of {' and '.join(files)}."
            )
        _install_alone(environment, files, wanted, stamp, is_broken=is_inside and bool(lacking))
        os.environ[RESTARTED] = "1"
    _start_again(python)


def run_tests(arguments: Sequence[str]) -> int:
    """Run the tests of the program and return the exit status of pytest.

    `--full` runs the long tests at their full length. What else is in `arguments` goes to pytest,
    which works in two processes unless told how many by `-n`. Pytest finds the browser for its
    tests in the variable CHROMIUM; where none can be provided, nothing is run.
    """
    from postil import chromium  # noqa: PLC0415 -- only the tests need a browser

    home = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    if not os.path.isdir(os.path.join(home, "tests")):
        _say("the tests stand in the program's repository, and are not installed with it.")
        return TROUBLE
    try:
        variables = {**os.environ, chromium.VARIABLE: chromium.provided(_say)}
    except chromium.Missing as missing:
        _say(str(missing))
        return TROUBLE
    given = [argument for argument in arguments if argument != "--full"]
    if "--full" in arguments:
        variables[FULL_TESTS] = "1"
    workers = [] if any(argument.startswith(("-n", "--numprocesses")) for argument in given) else ["-n", "2"]
    return subprocess.call([sys.executable, "-m", "pytest", *workers, *given], cwd=home, env=variables)


def _is_stale(stamp: str | None, wanted: dict[str, str]) -> bool:
    """Return whether the stamp is there and lacks something wanted. What the tests need may be more."""
    return stamp is not None and not set(wanted.values()) <= set(stamp.split())


def _is_too_old(home: str) -> bool:
    """Return whether packages outside `.venv` are older than this program asks for.

    A virtual environment that somebody made for this program is trusted; the packages of a
    system were installed for other reasons.
    """
    if sys.prefix != sys.base_prefix:
        return False
    import re  # noqa: PLC0415 -- these two cost more than all the rest, and only a few come here
    from importlib.metadata import PackageNotFoundError, version  # noqa: PLC0415

    for requirement in _oldest(home):
        match = re.match(r"([\w.-]+)(?:\[.*?\])?[>=]=([\d.]+)", requirement)
        if match:
            try:
                installed = re.findall(r"\d+", version(match[1]))
            except PackageNotFoundError:
                return True
            if [int(part) for part in installed] < [int(part) for part in match[2].split(".")]:
                return True
    return False


def _oldest(home: str) -> list[str]:
    """Return the requirements of the program: its ranges, or what is locked where, as in a site, only that is known."""
    import tomllib  # noqa: PLC0415 -- as above

    try:
        with open(os.path.join(home, "pyproject.toml"), "rb") as file:
            project = tomllib.load(file).get("project", {})
    except (FileNotFoundError, tomllib.TOMLDecodeError):
        project = {}
    # In a repository that carries the program there may be another project's.
    if project.get("name") == "postil":
        ranges: list[str] = project["dependencies"]
        return ranges
    with open(os.path.join(home, REQUIREMENTS), encoding="utf-8") as file:
        # Those with a condition are not wanted everywhere.
        return [line for line in file if ";" not in line]


def _install_alone(
    environment: str, files: Sequence[str], wanted: dict[str, str], stamp: str | None, *, is_broken: bool
) -> None:
    """Install unless another start of the program is doing so, or has done it meanwhile."""
    from pathlib import Path  # noqa: PLC0415 -- only where something is installed

    from postil.write.lock import Busy, held  # noqa: PLC0415

    try:
        with held(Path(environment), PATIENCE_SECONDS):
            now = _stamp(environment)
            is_done_meanwhile = now not in {stamp, None} and not _is_stale(now, wanted)
            if not is_done_meanwhile:
                _install(environment, files, wanted, is_broken=is_broken)
    except Busy:
        _end(f"another program has been installing into {environment} for {PATIENCE_SECONDS:.0f} seconds.")
    except KeyboardInterrupt:
        sys.exit(INTERRUPTED)
    except OSError as error:
        _end(f"{environment} cannot be made: {error.strerror or error}")


def _install(environment: str, files: Sequence[str], wanted: dict[str, str], *, is_broken: bool) -> None:
    """Make `.venv` hold what the files require, from nothing when it cannot be trusted."""
    python = _python(environment)
    stamp_file = os.path.join(environment, STAMP)
    is_usable = os.path.exists(python) and _stamp(environment) != INSTALLING and not is_broken and _runs(python)
    names = " and ".join(os.path.basename(file) for file in files)
    what = "updating .venv" if is_usable else "making .venv"
    _say(f"{what} with the packages of {names}; this happens once and takes a moment.")
    if not is_usable:
        _make(environment)
    _write(stamp_file, INSTALLING)
    command = [python, "-m", "pip", "install", "--require-hashes", "--disable-pip-version-check", "--no-input"]
    requirements = [part for file in files for part in ("--requirement", file)]
    if subprocess.call([*command, "--quiet", *requirements]):
        _end("the packages could not be installed; pip says why above.")
    _write(stamp_file, "".join(f"{digest}\n" for digest in wanted.values()))


def _make(environment: str) -> None:
    """Make an empty virtual environment, the stamp in it first, so that half of one is known as such."""
    if find_spec("ensurepip") is None:
        _end("Python's module `venv` is incomplete here. On Debian and Ubuntu: sudo apt install python3-venv")
    import venv  # noqa: PLC0415 -- only the first start needs it

    if os.path.islink(environment) or os.path.isfile(environment):
        os.unlink(environment)
    else:
        shutil.rmtree(environment, ignore_errors=True)
    os.makedirs(environment)
    _write(os.path.join(environment, STAMP), INSTALLING)
    try:
        venv.EnvBuilder(with_pip=True, symlinks=os.name != "nt").create(environment)
    except subprocess.CalledProcessError as error:
        _end(f"pip could not be put into {environment}: {error}")


def _runs(python: str) -> bool:
    """Return whether the interpreter starts, is new enough and has pip."""
    check = "import sys, pip; sys.exit(sys.version_info < (3, 11))"
    try:
        return subprocess.call([python, "-c", check], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) == 0
    except OSError:
        return False


def _provides(python: str, modules: Sequence[str]) -> bool:
    """Return whether a `.venv` that is not of our making, as uv's, has the modules."""
    check = "import sys, importlib.util as u; sys.exit(not all(map(u.find_spec, sys.argv[1:])))"
    return os.path.exists(python) and subprocess.call([python, "-c", check, *modules]) == 0


def _start_again(python: str) -> None:
    """Run the same command by the interpreter of `.venv`, in the place of this process where possible."""
    command = [python, *(argument for argument in sys.orig_argv[1:] if argument != "--no-install")]
    os.environ[unchanged.STARTED_BY] = unchanged.interpreter()
    sys.stdout.flush()
    sys.stderr.flush()
    if os.name == "nt":
        sys.exit(subprocess.call(command))
    os.execv(python, command)


def _python(environment: str) -> str:
    if os.name == "nt":
        return os.path.join(environment, "Scripts", "python.exe")
    return os.path.join(environment, "bin", "python")


def _digest(files: Sequence[str]) -> dict[str, str]:
    """Return the SHA-256 of each file, by its path."""
    digests = {}
    for file in files:
        try:
            with open(file, "rb") as opened:
                digests[file] = hashlib.sha256(opened.read()).hexdigest()
        except FileNotFoundError:
            _end(f"{file} is missing, which says what to install.")
    return digests


def _stamp(environment: str) -> str | None:
    try:
        with open(os.path.join(environment, STAMP), encoding="utf-8") as file:
            return file.read()
    except OSError:
        return None


def _write(path: str, text: str) -> None:
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)


def _end(sentence: str) -> None:
    _say(sentence)
    sys.exit(TROUBLE)


def _say(sentence: str) -> None:
    sys.stderr.write(f"Postil: {sentence}\n")
