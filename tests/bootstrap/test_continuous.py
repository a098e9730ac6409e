"""The steps of `.ci/run` say what they lack, and do not pass without it."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

CI = Path(__file__).parents[2] / ".ci"
BASH = shutil.which("bash")


@pytest.mark.skipif(BASH is None, reason="the steps are written for bash, which Windows lacks")
def test_without_java_and_npm_the_checker_says_what_to_install_and_fails() -> None:
    ended = subprocess.run([str(BASH), CI / "nu"], env={"PATH": ""}, capture_output=True, text=True, check=False)
    assert ended.returncode == 1
    assert ended.stderr == "the Nu checker needs Java and npm: sudo apt-get install default-jre-headless npm\n"


def test_the_checker_is_a_step_of_what_must_pass() -> None:
    assert "\nstep .ci/nu\n" in (CI / "run").read_text()
