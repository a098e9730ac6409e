"""The site that is served follows its sources: the last save shows, and nothing else wakes anybody."""

from __future__ import annotations

import ctypes
import errno
import shutil
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any, cast

import pytest

from postil.core.cache import Cache
from postil.pipeline import Options
from postil.pipeline.live import Live
from postil.serve import Terminal, Workshop
from postil.serve.server import listening
from postil.serve.watch import Watch
from postil.serve.workshop import REFUSED

from .conftest import Found, Running, status
from .followers import PATIENCE, calm, eventually, following, listening_page, shows
from .manners import MANNERS


@pytest.mark.parametrize("save", MANNERS, ids=lambda save: save.__name__)
def test_what_any_editor_saves_is_shown(followed: Running, save: Callable[[Path, str], None]) -> None:
    save(followed.root / "content/axis.md", "Other words.")
    eventually(shows(followed, "Other words."))


def test_what_was_saved_in_one_go_costs_few_looks_and_nothing_is_looked_at_afterwards(followed: Running) -> None:
    before = calm(followed)
    (followed.root / "content/axis.md").write_text("Other words.")
    eventually(shows(followed, "Other words."))
    # One before it is told, one to tell, one for what may have been lost on the way.
    assert calm(followed) - before <= 3


def test_reading_the_sources_wakes_nobody(followed: Running) -> None:
    before = calm(followed)
    for _ in range(20):
        (followed.root / "content/axis.md").read_text()
        list((followed.root / "content").iterdir())
    time.sleep(0.3)
    assert followed.workshop.renewing.looks == before


UNREAD = """
    content/.axis.md.swp content/4913 content/axis.md~ content/#axis.md# content/.#axis.md content/axis.md___jb_tmp___
    content/axis.md___jb_old___ content/.obsidian/workspace.json content/.git/index.lock content/Thumbs.db
    site/index.html .cache/postil/memory.sqlite .site.spare/tree/index.html README.md notes/content/axis.md
""".split()


def test_what_no_build_reads_wakes_nobody(followed: Running) -> None:
    # Even without a name that counts, a new folder may be one of texts.
    for path in UNREAD:
        (followed.root / path).parent.mkdir(parents=True, exist_ok=True)
    before = calm(followed)
    for path in UNREAD:
        for words in ("a", "b"):
            (followed.root / path).write_text(words)
        (followed.root / path).unlink()
    time.sleep(0.3)
    assert followed.workshop.renewing.looks == before


def test_files_in_new_folders_and_layouts_that_come_later_are_followed(followed: Running) -> None:
    (followed.root / "layouts/parts").mkdir(parents=True)
    (followed.root / "layouts/parts/note.html").write_text("The first layout.")
    eventually(shows(followed, "The first layout.", "layouts/parts/note.html/"))
    time.sleep(0.3)
    (followed.root / "layouts/parts/note.html").write_text("Another layout.")
    eventually(shows(followed, "Another layout.", "layouts/parts/note.html/"))


def test_another_folder_in_the_place_of_the_first_is_followed(followed: Running) -> None:
    other = followed.root / "other"
    other.mkdir()
    (other / "axis.md").write_text("Of another folder.")
    (followed.root / "content").rename(followed.root / "earlier")
    other.rename(followed.root / "content")
    eventually(shows(followed, "Of another folder."))
    calm(followed)
    (followed.root / "content/axis.md").write_text("And changed there.")
    eventually(shows(followed, "And changed there."))
    before = calm(followed)
    (followed.root / "earlier/axis.md").write_text("Nobody reads this.")
    time.sleep(0.3)
    assert followed.workshop.renewing.looks == before


def test_a_folder_that_was_deleted_and_written_again_is_followed(followed: Running) -> None:
    shutil.rmtree(followed.root / "content")
    eventually(lambda: status(followed.get("/content/axis.md/")) == 404)
    (followed.root / "content").mkdir()
    (followed.root / "content/axis.md").write_text("Back again.")
    eventually(shows(followed, "Back again."))
    calm(followed)
    (followed.root / "content/axis.md").write_text("And changed.")
    eventually(shows(followed, "And changed."))


def test_a_folder_that_is_a_link_is_followed_where_it_is(tmp_path: Path) -> None:
    (tmp_path / "texts").mkdir()
    (tmp_path / "texts/axis.md").write_text("The first words.")
    (tmp_path / "content").symlink_to("texts")
    with following(tmp_path) as running:
        (tmp_path / "texts/axis.md").write_text("Other words.")
        eventually(shows(running, "Other words."))


def test_where_the_system_tells_nothing_files_are_looked_at_again_and_again(tmp_path: Path) -> None:
    (tmp_path / "content").mkdir()
    (tmp_path / "content/axis.md").write_text("The first words.")
    with following(tmp_path, polls=True) as running:
        (tmp_path / "content/axis.md").write_text("Other words, and more of them.")
        eventually(shows(running, "Other words"))


@pytest.mark.parametrize("left", [1, 2, 3, None], ids=lambda left: "later" if left is None else f"{left} folders")
def test_where_the_system_can_watch_no_more_folders_they_are_looked_at_instead(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, left: int | None
) -> None:
    watched: set[bytes] = set()
    most: list[int | None] = [left]
    watchdog = pytest.importorskip("watchdog.observers.inotify_c")
    add = watchdog.inotify_add_watch

    def limited(descriptor: int, path: bytes, mask: int) -> int:
        if most[0] is not None and len(watched | {path}) > most[0]:
            ctypes.set_errno(errno.ENOSPC)
            return -1
        watched.add(path)
        return int(add(descriptor, path, mask))

    monkeypatch.setattr(watchdog, "inotify_add_watch", limited)
    file = tmp_path / "content/essays/axis.md"
    file.parent.mkdir(parents=True)
    file.write_text("The first words.")
    with following(tmp_path) as running:
        if left is None:
            calm(running)
            # That of the folder above was given back.
            watched.discard(bytes(tmp_path.parent))
            most[0] = len(watched)
            file = tmp_path / "content/letters/axis.md"
            file.parent.mkdir()
        eventually(lambda: REFUSED in running.said)
        file.write_text("Other words, and more of them.")
        eventually(shows(running, "Other words", f"content/{file.parent.name}/axis.md/"))


def test_what_is_saved_while_the_site_is_renewed_is_seen(followed: Running) -> None:
    inner = followed.site.renewed
    file = followed.root / "content/axis.md"
    began = threading.Event()

    def slowly() -> Found:
        found = inner()
        began.set()
        time.sleep(0.3)
        return found

    followed.site.renewed = slowly  # type: ignore[method-assign]
    file.write_text("Saved before.")
    assert began.wait(PATIENCE)
    file.write_text("Saved meanwhile.")
    eventually(shows(followed, "Saved meanwhile."))


def storm(root: Path, running: Running, saves: int, seconds: float) -> None:
    """Save very often while somebody reads, and hold what must hold."""
    before = calm(running)
    file, failed, reads = root / "content/axis.md", [], [0]
    is_over = threading.Event()

    def read() -> None:
        while not is_over.is_set():
            answer = running.get("/axis/")
            reads[0] += 1
            if status(answer) != 200:
                failed.append(answer)
            time.sleep(0.02)

    reader = threading.Thread(target=read)
    reader.start()
    began = time.monotonic()
    for number in range(saves):
        MANNERS[number % len(MANNERS)](file, f"Save number {number} of these words.\n")
        time.sleep(max(0.0, began + seconds * (number + 1) / saves - time.monotonic()))
    taken = eventually(lambda: f"Save number {saves - 1} ".encode() in running.get("/axis/"))
    is_over.set()
    reader.join()
    looks = calm(running)
    assert not failed
    assert reads[0] > seconds
    assert taken <= 1.0
    assert looks - before <= 60 * max(seconds, 2) / 10
    time.sleep(1.0)
    assert running.workshop.renewing.looks == looks, "nothing is done when nothing changes"


def test_folders_are_watched_anew_by_two_threads_while_a_change_is_told(tmp_path: Path) -> None:
    (tmp_path / "content").mkdir()
    told = threading.Event()

    def changed() -> None:
        if not told.is_set():
            other = threading.Thread(target=watch.anew, daemon=True)
            other.start()
            other.join(0.1)
            watch.anew()
            told.set()

    watch = Watch(tmp_path, changed, polls=False)
    watch.start()
    try:
        (tmp_path / "content/axis.md").write_text("Some words.")
        assert told.wait(PATIENCE), "they wait for each other"
    finally:
        watch.close()


@contextmanager
def live(root: Path) -> Iterator[Running]:
    """Run a workshop over a real site of one text."""
    (root / "content").mkdir()
    (root / "content/axis.md").write_text("The first words.\n")
    site = Live(root, Options(keep_going=True), Cache.at(None))
    with Workshop(root, site, listening(0), cast("Any", None), polls=False, terminal=Terminal()) as started:
        yield Running(started, cast("Any", site), root, [], [])


def test_a_storm_of_saves_shows_the_last_one_and_fails_no_reader(tmp_path: Path) -> None:
    with live(tmp_path) as running:
        storm(tmp_path, running, saves=200, seconds=2.0)


@pytest.mark.full
def test_a_thousand_saves_in_ten_seconds_show_the_last_one_and_fail_no_reader(tmp_path: Path) -> None:
    with live(tmp_path) as running:
        storm(tmp_path, running, saves=1000, seconds=10.0)


def test_the_end_ends_every_stream_and_thread_within_a_second(tmp_path: Path) -> None:
    (tmp_path / "content").mkdir()
    before = set(threading.enumerate())
    with ExitStack() as pages:
        with following(tmp_path) as running:
            listeners = [pages.enter_context(listening_page(running)) for _ in range(4)]
            for listener in listeners:
                listener.next()
            began = time.monotonic()
        assert time.monotonic() - began < 1.0
        assert all(listener.has_ended() for listener in listeners)
    eventually(lambda: set(threading.enumerate()) <= before, 1.0)
    with pytest.raises(OSError, match="refused"):
        running.connection()


def test_a_port_that_is_taken_is_passed_over() -> None:
    with listening(0) as first:
        port = first.getsockname()[1]
        with listening(port) as second:
            assert second.getsockname()[1] > port


def test_many_folders_within_each_other_come_at_once(followed: Running) -> None:
    # The system tells of each, and some of them watchdog has found by then: it is to say so to nobody.
    for branch in range(20):
        (followed.root / f"content/{branch}" / "/".join("abcdefgh")).mkdir(parents=True)
    deepest = followed.root / "content/19" / "/".join("abcdefgh")
    (deepest / "axis.md").write_text("The words of the deepest.")
    eventually(shows(followed, "The words of the deepest.", f"content/19/{'/'.join('abcdefgh')}/axis.md/"))
    calm(followed)
    (deepest / "axis.md").write_text("Other words there.")
    eventually(shows(followed, "Other words there.", f"content/19/{'/'.join('abcdefgh')}/axis.md/"))
