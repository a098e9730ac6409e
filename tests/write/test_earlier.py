"""What a build before has written and nobody has altered may be taken over; nothing else may."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from postil.core.files import Files
from postil.core.model import Kept, Output
from postil.write import Summary
from tests.write.memory import earlier, publish

CARD = "essays/card-1f.png"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "content").mkdir()
    outputs = [Output("index.html", b"home"), Output(CARD, b"picture"), Output("search/a", b"1")]
    assert not publish(outputs, (), Files(tmp_path), tmp_path / "site")[0]
    return tmp_path


def test_an_unaltered_file_of_ours_is_offered_by_its_digest(root: Path) -> None:
    kept = earlier(root / "site").kept(CARD)
    assert kept == Kept(CARD, hashlib.sha256(b"picture").hexdigest())


def test_the_files_of_a_folder_are_listed(root: Path) -> None:
    before = earlier(root / "site")
    assert before.paths("search/") == ("search/a",)
    assert before.paths("essays/card-") == (CARD,)
    assert before.paths("zz") == before.paths("a") == ()


def test_a_file_that_somebody_has_altered_deleted_linked_or_brought_is_not_offered(root: Path) -> None:
    site = root / "site"
    (site / CARD).write_bytes(b"other")
    (site / "search/a").unlink()
    (site / "search/a").symlink_to(site / "index.html")
    (site / "foreign.png").write_bytes(b"picture")
    before = earlier(site)
    assert [before.kept(path) for path in (CARD, "search/a", "foreign.png", "gone", "../content")] == [None] * 5


def test_no_site_offers_nothing(tmp_path: Path) -> None:
    before = earlier(tmp_path / "nowhere")
    assert before.paths("") == ()
    assert before.kept("index.html") is None


def test_what_is_kept_stays_the_same_file_beside_what_is_new(root: Path) -> None:
    site = root / "site"
    kept = earlier(site).kept(CARD)
    assert kept
    node = (site / CARD).stat().st_ino
    result = publish([Output("index.html", b"new")], (), Files(root), site, kept=[kept])
    assert result == ((), Summary(written=1, unchanged=2, removed=1))
    assert (site / CARD).stat().st_ino == node
    again = publish([Output("index.html", b"new")], (), Files(root), site, kept=[kept])
    assert again == ((), Summary(unchanged=3))
    assert earlier(site).kept(CARD) == kept


def test_what_has_vanished_since_it_was_offered_stops_the_build_and_leaves_the_site(root: Path) -> None:
    site = root / "site"
    kept = earlier(site).kept(CARD)
    assert kept
    (site / CARD).unlink()
    problems, _ = publish([Output("index.html", b"new")], (), Files(root), site, kept=[kept])
    assert [problem.code for problem in problems] == ["busy"]
    assert (site / "index.html").read_bytes() == b"home"
    assert [path.name for path in root.iterdir() if path.name.startswith("site")] == ["site"]
