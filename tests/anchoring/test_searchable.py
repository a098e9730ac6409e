"""Occurrences are all there, by whichever way they are looked for."""

from __future__ import annotations

import re

from hypothesis import assume, given
from hypothesis import strategies as st

from postil.anchoring.searchable import MOST_OCCURRENCES, Searchable, Words
from postil.anchoring.wordindex import WordIndex
from tests.anchoring.documents import document
from tests.anchoring.prose import prose, quotes

keys = st.text(alphabet="ab.- _'", max_size=60)


@given(keys, st.data())
def test_the_index_finds_what_reading_the_whole_key_finds(key: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(key)))
    end = data.draw(st.integers(start, len(key)))
    sought = data.draw(st.sampled_from([key[start:end], key[start:end][::-1], " a b "]))
    starts = WordIndex(key).starts(sought)
    assume(starts is not None)
    assert starts == [at for at in range(len(key)) if key.startswith(sought, at)]


def test_the_thousandth_search_of_a_text_finds_what_the_first_does() -> None:
    plain = prose(6, 20_000)
    text = Searchable(document(plain))
    for start, end in quotes(7, plain, 1000):
        quote = plain[start:end].replace("\n\n", " ")
        found = text.by_fold(Words(quote))
        expected = [match.start() for match in re.finditer(f"(?={re.escape(quote)})", plain.replace("\n\n", " "))]
        assert [place.key_start for place in found] == expected


def test_occurrences_are_counted_up_to_a_bound() -> None:
    assert len(Searchable(document("a" * 50_000)).by_fold(Words("aa"))) == MOST_OCCURRENCES
