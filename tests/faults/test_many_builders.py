"""Eight builds of one site at once: a reader never misses a page, and in the end the site is right."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from tests.faults import building
from tests.faults.building import layouts_compiled_once
from tests.faults.versions import MANY_FILES, Versions
from tests.site import CLOCK

__all__ = ["layouts_compiled_once"]

pytestmark = pytest.mark.usefixtures("layouts_compiled_once")
BUILDERS = 8


def build_at_once(versions: Versions) -> int:
    """Have eight processes build the site while its pages are read, and return how many pages were read."""
    old, new = versions.built[1 - versions.now], versions.built[versions.now]
    always = sorted(old.keys() & new.keys())
    builders = [
        subprocess.Popen(
            building.command(versions.root, *versions.options),
            env={**os.environ, **CLOCK},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        for _ in range(BUILDERS)
    ]
    reads = 0
    try:
        while any(builder.poll() is None for builder in builders):
            for path in always:
                content = (versions.site / path).read_bytes()
                assert content in (old[path], new[path]), f"{path} is neither the old nor the new one"
                reads += 1
    finally:
        said = [builder.communicate()[0] for builder in builders]
    assert [builder.returncode for builder in builders] == [0] * BUILDERS, said
    return reads


def rounds(versions: Versions, times: int) -> None:
    """Build one version over the other so many times, each time by eight processes at once."""
    assert versions.build().status == 0
    versions.turn()
    assert versions.process().status == 0
    allowed = versions.beside()
    for _ in range(times):
        versions.turn()
        assert build_at_once(versions) > 100
        assert not versions.differs(versions.now), versions.differs(versions.now)
        outcome = versions.build()
        assert (outcome.status, outcome.said) == (0, versions.said[versions.now])
        assert not versions.differs(versions.now), versions.differs(versions.now)
        assert versions.beside() <= allowed


def test_eight_builders_at_once_never_show_a_reader_half_a_site(tmp_path: Path) -> None:
    rounds(Versions.at(tmp_path, pictures=MANY_FILES, search=False), times=1)


@pytest.mark.full
@pytest.mark.parametrize("pictures", [0, MANY_FILES])
def test_eight_builders_at_once_again_and_again(tmp_path: Path, pictures: int) -> None:
    rounds(Versions.at(tmp_path, pictures=pictures), times=12)
