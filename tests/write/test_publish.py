"""A published folder is the whole new site or the whole old one, and other people's files stay."""

from __future__ import annotations

import ctypes
import errno
import os
import subprocess
import sys
import tempfile
import threading
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from postil import write
from postil.core.files import Files
from postil.core.model import Asset, Output
from postil.core.problems import Problem
from postil.write import Summary, exchange, exchanging, filling, staging
from postil.write.lock import held
from tests.write.memory import publish

Result = tuple[tuple[Problem, ...], Summary]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / "project"
    (folder / "content").mkdir(parents=True)
    return folder


def published(root: Path, pages: dict[str, str], *assets: Asset, to: str = "site") -> Result:
    outputs = [Output(path, text.encode()) for path, text in pages.items()]
    return publish(outputs, assets, Files(root), root / to, patience=0.1)


def codes(result: Result) -> list[str]:
    return [problem.code for problem in result[0]]


def tree(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def state(folder: Path) -> dict[str, tuple[int, int, int]]:
    found = {}
    for path in [folder, *folder.rglob("*")]:
        entry = path.lstat()
        found[str(path)] = (entry.st_ino, entry.st_mtime_ns, entry.st_size)
    return found


def test_a_first_build_writes_every_file_and_the_list_of_them(root: Path) -> None:
    checked = published(root, {"index.html": "home", "essays/axis/index.html": "axis"})
    assert checked == ((), Summary(written=3))
    assert set(tree(root / "site")) == {".nojekyll", ".postil", "essays/axis/index.html", "index.html"}
    assert sorted(path.name for path in root.iterdir()) == ["content", "site"]


def test_a_build_that_changes_nothing_touches_nothing(root: Path) -> None:
    published(root, {"index.html": "home"})
    before = state(root)
    assert published(root, {"index.html": "home"}) == ((), Summary(unchanged=2))
    assert state(root) == before


def test_unchanged_files_keep_their_times_while_others_change(root: Path) -> None:
    published(root, {"a.html": "same", "b.html": "old"})
    os.utime(root / "site/a.html", ns=(1, 1))
    assert published(root, {"a.html": "same", "b.html": "new"}) == ((), Summary(written=1, unchanged=2))
    assert (root / "site/a.html").stat().st_mtime_ns == 1
    assert (root / "site/b.html").read_text() == "new"


def test_without_second_names_for_files_unchanged_ones_keep_their_times_too(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise OSError(1, "Operation not permitted")

    published(root, {"a.html": "same", "b.html": "old"})
    (root / "site/CNAME").write_text("example.org")
    os.utime(root / "site/a.html", ns=(1, 1))
    monkeypatch.setattr(os, "link", refuse)
    published(root, {"a.html": "same", "b.html": "new"})
    assert (root / "site/a.html").stat().st_mtime_ns == 1
    assert (root / "site/CNAME").read_text() == "example.org"


def test_files_no_longer_made_go_with_their_empty_folders(root: Path) -> None:
    published(root, {"index.html": "home", "old/page/index.html": "old"})
    assert published(root, {"index.html": "home"}) == ((), Summary(unchanged=2, removed=1))
    assert not (root / "site/old").exists()


def test_files_of_others_stay_as_they_are(root: Path) -> None:
    site = root / "site"
    published(root, {"old/page/index.html": "0"})
    (site / "empty").mkdir()
    (site / ".gitignore").write_text("*\n")
    (site / "old/page/CNAME").write_text("example.org")
    (site / "link").symlink_to("nowhere")
    os.utime(site / ".gitignore", ns=(5, 5))
    for pages in ({"index.html": "1", "old/page/index.html": "1"}, {"index.html": "2"}, {"index.html": "3"}):
        assert not published(root, pages)[0]
    assert (site / ".gitignore").stat().st_mtime_ns == 5
    assert (site / "old/page/CNAME").read_text() == "example.org"
    assert (site / "link").is_symlink()
    assert (site / "empty").is_dir()
    assert not (site / "old/page/index.html").exists()


def test_a_file_added_while_the_site_is_built_is_kept(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    published(root, {"index.html": "old"})

    def flush(*_: object) -> None:
        (root / "site/late.txt").write_text("late")

    monkeypatch.setattr(exchanging, "flush", flush)
    published(root, {"index.html": "new"})
    assert (root / "site/late.txt").read_text() == "late"


@pytest.mark.parametrize("foreign", ["index.html", "INDEX.html", "essays", "essays/axis/index.html/mine", ".postil"])
def test_a_file_of_somebody_elses_in_the_way_stops_the_build(root: Path, foreign: str) -> None:
    if foreign != ".postil":
        published(root, {"first.html": "ours"})
    path = root / "site" / foreign
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("mine")
    before = state(root)
    checked = published(root, {"first.html": "ours", "index.html": "home", "essays/axis/index.html": "axis"})
    assert codes(checked) == ["foreign-file"]
    assert checked[0][0].place.path.startswith("site/" + foreign[:6])
    assert {**state(root), str(root): before[str(root)]} == before


def test_a_file_of_somebody_elses_below_a_page_to_be_stops_the_build(root: Path) -> None:
    published(root, {"a/index.html": "ours"})
    (root / "site/a/mine").write_text("mine")
    assert codes(published(root, {"a": "a page now"})) == ["foreign-file"]
    assert (root / "site/a/index.html").read_text() == "ours"


def test_a_page_changed_by_hand_is_written_anew(root: Path) -> None:
    published(root, {"index.html": "home"})
    (root / "site/index.html").write_text("meddled")
    assert published(root, {"index.html": "home"}) == ((), Summary(written=1, unchanged=1))
    assert (root / "site/index.html").read_text() == "home"


def test_a_page_may_become_a_folder_and_a_folder_a_page(root: Path) -> None:
    published(root, {"a": "file", "b/index.html": "folder"})
    assert not published(root, {"a/index.html": "folder", "b": "file"})[0]
    assert (root / "site/b").read_text() == "file"
    assert (root / "site/a/index.html").read_text() == "folder"


def test_assets_are_copied_and_kept_while_they_stay_the_same(root: Path) -> None:
    picture = root / "content/map.png"
    picture.write_bytes(bytes(range(256)) * 9000)
    asset = Asset("content/map.png", "map.png")
    assert published(root, {}, asset) == ((), Summary(written=2))
    before = state(root)
    assert published(root, {}, asset) == ((), Summary(unchanged=2))
    assert state(root) == before
    picture.write_bytes(picture.read_bytes() + b"more")
    assert published(root, {}, asset) == ((), Summary(written=1, unchanged=1))
    assert (root / "site/map.png").read_bytes() == picture.read_bytes()


def test_the_list_of_our_files_can_be_checked_with_sha256sum(root: Path) -> None:
    published(root, {"b.html": "é", "a/b c.html": "two"})
    checked = subprocess.run(
        ["sha256sum", "--check", "--strict", ".postil"], cwd=root / "site", capture_output=True, text=True, check=False
    )
    assert checked.returncode == 0, checked.stderr
    assert checked.stdout.count(": OK\n") == 3


def test_a_list_that_names_files_elsewhere_removes_nothing(root: Path) -> None:
    published(root, {"index.html": "home"})
    (root / "precious").write_text("keep")
    listed = root / "site/.postil"
    listed.write_text(listed.read_text() + "0" * 64 + "  ../precious\n" + "0" * 64 + f"  {root}/precious\n")
    write.clean(root / "site")
    assert (root / "precious").read_text() == "keep"
    assert not (root / "site").exists()


@pytest.mark.parametrize("path", ["../x", "/x", "a/../../x", "a//b", "", "a\\b", "a\0b", "C:x", "a/./b"])
def test_a_path_that_leads_out_of_the_site_is_refused(root: Path, path: str) -> None:
    assert codes(published(root, {path: "x"})) == ["bad-address"]
    assert not (root / "site").exists()


@pytest.mark.parametrize("other", ["A.HTML", "a.html/x", "A.html"])
def test_paths_that_are_one_file_somewhere_collide(root: Path, other: str) -> None:
    assert codes(published(root, {"a.html": "1", other: "2"})) == ["names-collide"]


def test_composed_and_decomposed_names_collide(root: Path) -> None:
    assert codes(published(root, {"\u00e9.html": "1", "e\u0301.html": "2"})) == ["names-collide"]


def test_an_asset_and_a_page_of_one_name_collide(root: Path) -> None:
    (root / "content/a.txt").write_text("x")
    assert codes(published(root, {"a.txt": "y"}, Asset("content/a.txt", "a.txt"))) == ["names-collide"]


@pytest.mark.parametrize("destination", [".", "..", "content", "content/x", "layouts", "layouts/x/y", "/"])
def test_dangerous_folders_are_refused(root: Path, destination: str) -> None:
    before = state(root)
    assert codes(published(root, {"index.html": "x"}, to=destination)) == ["cannot-write"]
    assert state(root) == before


def test_the_home_folder_is_refused(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    home = root.parent / "home/somebody"
    home.mkdir(parents=True)
    monkeypatch.setenv("HOME", str(home))
    assert codes(published(root, {"index.html": "x"}, to="../home/somebody")) == ["cannot-write"]
    assert codes(published(root, {"index.html": "x"}, to="../home")) == ["cannot-write"]
    assert codes(published(root, {"index.html": "x"}, to="../home/somebody/site")) == []


def test_a_file_where_the_site_should_be_is_said_and_stays(root: Path) -> None:
    (root / "site").write_text("mine")
    assert codes(published(root, {"index.html": "x"})) == ["cannot-write"]
    assert (root / "site").read_text() == "mine"


def test_a_file_above_the_site_is_said_and_stays(root: Path) -> None:
    (root / "public").write_text("mine")
    assert codes(published(root, {"index.html": "x"}, to="public/site")) == ["cannot-write"]
    assert (root / "public").read_text() == "mine"


def test_a_site_that_is_a_link_is_refused_because_it_may_lead_anywhere(root: Path) -> None:
    (root.parent / "elsewhere").mkdir()
    (root / "site").symlink_to(root.parent / "elsewhere")
    assert codes(published(root, {"index.html": "x"})) == ["cannot-write"]
    assert list((root.parent / "elsewhere").iterdir()) == []


def test_a_folder_that_holds_folders_and_no_site_is_somebody_s(root: Path) -> None:
    (root / "mine/work").mkdir(parents=True)
    before = (root / "mine").stat()
    assert codes(published(root, {"index.html": "x"}, to="mine")) == ["cannot-write"]
    assert (root / "mine").stat() == before


def test_folders_of_others_keep_their_rights_and_times(root: Path) -> None:
    published(root, {"index.html": "1"})
    (root / "site/theirs").mkdir()
    (root / "site/theirs/file").write_text("x")
    (root / "site/theirs").chmod(0o750)
    os.utime(root / "site/theirs", ns=(5, 5))
    published(root, {"index.html": "2"})
    state = (root / "site/theirs").stat()
    assert (state.st_mode & 0o777, state.st_mtime_ns) == (0o750, 5)


def test_two_renames_do_where_folders_cannot_be_exchanged(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exchange, "exchanged_at_once", lambda *_: False)
    published(root, {"index.html": "old"})
    published(root, {"index.html": "new"})
    assert (root / "site/index.html").read_text() == "new"
    assert sorted(path.name for path in root.iterdir()) == ["content", "site"]


def test_a_site_left_aside_by_a_killed_build_comes_back(root: Path) -> None:
    published(root, {"index.html": "old"})
    (root / "site/CNAME").write_text("example.org")
    (root / "site").rename(root / "site.old.123")
    (root / "site.new.123").mkdir()
    published(root, {"index.html": "new"})
    assert (root / "site/CNAME").read_text() == "example.org"
    assert (root / "site/index.html").read_text() == "new"
    assert sorted(path.name for path in root.iterdir()) == ["content", "site"]


def test_leftovers_of_killed_builds_go_and_likenesses_stay(root: Path) -> None:
    published(root, {"index.html": "old"})
    (root / "site.new.123/x").mkdir(parents=True)
    (root / "site.old").mkdir()
    (root / ".site.lock").touch()
    published(root, {"index.html": "old"})
    assert sorted(path.name for path in root.iterdir()) == ["content", "site", "site.old"]


def test_a_second_build_waits_and_then_says_that_the_site_is_busy(root: Path) -> None:
    published(root, {"index.html": "old"})
    with held(root / "site"):
        assert codes(published(root, {"index.html": "new"})) == ["busy"]
    assert (root / "site/index.html").read_text() == "old"


@pytest.mark.parametrize("step", ["mkdir", "write", "link", "flush", "exchange"])
def test_an_error_of_the_system_at_any_step_leaves_the_old_site(
    root: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    published(root, {"index.html": "old", "same.html": "same"})
    before = tree(root)

    def fail(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        if step == "mkdir":
            patch.setattr(Path, "mkdir", fail)
        else:
            places = {"write": (staging, "_opened"), "link": (filling, "link")}
            module, name = places.get(step, (exchanging, step))
            patch.setattr(module, name, fail)
        checked = published(root, {"index.html": "new", "same.html": "same"})
    assert codes(checked) == ["cannot-write"]
    assert "no space left" in checked[0][0].sentence
    assert tree(root) == before


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux flushes a disk as a whole")
@pytest.mark.parametrize("answers", [(errno.EIO, 0), (0, errno.EIO), (errno.ENOSYS, errno.ENOSYS)])
def test_what_the_disk_could_not_write_is_heard_of_once_and_leaves_the_old_site(
    root: Path, monkeypatch: pytest.MonkeyPatch, answers: tuple[int, int]
) -> None:
    published(root, {"index.html": "old"})
    before, left = tree(root), list(answers)

    class Library:
        def syncfs(self, _: int) -> int:
            ctypes.set_errno(code := left.pop(0))
            return -1 if code else 0

    new = {"index.html": "new"} | {f"{number}/index.html": "new" for number in range(30)}
    with monkeypatch.context() as patch:
        patch.setattr(ctypes, "CDLL", lambda *_, **__: Library())
        refused = codes(published(root, new))
    if errno.EIO in answers:
        assert (refused, tree(root)) == (["cannot-write"], before)
    else:
        assert (refused, (root / "site/index.html").read_text()) == ([], "new")


def test_clean_removes_what_is_ours_only(root: Path) -> None:
    published(root, {"index.html": "home", "a/b/index.html": "b", "c/index.html": "c"})
    (root / "site/a/CNAME").write_text("example.org")
    cleaned = write.clean(root / "site")
    assert cleaned == ((), Summary(removed=4))
    assert tree(root / "site") == {"a/CNAME": b"example.org"}
    assert not (root / "site/c").exists()
    assert not (root / "site/a/b").exists()
    assert write.clean(root / "site") == ((), Summary())
    assert (root / "site/a/CNAME").exists()


def test_clean_leaves_a_folder_that_is_not_a_site_alone(root: Path) -> None:
    (root / "content/a.md").write_text("mine")
    before = state(root)
    assert write.clean(root / "content") == ((), Summary())
    assert state(root) == before


names = st.sampled_from(["a", "b", "a/x", "b/x", "a/x/y", "c/index.html"])
sites = st.dictionaries(names, st.sampled_from(["1", "2"]), max_size=4)


@settings(max_examples=60)
@given(st.lists(sites, min_size=1, max_size=5), st.booleans())
def test_whatever_was_there_before_the_site_is_what_was_built_last(
    history: list[dict[str, str]], at_once: bool
) -> None:
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        root = Path(folder)
        if not at_once:
            patch.setattr(exchange, "exchanged_at_once", lambda *_: False)
        published(root, {})
        (root / "site/kept").mkdir()
        (root / "site/kept/CNAME").write_text("example.org")
        shown: dict[str, bytes] = {}
        for pages in history:
            problems, _ = published(root, pages)
            if not problems:
                shown = {path: text.encode() for path, text in pages.items()}
                assert published(root, pages)[1].written == 0
            else:
                assert set(codes((problems, Summary()))) == {"names-collide"}
            found = tree(root / "site")
            assert found.pop("kept/CNAME") == b"example.org"
            assert {path: found[path] for path in found if not path.startswith(".")} == shown
        assert [path.name for path in root.iterdir()] == ["site"]


def test_the_lock_passes_from_one_holder_to_the_next(tmp_path: Path) -> None:
    inside = 0
    most = 0

    def hold() -> None:
        nonlocal inside, most
        for _ in range(20):
            with held(tmp_path / "site"):
                inside += 1
                most = max(most, inside)
                inside -= 1

    threads = [threading.Thread(target=hold) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert most == 1
    assert not list(tmp_path.iterdir())
