"""Same input, same bytes: nothing of the machine, the clock or the order of files shows in a site."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).parents[2]
CONTENT = {
    "site.yaml": "title: Tides\n",
    "essays/salt.md": (
        "---\ntitle: Salt\ndate: 2023-04-05\n---\n\nThe sea “remembers” every river.\n\n![A map](map.png)\n"
    ),
    "essays/salt.annotations.yaml": (
        "annotations:\n"
        "  - {id: sea, quote: The sea, note: All of it., recheck: 2024-10-01}\n"
        "  - {id: river, quote: every river, note: Even the small ones., tags: [b, a]}\n"
    ),
    "essays/salt.comments.yaml": "comments:\n  - {id: c1, author: Ada, text: Not all.}\n",
    "essays/map.png": "not really a picture",
    "about.md": "# About\n\nWords.\n",
}
VARIATIONS: dict[str, dict[str, str]] = {
    "a plain machine": {},
    "another seed for hashes": {"PYTHONHASHSEED": "1"},
    "yet another": {"PYTHONHASHSEED": "4242"},
    "a time zone ahead": {"TZ": "Pacific/Kiritimati"},
    "a time zone behind": {"TZ": "Pacific/Pago_Pago"},
    "a plain locale": {"LC_ALL": "C", "LANG": "C", "PYTHONUTF8": "0"},
    "a Turkish locale": {"LC_ALL": "tr_TR.UTF-8", "LANGUAGE": "tr"},
    "another home and user": {"HOME": "/nowhere", "USER": "somebody", "LOGNAME": "somebody"},
}


def site_made(root: Path, *, backwards: bool = False) -> Path:
    for path in sorted(CONTENT, reverse=backwards):
        file = root / "content" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(CONTENT[path], encoding="utf-8")
        if backwards:
            os.utime(file, (1, 1))
    return root


def digest(folder: Path) -> str:
    """Return one digest of all names and bytes below a folder."""
    whole = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            whole.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes())
    return whole.hexdigest()


def built(
    root: Path,
    variables: Mapping[str, str] = VARIATIONS["a plain machine"],
    *,
    umask: int = 0o022,
    cwd: Path = REPOSITORY,
) -> str:
    run = subprocess.run(
        [sys.executable, REPOSITORY / "build.py", "-s", root, "-d", root / "made"],
        env={**os.environ, "SOURCE_DATE_EPOCH": "1729209600", **variables},
        cwd=cwd,
        umask=umask,
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    return digest(root / "made")


@pytest.fixture(scope="module")
def expected(tmp_path_factory: pytest.TempPathFactory) -> str:
    return built(site_made(tmp_path_factory.mktemp("expected")))


@pytest.mark.parametrize("variation", VARIATIONS)
def test_the_bytes_do_not_depend_on_the_environment(tmp_path: Path, expected: str, variation: str) -> None:
    assert built(site_made(tmp_path), VARIATIONS[variation]) == expected


def test_the_bytes_do_not_depend_on_the_folder_or_the_order_and_times_of_files(tmp_path: Path, expected: str) -> None:
    root = site_made(tmp_path / "a folder with spaces, é", backwards=True)
    assert built(root, umask=0o077, cwd=root) == expected


def test_a_second_build_gives_the_same_bytes_and_writes_none(tmp_path: Path, expected: str) -> None:
    root = site_made(tmp_path)
    assert built(root) == expected
    site = root / "made"
    times = {path: path.lstat().st_mtime_ns for path in [site, *site.rglob("*")]}
    assert built(root) == expected
    assert {path: path.lstat().st_mtime_ns for path in [site, *site.rglob("*")]} == times


def test_the_bytes_depend_on_the_clock_only_where_a_note_is_due(tmp_path: Path, expected: str) -> None:
    assert built(site_made(tmp_path), {"SOURCE_DATE_EPOCH": "1893456000"}) == expected
