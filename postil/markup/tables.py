"""Columns of tables are aligned by classes: the pages' own rules forbid styles written at an element.

It wraps the parser's rule for tables, which writes `style="text-align:right"`; the classes are
`align-left`, `align-center` and `align-right`.
"""

from __future__ import annotations

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock, table

ALIGNED = "text-align:"


def aligned_by_classes(md: MarkdownIt) -> None:
    """Teach a parser to align the cells of tables by classes."""

    def aligned_table(state: StateBlock, first: int, last: int, silent: bool) -> bool:  # noqa: FBT001 - the shape of a rule
        known = len(state.tokens)
        if not table(state, first, last, silent):
            return False
        for token in state.tokens[known:]:
            style = str(token.attrs.get("style", ""))
            if style.startswith(ALIGNED):
                token.attrs = {"class": f"align-{style.removeprefix(ALIGNED)}"}
        return True

    md.block.ruler.at("table", aligned_table, {"alt": ["paragraph", "reference"]})
