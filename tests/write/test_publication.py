"""A site is staged file by file, from any process, and published when all of it is there."""

from __future__ import annotations

import hashlib
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import pytest

from postil import write
from postil.core.files import Files
from postil.core.model import Asset
from postil.write import Publication, Summary, staging

from .test_publish import published, tree


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "content").mkdir()
    published(tmp_path, {"index.html": "home", "a/index.html": "a"})
    return tmp_path


def publication(root: Path) -> Publication:
    return write.publication(root / "site", Files(root), patience=0.1)


def digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def codes(site: Publication) -> list[str]:
    return [problem.code for problem in site.problems]


def test_what_stands_is_told_by_its_digest_unless_somebody_altered_it(root: Path) -> None:
    (root / "site/a/index.html").write_text("b")
    (root / "site/CNAME").write_text("example.org")
    with publication(root) as site:
        assert dict(site.standing) == {".nojekyll": digest(""), "index.html": digest("home")}
        assert site.earlier.kept("index.html")
        assert not site.earlier.kept("a/index.html")


def test_several_processes_stage_files_of_one_site(root: Path) -> None:
    with publication(root) as site, ProcessPoolExecutor(2, mp_context=get_context("spawn")) as workers:
        folder = site.staging
        paths = [f"text-{number}/index.html" for number in range(20)]
        done = workers.map(write.staged, [folder] * 20, paths, [path.encode() for path in paths])
        contents = dict(zip(paths, done, strict=True))
        assert contents == {path: digest(path) for path in paths}
        assert site.finish({**contents, "index.html": digest("home")}, ()) == Summary(20, 2, 1)
    assert set(tree(root / "site")) == {*paths, "index.html", ".nojekyll", ".postil"}
    assert sorted(path.name for path in root.iterdir()) == ["content", "site"]


def test_what_is_staged_and_not_wanted_does_not_come_into_the_site(root: Path) -> None:
    with publication(root) as site:
        write.staged(site.staging, "stray/index.html", b"stray")
        write.staged(site.staging, "index.html", b"home")
        new = write.staged(site.staging, "a/index.html", b"new")
        site.finish({"index.html": digest("home"), "a/index.html": new}, ())
    assert not (root / "site/stray/index.html").exists()
    assert (root / "site/a/index.html").read_text() == "new"


def test_what_was_staged_goes_when_nothing_is_published(root: Path) -> None:
    before = tree(root)

    def fail() -> None:
        with publication(root) as site:
            write.staged(site.staging, "index.html", b"new")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fail()
    assert tree(root) == before


def test_a_path_that_leads_elsewhere_is_not_written_and_is_a_problem(root: Path) -> None:
    with publication(root) as site:
        found = write.staged(site.staging, "../../evil", b"evil")
        site.finish({"../../evil": found}, ())
        assert codes(site) == ["bad-address"]
    assert not (root.parent / "evil").exists()
    assert not (root / "evil").exists()


@pytest.mark.parametrize("paths", [("a", "a/b"), ("a/b", "a")])
def test_a_path_that_would_be_a_file_and_a_folder_is_a_problem(root: Path, paths: tuple[str, str]) -> None:
    with publication(root) as site:
        contents = {path: write.staged(site.staging, path, b"x") for path in paths}
        assert set(contents.values()) == {digest("x")}
        site.finish(contents, ())
        assert codes(site) == ["names-collide"]
    assert (root / "site/index.html").read_text() == "home"


def test_a_file_that_neither_stands_nor_was_staged_stops_the_build(root: Path) -> None:
    with publication(root) as site:
        site.finish({"index.html": digest("something else")}, ())
        assert codes(site) == ["busy"]
    assert (root / "site/index.html").read_text() == "home"


def test_who_publishes_after_somebody_else_looks_again_at_what_stands(root: Path) -> None:
    with publication(root) as site:
        assert site.standing["index.html"] == digest("home")
        published(root, {"index.html": "somebody else's", "a/index.html": "a"})
        site.finish({"index.html": digest("home"), "a/index.html": digest("a")}, ())
        assert codes(site) == ["busy"]
    with publication(root) as site:
        assert site.standing["a/index.html"] == digest("a")
        published(root, {"index.html": "a third", "a/index.html": "a"})
        new = write.staged(site.staging, "index.html", b"new")
        site.finish({"index.html": new, "a/index.html": digest("a")}, ())
        assert not site.problems
    assert (root / "site/index.html").read_text() == "new"


def test_where_nothing_can_be_staged_the_block_ends_with_the_reason(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(staging, "_opened", refuse)
    reached = False
    with publication(root) as site:
        write.staged(site.staging, "index.html", b"new")
        reached = True
    assert not reached
    assert codes(site) == ["cannot-write"]
    assert "no space left" in site.problems[0].sentence
    assert sorted(path.name for path in root.iterdir()) == ["content", "site"]


def test_a_folder_that_a_dead_build_left_goes_and_one_in_use_stays(root: Path) -> None:
    (root / "site.new.1").mkdir()
    (root / "site.new.1/page").write_text("x")
    (root / ".site.new.1.lock").touch()
    with publication(root) as other:
        mine = other.staging
        published(root, {"index.html": "new"})
        assert Path(mine.folder).is_dir()
        assert not (root / "site.new.1").exists()
    assert sorted(path.name for path in root.iterdir()) == ["content", "site"]


def test_an_asset_is_read_once_and_kept_while_it_is_the_same(root: Path) -> None:
    (root / "content/map.png").write_bytes(b"map")
    asset = Asset("content/map.png", "map.png")
    for expected in (Summary(1, 1, 2), Summary(0, 2, 0)):
        with publication(root) as site:
            assert site.finish({}, [asset]) == expected
    (root / "content/map.png").write_bytes(b"pam")
    with publication(root) as site:
        assert site.finish({}, [asset]) == Summary(1, 1, 0)
    assert (root / "site/map.png").read_bytes() == b"pam"
