"""The package that people install carries all that a site needs."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(command, cwd=REPOSITORY, check=True, capture_output=True)
    [wheel] = folder.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder / "installed")
    return folder / "installed"


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
