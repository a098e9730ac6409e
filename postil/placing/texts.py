"""One text, or one comment, with its passages marked and its references set.

The tokens belong to a `Document` that others use too, so what changes is copied, block by block, and
the other blocks are rendered as they are.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import field
from typing import NamedTuple

from postil.core.model import Document, Piece, PlacedBlock, PlacedNote, PlacedText
from postil.core.values import dataclass
from postil.markup.tokens import Token, finished_html, html, with_attributes, with_children

from .links import Links
from .marks import Marker, cut
from .numbering import FOOTNOTE, Numbering
from .passages import Passage, Stretch, stretches
from .resting import barred, end_of_reading, resting_place

PARAGRAPHS = frozenset(
    ["paragraph_open", "blockquote_open", "bullet_list_open", "ordered_list_open", "dl_open", "table_open"]
)
"""Tokens that open what can be linked to by itself; headings have ids of their own."""


def placed_text(
    document: Document,
    passages: tuple[Passage, ...],
    numbering: Numbering,
    links: Links,
    *,
    share: float = 1.0,
    paragraph: str = "p-",
) -> PlacedText:
    """Return a document as HTML, block by block, and the notes that are first referred to in it.

    `paragraph` is how the ids of its paragraphs begin, which are counted from 1.
    """
    tokens = [links.led(token) for token in document.tokens]
    changes: dict[int, _Changes] = defaultdict(_Changes)
    parts, left_out = stretches(passages)
    numbering.unlisted |= left_out
    for piece, stretch in _in_pieces(document.pieces, parts):
        changes[piece.block].marks[piece.child].append((piece, stretch))

    tops, top_of = _top_blocks(tokens)
    first: list[list[str]] = [[] for _ in tops]
    known = len(numbering.notes)
    for due in _dues(
        document, tokens, passages, after_punctuation=numbering.site.notes.reference == "after-punctuation"
    ):
        before = len(numbering.notes)
        reference = numbering.answer(due.id) if due.is_answer else numbering.reference(due.id, due.kind)
        changes[due.block].references[due.child, due.offset].append(finished_html(reference))
        if len(numbering.notes) > before:
            first[top_of[due.block]].append(due.id)

    marker = Marker()
    for block in sorted(changes):
        change = changes[block]
        children = cut(tokens[block].children or [], change.marks, change.references, marker)
        tokens[block] = with_children(tokens[block], children)
    footnotes = _footnotes(document, numbering, first, links)
    words = _words(document, top_of, len(tops))
    names = _named(tokens, tops, paragraph)
    return PlacedText(
        tuple(
            PlacedBlock(html(tokens[start:end]), tuple(ids), said, name)
            for (start, end), ids, said, name in zip(tops, first, words, names, strict=True)
        ),
        tuple(
            PlacedNote(note.id, note.number, tuple(note.references), footnotes.get(note.id))
            for note in list(numbering.notes.values())[known:]
        ),
        share,
    )


@dataclass(slots=True)
class _Changes:
    """What is put into the children of one block."""

    marks: dict[int, list[tuple[Piece, Stretch]]] = field(default_factory=lambda: defaultdict(list))
    """By child: the stretches that lie in it."""
    references: dict[tuple[int, int], list[Token]] = field(default_factory=lambda: defaultdict(list))
    """By child and offset in its text."""


class _Due(NamedTuple):
    """A reference that is due, as it sorts: by place, then the inner passage first, then by file."""

    block: int
    child: int
    offset: int
    is_answer: bool
    passage_end: int
    is_footnote: bool
    backwards: int
    """The start of the passage, negative, so that of two that end alike the shorter comes first."""
    order: int
    id: str
    kind: str


def _dues(
    document: Document, tokens: Sequence[Token], passages: Sequence[Passage], *, after_punctuation: bool
) -> list[_Due]:
    """Return every reference in the order in which they stand in the text."""
    starts = [piece.start for piece in document.pieces]
    spans: dict[int, list[tuple[int, int]]] = {}
    dues = []
    for passage in passages:
        end = end_of_reading(document.plain, passage.start, passage.end, after_punctuation=after_punctuation)
        index = bisect_left(starts, end) - 1
        piece = document.pieces[max(index, 0)]
        offset = min(end, piece.end) - piece.start
        children = tokens[piece.block].children or []
        if piece.block not in spans:
            spans[piece.block] = barred(children)
        place = resting_place(children, piece.child, offset, spans[piece.block])
        dues.append(
            _Due(
                piece.block,
                *place,
                passage.is_answered,
                passage.end,
                False,  # noqa: FBT003 - a field of a tuple
                -passage.start,
                passage.order,
                passage.id,
                passage.kind,
            )
        )
    dues += _footnote_dues(document, tokens)
    return sorted(dues)


def _footnote_dues(document: Document, tokens: Sequence[Token]) -> Iterator[_Due]:
    """Yield the references to the text's own footnotes, where the author put them or after a link."""
    if not document.environment.get("footnotes"):
        return
    places = [(piece.block, piece.child) for piece in document.pieces]
    for block, token in enumerate(tokens):
        children = token.children or []
        spans: list[tuple[int, int]] | None = None
        for index, child in enumerate(children):
            if child.type != "footnote_ref":
                continue
            spans = barred(children) if spans is None else spans
            place = next((closed + 1 for opened, closed in spans if opened < index < closed), index)
            before = bisect_left(places, (block, index)) - 1
            end = document.pieces[before].end if before >= 0 else 0
            yield _Due(block, place, 0, False, end, True, -end, index, child.meta["note"], FOOTNOTE)  # noqa: FBT003


def _in_pieces(pieces: Sequence[Piece], parts: Sequence[Stretch]) -> Iterator[tuple[Piece, Stretch]]:
    """Yield every stretch with every piece that it lies in, in reading order."""
    index = 0
    for stretch in parts:
        while index < len(pieces) and pieces[index].end <= stretch.start:
            index += 1
        reached = index
        while reached < len(pieces) and pieces[reached].start < stretch.end:
            yield pieces[reached], stretch
            reached += 1


def _top_blocks(tokens: Sequence[Token]) -> tuple[list[tuple[int, int]], list[int]]:
    """Return where every top-level block begins and ends, and for every token the number of its block."""
    blocks: list[tuple[int, int]] = []
    numbers: list[int] = []
    depth = start = 0
    for index, token in enumerate(tokens):
        depth += token.nesting
        numbers.append(len(blocks))
        if depth == 0:
            blocks.append((start, index + 1))
            start = index + 1
    return blocks, numbers


def _named(tokens: list[Token], tops: Sequence[tuple[int, int]], prefix: str) -> list[str | None]:
    """Give an id to every block that is like a paragraph, in `tokens`, and return the ids by block."""
    names: list[str | None] = []
    count = 0
    for start, _ in tops:
        token = tokens[start]
        if token.type not in PARAGRAPHS or "id" in token.attrs:
            names.append(None)
            continue
        count += 1
        names.append(f"{prefix}{count}")
        tokens[start] = with_attributes(token, {**token.attrs, "id": f"{prefix}{count}"})
    return names


def _words(document: Document, top_of: Sequence[int], count: int) -> list[str]:
    """Return what each top-level block says, as far as its pieces are published."""
    said: list[list[str]] = [[] for _ in range(count)]
    end = 0
    for piece in document.pieces:
        words = said[top_of[piece.block]]
        if words and piece.start > end:
            words.append(" ")
        words.append(document.plain[piece.start : piece.end])
        end = piece.end
    return [" ".join("".join(words).split()) for words in said]


def _footnotes(document: Document, numbering: Numbering, first: list[list[str]], links: Links) -> dict[str, str]:
    """Return the prose of the footnotes referred to. Those known from footnotes only are numbered last."""
    known = document.environment.get("footnotes", {})
    rendered: dict[str, str] = {}
    for ids in first:
        for name in ids:
            if name in known:
                rendered[name] = html([_with_references(links.led(t), numbering, ids) for t in known[name].tokens])
    return rendered


def _with_references(token: Token, numbering: Numbering, ids: list[str]) -> Token:
    """Set the references of a footnote to others; those first named here are put at the end of `ids`."""
    children = token.children or []
    if not any(child.type == "footnote_ref" for child in children):
        return token
    references: dict[tuple[int, int], list[Token]] = defaultdict(list)
    spans = barred(children)
    for index, child in enumerate(children):
        if child.type == "footnote_ref":
            name = child.meta["note"]
            if name not in numbering.notes:
                ids.append(name)
            place = next((closed + 1 for opened, closed in spans if opened < index < closed), index)
            references[place, 0].append(finished_html(numbering.reference(name, FOOTNOTE, is_named=False)))
    return with_children(token, cut(children, {}, references, Marker()))
