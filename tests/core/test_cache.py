"""What is remembered from build to build."""

from __future__ import annotations

from pathlib import Path

from postil.core.cache import NAME, Cache


def kept(folder: Path, **entries: bytes) -> None:
    cache = Cache.at(folder)
    for key, value in entries.items():
        cache.put(key, value)
    cache.commit()
    cache.close()


def test_what_was_kept_is_there_the_next_time(tmp_path: Path) -> None:
    kept(tmp_path / "cache", a=b"one", b=b"")
    cache = Cache.at(tmp_path / "cache")
    assert cache.get("a") == b"one"
    assert cache.many(["a", "b", "c"]) == {"a": b"one", "b": b""}
    assert (tmp_path / "cache/.gitignore").read_text() == "*\n"


def test_what_was_put_is_there_at_once_and_gone_without_a_commit(tmp_path: Path) -> None:
    cache = Cache.at(tmp_path)
    cache.put("a", b"one")
    assert cache.get("a") == b"one"
    cache.close()
    assert Cache.at(tmp_path).get("a") is None


def test_without_a_folder_nothing_is_remembered() -> None:
    cache = Cache.at(None)
    cache.put("a", b"one")
    cache.commit(keep=["a"])
    assert cache.get("a") is None


def test_what_is_not_to_be_kept_goes(tmp_path: Path) -> None:
    kept(tmp_path, a=b"one", b=b"two")
    cache = Cache.at(tmp_path)
    cache.put("c", b"three")
    cache.commit(keep={"b", "c"})
    assert cache.many("abc") == Cache.at(tmp_path).many("abc") == {"b": b"two", "c": b"three"}


def test_a_file_of_somebody_else_is_begun_anew(tmp_path: Path) -> None:
    (tmp_path / NAME).write_bytes(b"no database" * 1000)
    assert Cache.at(tmp_path).get("a") is None
    kept(tmp_path, a=b"one")
    assert Cache.at(tmp_path).get("a") == b"one"


def test_a_folder_in_the_place_of_the_file_does_no_harm(tmp_path: Path) -> None:
    (tmp_path / NAME).mkdir()
    kept(tmp_path, a=b"one")
    assert Cache.at(tmp_path).get("a") is None
