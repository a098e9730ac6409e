"""Annotations are read from every spelling, with ids and places."""

import pickle

import pytest

from postil import new
from postil.annotations import annotations, comments
from postil.core.dates import Day
from postil.core.model import Source, TextFiles
from postil.core.problems import Checked
from tests.cases import Case, cases

NAMES = {"annotations": "light.annotations.yaml", "notes": "light.annotations.md"}


def files(*sources: Source, comments: Source | None = None) -> TextFiles:
    return TextFiles("light", Source("content/light.md", "", ""), sources, comments)


def yaml(text: str) -> TextFiles:
    return files(Source("content/light.annotations.yaml", text, ""))


@pytest.mark.parametrize("case", cases("annotations"), ids=str)
def test_annotations_are_read_as_the_case_says(case: Case) -> None:
    sources = [
        Source(f"content/{NAMES.get(block, f'light.annotations/{block}.md')}", body, "")
        for block, body in case.blocks.items()
        if block != "result"
    ]
    found = annotations(files(*sources))
    lines = []
    for note in found.value:
        place = note.places.at("note")
        lines.append(f"{note.id} | {note.quote} | {note.note!r} | {place.line}:{place.column}")
    case.expect("result", "\n".join([*lines, *(f"{one.code}: {one.sentence}" for one in found.problems)]))


def test_every_field_is_read() -> None:
    written = """
- id: lamp
  quote: the lamp
  prefix: before
  suffix: after
  occurrence: 2
  until: dusk
  also: [{quote: the light, occurrence: 1}]
  on: c1
  kind: check
  verdict: accurate
  note: Lit.
  sources: [{ref: log, locator: p. 9}, {title: t, url: https://example.org, date: 2024, accessed: 2024-10-18}]
  by: ada
  date: 2024-10-18
  checked: 2024-10-19
  recheck: 2025-10-19
  updates: [{date: 2025-01-01, note: Out., sources: [{title: u}]}]
  tags: [light, sea]
  about: [north-light]
  draft: yes
"""
    found = annotations(yaml(written))
    assert found.problems == ()
    note = found.value[0]
    assert (note.occurrence, note.until, note.also[0].quote, note.on) == (2, "dusk", "the light", "c1")
    assert (note.sources[1].date, note.updates[0].sources[0].title) == ("2024", "u")
    assert note.tags == ("light", "sea")
    assert note.draft is True


def test_a_place_knows_every_field_of_its_own_annotation() -> None:
    found = annotations(yaml("- quote: a\n  note: x\n- quote: bb\n  also:\n  - quote: ccc\n  note: y\n"))
    places = found.value[1].places
    assert (places.at("quote").line, places.at("quote").length) == (3, 2)
    assert (places.at("also", 0, "quote").line, places.at("also", 0, "quote").column) == (5, 12)
    assert places.at("suffix").line == 3
    assert places.at("also", 0, "prefix").line == 5
    assert places.at().excerpt == "- quote: bb"


def test_a_passage_given_as_a_plain_string_knows_its_place() -> None:
    [note] = annotations(yaml("- quote: a\n  also:\n  - bb\n  - quote: ccc\n  note: y\n")).value
    assert [quotation.quote for quotation in note.also] == ["bb", "ccc"]
    assert (note.places.at("also", 0, "quote").line, note.places.at("also", 1, "quote").line) == (3, 4)
    assert note.places.inside(("also", 0, "quote"), 1, 2).column == 6


def test_the_file_of_a_new_text_holds_none_until_its_sample_is_uncommented() -> None:
    begun = new.text("light", None, today=Day("2026-11-22"))
    assert begun is not None
    written = begun["content/light.annotations.yaml"]
    assert annotations(yaml(written)) == Checked(())
    head, sample = written.split("annotations:\n")
    found = annotations(yaml(f"{head}annotations:\n{sample.replace('#', ' ')}"))
    assert found.problems == ()
    assert [note.quote for note in found.value] == ["words copied from the text"]


def test_files_are_read_in_the_order_in_which_they_come() -> None:
    first = Source("content/light.annotations.md", "---\nquote: a\n---\nx\n", "")
    second = Source("content/light.annotations.yaml", "- {quote: b, note: y}\n- {quote: c, note: z}\n", "")
    assert [note.quote for note in annotations(files(first, second)).value] == ["a", "b", "c"]


def test_two_thousand_equal_quotes_have_two_thousand_ids() -> None:
    found = annotations(yaml("- {quote: the lamp, note: x}\n" * 2000))
    assert len({note.id for note in found.value}) == 2000


def test_more_annotations_than_a_page_can_hold_are_refused_at_once() -> None:
    found = annotations(yaml("annotations:\n" + "- {quote: a}\n" * 5001))
    assert found.value == ()
    assert [problem.code for problem in found.problems] == ["too-long"]


def test_a_wrong_field_does_not_cost_the_annotation() -> None:
    found = annotations(yaml("- {quote: the lamp, note: x, date: soon, sources: [{titel: y}]}"))
    assert {problem.code for problem in found.problems} == {"bad-value", "unknown-key"}
    assert (found.value[0].quote, found.value[0].date) == ("the lamp", None)


def test_a_wrong_field_of_a_source_costs_neither_the_source_nor_the_others() -> None:
    found = annotations(
        yaml("- {quote: the lamp, note: x, sources: [{url: here, acessed: 2024}, {title: y, date: soon}]}")
    )
    assert [problem.code for problem in found.problems] == ["unknown-key", "bad-value"]
    assert [(source.url, source.title, source.date) for source in found.value[0].sources] == [
        ("here", None, None),
        (None, "y", None),
    ]


@pytest.mark.parametrize("number", [30, 90])
def test_a_list_that_is_too_long_besides_does_not_cost_the_annotation(number: int) -> None:
    sources = ", ".join(["{url: here, acessed: 2024}"] * number)
    found = annotations(yaml(f"- {{quote: the lamp, note: x, sources: [{sources}]}}"))
    assert {problem.code for problem in found.problems} == {"unknown-key"}
    assert [(one.note, one.sources) for one in found.value] == [("x", ())]


def test_a_list_is_left_out_when_an_entry_lacks_what_it_needs() -> None:
    found = annotations(
        yaml("- {quote: the lamp, note: x, updates: [{date: soon, note: y}, {date: 2025-01-01, note: z}]}")
    )
    assert [problem.code for problem in found.problems] == ["bad-value"]
    assert (found.value[0].note, found.value[0].updates) == ("x", ())


def test_comments_keep_their_order_and_lose_replies_that_lead_nowhere() -> None:
    text = "- {id: c1, text: a, reply_to: c2}\n- {id: c2, text: b, reply_to: c1}\n- {id: c3, text: c, reply_to: c2}\n"
    found = comments(files(comments=Source("content/light.comments.yaml", text, "")))
    assert [(each.id, each.reply_to) for each in found.value] == [("c1", None), ("c2", "c1"), ("c3", "c2")]
    assert [problem.code for problem in found.problems] == ["reply-loop"]


def test_a_text_without_comments_has_none() -> None:
    assert comments(files()) == Checked(())


def test_a_long_chain_of_replies_is_read_in_time_that_grows_with_its_length() -> None:
    text = "".join(f"- {{id: c{number}, text: a, reply_to: c{number + 1}}}\n" for number in range(4000))
    found = comments(files(comments=Source("c", text + "- {id: c4000, text: a}\n", "")))
    assert len(found.value) == 4001
    assert found.problems == ()


def test_an_annotation_can_be_sent_to_another_process_with_its_places() -> None:
    [note] = annotations(yaml("- quote: a\n  note: x\n")).value
    sent = pickle.loads(pickle.dumps(note))
    assert sent == note
    assert sent.places.at("note") == note.places.at("note")
