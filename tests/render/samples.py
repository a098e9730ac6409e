"""Invented pages that use every part of every layout, and folders of layouts to draw them with."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from postil.core.model import Page
from postil.plan.outward import CitationsView, CitationView
from postil.plan.registers import (
    CardGroup,
    ChartView,
    CitedSourceView,
    CitingView,
    CollectionView,
    DatedView,
    EntityView,
    EntryGroup,
    EntryView,
    FolderView,
    HomeView,
    LineGroup,
    MarkView,
    MissingView,
    NoteLine,
    NotesView,
    PagerView,
    PassageView,
    RegisterView,
    SourcesView,
    TickView,
    TimelineView,
    WholeNoteView,
    YearView,
)
from postil.plan.views import (
    BlockView,
    ChoicesView,
    ChoiceView,
    CommentView,
    CountView,
    HeadingView,
    LinkView,
    NoteView,
    RailMark,
    RailView,
    SearchKindView,
    SearchView,
    SiteView,
    SourceView,
    StyleView,
    SuggestView,
    TagView,
    TextCard,
    TextView,
    UnplacedView,
    UpdateView,
)
from postil.plan.words import Words

LAYOUTS = Path(__file__).parents[2] / "layouts"


@dataclass(frozen=True)
class Written:
    """A folder of layouts that exists only in a test."""

    files: Mapping[str, str]
    path: str = "layouts"

    def names(self) -> Sequence[str]:
        return tuple(self.files)

    def read(self, name: str) -> str | None:
        return self.files.get(name)

    def bytes(self, name: str) -> bytes | None:
        return self.files[name].encode() if name in self.files else None


@dataclass(frozen=True)
class Shipped:
    """The layouts that come along."""

    path: str = "shipped"

    def names(self) -> Sequence[str]:
        return tuple(file.relative_to(LAYOUTS).as_posix() for file in LAYOUTS.rglob("*") if file.is_file())

    def read(self, name: str) -> str | None:
        return (LAYOUTS / name).read_text(encoding="utf-8") if (LAYOUTS / name).is_file() else None

    def bytes(self, name: str) -> bytes | None:
        return (LAYOUTS / name).read_bytes() if (LAYOUTS / name).is_file() else None


def english() -> dict[str, str]:
    """Return the words of `strings/en.yaml`, which is flat: a name and a value on each line."""
    lines = (LAYOUTS / "strings/en.yaml").read_text(encoding="utf-8").splitlines()
    pairs = (re.fullmatch(r"([a-z0-9-]+): (?:\"(.+)\"|([^\"].*))", line) for line in lines if line and line[0] != "#")
    return {pair[1]: pair[2] or pair[3] for pair in pairs if pair}


WORDS = Words("en", english(), english())


def site(root: str = "../") -> SiteView:
    return SiteView(
        title="The Margin",
        lang="en",
        root=root,
        home=f"{root}index.html",
        author="Ida Holm",
        license="CC BY 4.0",
        repository=LinkView("github.example/holm/margin", "https://github.example/holm/margin"),
        navigation=(LinkView("Texts", f"{root}index.html", is_current=True), LinkView("About", "about/index.html")),
    )


SOURCE = SourceView(
    title="Minutes of the Harbour Board",
    address="https://archive.example/minutes",
    authors="Harbour Board",
    container="Volume IV",
    publisher="Municipal Archive",
    date="14 March 1871",
    accessed="3 May 2026",
    locator="p. 212",
    quote="Resolved, that the basin be deepened.",
    archive="https://web.example/minutes",
)
FOUND = UpdateView("28 April 2027", "2027-04-28", "<p>The letter was found.</p>", (SOURCE,))
LOST = UpdateView("2 May 2028", "2028-05-02", "<p>It was lost again.</p>")


def note(number: int, kind: str = "context", **changes: object) -> NoteView:
    plain = NoteView(
        id=f"n{number}",
        number=number,
        kind=kind,
        kind_label=kind.title(),
        kind_mark="◆",
        prose_html=f"<p>Prose of note <em>{number}</em>.</p>",
        references=(f"ref-n{number}",),
        quotes=("doubled its trade",),
        sources=(SOURCE, SourceView(title="A book without an address")),
        annotator="Ruth Keller",
        annotator_address="https://keller.example/",
        date="22 November 2026",
        date_iso="2026-11-22",
        checked="23 November 2026",
        checked_iso="2026-11-23",
        recheck="1 June 2027",
        updates=(FOUND,),
        tags=(TagView("trade", "trade"), TagView("old-letters", "old letters", "../tags/old-letters/index.html")),
        by="rk",
        whole_label="2 sources · whole note",
        about=(LinkView("Harbour Board", "../entities/board/index.html"),),
    )
    return replace(plain, **changes)  # type: ignore[arg-type]


def reference(note: NoteView, suffix: str = "") -> str:
    return (
        f'<sup class="ref" id="ref-{note.id}{suffix}" data-notes="{note.id}" data-kind="{note.kind}">'
        f'<a href="#note-{note.id}" role="doc-noteref" aria-label="Note {note.number}">{note.number}</a>'
        f'<button type="button" popovertarget="side-{note.id}" aria-label="Show note {note.number}">{note.number}'
        "</button></sup>"
    )


ONE = note(1, references=("ref-n1", "ref-n1-2"))
TWO = note(2, "check", verdict="accurate", verdict_label="Accurate", is_draft=True, updates=(FOUND, LOST))
THREE = NoteView(
    "footnote-1", 3, "footnote", "Footnote", "", "<p>The author’s own.</p>", references=("ref-footnote-1",)
)
FOUR = note(
    4, "dispute", sources=(), updates=(), annotator_address=None, previous="ref-footnote-1", next="ref-n1", by="ed"
)

TEXT = TextView(
    site=site("../../"),
    words=WORDS,
    title="The Harbour Papers",
    lang="en",
    dir="ltr",
    blocks=(
        BlockView('<h2 id="trade">Trade</h2>'),
        BlockView(
            '<p id="p-1">Within a year the town had '
            '<mark class="passage" data-notes="n1 n2" data-kinds="context check">doubled its trade</mark>'
            f"{reference(ONE)}{reference(TWO)} in herring.</p>",
            (ONE, TWO),
            "p-1",
            "https://github.com/harbour/papers/issues/new?title=x",
        ),
        BlockView(
            '<p><mark class="passage" data-answers="c1" id="answer-c1">So the matter rests</mark>'
            '<a class="answer" href="#comment-c1" aria-label="Answered by Ada">↩</a>'
            f'{reference(THREE)} and <mark class="passage" data-notes="n1" data-kinds="context">salt</mark>'
            f'{reference(ONE, "-2")}. <span class="ellipsis">[…]</span></p>',
            (THREE,),
        ),
    ),
    notes=(ONE, TWO, THREE, FOUR),
    subtitle="A report to the citizens",
    authors="Johanna Lund",
    date="18 October 1872",
    date_iso="1872-10-18",
    description="Read before the Literary Society.",
    tags=(TagView("harbours", "harbours"),),
    origin=SourceView("The Harbour Papers", "https://gazette.example/", publisher="Gazette", license="Public domain"),
    is_excerpt=True,
    share_label="31 %",
    is_draft=True,
    counts=(CountView("context", "2 context", "◆", 2), CountView("check", "1 check", "✓", 1)),
    counts_label="4 notes",
    choices=ChoicesView(
        (ChoiceView("ed", "The editor"), ChoiceView("rk", "Ruth Keller")),
        (ChoiceView("old-letters", "old letters"), ChoiceView("trade", "trade")),
        (ChoiceView("2027-04-28", "28 April 2027"), ChoiceView("2026-11-22", "22 November 2026")),
    ),
    rail=RailView(
        (
            RailMark("n1", "ref-n1", "context", "1 Context", "12.5", 0),
            RailMark("n4", "ref-n4", "odd", "4 Odd", "80.0", 0),
        ),
        ("40.0",),
    ),
    suggest=SuggestView(
        "https://github.com/harbour/papers/issues/new",
        "content/harbour.annotations.yaml",
        "On {quote}",
        "> {quote}",
        "…",
    ),
    style=StyleView('.passage[data-notes~="n1"]{--lit:1}', "sha256-AZ5TWjqazVc2lhsnPuicCnKeSpSaLADEBObRXUxtolA="),
    headings=(HeadingView(2, "Trade", "#trade"),),
    unplaced=(UnplacedView("words that are gone", "These words are not in the text.", note(0, "check", id="gone")),),
    comments=(
        CommentView(
            id="c1",
            author="Ada",
            blocks=(BlockView("<p>I doubt it.</p>"),),
            date="2 June 2026",
            date_iso="2026-06-02",
            address="https://forum.example/1",
            stance="disputes",
            stance_label="disputes",
            answers_quote="So the matter rests",
            answers_address="#answer-c1",
            replies=(
                CommentView("c2", "Per", (BlockView(f"<p>So do I.{reference(FOUR)}</p>", (FOUR,)),), is_draft=True),
            ),
        ),
    ),
    comments_label="2 comments",
    listing=(TextCard("On Salt", "salt/index.html"),),
    breadcrumbs=(LinkView("Essays", "../index.html"),),
)

CARDS = (
    TextCard(
        title="The Harbour Papers",
        address="essays/harbour/index.html",
        subtitle="A report",
        authors="Johanna Lund",
        date="18 October 1872",
        date_iso="1872-10-18",
        description="Read before the Literary Society.",
        notes_label="4 notes",
        comments_label="2 comments",
        is_draft=True,
    ),
    TextCard("On Salt", "essays/salt/index.html"),
)

ARABIC = replace(TEXT, title="أوراق الميناء", lang="ar", dir="rtl", headings=(), unplaced=())
BARE = TextView(site(), WORDS, "Bare", "en", "ltr", (BlockView("<p>Only words.</p>"),))
HOME = HomeView(site(""), WORDS, "The Margin", "en", "ltr", CARDS, TEXT, "Old reports, read slowly.")
MISSING = MissingView(site(""), WORDS, WORDS["missing-title"], "en", "ltr", CARDS)
ENTITY = EntityView(
    site=site("../../"),
    words=WORDS,
    title="Harbour Board",
    lang="en",
    dir="ltr",
    type_label="Organisation",
    also=("The Board", "Hamnstyrelsen"),
    prose_html="<p>It ran the harbour.</p>",
    dates="1864 – 1911",
    address="https://board.example/",
    wikidata="https://www.wikidata.org/wiki/Q1",
    sources=(SOURCE,),
    passages=(PassageView("The Harbour Papers", "doubled its trade", "../../essays/harbour/index.html#ref-n1", ONE),),
    breadcrumbs=(LinkView("People", "../index.html"),),
)
LINE = NoteLine(
    address="../essays/harbour/index.html#ref-n1",
    lang="ar",
    dir="rtl",
    kind="check",
    kind_label="Check",
    kind_mark="✓",
    quote="doubled its trade",
    words="Prose of the note",
    text_title="The Harbour Papers",
    verdict="accurate",
    verdict_label="Accurate",
    date="22 November 2026",
    date_iso="2026-11-22",
    is_draft=True,
)
WORDY = NoteLine("../essays/salt/index.html#note-x", "en", "ltr", "context", "Context", "○", words="Without a place")
PAGER = PagerView((LinkView("1", "index.html"), LinkView("2", "2/index.html", is_current=True)), "index.html", "3.html")
ENTITIES = RegisterView(
    site(),
    WORDS,
    "People",
    "en",
    "ltr",
    tuple(
        EntryGroup(title, (EntryView("Board", "board/index.html", "3 notes", "1864 – 1911"), EntryView("Sea", "sea/")))
        for title in ("People", "Organisations", "Places", "Events")
    ),
    "entities",
    "Whom the notes are about.",
    pager=PAGER,
)
TAG = CollectionView(
    site=site(),
    words=WORDS,
    title="old letters",
    lang="en",
    dir="ltr",
    counts_label="2 texts · 3 notes",
    address="https://keller.example/",
    listing=(TextCard("On Salt", "../../salt/index.html", "de", "ltr", date="1872"),),
    groups=(LineGroup("The Harbour Papers", "../../essays/harbour/index.html", "ar", "rtl", "2 notes", (LINE, WORDY)),),
    description="Who writes letters.",
    breadcrumbs=(LinkView("Tags", "../index.html"),),
    pager=PAGER,
)
CITING = (
    CitingView("The Harbour Papers", "../essays/harbour/index.html", "ar", "rtl", (LinkView("3", "../a/#ref-n3"),)),
    CitingView("Harbour Board", "../entities/board/index.html"),
)
SOURCES = SourcesView(
    site=site(),
    words=WORDS,
    title="Sources",
    lang="en",
    dir="ltr",
    counts_label="2 sources",
    initials=(LinkView("0–9", "0-9/index.html"), LinkView("M", "m/index.html", is_current=True)),
    sources=(CitedSourceView(replace(SOURCE, broken="3 May 2026"), CITING), CitedSourceView(SOURCE)),
    pager=PAGER,
)
WHOLE_NOTES = NotesView(
    site=site(),
    words=WORDS,
    title="All notes on “The Harbour Papers”",
    lang="en",
    dir="ltr",
    counts=(CountView("context", "2 context", "◆", 2),),
    notes=(
        WholeNoteView(ONE, "../index.html#ref-n1", "Within a year the town had ", "doubled its trade", " in herring."),
        WholeNoteView(THREE, "../index.html#ref-footnote-1"),
    ),
    breadcrumbs=(LinkView("The Harbour Papers", "../index.html"),),
)
DATED_KINDS = ("text", "entity", "comment", "note", "check", "update")
TIMELINE = TimelineView(
    site=site(),
    words=WORDS,
    title="Timeline",
    lang="en",
    dir="ltr",
    kinds=tuple(CountView(kind, kind.title(), "", 1) for kind in DATED_KINDS),
    picture=ChartView(
        height=200,
        ticks=(TickView("2024", 20, is_major=True), TickView("October", 44)),
        marks=(
            *(MarkView("#year-2024", f"A {kind}", kind, "20.00%", 44, 6) for kind in DATED_KINDS),
            MarkView("#year-2024", "Many", "note", "40.00%", 44, 0, "30"),
        ),
    ),
    years=(
        YearView(
            "2024",
            tuple(
                DatedView(
                    "18 October 2024", "2024-10-18", kind, kind, "../a/", f"A {kind}", "Words", "A text", "en", "ltr"
                )
                for kind in DATED_KINDS
            ),
            None,
            "6 entries",
        ),
        YearView("2025", (), "2025/index.html", "900 entries"),
    ),
    pager=PAGER,
)
FOLDER = FolderView(
    site(), WORDS, "Essays", "en", "ltr", "4 texts", (TextCard("Letters", "letters/", is_folder=True), *CARDS)
)

GROUPS = (CardGroup("Texts", CARDS, LinkView("All texts", "texts/index.html")), CardGroup("Letters", CARDS[:1]))

CITATION = CitationView(
    "page-text",
    "The Harbour Papers",
    "Johanna Lund, “The Harbour Papers”, The Margin, 18 October 1872",
    "@misc{harbour,\n  title = {{The Harbour Papers}}\n}\n",
    '{\n  "id": "harbour"\n}',
    "../index.html",
)
CITATIONS = CitationsView(
    site=site("../../../"),
    words=WORDS,
    title="How to cite “The Harbour Papers”",
    lang="en",
    dir="ltr",
    text=CITATION,
    notes=(replace(CITATION, id="note-n1", number=1, kind="context", kind_label="Context", kind_mark="○"),),
    bibtex=LinkView("BibTeX", "../cite.bib"),
    csl=LinkView("CSL-JSON", "../cite.json"),
    breadcrumbs=(LinkView("The Harbour Papers", "../index.html"),),
)
SEARCH = SearchView(
    site(), WORDS, "Search", "en", "ltr", (SearchKindView("text", "Text"), SearchKindView("check", "Check", "✓"))
)

PAGES = (
    Page("search/", "search.html", SEARCH),
    Page("nothing/search/", "search.html", SearchView(site("../../"), WORDS, "Search", "en", "ltr")),
    Page("essays/harbour/cite/", "cite.html", CITATIONS),
    Page("essays/harbour/", "text.html", TEXT),
    Page("essays/arabic/", "text.html", ARABIC),
    Page("bare/", "text.html", BARE),
    Page("", "home.html", HOME),
    Page("alone/", "home.html", replace(HOME, text=None, listing=(), description=None)),
    Page("404.html", "404.html", MISSING),
    Page("entities/board/", "entity.html", ENTITY),
    Page("entities/empty/", "entity.html", EntityView(site(), WORDS, "Nobody", "en", "ltr", "Person")),
    Page("entities/", "register.html", ENTITIES),
    Page("texts/", "register.html", replace(ENTITIES, groups=(EntryGroup("", (EntryView("A", "a/"),)),))),
    Page("tags/old-letters/", "collection.html", TAG),
    Page("sources/", "sources.html", SOURCES),
    Page("essays/harbour/notes/", "notes.html", WHOLE_NOTES),
    Page("timeline/", "timeline.html", TIMELINE),
    Page("essays/", "folder.html", FOLDER),
    Page("many/", "home.html", replace(HOME, listing=(), groups=GROUPS, news=(LINE,), all_news="timeline/")),
)
