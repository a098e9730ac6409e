"""The pages of sources: everything that is cited anywhere, each once, with all that cites it.

A source is known by its key in references.json, else by its address, else by its words; an address
that belongs to one entry of references.json is that entry. Where several notes write a source out,
the first that says a thing is believed, but the latest visit counts.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import field, fields
from functools import lru_cache
from operator import attrgetter
from typing import Any

from postil.core.addresses import slug
from postil.core.model import Page
from postil.core.values import dataclass
from postil.core.written import CitedSource, Origin
from postil.plan.context import Context
from postil.plan.divided import DIGITS, OTHER, initial, pager, place_in_alphabet, sheets
from postil.plan.framing import Index
from postil.plan.ground import Ground
from postil.plan.notes import Desk
from postil.plan.prose import entity_address
from postil.plan.registers import (
    CitedSourceView,
    CitingView,
    PagerView,
    SourcesView,
)
from postil.plan.sources import source_view
from postil.plan.summaries import NoteSummary, TextSummary
from postil.plan.views import LinkView
from postil.plan.ways import name_in_address
from postil.plan.words import counted

LIST_ADDRESS = "sources/"
LONGEST_PAGE = 600
"""Sources and places that cite them, together, on one page. More are divided by initial, then by number."""
LATEST = frozenset({"accessed", "broken"})
"""What of a source the last word counts for."""
SHARED = tuple(field.name for field in fields(CitedSource) if field.name not in ("locator", "quote"))
"""What does not belong to one citation of a source alone."""
SAID = attrgetter(*SHARED)
SCHEME = re.compile(r"(?i)^https?://(?:www\.)?")


@dataclass(slots=True)
class Cited:
    """A source with everything that cites it."""

    known: tuple[str | None, ...]
    """What all that cite it say of it, in the order of `SHARED`."""
    said_last: tuple[str | None, ...] = ()
    """By the citation before: most say the same as that, which need not be taken in again."""
    source: CitedSource = field(default_factory=CitedSource)
    """The same as a source, when all is known."""
    title: str = ""
    """By which it is sorted."""
    notes: dict[str, list[NoteSummary]] = field(default_factory=dict)
    """The notes by the address of their text, each once."""
    origin_of: list[TextSummary] = field(default_factory=list)
    """The texts that were first published there."""
    entities: list[str] = field(default_factory=list)
    """The entities whose description rests on it."""

    @property
    def weight(self) -> int:
        """How many lines it takes."""
        return 1 + len(self.notes) + len(self.origin_of) + len(self.entities)


def index(texts: Mapping[str, TextSummary], ground: Ground) -> Index | None:
    """Return the list of sources as an index of the site, if anything is cited."""
    is_cited = any(text.has_sources for text in texts.values())
    is_cited = is_cited or any(entity.sources for entity in ground.settings.entities.values())
    return Index("sources", LIST_ADDRESS) if is_cited else None


def source_pages(context: Context) -> Iterator[Page]:
    """Yield the pages of sources: one, or one for each initial where they are many."""
    sources = cited_sources(context)
    if not sources:
        return
    if sum(source.weight for source in sources) <= LONGEST_PAGE:
        yield _page(LIST_ADDRESS, sources, context, total=len(sources))
        return
    by_initial: dict[str, list[Cited]] = {}
    for source in sources:
        by_initial.setdefault(initial(source.title), []).append(source)
    if len(by_initial) == 1:
        yield from _divided(LIST_ADDRESS, sources, context)
        return
    yield _page(LIST_ADDRESS, (), context, total=len(sources), initials=by_initial)
    for letter, found in by_initial.items():
        yield from _divided(_initial_address(letter), found, context, letter=letter, initials=by_initial)


def cited_sources(context: Context) -> tuple[Cited, ...]:
    """Return every source in the order of the alphabet."""
    found: dict[tuple[str, str], Cited] = {}
    keys = _keys_by_address(context)

    def cited(source: CitedSource) -> Cited:
        key = _key(source, keys)
        one = found.get(key)
        if one is None:
            one = found[key] = Cited(SAID(CitedSource(ref=key[1] if key[0] == "ref" else None)))
        said = SAID(source)
        if said != one.said_last:
            one.known, one.said_last = _merged(one.known, said), said
        return one

    cited_in = context.told("cited")
    for text in context.summaries.values():
        if text.origin and (text.origin.title or text.origin.url):
            cited(_of_origin(text.origin)).origin_of.append(text)
        for note in cited_in[text.address]:
            for source in (*note.sources, *(source for update in note.updates for source in update.sources)):
                notes = cited(source).notes.setdefault(text.address, [])
                if not notes or notes[-1] is not note:
                    notes.append(note)
    for name, entity in context.ground.settings.entities.items():
        for source in entity.sources:
            entities = cited(source).entities
            if name not in entities:
                entities.append(name)
    for one in found.values():
        said: dict[str, Any] = dict(zip(SHARED, one.known, strict=True))
        one.source = CitedSource(**said)
        reference = context.ground.settings.references.get(one.source.ref or "")
        one.title = one.source.title or (reference.title if reference else "") or one.source.url or one.source.ref or ""
    return tuple(sorted(found.values(), key=lambda one: (place_in_alphabet(one.title), one.source.url or "")))


def _keys_by_address(context: Context) -> Mapping[str, str]:
    """Return the key of the one entry of references.json at each address that only one has."""
    entries = [
        (address, key)
        for key, entry in context.ground.settings.references.items()
        for address in dict.fromkeys(_address(url) for url in (entry.url, entry.doi) if url)
    ]
    numbers = Counter(address for address, _ in entries)
    return {address: key for address, key in entries if numbers[address] == 1}


def _key(source: CitedSource, keys: Mapping[str, str]) -> tuple[str, str]:
    """Return what a source is known by."""
    if source.ref:
        return "ref", source.ref
    if source.url:
        address = _address(source.url)
        return ("ref", keys[address]) if address in keys else ("url", address)
    return "words", "|".join(slug(words or "") for words in (source.author, source.title, source.date))


@lru_cache(maxsize=4096)
def _address(url: str) -> str:
    """Return an address as far as it names a page: without scheme, `www.`, a last slash and a fragment."""
    return SCHEME.sub("", url).partition("#")[0].rstrip("/")


def _merged(known: Iterable[str | None], more: Iterable[str | None]) -> tuple[str | None, ...]:
    """Return what two that cite a source say of it, in the order of `SHARED`."""
    return tuple(
        [
            max(one or "", other or "") or None if name in LATEST else one or other
            for name, one, other in zip(SHARED, known, more, strict=True)
        ]
    )


def _of_origin(origin: Origin) -> CitedSource:
    return CitedSource(
        title=origin.title, url=origin.url, publisher=origin.publisher, date=origin.date, accessed=origin.accessed
    )


def _initial_address(letter: str) -> str:
    names = {DIGITS: "0-9", OTHER: "other"}
    return f"{LIST_ADDRESS}{names.get(letter) or name_in_address(letter) or 'other'}/"


def _divided(
    address: str, sources: Sequence[Cited], context: Context, *, letter: str = "", initials: Iterable[str] = ()
) -> Iterator[Page]:
    """Yield the pages of a list of sources by number."""
    parts = sheets(address, sources, longest=LONGEST_PAGE, weight=lambda source: source.weight)
    for number, sheet in enumerate(parts):
        pages = pager(parts, number, context.desk(sheet.address).here)
        total = len(sources)
        yield _page(sheet.address, sheet.members, context, total=total, letter=letter, initials=initials, pages=pages)


def _page(
    address: str,
    sources: Sequence[Cited],
    context: Context,
    *,
    total: int,
    letter: str = "",
    initials: Iterable[str] = (),
    pages: PagerView | None = None,
) -> Page:
    desk = context.desk(address)
    title = desk.words["sources"]
    view = SourcesView(
        site=context.site(desk.here),
        words=desk.words,
        title=f"{title}: {letter}" if letter else title,
        lang=context.lang,
        dir=context.dir,
        counts_label=counted(desk.words, "sources", total),
        initials=tuple(
            LinkView(each, desk.here.to(_initial_address(each)), is_current=each == letter) for each in initials
        ),
        sources=tuple(_view(source, context, desk) for source in sources),
        description=None if letter else desk.words["sources-notice"],
        breadcrumbs=(LinkView(title, desk.here.to(LIST_ADDRESS)),) if letter else (),
        pager=pages or PagerView(),
    )
    return Page(address, "sources.html", view)


def _view(cited: Cited, context: Context, desk: Desk) -> CitedSourceView:
    citing = [
        CitingView(
            title=notes[0].text.title,
            address=desk.here.to(address),
            lang=notes[0].text.lang,
            dir=notes[0].text.dir,
            notes=tuple([LinkView(str(note.number), desk.here.to(note.address)) for note in notes]),
        )
        for address, notes in cited.notes.items()
    ]
    citing += [
        CitingView(f"{desk.words['original-of']} {text.title}", desk.here.to(text.address), text.lang, text.dir)
        for text in cited.origin_of
    ]
    entities = context.ground.settings.entities
    citing += [CitingView(entities[name].name, desk.here.to(entity_address(name))) for name in cited.entities]
    return CitedSourceView(
        source=source_view(cited.source, context.ground.settings.references, desk.words),
        citing=tuple(citing),
    )
