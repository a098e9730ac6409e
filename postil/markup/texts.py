"""Texts and reader comments: a source becomes a `Document`.

A text is the author's own: typographer, footnotes, bare addresses, ids for headings. A comment is
a stranger's, and has none of these. A text that begins with the heading that is its title loses
that heading, because the page shows the title already.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Any

from postil.core.addresses import slug
from postil.core.citing import forbidden_link
from postil.core.model import Comment, Document, Heading, Metadata, Source
from postil.core.problems import Checked, Place, Problem, Severity
from postil.core.written import FrontMatter, SiteSettings

from . import footnotes, headings, links, parsers, raw_html
from .flat import flattened, laid_open
from .front_matter import front_matter
from .languages import direction
from .positions import Positions, as_written
from .tokens import Token, closing, opening, text

LETTER = re.compile(r"[^\W\d_]")


def document(source: Source, site: SiteSettings) -> Checked[Document]:
    """Return a text parsed, with the gaps of its front matter filled, and its problems.

    `environment["footnotes"]` holds the text's own footnotes by id, in their order,
    `environment["first_line"]` the line of the file, counted from 1, from which the tokens count theirs.
    """
    problems: list[Problem] = []
    front, start = front_matter(source, problems)
    lang = front.lang or site.lang
    parser = parsers.for_texts(lang, html=site.markdown.html, smart_quotes=site.markdown.smart_quotes)
    environment: dict[str, Any] = {}
    tokens = parser.parse(source.text[start:], environment)
    positions = Positions(source.text.split("\n"), source.path, source.text.count("\n", 0, start) + 1)

    problems += _lost_words(tokens, positions)
    hint = "write it in Markdown, put it between backticks, or set `markdown: {html: true}` in site.yaml"
    problems += _tags(environment, positions, hint)
    flow, definitions = footnotes.taken_out(tokens)
    ids = footnotes.named(flow, definitions)
    tidy = _Tidier(positions, problems, with_html=site.markdown.html, with_images=True)
    flow = tidy.tokens(flow)
    notes: dict[str, Sequence[Token]] = {}
    for definition in definitions:
        written = tidy.tokens(definition.tokens)
        if notes.setdefault(ids[definition.name], written) is not written:
            problems.append(
                _footnote_problem(
                    definition, positions, "is written twice; the first one is shown", "rename one of them"
                )
            )
    title, flow = _title(front, flow, source.path)
    found = _headings(flow, positions, problems)
    problems += _undefined_footnotes(environment, positions)
    reached = footnotes.reached(flow, notes)
    problems += [
        _footnote_problem(definition, positions, "is not referred to", "refer to it in the text, or remove it")
        for definition in definitions
        if ids[definition.name] not in reached
    ]

    plain, pieces = flattened(flow, first_line=positions.first_line)
    parsed = Document(
        source,
        _metadata(front, title=title, lang=lang),
        tuple(flow),
        plain,
        pieces,
        found,
        {
            "footnotes": {
                name: footnotes.Footnote(name, tuple(part)) for name, part in notes.items() if name in reached
            },
            "first_line": positions.first_line,
        },
    )
    return Checked(parsed, tuple(problems))


def comment_document(comment: Comment, *, lang: str) -> Checked[Document]:
    """Return the text of a reader comment parsed: no HTML, no images, no ids, every link marked as a stranger's."""
    problems: list[Problem] = []
    positions = Positions(comment.text.split("\n"))
    environment: dict[str, Any] = {}
    tokens = parsers.for_comments().parse(comment.text, environment)
    problems += _lost_words(tokens, positions)
    problems += _tags(environment, positions, "write it in Markdown, or put it between backticks")
    tokens = as_prose(tokens)
    tokens = _Tidier(positions, problems, with_html=False, with_images=False).tokens(tokens)
    mark_links(tokens, strangers=True)
    plain, pieces = flattened(tokens, first_line=comment.places.inside(("text",), 1).line or 1)
    metadata = Metadata(title=comment.author or comment.id, lang=lang, dir=direction(lang))
    parsed = Document(comment.source, metadata, tuple(tokens), plain, pieces)
    return Checked(parsed, tuple(_in_file(problem, comment) for problem in problems))


def _in_file(problem: Problem, comment: Comment) -> Problem:
    """Return a problem of a comment's words, counted in those, with its place in the file."""
    place = problem.place
    inside = comment.places.inside(("text",), place.line or 1, place.column or 1, place.length)
    return replace(problem, place=inside)


def as_read(quote: str, lang: str, site: SiteSettings) -> str:
    """Return the flat text that a reader would see where a text of that language held `quote` as Markdown."""
    parser = parsers.for_texts(lang, html=site.markdown.html, smart_quotes=site.markdown.smart_quotes)
    environment: dict[str, Any] = {}
    tokens, _ = footnotes.taken_out(parser.parse(quote, environment))
    for block, label in environment["undefined_footnotes"]:
        for child in block.children:
            if child.type == "text":
                child.content = child.content.replace(f"[^{label}]", "", 1)
    tidy = _Tidier(Positions(quote.split("\n")), [], with_html=site.markdown.html, with_images=True)
    return flattened(tidy.tokens(tokens))[0]


def as_prose(tokens: list[Token]) -> list[Token]:
    """Return the tokens of a note or comment with its headings as strong paragraphs: it has no outline."""
    for token, inline in pairwise(tokens):
        if token.type == "heading_open":
            inline.children = [opening("strong"), *(inline.children or []), closing("strong")]
    for token in tokens:
        if token.type in {"heading_open", "heading_close"}:
            token.type, token.tag = token.type.replace("heading", "paragraph"), "p"
    return tokens


def mark_links(tokens: Sequence[Token], *, strangers: bool) -> None:
    """Tell browsers and search engines what the links are: ours that lead away, or a stranger's."""
    for token in tokens:
        for child in token.children or ():
            if child.type == "link_open" and (strangers or links.is_external(str(child.attrs.get("href", "")))):
                child.attrs = {**child.attrs, "rel": "nofollow ugc noopener" if strangers else "noopener"}


class _Tidier:
    """Takes from the tokens of one parse what may not be published, and lays their text open."""

    def __init__(self, positions: Positions, problems: list[Problem], *, with_html: bool, with_images: bool) -> None:
        self.positions = positions
        self.problems = problems
        self.with_html = with_html
        self.with_images = with_images

    def tokens(self, tokens: Sequence[Token]) -> list[Token]:
        result: list[Token] = []
        for token in tokens:
            if token.type == "inline":
                self.words(token)
            elif token.type == "html_block":
                result += self.block(token)
                continue
            result.append(token)
        return laid_open(result)

    def words(self, block: Token) -> None:
        children = block.children or []
        if self.with_html:
            children = raw_html.cleaned_words(children, lambda tag: self.refused(block, tag))
        block.children = links.checked(
            children,
            lambda href: self.problems.append(
                forbidden_link(href, self.positions.place(block, *as_written(href)), in_prose=True)
            ),
            with_images=self.with_images,
        )

    def block(self, token: Token) -> list[Token]:
        cleaned, tag = raw_html.cleaned_block(token.content)
        if cleaned is not None:
            return [token.copy(content=cleaned)] if cleaned.strip() else []
        self.refused(token, tag)
        return [
            Token("paragraph_open", "p", 1, map=token.map, block=True, level=token.level),
            Token("inline", "", 0, map=token.map, children=[text(token.content.strip("\n"))], block=True),
            Token("paragraph_close", "p", -1, block=True, level=token.level),
        ]

    def refused(self, block: Token, tag: str) -> None:
        hint = "close every tag in the paragraph or block that opens it, or write it in Markdown"
        self.problems.append(_raw_html(tag, self.positions.place(block, tag), hint))


def _lost_words(tokens: Sequence[Token], positions: Positions) -> Iterator[Problem]:
    for place in lost_words(tokens, positions):
        sentence = "the words here are lost, because lists or quotations stand too deep in one another"
        yield Problem("nested-too-deep", sentence, place, "bring them some levels up")


def lost_words(tokens: Sequence[Token], positions: Positions) -> Iterator[Place]:
    """Yield the places where the parser has left words out: it stops without a word at its deepest level."""
    for token, following in pairwise(tokens):
        if token.nesting < 1 or following.nesting >= 0 or token.level < parsers.DEEPEST - 1 or not token.map:
            continue
        first, last = token.map
        start = positions.first_line - 1
        if LETTER.search("\n".join(positions.lines[first + start : last + start])):
            yield positions.place(token)


def _title(front: FrontMatter, flow: list[Token], path: str) -> tuple[str, list[Token]]:
    """Return the title and the text without the heading that says the same at its head.

    Of a text published in excerpts no heading is the title: it may be left out, and lists would still show it.
    """
    heading = next(
        (index for index, token in enumerate(flow) if token.type == "heading_open" and token.tag == "h1"), -1
    )
    first = _words(flow[heading + 1]) if heading >= 0 else ""
    title = front.title or (first if front.rights != "excerpts" else "") or _name(path)
    if heading == 0 and slug(first) == slug(title):
        flow = flow[3:]
    return title, flow


def _name(path: str) -> str:
    stem = posixpath.splitext(posixpath.basename(path))[0]
    if stem == "index":
        stem = posixpath.basename(posixpath.dirname(path))
    words = re.sub(r"[-_]+", " ", stem).strip()
    return words[:1].upper() + words[1:]


def _words(inline: Token) -> str:
    return " ".join(flattened([inline])[0].split())


def _metadata(front: FrontMatter, *, title: str, lang: str) -> Metadata:
    author = front.author
    return Metadata(
        title=title,
        subtitle=front.subtitle,
        authors=(author,) if isinstance(author, str) else author or (),
        date=front.date,
        lang=lang,
        dir=front.dir or direction(lang),
        tags=front.tags,
        description=front.description,
        draft=front.draft,
        slug=front.slug,
        order=front.order,
        origin=front.source,
        rights=front.rights,
    )


def _headings(flow: Sequence[Token], positions: Positions, problems: list[Problem]) -> tuple[Heading, ...]:
    def say(code: str, sentence: str) -> Callable[[Token, str], None]:
        return lambda block, identifier: problems.append(
            Problem(
                code,
                sentence.format(identifier),
                positions.place(block, "{#" + identifier + "}"),
                "choose another id",
            )
        )

    return headings.headings(
        flow,
        _words,
        reserved=say("reserved-id", "the id {} may belong to a part of the page"),
        taken_twice=say("duplicate-id", "two headings have the id {}"),
    )


def _tags(environment: dict[str, Any], positions: Positions, hint: str) -> Iterator[Problem]:
    for noticed in environment.get("noticed", ()):
        yield _raw_html(noticed.written, positions.place_of_noticed(noticed), hint)


def _undefined_footnotes(environment: dict[str, Any], positions: Positions) -> Iterator[Problem]:
    for block, label in environment["undefined_footnotes"]:
        yield Problem(
            "missing-footnote",
            f"there is no footnote [^{label}]",
            positions.place(block, f"[^{label}]"),
            f"write it in a paragraph of its own: [^{label}]: …",
            Severity.WARNING,
        )


def _raw_html(tag: str, place: Place, hint: str) -> Problem:
    return Problem("raw-html", f"{tag} is shown as characters, not as markup", place, hint, Severity.WARNING)


def _footnote_problem(definition: footnotes.Definition, positions: Positions, sentence: str, hint: str) -> Problem:
    label = f"[^{definition.name}]"
    place = positions.place(definition.opening, f"{label}:")
    return Problem("missing-footnote", f"the footnote {label} {sentence}", place, hint, Severity.WARNING)
