"""Whatever authors and strangers write, every file of theirs is read to the end and reported on."""

import random

import pytest
from hypothesis import given
from hypothesis import settings as effort
from hypothesis import strategies as st

from postil.annotations import against_settings, annotations, comments
from postil.core.dates import Day
from postil.core.model import Gathered, Source, TextFiles
from postil.core.problems import in_order
from postil.report import rendered
from postil.settings import settings

ANNOTATIONS = """\
annotations:
  - quote: "a \\u00e9" # x
    kind: 'it''s'
    note: |-
      text
        deep
    also: [{quote: x, occurrence: 2}, *a, &b c, !!str d]
    sources: [{title: t, url: https://example.org, date: 2024-10}, {ref: lind}]
    updates: [{date: 2024-10-18, note: x}]
    ? complex
    : value
"""
NOTES = "---\nquote: b\n---\nFirst.\n\n---\n\nSecond.\n---\nquote: c\nby: ada\n---\n"
COMMENTS = "comments:\n- {id: a, text: x, reply_to: b, answers: {quote: y}}\n- {id: b, text: x, reply_to: a}\n"
SITE = "title: x\nannotators: {ada: {name: A}}\nkinds: {own: {label: B, mark: †}}\nverdicts: {good: Good}\n"
ENTITIES = "entities:\n  here: {name: H, type: place, sources: [{ref: lind}]}\n"
REFERENCES = '[{"id": "lind", "author": [{"family": "L"}], "issued": {"date-parts": [["2020", 1]]}, "URL": "x:y"}]'
FILES = (ANNOTATIONS, NOTES, COMMENTS, SITE, ENTITIES, REFERENCES)
PIECES = ["---\n", "\n", "\t", "  ", "- ", ": ", " #", "*", "&", "!", "%", "@", "`", "|\n", ">\n", "[", "]", "{", "}"]
PIECES += [",", "'", '"', "\\", "? ", "~", "<<: ", "\u2028", "\x85", "é", "字", "\ufeff", "quote: ", "id: x", "\ud800"]
PIECES += [
    "annotations:",
    "comments:",
    "reply_to: a",
    "!<",
    "!%ff ",
    "\\ud83d",
    "%YAML 1.1\n",
    "%TAG ! x\n",
    "...",
    "\0",
]


def read_and_report(texts: tuple[str, ...]) -> None:
    sources = [Source(f"content/{number}", text, "") for number, text in enumerate(texts)]
    files = TextFiles(
        "x",
        Source("content/x.md", "", ""),
        (
            Source("content/x.annotations.yaml", texts[0], ""),
            Source("content/x.annotations.md", texts[1], ""),
            Source("content/x.annotations/one.md", texts[1], ""),
        ),
        sources[2],
    )
    known = settings(Gathered((), site=sources[3], entities=sources[4], references=sources[5]))
    notes, answers = annotations(files), comments(files)
    agreed = against_settings(notes.value, known.value, today=Day("2026-11-22"))
    problems = in_order((*known.problems, *notes.problems, *answers.problems, *agreed))
    for style in ("text", "short", "json", "github"):
        rendered(problems, style).encode()
    for note in notes.value:
        assert note.id
        assert note.quote
        for line in (1, 2, 9):
            assert note.places.inside(("note",), line, line).line
    assert len({note.id for note in notes.value}) == len(notes.value)
    assert len({comment.id for comment in answers.value}) == len(answers.value)


@pytest.mark.parametrize("seed", range(200))
def test_a_file_with_a_few_wrong_characters_is_read_to_the_end(seed: int) -> None:
    chance = random.Random(seed)
    read_and_report(tuple(_spoiled(text, chance) for text in FILES))


@effort(max_examples=100)
@given(text=st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=4))).map("".join))
def test_any_text_in_the_place_of_any_file_is_read_to_the_end(text: str) -> None:
    read_and_report((text,) * len(FILES))


def _spoiled(text: str, chance: random.Random) -> str:
    characters = list(text)
    for _ in range(chance.randint(0, 4)):
        start = chance.randint(0, len(characters))
        end = min(len(characters), start + chance.choice([0, 0, 1, 3, 10]))
        characters[start:end] = chance.choice(PIECES)
    return "".join(characters)
