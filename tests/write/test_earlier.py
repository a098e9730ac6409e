"""What a build before has written and nobody has altered may be taken over; nothing else may."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from postil import write
from postil.core.files import Files
from postil.core.model import Kept, Output
from postil.write import Summary

CARD = "essays/card-1f.png"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "content").mkdir()
    outputs = [Output("index.html", b"home"), Output(CARD, b"picture"), Output("search/a", b"1")]
    assert not write.publish(outputs, (), Files(tmp_path), tmp_path / "site")[0]
    return tmp_path


def test_an_unaltered_file_of_ours_is_offered_by_its_digest(root: Path) -> None:
    kept = write.earlier(root / "site").kept(CARD)
    assert kept == Kept(CARD, hashlib.sha256(b"picture").hexdigest())


def test_the_files_of_a_folder_are_listed(root: Path) -> None:
    earlier = write.earlier(root / "site")
    assert earlier.paths("search/") == ("search/a",)
    assert earlier.paths("essays/card-") == (CARD,)
    assert earlier.paths("zz") == earlier.paths("a") == ()


def test_a_file_that_somebody_has_altered_deleted_linked_or_brought_is_not_offered(root: Path) -> None:
    site = root / "site"
    (site / CARD).write_bytes(b"other")
    (site / "search/a").unlink()
    (site / "search/a").symlink_to(site / "index.html")
    (site / "foreign.png").write_bytes(b"picture")
    earlier = write.earlier(site)
    assert [earlier.kept(path) for path in (CARD, "search/a", "foreign.png", "gone", "../content")] == [None] * 5


def test_no_site_offers_nothing(tmp_path: Path) -> None:
    earlier = write.earlier(tmp_path / "nowhere")
    assert earlier.paths("") == ()
    assert earlier.kept("index.html") is None


def test_what_is_kept_stays_the_same_file_beside_what_is_new(root: Path) -> None:
    site = root / "site"
    kept = write.earlier(site).kept(CARD)
    assert kept
    node = (site / CARD).stat().st_ino
    result = write.publish([Output("index.html", b"new")], (), Files(root), site, kept=[kept])
    assert result == ((), Summary(written=1, unchanged=2, removed=1))
    assert (site / CARD).stat().st_ino == node
    again = write.publish([Output("index.html", b"new")], (), Files(root), site, kept=[kept])
    assert again == ((), Summary(unchanged=3))
    assert write.earlier(site).kept(CARD) == kept


def test_what_has_vanished_since_it_was_offered_stops_the_build_and_leaves_the_site(root: Path) -> None:
    site = root / "site"
    kept = write.earlier(site).kept(CARD)
    assert kept
    (site / CARD).unlink()
    problems, _ = write.publish([Output("index.html", b"new")], (), Files(root), site, kept=[kept])
    assert [problem.code for problem in problems] == ["busy"]
    assert (site / "index.html").read_bytes() == b"home"
    assert [path.name for path in root.iterdir() if path.name.startswith("site")] == ["site"]


def test_where_no_folder_can_be_no_site_was_built_before(tmp_path: Path) -> None:
    assert write.earlier(tmp_path / ("x" * 300)).paths("") == ()
