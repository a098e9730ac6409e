"""`rights: excerpts` publishes the sentences that notes are tied to, and of the rest not a word."""

from __future__ import annotations

import re
import time
from dataclasses import replace

import pytest

from postil.core.model import PlacedEdition
from postil.placing.excerpts import excerpt
from postil.placing.passages import passages

from .editions import anchor, checked, comment, found, page, place, read, unnamed

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


@pytest.mark.parametrize(
    ("text", "quote", "shown"),
    [
        ("<ul><li>SECRET one</li><li>Bb</li></ul>", "Bb", "<ul><li>[…] {Bb}[1]</li></ul>"),
        ("<ul>\n<li>SECRET one</li> <li>Bb\n<b>cc</b></li>\n</ul>", "Bb", "<ul><li>[…] {Bb}[1]\n<b>cc</b></li>\n</ul>"),
        ("<div><p>SECRET two</p><p>cc is.</p></div>", "cc is", "<div><p>[…] {cc is}.[1]</p></div>"),
        (
            "<details><summary>SECRET</summary>Aa.</details>",
            "Aa",
            "<details>[…] {Aa}.[1]</details>",
        ),
        (
            "<table><caption>SECRET</caption><tr><td>Aa</td><td>SECRET</td></tr></table>",
            "Aa",
            "<table><tbody><tr><td>[…] {Aa}[1]</td></tr></tbody></table> […]",
        ),
        (
            '<p title="SECRET" lang="de">SECRET</p><p title="SECRET" lang="la">Aa.</p>',
            "Aa",
            '<p lang="la">[…] {Aa}.[1]</p>',
        ),
        ('<abbr title="SECRET" lang="la">Aa.</abbr> Bb.', "Aa", '<p><abbr lang="la">{Aa}.</abbr>[1] […]</p>'),
        ('<i class=" title=" title="SECRET">Aa</i>.', "Aa", '<p><i class="title=">{Aa}</i>.[1]</p>'),
        ("<i>x</i>。<ruby><rt>SECRET</rt>Out</ruby>。Out。", "x", "<p><i>{x}</i>。[1] […]</p>"),
        ("<ruby>Aa<rt>a</rt></ruby>. Out.", "Aa", "<p><ruby>{Aa}<rt>a</rt></ruby>.[1] […]</p>"),
        ('[Aa](/b "SECRET"). Out.', "Aa", '<p><a href="/b">{Aa}</a>.[1] […]</p>'),
        ("> # SECRET. Aa.", "SECRET", '<blockquote>\n<h1 id="secret-aa">{SECRET}.[1] Aa.</h1>\n</blockquote>'),
        ("```\nSECRET\n\naa = 1\n```", "aa", "<pre><code>[…] {aa} = 1</code></pre>[1]"),
    ],
)
def test_neighbours_in_one_block_are_left_out_with_their_attributes(text: str, quote: str, shown: str) -> None:
    html = page(excerpts(text, quote, with_html=True))
    html = re.sub(r"<sup.*?>(\d)</a>.*?</sup>", r"[\1]", html)
    html = re.sub(r'<span class="ellipsis"[^>]*>([^<]*)</span>', r"\1", html)
    html = re.sub(r"<mark[^>]*>([^<]*)</mark>", r"{\1}", html)
    assert html.strip() == shown


def test_links_to_what_is_left_out_become_their_words() -> None:
    text = "Aa [bb](#secret-heading) [cc](#kept) [dd](#note-footnote-secret).[^secret]\n\n"
    text += "## Secret heading\n\nOut.\n\n## Kept\n\nEe.\n\n[^secret]: Secret."
    parsed = read(HEAD + text)
    answer = comment("c", "See [ff](#secret-heading).")
    made = checked(parsed, [anchor("n", found(parsed, "Aa")), anchor("m", found(parsed, "Ee"))], [answer])
    assert not made.problems
    shown = page(made.value) + "".join(unnamed(block) for block in made.value.comments["c"].blocks)
    assert "ecret" not in shown
    assert 'bb <a href="#kept">cc</a> dd.' in shown
    assert "See ff." in shown


def test_footnotes_are_part_of_the_whole() -> None:
    text = "Aa. Bb.[^1]\n\n[^1]: Footnotes."
    parsed = read(HEAD + text)
    assert place(parsed, [anchor("n", found(parsed, "Aa"))]).text.share == len("Aa.") / len("Aa. Bb.Footnotes.")


def test_no_heading_becomes_the_title() -> None:
    head = "---\nrights: excerpts\n---\n"
    for text in ("# Secret\n\nAa.", "Secret\nsecret\n===\n\nAa.", "Aa.\n\n# Secret"):
        assert read(head + text).metadata.title == "A"
    parsed = read(head.replace("---\n", "---\ntitle: Secret\n", 1) + "# Secret\n\nAa.")
    assert (parsed.metadata.title, parsed.plain) == ("Secret", "Aa.")


def test_many_notes_in_one_paragraph_take_time_by_their_number() -> None:
    def seconds(count: int) -> float:
        parsed = read(HEAD + "*Aa* is. Out it. " * count)
        notes = [
            anchor(f"n{number}", (start.start(), start.end()))
            for number, start in enumerate(re.finditer("Aa", parsed.plain))
        ]
        tied = passages(notes, ())
        started = time.process_time()
        excerpt(parsed, tied, omitted="Words left out")
        return time.process_time() - started

    assert seconds(8_000) < 30 * seconds(1_000)


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
