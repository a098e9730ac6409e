"""Notes as lines of lists, and lines grouped by text: what every index is made of."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby

from postil.core.kinds import verdict_label

from .notes import Desk
from .registers import (
    LineGroup,
    NoteLine,
)
from .summaries import NoteSummary, TextSummary, UpdateSummary
from .words import counted, shown_date


def note_line(
    note: NoteSummary, desk: Desk, *, update: UpdateSummary | None = None, with_text: bool = False
) -> NoteLine:
    """Return a note as a line, or one of its updates; the text is named in it where no heading does."""
    date = update.date if update else note.date
    return NoteLine(
        address=desk.here.to(note.address),
        lang=note.text.lang,
        dir=note.text.dir,
        kind=note.kind,
        kind_label=desk.words["timeline-update"] if update else desk.kind_label(note.kind),
        kind_mark=desk.kind_mark("update" if update else note.kind),
        quote=note.quote,
        words=update.words if update else note.words,
        text_title=note.text.title if with_text else "",
        verdict=note.verdict,
        verdict_label=note.verdict and verdict_label(note.verdict, desk.settings.site, desk.words),
        date=shown_date(desk.words, date),
        date_iso=date,
        is_draft=note.is_draft,
        is_on_comment=note.is_on_comment,
    )


def line_groups(notes: Iterable[NoteSummary], desk: Desk) -> tuple[LineGroup, ...]:
    """Return notes under the headings of their texts, in the order given."""
    return tuple(_groups(notes, desk))


def _groups(notes: Iterable[NoteSummary], desk: Desk) -> Iterator[LineGroup]:
    for _, members in groupby(notes, key=lambda note: note.text.address):
        found = tuple(members)
        text: TextSummary = found[0].text
        yield LineGroup(
            title=text.title,
            address=desk.here.to(text.address),
            lang=text.lang,
            dir=text.dir,
            label=counted(desk.words, "notes", len(found)),
            lines=tuple(note_line(note, desk) for note in found),
        )
