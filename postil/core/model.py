"""The values that flow from stage to stage, in the order in which they are made.

    Source -> Document, Annotation, Comment -> Anchor, Edition -> Placed -> Page -> Output

All are frozen. A stage takes some of them and returns others; nothing is changed afterwards.
The one rule a newcomer must know: every position in a text is an offset in `Document.plain`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from enum import StrEnum
from typing import Any, Protocol

from .dates import Day, PartialDate
from .problems import Place
from .values import dataclass
from .written import AnnotationFields, CommentFields, Entity, Origin, Quotation, SiteSettings

# ----------------------------------------------------------------------------------- gather


@dataclass(frozen=True, slots=True)
class Source:
    """One file as read."""

    path: str
    """Relative to the site's folder, forward slashes: `content/essays/axis.md`."""
    text: str
    """Without byte-order mark, every line end a single `\\n`."""
    digest: str
    """SHA-256 of the bytes, in hexadecimal."""
    original: bytes | None = field(default=None, compare=False, repr=False)
    """The bytes, where they are others than those of `text`: with other line ends, or a byte-order mark."""

    @property
    def content(self) -> bytes:
        """The file's bytes."""
        return self.text.encode("utf-8") if self.original is None else self.original

    def place(self, line: int, column: int = 1, length: int = 1) -> Place:
        """Return the place at `line` and `column`, both counted from 1, with the line as excerpt."""
        lines = self.text.split("\n", line)
        excerpt = lines[line - 1] if 0 < line <= len(lines) else None
        return Place(self.path, line, column, length, excerpt)

    def place_at(self, offset: int, length: int = 1) -> Place:
        """Return the place at a character offset of `text`, counted from 0."""
        start = self.text.rfind("\n", 0, offset) + 1
        end = self.text.find("\n", offset)
        line = self.text[start : end if end >= 0 else None]
        return Place(
            self.path, self.text.count("\n", 0, offset) + 1, offset - start + 1, max(1, min(length, len(line))), line
        )


@dataclass(frozen=True, slots=True)
class Asset:
    """A file beside the texts that is copied as it is."""

    path: str
    """Relative to the site's folder: `content/essays/map.png`."""
    address: str
    """Where it stands in the site: `essays/map.png`."""


@dataclass(frozen=True, slots=True)
class TextFiles:
    """A text with the files that belong to it."""

    name: str
    """Path in content/ without `.md`: `essays/axis`, `index`."""
    text: Source
    annotations: tuple[Source, ...] = ()
    """In all three spellings, in the order of their paths."""
    comments: Source | None = None


@dataclass(frozen=True, slots=True)
class TextPaths:
    """The files of a text, before any of them is read."""

    name: str
    text: str | None
    """`None` where something belongs to a text that does not exist."""
    annotations: tuple[str, ...] = ()
    comments: str | None = None

    @property
    def all(self) -> tuple[str, ...]:
        """Every path, that of the text first."""
        return tuple(path for path in (self.text, *self.annotations, self.comments) if path)


@dataclass(frozen=True, slots=True)
class Gathered:
    """Everything that content/ holds."""

    texts: tuple[TextPaths, ...]
    """In the order of their names."""
    assets: tuple[Asset, ...] = ()
    site: Source | None = None
    entities: Source | None = None
    references: Source | None = None


# --------------------------------------------------------------------------------- settings


@dataclass(frozen=True, slots=True)
class Reference:
    """An entry of references.json, reduced to what is shown."""

    key: str
    title: str
    authors: tuple[str, ...] = ()
    """Names in reading order: `Hannah Arendt`, `United Nations Security Council`."""
    short: str = ""
    """Author for a citation in the line: `Arendt`, `Arendt and Jaspers`, `Arendt et al.`"""
    letter: str = ""
    """What tells it from other works of the same `short` and year: `a`, `b`. Empty where nothing need."""
    container: str | None = None
    """Journal, book or site that it appeared in."""
    editors: tuple[str, ...] = ()
    """Who edited that; empty where editors stand for the work itself, as `authors`."""
    publisher: str | None = None
    date: PartialDate | None = None
    url: str | None = None
    """Of its DOI where the entry has no other."""
    doi: str | None = None
    """Its DOI as an address: `https://doi.org/10.1000/182`."""
    accessed: Day | None = None
    locator: str | None = None
    """Volume, issue and pages of the entry itself."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What holds for the whole site."""

    site: SiteSettings
    entities: Mapping[str, Entity] = field(default_factory=dict)
    references: Mapping[str, Reference] = field(default_factory=dict)
    site_places: Places | None = field(default=None, compare=False, repr=False)
    """Where the fields of site.yaml stand; `None` without such a file."""
    entity_places: Places | None = field(default=None, compare=False, repr=False)
    """Where the fields of entities.yaml stand; `None` without such a file."""


# ----------------------------------------------------------------------------------- markup


@dataclass(frozen=True, slots=True)
class Metadata:
    """The front matter of a text, with its gaps filled."""

    title: str
    subtitle: str | None = None
    authors: tuple[str, ...] = ()
    date: PartialDate | None = None
    lang: str = "en"
    dir: str = "ltr"
    tags: tuple[str, ...] = ()
    description: str | None = None
    draft: bool = False
    slug: str | None = None
    order: int | None = None
    origin: Origin | None = None
    rights: str = "full"


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of `Document.plain` and the token that shows it."""

    start: int
    """Offset of its first character in `Document.plain`; it ends where its token's text ends."""
    end: int
    block: int
    """Index in `Document.tokens` of the token whose `children` hold it."""
    child: int
    """Index in those children."""
    first_line: int
    """First line of the block in the source, counted from 1."""
    last_line: int
    """Last line of the block in the source, counted from 1."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of a text."""

    level: int
    id: str
    text: str


@dataclass(frozen=True, slots=True)
class Document:
    """One text, or one comment, parsed."""

    source: Source
    metadata: Metadata
    tokens: tuple[Any, ...]
    """markdown-it tokens; every text-bearing leaf is a child of type `text` of some block token."""
    plain: str
    """The one flat text that a reader sees: `\\n` for breaks, `\\n\\n` between blocks."""
    pieces: tuple[Piece, ...]
    """In order; the gaps between them are breaks, which no token of text holds."""
    headings: tuple[Heading, ...] = ()
    environment: Mapping[str, Any] = field(default_factory=dict)
    """What goes with the tokens: `footnotes` by id, and `first_line`, from which the tokens count their lines."""


# ------------------------------------------------------------------- annotations and comments


class Places(Protocol):
    """Knows where each field of something written stands in its file."""

    @property
    def source(self) -> Source:
        """The file."""
        ...

    def at(self, *path: str | int) -> Place:
        """Return the place of the value at `path`, as `at("also", 0, "quote")`.

        The place of the nearest thing around it when there is no such value.
        """
        ...

    def inside(self, path: tuple[str | int, ...], line: int, column: int = 1, length: int = 1) -> Place:
        """Return the place of a stretch inside the value at `path`, by its own lines, counted from 1."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Annotation(AnnotationFields):
    """One annotation, with its place in its file."""

    id: str = ""
    """Never empty once read: made from the quote when the author gave none."""
    places: Places = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Comment(CommentFields):
    """One reader comment, with its place in its file."""

    source: Source = field(compare=False, repr=False)
    places: Places = field(compare=False, repr=False)


# -------------------------------------------------------------------------------- anchoring


@dataclass(frozen=True, slots=True, order=True)
class Range:
    """A stretch of `Document.plain`."""

    start: int
    """Offset of the first character."""
    end: int
    """Offset just after the last character."""


class Found(StrEnum):
    """How a quote was found."""

    EXACT = "exact"
    """By the folded words."""
    MARKDOWN = "markdown"
    """By the folded words, after reading the quote as Markdown."""
    SQUEEZED = "squeezed"
    """By letters and digits only."""


@dataclass(frozen=True, slots=True)
class Anchor:
    """The place of one annotation in one text."""

    annotation: Annotation
    ranges: tuple[Range, ...]
    """The passage of `quote`, then those of `also`, in the order written; never empty."""
    found: Found = Found.EXACT
    """How the first passage was found."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A passage that an orphan's quote may have meant."""

    range: Range
    """The whole passage, to the end of `until` where that is known."""
    text: str
    """The words that the range begins with: of the passage, or of its beginning where it has an `until`."""
    line: int
    """Line of the source, counted from 1, of what was lost: the quote, or `until` where only that is not there."""
    score: float
    """From 0 to 1."""
    is_safe: bool
    """Whether `repair` may write it without asking."""
    prefix: str = ""
    suffix: str = ""
    """The shortest context that makes `text` unique."""
    until: str = ""
    """The words that end the passage, if they are quoted and known."""


@dataclass(frozen=True, slots=True)
class Orphan:
    """A quote that has no certain place."""

    annotation: Annotation
    quotation: Quotation
    """The annotation itself, or one of its `also`."""
    reason: str
    """The problem's code: `quote-not-found`, `quote-ambiguous`, …"""
    suggestions: tuple[Suggestion, ...] = ()


@dataclass(frozen=True, slots=True)
class CommentEdition:
    """One reader comment with what was found in it and for it."""

    comment: Comment
    document: Document
    anchors: tuple[Anchor, ...] = ()
    """Of the annotations that are `on` this comment, in reading order."""
    answers: Range | None = None
    """The passage that it answers, in the text's `plain`."""
    suggestions: tuple[Suggestion, ...] = ()
    """What it may have answered, where the words that it quotes have no certain place."""


@dataclass(frozen=True, slots=True)
class Edition:
    """A text with its annotations in their places."""

    name: str
    """As in `TextFiles.name`."""
    document: Document
    anchors: tuple[Anchor, ...] = ()
    """In reading order: by start of the first passage, the shorter first, then as written."""
    orphans: tuple[Orphan, ...] = ()
    comments: tuple[CommentEdition, ...] = ()
    """As written."""


# ---------------------------------------------------------------------------------- placing


@dataclass(frozen=True, slots=True)
class PlacedBlock:
    """One top-level block of a text as HTML."""

    block_html: str
    notes: tuple[str, ...] = ()
    """Ids of the notes whose first reference stands in this block, in order of reference."""
    words: str = ""
    """What it says, divided by single spaces: only what is published of it, and no references."""
    id: str | None = None
    """Of the element, for blocks that are linked to by themselves: paragraphs, lists, quotations, tables."""


@dataclass(frozen=True, slots=True)
class PlacedNote:
    """A note of the page's one sequence: an annotation's, or the text's own footnote."""

    id: str
    """`ID` of `#note-ID`: the annotation's id, or `footnote-LABEL`."""
    number: int
    references: tuple[str, ...]
    """Ids of the elements that refer to it, the first being `ref-ID`."""
    footnote_html: str | None = None
    """The prose of a footnote of the text; `None` for an annotation, whose prose `plan` renders."""


@dataclass(frozen=True, slots=True)
class PlacedText:
    """A text, or a comment, as HTML with passages marked and references set."""

    blocks: tuple[PlacedBlock, ...]
    notes: tuple[PlacedNote, ...]
    """In the order of their numbers."""
    share: float = 1.0
    """What part of `plain` is published, by characters: less than 1 under `rights: excerpts`."""


@dataclass(frozen=True, slots=True)
class PlacedEdition:
    """A text and its comments as HTML; their notes share one sequence of numbers."""

    text: PlacedText
    comments: Mapping[str, PlacedText] = field(default_factory=dict)
    """By the comment's id. The numbers go on where the text's end, comment after comment."""


# ---------------------------------------------------------------------------- plan and render


@dataclass(frozen=True, slots=True)
class Page:
    """A page to be: its address, its layout, and everything the layout needs, as plain values."""

    address: str
    """Path in the site, without a leading slash: `essays/axis/`, ``, `404.html`."""
    layout: str
    """Name of a template in layouts/: `text.html`."""
    view: Any
    """A frozen dataclass of `plan/views`: strings, numbers, tuples and other views only."""


@dataclass(frozen=True, slots=True)
class Part:
    """A paragraph of something that can be searched."""

    id: str
    """Of the element that shows it; empty where none has one."""
    words: str
    """Plain text, its words divided by single spaces."""


@dataclass(frozen=True, slots=True)
class Record:
    """One thing that a search finds: a text, a comment or a note."""

    kind: str
    """`text`, `comment`, or the kind of the note."""
    id: str
    """Of its element on the text's page; empty for the text."""
    title: str
    """The title of the text, the author of the comment, the passage of the note; words divided like those of parts."""
    parts: tuple[Part, ...] = ()


@dataclass(frozen=True, slots=True)
class SearchedText:
    """A text with everything on its page that a search finds."""

    title: str
    address: str
    """Link to its page from the search page."""
    lang: str
    dir: str
    records: tuple[Record, ...]
    """The text, then its notes, then the comments."""


@dataclass(frozen=True, slots=True)
class Card:
    """A picture of a text for previews elsewhere: everything that is drawn on it."""

    path: str
    """Where it stands in the site; the name holds a digest of everything that its bytes depend on."""
    title: str
    site: str
    """Title of the site."""
    dir: str
    """Direction of the text: the picture of one from right to left is mirrored."""
    subtitle: str | None = None
    authors: str | None = None
    counts: tuple[tuple[str, str], ...] = ()
    """Kind of note, and how many there are of it: `4 checks`."""
    notes: tuple[tuple[int, str], ...] = ()
    """Where each note stands, in thousandths of the text, and its kind."""


@dataclass(frozen=True, slots=True)
class Output:
    """A file of the site to be."""

    path: str
    """Relative to the site's root, forward slashes."""
    content: bytes


@dataclass(frozen=True, slots=True)
class Kept:
    """A file of the site built before that stays, since nothing that it depends on has changed."""

    path: str
    """Relative to the site's root, forward slashes."""
    digest: str
    """SHA-256 of its bytes, in hexadecimal."""


class Earlier(Protocol):
    """The site built before, for stages whose results cost too much to be made again."""

    def paths(self, below: str) -> tuple[str, ...]:
        """Return the paths of our files that begin with `below`, sorted: `search/` for those in that folder."""
        ...

    def kept(self, path: str) -> Kept | None:
        """Return the file at `path` to be taken over, `None` unless it is ours and as we wrote it."""
        ...
