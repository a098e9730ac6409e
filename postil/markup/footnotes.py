"""The text's own footnotes, taken out of the flow so that `placing` can number them with the notes.

It takes the tokens of a parsed text and gives them without the definitions of footnotes, and the
footnotes apart. The words of `^[a footnote in the line]` are parsed while the line is, before the
rules for the whole text run: a core rule puts them into the stream, or the typographer would miss
them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import count

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from mdit_py_plugins.footnote import footnote_plugin

from postil.core.addresses import slug
from postil.core.values import dataclass

from .names import Names
from .noticing import notice
from .tokens import Token


@dataclass(frozen=True, slots=True)
class Footnote:
    """A footnote of a text."""

    id: str
    """`footnote-LABEL`; the note's element is `#note-footnote-LABEL`."""
    tokens: tuple[Token, ...]
    """Its prose, as block tokens."""


@dataclass(frozen=True, slots=True)
class Definition:
    """A footnote as it stands in the source."""

    name: str | int
    """Its label, or a number for one written in the line."""
    opening: Token
    """Knows its lines."""
    tokens: list[Token]


REFERENCE = re.compile(r"\[\^([^\]\s]{1,100})\]")


def footnotes_of_texts(md: MarkdownIt) -> None:
    """Teach a parser footnotes. A reference is one also when nothing defines it, so that its author can be told."""
    md.use(footnote_plugin, move_to_end=False)
    # The plugin's own rule looks for the end of every `[^` through the whole paragraph.
    md.inline.ruler.at("footnote_ref", _reference)
    md.core.ruler.after("inline", "footnotes", bring_in)


def _reference(state: StateInline, silent: bool) -> bool:  # noqa: FBT001 - the shape of a rule
    found = REFERENCE.match(state.src, state.pos, state.posMax)
    if not found:
        return False
    if not silent:
        state.push("footnote_ref", "", 0).meta = {"label": found[1]}
    state.pos = found.end()
    return True


def footnotes_of_notes(md: MarkdownIt) -> None:
    """Let references to footnotes in notes be characters, and notice them.

    Without this rule one might become a link, since `[^1]: address` explains what `[^1]` leads to.
    """

    def named_footnote(state: StateInline, silent: bool) -> bool:  # noqa: FBT001 - the shape of a rule
        found = REFERENCE.match(state.src, state.pos, state.posMax)
        if not found or state.src.startswith("(", found.end()):
            return False
        if not silent:
            state.pending += found[0]
            notice(state, "missing-footnote", found[0])
        state.pos = found.end()
        return True

    md.inline.ruler.before("link", "named_footnote", named_footnote)


def bring_in(state: StateCore) -> None:
    """Core rule: put the footnotes written in the line into the stream.

    References to no footnote become their characters, and stand in `env["undefined_footnotes"]`
    with the blocks that hold them.
    """
    maps = {child.meta["id"]: block.map for block, child in references(state.tokens) if "id" in child.meta}
    for number, note in state.env.get("footnotes", {}).get("list", {}).items():
        lines = maps.get(number)
        state.tokens += [
            Token("footnote_reference_open", "", 1, map=lines, meta={"label": number}),
            Token("paragraph_open", "p", 1, map=lines, block=True),
            Token("inline", "", 0, map=lines, children=note["tokens"], content=note["content"], block=True),
            Token("paragraph_close", "p", -1, block=True),
            Token("footnote_reference_close", "", -1),
        ]
    defined = {token.meta["label"] for token in state.tokens if token.type == "footnote_reference_open"}
    undefined = state.env.setdefault("undefined_footnotes", [])
    for block, child in references(state.tokens):
        label = _named_by(child)
        if label not in defined:
            child.type, child.content = "text", f"[^{label}]"
            undefined.append((block, str(label)))


def references(tokens: Iterable[Token]) -> Iterator[tuple[Token, Token]]:
    """Yield every reference to a footnote, after the block that holds it."""
    for block in tokens:
        for child in block.children or ():
            if child.type == "footnote_ref":
                yield block, child


def _named_by(reference: Token) -> str | int:
    return reference.meta["label"] if "label" in reference.meta else reference.meta["id"]  # type: ignore[no-any-return]


def taken_out(tokens: Sequence[Token]) -> tuple[list[Token], list[Definition]]:
    """Return the tokens without the footnotes' definitions, and the definitions in their order."""
    flow: list[Token] = []
    definitions: list[Definition] = []
    opened: list[Definition] = []
    for token in tokens:
        if token.type == "footnote_reference_open":
            opened.append(Definition(token.meta["label"], token, []))
        elif token.type == "footnote_reference_close":
            definitions.append(opened.pop())
        else:
            (opened[-1].tokens if opened else flow).append(token)
    return flow, definitions


def named(flow: Sequence[Token], definitions: Sequence[Definition]) -> dict[str | int, str]:
    """Give every footnote its id, tell its references, and return the ids by the names of footnotes."""
    ids: dict[str | int, str] = {}
    taken = Names()
    in_line = count(1)
    for definition in definitions:
        if definition.name not in ids:
            label = slug(definition.name) or "x" if isinstance(definition.name, str) else f"inline-{next(in_line)}"
            ids[definition.name] = taken.free(f"footnote-{label}")
    for tokens in (flow, *(definition.tokens for definition in definitions)):
        for _, child in references(tokens):
            child.meta = {"note": ids[_named_by(child)]}
    return ids


def reached(flow: Sequence[Token], notes: dict[str, Sequence[Token]]) -> set[str]:
    """Return the ids of the footnotes that the text refers to, itself or by way of other footnotes."""
    found: set[str] = set()
    waiting = [child.meta["note"] for _, child in references(flow)]
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting += [child.meta["note"] for _, child in references(notes[name])]
    return found
