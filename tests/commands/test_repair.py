"""`repair` shows what would put notes back, and writes only what is safe."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.site import Site, text_of

TEXT = "The old stone bridge at Varn was closed for two long winters. It opened in May. Ships passed it again.\n"
NOTES = """\
annotations: # mine
  - quote: stone bridge at Varn was closed for two winters
    # stays
    note: Safe.

  - id: gone
    quote: nothing like it was ever written in this text
    note: Not safe.

  - id: may
    quote: It opened in May
    note: In its place.
"""
PATH = "content/axis.annotations.yaml"


@pytest.fixture
def site(tmp_path: Path) -> Site:
    return Site(tmp_path).write("content/axis.md", TEXT).write(PATH, NOTES.encode())


def notes(site: Site) -> str:
    return (site.root / PATH).read_text(encoding="utf-8")


def test_what_is_safe_is_shown_as_a_difference_and_nothing_is_written(site: Site) -> None:
    site.verb("repair").expect(
        1,
        "@@ ",
        "-  - quote: stone bridge at Varn was closed for two winters\n",
        "stone bridge at Varn was closed for two long winters\n",
        "add --apply to write this",
    )
    assert notes(site) == NOTES


def test_what_is_safe_is_written_and_no_other_byte(site: Site) -> None:
    site.verb("repair", "--apply").expect(1, f"{PATH}:2: repaired stone-bridge-at-varn-was-closed\n")
    kept = [line for line in NOTES.splitlines() if "two winters" not in line]
    assert [line for line in notes(site).splitlines() if "winters" not in line and "id: stone" not in line] == kept
    assert "error[quote-not-found]" in site.said
    site.build("--keep-going").expect(0)
    assert site.page("axis/").marked("stone-bridge-at-varn-was-closed") == [
        "stone bridge at Varn was closed for two long winters"
    ]


def test_a_note_keeps_its_address_when_its_quote_is_repaired(site: Site) -> None:
    site.edit("content/axis.md", "two long winters", "two winters").edit(PATH, "ever written", "ever")
    site.build("--keep-going")
    before = site.page("axis/").ids()
    site.edit("content/axis.md", "stone bridge", "stone footbridge").verb("repair", "--apply")
    site.build("--keep-going")
    assert site.page("axis/").marked("stone-bridge-at-varn-was-closed") == [
        "stone footbridge at Varn was closed for two winters"
    ]
    assert [id_ for id_ in before if id_.startswith("note-")] == [
        id_ for id_ in site.page("axis/").ids() if id_.startswith("note-")
    ]


def test_when_nothing_is_left_the_exit_status_says_so(site: Site) -> None:
    site.edit(PATH, "nothing like it was ever written in this text", "Ships passed it")
    site.verb("repair", "--apply").expect(0)
    site.verb("repair").expect(0)
    assert site.said == ""
    site.build("--strict").expect(0)


def test_what_is_not_safe_is_listed_and_never_written(site: Site) -> None:
    site.edit("content/axis.md", "two long winters", "seven winters")
    site.verb("repair", "--apply").expect(1, "error[quote-not-found]", "closed for seven winters")
    assert notes(site) == NOTES


def test_it_is_said_that_what_is_listed_is_not_certain(site: Site) -> None:
    choice = "choose in `python3 build.py serve`, or write the quote"
    said = f"\nwhat is listed here is not certain enough to be written: {choice}\n"
    site.verb("repair").expect(1, said).verb("repair", "--apply").expect(1, said)
    site.verb("repair", "--apply").expect(1, said)
    site.verb("repair", "--quiet").expect(1)
    assert "certain enough" not in site.said
    site.edit(PATH, "nothing like it was ever written in this text", "Ships passed it").verb("repair").expect(0)
    assert site.said == ""


def test_an_ambiguous_quote_is_listed_with_what_decides(site: Site) -> None:
    site.write("content/axis.md", "A bridge. Another bridge.").write(
        PATH, "annotations:\n  - quote: bridge\n    note: x\n"
    )
    site.verb("repair", "--apply").expect(1, "error[quote-ambiguous]", 'prefix: "Another"')


def test_only_the_texts_that_are_named_are_repaired(site: Site) -> None:
    site.write("content/b.md", TEXT).write("content/b.annotations.yaml", NOTES.encode())
    site.verb("repair", "b", "--apply").expect(1, "content/b.annotations.yaml:2: repaired")
    assert notes(site) == NOTES
    site.verb("repair", "c").expect(2, "the texts are axis, b")


def test_further_passages_and_those_of_comments_are_repaired_too(site: Site) -> None:
    site.write(
        PATH,
        """\
        annotations:
          - id: both
            quote: It opened in May
            also:
              - quote: stone bridge at Varn was closed for two winters
            note: x
          - id: said
            on: c1
            quote: crossed the whole of the stone bridge in May
            note: x
        """,
    )
    comments = "comments:\n  - {id: c1, author: Jo, text: I crossed the whole of the old stone bridge in May.}\n"
    site.write("content/axis.comments.yaml", comments)
    site.verb("repair", "--apply").expect(0, "repaired both, said")
    page = site.build("--strict").expect(0).page("axis/")
    assert page.marked("both") == ["stone bridge at Varn was closed for two long winters", "It opened in May"]


@pytest.mark.parametrize(
    ("lost", "mended"),
    [
        (
            "quote: The old stone bridge\n    until: closed for two winters. It opened in May",
            "quote: The old stone bridge\n    until: closed for two long winters. It opened in May",
        ),
        (
            "quote: The old stone bridge at Varn was closed for two winters\n    until: in May",
            "quote: The old stone bridge at Varn was closed for two long winters\n    until: in May",
        ),
        (
            "quote: The old stone bridge at Varn was closed for two winters\n"
            "    until: It opened in May. Ships have passed it",
            "quote: The old stone bridge at Varn was closed for two long winters\n"
            "    until: It opened in May. Ships passed it",
        ),
    ],
)
def test_a_long_passage_is_repaired_at_its_beginning_and_its_end(site: Site, lost: str, mended: str) -> None:
    written = f"annotations:\n  - id: long\n    {lost}\n    note: x\n"
    site.write(PATH, written.encode()).verb("repair").expect(1, "add --apply to write this")
    site.verb("repair", "--apply").expect(0, "repaired long")
    assert notes(site) == written.replace(lost, mended)
    site.build("--strict").expect(0)
    assert site.page("axis/").marked("long")[0].startswith("The old stone bridge")


def test_an_end_that_may_be_another_is_not_repaired(site: Site) -> None:
    written = (
        "annotations:\n  - id: long\n    quote: The old stone bridge\n    until: for seven long winters\n    note: x\n"
    )
    site.write(PATH, written.encode()).verb("repair", "--apply").expect(1, 'line 1 has "for two long winters"')
    assert notes(site) == written


@pytest.mark.parametrize(
    "answers",
    [
        "answers: {quote: stone bridge at Varn was closed for two winters} # mine",
        "answers:\n      quote: stone bridge at Varn was closed for two winters",
    ],
)
def test_what_a_comment_answers_is_repaired(site: Site, answers: str) -> None:
    comments = f"comments:\n  - id: c1\n    author: 'Jo' # a reader\n    {answers}\n    text: Indeed.\n"
    path = "content/axis.comments.yaml"
    site.remove(PATH).write(path, comments.encode()).verb("repair").expect(1, "-    ", "two long winters")
    site.verb("repair", "--apply").expect(0, f"{path}:{5 if 'answers:' + chr(10) in answers else 4}: repaired c1")
    assert (site.root / path).read_text() == comments.replace("two winters", "two long winters")
    page = site.build("--strict").expect(0).page("axis/")
    assert [text_of(mark) for mark in page.all("mark", data_answers="c1")] == [
        "stone bridge at Varn was closed for two long winters"
    ]


def test_the_end_of_what_a_comment_answers_is_repaired(site: Site) -> None:
    answers = "{quote: The old stone bridge, until: closed for two winters. It opened in May}"
    comments = f"comments:\n  - id: c1\n    author: Jo\n    answers: {answers}\n    text: Indeed.\n"
    path = "content/axis.comments.yaml"
    site.remove(PATH).write(path, comments.encode()).verb("repair", "--apply").expect(0, f"{path}:4: repaired c1")
    assert (site.root / path).read_text() == comments.replace("two winters", "two long winters")
    site.build("--strict").expect(0)


@pytest.mark.parametrize("path", ["content/axis.annotations.md", "content/axis.annotations/one.md"])
def test_every_spelling_is_repaired(site: Site, path: str) -> None:
    site.remove(PATH).write(path, b"---\nquote: stone bridge at Varn was closed for two winters\n---\nThe note.\n")
    site.verb("repair", "--apply").expect(0, path)
    assert b"two long winters\n" in (site.root / path).read_bytes()
    site.build("--strict").expect(0)


def test_a_program_is_told_what_was_found(site: Site) -> None:
    site.verb("repair", "--format", "json").expect(1)
    safe, other = json.loads(site.said.partition("\nadd --apply")[0])
    assert (safe["id"], safe["path"], safe["line"], safe["is_safe"]) == (
        "stone-bridge-at-varn-was-closed",
        PATH,
        2,
        True,
    )
    assert safe["fields"] == {"quote": safe["suggestions"][0]["quote"]}
    assert (other["id"], other["is_safe"], other["fields"]) == ("gone", False, {})


def test_line_ends_and_the_byte_order_mark_stay(site: Site) -> None:
    site.write(PATH, b"\xef\xbb\xbf" + NOTES.replace("\n", "\r\n").encode())
    site.verb("repair", "--apply").expect(1, "repaired")
    content = (site.root / PATH).read_bytes()
    assert content.startswith(b"\xef\xbb\xbfannotations")
    assert content.count(b"\n") == content.count(b"\r\n")


def test_a_build_that_misses_a_quote_names_the_verb_that_puts_notes_back(site: Site) -> None:
    site.build().expect(1, " repair` shows which notes can be put back")
    site.verb("check").expect(1, " repair` shows")
    site.verb("check", "--quiet").expect(1)
    assert " repair` shows" not in site.said


def test_of_the_passages_of_a_note_only_the_lost_one_is_written_anew(tmp_path: Path) -> None:
    site = Site(tmp_path).write("content/axis.md", TEXT)
    before = (
        "- quote: 'The old stone bridge'\n  note: x\n  also:\n  - \"It opened\"   # in May\n"
        "  - {quote: \"Varn was closed for two winters\", prefix: 'at'}   # closed\n"
    )
    site.write(PATH, before.encode())
    site.verb("repair", "--apply").expect(0)
    assert notes(site) == before.replace("two winters", "two long winters")
