"""The door to the disk reads what is there, remembers it, and takes nothing unreadable for nothing."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import pytest

from postil.core import files as door
from postil.core.files import Files, LayoutFolder, decoded, outside_source
from postil.core.model import Source
from postil.core.problems import Checked, Problem


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / "project"
    (folder / "content").mkdir(parents=True)
    return folder


def put(root: Path, path: str, content: str | bytes = "x") -> None:
    file = root / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content.encode() if isinstance(content, str) else content)


def codes(problems: tuple[Problem, ...]) -> list[str]:
    return [problem.code for problem in problems]


def only(checked: Checked[Source | None]) -> Problem:
    assert checked.value is None
    (problem,) = checked.problems
    return problem


def test_files_are_listed_in_the_order_of_their_paths_at_any_depth(root: Path) -> None:
    for path in ("b.md", "a/c.md", "a.md", "a/b/x.png"):
        put(root, f"content/{path}")
    assert Files(root).contents() == Checked(("content/a.md", "content/a/b/x.png", "content/a/c.md", "content/b.md"))


def test_hidden_files_and_what_editors_leave_are_passed_over(root: Path) -> None:
    for name in (".git/x.md", ".#a.md", "a.md~", ".a.md.swp", "a.swp", "#a.md#", "4913", ".DS_Store", "Thumbs.db"):
        put(root, f"content/{name}")
    assert Files(root).contents() == Checked(())


def test_a_folder_that_cannot_be_read_is_an_error(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(root, "content/a/secret.md")
    put(root, "content/b.md")
    scandir = os.scandir

    def refuse(path: Path) -> object:
        if Path(path).name == "a":
            raise PermissionError(13, "Permission denied")
        return scandir(path)

    monkeypatch.setattr(os, "scandir", refuse)
    listing = Files(root).contents()
    assert listing.value == ("content/b.md",)
    assert codes(listing.problems) == ["unreadable"]
    assert "content/a cannot be read: Permission denied" in listing.problems[0].sentence


def test_links_out_of_content_are_refused_and_links_within_are_followed(root: Path) -> None:
    put(root, "secret.txt")
    put(root, "content/a.md")
    (root / "content/within.md").symlink_to("a.md")
    (root / "content/out.txt").symlink_to("../secret.txt")
    (root / "content/folder").symlink_to("..")
    (root / "content/absolute.txt").symlink_to("/etc/hostname")
    (root / "content/nowhere.md").symlink_to("gone.md")
    (root / "content/loop.md").symlink_to("loop.md")
    listing = Files(root).contents()
    assert listing.value == ("content/a.md", "content/within.md")
    assert sorted((problem.code, problem.place.path) for problem in listing.problems) == [
        ("outside-content", "content/absolute.txt"),
        ("outside-content", "content/folder"),
        ("outside-content", "content/out.txt"),
        ("unreadable", "content/loop.md"),
        ("unreadable", "content/nowhere.md"),
    ]


def test_a_link_to_a_folder_that_holds_it_does_not_go_round_for_ever(root: Path) -> None:
    put(root, "content/a/b/x.md")
    (root / "content/a/b/up").symlink_to("..")
    listing = Files(root).contents()
    assert listing.value == ("content/a/b/x.md",)
    assert codes(listing.problems) == ["unreadable"]


def test_content_that_leads_elsewhere_is_refused(root: Path) -> None:
    (root / "content").rmdir()
    put(root.parent, "elsewhere/a.md")
    (root / "content").symlink_to("../elsewhere")
    assert codes(Files(root).contents().problems) == ["outside-content"]


def test_one_file_asked_for_by_name_is_held_to_the_same_border(root: Path) -> None:
    put(root, "secret.yaml")
    (root / "content/site.yaml").symlink_to("../secret.yaml")
    assert only(Files(root).source("content/site.yaml")).code == "outside-content"
    assert only(Files(root).source("content/../secret.yaml")).code == "outside-content"
    with pytest.raises(PermissionError):
        list(Files(root).chunks("content/site.yaml"))


def test_a_pipe_is_not_waited_for(root: Path) -> None:
    os.mkfifo(root / "content/a.md")
    assert codes(Files(root).contents().problems) == ["unreadable"]
    assert only(Files(root).source("content/a.md")).code == "unreadable"


@pytest.mark.parametrize("name", [b"bad\xff.md", b"line\nbreak.md", b"bell\x07.md"])
def test_a_name_that_is_no_text_is_a_problem_that_can_be_printed(root: Path, name: bytes) -> None:
    Path(os.fsdecode(os.fsencode(root / "content") + b"/" + name)).write_text("x")
    listing = Files(root).contents()
    assert listing.value == ()
    assert codes(listing.problems) == ["bad-address"]
    assert listing.problems[0].place.path.isprintable()
    listing.problems[0].place.path.encode("utf-8")


def test_the_door_remembers_what_it_read_and_what_was_not_there(root: Path) -> None:
    put(root, "content/a.md", "words")
    files = Files(root)
    source = files.source("content/a.md").value
    assert source
    assert files.source("content/site.yaml") == Checked(None)
    assert files.digests == {"content/a.md": source.digest}
    assert files.missing == {"content/site.yaml"}
    assert b"".join(files.chunks("content/a.md")) == b"words"


def test_a_folder_without_content_is_empty_and_remembered(tmp_path: Path) -> None:
    files = Files(tmp_path)
    assert files.contents() == Checked(())
    assert files.missing == {"content"}


@pytest.mark.parametrize("text", ["a\r\nb\rc\n", "\ufeffa\nb\nc\n"])
def test_byte_order_marks_and_foreign_line_ends_do_not_show(text: str) -> None:
    source = decoded("a.md", text.encode()).value
    assert source
    assert source.text == "a\nb\nc\n"


def test_bytes_that_are_not_utf_8_are_pointed_at() -> None:
    problem = only(decoded("a.md", "één\r\nzwei ".encode() + b"caf\xe9 bar\nthree"))
    assert (problem.code, problem.place.line, problem.place.column) == ("not-utf-8", 2, 9)
    assert problem.place.excerpt == "zwei caf\N{REPLACEMENT CHARACTER} bar"
    assert "UTF-16" in only(decoded("a.md", "ab".encode("utf-16"))).sentence


def test_control_characters_are_pointed_at_one_by_one() -> None:
    checked = decoded("a.md", b"a\tb\nc\x00d\x1b\n")
    assert checked.value is None
    assert [(problem.code, problem.place.line, problem.place.column) for problem in checked.problems] == [
        ("control-character", 2, 2),
        ("control-character", 2, 4),
    ]
    assert checked.problems[0].place.excerpt == "c\N{REPLACEMENT CHARACTER}d\N{REPLACEMENT CHARACTER}"
    assert len(decoded("a.md", b"\x00" * 5000).problems) == door.SHOWN_AT_MOST


def test_files_and_lines_beyond_the_limits_are_refused(root: Path) -> None:
    put(root, "content/a.md", "x" * 11)
    put(root, "content/b.md", "short\n" + "x" * (door.LINE_CHARACTERS + 1))
    assert only(Files(root).source("content/a.md", most_bytes=10)).code == "file-too-large"
    assert not Files(root).source("content/a.md", most_bytes=11).problems
    problem = only(Files(root).source("content/b.md"))
    assert (problem.code, problem.place.line) == ("line-too-long", 2)
    assert Files(root).source("content/b.md", most_characters=None).value


def test_a_file_from_elsewhere_is_read_under_the_name_given(tmp_path: Path) -> None:
    put(tmp_path, "essay.txt", "words")
    source = outside_source(tmp_path / "essay.txt", shown="essay.txt").value
    assert source
    assert (source.path, source.text) == ("essay.txt", "words")
    assert outside_source(tmp_path / "gone.txt", shown="gone.txt") == Checked(None)
    assert only(outside_source(tmp_path, shown="folder")).code == "unreadable"


@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "Pacific/Pago_Pago", "UTC"])
def test_the_clock_stands_where_it_is_told_to_in_every_time_zone(
    root: Path, monkeypatch: pytest.MonkeyPatch, zone: str
) -> None:
    monkeypatch.setenv("TZ", zone)
    assert Files.of_site(root, {"SOURCE_DATE_EPOCH": "1729209600"}).today() == "2024-10-18"
    assert Files.of_site(root, {}).today() >= "2024-10-18"


@pytest.mark.parametrize("epoch", ["soon", "-1", "1.5", "9" * 30])
def test_a_clock_set_to_no_number_is_said(root: Path, epoch: str) -> None:
    with pytest.raises(ValueError, match="SOURCE_DATE_EPOCH"):
        Files.of_site(root, {"SOURCE_DATE_EPOCH": epoch})


def test_a_sites_own_layouts_come_before_those_that_ship(root: Path) -> None:
    put(root, "layouts/text.html", "own")
    files = Files.of_site(root, {})
    own, shipped = files.layouts
    assert (own.path, own.names(), own.read("text.html")) == ("layouts", ("text.html",), "own")
    assert shipped.path == "postil/layouts"
    assert "text.html" in shipped.names()
    assert own.read("home.html") is None
    assert "layouts/home.html" in files.missing
    assert "layouts/text.html" in files.digests


def test_a_site_that_is_the_programs_own_folder_has_its_layouts_once() -> None:
    root = Path(__file__).parents[2]
    assert [layouts.path for layouts in Files.of_site(root, {}).layouts] == ["layouts"]


def test_layouts_that_are_no_text_or_lead_away_are_problems(root: Path) -> None:
    put(root, "layouts/text.html", b"caf\xe9")
    put(root, "layouts/assets/font.woff2", b"\x00\xff")
    put(root, "secret.html")
    (root / "layouts/parts").symlink_to("..")
    files = Files(root, (root / "layouts",))
    assert sorted(codes(files.layout_problems())) == ["not-utf-8", "outside-content"]
    folder = LayoutFolder("layouts", root / "layouts")
    assert folder.read("text.html") == "caf\N{REPLACEMENT CHARACTER}"
    assert folder.bytes("assets/font.woff2") == b"\x00\xff"
    for name in ("../secret.html", "parts/secret.html", "/etc/hostname", "a\0b", "", "assets"):
        assert folder.bytes(name) is None


def test_a_folder_of_layouts_is_listed_and_each_file_read_once(root: Path) -> None:
    (root / "layouts").mkdir()
    (root / "layouts/a.html").write_text("as it was")
    folder = LayoutFolder("layouts", root / "layouts")
    assert folder.problems() == ()
    (root / "layouts/a.html").write_text("as it is")
    (root / "layouts/b.html").write_text("later")
    assert folder.names() == ("a.html",)
    assert folder.read("a.html") == "as it was"
    assert folder.digests == {"layouts/a.html": hashlib.sha256(b"as it was").hexdigest()}
