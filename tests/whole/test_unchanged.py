"""When nothing has changed, the words of the build before are said again, and nothing else happens."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest

from postil import unchanged
from postil.core import looks
from tests.site import CLOCK

REPOSITORY = Path(__file__).parents[2]
SAID = [("err", "content/a.md:1:1: warning[raw-html]\n  words — as they are\n"), ("out", "[]\n")]
LAST = ("out", "site: 1 text, nothing changed")
TICK_SECONDS = 0.02
"""Longer than the clock of a file system stands still."""


@pytest.fixture(params=["just written", "settled"])
def root(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A site that was built and remembered, from files whose looks prove nothing yet, or from older ones."""
    if request.param == "settled":
        monkeypatch.setattr(looks, "GRAIN_NS", 0)
    monkeypatch.chdir(tmp_path)
    for name, text in CLOCK.items():
        monkeypatch.setenv(name, text)
    for path in ("content/a.md", "content/more/b.md", "layouts/text.html", "site/index.html", "site/a/index.html"):
        file = tmp_path / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(f"This is {path}")
    time.sleep(TICK_SECONDS)
    remembered()
    time.sleep(TICK_SECONDS)
    return tmp_path


def begun(*arguments: str) -> unchanged.Start:
    start = unchanged.start(arguments)
    assert start
    return start


def remembered(*arguments: str) -> None:
    paths = ["index.html", "a/index.html"]
    unchanged.remember(begun(*arguments), "site", paths, SAID, LAST)
    assert Path(unchanged.STANDING).exists()


def is_known(*arguments: str) -> bool:
    return unchanged.is_said_again(unchanged.start(arguments))


@pytest.mark.usefixtures("root")
def test_what_was_said_is_said_again_word_for_word(capsys: pytest.CaptureFixture[str]) -> None:
    assert is_known()
    said = capsys.readouterr()
    assert said.err == SAID[0][1]
    assert said.out.startswith(SAID[1][1] + LAST[1] + " (0.")
    assert said.out.endswith(" s)\n")
    assert is_known("--no-install"), "which says nothing about the site"


def in_place(path: str) -> Callable[[Path], None]:
    """Change a file so that its size, its time and its inode stay."""

    def change(root: Path) -> None:
        before = (root / path).stat()
        (root / path).write_text((root / path).read_text().swapcase())
        os.utime(root / path, ns=(before.st_atime_ns, before.st_mtime_ns))

    return change


def dated(seconds: int) -> Callable[[Path], None]:
    return lambda root: os.utime(root / "content/a.md", (seconds, seconds))


def replaced(root: Path) -> None:
    before = (root / "content/a.md").stat()
    (root / "other").write_text("THIS is content/a.md")
    os.utime(root / "other", ns=(before.st_atime_ns, before.st_mtime_ns))
    (root / "other").replace(root / "content/a.md")


def linked(root: Path) -> None:
    (root / "content/c.md").symlink_to("a.md")


def turned(root: Path) -> None:
    (root / "site/index.html").unlink()
    (root / "site/index.html").mkdir()


CHANGES: dict[str, Callable[[Path], object]] = {
    "a text, in place, its time set back": in_place("content/a.md"),
    "a layout, in place, its time set back": in_place("layouts/text.html"),
    "a page, in place, its time set back": in_place("site/a/index.html"),
    "a text, longer": lambda root: (root / "content/a.md").write_text("Many more words than before."),
    "a text, dated 1970": dated(0),
    "a text, dated 2100": dated(4_102_444_800),
    "a text, dated an hour back": dated(int(time.time()) - 3600),
    "another file of the same size and time": replaced,
    "a text renamed": lambda root: (root / "content/a.md").rename(root / "content/c.md"),
    "a text in another folder": lambda root: (root / "content/a.md").rename(root / "content/more/a.md"),
    "a text added": lambda root: (root / "content/more/c.md").write_text("new"),
    "a text deleted": lambda root: (root / "content/more/b.md").unlink(),
    "a link added": linked,
    "no content": lambda root: shutil.rmtree(root / "content"),
    "a layout touched": lambda root: os.utime(root / "layouts/text.html"),
    "a layout deleted": lambda root: (root / "layouts/text.html").unlink(),
    "a page deleted": lambda root: (root / "site/index.html").unlink(),
    "a page turned into a folder": turned,
    "no site": lambda root: shutil.rmtree(root / "site"),
    "what a build that died has left": lambda root: (root / "site.new.123").mkdir(),
    "a build that is going on": lambda root: (root / ".site.lock").touch(),
}


@pytest.mark.parametrize("change", CHANGES)
def test_every_change_is_noticed(root: Path, change: str) -> None:
    CHANGES[change](root)
    assert not is_known()


@pytest.mark.parametrize("path", ["site/index.html", "site/a/index.html"])
def test_two_processes_look_at_a_large_site(root: Path, monkeypatch: pytest.MonkeyPatch, path: str) -> None:
    monkeypatch.setattr(unchanged, "SHARED_FROM", 2)
    assert is_known()
    in_place(path)(root)
    assert not is_known()
    (root / path).unlink()
    assert not is_known()


def test_a_change_within_a_tick_of_the_clock_is_noticed(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(looks, "GRAIN_NS", 2_000_000_000)
    monkeypatch.setattr(unchanged, "look", lambda state: (state.st_size, time.time_ns() // 10**12, 0, 0))
    monkeypatch.setattr(unchanged, "is_settled", lambda *_: False)
    remembered()
    assert is_known()
    in_place("content/a.md")(root)
    assert not is_known()


def test_another_file_in_the_site_stays_and_nothing_is_said_of_it(root: Path) -> None:
    (root / "site/CNAME").write_text("example.org")
    assert is_known()
    assert (root / "site/CNAME").read_text() == "example.org"


@pytest.mark.parametrize(
    ("name", "value"),
    [("SOURCE_DATE_EPOCH", "1790000001"), ("SITE_BASE_URL", "https://a.example/"), ("GITHUB_ACTIONS", "true")],
)
@pytest.mark.usefixtures("root")
def test_another_environment_is_noticed(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    assert is_known()
    monkeypatch.setenv(name, value)
    assert not is_known()


@pytest.mark.usefixtures("root")
def test_another_day_is_noticed_unless_the_clock_is_told_to_stand(monkeypatch: pytest.MonkeyPatch) -> None:
    tomorrow = time.time() + unchanged.DAY_SECONDS
    monkeypatch.setattr(time, "time", lambda: tomorrow)
    assert is_known()
    monkeypatch.delenv("SOURCE_DATE_EPOCH")
    remembered()
    assert is_known()
    monkeypatch.setattr(time, "time", lambda: tomorrow + unchanged.DAY_SECONDS)
    assert not is_known()


@pytest.mark.usefixtures("root")
def test_other_options_are_noticed() -> None:
    assert not is_known("--strict")
    remembered("--strict")
    assert is_known("--strict")
    assert not is_known()


def test_another_place_for_modules_is_noticed(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    packages = root / "packages"
    packages.mkdir()
    monkeypatch.syspath_prepend(packages)
    assert not is_known()
    remembered()
    assert is_known()
    time.sleep(TICK_SECONDS)
    (packages / "markdown_it").mkdir()
    assert not is_known(), "something was installed there"


@pytest.mark.usefixtures("root")
def test_who_hands_the_command_over_may_say_it_too(monkeypatch: pytest.MonkeyPatch) -> None:
    own = unchanged.interpreter()
    monkeypatch.setattr(unchanged, "interpreter", lambda: "another Python\n/no/modules")
    assert not is_known()
    monkeypatch.setattr(unchanged, "interpreter", lambda: own)
    monkeypatch.setenv(unchanged.STARTED_BY, "another Python\n/no/modules")
    remembered()
    assert unchanged.STARTED_BY not in os.environ
    monkeypatch.setattr(unchanged, "interpreter", lambda: "another Python\n/no/modules")
    assert is_known()


@pytest.mark.parametrize(
    "arguments",
    [["check"], ["new", "site", "x"], ["-v"], ["--explain"], ["build", "build"], ["--help"], ["clean"], ["x"]],
    ids=" ".join,
)
def test_what_is_no_plain_build_goes_past(arguments: list[str]) -> None:
    assert unchanged.start(arguments) is None


@pytest.mark.parametrize(
    ("arguments", "source"),
    [
        ([], "."),
        (["build", "-q"], "."),
        (["-s", "a", "build"], "a"),
        (["--source", "build"], "build"),
        (["--source=a b", "--base-url", "check"], "a b"),
        (["-d", "-s", "--strict"], "."),
    ],
)
def test_the_folder_of_the_site_is_found_among_the_options(
    arguments: list[str], source: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert begun(*arguments).source == source


@pytest.mark.parametrize("bit", range(0, 8))
def test_a_memory_with_one_wrong_bit_is_none(root: Path, bit: int) -> None:
    file = root / unchanged.STANDING
    content = file.read_bytes()
    for place in range(0, len(content), max(1, len(content) // 25)):
        file.write_bytes(content[:place] + bytes([content[place] ^ 1 << bit]) + content[place + 1 :])
        assert not is_known()
    file.write_bytes(content)
    assert is_known()


def test_broken_and_hostile_memories_are_none(root: Path) -> None:
    file = root / unchanged.STANDING
    whole = file.read_bytes()
    listed: list[list[list[str]]] = [[], [[]], [["a"]] * 7, [["a"]] * 9]
    checked = [unchanged._encoded(fields) for fields in listed]
    lengths = [b"%08x\n" % zlib.crc32(body) + body for body in (b"-1", b"1\0a\0-2", b"9" * 5000, b"\xff")]
    for content in (b"", b"\n", whole[:-1], whole + b"\0", whole * 2, b"\0" * 100, *checked, *lengths):
        file.write_bytes(content)
        assert not is_known()
    file.unlink()
    assert not is_known()
    file.mkdir()
    assert not is_known()
    unchanged.remember(begun(), "site", [], SAID, LAST)
    file.rmdir()
    os.mkfifo(file)
    assert not is_known(), "which would be waited for without end"
    remembered()
    assert file.is_file()
    assert sorted(os.listdir(file.parent)) == [".gitignore", "standing"]


def test_where_nothing_can_be_remembered_nothing_is_said(root: Path) -> None:
    shutil.rmtree(root / ".cache")
    (root / ".cache").write_text("in the way")
    unchanged.remember(begun(), "site", [], SAID, LAST)
    assert (root / ".cache").read_text() == "in the way"


def test_a_site_that_changes_while_it_is_looked_at_is_not_remembered(root: Path) -> None:
    (root / unchanged.STANDING).unlink()
    future = time.time() + 1000
    os.utime(root / "content/a.md", (future, future))
    remembered()
    assert is_known(), "a time in the future is no hindrance, since the file is read again"


def build(root: Path, *options: str, **environment: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(REPOSITORY / "build.py"), "--no-install", "-s", str(root), *options]
    return subprocess.run(
        command, capture_output=True, text=True, check=False, env={**os.environ, **CLOCK, **environment}
    )


def test_a_whole_process_says_so_without_the_program(tmp_path: Path) -> None:
    """What is imported is told by Python itself; the memory is made when the sources of the program are old enough."""
    (tmp_path / "content").mkdir()
    (tmp_path / "content/a.md").write_text("Some words and a [broken link](nowhere.md).")
    first = build(tmp_path)
    assert first.returncode == 0, first.stderr
    again = build(tmp_path, PYTHONPROFILEIMPORTTIME="1")
    imported = {line.rsplit("|", 1)[-1].strip() for line in again.stderr.splitlines() if line.startswith("import time")}
    said = "".join(line + "\n" for line in again.stderr.splitlines() if not line.startswith("import time"))
    assert said == first.stderr
    assert "warning[broken-link]" in said
    assert again.returncode == 0
    assert again.stdout.startswith(f"{tmp_path / 'site'}: 1 text, nothing changed (0.")
    assert "postil.unchanged" in imported
    assert not imported & {"click", "re", "json", "dataclasses", "typing", "jinja2", "yaml", "pydantic", "sqlite3"}
    (tmp_path / "content/a.md").write_text("Some words and an [other link](elsewhere.md).")
    assert "elsewhere.md" in build(tmp_path).stderr
