"""The package that people install carries all that a site needs."""

from __future__ import annotations

import os
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

from postil import new
from postil.core.dates import Day

REPOSITORY = Path(__file__).parents[2]


def packed(kind: str, source: Path, folder: Path) -> Path:
    """Return the `wheel` or `sdist` that is made in `folder` of the program in `source`."""
    command = [sys.executable, "-m", "hatchling", "build", "-t", kind, "-d", str(folder)]
    subprocess.run(command, cwd=source, check=True, capture_output=True)
    [made] = folder.glob("postil-*.whl" if kind == "wheel" else "postil-*.tar.gz")
    return made


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return packed("wheel", REPOSITORY, tmp_path_factory.mktemp("wheel"))


@pytest.fixture(scope="module")
def installed(wheel: Path) -> Path:
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(wheel.parent / "installed")
    return wheel.parent / "installed"


def test_the_wheel_carries_layouts_schemas_fonts_with_licences_and_the_command(installed: Path) -> None:
    for path in ("layouts/text.html", "layouts/strings/en.yaml", "schemas/annotations.schema.json"):
        assert (installed / "postil" / path).read_bytes() == (REPOSITORY / path).read_bytes()
    fonts = installed / "postil/layouts/assets/fonts"
    assert list(fonts.rglob("*.woff2"))
    assert [path for path in fonts.rglob("*") if "OFL" in path.name.upper() or "LICENSE" in path.name.upper()]
    [points] = installed.glob("*.dist-info/entry_points.txt")
    assert "postil = postil.__main__:main" in points.read_text()


def test_a_site_is_built_from_the_wheel_alone(installed: Path, tmp_path: Path) -> None:
    (tmp_path / "content").mkdir()
    (tmp_path / "content/x.md").write_text("Some words.")
    program = "from postil.cli import main; main()"
    environment = {**os.environ, "PYTHONPATH": str(installed)}
    command = [sys.executable, "-P", "-c", program, "build"]
    run = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    assert "Some words." in (tmp_path / "site/x/index.html").read_text(encoding="utf-8")
    assert (tmp_path / "site/assets/css/reading.css").exists()


def test_a_site_begun_from_the_wheel_carries_the_same_program_as_one_from_a_checkout(
    installed: Path, tmp_path: Path
) -> None:
    command = [sys.executable, "-P", "-c", "from postil.cli import main; main()", "new", "site", "mine"]
    environment = {**os.environ, "PYTHONPATH": str(installed)}
    run = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    program = new.program()
    assert {path: (tmp_path / "mine" / path).read_bytes() for path in program} == program
    assert {file.name for file in (tmp_path / "mine").iterdir()} == {
        *(path.split("/")[0] for path in program),
        *(path.split("/")[0] for path in new.site("mine", today=Day("2026-11-22"))),
    }


def test_a_wheel_made_of_the_source_distribution_is_the_same(wheel: Path, tmp_path: Path) -> None:
    with tarfile.open(packed("sdist", REPOSITORY, tmp_path)) as archive:
        archive.extractall(tmp_path, filter="data")
    [source] = [folder for folder in tmp_path.iterdir() if folder.is_dir()]
    with zipfile.ZipFile(packed("wheel", source, tmp_path)) as again, zipfile.ZipFile(wheel) as first:
        assert {file.filename: file.CRC for file in again.infolist()} == {
            file.filename: file.CRC for file in first.infolist()
        }
