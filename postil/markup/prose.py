"""The prose of notes, Markdown of the author or a contributor, as HTML with its citations and links to entities.

It takes Markdown and four ways of looking something up, and gives HTML with what was cited, named
and missing. Nothing here knows where the note stands, so lines and columns are counted inside it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import field
from typing import Any

from postil.core.citing import shown_locator
from postil.core.problems import Place
from postil.core.values import dataclass

from . import links, parsers
from .citations import Cited
from .languages import brackets
from .plain import plain_html
from .positions import Positions, as_written
from .texts import as_prose, lost_words, mark_links
from .tokens import Token, closing, html, opening, text

ONE_PARAGRAPH = re.compile(r"[^\W\d_][^\n\r\0]*(?:\n[^\W\d_][^\n\r\0]*)*\n?")
"""Lines that all begin with a letter: no block of any other kind begins, or ends a paragraph, so."""


@dataclass(frozen=True, slots=True)
class LinkTarget:
    """What a citation or an entity's name leads to."""

    words: str
    """What is shown when the author wrote no words: `Arendt 1963`, `Kim Jong Un`."""
    address: str | None = None
    """`None` for something that is only named."""
    author: str = ""
    """Of a work: who is named in a sentence that cites it."""
    rest: str = ""
    """Of a work: its year, or what else is cited where the sentence names the author; empty when nothing is known."""


@dataclass(frozen=True, slots=True)
class Citation:
    """A work that a note cites."""

    key: str
    locator: str | None = None
    """Page, section or paragraph, as written."""


@dataclass(frozen=True, slots=True)
class Missing:
    """Something in a note that leads nowhere, or is not shown as it was meant."""

    code: str
    """`unknown-citation`, `unknown-entity`, `forbidden-link`, `broken-link`, `raw-html`, `missing-footnote` or
    `nested-too-deep`."""
    name: str
    """The key, the entity's name, the address, the tag, or the footnote's label; empty for lost words."""
    line: int
    """In the note, counted from 1."""
    column: int
    """In that line, counted from 1."""
    length: int = 1


@dataclass(frozen=True, slots=True)
class Prose:
    """The prose of a note, rendered."""

    html: str
    citations: tuple[Citation, ...] = ()
    """In order, each once."""
    entities: tuple[str, ...] = ()
    """Names of the entities that it links to, in order, each once."""
    missing: tuple[Missing, ...] = ()


def prose(
    markdown: str,
    *,
    lang: str,
    address: Callable[[str], str | None],
    cite: Callable[[str], LinkTarget | None],
    entity: Callable[[str], LinkTarget | None],
) -> Prose:
    """Return a note's Markdown as HTML.

    `address` says what the page shall say for a link's address, or `None` when it leads nowhere;
    `cite` and `entity` look up a citation's key and an entity's name. What cannot be found is shown
    as words and listed in `missing`, as are tags and footnotes, which notes have none of.
    """
    if plain := plain_html(markdown, address):
        return Prose(plain)
    environment: dict[str, Any] = {}
    tokens = parsed(markdown, environment)
    page = _Page(lang, address, cite, entity, Positions(markdown.split("\n")))
    page.notice(tokens, environment)
    tokens = as_prose(tokens)
    for block in tokens:
        if block.type == "inline":
            block.children = list(page.words(block))
    mark_links(tokens, strangers=False)
    return Prose(
        html(tokens),
        tuple(dict.fromkeys(page.citations)),
        tuple(dict.fromkeys(page.entities)),
        tuple(page.missing),
    )


def parsed(markdown: str, environment: dict[str, Any]) -> list[Token]:
    """Return a note's tokens. Most notes are one paragraph, for which no block need be looked for.

    What the rules of the parser notice is put into `environment`.
    """
    parser = parsers.for_notes()
    if not ONE_PARAGRAPH.fullmatch(markdown):
        return parser.parse(markdown, environment)
    words = parser.parseInline(markdown.strip(), environment)
    words[0].map = [0, markdown.count("\n") + 1]
    return [
        Token("paragraph_open", "p", 1, block=True),
        *words,
        Token("paragraph_close", "p", -1, block=True),
    ]


@dataclass(slots=True)
class _Page:
    """What is known while one note is rendered, and what is found in it."""

    lang: str
    address: Callable[[str], str | None]
    cite: Callable[[str], LinkTarget | None]
    entity: Callable[[str], LinkTarget | None]
    positions: Positions
    citations: list[Citation] = field(default_factory=list)
    entities: list[str] = field(default_factory=list)
    missing: list[Missing] = field(default_factory=list)

    def notice(self, tokens: Sequence[Token], environment: Mapping[str, Any]) -> None:
        """List what would be shown otherwise than it was meant."""
        for noticed in environment.get("noticed", ()):
            name = noticed.written.strip("[^]") if noticed.code == "missing-footnote" else noticed.written
            self._miss_at(noticed.code, name, self.positions.place_of_noticed(noticed))
        for place in lost_words(tokens, self.positions):
            self._miss_at("nested-too-deep", "", place)

    def words(self, block: Token) -> Iterator[Token]:
        """Yield the tokens of a block with every name looked up and every link led where it shall lead."""
        children = links.checked(
            block.children or [],
            lambda href: self.miss("forbidden-link", href, block, *as_written(href)),
            with_images=False,
        )
        in_link = False
        for child in children:
            if child.type == "citation":
                yield from self.cited(child, block, in_link=in_link)
            elif child.type == "entity":
                yield from self.named(child, block, in_link=in_link)
            elif child.type == "link_open":
                href = str(child.attrs.get("href", ""))
                target = self.address(href)
                in_link = target is not None
                if target is None:
                    self.miss("broken-link", href, block, *as_written(href))
                else:
                    child.attrs = {**child.attrs, "href": target}
                    yield child
            elif child.type != "link_close":
                yield child
            elif in_link:
                in_link = False
                yield child

    def cited(self, token: Token, block: Token, *, in_link: bool) -> Iterator[Token]:
        """Yield a citation as readers see it: `(see Arendt 1963, p. 3; Kim 2001)`."""
        works: tuple[Cited, ...] = token.meta["written"]
        before, after = brackets(self.lang)
        in_sentence = works[0].in_sentence
        if in_sentence and not works[0].locator and (in_link or self.cite(works[0].key) is None):
            # A name with the sign may be one of any network, so that it is none of ours is no mistake.
            yield text(token.content)
            return
        yield opening("span", {"class": "citation"})
        if not in_sentence:
            yield text(before)
        for index, work in enumerate(works):
            yield text(("; " if index else "") + (f"{work.prefix} " if work.prefix else ""))
            target, locator = self.cite(work.key), shown_locator(work.locator)
            if target is None:
                self.miss("unknown-citation", work.key, block, f"@{work.key}")
                yield text(f"@{work.key}")
            else:
                self.citations.append(Citation(work.key, work.locator or None))
                if in_sentence:
                    told = ", ".join(filter(None, (target.rest, locator)))
                    words, locator = (target.author or target.words) + (f" {before}{told}{after}" if told else ""), ""
                else:
                    words = (work.is_bare and target.rest) or target.words
                yield from _linked(words, target, "cite", in_link=in_link)
            if locator:
                yield text(f", {locator}")
        if not in_sentence:
            yield text(after)
        yield closing("span")

    def named(self, token: Token, block: Token, *, in_link: bool) -> Iterator[Token]:
        """Yield an entity's name as a link to its page."""
        name, words = token.meta["written"]
        target = self.entity(name)
        if target is None:
            self.miss("unknown-entity", name, block, token.content)
            yield text(words or name)
        else:
            self.entities.append(name)
            yield from _linked(words or target.words, target, "entity", in_link=in_link)

    def miss(self, code: str, name: str, block: Token, *wanted: str) -> None:
        self._miss_at(code, name, self.positions.place(block, *wanted))

    def _miss_at(self, code: str, name: str, place: Place) -> None:
        self.missing.append(Missing(code, name, place.line or 1, place.column or 1, place.length))


def _linked(words: str, target: LinkTarget, kind: str, *, in_link: bool) -> Iterator[Token]:
    if target.address is None or in_link or not links.is_allowed(target.address):
        yield text(words)
        return
    yield opening("a", {"class": kind, "href": target.address}, kind="link")
    yield text(words)
    yield closing("a", kind="link")
