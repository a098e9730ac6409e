"""The timeline: everything that bears a date, drawn as a picture and listed by year.

In the picture time runs down and each kind of thing has a lane of its own. It is not to scale: an
archive may hold a treaty of 1961 and three hundred notes of one week, so every month (or year, or
ten years, as many as fit) that holds anything has a row, and the space between rows grows slowly
with the time between them. Places across are in percent, so that the picture fits any screen.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from postil.core.model import Page
from postil.core.written import Entity

from .context import Context, Index
from .divided import pager, sheets
from .notes import Desk
from .prose import entity_address
from .registers import ChartView, DatedView, MarkView, TickView, TimelineView, YearView
from .views import CountView, LinkView
from .words import counted, shown_date, shown_number

LIST_ADDRESS = "timeline/"
KINDS = ("text", "entity", "comment", "note", "check", "update")
"""The lanes, from the start of the line."""
FEWEST = 3
"""A site with fewer dates needs no timeline."""
LONGEST_PAGE = 400
"""Entries on one page. Where there are more, each year has pages of its own."""
MOST_ROWS = {7: 60, 4: 100}
"""Rows of the picture that stand for months, and for years; where there are more, each stands for a longer time."""
MOST_MARKS = 60
"""Signs of one kind in one row; of more, their number."""
WIDEST_LANE = 4
"""How many times as wide as the narrowest lane one with many signs may be."""
NARROWEST = 270
"""Pixels that all lanes together have on a phone."""
FIRST_LANE = 22.0
"""Where the lanes begin, in percent of the width; the dates stand before them."""
SIGN = 13
"""Pixels from one sign to the next."""
ROW = 20
"""Pixels of a row with one line of signs."""
YEAR = 24
"""Pixels of the name of a year above its months."""


@dataclass(frozen=True, slots=True)
class Entry:
    """Something that bears a date."""

    date: str
    kind: str
    address: str
    title: str
    words: str = ""
    text_title: str = ""
    lang: str = ""
    dir: str = "auto"
    suffix: str = ""
    """Name of a word that tells the end of a time from its beginning."""


def index(context: Context) -> Index | None:
    """Return the timeline as an index of the site, if enough bears a date."""
    return Index("timeline", LIST_ADDRESS) if has_timeline(context) else None


def has_timeline(context: Context) -> bool:
    """Return whether enough bears a date."""
    return sum(1 for _, _ in zip(range(FEWEST), _entries(context), strict=False)) == FEWEST


def timeline_pages(context: Context) -> Iterator[Page]:
    """Yield the timeline, and pages for its years where it is long."""
    if not has_timeline(context):
        return
    entries = sorted(_entries(context), key=lambda entry: entry.date)
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
            picture=_picture(entries, desk, is_mirrored=context.dir == "rtl", is_long=is_long),
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
    for address, text in context.summaries.items():
        if text.date:
            yield Entry(text.date, "text", address, text.title, lang=text.lang, dir=text.dir)
        for note in context.notes_of[address]:
            dates = [("note", note.date, note.words), ("check", note.checked, "")]
            dates += [("update", update.date, update.words) for update in note.updates]
            for kind, date, words in dates:
                if date:
                    yield Entry(date, kind, note.address, note.quote, words, text.title, text.lang, text.dir)
        for comment in context.comments_of[address]:
            if comment.date:
                author = comment.author or ""
                where = comment.address
                yield Entry(comment.date, "comment", where, author, comment.words, text.title, text.lang, text.dir)
    for name, entity in context.settings.entities.items():
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


# ------------------------------------------------------------------------------- the picture


def _picture(entries: Sequence[Entry], desk: Desk, *, is_mirrored: bool, is_long: bool) -> ChartView:
    """Return the picture of all entries, its rows as fine as fits."""
    fits = (length for length, most in MOST_ROWS.items() if len({entry.date[:length] for entry in entries}) <= most)
    length = next(fits, len("202"))
    rows = {row: _by_kind(members) for row, members in groupby(entries, key=lambda entry: entry.date[:length])}
    lanes = _lanes(rows.values())

    def percent(share: float) -> str:
        return f"{100 - share if is_mirrored else share:.2f}%"

    ticks: list[TickView] = []
    marks: list[MarkView] = []
    y, before = 8, ""
    for row, by_kind in rows.items():
        y += _gap(before, row)
        if length == len("2024-10") and row[:4] != before[:4]:
            ticks.append(TickView(row[:4], y + YEAR // 2, is_major=True))
            y += 0 if row == row[:4] else YEAR
        if row != row[:4] or length != len("2024-10"):
            ticks.append(TickView(_row_label(row, desk), y + ROW // 2, is_major=length != len("2024-10")))
        for kind, found in by_kind.items():
            lane = lanes[kind]
            marks += _signs(
                found, desk, percent(lane.start), y + ROW // 2, lane.in_line, is_mirrored=is_mirrored, is_long=is_long
            )
        lines = (math.ceil(len(found) / lanes[kind].in_line) for kind, found in by_kind.items() if _is_drawn(found))
        y += ROW - SIGN + SIGN * max(lines, default=1)
        before = row
    return ChartView(
        height=y + 8,
        ticks=tuple(ticks),
        marks=tuple(marks),
        label_x="100%" if is_mirrored else "0%",
    )


@dataclass(frozen=True, slots=True)
class Lane:
    """The place of a kind in the picture."""

    start: float
    """In percent of the width."""
    in_line: int
    """So many signs stand beside one another on any screen."""


def _lanes(rows: Iterable[Mapping[str, Sequence[Entry]]]) -> Mapping[str, Lane]:
    """Return a lane for each kind there is, wider where many signs stand in one row."""
    most: dict[str, int] = {}
    for row in rows:
        for kind, found in row.items():
            most[kind] = max(most.get(kind, 1), len(found) if _is_drawn(found) else 2)
    weights = {kind: min(WIDEST_LANE, math.ceil(math.sqrt(most[kind]))) for kind in KINDS if kind in most}
    lanes: dict[str, Lane] = {}
    start = FIRST_LANE
    for kind, weight in weights.items():
        share = weight / sum(weights.values())
        lanes[kind] = Lane(start, max(1, math.floor(NARROWEST * share / SIGN)))
        start += (100 - FIRST_LANE) * share
    return lanes


def _by_kind(entries: Iterable[Entry]) -> Mapping[str, Sequence[Entry]]:
    found: dict[str, list[Entry]] = {}
    for entry in entries:
        found.setdefault(entry.kind, []).append(entry)
    return found


def _is_drawn(entries: Sequence[Entry]) -> bool:
    """Return whether each has a sign of its own."""
    return len(entries) <= MOST_MARKS


def _row_label(row: str, desk: Desk) -> str:
    """Return the name of a month, a year, or ten years."""
    if len(row) == len("2024-10"):
        return desk.words[f"month-{int(row[5:])}"]
    return row if len(row) == len("2024") else f"{row}0–{row}9"


def _gap(before: str, row: str) -> int:
    """Return the space above a row, which grows with the logarithm of the time since the row before."""
    if not before:
        return 0
    months = _months(row) - _months(before)
    return round(5 * math.log2(max(1, months)))


def _months(row: str) -> int:
    year = int(row[:4].ljust(4, "0"))
    return 12 * year + (int(row[5:7]) if len(row) > len("2024") else 0)


def _signs(
    entries: Sequence[Entry], desk: Desk, x: str, y: int, in_line: int, *, is_mirrored: bool, is_long: bool
) -> Iterator[MarkView]:
    """Yield the signs of one kind in one row, or their number where they are too many."""
    kind = entries[0].kind
    label = desk.words[f"timeline-{kind}"]
    side = -1 if is_mirrored else 1
    if not _is_drawn(entries):
        year = entries[0].date[:4]
        address = desk.here.to(year_address(year)) if is_long else f"#year-{year}"
        title = f"{label}{desk.words['colon']}{counted(desk.words, 'entries', len(entries))}"
        yield MarkView(address, title, kind, x, y, side * (SIGN // 2), shown_number(desk.words, len(entries)))
        return
    for place, entry in enumerate(entries):
        line, column = divmod(place, in_line)
        what = f"{label}{desk.words['colon']}{entry.title or desk.words['anonymous']}"
        title = f"{shown_date(desk.words, entry.date)} · {what}"
        dx = side * (column * SIGN + SIGN // 2)
        yield MarkView(desk.here.to(entry.address), title, kind, x, y + line * SIGN, dx)
