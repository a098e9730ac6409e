"""A build that is killed at any moment leaves the old site or the new one, and nothing in the way of the next."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import time
from pathlib import Path

import pytest

from tests.faults import building
from tests.faults.building import layouts_compiled_once
from tests.faults.versions import MANY_FILES, Versions
from tests.site import CLOCK

__all__ = ["layouts_compiled_once"]

pytestmark = pytest.mark.usefixtures("layouts_compiled_once")


def killed(versions: Versions, seconds: float) -> float:
    """Begin a build with all its processes, kill them after so many seconds, and return how long they lived."""
    started = time.monotonic()
    with subprocess.Popen(
        building.command(versions.root, *versions.options, *building.workers(2)),
        env={**os.environ, **CLOCK},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    ) as process:
        try:
            process.wait(seconds)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
    return time.monotonic() - started


def kill_and_look(versions: Versions, times: int, seed: int) -> None:
    """Kill one build after the other, each while it makes another version of the site than stands there."""
    dice = random.Random(seed)
    # Undisturbed builds say how long one takes, and what may stand beside a site.
    assert versions.build().status == 0
    versions.turn()
    assert versions.build().status == 0
    versions.turn()
    whole = killed(versions, 60)
    allowed = versions.beside()
    landed = 0
    for number in range(times):
        old = versions.now
        versions.turn()
        # Publishing comes last and is where a site could be torn, so half of the builds die there.
        share = dice.uniform(0.7, 1.1) if number % 2 else dice.uniform(0, 1)
        lived = killed(versions, share * whole)
        told = f"seed {seed}, number {number}, killed after {lived:.3f} of some {whole:.3f} seconds"
        differs_from_new = versions.differs(versions.now)
        differs_from_old = versions.differs(old)
        assert not (differs_from_new and differs_from_old), (
            f"{told}; from the new one:\n{differs_from_new}\nfrom the old one:\n{differs_from_old}"
        )
        landed += not differs_from_new
        outcome = versions.build()
        assert (outcome.status, outcome.said) == (0, versions.said[versions.now]), told
        assert not versions.differs(versions.now), f"the build after: {versions.differs(versions.now)}\n{told}"
    assert landed < times, "no build was killed in time"
    versions.turn()
    killed(versions, 60)
    assert not versions.differs(versions.now), versions.differs(versions.now)
    assert versions.beside() <= allowed


def test_a_build_killed_at_any_moment_leaves_a_whole_site(tmp_path: Path) -> None:
    kill_and_look(Versions.at(tmp_path, pictures=MANY_FILES, search=False), times=8, seed=1)


@pytest.mark.full
@pytest.mark.parametrize("pictures", [0, MANY_FILES])
@pytest.mark.parametrize("seed", [2, 3])
def test_builds_killed_two_hundred_times_leave_whole_sites(tmp_path: Path, seed: int, pictures: int) -> None:
    kill_and_look(Versions.at(tmp_path, pictures=pictures), times=50, seed=seed)
