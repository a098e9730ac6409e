"""The one flat text that a reader sees, and where each stretch of it stands in the tokens.

It takes block tokens, lays their text open so that every leaf is a child of type `text`, and gives
`plain` with its pieces. Breaks, and the gaps between blocks, are in `plain` but in no piece.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from postil.core.model import Piece

from .raw_html import BLOCK
from .tokens import Token, html, inline_leaf, scanned

KNOWN = frozenset({"text", "softbreak", "hardbreak", "html_inline", "image", "footnote_ref"})
"""Inline tokens without an end that need no laying open."""
UNSEEN = frozenset({"rt", "rp", "script", "style"})
"""Elements whose words are not part of the text."""
NAME = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9]*)")


def laid_open(tokens: Iterable[Token]) -> list[Token]:
    """Return block tokens in which every text-bearing leaf is a child of type `text`.

    Code, blocks of HTML and leaves of unknown kinds are rendered by their own rules and taken
    apart into tags and text; they render to the same HTML as before.
    """
    result = []
    for token in tokens:
        if token.type == "inline":
            children = token.children or []
            if any(child.nesting == 0 and child.type not in KNOWN for child in children):
                token.children = [part for child in children for part in _parts(child)]
        elif token.nesting == 0 and token.content:
            token = token.copy(type="leaf", children=scanned(html([token])))  # noqa: PLW2901 - another form of the same
        result.append(token)
    return result


def flattened(tokens: Sequence[Token], *, first_line: int = 1) -> tuple[str, tuple[Piece, ...]]:
    """Return the flat text of tokens that are laid open, and its pieces in order.

    `first_line` is the line of the file, counted from 1, on which the parsed Markdown began.
    """
    written: list[str] = []
    pieces: list[Piece] = []
    length = 0
    lines = (first_line, first_line)
    for index, token in enumerate(tokens):
        if not token.children:
            continue
        if token.map:
            lines = (token.map[0] + first_line, max(token.map[0] + 1, token.map[1]) + first_line - 1)
        unseen: list[str] = []
        gap = "\n\n" if written else ""
        for child_index, child in enumerate(token.children):
            if child.type == "text":
                if not child.content or unseen:
                    continue
                if token.type == "leaf" and "\n" in child.content and not child.content.strip():
                    gap = gap or ("\n" if written else "")
                    continue
                written += (gap, child.content)
                start = length + len(gap)
                length = start + len(child.content)
                pieces.append(Piece(start, length, index, child_index, *lines))
                gap = ""
            elif child.type in {"softbreak", "hardbreak"}:
                gap = gap or ("\n" if written else "")
            elif child.type == "html_inline" and (tag := NAME.match(child.content)):
                name = tag[2].lower()
                if name in UNSEEN:
                    unseen.pop() if tag[1] and unseen else unseen.append(name)
                elif name == "br":
                    gap = gap or ("\n" if written else "")
                elif name in BLOCK and token.type == "leaf":
                    gap = "\n\n" if written else ""
    return "".join(written), tuple(pieces)


def _parts(child: Token) -> list[Token]:
    return inline_leaf(child) if child.nesting == 0 and child.type not in KNOWN else [child]
