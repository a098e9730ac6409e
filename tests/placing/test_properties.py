"""What holds for any passages over any text: the proof that placing changes nothing and loses nothing."""

from __future__ import annotations

import re
from collections import Counter

import html5lib
from hypothesis import given
from hypothesis import strategies as st

from postil.core.model import Anchor, Document, PlacedEdition
from postil.markup.tokens import html

from .editions import anchor, comment, page, place, read

BLOCKS = [
    "A plain paragraph. It has two sentences, and a *stressed* word.",
    "Nested **bold *and italic* words**, ~~struck~~, and a [link with *stress* in it](other.md#x) here.",
    "Some `inline code`, an ![image](map.png) and a hard  \nbreak, https://example.org/a too.",
    "```py\nif x < 1:\n    print('&')\n```",
    "- first item\n- second `item`\n\n  with a paragraph\n  1. deep\n  2. deeper",
    "| head | *two* |\n|------|:---:|\n| cell | `c` |\n|      | [x](y.md) |",
    "> Quoted words.\n>\n> - more\n\n## A *heading* here",
    "Term\n: Its meaning\n\n: Another",
    "<ruby>漢<rt>kan</rt>字<rt>ji</rt></ruby> and <abbr title='x'>HTML</abbr> with H<sub>2</sub>O<br>too.",
    "<details><summary>Sum</summary><p>Hidden <b>words</b></p><ul><li>x</li></ul></details>",
    "שלום *עולם*, ‏הנה. مرحبا بالعالم؟",
    "東京は「大きい」。とても。👩‍🚀🇰🇵 e\u0301a \u00ad soft.",
    "Noted[^1] twice[^1] and *again[^2]* ^[in the line].",
    '***\n\n&amp; &lt;b&gt; "quoted" -- dash...',
]
NOTES = "\n\n[^1]: First [^2].\n[^2]: Second *note*.\n"

TEXTS = st.lists(st.sampled_from(BLOCKS), min_size=1, max_size=5).map(lambda blocks: "\n\n".join(blocks) + NOTES)


@st.composite
def editions(draw: st.DrawFn) -> tuple[Document, list[Anchor], PlacedEdition]:
    text = read(draw(TEXTS), with_html=True)
    seen = [offset for offset, character in enumerate(text.plain) if not character.isspace()]

    def passage() -> tuple[int, int]:
        first, last = sorted(draw(st.tuples(st.sampled_from(seen), st.sampled_from(seen))))
        return first, last + 1

    anchors = [
        anchor(f"n{number}", *(passage() for _ in range(draw(st.integers(1, 2)))), kind=draw(st.sampled_from("ab")))
        for number in range(draw(st.integers(0, 6)))
    ]
    comments = [comment(f"c{number}", "Words.", answers=passage()) for number in range(draw(st.integers(0, 2)))]
    edition = place(text, anchors, comments, before_punctuation=draw(st.booleans()))
    return text, anchors, edition


def without_ours(shown: str) -> str:
    shown = re.sub(r'<sup class="ref".*?</sup>|<a class="answer".*?</a>|<span id="answer-[^"]*"></span>', "", shown)
    return re.sub(r'<mark class="passage"[^>]*>|</mark>', "", shown)


def squeezed(words: str) -> str:
    return re.sub(r"\s", "", words)


@given(editions())
def test_without_what_is_ours_the_page_is_the_text_to_the_letter(
    made: tuple[Document, list[Anchor], PlacedEdition],
) -> None:
    text, _, edition = made
    assert without_ours(page(edition)) == html(text.tokens)


@given(editions())
def test_a_strict_parser_finds_no_error_and_no_id_twice(made: tuple[Document, list[Anchor], PlacedEdition]) -> None:
    shown = page(made[2])
    document = f'<!DOCTYPE html><html lang="en"><head><title>t</title></head><body>{shown}</body></html>'
    tree = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(document)
    ids = Counter(found.attrib["id"] for found in tree.iter() if "id" in found.attrib)
    assert not [name for name, count in ids.items() if count > 1]


@given(editions())
def test_the_marked_words_are_the_passages(made: tuple[Document, list[Anchor], PlacedEdition]) -> None:
    text, anchors, edition = made
    tree = html5lib.parse(page(edition), namespaceHTMLElements=False)
    marks = list(tree.iter("mark"))
    assert not any(list(mark) for mark in marks), "marks hold text only"
    for note in anchors:
        covered = {offset for found in note.ranges for offset in range(found.start, found.end)}
        wanted = "".join(text.plain[offset] for offset in sorted(covered))
        marked = "".join(
            mark.text or "" for mark in marks if note.annotation.id in mark.attrib.get("data-notes", "").split()
        )
        assert squeezed(marked) == squeezed(wanted)
    assert all((mark.text or "").strip() for mark in marks)


@given(editions())
def test_every_passage_has_its_reference_outside_of_links_and_code(
    made: tuple[Document, list[Anchor], PlacedEdition],
) -> None:
    _, anchors, edition = made
    shown = page(edition)
    tree = html5lib.parse(shown, namespaceHTMLElements=False)
    for name in ("a", "button", "label", "summary", "code", "pre", "ruby", "mark"):
        for outer in tree.iter(name):
            assert not list(outer.iter("sup")) or "ref" not in [sup.get("class") for sup in outer.iter("sup")]
    references = re.findall(r'<sup class="ref" id="([^"]*)"[^>]*><a href="#note-([^"]*)"', shown)
    for note in anchors:
        placed_note = next(found for found in edition.text.notes if found.id == note.annotation.id)
        names = tuple(name for name, target in references if target == note.annotation.id)
        assert placed_note.references == names
        assert names[0] == f"ref-{note.annotation.id}"
        assert len(names) == len(note.ranges)


@given(editions())
def test_numbers_follow_the_order_of_the_first_references(
    made: tuple[Document, list[Anchor], PlacedEdition],
) -> None:
    edition = made[2]
    order = list(dict.fromkeys(re.findall(r'<a href="#note-([^"]*)"', page(edition))))
    named = [note.id for note in edition.text.notes if note.references]
    assert named == order
    assert [note.number for note in edition.text.notes] == list(range(1, len(edition.text.notes) + 1))
    listed = [name for block in edition.text.blocks for name in block.notes]
    assert sorted(listed) == sorted(note.id for note in edition.text.notes)


@given(editions())
def test_a_note_is_listed_in_the_block_of_its_first_reference(
    made: tuple[Document, list[Anchor], PlacedEdition],
) -> None:
    edition = made[2]
    for block in edition.text.blocks:
        for name in block.notes:
            note = next(found for found in edition.text.notes if found.id == name)
            assert not note.references or f'id="{note.references[0]}"' in block.block_html


@given(TEXTS, st.data())
def test_an_excerpt_holds_its_passages_and_is_valid(source: str, data: st.DataObject) -> None:
    text = read("---\nrights: excerpts\n---\n" + source, with_html=True)
    seen = [offset for offset, character in enumerate(text.plain) if not character.isspace()]
    anchors = []
    for number in range(data.draw(st.integers(0, 2))):
        start = data.draw(st.sampled_from(seen))
        end = min(start + data.draw(st.integers(1, 12)), len(text.plain))
        anchors.append(anchor(f"n{number}", (start, end)))
    edition = place(text, anchors)
    shown = page(edition)
    document = f'<!DOCTYPE html><html lang="en"><head><title>t</title></head><body>{shown}</body></html>'
    tree = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(document)
    for note in anchors:
        marked = "".join(
            mark.text for mark in tree.iter("mark") if note.annotation.id in mark.attrib["data-notes"].split()
        )
        assert squeezed(marked) == squeezed(text.plain[note.ranges[0].start : note.ranges[0].end])
        assert f'id="ref-{note.annotation.id}"' in shown
    assert 0 <= edition.text.share <= 1
    assert bool(edition.text.share) == bool(anchors)
