"""The timeline: everything that bears a date, drawn as a picture and listed by year."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby

from postil.core.model import Page
from postil.core.written import Entity
from postil.plan.context import Context
from postil.plan.divided import pager, sheets
from postil.plan.facets import MOST_DATES, Dated
from postil.plan.framing import Index
from postil.plan.ground import Ground
from postil.plan.notes import Desk
from postil.plan.prose import entity_address
from postil.plan.registers import DatedView, TimelineView, YearView
from postil.plan.summaries import TextSummary
from postil.plan.views import CountView, LinkView
from postil.plan.words import counted, shown_date

from .chart import KINDS, Entry, picture

LIST_ADDRESS = "timeline/"
LONGEST_PAGE = 400
"""Entries on one page. Where there are more, each year has pages of its own."""


def index(texts: Mapping[str, TextSummary], ground: Ground) -> Index | None:
    """Return the timeline as an index of the site, if enough bears a date."""
    return Index("timeline", LIST_ADDRESS) if has_timeline(texts.values(), ground) else None


def has_timeline(texts: Iterable[TextSummary], ground: Ground) -> bool:
    """Return whether enough bears a date."""
    entities = ground.settings.entities.values()
    return sum(text.dates for text in texts) + sum(bool(one.date) + bool(one.until) for one in entities) >= MOST_DATES


def timeline_pages(context: Context) -> Iterator[Page]:
    """Yield the timeline, and pages for its years where it is long."""
    entries = sorted(_entries(context), key=lambda entry: entry.date)
    if len(entries) < MOST_DATES:
        return
    years = {year: tuple(found) for year, found in groupby(entries, key=lambda entry: entry.date[:4])}
    is_long = len(entries) > LONGEST_PAGE
    desk = context.desk(LIST_ADDRESS)
    yield Page(
        LIST_ADDRESS,
        "timeline.html",
        TimelineView(
            site=context.site(desk.here),
            words=desk.words,
            title=desk.words["timeline"],
            lang=context.lang,
            dir=context.dir,
            kinds=_kinds(entries, desk),
            picture=picture(
                entries,
                desk,
                is_mirrored=context.dir == "rtl",
                year_address=lambda year: desk.here.to(year_address(year)) if is_long else f"#year-{year}",
            ),
            years=tuple(_year(year, found, desk, is_long=is_long) for year, found in years.items()),
            description=desk.words["timeline-notice"],
        ),
    )
    if is_long:
        for year, found in years.items():
            yield from _pages_of_year(year, found, context)


def year_address(year: str) -> str:
    """Return where the page of a year stands, where years have pages."""
    return f"{LIST_ADDRESS}{year}/"


def _entries(context: Context) -> Iterator[Entry]:
    """Yield everything that bears a date: texts, what was written on them, then entities."""
    dated: Mapping[str, Dated] = context.told("dated")
    for address, text in context.summaries.items():
        if text.date:
            yield Entry(text.date, "text", address, text.title, lang=text.lang, dir=text.dir)
        for note in dated[address].notes:
            dates = [("note", note.date, note.words), ("check", note.checked, "")]
            dates += [("update", update.date, update.words) for update in note.updates]
            suffix = "on-comment" if note.is_on_comment else ""
            for kind, date, words in dates:
                if date:
                    yield Entry(date, kind, note.address, note.quote, words, text.title, text.lang, text.dir, suffix)
        for comment in dated[address].comments:
            if comment.date:
                author = comment.author or ""
                where = comment.address
                yield Entry(comment.date, "comment", where, author, comment.words, text.title, text.lang, text.dir)
    for name, entity in context.ground.settings.entities.items():
        yield from _of_entity(name, entity)


def _of_entity(name: str, entity: Entity) -> Iterator[Entry]:
    spans = entity.date and entity.until
    if entity.date:
        yield Entry(entity.date, "entity", entity_address(name), entity.name, suffix="timeline-begun" if spans else "")
    if entity.until:
        yield Entry(entity.until, "entity", entity_address(name), entity.name, suffix="timeline-ended")


def _kinds(entries: Iterable[Entry], desk: Desk) -> tuple[CountView, ...]:
    """Return the key of the picture: the kinds that it has, with how many there are of each."""
    numbers: dict[str, int] = {}
    for entry in entries:
        numbers[entry.kind] = numbers.get(entry.kind, 0) + 1
    return tuple(
        CountView(kind=kind, label=desk.words[f"timeline-{kind}"], mark="", count=numbers[kind])
        for kind in KINDS
        if kind in numbers
    )


def _year(year: str, entries: Sequence[Entry], desk: Desk, *, is_long: bool) -> YearView:
    return YearView(
        year=year,
        entries=() if is_long else tuple(_dated(entry, desk) for entry in entries),
        address=desk.here.to(year_address(year)) if is_long else None,
        label=counted(desk.words, "entries", len(entries)),
    )


def _pages_of_year(year: str, entries: Sequence[Entry], context: Context) -> Iterator[Page]:
    parts = sheets(year_address(year), entries, longest=LONGEST_PAGE)
    for number, sheet in enumerate(parts):
        desk = context.desk(sheet.address)
        view = TimelineView(
            site=context.site(desk.here),
            words=desk.words,
            title=f"{desk.words['timeline']}{desk.words['colon']}{year}",
            lang=context.lang,
            dir=context.dir,
            years=(_year(year, sheet.members, desk, is_long=False),),
            breadcrumbs=(LinkView(desk.words["timeline"], desk.here.to(LIST_ADDRESS)),),
            pager=pager(parts, number, desk.here),
        )
        yield Page(sheet.address, "timeline.html", view)


def _dated(entry: Entry, desk: Desk) -> DatedView:
    label = desk.words[f"timeline-{entry.kind}"]
    return DatedView(
        date=shown_date(desk.words, entry.date) or "",
        date_iso=entry.date,
        kind=entry.kind,
        label=f"{label}{desk.words['comma']}{desk.words[entry.suffix]}" if entry.suffix else label,
        address=desk.here.to(entry.address),
        title=entry.title or desk.words["anonymous"],
        words=entry.words,
        text_title=entry.text_title,
        lang=entry.lang,
        dir=entry.dir,
    )
