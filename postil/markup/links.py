"""Where links may lead, and bare addresses that become links.

It takes parsed tokens and gives them back with forbidden links taken off: their words stay. The
list says what is allowed, since lists of what is forbidden forget `blob:`, `intent:` and `//host`.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from linkify_it import LinkifyIt
from markdown_it import MarkdownIt
from markdown_it.common.normalize_url import normalizeLink
from markdown_it.rules_inline import StateInline, image, link

from .tokens import Token, closing, opening, text

ALLOWED = re.compile(r"(?i)(?:https?:|mailto:|(?![/\\]{2})[^:/?#]*(?:[/?#]|$))")
CONTROL = re.compile(r"[\x00-\x1f\x7f]")
EXTERNAL = re.compile(r"(?i)(?:https?|mailto):")
PLAIN = re.compile(
    r"(?:https?://[a-z0-9-]{1,60}(?:\.[a-z0-9-]{1,60}){0,4}(?=[/?#]|\Z)|(?!//))"
    r"[A-Za-z0-9._~/-]*(?:\?[A-Za-z0-9._~&=-]+)?(?:#[A-Za-z0-9._~-]+)?"
)
"""Addresses in which there is nothing to change. Most are such, and to ask every character of them takes long."""
LEADING = frozenset({"link_open", "image"})
"""Tokens that lead somewhere."""
SCHEMES = ("https", "http")
ENDS = re.compile(r"[\s<>\u3001\u3002\uff0c\uff01\uff1f\uff1b\u300c-\u3011\uff08\uff09\u201c-\u201f\u00ab\u00bb]")
"""Spaces, and what follows an address where no space does: CJK stops and brackets, quotation marks."""
LONGEST = 2048
"""Characters of a bare address. Longer ones are cut, so that a flood of them costs no more than its length."""


def is_allowed(href: str) -> bool:
    """Whether an address may be linked: http, https, mailto, a relative path, or a fragment."""
    return ALLOWED.match(href) is not None and CONTROL.search(href) is None


def is_external(href: str) -> bool:
    """Whether an address names its scheme, and so leads out of the site."""
    return EXTERNAL.match(href) is not None


def normalised(address: str) -> str:
    """Return an address with what may not stand in one written as percent signs and digits."""
    return address if PLAIN.fullmatch(address) else normalizeLink(address)


def checked(children: list[Token], forbidden: Callable[[str], None], *, with_images: bool) -> list[Token]:
    """Return inline tokens with only such links and images as may be published.

    A forbidden link becomes its words and is told to `forbidden`. An image from elsewhere becomes
    a link to it, or its description where a link cannot stand; so do all when `with_images` is false.
    """
    if LEADING.isdisjoint([child.type for child in children]):
        return children
    result: list[Token] = []
    dropped = False
    depth = 0
    for child in children:
        if child.type == "link_open":
            href = str(child.attrs.get("href", ""))
            dropped = not is_allowed(href)
            if dropped:
                forbidden(href)
                continue
            depth += 1
        elif child.type == "link_close":
            if dropped:
                dropped = False
                continue
            depth -= 1
        elif child.type == "image":
            result += _image(child, forbidden, with_images=with_images, in_link=depth > 0)
            continue
        result.append(child)
    return result


def _image(token: Token, forbidden: Callable[[str], None], *, with_images: bool, in_link: bool) -> list[Token]:
    address = str(token.attrs.get("src", ""))
    description = _described(token.children or [])
    if not is_allowed(address):
        forbidden(address)
        return [text(description)] if description else []
    if with_images and not is_external(address):
        token.attrs = {**token.attrs, "alt": description, "loading": "lazy"}
        return [token]
    if in_link:
        return [text(description)] if description else []
    opened = opening("a", {"href": address}, kind="link")
    opened.meta = {**token.meta, "is_image": True}
    return [opened, text(description or address), closing("a", kind="link")]


def _described(children: list[Token]) -> str:
    """Return the words of an image's description, without their markup."""
    words = []
    for child in children:
        if child.type == "image":
            words.append(_described(child.children or []))
        elif child.type in {"softbreak", "hardbreak"}:
            words.append("\n")
        else:
            words.append(child.content)
    return "".join(words)


def remember_spans(md: MarkdownIt) -> None:
    """Let links and images know where they stand in the words of their block: `meta["span"]`, start and end."""

    def noted_link(state: StateInline, silent: bool) -> bool:  # noqa: FBT001 - the shape of a rule
        start, known = state.pos, len(state.tokens)
        if state.src[start] != "[" or not link(state, silent):
            return False
        if not silent:
            # Words that were waiting come first.
            opened = next(token for token in state.tokens[known:] if token.type == "link_open")
            opened.meta = {"span": (start, state.pos)}
        return True

    def noted_image(state: StateInline, silent: bool) -> bool:  # noqa: FBT001 - the shape of a rule
        start = state.pos
        if state.src[start] != "!" or not image(state, silent):
            return False
        if not silent:
            state.tokens[-1].meta = {"span": (start, state.pos)}
        return True

    md.inline.ruler.at("link", noted_link)
    md.inline.ruler.at("image", noted_image)


def bare_addresses(md: MarkdownIt) -> None:
    """Let `http://` and `https://` addresses in the words of a text become links.

    linkify-it is asked only where such an address begins, and sees no further than the next space.
    Its own search through the text takes time by the square of its length on `://` repeated.
    """
    finder = LinkifyIt(options={"fuzzy_link": False, "fuzzy_email": False, "fuzzy_ip": False})

    def bare_address(state: StateInline, silent: bool) -> bool:  # noqa: FBT001 - the shape of a rule
        source, position = state.src, state.pos
        if state.linkLevel > 0 or not source.startswith("://", position):
            return False
        before = source[max(0, position - 5) : position].lower()
        scheme = next((scheme for scheme in SCHEMES if before.endswith(scheme)), "")
        start = position - len(scheme)
        if not scheme or (start and source[start - 1].isascii() and source[start - 1].isalnum()):
            return False
        if not silent and not state.pending.lower().endswith(scheme):
            return False
        candidate = source[start : min(start + LONGEST, state.posMax)]
        if end := ENDS.search(candidate):
            candidate = candidate[: end.start()]
        found = finder.match_at_start(candidate)
        if not found:
            return False
        address = found.url.rstrip("*")
        if len(address) <= len(scheme) + 3:
            return False
        if not silent:
            state.pending = state.pending[: -len(scheme)]
            for token in (
                Token("link_open", "a", 1, attrs={"href": state.md.normalizeLink(address)}),
                Token("text", "", 0, content=state.md.normalizeLinkText(address)),
                Token("link_close", "a", -1),
            ):
                pushed = state.push(token.type, token.tag, token.nesting)
                pushed.attrs, pushed.content = token.attrs, token.content
                pushed.markup, pushed.info = ("", "") if token.type == "text" else ("linkify", "auto")
        state.pos = start + len(address)
        return True

    md.inline.ruler.after("text", "bare_address", bare_address)
