"""Tokens, the parts of a parsed text, and the HTML they stand for.

It gives the few tokens that the program makes itself, and renders any. Tokens can be changed and
are shared between values that cannot, so a stage that wants another token makes a copy.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from html import unescape
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token

__all__ = [
    "Renderer",
    "Token",
    "closing",
    "element",
    "escaped",
    "finished_html",
    "html",
    "inline_leaf",
    "opening",
    "scanned",
    "tag_of",
    "text",
    "with_attributes",
    "with_children",
]

PART = re.compile(r"<(?:[^\"'<>]|\"[^\"]*\"|'[^']*')*>|[^<]+|<")

NAME = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9]*)")


class Renderer(RendererHTML):
    """markdown-it's renderer, with the tokens that only this program knows."""

    def renderInline(self, tokens: Sequence[Token], options: Any, env: Any) -> str:  # noqa: N802 - markdown-it's name
        """Render the words of a block: text, finished HTML and bare tags at once, since most tokens are such."""
        shown = []
        for index, token in enumerate(tokens):
            kind = token.type
            if kind == "text":
                shown.append(escaped(token.content))
            elif kind == "html_inline":
                shown.append(token.content)
            elif token.nesting and not token.block and not token.hidden and kind not in self.rules:
                shown.append(f"<{'/' if token.nesting < 0 else ''}{token.tag}{_attributes(token)}>")
            elif kind in self.rules:
                shown.append(self.rules[kind](tokens, index, options, env))
            else:
                shown.append(self.renderToken(tokens, index, options, env))
        return "".join(shown)

    @staticmethod
    def renderAttrs(token: Token) -> str:  # noqa: N802 - markdown-it's name
        """Render the attributes of a token, of which most have none."""
        return _attributes(token)

    def leaf(self, tokens: Sequence[Token], index: int, options: Any, env: Any) -> str:
        """Render a block whose text has been laid open as children."""
        return self.renderInline(tokens[index].children or (), options, env)

    def image(self, tokens: Sequence[Token], index: int, options: Any, env: Any) -> str:
        """Render an image as its attributes say, so that rendering changes no token."""
        return self.renderToken(tokens, index, options, env)

    def footnote_ref(self, _tokens: Sequence[Token], _index: int, _options: Any, _env: Any) -> str:
        """Show nothing: `placing` puts a reference here."""
        return ""


def escaped(words: str) -> str:
    """Return words with the characters that mean something in HTML written as entities, also for attributes."""
    if "&" in words:
        words = words.replace("&", "&amp;")
    if "<" in words:
        words = words.replace("<", "&lt;")
    if ">" in words:
        words = words.replace(">", "&gt;")
    if '"' in words:
        words = words.replace('"', "&quot;")
    return words


def _attributes(token: Token) -> str:
    if not token.attrs:
        return ""
    return "".join([f' {escaped(name)}="{escaped(str(value))}"' for name, value in token.attrs.items()])


_DOOR = MarkdownIt("commonmark", {"xhtmlOut": False}, renderer_cls=Renderer)


def html(tokens: Sequence[Token]) -> str:
    """Return the HTML of a stream of block tokens."""
    return str(_DOOR.renderer.render(tokens, _DOOR.options, {}))


def inline_leaf(token: Token) -> list[Token]:
    """Return the tokens that show a leaf which holds text in its own way, such as inline code."""
    return scanned(str(_DOOR.renderer.render([token], _DOOR.options, {})))


def scanned(html: str) -> list[Token]:
    """Return HTML as tokens: tags as they are, and the text between them as text.

    The HTML must come from a serialiser, which quotes every attribute. Rendering the tokens gives
    the same document again.
    """
    return [
        finished_html(part) if part.startswith("<") and len(part) > 1 else text(unescape(part))
        for part in PART.findall(html)
    ]


def tag_of(token: Token) -> tuple[str, int]:
    """Return the name of the element that a token opens (1) or closes (-1); no name and 0 for others."""
    if token.nesting:
        return token.tag, token.nesting
    if token.type == "html_inline" and (tag := NAME.match(token.content)):
        return tag[2].lower(), -1 if tag[1] else 1
    return "", 0


def text(content: str) -> Token:
    """Return a token of plain text."""
    return Token("text", "", 0, content=content)


def finished_html(html: str) -> Token:
    """Return a token of finished HTML."""
    return Token("html_inline", "", 0, content=html)


def opening(tag: str, attributes: Mapping[str, str] | None = None, *, kind: str = "") -> Token:
    """Return the token that opens an element."""
    return Token(f"{kind or tag}_open", tag, 1, attrs=dict(attributes or {}))


def closing(tag: str, *, kind: str = "") -> Token:
    """Return the token that closes an element."""
    return Token(f"{kind or tag}_close", tag, -1)


def with_children(token: Token, children: list[Token] | None) -> Token:
    """Return a block token with other children. Four times as fast as `Token.copy`, which looks up every field."""
    return Token(
        token.type,
        token.tag,
        token.nesting,
        token.attrs,
        token.map,
        token.level,
        children,
        token.content,
        token.markup,
        token.info,
        token.meta,
        token.block,
        token.hidden,
    )


def with_attributes(token: Token, attributes: dict[str, Any]) -> Token:
    """Return a token with other attributes."""
    other = with_children(token, token.children)
    other.attrs = attributes
    return other


def element(tag: str, attributes: Mapping[str, str], content_html: str = "") -> str:
    """Return an element as HTML, every attribute escaped. The content must be finished HTML."""
    written = "".join([f' {name}="{escaped(value)}"' for name, value in attributes.items()])
    return f"<{tag}{written}>{content_html}</{tag}>"
