"""Typographic quotation marks, dashes and ellipses, for the author's own texts.

Two core rules for markdown-it. Its own replacements are not used: they turn the (c) of a statute
into ©, and `????` into `???`, while a text under commentary must keep its letters. Smart quotes
cost the square of their number in one paragraph, so a paragraph with too many keeps its straight
ones.
"""

from __future__ import annotations

import re

from markdown_it.rules_core import StateCore
from markdown_it.rules_core.smartquotes import process_inlines

MOST_QUOTES = 1000
"""Straight quotation marks in one paragraph. At this many, 2 MB of the worst case take some 20 s."""

DASHES = re.compile(r"(?<!-)(?<!<!)(-{2,3})(?![->])")
ELLIPSIS = re.compile(r"(?<!\.)\.{3}(?!\.)")


def replacements(state: StateCore) -> None:
    """Turn `--` into an en dash, `---` into an em dash and `...` into an ellipsis."""
    for block in state.tokens:
        if block.type != "inline" or ("--" not in block.content and "..." not in block.content):
            continue
        in_address = False
        for child in block.children or ():
            if child.info == "auto":
                in_address = child.nesting > 0
            elif child.type == "text" and not in_address:
                child.content = ELLIPSIS.sub("…", DASHES.sub(_dash, child.content))


def smart_quotes(state: StateCore) -> None:
    """Turn straight quotation marks into those of the parser's language."""
    for block in state.tokens:
        if block.type == "inline" and 0 < block.content.count('"') + block.content.count("'") <= MOST_QUOTES:
            process_inlines(block.children or [], state)


def _dash(match: re.Match[str]) -> str:
    return "\u2013" if len(match[1]) == 2 else "\u2014"
