"""The search page, and everything that it can find: each text, each comment, each note.

What is found is told by values alone: the published words of blocks, the prose of notes as read for
their pages. Drafts that are not built, and words that `rights: excerpts` leaves out, are in none of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from postil.core.kinds import kinds
from postil.core.model import Annotation, Page, Part, PlacedBlock, Record, Reference, SearchedText
from postil.core.written import CitedSource
from postil.plan.context import SEARCH_ADDRESS, Context, Index
from postil.plan.notes import Desk
from postil.plan.prose import Voice, plain
from postil.plan.summaries import placed_annotations
from postil.plan.texts import PlannedText
from postil.plan.views import SearchKindView, SearchView

LAYOUT = "search.html"
FOOTNOTE = "footnote"


def index(_context: Context) -> Index:
    """Return the search page as the navigation at the foot names it."""
    return Index("search", SEARCH_ADDRESS)


def search_pages(context: Context) -> Iterable[Page]:
    """Yield the page of the search."""
    desk = context.desk(SEARCH_ADDRESS)
    texts = tuple(_searched(text, context, desk) for text in context.texts)
    view = SearchView(
        site=context.site(desk.here),
        words=desk.words,
        title=desk.words["search"],
        lang=context.lang,
        dir=context.dir,
        kinds=tuple(_kinds(texts, desk)),
        texts=texts,
    )
    yield Page(SEARCH_ADDRESS, LAYOUT, view)


def searched_texts(pages: Iterable[Page]) -> tuple[SearchedText, ...]:
    """Return what the search page of a site finds."""
    return tuple(text for page in pages if page.layout == LAYOUT for text in page.view.texts)


def without_search(pages: Iterable[Page]) -> tuple[Page, ...]:
    """Return the pages of a site that has no search: none is its page, and none leads there."""
    return tuple(replace(page, view=_without_links(page.view)) for page in pages if page.layout != LAYOUT)


def _without_links(view: SearchView) -> SearchView:
    """Return any view with a frame that does not lead to the search."""
    site = getattr(view, "site", None)
    if site is None or site.search is None:
        return view
    indexes = tuple(link for link in site.indexes if link.address != site.search)
    return replace(view, site=replace(site, search=None, indexes=indexes))


def _searched(text: PlannedText, context: Context, desk: Desk) -> SearchedText:
    metadata = text.edition.document.metadata
    head = [_part(words) for words in (metadata.subtitle, metadata.description) if words]
    whole = Record("text", "", _line(metadata.title), (*head, *_parts(text.placed.text.blocks)))
    records = [whole, *_notes(text, context), *_comments(text, desk)]
    return SearchedText(
        title=metadata.title,
        address=desk.here.to(text.address),
        lang=metadata.lang,
        dir=metadata.dir,
        records=tuple(record for record in records if record.title or record.parts),
    )


def _notes(text: PlannedText, context: Context) -> Iterator[Record]:
    """Yield the notes of the text and of its comments by number, then those without a place, then its footnotes."""
    voice = Voice(text.address, text.edition.document.metadata.lang)
    seen = set()
    for placed in placed_annotations(text):
        seen.add(placed.annotation.id)
        yield _note(placed.annotation, " … ".join(placed.quotes), voice, context)
    for orphan in text.edition.orphans:
        if orphan.annotation.id not in seen:
            seen.add(orphan.annotation.id)
            yield _note(orphan.annotation, "", voice, context)
    for note in text.placed.text.notes:
        if note.footnote_html is not None:
            yield Record(FOOTNOTE, f"note-{note.id}", "", (_part(plain(note.footnote_html)),))


def _note(annotation: Annotation, quote: str, voice: Voice, context: Context) -> Record:
    read = context.proses
    said = [read.of(annotation, voice), *(read.of_update(annotation, n, voice) for n in range(len(annotation.updates)))]
    words = [plain(prose.html) for prose in said]
    written = (annotation.sources, *(update.sources for update in annotation.updates))
    words += [_name(source, context.settings.references) for several in written for source in several]
    return Record(
        annotation.kind, f"note-{annotation.id}", _line(quote), tuple(_part(some) for some in words if some.strip())
    )


def _name(source: CitedSource, references: Mapping[str, Reference]) -> str:
    reference = references.get(source.ref or "")
    return source.title or (reference.title if reference else "")


def _comments(text: PlannedText, desk: Desk) -> Iterator[Record]:
    for one in text.edition.comments:
        author = _line(one.comment.author or desk.words["anonymous"])
        said = _parts(text.placed.comments[one.comment.id].blocks)
        yield Record("comment", f"comment-{one.comment.id}", author, said)


def _parts(blocks: Iterable[PlacedBlock]) -> tuple[Part, ...]:
    return tuple(Part(block.id or "", block.words) for block in blocks if block.words)


def _part(words: str) -> Part:
    return Part("", _line(words))


def _line(words: str) -> str:
    return " ".join(words.split())


def _kinds(texts: Iterable[SearchedText], desk: Desk) -> Iterator[SearchKindView]:
    """Yield what may be searched for alone: the kinds of records there are, texts and comments first."""
    present = {record.kind for text in texts for record in text.records}
    own = kinds(desk.settings.site)
    for kind in dict.fromkeys(("text", "comment", *own, FOOTNOTE, *sorted(present))):
        if kind not in present:
            continue
        if kind in ("text", "comment"):
            yield SearchKindView(kind, desk.words[f"search-{kind}"])
        elif kind == FOOTNOTE:
            yield SearchKindView(kind, desk.words["footnote"])
        else:
            yield SearchKindView(kind, desk.kind_label(kind), desk.kind_mark(kind))
