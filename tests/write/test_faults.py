"""Killed, many at once, without room or without the right to write: the site is a whole one, old or new."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from postil.core.files import Files
from postil.core.model import Output
from postil.write import exchanging
from tests.faults.disks import FILLER, fill, read_only, small_disk
from tests.write.memory import earlier, publish

from .test_publish import Result, codes, tree

PAGES = 40
ENVIRONMENT = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
BUILD = f"""
import sys
from pathlib import Path
from postil.core.files import Files
from postil.core.model import Output
from postil.write import exchanging
from tests.write.memory import publish

root = Path(sys.argv[1])
exchanging.SMALLEST_WITH_SPARE = int(sys.argv[2])

def build(text):
    # Half of the pages change, and folders come and go.
    pages = [Output(f"{{number}}/index.html", f"{{text}} {{number}}".encode()) for number in range({PAGES})]
    pages += [Output(f"same/{{number}}/index.html", b"same") for number in range({PAGES})]
    pages += [Output(f"only/{{text}}/index.html", text.encode())]
    return publish(pages, (), Files(root), root / "site")

"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / "project"
    (folder / "content").mkdir(parents=True)
    return folder


@pytest.fixture(params=["with a spare", "without one"])
def smallest(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> int:
    number = 0 if request.param == "with a spare" else 10_000
    monkeypatch.setattr(exchanging, "SMALLEST_WITH_SPARE", number)
    return number


def command(program: str, root: Path, smallest: int, *arguments: str) -> list[str]:
    return [sys.executable, "-c", BUILD + program, str(root), str(smallest), *arguments]


def version(site: Path) -> str:
    """Return the version of a site, every file of which must be of that one."""
    found = tree(site)
    listed = earlier(site)
    assert set(listed.digests) | {".postil"} == set(found)
    assert all(listed.kept(path) for path in listed.digests)
    texts = {found[f"{number}/index.html"].decode().split()[0] for number in range(PAGES)}
    assert len(texts) == 1, texts
    text = texts.pop()
    assert found[f"only/{text}/index.html"].decode() == text
    assert len(found) == 2 * PAGES + 3
    return text


def kill_and_look(root: Path, smallest: int, times: int) -> None:
    """Kill builds, each while it makes one version after the other, at any moment."""
    dice = random.Random(times)
    program = "import os\nstart = int(sys.argv[3])\nfor n in range(start, start + 10_000):\n    build(str(n))\n"
    program += "    if n == start: print('ready', flush=True)\n"
    for round_ in range(times):
        arguments = command(program, root, smallest, str(round_ * 10_000))
        with subprocess.Popen(arguments, stdout=subprocess.PIPE, env=ENVIRONMENT) as process:
            assert process.stdout is not None
            process.stdout.readline()
            time.sleep(dice.uniform(0, 0.06))
            process.send_signal(signal.SIGKILL)
        assert int(version(root / "site")) >= round_ * 10_000
    run = subprocess.run(
        command("print(build('last'))", root, smallest), env=ENVIRONMENT, capture_output=True, check=True
    )
    assert run.stdout.startswith(b"((), ")
    assert version(root / "site") == "last"
    # Nothing is left but what a build leaves that nobody kills.
    beside = {path.name for path in root.iterdir()} - {"content", "site"}
    assert beside <= {".site.spare"}
    assert {path.name for path in root.glob(".site.spare/*")} <= {"tree", "record", ".gitignore"}


def test_builds_killed_at_any_moment_leave_one_whole_site(root: Path, smallest: int) -> None:
    kill_and_look(root, smallest, 6)


@pytest.mark.full
def test_two_hundred_killed_builds_leave_one_whole_site(root: Path, smallest: int) -> None:
    kill_and_look(root, smallest, 200)


def build_at_once(root: Path, smallest: int, *, builders: int, builds: int) -> None:
    """Let builders publish at once while a reader reads in a loop."""
    subprocess.run(command("build('first')", root, smallest), env=ENVIRONMENT, check=True)
    program = f"for n in range({builds}):\n    assert not build(sys.argv[3] + '-' + str(n))[0]\n"
    running = [
        subprocess.Popen(command(program, root, smallest, f"b{number}"), env=ENVIRONMENT) for number in range(builders)
    ]
    reads = 0
    torn: list[str] = []
    while any(builder.poll() is None for builder in running):
        for number in range(PAGES):
            text = (root / f"site/{number}/index.html").read_text()
            reads += 1
            if not text.endswith(f" {number}") or (root / f"site/same/{number}/index.html").read_text() != "same":
                torn.append(text)
    assert [builder.wait() for builder in running] == [0] * builders
    assert not torn
    assert reads > 100
    assert version(root / "site") in {f"b{number}-{builds - 1}" for number in range(builders)}
    assert {path.name for path in root.iterdir()} <= {"content", "site", ".site.spare"}


def test_eight_builders_at_once_never_show_a_reader_half_a_site(root: Path, smallest: int) -> None:
    build_at_once(root, smallest, builders=8, builds=3)


@pytest.mark.full
def test_eight_builders_at_once_again_and_again(root: Path, smallest: int) -> None:
    build_at_once(root, smallest, builders=8, builds=40)


def built(root: Path, text: str, size: int = 100) -> Result:
    pages = [Output(f"{number}/index.html", f"{text} {number} ".encode() * size) for number in range(PAGES)]
    pages += [Output("same/index.html", b"same"), Output(f"only/{text}/index.html", b"x")]
    return publish(pages, (), Files(root), root / "site")


def test_a_full_disk_leaves_the_old_site_and_room_mends_it(tmp_path: Path, smallest: int) -> None:
    assert smallest >= 0
    with small_disk(tmp_path / "disk", 4_000_000) as disk:
        (disk / "content").mkdir()
        for text in ("0", "1", "2"):
            assert not built(disk, text)[0]
        # From no room at all to room for all: it runs out at another step each time.
        for blocks in (0, 1, 2, 5, 20, 40, 44, 60, 200):
            before = tree(disk / "site")
            fill(disk, blocks * 4096)
            outcome = built(disk, f"n{blocks}")
            (disk / FILLER).unlink()
            if codes(outcome):
                assert codes(outcome) == ["cannot-write"]
                assert "no space left" in outcome[0][0].sentence
                assert tree(disk / "site") == before
            else:
                assert blocks > 2
                assert f"only/n{blocks}/index.html" in tree(disk / "site")
            for text in ("after", "and after", "and again"):
                assert built(disk, f"{text} {blocks}")[0] == ()
                assert f"only/{text} {blocks}/index.html" in tree(disk / "site")
        assert not list(disk.glob("site.*"))


def test_files_that_may_not_grow_leave_the_old_site(root: Path, smallest: int) -> None:
    subprocess.run(command("build('0'); build('1'); build('2')", root, smallest), env=ENVIRONMENT, check=True)
    before = tree(root / "site")
    program = (
        "import resource, signal\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))\n"
        "print([p.code for p in build('new' * 1000)[0]])\n"
    )
    run = subprocess.run(command(program, root, smallest), capture_output=True, text=True, check=True, env=ENVIRONMENT)
    assert run.stdout == "['cannot-write']\n"
    assert tree(root / "site") == before


def test_a_tree_that_may_not_be_written_is_left_and_said(root: Path, smallest: int) -> None:
    assert smallest >= 0
    for text in ("0", "1", "2"):
        assert not built(root, text)[0]
    before = tree(root)
    with read_only(root):
        problems, _ = built(root, "3")
        assert [problem.code for problem in problems] == ["cannot-write"]
        assert "read-only" in problems[0].sentence
        assert built(root, "2")[0] == ()
    assert tree(root) == before
    assert not built(root, "3")[0]
    assert "only/3/index.html" in tree(root / "site")
