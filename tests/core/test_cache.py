"""What is remembered from build to build may be lost at any time, and is never wrong."""

from __future__ import annotations

import os
import random
import signal
import sqlite3
import stat
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from postil.core import cache as cache_module
from postil.core.cache import BATCH_BYTES, LONGEST_BYTES, NAME, Cache
from tests.faults.building import bound_by_modes
from tests.faults.corrupting import corrupt

PROGRAM = Path(__file__).parents[2]
PRELUDE = """
import sys
from pathlib import Path
from postil.core.cache import Cache
def value(key): return key.encode() * 900
folder = Path(sys.argv[1])
"""
"""How a process of its own begins."""


def of_keys(cache: Cache, keys: Iterable[str]) -> dict[str, bytes]:
    """Return what was put under each of the keys, without those for which there is nothing."""
    return {key: value for key in keys if (value := cache.get(key)) is not None}


def value(key: str) -> bytes:
    """Return the one value that is right for a key."""
    return key.encode() * 900


KEYS = [f"key {number}" for number in range(40)]


def keep(folder: Path, entries: Mapping[str, bytes]) -> None:
    """Open the cache, put some entries, and close it."""
    cache = Cache.at(folder)
    for key, content in entries.items():
        cache.put(key, content)
    cache.commit()
    cache.close()


def found(folder: Path, *keys: str) -> dict[str, bytes]:
    """Open the cache and return what it has under some keys."""
    with closing(Cache.at(folder)) as cache:
        return of_keys(cache, keys)


@contextmanager
def program(source: str, folder: Path, **options: object) -> Iterator[subprocess.Popen[str]]:
    """Run a few lines in a process of their own, which may be talked to."""
    command = [sys.executable, "-c", PRELUDE + source, str(folder)]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True, "cwd": PROGRAM}
    with subprocess.Popen(command, **{**pipes, **options}) as running:  # type: ignore[call-overload]
        yield running


def test_what_was_kept_is_there_the_next_time(tmp_path: Path) -> None:
    keep(tmp_path / "cache", {"a": b"one", "b": b"", "\ud800": b"\0"})
    assert found(tmp_path / "cache", "a", "b", "c", "\ud800") == {"a": b"one", "b": b"", "\ud800": b"\0"}


def test_the_folder_hides_itself_from_git_and_is_made_only_when_something_is_kept(tmp_path: Path) -> None:
    assert found(tmp_path / "cache", "a") == {}
    keep(tmp_path / "cache", {})
    assert not (tmp_path / "cache").exists()
    keep(tmp_path / "cache", {"a": b"one"})
    assert (tmp_path / "cache/.gitignore").read_text() == "*\n"
    assert {path.name for path in (tmp_path / "cache").iterdir()} == {".gitignore", NAME}


def test_what_was_put_is_there_at_once_and_gone_without_a_commit(tmp_path: Path) -> None:
    with closing(Cache.at(tmp_path)) as cache:
        cache.put("a", b"one")
        cache.put("big", bytes(BATCH_BYTES))
        assert of_keys(cache, ["a", "big"]) == {"a": b"one", "big": bytes(BATCH_BYTES)}
    assert found(tmp_path, "a", "big") == {}


def test_a_value_put_again_replaces_the_one_before(tmp_path: Path) -> None:
    keep(tmp_path, {"a": b"one"})
    keep(tmp_path, {"a": b"two"})
    assert found(tmp_path, "a") == {"a": b"two"}


def test_a_value_beyond_all_measure_is_not_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert LONGEST_BYTES > BATCH_BYTES
    monkeypatch.setattr(cache_module, "LONGEST_BYTES", 5000)
    keep(tmp_path, {"a": bytes(5001), "b": bytes(5000)})
    assert found(tmp_path, "a", "b") == {"b": bytes(5000)}


def test_without_a_folder_or_once_closed_nothing_is_remembered(tmp_path: Path) -> None:
    closed = Cache.at(tmp_path)
    closed.close()
    for cache in (Cache.at(None), closed):
        cache.put("a", b"one")
        cache.commit(keep=["a"])
        assert cache.get("a") is None
    assert not list(tmp_path.iterdir())


def test_what_is_not_to_be_kept_goes(tmp_path: Path) -> None:
    keep(tmp_path, {"a": b"one", "b": b"two"})
    with closing(Cache.at(tmp_path)) as cache:
        cache.put("c", b"three")
        cache.commit(keep={"b", "c", "d"})
        assert of_keys(cache, "abcd") == {"b": b"two", "c": b"three"}
    assert found(tmp_path, *"abcd") == {"b": b"two", "c": b"three"}


def test_a_build_that_keeps_what_there_is_does_not_touch_the_file(tmp_path: Path) -> None:
    keep(tmp_path, {"a": b"one"})
    before = (tmp_path / NAME).stat()
    with closing(Cache.at(tmp_path)) as cache:
        cache.commit(keep={"a"})
    assert (tmp_path / NAME).stat().st_mtime_ns == before.st_mtime_ns


def test_the_file_shrinks_when_most_of_it_is_garbage(tmp_path: Path) -> None:
    keep(tmp_path, {str(number): bytes(100_000) for number in range(40)})
    whole = (tmp_path / NAME).stat().st_size
    with closing(Cache.at(tmp_path)) as cache:
        cache.commit(keep={"1", "2"})
    assert (tmp_path / NAME).stat().st_size < whole / 10
    assert found(tmp_path, "0", "1") == {"1": bytes(100_000)}


def test_memory_holds_no_more_than_a_batch_however_much_is_put(tmp_path: Path) -> None:
    source = """
import resource
cache = Cache.at(folder)
def peak(): return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
before = peak()
for number in range(100): cache.put(str(number), b'x' * 1_000_000)
cache.commit()
print(peak() - before)
"""
    with program(source, tmp_path) as running:
        kilobytes = int(running.communicate()[0])
    assert kilobytes < 40_000
    assert len(found(tmp_path, *map(str, range(100)))) == 100


@pytest.mark.parametrize("seed", [0, *(pytest.param(seed, marks=pytest.mark.full) for seed in range(1, 4))])
def test_corruptions_never_give_a_wrong_value_and_never_raise(tmp_path: Path, seed: int) -> None:
    dice = random.Random(seed)
    keep(tmp_path / "sound", {key: value(key) for key in KEYS})
    sound = (tmp_path / "sound" / NAME).read_bytes()
    keep(tmp_path / "earlier", {key: value(key) for key in KEYS[::2]})
    earlier = {NAME: (tmp_path / "earlier" / NAME).read_bytes()}
    for number in range(50):
        folder = tmp_path / str(number)
        folder.mkdir()
        (folder / ".gitignore").write_text("*\n")
        (folder / NAME).write_bytes(sound)
        how = corrupt(folder / NAME, dice, earlier)
        assert right(found(folder, *KEYS)), how
        for _ in range(2):
            with closing(Cache.at(folder)) as cache:
                cache.put("new", b"new")
                cache.commit(keep=[*KEYS[:30], "new"])
                assert right(of_keys(cache, KEYS)), how
        # A folder is not removed, since nobody knows what is in it. Everything else is mended by then.
        assert (folder / NAME).is_dir() or found(folder, "new") == {"new": b"new"}, how
        assert right(found(folder, *KEYS)), how


def right(entries: Mapping[str, bytes]) -> bool:
    return all(content == value(key) for key, content in entries.items())


def test_a_damaged_file_is_found_out_while_it_is_open(tmp_path: Path) -> None:
    keep(tmp_path, {key: value(key) for key in KEYS})
    with closing(Cache.at(tmp_path)) as cache:
        content = bytearray((tmp_path / NAME).read_bytes())
        content[200:] = b"\xff" * (len(content) - 200)
        (tmp_path / NAME).write_bytes(content)
        os.utime(tmp_path / NAME)
        assert right(of_keys(cache, KEYS))
        cache.put("new", b"new")
        cache.commit()
    keep(tmp_path, {"new": b"new"})
    assert found(tmp_path, "new") == {"new": b"new"}


def test_a_base_of_somebody_else_is_begun_anew(tmp_path: Path) -> None:
    (tmp_path / "cache").mkdir()
    with closing(sqlite3.connect(tmp_path / "cache" / NAME)) as base:
        base.execute("CREATE TABLE entries (key TEXT, checksum BLOB, value BLOB)")
        base.commit()
    keep(tmp_path / "cache", {"a": b"one"})
    keep(tmp_path / "cache", {"a": b"one"})
    assert found(tmp_path / "cache", "a") == {"a": b"one"}


@pytest.mark.parametrize("damage", ["CAST(value AS TEXT)", "7", "value || 'x'", "''"])
def test_a_value_of_another_type_is_none(tmp_path: Path, damage: str) -> None:
    keep(tmp_path, {"a": b"one"})
    with closing(sqlite3.connect(tmp_path / NAME)) as base:
        base.execute(f"UPDATE entries SET value = {damage}")
        base.commit()
    assert found(tmp_path, "a") == {}


def test_a_trigger_in_the_file_is_not_pulled(tmp_path: Path) -> None:
    keep(tmp_path, {"a": b"one"})
    with closing(sqlite3.connect(tmp_path / NAME)) as base:
        base.execute("CREATE TRIGGER t AFTER INSERT ON entries BEGIN DELETE FROM entries; END")
        base.commit()
    keep(tmp_path, {"b": b"two"})
    keep(tmp_path, {"c": b"three"})
    assert found(tmp_path, "c") == {"c": b"three"}


def test_a_file_that_somebody_deletes_while_it_is_open_does_no_harm(tmp_path: Path) -> None:
    keep(tmp_path, {"a": b"one"})
    with closing(Cache.at(tmp_path)) as cache:
        (tmp_path / NAME).unlink()
        keep(tmp_path, {"a": b"two"})
        cache.put("b", b"three")
        cache.commit()
    assert found(tmp_path, "a", "b") == {"a": b"two"}


def test_a_file_that_may_not_be_written_is_still_read(tmp_path: Path) -> None:
    keep(tmp_path, {"a": b"one"})
    (tmp_path / NAME).chmod(stat.S_IRUSR)
    tmp_path.chmod(stat.S_IRUSR | stat.S_IXUSR)
    source = """
cache = Cache.at(folder)
print(cache.get("a"))
cache.put("b", b"two")
cache.commit(keep=["b"])
print(cache.get("b"), Cache.at(folder).get("a"))
"""
    try:
        with program(source, tmp_path, preexec_fn=bound_by_modes) as running:
            assert running.communicate()[0] == "b'one'\nNone b'one'\n"
            assert running.returncode == 0
    finally:
        tmp_path.chmod(stat.S_IRWXU)


def test_a_file_that_may_not_be_read_is_none(tmp_path: Path) -> None:
    keep(tmp_path, {"a": b"one"})
    (tmp_path / NAME).chmod(0)
    with program("print(Cache.at(folder).get('a'))", tmp_path, preexec_fn=bound_by_modes) as running:
        assert running.communicate()[0] == "None\n"


def test_on_a_full_disk_the_entries_of_before_stay(tmp_path: Path) -> None:
    keep(tmp_path, {"a": b"one"})
    source = f"""
import resource
resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, 200_000))
cache = Cache.at(folder)
for number in range(9): cache.put(str(number), bytes({BATCH_BYTES // 3}))
cache.commit(keep=[])
print(cache.get("1"), Cache.at(folder).get("a"))
"""
    with program(source, tmp_path) as running:
        assert running.communicate()[0] == "None b'one'\n"
        assert running.returncode == 0


def test_another_build_that_holds_the_file_is_not_waited_for_long(tmp_path: Path) -> None:
    keep(tmp_path, {"a": b"one"})
    source = f"""
import sqlite3
base = sqlite3.connect(folder / {NAME!r}, isolation_level=None)
base.execute("BEGIN EXCLUSIVE")
print("held", flush=True)
sys.stdin.readline()
"""
    with closing(Cache.at(tmp_path)) as opened, program(source, tmp_path) as running:
        assert running.stdout is not None
        assert running.stdout.readline() == "held\n"
        begun = time.monotonic()
        with closing(Cache.at(tmp_path)) as late:
            for cache in (opened, late):
                for key in KEYS:
                    assert cache.get(key) is None
                    cache.put(key, value(key))
                cache.commit()
        assert time.monotonic() - begun < 3
        running.communicate("\n")
    assert found(tmp_path, "a", *KEYS) == {"a": b"one"}


def test_builds_at_once_do_not_disturb_each_other(tmp_path: Path) -> None:
    source = f"""
for turn in range(12):
    cache = Cache.at(folder)
    for key in {KEYS!r}[turn::3]:
        assert cache.get(key) in (None, value(key))
        cache.put(key, value(key))
    cache.commit(keep={KEYS!r}[turn:])
    cache.close()
"""
    with program(source, tmp_path) as one, program(source, tmp_path) as other, program(source, tmp_path) as third:
        assert [running.wait() for running in (one, other, third)] == [0, 0, 0]
    assert right(found(tmp_path, *KEYS))
    keep(tmp_path, {"a": b"one"})
    assert found(tmp_path, "a") == {"a": b"one"}


@pytest.mark.parametrize("seed", [*range(4), *(pytest.param(seed, marks=pytest.mark.full) for seed in range(4, 60))])
def test_a_killed_writer_leaves_the_entries_of_before(tmp_path: Path, seed: int) -> None:
    keep(tmp_path, {key: value(key) for key in KEYS[:20]})
    source = f"""
print("begun", flush=True)
while True:
    cache = Cache.at(folder)
    for key in {KEYS!r}[20:]:
        for number in range(20): cache.put(f"{{key}} {{number}}", key.encode() * 20_000)
        cache.put(key, value(key))
    cache.commit(keep={KEYS!r})
    cache.close()
"""
    with program(source, tmp_path) as running:
        assert running.stdout is not None
        running.stdout.readline()
        time.sleep(random.Random(seed).uniform(0, 0.3))
        running.send_signal(signal.SIGKILL)
    entries = found(tmp_path, *KEYS)
    assert right(entries)
    assert set(KEYS[:20]) <= set(entries)
