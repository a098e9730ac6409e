"""`rights: excerpts` publishes the sentences that notes are tied to, and of the rest not a word."""

from __future__ import annotations

import time
from dataclasses import replace

from postil.core.model import PlacedEdition
from postil.placing.excerpts import excerpt
from postil.placing.passages import passages

from .editions import anchor, found, page, place, read

HEAD = "---\ntitle: T\nrights: excerpts\n---\n"


def excerpts(text: str, *quotes: str, with_html: bool = False) -> PlacedEdition:
    """Return a text in excerpts, with a note on each of the quotes."""
    parsed = read(HEAD + text, with_html=with_html)
    return place(parsed, [anchor(f"n{number}", found(parsed, quote)) for number, quote in enumerate(quotes)])


def shown_headings(text: str, *quotes: str) -> list[str]:
    html = page(excerpts(text, *quotes))
    return [name for name in ("One", "Two", "Three", "Four", "Five") if f'id="{name.lower()}"' in html]


def test_headings_stay_when_something_under_them_does() -> None:
    text = "# One\n\n## Two\n\nAa.\n\n### Three\n\nBb.\n\n## Four\n\nCc.\n\n# Five\n\nDd.\n"
    assert shown_headings(text, "Aa") == ["One", "Two"]
    assert shown_headings(text, "Bb") == ["One", "Two", "Three"]
    assert shown_headings(text, "Cc") == ["One", "Four"]
    assert shown_headings(text, "Dd") == ["Five"]
    assert shown_headings(text, "Three") == ["One", "Two", "Three"]


def test_many_headings_take_time_by_their_number() -> None:
    parsed = read(HEAD + "## Aa\n\nBb.\n")
    heading, words = parsed.tokens[:3], parsed.tokens[3:]

    def seconds(count: int) -> float:
        piece = replace(parsed.pieces[-1], block=3 * count + 1)
        text = replace(parsed, tokens=heading * count + words, pieces=(piece,))
        started = time.process_time()
        published, _ = excerpt(text, passages([anchor("n", (piece.start, piece.end))], ()), omitted="Words left out")
        assert len(published.tokens) == len(words) + 3
        return time.process_time() - started

    assert seconds(64_000) < 50 * seconds(8_000)
