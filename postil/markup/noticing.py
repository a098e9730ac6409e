"""What the parser's rules notice while they read, so that its author can be told.

A rule that lets something be shown as characters calls `notice`; once all words are read,
`env["noticed"]` holds a `Noticed` for each, with the block that it stands in.
"""

from __future__ import annotations

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline

from postil.core.values import dataclass

from .tokens import Token


@dataclass(slots=True)
class Noticed:
    """Something that is shown as characters."""

    code: str
    """`raw-html` or `missing-footnote`."""
    written: str
    """A tag, or a reference to a footnote."""
    words: str
    """The words among which it stands."""
    start: int
    """Its offset in them."""
    siblings: list[Token]
    """The tokens made of these words."""
    block: Token | None = None
    """The block whose words they are; `None` when they are those of something smaller, as of a picture."""


def notice(state: StateInline, code: str, written: str) -> None:
    """Remember what stands where an inline rule is."""
    state.env.setdefault("noticed", []).append(Noticed(code, written, state.src, state.pos, state.tokens))


def know_blocks(md: MarkdownIt) -> None:
    """Let everything noticed know its block."""

    def blocks_of_noticed(state: StateCore) -> None:
        noticed = state.env.get("noticed")
        if not noticed:
            return
        blocks = {id(block.children): block for block in state.tokens if block.type == "inline"}
        for found in noticed:
            found.block = blocks.get(id(found.siblings))

    # Joining words makes new lists of children, by which blocks could not be told any more.
    md.core.ruler.before("text_join", "blocks_of_noticed", blocks_of_noticed)
