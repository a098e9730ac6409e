"""Whatever happens to what a build remembers, the site that it makes is the right one."""

from __future__ import annotations

import random
import shutil
from pathlib import Path

import pytest

from tests.faults.corrupting import corrupt
from tests.faults.versions import Versions

WHERE_IT_STANDS = ".cache/postil"


def remembered(root: Path) -> list[Path]:
    """Return every file that a build left for the next one, but no pages."""
    beside = [path for folder in sorted(root.glob(".*.spare")) for path in sorted(folder.iterdir()) if path.is_file()]
    memory = [path for path in sorted((root / WHERE_IT_STANDS).rglob("*")) if path.is_file()]
    return [path for path in memory + beside if path.name != ".gitignore"]


def corrupted(versions: Versions, times: int, seed: int) -> None:
    """Spoil what is remembered again and again, and hold each site that is made then."""
    dice = random.Random(seed)
    assert versions.build().status == 0
    earlier = {path.name: path.read_bytes() for path in remembered(versions.root)}
    versions.turn()
    assert versions.build().status == 0
    for number in range(times):
        what = spoilt(versions.root, dice, earlier)
        if dice.random() < 0.7:
            versions.turn()
        by_process = number % 5 == 0
        outcome = versions.process() if by_process else versions.build()
        told = f"seed {seed}, number {number}, {what}, built {'by a process' if by_process else 'in this process'}"
        assert (outcome.status, outcome.said) == (0, versions.said[versions.now]), told
        differs = versions.differs(versions.now)
        assert not differs, f"{differs}\n{told}"
        if (versions.root / WHERE_IT_STANDS).is_file():
            (versions.root / WHERE_IT_STANDS).unlink()
            assert versions.build().changes == "nothing changed", told


def spoilt(root: Path, dice: random.Random, earlier: dict[str, bytes]) -> str:
    """Spoil one of the files that are remembered, or all of them at once."""
    folder = root / WHERE_IT_STANDS
    files = remembered(root)
    if files and dice.random() < 0.9:
        return corrupt(dice.choice(files), dice, earlier)
    shutil.rmtree(folder, ignore_errors=True)
    if dice.random() < 0.5:
        folder.parent.mkdir(exist_ok=True)
        folder.write_text("a file where a folder should be")
        return "all of it replaced by a file"
    return "all of it deleted"


def test_spoilt_memory_never_shows_in_the_site(tmp_path: Path) -> None:
    corrupted(Versions.at(tmp_path, search=False, alike=True), times=20, seed=1)


@pytest.mark.full
@pytest.mark.parametrize("seed", range(2, 6))
def test_memory_spoilt_two_hundred_times_never_shows_in_the_site(tmp_path: Path, seed: int) -> None:
    corrupted(Versions.at(tmp_path, alike=seed % 2 == 0), times=50, seed=seed)
