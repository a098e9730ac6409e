"""What the editor writes, and what keeps it from writing."""

from __future__ import annotations

from typing import Any

import pytest

from . import sites
from .conftest import Working

PASSAGE = {"quote": "The second item"}


def version(working: Working, note: str) -> str:
    return str(working.given("note", id=note)["version"])


def test_a_new_note_stands_after_the_others_and_the_rest_is_as_it_was(working: Working) -> None:
    answer = working.given(
        "add", fields={**PASSAGE, "prefix": None, "kind": "context", "note": "New.\n\nOf two parts."}
    )
    assert working.written() == sites.WRITTEN + (
        "  - id: the-second-item\n    quote: The second item\n    kind: context\n"
        "    note: |-\n      New.\n\n      Of two parts.\n"
    )
    assert (answer["id"], answer["undo"], working.asked) == ("the-second-item", 1, ["renewal"])


def test_a_text_that_was_written_a_moment_ago_can_be_annotated_and_its_page_is_still_news(working: Working) -> None:
    working.site.write("content/new.md", "Words of a moment ago.")
    working.given("add", text="new", fields={"quote": "a moment ago", "note": "Just now."})
    assert "Just now." in working.written("content/new.annotations.yaml")
    assert "new/index.html" in working.desk.live.renewed().changed


def test_only_the_fields_that_are_given_change(working: Working) -> None:
    working.given("change", id="gains", version=version(working, "gains"), fields={"note": "Another note.\n"})
    assert working.written() == sites.WRITTEN.replace("The first **note**.", "Another note.")


def test_a_note_goes_with_its_lines_and_comes_back_by_undoing(working: Working) -> None:
    working.given("remove", id="item", version=version(working, "item"))
    assert "second item\n    note: On" not in working.written()
    assert working.given("undo")["undo"] == 0
    assert working.written() == sites.WRITTEN


def test_the_last_writes_are_taken_back_one_by_one(working: Working) -> None:
    states = [working.written()]
    for number in range(3):
        working.given("change", id="item", version=version(working, "item"), fields={"note": f"Number {number}."})
        states.append(working.written())
    for number in (2, 1, 0):
        assert working.given("undo")["undo"] == number
        assert working.written() == states[number]
    assert working.given("undo")["id"] is None


def test_undoing_says_whose_file_was_changed(working: Working) -> None:
    working.given("add", text="ar", fields={"quote": "الجسر القديم", "note": "On the bridge."})
    undone = working.given("undo")
    assert (undone["text"], undone["path"]) == ("ar", "content/ar.annotations.yaml")


def test_undoing_leaves_a_file_alone_that_somebody_has_changed_since(working: Working) -> None:
    working.given("change", id="item", version=version(working, "item"), fields={"note": "Mine."})
    theirs = working.written() + "# theirs\n"
    working.site.write(sites.NOTES, theirs.encode())
    answer = working.ask("undo")
    assert (answer.status, answer.value["undo"]) == (409, 0)
    assert working.written() == theirs


def test_a_note_whose_file_has_changed_is_not_written_and_theirs_is_shown(working: Working) -> None:
    seen = version(working, "item")
    theirs = sites.WRITTEN.replace("On the second item.", "Theirs.")
    working.site.write(sites.NOTES, theirs.encode())
    for verb, more in (("change", {"fields": {"note": "Mine."}}), ("remove", {})):
        answer = working.ask(verb, id="item", version=seen, **more)
        assert (answer.status, answer.value["theirs"]["fields"]["note"]) == (409, "Theirs.")
    assert working.written() == theirs
    assert working.asked == []
    # With the version that was shown, it is somebody's decision.
    working.given("change", id="item", version=answer.value["theirs"]["version"], fields={"note": "Mine."})
    assert "Mine." in working.written()


def test_a_note_that_is_gone_meanwhile_is_said_to_be_gone(working: Working) -> None:
    seen = version(working, "item")
    working.site.edit(sites.NOTES, "  - id: item\n    quote: second item\n    note: On the second item.\n", "")
    assert working.ask("change", id="item", version=seen, fields={"note": "Mine."}).value == {"theirs": None}


def test_moving_a_note_changes_its_quotation_alone(working: Working) -> None:
    fields = {"quote": "The first item", "prefix": None, "suffix": None, "occurrence": None, "until": None, "on": None}
    working.given("change", id="item", version=version(working, "item"), fields=fields)
    assert working.written() == sites.WRITTEN.replace("quote: second item", "quote: The first item")


def test_notes_without_a_place_come_with_the_passages_that_may_be_meant(working: Working) -> None:
    found = working.given("open")
    assert [(one["id"], one["reason"], len(one["candidates"])) for one in found["orphans"]] == [
        ("lost", "quote-not-found", 1),
        ("twice", "quote-ambiguous", 3),
    ]
    assert found["lost"] == 2


def choose(working: Working, note: str, number: int) -> Any:
    orphan = next(one for one in working.given("open")["orphans"] if one["id"] == note)
    meant = orphan["candidates"][number]
    place = {"at": meant["at"], "length": meant["length"]}
    return working.ask("choose", id=note, which=orphan["which"], version=orphan["version"], **place)


def test_tags_of_the_whole_site_are_offered(working: Working) -> None:
    assert [tag["value"] for tag in working.given("open", text="ar")["tags"]] == ["alliances", "gains"]
    working.given("add", text="ar", fields={"quote": "الجسر القديم", "note": "On it.", "tags": ["bridges"]})
    working.desk.live.renewed()
    assert [tag["value"] for tag in working.given("open")["tags"]] == ["alliances", "bridges", "gains"]


def test_choosing_a_candidate_writes_its_words(working: Working) -> None:
    assert choose(working, "lost", 0).status == 200
    assert working.written() == sites.WRITTEN.replace("The second item said nothing", "The second item says nothing")
    assert [one["id"] for one in working.given("open")["orphans"]] == ["twice"]


def test_choosing_among_equal_words_writes_what_decides(working: Working) -> None:
    assert choose(working, "twice", 1).status == 200
    assert working.written() == sites.WRITTEN.replace("quote: treaty\n", "quote: treaty\n    suffix: held\n")
    assert [one["id"] for one in working.given("open")["orphans"]] == ["lost"]


@pytest.mark.parametrize(
    ("written", "chosen"),
    [
        (
            "quote: second *item*\n    until: the trety as well",
            "quote: second *item*\n    until: the treaty as well",
        ),
        (
            "quote: The second item said nothing\n    until: treaty as well",
            "quote: The second item says nothing\n    until: treaty as well",
        ),
        (
            "quote: The second item said nothing\n    until: the trety as well",
            "quote: The second item says nothing\n    until: the treaty as well",
        ),
    ],
)
def test_a_passage_whose_beginning_or_end_is_lost_is_chosen_whole(working: Working, written: str, chosen: str) -> None:
    working.site.edit(sites.NOTES, "quote: The second item said nothing", written)
    meant = next(one for one in working.given("open")["orphans"] if one["id"] == "lost")["candidates"][0]
    assert meant["words"].endswith("the treaty as well")
    assert choose(working, "lost", 0).status == 200
    assert working.written() == sites.WRITTEN.replace("quote: The second item said nothing", chosen)
    assert [one["id"] for one in working.given("open")["orphans"]] == ["twice"]


def test_a_further_passage_that_is_lost_is_chosen_too(working: Working) -> None:
    working.site.edit(sites.NOTES, "Nobody counted", "Nobody has counted them")
    assert choose(working, "gains", 0).status == 200
    assert [one["id"] for one in working.given("open")["orphans"]] == ["lost", "twice"]
    assert "also:\n      - quote: Nobody counted them" in working.written()


def test_a_passage_that_is_no_candidate_is_not_chosen(working: Working) -> None:
    answer = working.ask("choose", id="lost", which=-1, version=version(working, "lost"), at=0, length=3)
    assert answer.status == 404
    assert working.written() == sites.WRITTEN


def test_every_mistake_is_said_at_its_field(working: Working) -> None:
    fields = {
        "quote": "The second item",
        "kind": "chek",
        "note": "Said by [@nobody] in [[nowhere]].",
        "date": "2026-13-01",
        "by": "xy",
        "about": ["the-east", "the-eest"],
        "sources": [{"ref": "doe2020"}, {"title": "A page", "url": "example.org"}],
    }
    assert set(working.wrong("add", fields=fields)) == {"kind", "note", "date", "by", "about.1", "sources.1.url"}
    assert working.written() == sites.WRITTEN


def test_what_is_no_entity_is_said_with_the_way_to_make_one(working: Working) -> None:
    answer = working.ask("add", fields={**PASSAGE, "note": "A note.", "about": ["the-eest"]})
    (problem,) = answer.value["problems"]
    assert problem["sentence"] == "not an entity of this site: `the-eest`"
    assert problem["hint"].startswith("did you mean `the-east`? A new one is made by")


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"note": "a bell: \x07"}, "note"),
        ({"note": "a line of an old encoding: \x85"}, "note"),
        ({"note": "x" * 20_001}, "note"),
        ({"note": "A note.", "quote": "words that are not there"}, "quote"),
        ({"note": "A note.", "quote": "treaty"}, "quote"),
        ({"note": "A note.", "verdict": "accurate"}, "verdict"),
        ({"kind": "context"}, "note"),
        ({"note": "A note.", "sources": [{"title": "t", "date": "last week"}]}, "sources.0.date"),
        ({"note": "A note.", "sources": [{"locator": "p. 9", "ref": "nobody"}]}, "sources.0.ref"),
        ({"note": "A note.", "tags": ["x" * 300] * 60}, "tags.0"),
        ({"note": "A note.", "on": "c9"}, "quote"),
    ],
)
def test_a_note_that_would_not_stand_is_not_written(working: Working, fields: dict[str, Any], field: str) -> None:
    assert [*working.wrong("add", fields={**PASSAGE, **fields})][:1] == [field]
    assert working.written() == sites.WRITTEN


@pytest.mark.parametrize("words", ["\u2028", "\ufeff", "'", '"', "a: b # c", "- x", "\t", "😀", "---\nquote: x"])
def test_any_words_that_a_file_can_hold_are_read_back(working: Working, words: str) -> None:
    added = working.given("add", fields={**PASSAGE, "note": f"Before {words} after"})
    assert working.given("note", id=added["id"])["fields"]["note"] == f"Before {words} after"


def test_the_prose_of_a_note_is_shown_as_its_page_shows_it(working: Working) -> None:
    shown = working.given("preview", note="*So* [[the-east]] <script>x</script>")
    assert "<em>So</em>" in shown["html"]
    assert "entities/the-east/" in shown["html"]
    assert "<script" not in shown["html"]


@pytest.mark.parametrize(
    ("verb", "body"),
    [
        ("open", {"text": "../secret"}),
        ("open", {"text": "content/essays/axis.md"}),
        ("note", {"id": "nobody"}),
        ("describe", {"on": "c9", "words": "x", "before": "", "after": "", "at": 0}),
        ("add", {"text": "essays/../../x", "fields": {"quote": "x", "note": "y"}}),
    ],
)
def test_what_nobody_knows_is_not_found(working: Working, verb: str, body: dict[str, Any]) -> None:
    before = sorted(working.site.root.rglob("*"))
    assert working.ask(verb, **body).status == 404
    assert sorted(working.site.root.rglob("*")) == before


DEEP: Any = "x"
for _ in range(9):
    DEEP = [DEEP]


@pytest.mark.parametrize(
    ("verb", "body"),
    [
        ("open", {"text": 3}),
        ("open", {"text": None}),
        ("open", {"path": "/etc/passwd"}),
        ("open", {"text": "x" * 501}),
        ("open", {"text": "\ud800"}),
        ("note", {}),
        ("describe", {"words": "x", "before": "", "after": "", "at": True}),
        ("describe", {"words": "x", "before": "", "after": "", "at": 1e9}),
        ("describe", {"words": "x" * 50_001, "before": "", "after": "", "at": 0}),
        ("preview", {"note": "x" * 40_001}),
        ("add", {"fields": []}),
        ("add", {"fields": {"path": "/etc/passwd"}}),
        ("add", {"fields": {"quote": 3}}),
        ("add", {"fields": {"quote": True}}),
        ("add", {"fields": {"note": "x" * 40_001}}),
        ("add", {"fields": {"tags": ["x"] * 2_001}}),
        ("add", {"fields": {"tags": DEEP}}),
        ("add", {"fields": {"sources": [{"\udfff": "x"}]}}),
        ("change", {"id": "item", "fields": {}}),
        ("choose", {"id": "item", "version": "x", "which": "0", "at": 0, "length": 1}),
    ],
)
def test_a_body_of_another_shape_is_refused_with_the_reason(working: Working, verb: str, body: dict[str, Any]) -> None:
    answer = working.ask(verb, **body)
    assert answer.status == 400
    assert answer.value["failed"]
    assert working.written() == sites.WRITTEN
