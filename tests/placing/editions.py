"""Small editions for tests, with ranges in place of quotes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from postil.core.model import (
    Anchor,
    Annotation,
    Comment,
    CommentEdition,
    Document,
    Edition,
    PlacedBlock,
    PlacedEdition,
    Range,
    Source,
)
from postil.core.problems import Checked, Place
from postil.core.written import MarkdownSettings, NoteSettings, SiteSettings
from postil.markup import comment_document, document
from postil.placing import placed

WORDS = {
    "note-number": "Note {number}",
    "show-note": "Show note {number}",
    "footnote": "footnote",
    "answered-by": "Answered by {author}",
    "anonymous": "somebody",
    "omitted": "Words left out",
}


class Nowhere:
    """The places of something that stands in no file."""

    source = Source("a.yaml", "", "")

    def at(self, *_path: str | int) -> Place:
        return Place("a.yaml", 1, 1)

    def inside(self, _path: tuple[str | int, ...], line: int, column: int = 1, length: int = 1) -> Place:
        return Place("a.yaml", line, column, length)


def read(text: str, *, with_html: bool = False) -> Document:
    """Return a text, parsed."""
    site = SiteSettings(markdown=MarkdownSettings(html=with_html))
    return document(Source("content/a.md", text, ""), site).value


def anchor(name: str, *ranges: tuple[int, int], kind: str = "context") -> Anchor:
    """Return a note's anchor at given ranges."""
    annotation = Annotation(id=name, quote="x", kind=kind, places=Nowhere())
    return Anchor(annotation, tuple(Range(start, end) for start, end in ranges))


def found(text: Document, words: str) -> tuple[int, int]:
    """Return the first place of words."""
    start = text.plain.index(words)
    return start, start + len(words)


def comment(
    name: str, words: str, *, answers: tuple[int, int] | None = None, notes: Mapping[str, str] | None = None
) -> CommentEdition:
    """Return a reader comment with notes: id to the words that they are on."""
    written = Comment(id=name, author="Ann", text=words, source=Source("a.yaml", words, ""), places=Nowhere())
    parsed = comment_document(written, lang="en").value
    anchors = tuple(anchor(note, found(parsed, passage)) for note, passage in (notes or {}).items())
    return CommentEdition(written, parsed, anchors, Range(*answers) if answers else None)


def place(
    text: Document,
    anchors: Iterable[Anchor] = (),
    comments: Iterable[CommentEdition] = (),
    *,
    before_punctuation: bool = False,
    gone: Iterable[str] = (),
) -> PlacedEdition:
    """Return a text placed on a page where every link leads where it says, but for those `gone`."""
    return checked(text, anchors, comments, before_punctuation=before_punctuation, gone=gone).value


def checked(
    text: Document,
    anchors: Iterable[Anchor] = (),
    comments: Iterable[CommentEdition] = (),
    *,
    before_punctuation: bool = False,
    gone: Iterable[str] = (),
) -> Checked[PlacedEdition]:
    """Return the same with its problems."""
    lost = set(gone)
    site = SiteSettings(
        notes=NoteSettings(reference="before-punctuation" if before_punctuation else "after-punctuation")
    )
    edition = Edition("a", text, tuple(anchors), comments=tuple(comments))
    return placed(edition, address=lambda href: None if href in lost else href, site=site, words=WORDS)


def page(placed_edition: PlacedEdition) -> str:
    """Return the HTML of a text without its comments, and without the ids of its paragraphs."""
    return "".join(unnamed(block) for block in placed_edition.text.blocks)


def unnamed(block: PlacedBlock) -> str:
    """Return the HTML of a block without the id that it is linked to by."""
    return block.block_html.replace(f' id="{block.id}"', "", 1) if block.id else block.block_html
