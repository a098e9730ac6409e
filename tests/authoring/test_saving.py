"""What is saved is whole, lies in content/, and never takes the place of what somebody else wrote."""

from __future__ import annotations

import os
import stat
from itertools import pairwise
from pathlib import Path

import pytest

from postil.authoring import Change
from postil.authoring.history import History
from postil.write.authored import saved

PATH = "content/a.annotations.yaml"


def site(root: Path, content: bytes | None = b"one\n") -> Path:
    (root / "content").mkdir(parents=True)
    if content is not None:
        (root / PATH).write_bytes(content)
    return root


def change(before: bytes | None, after: bytes | None, path: str = PATH) -> Change:
    return Change(path, before, after, "note")


def left(root: Path) -> list[str]:
    return sorted(path.relative_to(root).as_posix() for path in root.rglob("*") if path.is_file())


def test_a_file_is_replaced_with_its_mode(tmp_path: Path) -> None:
    root = site(tmp_path)
    (root / PATH).chmod(0o640)
    assert saved(root, change(b"one\n", b"two\r\n")) == ()
    assert (root / PATH).read_bytes() == b"two\r\n"
    assert stat.S_IMODE((root / PATH).stat().st_mode) == 0o640
    assert left(root) == [PATH]


@pytest.mark.parametrize("after", [b"two\n", None])
def test_a_file_that_is_read_only_stays_as_it_is(tmp_path: Path, after: bytes | None) -> None:
    root = site(tmp_path)
    (root / PATH).chmod(0o444)
    assert [problem.code for problem in saved(root, change(b"one\n", after))] == ["cannot-write"]
    assert (root / PATH).read_bytes() == b"one\n"
    assert left(root) == [PATH]


def test_what_only_its_owner_may_read_is_never_readable_to_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = site(tmp_path)
    (root / PATH).chmod(0o600)
    seen: list[int] = []
    opened = os.open

    def noticed(path: str | Path, flags: int, mode: int = 0o777) -> int:
        found = opened(path, flags, mode)
        seen.append(stat.S_IMODE(os.fstat(found).st_mode)) if flags & os.O_CREAT else None
        return found

    monkeypatch.setattr(os, "open", noticed)
    assert saved(root, change(b"one\n", b"two\n")) == ()
    assert seen == [0o600]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="Windows has no named pipes")
def test_a_pipe_is_neither_waited_for_nor_written_to(tmp_path: Path) -> None:
    root = site(tmp_path, None)
    os.mkfifo(root / PATH)
    for before, after in ((b"one\n", b"two\n"), (None, b"two\n"), (b"one\n", None)):
        assert [problem.code for problem in saved(root, change(before, after))] == ["cannot-write"]
    assert stat.S_ISFIFO((root / PATH).stat().st_mode)


@pytest.mark.parametrize(
    ("there", "before", "after"),
    [
        (b"other\n", b"one\n", b"two\n"),
        (None, b"one\n", b"two\n"),
        (b"one\n", None, b"two\n"),
        (b"other\n", b"one\n", None),
    ],
)
def test_a_file_that_is_no_longer_as_it_was_stays_as_it_is(
    tmp_path: Path, there: bytes | None, before: bytes | None, after: bytes | None
) -> None:
    root = site(tmp_path, there)
    assert [problem.code for problem in saved(root, change(before, after))] == ["file-changed"]
    assert left(root) == ([PATH] if there else [])
    assert there is None or (root / PATH).read_bytes() == there


def test_a_new_file_may_need_a_new_folder(tmp_path: Path) -> None:
    path = "content/deep/er/a.annotations/one.md"
    assert saved(site(tmp_path, None), change(None, b"x", path)) == ()
    assert (tmp_path / path).read_bytes() == b"x"


def test_a_file_that_goes_is_gone(tmp_path: Path) -> None:
    assert saved(site(tmp_path), change(b"one\n", None)) == ()
    assert left(tmp_path) == []


@pytest.mark.parametrize(
    "path",
    [
        "../a.yaml",
        "content/../a.yaml",
        "content/../../a.yaml",
        "/etc/passwd",
        "content",
        "content/",
        "content//a.yaml",
        "content/./a.yaml",
        "layouts/text.html",
        "content\\..\\a.yaml",
        "content/a\0.yaml",
        "C:content/a.yaml",
        "",
    ],
)
def test_nothing_is_written_outside_content(tmp_path: Path, path: str) -> None:
    root = site(tmp_path / "site")
    assert [problem.code for problem in saved(root, change(None, b"x", path))] == ["outside-content"]
    assert left(tmp_path) == [f"site/{PATH}"]


def test_nothing_is_written_through_links(tmp_path: Path) -> None:
    root = site(tmp_path / "site")
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "a.yaml").write_bytes(b"one\n")
    (root / "content" / "folder").symlink_to(outside)
    (root / "content" / "file.yaml").symlink_to(outside / "a.yaml")
    (root / "content" / "nowhere.yaml").symlink_to(outside / "b.yaml")
    for path, before in (
        ("folder/a.yaml", b"one\n"),
        ("folder/b.yaml", None),
        ("file.yaml", b"one\n"),
        ("nowhere.yaml", None),
    ):
        problems = saved(root, change(before, b"two\n", f"content/{path}"))
        assert [problem.code for problem in problems] == ["outside-content"]
    assert left(outside) == ["a.yaml"]
    assert (outside / "a.yaml").read_bytes() == b"one\n"


def test_a_disk_that_refuses_leaves_the_file_as_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_file: int) -> None:
        raise OSError(28, "No space left on device")

    root = site(tmp_path)
    monkeypatch.setattr(os, "fsync", full)
    problems = saved(root, change(b"one\n", b"two\n"))
    assert [problem.code for problem in problems] == ["cannot-write"]
    assert "No space left" in problems[0].sentence
    assert (root / PATH).read_bytes() == b"one\n"
    assert left(root) == [PATH]


def test_a_drive_that_cannot_be_asked_for_its_names_is_written_to_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def only_files(file: int) -> None:
        if stat.S_ISDIR(os.fstat(file).st_mode):
            raise OSError(22, "Invalid argument")

    root = site(tmp_path)
    monkeypatch.setattr(os, "fsync", only_files)
    assert saved(root, change(b"one\n", b"two\n")) == ()
    assert (root / PATH).read_bytes() == b"two\n"


def test_the_bytes_reach_the_disk_before_the_name_does(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = site(tmp_path)
    seen: list[bytes] = []
    monkeypatch.setattr(os, "fsync", lambda _file: seen.append((root / PATH).read_bytes()))
    assert saved(root, change(b"one\n", b"two\n")) == ()
    # The first is of the file's bytes, the second of the folder's names.
    assert seen == [b"one\n", b"two\n"]


def test_changes_are_taken_back_one_by_one(tmp_path: Path) -> None:
    root, history = site(tmp_path, None), History()
    steps = [None, b"one", b"two", None]
    for before, after in pairwise(steps):
        assert history.saved(root, change(before, after)) == ()
    for wanted in (b"two", b"one", None):
        found = history.undone(root)
        assert found.problems == ()
        assert found.value is not None
        assert found.value.after == wanted
        assert ((root / PATH).read_bytes() if (root / PATH).exists() else None) == wanted
    assert history.undone(root).value is None
    assert len(history) == 0


def test_a_change_whose_file_somebody_wrote_to_since_stays_and_the_one_before_it_is_next(tmp_path: Path) -> None:
    root, history = site(tmp_path), History()
    assert history.saved(root, change(None, b"x", "content/b.annotations.yaml")) == ()
    assert history.saved(root, change(b"one\n", b"two\n")) == ()
    (root / PATH).write_bytes(b"three\n")
    found = history.undone(root)
    assert found.value is None
    assert [problem.code for problem in found.problems] == ["file-changed"]
    assert "undo once more" in found.problems[0].sentence
    assert history.undone(root).problems == ()
    assert left(root) == [PATH]
    assert (root / PATH).read_bytes() == b"three\n"


def test_a_change_that_cannot_be_taken_back_for_now_is_taken_back_later(tmp_path: Path) -> None:
    root, history = site(tmp_path), History()
    assert history.saved(root, change(b"one\n", b"two\n")) == ()
    (root / PATH).chmod(0o400)
    assert [problem.code for problem in history.undone(root).problems] == ["cannot-write"]
    (root / PATH).chmod(0o600)
    assert history.undone(root).problems == ()
    assert (root / PATH).read_bytes() == b"one\n"


def test_a_file_that_is_brought_back_has_the_mode_it_had(tmp_path: Path) -> None:
    root, history = site(tmp_path), History()
    (root / PATH).chmod(0o640)
    assert history.saved(root, change(b"one\n", None)) == ()
    assert history.undone(root).problems == ()
    assert stat.S_IMODE((root / PATH).stat().st_mode) == 0o640


def test_what_was_not_saved_is_not_remembered(tmp_path: Path) -> None:
    history = History()
    assert history.saved(site(tmp_path), change(b"other\n", b"two\n"))
    assert history.last is None


def test_the_history_is_bounded() -> None:
    history = History()
    for _ in range(40):
        history.remember(change(b"x" * 1_000_000, b"y" * 1_000_000))
    assert len(history) == 16
