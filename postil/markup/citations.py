"""Citations `[@key, p. 3]` and links to entities `[[name|words]]`, in the prose of notes.

Two inline rules for markdown-it, of the syntax that pandoc and wikis use. They make a token of
type `citation` or `entity` that says what was written; `prose` looks the names up. A bracket is a
citation only if every part of it between semicolons is.
"""

from __future__ import annotations

import re

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline

from postil.core.values import dataclass

KEY = r"[^\W_][\w]*(?:[:.#$%&+?<>~/-][\w]+)*"
PART = re.compile(rf"(?P<prefix>(?:[^@\[\]]*\s)?)(?P<bare>-?)@(?P<key>{KEY})(?P<rest>[^@\[\]]*)")
IN_SENTENCE = re.compile(rf"@(?P<key>{KEY})(?: \[(?P<rest>[^@\[\]\n]{{1,200}})\](?!\())?")
ENTITY = re.compile(r"\[\[(?P<name>[^\[\]|\n]{1,200})(?:\|(?P<words>[^\[\]|\n]{1,300}))?\]\]")
WITHIN = "_[/@"
"""After these, or a letter or digit, the sign is part of an address, or of a bracket that is no citation."""
LONGEST = 1000
"""Characters of a bracket with citations."""


@dataclass(frozen=True, slots=True)
class Cited:
    """One work in a citation, as written."""

    key: str
    locator: str
    """Page or section: `p. 3`; empty when there is none."""
    prefix: str = ""
    """Words before it: `see`."""
    is_bare: bool = False
    """Written `[-@key]`: the sentence names the author already, so the citation does not."""
    in_sentence: bool = False
    """Written `@key` or `@key [p. 9]`: the citation is part of the sentence."""


def citations_and_entities(md: MarkdownIt) -> None:
    """Teach a parser both."""
    md.inline.ruler.before("link", "citation", _citation)
    md.inline.ruler.before("link", "named_entity", _entity)


def _citation(state: StateInline, silent: bool) -> bool:  # noqa: FBT001 - the shape of a rule
    character = state.src[state.pos]
    if character == "@":
        return _citation_in_sentence(state, silent)
    if character != "[" or state.src.startswith("[[", state.pos):
        return False
    end = state.src.find("]", state.pos, min(state.posMax, state.pos + LONGEST))
    if end < 0 or "@" not in state.src[state.pos : end] or state.src.startswith("(", end + 1):
        return False
    works = []
    for part in state.src[state.pos + 1 : end].split(";"):
        found = PART.fullmatch(part.strip())
        if not found:
            return False
        works.append(
            Cited(found["key"], _locator(found["rest"]), " ".join(found["prefix"].split()), bool(found["bare"]))
        )
    return _push(state, "citation", tuple(works), end + 1, silent=silent)


def _citation_in_sentence(state: StateInline, silent: bool) -> bool:  # noqa: FBT001 - the shape of a rule
    if state.pos and (state.src[state.pos - 1].isalnum() or state.src[state.pos - 1] in WITHIN):
        return False
    found = IN_SENTENCE.match(state.src, state.pos, state.posMax)
    if not found:
        return False
    works = (Cited(found["key"], _locator(found["rest"] or ""), in_sentence=True),)
    return _push(state, "citation", works, found.end(), silent=silent)


def _entity(state: StateInline, silent: bool) -> bool:  # noqa: FBT001 - the shape of a rule
    if not state.src.startswith("[[", state.pos):
        return False
    found = ENTITY.match(state.src, state.pos, state.posMax)
    if not found or not found["name"].strip():
        return False
    named = (found["name"].strip(), (found["words"] or "").strip())
    return _push(state, "entity", named, found.end(), silent=silent)


def _push(state: StateInline, kind: str, written: object, end: int, *, silent: bool) -> bool:
    if not silent:
        token = state.push(kind, "", 0)
        token.meta = {"written": written}
        token.content = state.src[state.pos : end]
    state.pos = end
    return True


def _locator(rest: str) -> str:
    return " ".join(rest.strip().lstrip(",").split())
