"""The three ways in which Markdown is read: the author's texts, comments, and notes.

Each gives a markdown-it parser, made once for its settings. What others than the author may write
has no typographer and no links from bare addresses, because hostile input makes both take time by
the square of its length; and every preset keeps the limit of 20 levels that bounds what brackets
and quotes inside one another may cost.
"""

from __future__ import annotations

from functools import lru_cache

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore, normalize
from mdit_py_plugins.deflist import deflist_plugin

from . import citations, footnotes, headings, inline, links, noticing, paragraphs, raw_html, tables, typography
from .languages import quotes

DEEPEST = 20
"""Levels of elements in one another. A list has two: its own, and that of its items."""


@lru_cache(maxsize=64)
def for_texts(lang: str, *, html: bool, smart_quotes: bool) -> MarkdownIt:
    """Return the parser for the author's texts in a language."""
    md = _parser(html=html, quotes=quotes(lang))
    md.use(deflist_plugin)
    links.remember_spans(md)
    footnotes.footnotes_of_texts(md)
    links.bare_addresses(md)
    md.core.ruler.after("footnotes", "written_ids", headings.written_ids)
    md.core.ruler.after("written_ids", "typography", typography.replacements)
    if smart_quotes:
        md.core.ruler.after("typography", "smart_quotes", typography.smart_quotes)
    inline.by_character(md)
    return md


@lru_cache(maxsize=1)
def for_comments() -> MarkdownIt:
    """Return the parser for what readers wrote."""
    md = _parser(html=False)
    links.remember_spans(md)
    inline.by_character(md)
    return md


@lru_cache(maxsize=1)
def for_notes() -> MarkdownIt:
    """Return the parser for the prose of notes, with citations and links to entities."""
    md = _parser(html=False)
    citations.citations_and_entities(md)
    footnotes.footnotes_of_notes(md)
    inline.by_character(md)
    return md


def _parser(*, html: bool, quotes: tuple[str, str, str, str] | None = None) -> MarkdownIt:
    options = {"html": html, "xhtmlOut": False, "maxNesting": DEEPEST} | ({"quotes": list(quotes)} if quotes else {})
    md = MarkdownIt("commonmark", options).enable(["table", "strikethrough"])
    md.core.ruler.at("normalize", _normalised)
    tables.aligned_by_classes(md)
    paragraphs.plain_paragraphs(md)
    md.normalizeLink = links.normalised  # type: ignore[assignment, method-assign]
    # Every address becomes a link here; `links.checked` takes off those that may not be published,
    # so that their words can stay and the author can be told.
    md.validateLink = lambda url: True  # type: ignore[method-assign]  # noqa: ARG005 - called by name
    if not html:
        md.disable(["html_block"])
        raw_html.notice_tags(md)
        noticing.know_blocks(md)
    return md


def _normalised(state: StateCore) -> None:
    """Core rule: make all ends of lines the same, where any is another. Files that are read have one sort."""
    if "\r" in state.src or "\0" in state.src:
        normalize(state)
