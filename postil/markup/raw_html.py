"""Raw HTML in the author's own texts: let through when it is whole and harmless, else shown as characters.

The rule is one for words and blocks: every tag is in the lists below, is closed where it was
opened, in the same paragraph or the same block of HTML, and holds only what it may hold. A tag
that breaks the rule shows as characters, in a block of HTML the whole block does, and a warning
says so: nothing vanishes, and the page stays valid. So `<div>`, a blank line, Markdown, `</div>`
does not work. nh3 then cleans the attributes. Links and images are written in Markdown.
"""

from __future__ import annotations

import re
from collections.abc import Callable

import nh3
from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline

from postil.core.characters import UNWRITABLE

from .noticing import notice
from .tokens import Token, finished_html, text

INLINE = frozenset(
    [
        "abbr",
        "b",
        "bdi",
        "bdo",
        "br",
        "cite",
        "code",
        "del",
        "dfn",
        "em",
        "i",
        "ins",
        "kbd",
        "mark",
        "q",
        "rp",
        "rt",
        "ruby",
        "s",
        "samp",
        "small",
        "span",
        "strong",
        "sub",
        "sup",
        "time",
        "u",
        "var",
        "wbr",
    ]
)
BLOCK = frozenset(
    [
        "address",
        "blockquote",
        "caption",
        "dd",
        "details",
        "div",
        "dl",
        "dt",
        "figcaption",
        "figure",
        "hr",
        "li",
        "ol",
        "p",
        "pre",
        "summary",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "tr",
        "ul",
    ]
)
VOID = frozenset({"br", "hr", "wbr"})
PARENTS = {
    "caption": {"table"},
    "dd": {"dl"},
    "dt": {"dl"},
    "figcaption": {"figure"},
    "li": {"ol", "ul"},
    "rp": {"ruby"},
    "rt": {"ruby"},
    "summary": {"details"},
    "tbody": {"table"},
    "td": {"tr"},
    "tfoot": {"table"},
    "th": {"tr"},
    "thead": {"table"},
    "tr": {"table", "tbody", "tfoot", "thead"},
}
"""Elements that stand only in these."""
STRICT = frozenset({"dl", "ol", "table", "tbody", "tfoot", "thead", "tr", "ul"})
"""Elements that hold no words of their own, and no elements but those above."""
ONLY_WORDS = INLINE | {"caption", "dt", "p", "pre", "summary"}
"""Elements that hold no blocks."""
ATTRIBUTES = {
    "*": {"class", "dir", "lang", "title"},
    "del": {"datetime"},
    "details": {"open"},
    "ins": {"datetime"},
    "li": {"value"},
    "ol": {"start", "reversed", "type"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope"},
    "time": {"datetime"},
}
OWN_CLASSES = re.compile(
    "(?:postil|ed|is)-.*|body|checked|column|comments?|comment-text|earlier|endnotes|help|kind|kind-count|news|note"
    "|note-(?:foot|head|number)|paragraph|passage|rail|ref|results?|result-(?:text|words)|resume|search-.*|sheet|shown|theme"
    "|side|sources|update"
)
"""Classes by which the scripts of a page, and the workshop's, find its parts: no text may pass for one of those."""

TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9-]*)((?:[^<>\"']|\"[^\"<]*\"|'[^'<]*')*)>")
LOOKS_LIKE_MARKUP = re.compile(r"<(?:/?[A-Za-z][A-Za-z0-9-]*(?:[\s/>]|$)|!--|[?!][A-Za-z\[])")


def notice_tags(md: MarkdownIt) -> None:
    """Where raw HTML is off, notice what looks like it."""

    def notice_tag(state: StateInline, silent: bool) -> bool:  # noqa: FBT001 - the shape of a rule
        if not silent and state.src[state.pos] == "<":
            found = LOOKS_LIKE_MARKUP.match(state.src, state.pos)
            if found:
                notice(state, "raw-html", found[0].rstrip())
        return False

    md.inline.ruler.at("html_inline", notice_tag)


def cleaned_words(children: list[Token], refused: Callable[[str], None]) -> list[Token]:
    """Return inline tokens with such tags as may be published; the others become text."""
    if not any(child.type == "html_inline" for child in children):
        return children
    result: list[Token] = []
    opened: list[tuple[int, str]] = []

    def give_up(source: str) -> None:
        refused(source)
        result.append(text(source))

    def give_up_opened() -> None:
        index, _ = opened.pop()
        refused(result[index].meta["source"])
        result[index] = text(result[index].meta["source"])

    for child in children:
        if child.type != "html_inline":
            if child.nesting < 0:
                while opened and opened[-1][1]:
                    give_up_opened()
                opened.pop()
            elif child.nesting > 0:
                opened.append((len(result), ""))
            result.append(child)
            continue
        source = child.content
        if source.startswith("<!--"):
            continue
        tag = TAG.fullmatch(source)
        name = tag[2].lower() if tag else ""
        parent = opened[-1][1] if opened else ""
        if tag is None or name not in INLINE or (tag[3].endswith("/") and name not in VOID):
            give_up(source)
        elif tag[1]:
            if parent == name:
                opened.pop()
                result.append(finished_html(f"</{name}>"))
            else:
                give_up(source)
        elif name in PARENTS and parent not in PARENTS[name]:
            give_up(source)
        else:
            cleaned = _cleaned(source if name in VOID else f"{source}</{name}>").removesuffix(f"</{name}>")
            if name not in VOID:
                opened.append((len(result), name))
            result.append(finished_html(cleaned))
            result[-1].meta = {"source": source}
    while opened:
        give_up_opened()
    return result


def cleaned_block(source: str) -> tuple[str | None, str]:
    """Return a block of HTML cleaned, or `None` and the tag for which it cannot be published."""
    source = _without_comments(source)
    opened: list[str] = []
    position = 0
    for tag in TAG.finditer(source):
        name = tag[2].lower()
        if not _holds_words(source[position : tag.start()], opened):
            return None, tag[0]
        position = tag.end()
        if name not in INLINE | BLOCK or (tag[3].endswith("/") and name not in VOID):
            return None, tag[0]
        if tag[1]:
            if not opened or opened.pop() != name:
                return None, tag[0]
        elif not _may_stand(name, opened):
            return None, tag[0]
        elif name not in VOID:
            opened.append(name)
    if not _holds_words(source[position:], opened) or opened:
        return None, f"<{opened[-1]}>" if opened else source[position:].strip()[:20]
    return _cleaned(source), ""


def _without_comments(source: str) -> str:
    """Search by hand: a pattern looks for the end of every comment that has none through the whole block."""
    kept: list[str] = []
    position = 0
    while (start := source.find("<!--", position)) >= 0 and (end := source.find("-->", start + 4)) >= 0:
        kept.append(source[position:start])
        position = end + 3
    return "".join((*kept, source[position:]))


def _holds_words(words: str, opened: list[str]) -> bool:
    if LOOKS_LIKE_MARKUP.search(words):
        return False
    return not (words.strip() and opened and opened[-1] in STRICT)


def _may_stand(name: str, opened: list[str]) -> bool:
    parent = opened[-1] if opened else ""
    if name in PARENTS:
        return parent in PARENTS[name]
    return parent not in STRICT and (name in INLINE or parent not in ONLY_WORDS)


def _cleaned(source: str) -> str:
    cleaned = nh3.clean(
        source, tags=set(INLINE | BLOCK), attributes=ATTRIBUTES, attribute_filter=_permitted, link_rel=None
    )
    # A reference such as &#127; becomes the character itself, which no page may hold.
    return UNWRITABLE.sub("\N{REPLACEMENT CHARACTER}", cleaned)


def _permitted(_element: str, attribute: str, value: str) -> str | None:
    """Return the value of an attribute without what is the page's own, `None` when nothing is left."""
    if attribute != "class":
        return value
    return " ".join(name for name in value.split() if not OWN_CLASSES.fullmatch(name)) or None
