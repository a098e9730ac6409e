"""`rights: excerpts`: only the sentences that notes or comments are tied to are published.

It takes a document and gives it with fewer tokens and pieces; `plain` and every offset stay, so
that the passages are placed as ever. Nothing of what is left out may stay anywhere, so an element
whose words are gone goes too, with its attributes.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import field, replace
from operator import itemgetter

from postil.core.model import Document, Piece
from postil.core.values import dataclass
from postil.markup.flat import flattened
from postil.markup.footnotes import Footnote
from postil.markup.raw_html import VOID
from postil.markup.tokens import Token, closing, element, finished_html, opening, tag_of, text

from .passages import Passage
from .sentences import sentences

SIGN = "[\u2026]"
OMISSION = "ellipsis"
"""The class of every element that holds the sign."""
CELLS = frozenset({"td", "th", "dt", "dd"})
"""Elements that stay when a neighbour does, since their number carries meaning."""
ATTRIBUTE = re.compile(r' ([^\s="<>]+)(?:="[^"]*")?')
WORDED = re.compile(r"title|alt|id|aria-.*")
"""Attributes whose values are words."""
LOWEST = 6
"""The lowest rank of headings."""

Span = tuple[int, int]


def excerpt(document: Document, passages: Sequence[Passage], *, omitted: str) -> tuple[Document, float]:
    """Return a document with the sentences that `passages` touch, and their share of all its characters.

    A sign of omission, with `omitted` as its title, stands wherever words were left out. Headings
    stay when something under them does. The text's own footnotes and the references to them are left out.
    """
    pieces: dict[int, list[Piece]] = {}
    for piece in document.pieces:
        pieces.setdefault(piece.block, []).append(piece)
    touched = _merged((passage.start, passage.end) for passage in passages)
    cutter = _Cutter(document, pieces, touched, element("span", {"class": OMISSION, "title": omitted}, SIGN))
    nodes = _nodes(document.tokens)
    kept = cutter.headed([(node, cutter.kept(node)) for node in nodes])
    output = _merged_omissions([part for _, parts in cutter.with_omissions(kept, "p") for part in parts])

    new_pieces = tuple(
        Piece(start, end, index, child, source.first_line, source.last_line)
        for index, part in enumerate(output)
        for start, end, child, source in part.pieces
    )
    identifiers = {part.token.attrs.get("id") for part in output if part.token.type == "heading_open"}
    published = replace(
        document,
        tokens=tuple(part.token for part in output),
        pieces=new_pieces,
        headings=tuple(heading for heading in document.headings if heading.id in identifiers),
        environment={**document.environment, "footnotes": {}},
    )
    footnotes: dict[str, Footnote] = document.environment.get("footnotes", {})
    whole = sum(piece.end - piece.start for piece in document.pieces)
    whole += sum(len(flattened(footnote.tokens)[0]) for footnote in footnotes.values())
    return published, sum(piece.end - piece.start for piece in new_pieces) / whole if whole else 1.0


@dataclass(slots=True)
class _Part:
    """A token of the excerpt, with the pieces that its children will show."""

    token: Token
    pieces: list[tuple[int, int, int, Piece]] = field(default_factory=list)
    """Start, end, child, and the piece that it was cut from."""


@dataclass(slots=True)
class _Node:
    """An element of the text: its tokens and what is in it."""

    opening: Token
    index: int
    """Of the opening token in the document."""
    closing: Token | None = None
    nodes: list[_Node] = field(default_factory=list)


def _nodes(tokens: Sequence[Token]) -> list[_Node]:
    top: list[_Node] = []
    opened: list[_Node] = []
    for index, token in enumerate(tokens):
        if token.nesting < 0:
            opened.pop().closing = token
            continue
        node = _Node(token, index)
        (opened[-1].nodes if opened else top).append(node)
        if token.nesting > 0:
            opened.append(node)
    return top


def _merged(spans: Iterator[Span]) -> list[Span]:
    merged: list[Span] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


@dataclass(slots=True)
class _Cutter:
    document: Document
    pieces: dict[int, list[Piece]]
    touched: list[Span]
    sign: str

    def headed(self, elements: list[tuple[_Node, list[_Part]]]) -> list[tuple[_Node, list[_Part]]]:
        """Give headings back whole when something before the next heading of their rank is kept."""
        result = []
        is_kept_under = [False] * (LOWEST + 1)
        """By rank: whether something is kept between here and the next heading of that rank or a higher one."""
        for node, parts in reversed(elements):
            if node.opening.type != "heading_open":
                if parts:
                    is_kept_under = [True] * (LOWEST + 1)
                result.append((node, parts))
                continue
            rank = int(node.opening.tag[1])
            parts = self.kept(node, is_whole=True) if parts or is_kept_under[rank] else []  # noqa: PLW2901 - the same node
            if parts:
                is_kept_under[:rank] = [True] * rank
            is_kept_under[rank:] = [False] * (LOWEST + 1 - rank)
            result.append((node, parts))
        return result[::-1]

    def kept(self, node: _Node, *, is_whole: bool = False) -> list[_Part]:
        """Return what is published of an element; nothing when none of its words are."""
        if node.closing is None:
            return self.words(node, is_whole=is_whole)
        inner = [(child, self.kept(child, is_whole=is_whole)) for child in node.nodes]
        if not any(parts for _, parts in inner):
            return []
        if node.opening.type == "heading_open" and not is_whole:
            # Its id is made of all its words.
            return self.kept(node, is_whole=True)
        if node.opening.tag == "ol":
            _keep_numbers(node, inner)
        around = {"ul": "li", "ol": "li", "table": "", "thead": "", "tbody": ""}.get(node.opening.tag, "p")
        if any(child.opening.type == "inline" for child in node.nodes):
            around = ""
        shown = self.with_omissions(inner, around)
        return [_Part(node.opening), *(part for _, parts in shown for part in parts), _Part(node.closing)]

    def with_omissions(self, elements: list[tuple[_Node, list[_Part]]], around: str) -> list[tuple[_Node, list[_Part]]]:
        """Put one sign of omission, in the element `around`, where neighbours are left out."""
        result: list[tuple[_Node, list[_Part]]] = []
        is_omitting = False
        for node, parts in elements:
            if parts:
                result.append((node, parts))
                is_omitting = False
            elif node.opening.tag in CELLS and node.closing is not None:
                inline = Token("inline", "", 0, children=[finished_html(self.sign)])
                result.append((node, [_Part(node.opening), _Part(inline), _Part(node.closing)]))
            elif around and not is_omitting and node.opening.type != "hr":
                result.append((node, [_Part(token) for token in _omission(around)]))
                is_omitting = True
        return result

    def words(self, node: _Node, *, is_whole: bool) -> list[_Part]:
        """Return a block of words with those of its sentences that are published."""
        pieces = self.pieces.get(node.index, [])
        if not pieces:
            return []
        start, end = pieces[0].start, pieces[-1].end
        spans = [(start, end)] if is_whole else self.published(start, end)
        if not spans:
            return []
        part = _Part(node.opening)
        part.token = node.opening.copy(children=self.children(node.opening, pieces, spans, part))
        return [part]

    def published(self, start: int, end: int) -> list[Span]:
        """Return the stretches of `plain[start:end]` whose sentences are touched."""
        spans: list[Span] = []
        if not self.is_touched(start, end):
            return spans
        is_running = False
        for first, last in sentences(self.document.plain[start:end]):
            first, last = first + start, last + start  # noqa: PLW2901 - the same, in the whole text
            if not self.is_touched(first, last):
                is_running = False
                continue
            spans.append((spans.pop()[0] if is_running else first, last))
            is_running = True
        return spans

    def is_touched(self, start: int, end: int) -> bool:
        place = bisect_right(self.touched, (end, -1)) - 1
        return place >= 0 and self.touched[place][1] > start

    def children(self, block: Token, pieces: list[Piece], spans: list[Span], part: _Part) -> list[Token]:
        """Return the children of a block that show `spans`, and note their pieces in `part`."""
        by_child = {piece.child: piece for piece in pieces}
        result: list[Token] = []
        new_pieces: list[tuple[int, int, Token, Piece]] = []
        position = pieces[0].start
        is_omitting = False
        for index, child in enumerate(block.children or ()):
            piece = by_child.get(index)
            if child.type == "footnote_ref":
                continue
            if piece is None:
                name, nesting = tag_of(child)
                # What is read above a word belongs to the words before it, but not to those before its own.
                position = -1 if name == "ruby" and nesting > 0 else position
                if nesting and name not in VOID | {"img"}:
                    _put_tag(result, _without_words(child), name, nesting)
                elif _is_after(spans, position):
                    result.append(_without_words(child))
                continue
            position = piece.end
            reached = piece.start
            for start, end in spans[bisect_right(spans, piece.start, key=itemgetter(1)) :]:
                first, last = max(start, piece.start), min(end, piece.end)
                if first >= last:
                    break
                is_omitting = is_omitting or bool(self.document.plain[reached:first].strip())
                if is_omitting:
                    result.append(finished_html(f" {self.sign} " if new_pieces else f"{self.sign} "))
                    is_omitting = False
                kept = child.copy(content=self.document.plain[first:last])
                result.append(kept)
                new_pieces.append((first, last, kept, piece))
                reached = last
            is_omitting = is_omitting or bool(self.document.plain[reached : piece.end].strip())
        if is_omitting:
            result.append(finished_html(f" {self.sign}"))
        numbers = {id(token): number for number, token in enumerate(result)}
        part.pieces = [(start, end, numbers[id(token)], piece) for start, end, token, piece in new_pieces]
        return result


def _keep_numbers(node: _Node, inner: list[tuple[_Node, list[_Part]]]) -> None:
    """Let the items of a list have the numbers that they have in the whole text."""
    first = int(node.opening.attrs.get("start", 1))
    is_omitting = False
    for number, (_, parts) in enumerate(inner, first):
        if parts and is_omitting:
            parts[0].token = parts[0].token.copy(attrs={**parts[0].token.attrs, "value": str(number)})
        is_omitting = not parts


def _is_after(spans: Sequence[Span], position: int) -> bool:
    """Return whether something without a place in `plain`, after the character before `position`, is published."""
    place = bisect_left(spans, position, key=itemgetter(1))
    return place < len(spans) and spans[place][0] < position


def _without_words(child: Token) -> Token:
    """Return a token without the attributes that may hold words of the text: they may be those of another sentence."""
    if child.type in {"link_open", "image"} and "title" in child.attrs:
        return child.copy(attrs={name: value for name, value in child.attrs.items() if name != "title"})
    if child.type == "html_inline" and "=" in child.content:
        return child.copy(
            content=ATTRIBUTE.sub(lambda found: "" if WORDED.fullmatch(found[1]) else found[0], child.content)
        )
    return child


def _put_tag(result: list[Token], child: Token, name: str, nesting: int) -> None:
    """Add a tag, unless it closes an element that is left without words: then take that one away."""
    if nesting < 0 and result and tag_of(result[-1]) == (name, 1):
        result.pop()
    else:
        result.append(child)


def _merged_omissions(parts: list[_Part]) -> list[_Part]:
    """Return the parts with one sign of omission where two would stand with nothing between them.

    Every cell of a table keeps its own.
    """
    result: list[_Part] = []
    is_omitting = False
    dropped = 0
    for part in parts:
        if dropped:
            dropped -= 1
            continue
        token = part.token
        if token.tag in CELLS:
            is_omitting = False
        if token.nesting > 0 and token.attrs.get("class") == OMISSION:
            if is_omitting:
                dropped = 2
                continue
            is_omitting = True
        elif part.pieces:
            is_omitting = _without_second_sign(part, is_omitting=is_omitting)
        result.append(part)
    return result


def _without_second_sign(part: _Part, *, is_omitting: bool) -> bool:
    """Take the sign from the beginning of a block's words if one stands before them; return whether one ends them."""
    children = part.token.children or []
    for index, child in enumerate(children):
        if child.type == "html_inline" and SIGN in child.content:
            if is_omitting:
                children[index] = text("")
            is_omitting = True
        elif child.type == "image" or (child.content.strip() and child.type == "text"):
            is_omitting = False
    return is_omitting


def _omission(around: str) -> list[Token]:
    words = Token("inline", "", 0, children=[Token("text", "", 0, content=SIGN)])
    opened, closed = opening(around, {"class": OMISSION}), closing(around)
    opened.block = closed.block = True
    return [opened, words, closed]
