"""What is written to an author's file, case by case."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from postil.annotations import annotations as read_annotations
from postil.authoring import Change, added, changed, comment_added, comment_changed, entity_added, removed
from postil.core.files import decoded
from postil.core.model import Source, TextFiles
from postil.core.problems import Checked
from postil.core.yamltree import read_yaml
from tests.cases import Case, cases


def files(*contents: tuple[str, bytes]) -> TextFiles:
    """Return the files of the text `light`, given by what follows its name."""
    sources = []
    for ending, content in contents:
        source = decoded(f"content/light.{ending}", content)
        assert source.value is not None, source.problems
        sources.append(source.value)
    return TextFiles("light", Source("content/light.md", "", ""), tuple(sources))


def yaml(text: str | bytes) -> TextFiles:
    return files(("annotations.yaml", text.encode() if isinstance(text, str) else text))


def after(found: Checked[Change | None]) -> str:
    """Return the file as it is to be, which was written without a problem."""
    assert found.problems == ()
    assert found.value is not None
    assert found.value.after is not None
    return found.value.after.decode()


def codes(found: Checked[Change | None]) -> list[str]:
    """Return the codes of the problems for which nothing was written."""
    assert found.value is None
    return [problem.code for problem in found.problems]


@pytest.mark.parametrize("case", cases("authoring"), ids=str)
def test_a_file_is_changed_as_the_case_says(case: Case) -> None:
    ending = "annotations.md" if case.blocks["before"].startswith("---\n") else "annotations.yaml"
    before = files((ending, case.blocks["before"].encode()))
    edit: Any = read_yaml(Source("edit", case.blocks["edit"], "")).value
    assert edit is not None
    [(verb, asked)] = edit.data.items()
    if verb == "add":
        found = added(before, asked)
    elif verb == "remove":
        found = removed(before, asked)
    else:
        [(id_, fields)] = asked.items()
        found = changed(before, id_, fields)
    if found.value is None:
        case.expect("after", "\n".join(f"{one.code}: {one.sentence}" for one in found.problems) or "nothing changes")
    else:
        assert found.value.after is not None
        case.expect("after", found.value.after.decode())


def test_line_ends_and_a_byte_order_mark_stay() -> None:
    before = b"\xef\xbb\xbfannotations:\r\n- quote: a\r\n  note: x\r\n"
    written = after(added(yaml(before), {"quote": "b", "note": "one\ntwo\n"})).encode()
    assert written.startswith(before)
    assert written.count(b"\n") == written.count(b"\r\n") == 9


def test_lines_that_come_into_a_file_of_both_line_ends_end_like_the_line_before_them() -> None:
    before = b"- quote: a\r\n  note: x\n- quote: b\r\n  note: y\r\n"
    written = after(changed(yaml(before), "a", {"tags": ["t"]})).encode()
    assert written == b"- quote: a\r\n  note: x\n  tags: [t]\n- quote: b\r\n  note: y\r\n"


def test_a_last_line_that_is_not_ended_stays_so() -> None:
    assert after(added(yaml("- quote: a\n  note: x"), {"quote": "b", "note": "z"})).endswith("\n  note: z")


def test_the_last_line_is_ended_where_a_block_needs_it() -> None:
    assert after(added(yaml("- quote: a\n  note: x"), {"quote": "b", "note": "y\nz\n"})).endswith("    z\n")


NOTES = (
    " leading blank\nand more\n",
    "\n\nempty lines first",
    "ends in many\n\n\n\n",
    "no end",
    "---\n---\n",
    "\ttab\n\ttab\n",
    "a # b: c - d\n",
    "'single' \"double\" \\ back\\slash\n",
    "\U0001f600 \U0001f468\u200d\U0001f469\u200d\U0001f467 \u05e9\u05dc\u05d5\u05dd \u202eabc\u202c\n",
    "line\u2028separator\u2029here\n",
    "   \n   \n x \n   ",
    "w" * 19_000,
    "very long " * 1_900 + "\n",
    "\n",
    "...\n",
    "%YAML 1.1\n",
    "- item\n- item\n",
    "key: value\n",
    "\ufeffmark\n",
)


@pytest.mark.parametrize("form", ["block", "flow", "replaced"])
@pytest.mark.parametrize("note", NOTES)
def test_a_note_reads_back_to_the_last_character(form: str, note: str) -> None:
    before = {
        "block": "annotations:\n  - quote: a\n",
        "flow": "annotations: [{quote: a}]\n",
        "replaced": "- quote: a\n  note: |  # why\n    old\n  tags: [t]\n",
    }[form]
    written = after(changed(yaml(before), "a", {"note": note}))
    assert read_annotations(yaml(written)).value[0].note == note


def test_other_line_ends_in_a_note_are_read_as_line_ends() -> None:
    written = after(changed(yaml("- quote: a\n"), "a", {"note": "one\r\ntwo\rthree\x85four"}))
    assert read_annotations(yaml(written)).value[0].note == "one\ntwo\nthree\nfour"


def test_a_control_character_is_refused_and_named() -> None:
    assert codes(changed(yaml("- quote: a\n  note: x\n"), "a", {"note": "bell\x07"})) == ["control-character"]


def test_half_a_character_is_refused() -> None:
    assert codes(changed(yaml("- quote: a\n  note: x\n"), "a", {"note": "\ud800"})) == ["wrong-type"]


def test_sizes_have_limits() -> None:
    one = yaml("- quote: a\n  note: x\n")
    assert codes(changed(one, "a", {"note": "w" * 20_001})) == ["too-long"]
    assert codes(added(one, {"quote": "w" * 2_001, "note": "x"})) == ["too-long"]
    large = yaml("- quote: a\n  note: x\n" + f"# {'w' * 98}\n" * 9_900)
    assert codes(added(large, {"quote": "b", "note": "w" * 19_000})) == ["file-too-large"]


def test_a_file_that_is_too_large_already_may_be_made_shorter() -> None:
    large = yaml("- quote: a\n  note: x\n- quote: b\n  note: y\n" + f"# {'w' * 98}\n" * 11_000)
    assert removed(large, "a").value is not None


def test_fields_are_checked_before_anything_is_written() -> None:
    one = yaml("- quote: a\n  note: x\n")
    assert codes(changed(one, "a", {"date": "soon"})) == ["bad-value"]
    assert codes(changed(one, "a", {"titel": "x"})) == ["unknown-key"]
    assert codes(added(one, {"note": "x"})) == ["missing-key"]
    assert codes(added(one, {"quote": "x", "id": "No Id", "note": "x"})) == ["bad-id"]


@pytest.mark.parametrize("written", ["  id: one\n", ""])
def test_an_id_that_is_taken_is_refused(written: str) -> None:
    text = f"- quote: one\n{written}  note: x\n- quote: two\n  note: y\n"
    assert codes(added(yaml(text), {"quote": "b", "id": "one", "note": "y"})) == ["duplicate-id"]
    assert codes(changed(yaml(text), "two", {"id": "one"})) == ["duplicate-id"]


def test_a_new_annotation_gets_an_id_that_no_other_has() -> None:
    found = added(yaml("- quote: the lamp\n  note: x\n"), {"quote": "The Lamp", "note": "y"})
    assert found.value is not None
    assert found.value.id == "the-lamp-2"


def test_an_annotation_that_says_nothing_is_written_with_a_warning() -> None:
    found = added(yaml(""), {"quote": "a"})
    assert found.value is not None
    assert [problem.code for problem in found.problems] == ["nothing-said"]


def test_what_says_the_same_is_not_written_anew() -> None:
    one = yaml('- quote: "a"\n  draft: yes\n  occurrence: 02\n  note: x\n')
    assert changed(one, "a", {"quote": "a", "draft": True, "kind": "context", "tags": []}) == Checked(None)


def test_an_unknown_annotation_is_named() -> None:
    found = changed(yaml("- quote: the lamp\n  note: x\n"), "the-lmap", {"note": "y"})
    assert codes(found) == ["unknown-annotation"]
    assert found.problems[0].hint is not None
    assert "the-lamp" in found.problems[0].hint


@pytest.mark.parametrize(
    "text",
    [
        "- quote: a\n  note: x\n- quote: b\n  quote: c\n",
        "- &one\n  quote: a\n  note: x\n",
        "- ? quote\n  : a\n  note: x\n",
    ],
)
def test_what_cannot_be_written_to_with_certainty_is_refused(text: str) -> None:
    assert codes(changed(yaml(text), "a", {"prefix": "before"})) == ["cannot-edit"]


@pytest.mark.parametrize("text", ["words\n", "annotations: words\n", "annotations: {a: b}\n", "{}\n", "- a: |\n\tb\n"])
def test_nothing_is_added_where_something_else_stands(text: str) -> None:
    assert codes(added(yaml(text), {"quote": "a", "note": "x"})) == ["cannot-edit"]


def test_what_was_wrong_before_may_stay_so_or_be_mended() -> None:
    wrong = yaml("- quote: a\n  foo: x\n  note: n\n- note: nothing\n- quote: b\n  date: soon\n  note: He paid #5\n")
    assert "note: m\n" in after(changed(wrong, "a", {"note": "m"}))
    assert "date: 2024-10-18\n" in after(changed(wrong, "b", {"date": "2024-10-18"}))
    assert "note: 'He paid #6'\n" in after(changed(wrong, "b", {"note": "He paid #6"}))


ROOT = Path(__file__).parents[2]
DEMO = sorted(path.relative_to(ROOT).as_posix() for path in (ROOT / "content").rglob("*.annotations.*"))


@pytest.mark.parametrize("path", DEMO)
def test_what_is_changed_in_the_demo_and_changed_back_is_as_it_was(path: str) -> None:
    before = (ROOT / path).read_bytes()
    ending = path[path.rindex("annotations.") :]
    for note in read_annotations(files((ending, before))).value:
        fields = {"note": f"{note.note}\nMore.", "tags": ["x", "y z"], "kind": "update", "verdict": None}
        there = after(changed(files((ending, before)), note.id, fields))
        back = {"note": note.note, "tags": note.tags, "kind": note.kind, "verdict": note.verdict}
        assert after(changed(files((ending, there.encode())), note.id, back)) == before.decode()


def test_the_spelling_is_that_of_most_annotations() -> None:
    both = files(
        ("annotations.md", b"---\nquote: a\n---\nx\n---\nquote: b\n---\ny\n"),
        ("annotations.yaml", b"- quote: c\n  note: z\n"),
    )
    found = added(both, {"quote": "d", "note": "w"})
    assert found.value is not None
    assert found.value.path == "content/light.annotations.md"


def test_a_text_without_annotations_gets_a_file_of_yaml() -> None:
    found = added(files(), {"quote": "a", "note": "x"})
    assert found.value is not None
    assert (found.value.path, found.value.before) == ("content/light.annotations.yaml", None)
    assert found.value.after == b"annotations:\n  - id: a\n    quote: a\n    note: x\n"


def test_in_a_folder_each_annotation_has_a_file_of_its_own() -> None:
    folder = files(("annotations/lamp.md", b"---\nquote: a\n---\nx\n"))
    note = "One.\n---\nquote: x\n---"
    new = added(folder, {"quote": "b", "id": "sea", "note": note})
    assert new.value is not None
    assert new.value.path == "content/light.annotations/sea.md"
    assert new.value.after == f"---\nid: sea\nquote: b\n---\n{note}\n".encode()
    gone = removed(folder, "lamp")
    assert gone.value is not None
    assert (gone.value.path, gone.value.after) == ("content/light.annotations/lamp.md", None)


def test_no_file_gets_a_name_that_a_system_reserves() -> None:
    found = added(files(), {"quote": "b", "id": "con", "note": "x"}, spelling="folder")
    assert found.value is not None
    assert found.value.path.startswith("content/light.annotations/note-")


def test_a_comment_is_added_with_the_next_free_id() -> None:
    there = TextFiles(
        "light",
        Source("content/light.md", "", ""),
        (),
        Source("content/light.comments.yaml", "- {id: c1, text: x}\n", ""),
    )
    assert after(comment_added(there, {"text": "Why?\nI ask.\n", "reply_to": "c1"})) == (
        "- {id: c1, text: x}\n\n- id: c2\n  reply_to: c1\n  text: |\n    Why?\n    I ask.\n"
    )
    assert codes(comment_added(there, {"text": "x", "reply_to": "c9"})) == ["unknown-comment"]


def test_a_comment_is_changed_and_no_other_byte() -> None:
    text = (
        "comments:\n  # first\n  - {id: c1, text: x}\n  - id: c2 # of hers\n    author: 'Jo'\n    text: |\n      Why?\n"
    )
    there = TextFiles("light", Source("content/light.md", "", ""), (), Source("content/light.comments.yaml", text, ""))
    assert after(comment_changed(there, "c2", {"answers": {"quote": "light"}, "author": "Al"})) == (
        text.replace("'Jo'\n", "'Al'\n    answers:\n      quote: light\n")
    )
    assert after(comment_changed(there, "c1", {"author": "Al"})) == text.replace("text: x}", "text: x, author: Al}")
    assert comment_changed(there, "c2", {"author": "Jo"}) == Checked(None)
    assert codes(comment_changed(there, "c3", {"author": "Jo"})) == ["unknown-comment"]
    assert codes(comment_changed(there, "c1", {"text": ""})) == ["missing-key"]
    assert codes(comment_changed(there, "c1", {"reply_to": "c9"})) == ["unknown-comment"]


def test_an_entity_is_added_after_the_others() -> None:
    source = Source("content/entities.yaml", "entities:\n  ada:\n    name: Ada\n    type: person\n# end\n", "")
    assert after(entity_added(source, "north-sea", {"type": "place", "name": "North Sea"})) == (
        "entities:\n  ada:\n    name: Ada\n    type: person\n\n"
        "  north-sea:\n    name: North Sea\n    type: place\n# end\n"
    )
    assert codes(entity_added(source, "ada", {"type": "person", "name": "Ada"})) == ["duplicate-key"]
    assert codes(entity_added(source, "The Sea", {"type": "place", "name": "Sea"})) == ["bad-value"]
