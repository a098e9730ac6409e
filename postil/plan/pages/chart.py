"""The picture of the timeline: a sign for each thing that bears a date.

Time runs down, and each kind of thing has a lane of its own. It is not to scale: an archive may hold
a treaty of 1961 and three hundred notes of one week, so every month (or year, or ten years, as many as
fit) that holds anything has a row, and the space between rows grows slowly with the time between them.
Places across are in percent, so that the picture fits any screen.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import groupby

from postil.core.values import dataclass
from postil.plan.notes import Desk
from postil.plan.registers import ChartView, MarkView, TickView
from postil.plan.words import counted, shown_date, shown_number

KINDS = ("text", "entity", "comment", "note", "check", "update")
"""The lanes, from the start of the line."""
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
    """Name of the words that tell the end of a time from its beginning, or a note on a comment from one on a text."""


def picture(
    entries: Sequence[Entry], desk: Desk, *, is_mirrored: bool, year_address: Callable[[str], str]
) -> ChartView:
    """Return the picture of all entries, given in the order of their dates, its rows as fine as fits.

    `year_address` gives the link to the list of a year.
    """
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
                found,
                desk,
                percent(lane.start),
                y + ROW // 2,
                lane.in_line,
                is_mirrored=is_mirrored,
                year_address=year_address,
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
    entries: Sequence[Entry],
    desk: Desk,
    x: str,
    y: int,
    in_line: int,
    *,
    is_mirrored: bool,
    year_address: Callable[[str], str],
) -> Iterator[MarkView]:
    """Yield the signs of one kind in one row, or their number where they are too many."""
    kind = entries[0].kind
    label = desk.words[f"timeline-{kind}"]
    side = -1 if is_mirrored else 1
    if not _is_drawn(entries):
        address = year_address(entries[0].date[:4])
        title = f"{label}{desk.words['colon']}{counted(desk.words, 'entries', len(entries))}"
        yield MarkView(address, title, kind, x, y, side * (SIGN // 2), shown_number(desk.words, len(entries)))
        return
    for place, entry in enumerate(entries):
        line, column = divmod(place, in_line)
        what = f"{label}{desk.words['colon']}{entry.title or desk.words['anonymous']}"
        title = f"{shown_date(desk.words, entry.date)} · {what}"
        dx = side * (column * SIGN + SIGN // 2)
        yield MarkView(desk.here.to(entry.address), title, kind, x, y + line * SIGN, dx)
