"""What the layouts of lists receive: home, entities, registers, sources, folders, all notes of a text, the timeline.

Values like those of `views`, under the same rules: plain text unless a name ends in `_html`, and
every address relative to the page.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field

from postil.core.values import dataclass

from .views import KEPT_APART, CountView, LinkView, MetaView, NoteView, SiteView, SourceView, TextCard, TextView


@dataclass(frozen=True, slots=True)
class NoteLine:
    """A note, or an update of one, as a line of a list."""

    address: str
    """Of its passage."""
    lang: str
    dir: str
    """Of the text that it belongs to."""
    kind: str
    kind_label: str
    kind_mark: str
    quote: str = ""
    words: str = ""
    """How it begins."""
    text_title: str = ""
    """Empty where the text is named above the line."""
    verdict: str | None = None
    verdict_label: str | None = None
    date: str | None = None
    date_iso: str | None = None
    is_draft: bool = False
    is_on_comment: bool = False
    """Whether its passage stands in a reader's comment."""


@dataclass(frozen=True, slots=True)
class LineGroup:
    """The notes of one text in a list."""

    title: str
    address: str
    lang: str
    dir: str
    label: str = ""
    """`3 notes`."""
    lines: tuple[NoteLine, ...] = ()


@dataclass(frozen=True, slots=True)
class PagerView:
    """The pages into which a long list is divided."""

    pages: tuple[LinkView, ...] = ()
    """By number; empty for a list on one page."""
    previous: str | None = None
    """Address of the page before."""
    next: str | None = None


ONE_PAGE = PagerView()


@dataclass(frozen=True, slots=True)
class EntryView:
    """An entry of a register."""

    title: str
    address: str
    label: str = ""
    """How much there is: `3 notes`."""
    detail: str = ""
    """A few words on it."""


@dataclass(frozen=True, slots=True)
class CardGroup:
    """The latest texts of a folder."""

    title: str
    cards: tuple[TextCard, ...]
    more: LinkView | None = None
    """The page with the others."""


@dataclass(frozen=True, slots=True)
class HomeView:
    """The home page."""

    site: SiteView = field(metadata=KEPT_APART)
    words: Mapping[str, str] = field(metadata=KEPT_APART)
    title: str
    lang: str
    dir: str
    listing: tuple[TextCard, ...] = ()
    text: TextView | None = None
    """What content/index.md says, to stand above the list."""
    description: str | None = None
    groups: tuple[CardGroup, ...] = ()
    """Instead of `listing` where there are many texts: some of each folder."""
    counts_label: str = ""
    """`12 texts · 140 notes`, on a site that has more than can be seen at once."""
    news: tuple[NoteLine, ...] = ()
    """The latest notes and updates, the newest first."""
    all_news: str | None = None
    """Address of everything by date."""


@dataclass(frozen=True, slots=True)
class MissingView:
    """The page shown for an address that does not exist."""

    site: SiteView = field(metadata=KEPT_APART)
    words: Mapping[str, str] = field(metadata=KEPT_APART)
    title: str
    lang: str
    dir: str
    listing: tuple[TextCard, ...] = ()
    description: str | None = None


@dataclass(frozen=True, slots=True)
class PassageView:
    """A passage somewhere in the site that is about an entity."""

    text_title: str
    quote: str
    address: str
    note: NoteView
    lang: str = "en"
    dir: str = "ltr"
    """Of the text."""


@dataclass(frozen=True, slots=True)
class EntityView:
    """The page of a person, place, organisation or event."""

    site: SiteView = field(metadata=KEPT_APART)
    words: Mapping[str, str] = field(metadata=KEPT_APART)
    title: str
    lang: str
    dir: str
    type_label: str
    also: tuple[str, ...] = ()
    prose_html: str = ""
    dates: str | None = None
    address: str | None = None
    """A page elsewhere about it."""
    wikidata: str | None = None
    """Its address at Wikidata."""
    sources: tuple[SourceView, ...] = ()
    passages: tuple[PassageView, ...] = ()
    passages_label: str = ""
    """`12 notes`."""
    texts: tuple[EntryView, ...] = ()
    """The texts in which they stand, when there are several."""
    related: tuple[LinkView, ...] = ()
    """Entities that the same notes name."""
    description: str | None = None
    breadcrumbs: tuple[LinkView, ...] = ()
    pager: PagerView = ONE_PAGE
    meta: MetaView = field(default_factory=MetaView)


@dataclass(frozen=True, slots=True)
class EntryGroup:
    """Entries of a register under one heading."""

    title: str
    """Empty for a register that is not divided."""
    entries: tuple[EntryView, ...] = ()


@dataclass(frozen=True, slots=True)
class RegisterView:
    """A list of names that lead to pages: all entities, tags, annotators, texts."""

    site: SiteView = field(metadata=KEPT_APART)
    words: Mapping[str, str] = field(metadata=KEPT_APART)
    title: str
    lang: str
    dir: str
    groups: tuple[EntryGroup, ...] = ()
    name: str = ""
    """What is listed, for styles: `entities`, `tags`, …"""
    description: str | None = None
    breadcrumbs: tuple[LinkView, ...] = ()
    pager: PagerView = ONE_PAGE


@dataclass(frozen=True, slots=True)
class CollectionView:
    """The page of a tag or of an annotator: every text and note that belongs to it."""

    site: SiteView = field(metadata=KEPT_APART)
    words: Mapping[str, str] = field(metadata=KEPT_APART)
    title: str
    lang: str
    dir: str
    counts_label: str = ""
    address: str | None = None
    """A page elsewhere: the home page of an annotator."""
    listing: tuple[TextCard, ...] = ()
    groups: tuple[LineGroup, ...] = ()
    description: str | None = None
    breadcrumbs: tuple[LinkView, ...] = ()
    pager: PagerView = ONE_PAGE


@dataclass(frozen=True, slots=True)
class CitingView:
    """What cites a source: a text with the numbers of its notes, or an entity."""

    title: str
    address: str
    lang: str = ""
    """Of the text; empty for an entity."""
    dir: str = "auto"
    notes: tuple[LinkView, ...] = ()
    """The notes by number, or by update."""


@dataclass(frozen=True, slots=True)
class CitedSourceView:
    """A source with everything that cites it."""

    source: SourceView
    citing: tuple[CitingView, ...] = ()


@dataclass(frozen=True, slots=True)
class SourcesView:
    """All sources of the site, or those with one initial."""

    site: SiteView = field(metadata=KEPT_APART)
    words: Mapping[str, str] = field(metadata=KEPT_APART)
    title: str
    lang: str
    dir: str
    counts_label: str = ""
    initials: tuple[LinkView, ...] = ()
    """The pages of a list that is divided; empty for one that stands on one page."""
    sources: tuple[CitedSourceView, ...] = ()
    description: str | None = None
    breadcrumbs: tuple[LinkView, ...] = ()
    pager: PagerView = ONE_PAGE


@dataclass(frozen=True, slots=True)
class FolderView:
    """The page of a folder that has no index.md."""

    site: SiteView = field(metadata=KEPT_APART)
    words: Mapping[str, str] = field(metadata=KEPT_APART)
    title: str
    lang: str
    dir: str
    counts_label: str = ""
    listing: tuple[TextCard, ...] = ()
    """Its folders, then its texts."""
    description: str | None = None
    breadcrumbs: tuple[LinkView, ...] = ()
    pager: PagerView = ONE_PAGE


@dataclass(frozen=True, slots=True)
class WholeNoteView:
    """A note of a text with the sentence around its passage."""

    note: NoteView
    address: str
    """Of its passage in the text."""
    before: str = ""
    """Words of the sentence before the passage."""
    quote: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True)
class NotesView:
    """All notes of a text on one page. The element of a note has the id `note-ID`."""

    site: SiteView = field(metadata=KEPT_APART)
    words: Mapping[str, str] = field(metadata=KEPT_APART)
    title: str
    lang: str
    dir: str
    counts: tuple[CountView, ...] = ()
    notes: tuple[WholeNoteView, ...] = ()
    description: str | None = None
    breadcrumbs: tuple[LinkView, ...] = ()


@dataclass(frozen=True, slots=True)
class MarkView:
    """A sign of the timeline's picture."""

    address: str
    title: str
    kind: str
    x: str
    """Place across the picture, in percent of its width: `42.5%`."""
    y: int
    """Place down the picture, in pixels."""
    dx: int = 0
    """What is added to `x`, in pixels."""
    count: str = ""
    """How many it stands for, where there are too many to draw."""


@dataclass(frozen=True, slots=True)
class TickView:
    """A line of the timeline's picture: a year, or a month."""

    label: str
    y: int
    is_major: bool = False


@dataclass(frozen=True, slots=True)
class ChartView:
    """The timeline, drawn: time runs down, each kind has a lane of its own."""

    height: int
    """In pixels."""
    ticks: tuple[TickView, ...]
    marks: tuple[MarkView, ...]
    label_x: str = "0%"


@dataclass(frozen=True, slots=True)
class DatedView:
    """Something that bears a date, in the timeline's list."""

    date: str
    date_iso: str
    kind: str
    label: str
    """`Text`, `Note written`, …"""
    address: str
    title: str
    words: str = ""
    text_title: str = ""
    lang: str = ""
    dir: str = "auto"


@dataclass(frozen=True, slots=True)
class YearView:
    """A year of the timeline. The element's id is `year-YEAR`."""

    year: str
    entries: tuple[DatedView, ...] = ()
    address: str | None = None
    """The page of the year, where the list is divided."""
    label: str = ""
    """`12 entries`."""


@dataclass(frozen=True, slots=True)
class TimelineView:
    """Everything that bears a date."""

    site: SiteView = field(metadata=KEPT_APART)
    words: Mapping[str, str] = field(metadata=KEPT_APART)
    title: str
    lang: str
    dir: str
    kinds: tuple[CountView, ...] = ()
    picture: ChartView | None = None
    years: tuple[YearView, ...] = ()
    description: str | None = None
    breadcrumbs: tuple[LinkView, ...] = ()
    pager: PagerView = ONE_PAGE
