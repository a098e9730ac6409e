"""Plain paragraphs are known by how their lines begin, before any rule for blocks is asked.

Ten rules of markdown-it are asked of every paragraph, and those that may end one of each of its
further lines. None of them begins with a letter, so where all lines do, there is nothing to ask.
"""

from __future__ import annotations

from markdown_it import MarkdownIt
from markdown_it.common.utils import mdTrim
from markdown_it.rules_block import StateBlock

OPENING = frozenset("\u201c\u201e\u2018\u201a\u00ab(")
"""Besides letters: what often begins a paragraph and never another block."""
DEFINES = frozenset(":~")
"""What makes a definition of a line, when it stands below the empty line after a single one."""


def plain_paragraphs(md: MarkdownIt) -> None:
    """Let a parser know plain paragraphs at once."""
    md.block.ruler.before("table", "plain_paragraph", _plain_paragraph)


def _plain_paragraph(state: StateBlock, first: int, _last: int, silent: bool) -> bool:  # noqa: FBT001 - the shape of a rule
    if silent or state.parentType != "root" or state.blkIndent:
        return False
    source, begins, indents = state.src, state.bMarks, state.tShift
    line = first
    while line < state.lineMax and not state.isEmpty(line):
        opening = source[begins[line]]
        if indents[line] or not (opening.isalpha() or opening in OPENING):
            return False
        line += 1
    if line == first + 1 < state.lineMax - 1 and source[begins[line + 1] + indents[line + 1]] in DEFINES:
        return False
    state.line = line
    state.push("paragraph_open", "p", 1).map = [first, line]
    words = state.push("inline", "", 0)
    words.content = mdTrim(source[begins[first] : state.eMarks[line - 1]])
    words.map = [first, line]
    words.children = []
    state.push("paragraph_close", "p", -1)
    return True
