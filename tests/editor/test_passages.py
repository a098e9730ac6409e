"""Words selected on a page lead to the passage of the text, and the passage back to its place on the page."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postil.core.model import Document, Metadata, Range, Source
from postil.serve.editor.onpage import BLANK, Seen

from . import sites
from .conftest import Working


def document(plain: str) -> Document:
    return Document(Source("x.md", plain, ""), Metadata("x"), (), plain, ())


def units(words: str) -> int:
    return len(words.encode("utf-16-le")) // 2


@given(st.text("ab \n\u00a0é😀\u200bא", max_size=60), st.data())
def test_any_stretch_is_found_again_by_its_words_and_its_place(plain: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(plain)))
    end = data.draw(st.integers(start, len(plain)))
    bare = BLANK.sub("", plain[start:end])
    found = Seen(document(plain)).chosen(
        plain[start:end], plain[:start], plain[end:], units(BLANK.sub("", plain[:start]))
    )
    if not bare:
        assert found is None
        return
    assert found is not None
    assert BLANK.sub("", plain[: found.start]) == BLANK.sub("", plain[:start])
    assert BLANK.sub("", plain[found.start : found.end]) == bare
    assert not BLANK.match(plain[found.start])
    assert not BLANK.match(plain[found.end - 1])
    assert Seen(document(plain)).place(found) == {
        "at": units(BLANK.sub("", plain[:start])),
        "length": units(bare),
    }


def test_the_number_of_characters_before_decides_among_equal_words() -> None:
    seen = Seen(document("one two one two one two"))
    assert seen.chosen("two", "", "", 9) == Range(12, 15)
    assert seen.chosen("two", "", "", 3) == Range(4, 7)


def test_words_around_decide_before_the_number_does() -> None:
    # Of a text in excerpts the page shows less than there is, and counts less.
    seen = Seen(document("one two. Left out, all of it: two three. one two four"))
    assert seen.chosen("two", "one", "four", 3) == Range(45, 48)


@pytest.mark.parametrize(
    ("before", "words", "after", "expected"),
    [
        ("The war ended with", "grinding gains", "in the east.", {"quote": "grinding gains"}),
        ("A", "treaty", "was signed, and", {"quote": "treaty", "prefix": "A"}),
        ("was signed, and the", "treaty", "held.", {"quote": "treaty", "suffix": "held"}),
        ("names a", "call()", ".The second", {"quote": "call()"}),
        ("😀 gains were small, and", "the gains were dear", ".Nobody", {"quote": "the gains were dear"}),
        ("gains were dear.", "Nobody counted", "them", {"quote": "Nobody counted"}),
    ],
)
def test_selected_words_get_the_shortest_context(
    working: Working, before: str, words: str, after: str, expected: dict[str, str]
) -> None:
    assert working.described(before, words, after)["quotation"] == expected


def test_a_passage_is_shown_among_the_words_of_its_paragraph(working: Working) -> None:
    passage = working.described("The war ended with", "grinding gains", "in the east.")
    assert passage["before"] == "The war ended with "
    assert passage["after"] == " in the east. A treaty was signed, and the treaty held."
    passage = working.described("and the treaty", "held", ".The first item")
    assert passage["before"] == "…gains in the east. A treaty was signed, and the treaty "
    assert passage["after"] == "."
    passage = working.described("The", "war", "ended")
    assert passage["after"] == " ended with grinding gains in the east. A treaty was…"


def test_a_selection_across_paragraphs_and_items_is_one_passage_named_by_its_ends(working: Working) -> None:
    passage = working.described("", "treaty held.The first item names a call().The second", "item")
    assert passage["quotation"] == {"quote": "treaty held.", "until": "The second"}
    assert passage["words"] == "treaty held.\n\nThe first item names a call().\n\nThe second"
    working.given("add", fields={**passage["quotation"], "note": "On all of it."})
    assert "    quote: treaty held.\n    until: The second\n" in working.written()


def test_words_of_a_comment_are_found_in_it(working: Working) -> None:
    passage = working.described("It will", "not hold", "for long", on="c1")
    assert (passage["on"], passage["quotation"]) == ("c1", {"quote": "not hold"})


def test_words_of_a_text_from_right_to_left_are_found(working: Working) -> None:
    passage = working.given("describe", text="ar", words="الجسر القديم", before="أُغلق", after="في", at=4)
    assert passage["quotation"] == {"quote": "الجسر القديم"}


def test_words_that_the_text_does_not_have_are_no_passage(working: Working) -> None:
    assert working.wrong("describe", words="Edit note 3", before="", after="", at=0)["quote"]
    assert working.wrong("describe", words="  ", before="", after="", at=0)["quote"]


def test_a_typed_quote_is_found_wherever_it_stands(working: Working) -> None:
    assert working.given("find", quote="grinding  gains")["quotation"] == {"quote": "grinding gains"}
    assert working.given("find", quote="not hold")["on"] == "c1"


def test_a_typed_quote_that_stands_twice_gives_a_choice_that_decides(working: Working) -> None:
    found = working.given("find", quote="treaty")
    assert [one["quotation"] for one in found["candidates"]] == [
        {"quote": "treaty", "prefix": "A"},
        {"quote": "treaty", "suffix": "held"},
        {"quote": "treaty", "suffix": "as"},
    ]
    assert "quotation" not in found


def test_a_typed_quote_that_stands_in_the_text_and_in_comments_is_never_guessed(working: Working) -> None:
    more = "  - {id: c2, author: Another, date: 2026-02-02, text: 'The treaty will not hold.'}\n"
    working.site.write("content/essays/axis.comments.yaml", (sites.COMMENTS + more).encode())
    found = working.given("find", quote="treaty")
    assert [one["on"] for one in found["candidates"]] == [None, None, None, "c2"]
    found = working.given("find", quote="will not hold")
    assert [one["on"] for one in found["candidates"]] == ["c1", "c2"]
    assert found["problems"][0]["sentence"] == "these words stand in several comments"
    assert working.given("find", quote="treaty will not")["on"] == "c2"
    assert working.given("find", quote="the gains were dear")["on"] is None


def test_a_typed_quote_that_stands_nowhere_says_so(working: Working) -> None:
    found = working.given("find", quote="nothing of the kind whatsoever")
    assert found["candidates"] == []
    assert found["problems"][0]["field"] == "quote"
