"""Keys for comparison: what is one and the same, what is not, and the way back to the text."""

from __future__ import annotations

import time

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from postil.core.characters import is_grapheme_edge, is_word_edge
from postil.core.fold import fold, squeeze

TRICKY = (
    "ab A.-'12 \n\u00a0\u2009\u3000\u2028\u201c\u2019\u00ab\u2014\u2212\u00b4\u00a8\u2026\u00bd\ufb01\u00df\u0130"
    "\u00ad\u200b\u200d\ufe0f\u200e\ufeff\u0301e\u00e9\u0439\u05d0\u05b8\u064e\u0e01\u0e34\u0915\u093f\u094d"
    "\u1112\u1161\u11ab\ud55c\u3131\u30ab\uff76\uff9e\u3099\uff0d\uff02\u6f22"
    "\U0001f468\U0001f469\U0001f3fd\U0001f1eb\U0001f1f7"
)
"""One of everything that folding treats in a way of its own."""
texts = st.one_of(st.text(alphabet=TRICKY, max_size=40), st.text(max_size=30))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param("a  b\n\nc", "a b\u00a0c", id="white space"),
        pytest.param(" a\u2009b\u3000c\u2028d ", "a b c d", id="thin, ideographic and line separators"),
        pytest.param("co\u00adop\u200berate\u200e", "cooperate", id="soft hyphens and invisible characters"),
        pytest.param("a \u200b b", "a b", id="an invisible character between spaces"),
        pytest.param("\u2764\ufe0f", "\u2764", id="variation selectors"),
        pytest.param("it\u2019s \u2018so\u2032 `now\u00b4", "it's 'so' 'now'", id="single quotation marks"),
        pytest.param("\u201ca\u201d \u00abb\u00bb \u300cc\u300d", '"a" "b" "c"', id="double quotation marks"),
        pytest.param("a\u2014b \u2013 c\u2011d \u22125", "a-b - c-d -5", id="dashes and minus"),
        pytest.param("a -- b --- c", "a \u2013 b \u2014 c", id="dashes as typed"),
        pytest.param("\ufb01ne\u2026 \uff21\uff11", "fine... A1", id="ligatures, ellipsis, width"),
        pytest.param("caf\u00e9 \u0439", "cafe\u0301 \u0438\u0306", id="composed and decomposed letters"),
        pytest.param("\ud55c\uae00", "\u1112\u1161\u11ab\u1100\u1173\u11af", id="composed and decomposed syllables"),
        pytest.param("\uff76\uff9e", "\u30ac", id="half-width kana"),
    ],
)
def test_these_are_one_and_the_same(one: str, other: str) -> None:
    assert fold(one).key == fold(other).key


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param("Front", "front", id="case"),
        pytest.param("resume", "r\u00e9sum\u00e9", id="accents"),
        pytest.param("so, it is", "so it is", id="other punctuation"),
        pytest.param("a----b", "a-b", id="a blank to fill in"),
        pytest.param("\U0001f44d", "\U0001f44d\U0001f3fd", id="skin tones"),
    ],
)
def test_these_stay_apart(one: str, other: str) -> None:
    assert fold(one).key != fold(other).key


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param("The well-known Front!", "the WELL KNOWN front", id="case and punctuation"),
        pytest.param("r\u00e9sum\u00e9", "Resume", id="Latin accents"),
        pytest.param("\u05e9\u05b8\u05dc\u05d5\u05b9\u05dd", "\u05e9\u05dc\u05d5\u05dd", id="Hebrew points"),
        pytest.param("\u0643\u064e\u062a\u064e\u0628", "\u0643\u062a\u0628", id="Arabic vowel signs"),
        pytest.param("stra\u00dfe", "STRASSE", id="letters that become two"),
    ],
)
def test_these_are_the_same_letters(one: str, other: str) -> None:
    assert squeeze(fold(one).key).key == squeeze(fold(other).key).key


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param("\u0915\u093f", "\u0915", id="Devanagari vowel signs"),
        pytest.param("\u0e01\u0e34", "\u0e01", id="Thai vowel signs"),
        pytest.param("\u30ac", "\u30ab", id="voiced kana"),
        pytest.param("350", "35", id="digits"),
    ],
)
def test_these_are_other_letters(one: str, other: str) -> None:
    assert squeeze(fold(one).key).key != squeeze(fold(other).key).key


@given(texts)
def test_folding_twice_changes_nothing(text: str) -> None:
    key = fold(text).key
    assert fold(key).key == key


@given(texts)
def test_white_space_in_a_key_is_single_and_inside(text: str) -> None:
    key = fold(text).key
    assert "  " not in key
    assert key == key.strip(" ")


@settings(max_examples=400)
@given(texts, st.data())
def test_a_mapped_stretch_folds_to_its_part_of_the_key(text: str, data: st.DataObject) -> None:
    folded = fold(text)
    start = data.draw(st.integers(0, len(folded.key)))
    end = data.draw(st.integers(start, len(folded.key)))
    place = folded.source_range(start, end)
    if place is None or " " in (folded.key[start], folded.key[end - 1]):
        return
    assert fold(text[slice(*place)]).key == folded.key[start:end]
    assert folded.key_range(*place) == (start, end)


@settings(max_examples=400)
@given(texts, st.data())
def test_a_mapped_stretch_of_letters_squeezes_to_its_part_of_the_key(text: str, data: st.DataObject) -> None:
    key = fold(text).key
    squeezed = squeeze(key)
    start = data.draw(st.integers(0, len(squeezed.key)))
    end = data.draw(st.integers(start, len(squeezed.key)))
    place = squeezed.source_range(start, end)
    if place is not None:
        assert squeeze(key[slice(*place)]).key == squeezed.key[start:end]


@given(texts)
@example("--\u200d")
@example("a--\u200d\u0301b")
def test_the_whole_key_leads_back_to_all_that_is_seen(text: str) -> None:
    folded = fold(text)
    place = folded.source_range(0, len(folded.key))
    assert (place is None) == (not folded.key)
    if place is not None:
        assert fold(text[: place[0]]).key == fold(text[place[1] :]).key == ""


@pytest.mark.parametrize(
    ("text", "part"),
    [
        pytest.param("\ufb01ne", "f", id="half a ligature"),
        pytest.param("cafe\u0301", "cafe", id="a letter without its accent"),
        pytest.param("\U0001f468\u200d\U0001f469\u200d\U0001f467", "\U0001f468", id="one of a family"),
        pytest.param("\U0001f44d\U0001f3fd", "\U0001f44d", id="a thumb without its tone"),
        pytest.param("\U0001f1eb\U0001f1f7\U0001f1e9\U0001f1ea", "\U0001f1f7\U0001f1e9", id="halves of two flags"),
        pytest.param("\u0e19\u0e49\u0e33", "\u0e19", id="a Thai letter without its tone"),
        pytest.param("wait\u2026", "wait.", id="a third of an ellipsis"),
    ],
)
def test_a_part_of_what_is_seen_as_one_has_no_place(text: str, part: str) -> None:
    folded = fold(text)
    start = folded.key.find(part)
    assert start < 0 or folded.source_range(start, start + len(part)) is None


def test_a_stretch_leaves_out_what_was_dropped_around_it_but_keeps_what_belongs_to_it() -> None:
    text = "\u00ada\u00ad \u2764\ufe0f\u200b b"
    folded = fold(text)
    assert folded.key == "a \u2764 b"
    assert folded.source_range(0, 1) == (1, 2)
    assert folded.source_range(2, 3) is not None
    start, end = folded.source_range(2, 3) or (0, 0)
    assert text[start:end].startswith("\u2764\ufe0f")


@pytest.mark.parametrize(
    ("text", "edges"),
    [
        ("ab", {0, 1, 2}),
        ("e\u0301a", {0, 2, 3}),
        ("\U0001f1eb\U0001f1f7\U0001f1e9\U0001f1ea", {0, 2, 4}),
        ("\u1112\u1161\u11ab\u1100", {0, 3, 4}),
        ("\u2764\ufe0fx", {0, 2, 3}),
    ],
)
def test_edges_between_what_a_reader_tells_apart(text: str, edges: set[int]) -> None:
    assert {offset for offset in range(len(text) + 1) if is_grapheme_edge(text, offset)} == edges


def test_words_have_edges_at_spaces_and_punctuation_and_everywhere_in_chinese_and_thai() -> None:
    assert [offset for offset in range(7) if is_word_edge("ab-c d", offset)] == [0, 2, 3, 4, 5, 6]
    assert all(is_word_edge("\u6f22\u5b57", offset) for offset in range(3))
    assert is_word_edge("\u0e01\u0e02", 1)


@pytest.mark.parametrize("unit", ["a", " ", "\u00ad", "-", "\u0301", "\u200d", "\U0001f1eb", "\u1112", "a\u00ad- "])
def test_a_long_text_of_one_thing_is_folded_in_no_time(unit: str) -> None:
    began = time.process_time()
    folded = fold(unit * 100_000)
    squeeze(folded.key)
    assert time.process_time() - began < 5
