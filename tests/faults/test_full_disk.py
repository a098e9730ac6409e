"""Where there is no room or no right to write, the old site stands, and the build says why."""

from __future__ import annotations

import resource
import shutil
from pathlib import Path

import pytest

from tests.faults import building
from tests.faults.building import Outcome, layouts_compiled_once
from tests.faults.disks import FILLER, fill, read_only, room, small_disk
from tests.faults.versions import Versions

__all__ = ["layouts_compiled_once"]

pytestmark = pytest.mark.usefixtures("layouts_compiled_once")

MOST_FILE_BYTES = 4000
"""Where files may not grow beyond it, pages cannot be written."""


@pytest.fixture(scope="module")
def versions(tmp_path_factory: pytest.TempPathFactory) -> Versions:
    return Versions.at(tmp_path_factory.mktemp("versions"), search=False)


def holds(versions: Versions, outcome: Outcome, *, old: int, reason: str) -> None:
    """Hold that a build either made the whole new site, or said why it could not and left the old one."""
    if outcome.status == 0:
        assert outcome.said == versions.said[versions.now]
        assert not versions.differs(versions.now), versions.differs(versions.now)
    else:
        refused(versions, outcome, old=old, reason=reason)


def refused(versions: Versions, outcome: Outcome, *, old: int, reason: str) -> None:
    """Hold that a build was refused, said why, and left the old site."""
    assert outcome.status == 1, outcome
    assert "error[cannot-write]" in outcome.said
    assert reason in outcome.said
    assert not versions.differs(old), versions.differs(old)


def fine(versions: Versions, outcome: Outcome) -> None:
    """Hold that a build made the site, and had nothing more to say than any other."""
    assert (outcome.status, outcome.said) == (0, versions.said[versions.now])
    assert not versions.differs(versions.now), versions.differs(versions.now)


def filled_up(versions: Versions, disk: Path, percent: int) -> None:
    """Leave room for that part of a site on the disk that holds all or a part of `versions`, and build."""
    versions.turn()
    fill(disk, room(dict(versions.built[versions.now])) * percent // 100)
    outcome = versions.build()
    if percent == 0:
        refused(versions, outcome, old=1 - versions.now, reason="no space left")
    elif percent >= 250:
        fine(versions, outcome)
    else:
        holds(versions, outcome, old=1 - versions.now, reason="no space left")
    (disk / FILLER).unlink()
    fine(versions, versions.build())


def whole_site_on(disk: Path, folder: Path) -> Versions:
    """Return a site all of which stands on the disk, built once."""
    versions = Versions.at(folder, search=False)
    versions.root = disk / "varn"
    for path, content in versions.written[0].items():
        (versions.root / path).parent.mkdir(parents=True, exist_ok=True)
        (versions.root / path).write_bytes(content)
    fine(versions, versions.build())
    return versions


def test_a_full_disk_leaves_the_old_site_and_room_mends_it(tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk") as disk:
        versions = whole_site_on(disk, tmp_path)
        for percent in (0, 60, 250):
            filled_up(versions, disk, percent)
        assert {name.split("/")[0] for name in versions.beside()} <= {".cache", ".site.spare"}


@pytest.mark.full
def test_a_disk_of_any_room_leaves_the_old_site_or_takes_the_new_one(tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk") as disk:
        versions = whole_site_on(disk, tmp_path)
        for percent in range(0, 251, 5):
            filled_up(versions, disk, percent)


def test_memory_without_room_is_no_error(versions: Versions) -> None:
    shutil.rmtree(versions.root / ".cache", ignore_errors=True)
    with small_disk(versions.root / ".cache", size=16_000):
        for _ in range(3):
            fine(versions, versions.build())
            versions.turn()


def test_files_that_may_not_grow_leave_the_old_site(versions: Versions) -> None:
    fine(versions, versions.build())
    versions.turn()
    limits = (MOST_FILE_BYTES, MOST_FILE_BYTES)
    outcome = versions.process(preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, limits))
    refused(versions, outcome, old=1 - versions.now, reason="too large")
    fine(versions, versions.build())


def test_a_tree_that_is_read_only_leaves_the_old_site(versions: Versions) -> None:
    fine(versions, versions.build())
    with read_only(versions.root):
        outcome = versions.build()
        assert (outcome.status, outcome.said) == (0, versions.said[versions.now])
        assert outcome.changes == "nothing changed"
    versions.turn()
    with read_only(versions.root):
        refused(versions, versions.build(), old=1 - versions.now, reason="read-only")
    fine(versions, versions.build())


@pytest.mark.parametrize("mode", [0o555, *(pytest.param(mode, marks=pytest.mark.full) for mode in (0o444, 0o000))])
@pytest.mark.parametrize("folder", [".", pytest.param("site", marks=pytest.mark.full)])
def test_a_folder_that_may_not_be_written_leaves_the_old_site(versions: Versions, folder: str, mode: int) -> None:
    fine(versions, versions.build())
    versions.turn()
    # Nobody finds the site at all where the folder around it cannot be entered.
    mode |= 0o555 if folder == "." else 0
    (versions.root / folder).chmod(mode)
    try:
        outcome = versions.process(preexec_fn=building.bound_by_modes)
    finally:
        (versions.root / folder).chmod(0o755)
    refused(versions, outcome, old=1 - versions.now, reason="permission denied")
    fine(versions, versions.build())


@pytest.mark.parametrize("mode", [0o000, *(pytest.param(mode, marks=pytest.mark.full) for mode in (0o444, 0o555))])
def test_memory_that_may_not_be_written_or_read_is_no_error(versions: Versions, mode: int) -> None:
    fine(versions, versions.build())
    versions.turn()
    memory = versions.root / ".cache"
    memory.mkdir(exist_ok=True)
    memory.chmod(mode)
    try:
        fine(versions, versions.process(preexec_fn=building.bound_by_modes))
    finally:
        memory.chmod(0o755)


def test_a_file_where_memory_should_be_is_no_error(versions: Versions) -> None:
    shutil.rmtree(versions.root / ".cache", ignore_errors=True)
    (versions.root / ".cache").write_text("mine")
    for _ in range(2):
        fine(versions, versions.build())
        versions.turn()
    assert (versions.root / ".cache").read_text() == "mine"
    (versions.root / ".cache").unlink()


def test_content_that_cannot_be_read_any_more_is_an_error_and_no_smaller_site(versions: Versions) -> None:
    fine(versions, versions.build())
    before = building.state(versions.site)
    paths = [versions.root / path for path in versions.written[0] if path.endswith(".md")]
    closed = max((path.parent for path in paths), key=lambda folder: len(folder.parts))
    closed.chmod(0o000)
    try:
        outcome = versions.process(preexec_fn=building.bound_by_modes)
    finally:
        closed.chmod(0o755)
    assert outcome.status == 1
    assert "error[unreadable]" in outcome.said
    assert building.state(versions.site) == before
    fine(versions, versions.build())
