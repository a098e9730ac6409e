"""The ids of headings: made from their words, or written as `# Title {#id}`.

The pages carry many ids that the program makes, and a heading must not take one of them: whatever
begins like those gets `section-` in front.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from markdown_it.rules_core import StateCore

from postil.core.addresses import slug
from postil.core.model import Heading

from .names import Names
from .tokens import Token

RESERVED_PREFIXES = (
    "annotation-",
    "answer-",
    "block-",
    "comment-",
    "entity-",
    "fn-",
    "footnote-",
    "kind-",
    "note-",
    "page-",
    "passage-",
    "postil-",
    "ref-",
    "side-",
    "source-",
    "tag-",
    "unplaced-",
)
"""How the ids begin that the program and its layouts make."""
RESERVED_IDS = frozenset(
    [
        "about",
        "comments",
        "content",
        "contents",
        "endnotes",
        "entities",
        "filter",
        "footnotes",
        "header",
        "home",
        "main",
        "menu",
        "navigation",
        "notes",
        "search",
        "settings",
        "sources",
        "summary",
        "tags",
        "text",
        "timeline",
        "title",
        "toc",
        "top",
        "unplaced",
    ]
)
"""Ids that a layout may give to the parts of a page."""

PARAGRAPH = re.compile(r"p-(?:.+-)?\d+")
"""The ids of paragraphs: `p-12`, and `p-c1-2` in the comment `c1`."""
WRITTEN = re.compile(r"\s*\{#([^\s{}#]+)\}\s*$")


def is_reserved(identifier: str) -> bool:
    """Whether a heading must not have this id."""
    return (
        identifier in RESERVED_IDS
        or identifier.startswith(RESERVED_PREFIXES)
        or PARAGRAPH.fullmatch(identifier) is not None
    )


def written_ids(state: StateCore) -> None:
    """Core rule: take `{#id}` from the end of headings before the typographer sees it."""
    for index, token in enumerate(state.tokens):
        if token.type != "heading_open":
            continue
        children = state.tokens[index + 1].children or []
        if not children or children[-1].type != "text":
            continue
        if found := WRITTEN.search(children[-1].content):
            children[-1].content = children[-1].content[: found.start()]
            token.meta = {"written_id": found[1]}


def headings(
    tokens: Sequence[Token],
    words: Callable[[Token], str],
    *,
    reserved: Callable[[Token, str], None],
    taken_twice: Callable[[Token, str], None],
) -> tuple[Heading, ...]:
    """Give every heading an id of its own and return them in order.

    `words` is the flat text of a block. Ids that authors wrote come first; one that is reserved or
    written twice is told to the two callbacks, and changed.
    """
    found = [(token, tokens[index + 1]) for index, token in enumerate(tokens) if token.type == "heading_open"]
    taken = Names()
    for token, _ in found:
        if written := token.meta.get("written_id"):
            if is_reserved(written):
                reserved(token, written)
            elif written in taken:
                taken_twice(token, written)
            _name(token, written, taken)
    result = []
    for token, inline in found:
        shown = " ".join(words(inline).split())
        if "id" not in token.attrs:
            _name(token, slug(shown) or "section", taken)
        result.append(Heading(int(token.tag[1]), str(token.attrs["id"]), shown))
    return tuple(result)


def _name(token: Token, wanted: str, taken: Names) -> None:
    token.attrs = {**token.attrs, "id": taken.free(f"section-{wanted}" if is_reserved(wanted) else wanted)}
