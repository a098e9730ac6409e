"""`python3 build.py` provides what it needs, once, and says what is the matter when it cannot.

The packages are stand-ins: a wheel made here holds an empty module for each that is wanted, so
nothing comes from the network. Everything else is real: interpreters, environments, pip, hashes.
"""

from __future__ import annotations

import ast
import hashlib
import importlib.metadata
import os
import shutil
import subprocess
import sys
import time
import zipfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from postil import bootstrap

REPOSITORY = Path(__file__).parents[2]
BARE_PYTHON = Path(getattr(sys, "_base_executable", sys.executable)).resolve()
"""The interpreter outside the environment in which the tests run."""
CLI = "import sys\ndef run(_):\n    import click\n    print(sys.prefix, *sys.argv[1:])\n    sys.exit(7)\n"


def wheel(folder: Path, name: str, modules: tuple[str, ...], version: str = "1.0") -> str:
    """Write a wheel of empty modules and return the line that requires it."""
    path = folder / f"{name}-{version}-py3-none-any.whl"
    files = {f"{module}.py": "" for module in modules}
    files[f"{name}-{version}.dist-info/METADATA"] = f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n"
    files[f"{name}-{version}.dist-info/WHEEL"] = "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
    files[f"{name}-{version}.dist-info/RECORD"] = "".join(f"{file},,\n" for file in files)
    with zipfile.ZipFile(path, "w") as archive:
        for file, text in files.items():
            archive.writestr(file, text)
    return f"{name}=={version} --hash=sha256:{hashlib.sha256(path.read_bytes()).hexdigest()}\n"


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A checkout with stand-ins for the packages, after its first start."""
    home = tmp_path_factory.mktemp("checkout") / "a checkout"
    checkout(home)
    first = start(home, "build", "--strict")
    assert first.returncode == 7, first.stderr
    assert first.stderr.count("\n") == 1
    assert first.stderr.startswith("Postil: making .venv with the packages of requirements.txt")
    assert first.stdout.endswith("/a checkout/.venv build --strict\n")
    return home


def checkout(home: Path) -> None:
    """Make a checkout whose program wants one more module, which no machine has."""
    shutil.copytree(REPOSITORY / "postil", home / "postil", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(REPOSITORY / "build.py", home / "build.py")
    program = (REPOSITORY / "postil/bootstrap.py").read_text()
    (home / "postil/bootstrap.py").write_text(program.replace('    "nh3",\n', '    "nh3",\n    "postil_stand_in",\n'))
    (home / "postil/cli/__init__.py").write_text(CLI)
    (home / "wheels").mkdir()
    modules = (*bootstrap.MODULES, "postil_stand_in")
    (home / "requirements.txt").write_text(wheel(home / "wheels", "core", modules))
    (home / "requirements-dev.txt").write_text(wheel(home / "wheels", "testing", bootstrap.TEST_MODULES))


def start(
    home: Path, *arguments: str, python: Path = BARE_PYTHON, **variables: str
) -> subprocess.CompletedProcess[str]:
    environment = {
        name: text for name, text in os.environ.items() if not name.startswith(("PYTHON", "PIP_", "VIRTUAL"))
    }
    environment |= {"PIP_NO_INDEX": "1", "PIP_FIND_LINKS": (home / "wheels").as_uri(), "PIP_CONFIG_FILE": os.devnull}
    command = [str(python), str(home / "build.py"), *arguments]
    return subprocess.run(command, capture_output=True, text=True, env=environment | variables, check=False)


@pytest.fixture
def home(prepared: Path, tmp_path: Path) -> Path:
    """A copy of the prepared checkout, for a test to spoil."""
    return shutil.copytree(prepared, tmp_path / "copy", symlinks=True)


def marked(home: Path) -> bool:
    """Return whether the environment is still the one that `mark` was put into."""
    return (home / ".venv/mark").exists()


def test_the_second_start_says_nothing_and_installs_nothing(prepared: Path) -> None:
    run = start(prepared, "check")
    assert (run.returncode, run.stderr) == (7, "")
    assert run.stdout.endswith("/.venv check\n")


@pytest.mark.full
def test_the_second_start_costs_under_a_tenth_of_a_second(prepared: Path) -> None:
    def fastest(python: Path) -> float:
        seconds = []
        for _ in range(7):
            before = time.perf_counter()
            start(prepared, python=python)
            seconds.append(time.perf_counter() - before)
        return min(seconds)

    assert fastest(BARE_PYTHON) - fastest(prepared / ".venv/bin/python") < 0.1


def test_inside_the_environment_nothing_is_done(prepared: Path) -> None:
    run = start(prepared, python=prepared / ".venv/bin/python")
    assert (run.returncode, run.stderr) == (7, "")


def test_changed_requirements_are_installed_on_the_next_start(home: Path) -> None:
    (home / ".venv/mark").touch()
    for python in (BARE_PYTHON, home / ".venv/bin/python"):
        version = "2.0" if python == BARE_PYTHON else "3.0"
        modules = (*bootstrap.MODULES, "postil_stand_in", "added")
        (home / "requirements.txt").write_text(wheel(home / "wheels", "core", modules, version))
        run = start(home, python=python)
        assert run.returncode == 7
        assert run.stderr.startswith("Postil: updating .venv with the packages of requirements.txt")
        assert list(home.glob(f".venv/lib/*/site-packages/core-{version}.dist-info"))
        assert start(home).stderr == ""
    assert marked(home)


def test_the_tests_get_their_packages_too_and_the_build_goes_on_as_before(home: Path) -> None:
    run = start(home, "--quiet", "--source", "test", "test")
    assert run.returncode == 7
    assert run.stderr.startswith(
        "Postil: updating .venv with the packages of requirements.txt and requirements-dev.txt"
    )
    assert list(home.glob(".venv/lib/*/site-packages/pytest.py"))
    assert start(home, "test").stderr == ""
    assert start(home, "build").stderr == ""


def test_an_interrupted_installation_is_begun_anew(home: Path) -> None:
    (home / ".venv/mark").touch()
    (home / ".venv" / bootstrap.STAMP).write_text(bootstrap.INSTALLING)
    run = start(home)
    assert run.returncode == 7
    assert run.stderr.startswith("Postil: making .venv")
    assert not marked(home)


@pytest.mark.parametrize(
    "damage",
    ["package", pytest.param("interpreter", marks=pytest.mark.full), pytest.param("file", marks=pytest.mark.full)],
)
def test_a_broken_environment_is_made_anew(home: Path, damage: str) -> None:
    (home / ".venv/mark").touch()
    if damage == "interpreter":
        (home / ".venv/bin/python").unlink()
    elif damage == "package":
        next(home.glob(".venv/lib/*/site-packages/click.py")).unlink()
    else:
        shutil.rmtree(home / ".venv")
        (home / ".venv").write_text("not a folder")
    run = start(home)
    assert run.returncode == 7
    assert run.stderr.startswith("Postil: making .venv")
    assert run.stderr.count("\n") == 1
    assert not marked(home)


def test_an_environment_of_somebody_elses_making_is_used_as_it_is(home: Path) -> None:
    (home / ".venv" / bootstrap.STAMP).unlink()
    (home / ".venv/mark").touch()
    shutil.rmtree(next(home.glob(".venv/lib/*/site-packages/pip")))
    run = start(home)
    assert (run.returncode, run.stderr) == (7, "")
    assert marked(home)


def test_a_package_that_is_not_the_one_locked_is_refused_and_the_next_start_recovers(home: Path) -> None:
    right = (home / "requirements.txt").read_text()
    (home / "requirements.txt").write_text(wheel(home / "wheels", "core", ("click",), "2.0")[:-9] + "00000000\n")
    run = start(home)
    assert run.returncode == bootstrap.TROUBLE
    assert run.stderr.endswith("Postil: the packages could not be installed; pip says why above.\n")
    (home / "requirements.txt").write_text(right)
    assert start(home).returncode == 7


def test_two_first_starts_at_once_make_one_environment(tmp_path: Path) -> None:
    checkout(tmp_path / "home")
    with ThreadPoolExecutor() as pool:
        runs = list(pool.map(lambda verb: start(tmp_path / "home", verb), ["build", "check"]))
    assert [run.returncode for run in runs] == [7, 7]
    assert sum(run.stderr.count("making .venv") for run in runs) == 1
    assert not list((tmp_path / "home").glob("*.lock"))


def test_asked_not_to_install_it_says_what_is_missing_and_makes_nothing(tmp_path: Path) -> None:
    checkout(tmp_path / "home")
    run = start(tmp_path / "home", "--no-install")
    assert run.returncode == 2
    assert "postil_stand_in" in run.stderr
    assert "are installed into" in run.stderr
    assert not (tmp_path / "home/.venv").exists()


def test_the_option_not_to_install_is_taken_away_when_nothing_is_missing(prepared: Path) -> None:
    run = start(prepared, "--no-install", "check")
    assert run.stdout.endswith("/.venv check\n")


def test_where_the_packages_are_there_already_nothing_happens() -> None:
    arguments = ["build.py", "build", "--no-install"]
    bootstrap.provide(str(REPOSITORY / "build.py"), arguments)
    assert arguments == ["build.py", "build"]


def test_a_python_without_its_venv_module_is_told_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    checkout(tmp_path / "home")
    monkeypatch.setattr(bootstrap, "find_spec", lambda _: None)
    with pytest.raises(SystemExit) as ended:
        bootstrap.provide(str(tmp_path / "home/build.py"), ["build.py"])
    assert ended.value.code == 2
    assert "sudo apt install python3-venv" in capsys.readouterr().err
    assert not (tmp_path / "home/.venv").exists()


def test_a_folder_that_cannot_hold_an_environment_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise OSError(30, "Read-only file system")

    checkout(tmp_path / "home")
    monkeypatch.setattr(bootstrap, "MODULES", ("postil_stand_in",))
    monkeypatch.setattr(os, "makedirs", refuse)
    with pytest.raises(SystemExit) as ended:
        bootstrap.provide(str(tmp_path / "home/build.py"), ["build.py"])
    assert ended.value.code == 2
    assert "Read-only file system" in capsys.readouterr().err


@pytest.mark.parametrize("version", [(2, 7, 18), (3, 8, 0), (3, 10, 99)])
def test_an_older_python_is_told_so_in_a_sentence(version: tuple[int, int, int]) -> None:
    program = (
        "import runpy, sys\n"
        f"sys.version_info = {version!r}\n"
        f"runpy.run_path({str(REPOSITORY / 'build.py')!r}, run_name='__main__')\n"
    )
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert run.returncode == 2
    assert run.stderr == f"Postil needs Python 3.11 or newer; this is Python {version[0]}.{version[1]}.\n"


def test_an_older_python_can_read_the_script_that_tells_it_so() -> None:
    tree = ast.parse((REPOSITORY / "build.py").read_text(), feature_version=(3, 4))
    newer = (ast.JoinedStr, ast.AnnAssign, ast.NamedExpr, ast.Match, ast.AsyncFunctionDef)
    assert not [node for node in ast.walk(tree) if isinstance(node, newer)]
    assert not [node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and node.module == "__future__"]


@pytest.mark.parametrize(
    ("installed", "is_too_old"), [("8.3.9", True), ("8.4", False), ("10.0rc1", False), ("8", True)]
)
def test_packages_of_the_system_that_are_too_old_do_not_count(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, installed: str, is_too_old: bool
) -> None:
    (tmp_path / "pyproject.toml").write_text('[project]\nname = "postil"\ndependencies = ["click[extra]>=8.4,<11"]\n')
    monkeypatch.setattr(importlib.metadata, "version", lambda _: installed)
    monkeypatch.setattr(sys, "prefix", sys.base_prefix)
    assert bootstrap._is_too_old(str(tmp_path)) is is_too_old


@pytest.mark.parametrize("project", ["", '[project]\nname = "mine"\n', "[tool.ruff]\n", "no toml"])
def test_where_only_the_locked_versions_are_known_older_packages_of_the_system_do_not_count(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, project: str
) -> None:
    (tmp_path / "pyproject.toml").write_text(project)
    locked = "click==8.4.1 \\\n    --hash=sha256:00\ncolorama==0.4 ; sys_platform == 'win32' \\\n    --hash=sha256:00\n"
    (tmp_path / "requirements.txt").write_text(locked)
    monkeypatch.setattr(sys, "prefix", sys.base_prefix)
    for installed, is_too_old in (("8.4", True), ("8.4.1", False), ("9.0", False)):
        monkeypatch.setattr(importlib.metadata, "version", {"click": installed}.__getitem__)
        assert bootstrap._is_too_old(str(tmp_path)) is is_too_old
