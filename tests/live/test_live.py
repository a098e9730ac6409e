"""A site in memory: what is shown of it while its author writes, makes mistakes, and mends them."""

from __future__ import annotations

import threading
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from postil import anchoring, pipeline, render
from postil.core.cache import NAME, Cache
from postil.core.model import Edition, Output, Page
from postil.core.problems import Checked
from postil.pipeline import live as live_module
from postil.pipeline.live import Live
from tests.pipeline.builds import Parsed, many, town
from tests.site import Site

A = "a/index.html"


def begun(site: Site, folder: str = ".cache", **chosen: Any) -> Live:
    """Return a site in memory that has looked once."""
    made = Live(site.root, pipeline.Options(**{"jobs": 1, **chosen}), Cache.at(site.root / folder))
    assert made.renewed().is_first
    return made


def words(live: Live, path: str) -> str:
    """Return a page that is there."""
    page = live.file(path)
    assert page is not None
    return page.content.decode()


def told(renewal: live_module.Renewal) -> set[tuple[str, str]]:
    return {(problem.place.path, problem.code) for problem in renewal.problems}


def all_files(folder: Path) -> Mapping[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_page_is_drawn_when_it_is_asked_for_and_then_held(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    drawn: list[str] = []
    draw = render.drawn

    def noticed(page: Page, layouts: render.Layouts) -> Checked[Output | None]:
        drawn.append(page.address)
        return draw(page, layouts)

    monkeypatch.setattr(render, "drawn", noticed)
    live = begun(town(tmp_path))
    assert drawn == []
    assert live.file(A) is live.file(A)
    assert drawn == ["a/"]


def test_a_note_that_changes_changes_the_pages_of_its_text_and_those_that_show_it(tmp_path: Path) -> None:
    site = town(tmp_path)
    live = begun(site)
    before = words(live, A)
    assert "First thoughts" in before
    site.edit("content/a.annotations.yaml", "First thoughts", "Second thoughts")
    changed = live.renewed().changed
    assert A in changed
    assert not {path for path in changed if path.startswith(("b/", "town/"))}
    assert words(live, A) == before.replace("First thoughts", "Second thoughts")
    assert live.renewed().changed == frozenset()


def test_only_the_text_that_changed_is_parsed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    site = town(tmp_path)
    live = begun(site)
    site.edit("content/b.md", "Another one", "A third one")
    parsed = Parsed(monkeypatch)
    live.renewed()
    live.file("b/index.html")
    assert parsed == ["b.md"]


def test_another_run_takes_up_what_the_last_one_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    site = town(tmp_path)
    begun(site).close()
    parsed = Parsed(monkeypatch)
    again = begun(site)
    assert "First thoughts" in words(again, A)
    assert parsed == []


def test_two_runs_and_a_damaged_memory_do_not_disturb_each_other(tmp_path: Path) -> None:
    site = many(tmp_path, 6)
    one = begun(site)
    other = begun(site, drafts=True)
    site.edit("content/t1.annotations.yaml", "First thoughts", "Second thoughts")
    for live in (one, other):
        live.renewed()
        live.close()
        assert "Second thoughts" in words(live, "t1/index.html")
    (tmp_path / ".cache" / NAME).write_bytes(b"nothing that anybody could read" * 1000)
    site.edit("content/t1.annotations.yaml", "Second thoughts", "Third thoughts")
    for live in (one, begun(site), other):
        live.renewed()
        assert "Third thoughts" in words(live, "t1/index.html")
        assert "First thoughts" in words(live, "t2/index.html")


def test_nothing_is_written_outside_the_folder_of_the_memory(tmp_path: Path) -> None:
    site = town(tmp_path)
    before = all_files(tmp_path)
    live = begun(site)
    for path in live.paths():
        live.file(path)
    live.close()
    assert {path: content for path, content in all_files(tmp_path).items() if not path.startswith(".cache/")} == before


def test_a_file_that_changed_since_it_was_looked_at_is_looked_at_again_and_told_of(tmp_path: Path) -> None:
    site = town(tmp_path)
    live = Live(site.root, pipeline.Options(jobs=1), Cache(None))
    live.renewed()
    live._store._held.clear()
    site.edit("content/a.annotations.yaml", "First thoughts", "Second thoughts")
    assert "Second thoughts" in words(live, A)
    assert A in live.renewed().changed


@pytest.mark.parametrize(
    ("path", "broken"),
    [
        ("content/a.md", b"---\ntitle: [\nslug: other\n---\n# Text a\n"),
        ("content/a.md", b"---\ntitle: No end\n\n# Text a\n"),
        ("content/a.md", b"\xff\xfe\x00"),
        ("content/a.annotations.yaml", b'annotations:\n  - quote: "\n'),
        ("content/a.annotations.yaml", b"\xff"),
    ],
)
def test_the_last_good_page_of_a_text_stands_while_a_file_of_it_cannot_be_read(
    tmp_path: Path, path: str, broken: bytes
) -> None:
    site = town(tmp_path)
    site.write("content/a.md", "---\nslug: other\n---\n" + (tmp_path / "content/a.md").read_text())
    live = begun(site)
    good, sound = words(live, "other/index.html"), (tmp_path / path).read_bytes()
    site.write(path, broken).edit("content/b.annotations.yaml", "First thoughts", "Second thoughts")
    renewal = live.renewed()
    assert path in {problem.place.path for problem in renewal.problems}
    assert not renewal.stood
    assert words(live, "other/index.html") == good
    assert "Second thoughts" in words(live, "b/index.html")
    site.write(path, sound)
    renewal = live.renewed()
    assert not renewal.problems
    assert words(live, "other/index.html") == good


def test_what_was_wrong_besides_is_told_no_more_once_it_is_right(tmp_path: Path) -> None:
    site = town(tmp_path)
    live = begun(site)
    site.edit("content/a.annotations.yaml", "First thoughts.", "'Of [[mill]] and [b](b.md#later).'")
    site.write("content/a.comments.yaml", "comments: [")
    notes = "content/a.annotations.yaml"
    assert {(notes, "unknown-entity"), (notes, "broken-link")} <= told(live.renewed())
    site.edit("content/entities.yaml", "entities: {", "entities: {mill: {name: The mill, type: place}, ")
    site.edit("content/b.md", "# Text b", "# Text b\n\n## Later")
    assert told(live.renewed()) == {("content/a.comments.yaml", "yaml-syntax")}


def test_a_text_that_was_given_up_is_tried_again_when_it_changes_or_in_another_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tried: list[str] = []
    real = anchoring.edition

    def edition(name: str, *parts: Any, **more: Any) -> Checked[Edition]:
        tried.append(name)
        if name in ("a", "new"):
            raise MemoryError
        return real(name, *parts, **more)

    site = town(tmp_path)
    live = begun(site)
    before = words(live, A)
    monkeypatch.setattr(anchoring, "edition", edition)
    site.edit("content/a.md", "One plain", "A plain").write("content/new.md", "Too much of it.")
    costly = {("content/a.md", "text-too-costly"), ("content/new.md", "text-too-costly")}
    assert costly <= told(live.renewed())
    assert (sorted(tried), words(live, A)) == (["a", "new"], before)
    site.edit("content/b.md", "One plain", "A plain")
    assert costly <= told(live.renewed())
    assert sorted(tried) == ["a", "b", "new"]
    site.edit("content/a.md", "A plain", "Some plain")
    assert costly <= told(live.renewed())
    assert sorted(tried) == ["a", "a", "b", "new"]
    live.close()
    tried.clear()
    again = Live(site.root, pipeline.Options(jobs=1), Cache.at(site.root / ".cache"))
    assert costly <= told(again.renewed())
    assert sorted(tried) == ["a", "new"]


def test_pages_are_shown_as_they_were_while_a_look_works(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    begins, ends = threading.Event(), threading.Event()
    real = anchoring.edition

    def edition(*parts: Any, **more: Any) -> Checked[Edition]:
        begins.set()
        assert ends.wait(20)
        return real(*parts, **more)

    site = town(tmp_path)
    live = begun(site)
    before = words(live, A)
    monkeypatch.setattr(anchoring, "edition", edition)
    site.edit("content/a.md", "One plain", "A plain").edit("content/town/bridge.md", "The bridge\ndate", "Old\ndate")
    found: list[live_module.Renewal] = []
    look = threading.Thread(target=lambda: found.append(live.renewed()))
    look.start()
    assert begins.wait(20)
    shown = threading.Thread(target=lambda: [live.file(path) for path in (A, "b/index.html", "tags/index.html")])
    shown.start()
    shown.join(20)
    assert not shown.is_alive()
    assert words(live, A) == before
    assert [text.title for text in live.texts()].count("The bridge") == 1
    ends.set()
    look.join()
    # What was asked for in the meantime is told of like anything that was asked for before.
    assert {A, "tags/index.html", "town/bridge/index.html"} <= found[0].changed
    assert words(live, A) != before
    assert [text.title for text in live.texts()].count("Old") == 1


def test_a_text_that_is_put_aside_for_a_moment_is_not_missed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    site = town(tmp_path)
    live = Live(site.root, pipeline.Options(jobs=1), Cache.at(site.root / ".cache"), absences=2)
    live.renewed()
    text, aside = site.root / "content/a.md", site.root / "content/a.md~"
    text.rename(aside)
    monkeypatch.setattr(time, "sleep", lambda _: aside.exists() and aside.rename(text))
    assert live.renewed().changed == frozenset()
    text.unlink()
    assert A in live.renewed().changed


def test_a_text_with_a_mistake_in_one_note_shows_the_others(tmp_path: Path) -> None:
    site = town(tmp_path)
    live = begun(site)
    site.edit("content/a.annotations.yaml", "note: First", "colour: red, note: Third")
    assert ("content/a.annotations.yaml", "unknown-key") in told(live.renewed())
    assert "Third thoughts" in words(live, A)


def test_a_text_that_is_gone_is_gone_though_its_notes_are_left(tmp_path: Path) -> None:
    site = town(tmp_path)
    live = begun(site)
    site.remove("content/a.md")
    renewal = live.renewed()
    assert ("content/a.annotations.yaml", "text-missing") in told(renewal)
    assert A in renewal.changed
    assert live.file(A) is None
    assert "a" not in {text.name for text in live.texts()}


@pytest.mark.parametrize(
    ("path", "broken"),
    [
        ("content/site.yaml", "title: [\n"),
        ("content/site.yaml", "titel: The town\n"),
        ("content/entities.yaml", "entities: {council: {\n"),
        ("content/references.json", "{"),
        ("layouts/text.html", b"\xff"),
    ],
)
def test_every_page_stands_while_what_all_of_them_share_is_wrong(
    tmp_path: Path, path: str, broken: str | bytes
) -> None:
    site = town(tmp_path)
    live = begun(site)
    before, sound = words(live, A), (tmp_path / path).read_bytes() if (tmp_path / path).exists() else None
    site.write(path, broken).edit("content/a.annotations.yaml", "First thoughts", "Second thoughts")
    renewal = live.renewed()
    assert renewal.stood
    assert not renewal.changed
    assert path in {problem.place.path for problem in renewal.problems}
    assert words(live, A) == before
    _ = site.remove(path) if sound is None else site.write(path, sound)
    renewal = live.renewed()
    assert (renewal.stood, renewal.problems) == (False, ())
    assert "Second thoughts" in words(live, A)


def test_a_site_that_begins_with_a_mistake_follows_its_texts_all_the_same(tmp_path: Path) -> None:
    site = town(tmp_path).write("content/site.yaml", "titel: The town\n")
    live = begun(site)
    site.edit("content/a.annotations.yaml", "First thoughts", "Second thoughts")
    assert not live.renewed().stood
    assert "Second thoughts" in words(live, A)


def test_a_page_that_its_layout_cannot_draw_is_given_as_it_was_with_the_reason(tmp_path: Path) -> None:
    site = town(tmp_path)
    live = begun(site)
    before = words(live, A)
    site.write("layouts/text.html", "{{ page.title }} {{ page.nothing_of_the_kind }}")
    renewal = live.renewed()
    assert A in renewal.changed
    assert words(live, A) == before
    assert [problem.code for problem in live.drawing_problems[A]] == ["layout-error"]
    assert live.file("b/index.html") is None
    site.write("layouts/text.html", "only {{ page.title }}")
    live.renewed()
    assert not live.drawing_problems
    assert words(live, A).startswith("only")


def test_a_changed_layout_changes_the_pages_that_are_drawn_with_it_and_no_others(tmp_path: Path) -> None:
    site = town(tmp_path)
    live = begun(site)
    before = {path: words(live, path) for path in live.paths() if path.endswith(".html")}
    site.write("layouts/notes.html", "only {{ page.title }}")
    of_notes = {path for path in before if path.endswith("/notes/index.html")}
    assert live.renewed().changed == of_notes
    assert {path for path in before if words(live, path) != before[path]} == of_notes
    site.write("layouts/timeline.html", "only {{ page.title }}").remove("layouts/notes.html")
    assert live.renewed().changed == {*of_notes, "timeline/index.html"}
    assert {path for path in before if words(live, path) != before[path]} == {"timeline/index.html"}


def test_a_site_without_texts_is_no_mistake_of_the_program(tmp_path: Path) -> None:
    live = Live(tmp_path, pipeline.Options(jobs=1), Cache.at(tmp_path / ".cache"))
    assert told(live.renewed()) == {("content", "no-texts")}
    Site(tmp_path).write("content/first.md", "# First\n\nSome words.\n")
    assert "first/index.html" in live.renewed().changed
    assert "Some words" in words(live, "first/index.html")
    (tmp_path / "content/first.md").unlink()
    assert live.renewed().stood
    assert "Some words" in words(live, "first/index.html")


def test_style_sheets_and_pictures_are_served_as_they_are_now(tmp_path: Path) -> None:
    site = town(tmp_path).write("content/map.png", b"one").write("layouts/assets/js/own.js", "own()")
    live = begun(site)
    assert words(live, "map.png") == "one"
    assert "own" in words(live, "assets/js/own.js")
    site.write("content/map.png", b"another").write("layouts/assets/js/own.js", "mine()")
    assert {"map.png", "assets/js/own.js"} <= live.renewed().changed
    assert words(live, "map.png") == "another"
    assert "mine" in words(live, "assets/js/own.js")
    for path in ("content/site.yaml", "../content/site.yaml", "site.yaml", "a", "", "content/map.png"):
        assert live.file(path) is None


def test_a_picture_that_becomes_a_link_is_followed_to_nowhere_outside(tmp_path: Path) -> None:
    site = town(tmp_path / "site").write("content/map.png", b"one")
    live = begun(site)
    (tmp_path / "secret").write_text("secret")
    (site.root / "content/map.png").unlink()
    (site.root / "content/map.png").symlink_to(tmp_path / "secret")
    assert live.file("map.png") is None


def test_what_is_held_is_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    live = begun(many(tmp_path, 8))
    size = len(words(live, "t0/index.html"))
    monkeypatch.setattr(live_module, "MOST_HELD", 3 * size)
    pages = [words(live, f"t{n}/index.html") for n in range(8)]
    assert sum(len(page.content) for _, page in live._pages.values()) == live._held <= 3 * size
    assert [words(live, f"t{n}/index.html") for n in range(8)] == pages


def test_texts_are_known_by_their_pages(tmp_path: Path) -> None:
    live = begun(town(tmp_path).write("content/index.md", "# Welcome\n\nCome in.\n"))
    assert live.names["town/bridge/index.html"] == "town/bridge"
    assert live.names["index.html"] == "index"
    assert "tags/bridges/index.html" not in live.names
    assert ("town/bridge", "content/town/bridge.md", "The bridge", "town/bridge/") in {
        (text.name, text.path, text.title, text.address) for text in live.texts()
    }
    assert "Come in." in words(live, "index.html")


def test_a_text_is_opened_as_its_files_say_now_with_what_its_orphans_may_mean(tmp_path: Path) -> None:
    site = town(tmp_path)
    live = begun(site)
    site.edit("content/a.annotations.yaml", "quote: plain sentence", "quote: plain sentense, draft: true")
    opened = live.open("a")
    assert opened is not None
    (orphan,) = opened.edition.orphans
    assert orphan.suggestions[0].text == "plain sentence"
    assert opened.files.annotations[0].path == "content/a.annotations.yaml"
    assert live.open("nowhere") is None
    assert live.open("../a") is None


def test_a_preview_is_what_the_page_shows(tmp_path: Path) -> None:
    site = town(tmp_path)
    live = begun(site)
    note = "It is *known* to the [[council]], see [b](b.md#x) and [a](/a.md)."
    preview = live.preview("town/bridge", note)
    assert [problem.code for problem in preview.problems] == ["broken-link"]
    assert "<em>known</em>" in preview.value
    site.edit("content/town/bridge.annotations.yaml", 'note: "The [[council]] knows."', f'note: "{note}"')
    live.renewed()
    assert preview.value.strip() in words(live, "town/bridge/index.html")


@pytest.mark.parametrize("text", ["town/bridge", "nowhere", ""])
def test_a_preview_refuses_what_is_too_long_and_texts_that_are_not_there(tmp_path: Path, text: str) -> None:
    preview = begun(town(tmp_path)).preview(text, "x" * 20_001)
    assert preview.value == ""
    assert preview.problems[0].code == ("too-long" if text == "town/bridge" else "text-missing")


def test_a_preview_holds_no_markup_of_strangers(tmp_path: Path) -> None:
    preview = begun(town(tmp_path)).preview(
        "a", "<script>alert(1)</script> [x](javascript:alert(1)) ![](https://x.example/y)"
    )
    assert "<script" not in preview.value
    assert "javascript:" not in preview.value.replace("[x](javascript:", "")
    assert "<img" not in preview.value


def test_drafts_are_marked_on_their_pages_and_in_lists_and_only_where_asked_for(tmp_path: Path) -> None:
    site = town(tmp_path).write("content/sketch.md", "---\ntitle: A sketch\ndraft: true\n---\n\nNot yet.\n")
    assert begun(site).file("sketch/index.html") is None
    live = begun(site, drafts=True)
    assert '<p class="draft">Draft</p>' in words(live, "sketch/index.html")
    assert words(live, "index.html").count('class="draft"') == 1
    assert 'class="draft"' not in words(live, A)


def test_a_site_in_memory_can_be_renewed_by_any_thread(tmp_path: Path) -> None:
    site = many(tmp_path, 30)
    live = Live(site.root, pipeline.Options(jobs=2), Cache.at(tmp_path / ".cache"))
    found: list[live_module.Renewal] = []
    thread = threading.Thread(target=lambda: found.append(live.renewed()))
    thread.start()
    thread.join()
    assert found[0].problems == ()
    assert "First thoughts" in words(live, "t7/index.html")


def test_every_page_stands_while_a_folder_of_texts_cannot_be_read(tmp_path: Path) -> None:
    site = town(tmp_path / "site")
    live = begun(site)
    (site.root / "content/town").rename(tmp_path / "elsewhere")
    (site.root / "content/town").symlink_to(tmp_path / "elsewhere")
    renewal = live.renewed()
    assert renewal.stood
    assert ("content/town", "outside-content") in told(renewal)
    (site.root / "content/town").unlink()
    assert "town/bridge/index.html" in live.renewed().changed
    assert live.file("town/bridge/index.html") is None
