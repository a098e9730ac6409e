"""A verb may follow its options, whatever values these take, and a build loads nothing of the workshop."""

from __future__ import annotations

import subprocess
import sys
from collections import defaultdict
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from postil.cli import verbs
from tests.architecture.test_promises import VERBS
from tests.site import Site

ROOT = Path(__file__).parents[2]


def test_no_option_takes_a_value_in_one_verb_and_none_in_another() -> None:
    kinds: defaultdict[str, set[bool]] = defaultdict(set)
    for verb in VERBS.values():
        for option in (each for each in verb.params if isinstance(each, click.Option)):
            for spelling in option.opts:
                kinds[spelling].add(option.is_flag)
    assert [spelling for spelling, found in kinds.items() if len(found) > 1] == []


@pytest.mark.parametrize(
    "options",
    [
        ("--note", "Late.", "annotate", "axis", "It opened"),
        ("--by", "me", "--tag", "spring", "--note", "check", "annotate", "axis", "It opened"),
        ("annotate", "--note", "Late.", "axis", "It opened"),
    ],
    ids=["before", "several", "after"],
)
def test_the_verb_may_stand_anywhere_before_its_arguments(tmp_path: Path, options: tuple[str, ...]) -> None:
    site = Site(tmp_path).write("content/axis.md", "It opened in May.")
    site.write("content/site.yaml", "annotators:\n  me: {name: Me}\n")
    site.verb(*options).expect(0, "the note it-opened")


def test_every_verb_is_listed() -> None:
    said = CliRunner().invoke(verbs, ["--help"]).output
    for name in verbs.commands:
        assert f"\n  {name} " in said


def test_a_build_loads_nothing_of_the_workshop() -> None:
    program = (
        "import sys, postil.cli\n"
        "parts = {name.split('.')[1] for name in sys.modules if name.startswith('postil.')}\n"
        "print(*sorted(parts & {'authoring', 'editions', 'serve', 'doctor'}))"
    )
    run = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    assert run.stdout == "\n"
