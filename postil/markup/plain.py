"""Prose with the plainest markup only, which becomes HTML without being parsed.

Most notes are such: paragraphs of words with some emphasis and a link or two. It takes Markdown
and gives HTML, or nothing when anything in it could mean more; then the parser is asked. What it
reads are the same two expressions that `inline` reads before all other rules.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from . import links
from .inline import EMPHASIS, LINK
from .tokens import element, escaped

PARAGRAPH = re.compile(r"[^\W\d_][^\n\r\t\0|{}]*(?:\n[^\W\d_][^\n\r\t\0|{}]*)*")
"""Lines that all begin with a letter, so that no block of another kind begins, or ends a paragraph."""
PART = re.compile(rf"(?P<words>[^!&*<@\[\\\]_`~]+|!(?!\[))|(?P<link>{LINK})|{EMPHASIS}")


def plain_html(markdown: str, address: Callable[[str], str | None]) -> str:
    """Return the HTML of a note, its links led to where `address` says, or nothing when the parser must read it.

    A link that leads nowhere is the parser's too, which knows its place.
    """
    shown = []
    for paragraph in markdown.strip("\n").split("\n\n"):
        words = _words_html(paragraph, address)
        if words is None:
            return ""
        shown.append(f"<p>{words}</p>\n")
    return "".join(shown)


def _words_html(paragraph: str, address: Callable[[str], str | None]) -> str | None:
    if not PARAGRAPH.fullmatch(paragraph) or " \n" in paragraph or paragraph != paragraph.strip():
        return None
    shown = []
    position = 0
    for part in PART.finditer(paragraph):
        if part.start() != position:
            return None
        position = part.end()
        kind = part.lastgroup
        if kind == "words":
            shown.append(escaped(part[0]))
        elif kind == "link":
            attributes = _link(part["address"], address)
            if attributes is None:
                return None
            shown.append(element("a", attributes, escaped(part["label"])))
        else:
            tag = "em" if len(part["stars"]) == 1 else "strong"
            shown.append(f"<{tag}>{escaped(part['emphasised'])}</{tag}>")
    return "".join(shown) if position == len(paragraph) else None


def _link(href: str, address: Callable[[str], str | None]) -> dict[str, str] | None:
    if not links.PLAIN.fullmatch(href) or not links.is_allowed(href):
        return None
    target = address(href)
    if target is None:
        return None
    return {"href": target, "rel": "noopener"} if links.is_external(target) else {"href": target}
