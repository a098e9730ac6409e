"""What the layouts receive: every page's values, decided, ordered and named.

Strings, numbers, booleans, tuples and other views only, so that a page can be digested, kept and
rendered anywhere. Every string is plain text, which the layouts escape, except those whose name
ends in `_html`, which are finished HTML. Every `address` is relative to the page, ready for
`href`; one that came from an author has passed the list of allowed schemes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from typing import Any

from postil.core.model import Card
from postil.core.values import dataclass

KEPT_APART: Mapping[str, Any] = {"kept": False}
"""Marks the fields that are not kept with a page: the frame and the words, which are those of all pages, and what
stands in the page already."""


@dataclass(frozen=True, slots=True)
class LinkView:
    """A link."""

    title: str
    address: str
    is_current: bool = False
    """Whether it leads to the page it stands on."""


@dataclass(frozen=True, slots=True)
class TagView:
    """A tag of a text or note."""

    name: str
    """Safe in an address and in an attribute; never empty."""
    title: str
    """As its author wrote it."""
    address: str | None = None
    """Its page; `None` without one."""


@dataclass(frozen=True, slots=True)
class StyleView:
    """A style sheet of one page, made for it alone."""

    rules_html: str
    """Whole rules of CSS, safe inside `style`."""
    digest: str
    """Of the rules, as the content policy names them: `sha256-…`."""


@dataclass(frozen=True, slots=True)
class PictureView:
    """A picture that previews of a page show."""

    address: str
    """A whole one."""
    title: str
    """What it shows, for who cannot see it."""
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class MetaView:
    """What programs are told of a page, besides its title and description."""

    type: str = "website"
    """By the vocabulary of Open Graph: `article` for a text."""
    published: str | None = None
    """An ISO date, whole or partial."""
    modified: str | None = None
    tags: tuple[str, ...] = ()
    feed: LinkView | None = None
    """The feed of its notes."""
    picture: PictureView | None = None
    card: Card | None = None
    """What the picture is drawn from, which no layout shows."""
    linked_html: str = ""
    """JSON-LD, safe inside `script`."""


@dataclass(frozen=True, slots=True)
class SiteView:
    """The frame around every page."""

    title: str
    lang: str
    root: str
    """Relative address of the site's root folder, empty or ending in a slash: for `assets/…`."""
    home: str
    """Address of the home page."""
    description: str | None = None
    author: str | None = None
    license: str | None = None
    repository: LinkView | None = None
    """Where the site is kept and can be improved."""
    navigation: tuple[LinkView, ...] = ()
    indexes: tuple[LinkView, ...] = ()
    """The generated pages that lead to others, for the foot of every page: sources, tags, …"""
    search: str | None = None
    """Address of the search page; `None` where the site has none."""
    feeds: tuple[LinkView, ...] = ()
    """The feeds of the site; none where it is not known where the site is published."""
    canonical: str | None = None
    """Whole address of the page; `None` where it is not known, or where the page may stand anywhere."""
    generator: str = "Postil"


@dataclass(frozen=True, slots=True)
class SourceView:
    """A source, written out."""

    title: str
    address: str | None = None
    """`None` when it has no address that may be linked. Leads to the supporting sentence."""
    plain_address: str | None = None
    """Without what leads to the sentence, for paper; `None` when nothing does."""
    authors: str | None = None
    container: str | None = None
    publisher: str | None = None
    date: str | None = None
    """As read by people: `18 October 2024`."""
    accessed: str | None = None
    locator: str | None = None
    quote: str | None = None
    """The sentence the note rests on."""
    archive: str | None = None
    """Address of an archived copy."""
    broken: str | None = None
    """When its address was found dead, as read by people."""
    license: str | None = None
    doi: str | None = None
    """Its DOI as an address that may be linked."""


@dataclass(frozen=True, slots=True)
class UpdateView:
    """What happened since a note was written."""

    date: str
    date_iso: str
    prose_html: str
    sources: tuple[SourceView, ...] = ()


@dataclass(frozen=True, slots=True)
class NoteView:
    """A note: an annotation's, or a footnote of the text itself."""

    id: str
    """The element's id is `note-ID`; that of its first reference is `ref-ID`."""
    number: int
    """0 for a note that has no place."""
    kind: str
    """`context`, `check`, …; `footnote` for the text's own footnotes. Safe in a class name."""
    kind_label: str
    """Name of the kind in the reader's language."""
    kind_mark: str
    """One character that tells the kind apart by shape."""
    prose_html: str
    references: tuple[str, ...] = ()
    """Ids of the elements that refer to it, for the ways back."""
    quotes: tuple[str, ...] = ()
    """The words of its passages, shortened for the endnotes."""
    verdict: str | None = None
    verdict_label: str | None = None
    verdict_rank: int = 0
    """Where the verdict stands on its scale: from 1, the best, to 5, the worst; 0 without one."""
    sources: tuple[SourceView, ...] = ()
    by: str | None = None
    """Short name of the annotator, as in site.yaml."""
    annotator: str | None = None
    annotator_address: str | None = None
    date: str | None = None
    date_iso: str | None = None
    checked: str | None = None
    checked_iso: str | None = None
    recheck: str | None = None
    updates: tuple[UpdateView, ...] = ()
    tags: tuple[TagView, ...] = ()
    about: tuple[LinkView, ...] = ()
    is_draft: bool = False
    whole_label: str = ""
    """What leads from beside the passage to the whole note: `2 sources · whole note`."""
    previous: str | None = None
    """Id of the first reference to the note before this one."""
    next: str | None = None
    cite_address: str | None = None
    edit_address: str | None = None
    """Where its line in its file can be edited."""


@dataclass(frozen=True, slots=True)
class BlockView:
    """A top-level block of a text with the notes first referred to in it."""

    block_html: str
    notes: tuple[NoteView, ...] = ()
    paragraph: str | None = None
    """Id of the block; `None` for one that has no menu, as headings."""
    suggestion: str | None = None
    """Address at which a note on the block can be proposed."""


@dataclass(frozen=True, slots=True)
class SuggestView:
    """The pattern of a proposal for a note, in which `{quote}`, `{yaml}`, `{path}` and `{address}` are open."""

    address: str
    """Where an issue is opened."""
    path: str
    """The file that the note belongs into."""
    title: str
    body: str
    note: str
    """What stands in place of the note's words."""


@dataclass(frozen=True, slots=True)
class RailMark:
    """A note in the picture of a text."""

    id: str
    reference: str
    """Id of its first reference."""
    kind: str
    title: str
    share: str
    """How far down it stands, in hundredths of the text."""
    lane: int
    """0, or the place beside others that it would lie on."""


@dataclass(frozen=True, slots=True)
class RailView:
    """The picture of where in a text its notes stand."""

    marks: tuple[RailMark, ...]
    sections: tuple[str, ...] = ()
    """How far down sections begin, in hundredths of the text."""


@dataclass(frozen=True, slots=True)
class UnplacedView:
    """A note whose quote has no certain place, shown so that nothing is lost."""

    quote: str
    """Empty where it may be of words that `rights: excerpts` leaves out."""
    reason: str
    """What is wrong, in a sentence."""
    note: NoteView
    is_first: bool = False
    """Whether the note stands nowhere else before, so that its id `note-ID` stands here."""


@dataclass(frozen=True, slots=True)
class CommentView:
    """A reader comment. The element's id is `comment-ID`."""

    id: str
    author: str
    blocks: tuple[BlockView, ...]
    date: str | None = None
    date_iso: str | None = None
    address: str | None = None
    """Where it was published."""
    stance: str | None = None
    """`agrees`, `disputes`, …"""
    stance_label: str | None = None
    answers_quote: str | None = None
    """The passage that it answers."""
    answers_address: str | None = None
    """Link to that passage."""
    replies: tuple[CommentView, ...] = ()
    is_draft: bool = False


@dataclass(frozen=True, slots=True)
class CountView:
    """How many notes of a kind."""

    kind: str
    label: str
    """`4 checks`, `1 check`."""
    mark: str
    count: int


@dataclass(frozen=True, slots=True)
class ChoiceView:
    """One choice of a control."""

    value: str
    """Safe in an address and in a style sheet."""
    title: str


@dataclass(frozen=True, slots=True)
class ChoicesView:
    """By what, besides their kind, the notes of a page can be chosen; empty where there is but one choice."""

    annotators: tuple[ChoiceView, ...] = ()
    tags: tuple[ChoiceView, ...] = ()
    days: tuple[ChoiceView, ...] = ()
    """When notes and updates were written, the newest first; the values are ISO days."""


@dataclass(frozen=True, slots=True)
class HeadingView:
    """An entry of the table of contents."""

    level: int
    title: str
    address: str


@dataclass(frozen=True, slots=True)
class TextCard:
    """A text in a list, or a folder of texts."""

    title: str
    address: str
    lang: str = ""
    """Of the text."""
    dir: str = "auto"
    subtitle: str | None = None
    authors: str | None = None
    date: str | None = None
    date_iso: str | None = None
    description: str | None = None
    notes_label: str = ""
    """`14 notes`, `1 note`, or empty."""
    comments_label: str = ""
    is_draft: bool = False
    is_folder: bool = False


@dataclass(frozen=True, slots=True)
class TextView:
    """The page of a text."""

    site: SiteView = field(metadata=KEPT_APART)
    words: Mapping[str, str] = field(metadata=KEPT_APART)
    """Words of the interface in the page's language, by their names in `layouts/strings/`."""
    title: str
    lang: str
    dir: str
    blocks: tuple[BlockView, ...]
    notes: tuple[NoteView, ...] = field(default=(), metadata=KEPT_APART)
    """Every placed note, of the text and of its comments, in the order of their numbers: those of all blocks."""
    subtitle: str | None = None
    authors: str | None = None
    date: str | None = None
    date_iso: str | None = None
    description: str | None = None
    tags: tuple[TagView, ...] = ()
    origin: SourceView | None = None
    is_excerpt: bool = False
    share_label: str = ""
    """Under `rights: excerpts`, what part of the text is published: `31%`."""
    is_draft: bool = False
    counts: tuple[CountView, ...] = ()
    counts_label: str = ""
    """`14 notes`."""
    choices: ChoicesView = field(default_factory=ChoicesView)
    headings: tuple[HeadingView, ...] = ()
    """The table of contents; empty for a text with fewer than three headings."""
    unplaced: tuple[UnplacedView, ...] = ()
    comments: tuple[CommentView, ...] = ()
    comments_label: str = ""
    listing: tuple[TextCard, ...] = ()
    """For the page of a folder: the texts in it."""
    breadcrumbs: tuple[LinkView, ...] = ()
    rail: RailView | None = None
    suggest: SuggestView | None = None
    """What scripts propose notes with; `None` when site.yaml names no repository."""
    all_notes: str | None = None
    """Address of the page with all notes of the text."""
    cite: str | None = None
    """Address of the page that says how the text and its notes are cited."""
    style: StyleView | None = None
    """What ties passages to notes and lets readers choose among them; `None` with too many notes."""
    meta: MetaView = field(default_factory=MetaView)


@dataclass(frozen=True, slots=True)
class SearchKindView:
    """A kind of thing that can be searched for alone."""

    kind: str
    label: str
    mark: str = ""


@dataclass(frozen=True, slots=True)
class SearchView:
    """The page of the search."""

    site: SiteView = field(metadata=KEPT_APART)
    words: Mapping[str, str] = field(metadata=KEPT_APART)
    title: str
    lang: str
    dir: str
    kinds: tuple[SearchKindView, ...] = ()
    description: str | None = None
    breadcrumbs: tuple[LinkView, ...] = ()
    meta: MetaView = field(default_factory=MetaView)
    runs_wasm: bool = True
    """The content policy of this page lets WebAssembly run, which the search is made of."""
