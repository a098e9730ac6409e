"""The folder exchanged away becomes the next site, whoever was at work in either of them."""

from __future__ import annotations

import os
import shutil
import tempfile
from array import array
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from postil import write
from postil.core.files import Files
from postil.core.model import Output
from postil.write import Summary, exchange, exchanging, record, spare, standing, witness
from tests.write.memory import earlier, publish

from .test_publish import Result, codes, published, state, tree

PAGES = {"index.html": "home", "a/index.html": "a", "a/b/index.html": "b", "same.html": "same"}


@pytest.fixture(autouse=True, params=["by itself", "with a witness"])
def always_with_spare(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exchanging, "SMALLEST_WITH_SPARE", 0)
    if request.param == "with a witness":
        monkeypatch.setattr(witness, "FEWEST_FILES", 0)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Return a site with a spare, which the third build makes use of."""
    (tmp_path / "content").mkdir()
    for version in ("0", "1", "2"):
        assert not changed(tmp_path, version)[0]
    assert (tmp_path / ".site.spare/tree").is_dir()
    return tmp_path


def changed(root: Path, version: str, **more: str) -> Result:
    return published(root, {**PAGES, "index.html": f"home {version}", **more})


def pages(root: Path) -> dict[str, str]:
    return {path: content.decode() for path, content in tree(root / "site").items() if path != ".postil"}


def holds(root: Path, version: str, **more: str) -> None:
    """Hold that the site is right, that its list is, and that one more build does nothing."""
    expected = {**PAGES, "index.html": f"home {version}", ".nojekyll": "", **more}
    assert pages(root) == expected
    assert set(earlier(root / "site").digests) == set(expected) - {"CNAME", "theirs/file"}
    ours = {path: text for path, text in more.items() if path not in {"CNAME", "theirs/file"}}
    before = state(root / "site")
    again = changed(root, version, **ours)
    assert again == ((), Summary(unchanged=len(expected) - len(set(more) - set(ours))))
    assert state(root / "site") == before


def was_quick(root: Path, build: Callable[[], object]) -> bool:
    """Build, and return whether the folder that was the spare is now the site."""
    folder = root / ".site.spare/tree"
    inode = folder.stat().st_ino if folder.exists() else None
    build()
    return (root / "site").stat().st_ino == inode


def test_the_old_folder_is_the_next_site(root: Path) -> None:
    assert was_quick(root, lambda: changed(root, "3"))
    holds(root, "3")
    assert sorted(path.name for path in root.iterdir()) == [".site.spare", "content", "site"]


def test_a_first_build_makes_no_spare(tmp_path: Path) -> None:
    published(tmp_path, PAGES)
    assert not (tmp_path / ".site.spare/tree").exists()


def test_a_small_site_has_no_spare_and_loses_the_one_it_had(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exchanging, "SMALLEST_WITH_SPARE", 100)
    assert not changed(root, "3")[0]
    holds(root, "3")
    assert sorted(path.name for path in root.iterdir()) == ["content", "site"]


def test_git_takes_no_notice_of_the_spare(root: Path) -> None:
    assert (root / ".site.spare/.gitignore").read_text() == "*\n"
    assert (root / ".site.spare").stat().st_mode & 0o077 == 0


def test_what_stands_is_known_without_being_read(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[Path] = []
    monkeypatch.setattr(standing, "file_digest", read.append)
    with write.publication(root / "site", Files(root)) as site:
        assert len(site.standing) == 5
    assert read == []


def test_unchanged_files_stay_the_same_files(root: Path) -> None:
    before = (root / "site/same.html").stat()
    assert was_quick(root, lambda: changed(root, "3"))
    after = (root / "site/same.html").stat()
    assert (before.st_ino, before.st_mtime_ns) == (after.st_ino, after.st_mtime_ns)


def test_pages_and_folders_come_and_go_in_the_spare(root: Path) -> None:
    assert was_quick(root, lambda: changed(root, "3", **{"new/deep/index.html": "new"}))
    holds(root, "3", **{"new/deep/index.html": "new"})
    assert was_quick(root, lambda: changed(root, "4"))
    holds(root, "4")
    assert not (root / "site/new").exists()
    # What was a folder becomes a page, and the other way round, in both of the two folders.
    for version, path in (("5", "new"), ("6", "new/index.html"), ("7", "new"), ("8", "new")):
        assert was_quick(root, lambda version=version, path=path: changed(root, version, **{path: version}))  # type: ignore[misc]
        holds(root, version, **{path: version})


def test_a_page_edited_by_hand_is_mended_even_with_its_size_and_time_kept(root: Path) -> None:
    page = root / "site/same.html"
    before = page.stat()
    page.write_text("lame")
    os.utime(page, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert changed(root, "2") == ((), Summary(written=1, unchanged=4))
    holds(root, "2")
    assert not changed(root, "3")[0]
    holds(root, "3")


def test_a_page_edited_and_forgotten_is_mended_by_the_build_after(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def edit(*_: object) -> None:
        (root / "site/same.html").write_text("meddled while the build was at work")

    with monkeypatch.context() as patch:
        patch.setattr(exchanging, "flush", edit)
        assert not changed(root, "3")[0]
    assert not changed(root, "3")[0]
    holds(root, "3")


def test_files_of_others_stay_in_the_quick_way_too(root: Path) -> None:
    (root / "site/CNAME").write_text("example.org")
    (root / "site/theirs").mkdir()
    (root / "site/theirs/file").write_text("x")
    (root / "site/empty").mkdir()
    (root / "site/link").symlink_to("nowhere")
    os.utime(root / "site/theirs", ns=(5, 5))
    quick = [was_quick(root, lambda version=version: changed(root, version)) for version in ("3", "4", "5", "6")]  # type: ignore[misc]
    assert quick == [False, False, True, True]
    holds(root, "6", **{"CNAME": "example.org", "theirs/file": "x"})
    assert (root / "site/theirs").stat().st_mtime_ns == 5
    assert (root / "site/empty").is_dir()
    assert (root / "site/link").is_symlink()
    (root / "site/CNAME").unlink()
    (root / "site/theirs/file").write_text("y")
    assert not changed(root, "7")[0]
    assert not changed(root, "8")[0]
    holds(root, "8", **{"theirs/file": "y"})


def test_a_file_of_somebody_elses_stops_a_new_page_in_the_quick_way_too(root: Path) -> None:
    (root / "site/CNAME").write_text("example.org")
    for version in ("3", "4", "5"):
        assert not changed(root, version)[0]
    assert codes(changed(root, "6", CNAME="ours")) == ["foreign-file"]
    holds(root, "5", CNAME="example.org")


def test_a_file_that_came_while_the_site_was_exchanged_is_brought_back(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def add(*_: object) -> None:
        (root / "site/CNAME").write_text("example.org")
        (root / "site/a/late").write_text("late")

    with monkeypatch.context() as patch:
        patch.setattr(exchanging, "flush", add)
        assert was_quick(root, lambda: changed(root, "3"))
    assert (root / "site/CNAME").read_text() == "example.org"
    assert not changed(root, "4")[0]
    assert (root / "site/CNAME").read_text() == "example.org"
    assert (root / "site/a/late").read_text() == "late"


def tampered(name: str, folder: Path) -> None:
    """Do to the spare, or to what is known of it, what nobody should."""
    page = folder / "tree/same.html"
    match name:
        case "a page is edited":
            page.write_text("evil")
        case "a page is replaced":
            page.unlink()
            page.write_text("evil")
        case "a page is deleted":
            page.unlink()
        case "a page is replaced by a link":
            page.unlink()
            page.symlink_to("index.html")
        case "a page is added":
            (folder / "tree/a/evil.html").write_text("evil")
        case "a folder is deleted":
            shutil.rmtree(folder / "tree/a")
        case "a folder is replaced by a file":
            shutil.rmtree(folder / "tree/a/b")
            (folder / "tree/a/b").write_text("evil")
        case "the spare is a file":
            shutil.rmtree(folder / "tree")
            (folder / "tree").write_text("evil")
        case "the spare is a copy":
            shutil.copytree(folder / "tree", folder / "copy")
            shutil.rmtree(folder / "tree")
            (folder / "copy").rename(folder / "tree")
        case "the spare is gone":
            shutil.rmtree(folder / "tree")
        case "all of it is gone":
            shutil.rmtree(folder)
        case "all of it is a file":
            shutil.rmtree(folder)
            folder.write_text("evil")
        case "the record is gone":
            (folder / "record").unlink()
        case "the record is cut":
            content = (folder / "record").read_bytes()
            (folder / "record").write_bytes(content[: len(content) // 2])
        case "the record is garbage":
            (folder / "record").write_bytes(os.urandom(300))
        case "the record is a folder":
            (folder / "record").unlink()
            (folder / "record").mkdir()
        case "a bit of the record is flipped":
            flipped = bytearray((folder / "record").read_bytes())
            flipped[len(flipped) * 2 // 3] ^= 1
            (folder / "record").write_bytes(flipped)
        case "a killed build has left its work":
            (folder / "tree").rename(folder / "work")


TAMPERING = [
    "a page is edited",
    "a page is replaced",
    "a page is deleted",
    "a page is replaced by a link",
    "a page is added",
    "a folder is deleted",
    "a folder is replaced by a file",
    "the spare is a file",
    "the spare is a copy",
    "the spare is gone",
    "all of it is gone",
    "all of it is a file",
    "the record is gone",
    "the record is cut",
    "the record is garbage",
    "the record is a folder",
    "a bit of the record is flipped",
    "a killed build has left its work",
]


@pytest.mark.parametrize("name", TAMPERING)
def test_tampering_with_the_spare_changes_nothing_in_the_site(root: Path, name: str) -> None:
    tampered(name, root / ".site.spare")
    expected = {"a/evil.html": "evil"} if name == "a page is added" else {}
    for version in ("3", "4", "5", "6"):
        assert not changed(root, version)[0]
        found = pages(root)
        # What is added to a folder that was the site may be a file that somebody gave to the site.
        assert {path: text for path, text in found.items() if path not in expected} == {
            **PAGES,
            "index.html": f"home {version}",
            ".nojekyll": "",
        }
        assert found.get("a/evil.html") == expected.get("a/evil.html")
    assert not (root / ".site.spare/work").exists()


def test_a_site_put_together_anew_is_read_before_it_is_believed(root: Path) -> None:
    shutil.copytree(root / "site", root / "copy")
    shutil.rmtree(root / "site")
    (root / "copy").rename(root / "site")
    (root / "site/same.html").write_text("evil")
    assert not changed(root, "3")[0]
    holds(root, "3")


@pytest.mark.parametrize("step", ["mkdir", "_moved", "link", "settle", "flush", "exchange"])
def test_an_error_of_the_system_at_any_step_of_the_quick_way_leaves_the_old_site(
    root: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        if step == "mkdir":
            patch.setattr(Path, "mkdir", fail)
        else:
            patch.setattr(exchanging if step in {"flush", "exchange"} else spare, step, fail)
        failed = changed(root, "2", **{"x/index.html": "x"})
    assert codes(failed) == ["cannot-write"]
    holds(root, "2")
    assert not changed(root, "3")[0]
    holds(root, "3")
    assert not list(root.glob("site.*"))
    assert not (root / ".site.spare/work").exists()


def test_where_no_record_can_be_kept_the_site_is_made_all_the_same(root: Path) -> None:
    (root / ".site.spare/record.new").mkdir()
    assert not changed(root, "3")[0]
    holds(root, "3")
    assert not (root / ".site.spare").exists()
    (root / ".site.spare").write_text("somebody's")
    assert not changed(root, "4")[0]
    holds(root, "4")
    assert (root / ".site.spare").read_text() == "somebody's"


def test_clean_removes_the_spare_with_the_site(root: Path) -> None:
    assert write.clean(root / "site") == ((), Summary(removed=5))
    assert sorted(path.name for path in root.iterdir()) == ["content"]


steps = st.lists(
    st.tuples(
        st.dictionaries(
            st.sampled_from(["a", "b", "a/x", "b/x", "a/x/y", "c/i"]), st.sampled_from(["1", "2"]), max_size=4
        ),
        st.sampled_from(["", "", "", "edit", "delete", "foreign", "spare", "forget"]),
    ),
    min_size=2,
    max_size=7,
)


@settings(max_examples=300 if "POSTIL_FULL_TESTS" in os.environ else 15)
@given(steps, st.booleans())
def test_whatever_happens_between_builds_the_site_is_what_was_built_last(
    history: list[tuple[dict[str, str], str]], at_once: bool
) -> None:
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        root = Path(folder)
        patch.setattr(exchanging, "SMALLEST_WITH_SPARE", 0)
        if not at_once:
            patch.setattr(exchange, "exchanged_at_once", lambda *_: False)
        published(root, {})
        published(root, {"b": "first"})
        published(root, {"b": "second"})
        (root / "site/kept").mkdir()
        (root / "site/kept/CNAME").write_text("example.org")
        for wanted, event in history:
            result = published(root, wanted)
            if not result[0]:
                assert published(root, wanted)[1].written == 0
                found = tree(root / "site")
                assert {path: text.decode() for path, text in found.items() if path[0] not in ".k"} == wanted
            assert set(codes(result)) <= {"names-collide"}
            assert (root / "site/kept/CNAME").read_text() == "example.org"
            ours = [path for path in earlier(root / "site").digests if not path.startswith(".")]
            if event == "edit" and ours and (root / "site" / ours[0]).exists():
                (root / "site" / ours[0]).write_text("meddled")
            elif event == "delete" and ours:
                (root / "site" / ours[0]).unlink(missing_ok=True)
            elif event == "foreign":
                (root / "site/kept/more").write_text("x")
            elif event == "spare":
                for path in (root / ".site.spare").rglob("*"):
                    # Somebody's own file has one content under its names here and in the site.
                    if path.is_file() and path.parent.name != "kept":
                        path.write_text("evil")
            elif event == "forget":
                shutil.rmtree(root / ".site.spare", ignore_errors=True)


def test_a_staged_site_of_many_files_counts_what_changed(root: Path) -> None:
    outputs = [Output(f"{number}/index.html", b"x") for number in range(30)]
    for text in (b"1", b"2", b"3"):
        problems, summary = publish([*outputs, Output("index.html", text)], (), Files(root), root / "site")
        assert not problems
    assert summary == Summary(written=1, unchanged=31)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no process can be copied here")
def test_what_a_witness_has_seen_is_not_looked_at_again(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(witness, "FEWEST_FILES", 0)
    seen: list[int] = []
    look = record.looks

    def noticed(folder: Path, paths: Iterable[str]) -> array[int]:
        seen.append(os.getpid())
        return look(folder, paths)

    monkeypatch.setattr(standing, "looks", noticed)
    assert was_quick(root, lambda: changed(root, "3"))
    assert seen == []
    (root / "site/same.html").write_text("mine")
    changed(root, "4")
    assert set(seen) == {os.getpid()}
    holds(root, "4")


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no process can be copied here")
@pytest.mark.parametrize("said", [b"", b"+", b"++"])
def test_what_a_witness_has_not_said_is_not_so(root: Path, monkeypatch: pytest.MonkeyPatch, said: bytes) -> None:
    monkeypatch.setattr(witness, "FEWEST_FILES", 0)
    monkeypatch.setattr(witness, "_look", lambda _site, _paths, _record, writing: os.write(writing, said))
    # Who has heard nothing of the files looks at everything alone, and finds nobody at work.
    assert was_quick(root, lambda: changed(root, "3")) is (said == b"")
    holds(root, "3")
