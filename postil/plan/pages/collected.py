"""All notes of a text on one page, in reading order, each with the sentence that it explains."""

from __future__ import annotations

import re
from collections.abc import Iterator

from postil.core.model import Page
from postil.plan.choices import counts
from postil.plan.framing import UNFRAMED
from postil.plan.notes import footnote_view, seen_from
from postil.plan.onetext import OneText
from postil.plan.registers import NotesView, WholeNoteView
from postil.plan.summaries import Placed
from postil.plan.views import LinkView
from postil.plan.words import on_one_line

MOST_AROUND = 240
"""Characters shown on each side of a passage, at most."""
STOPS = ".!?…。！？؟։\n"
"""Where a sentence ends, near enough for a few words of context."""
STOP = re.compile(f"[{STOPS}]")
UP_TO_LAST_STOP = re.compile(f".*[{STOPS}]", re.DOTALL)


def notes_address(text: str) -> str:
    """Return where all notes of the text at that address stand."""
    return f"{text}notes/"


def collected_pages(one: OneText) -> Iterator[Page]:
    """Yield the page of all notes of a text, if it has any."""
    text, summary = one.text, one.summary
    if not summary.notes:
        return
    address = notes_address(text.address)
    desk = one.ground.desk(address, summary.lang)
    annotated = {placed.annotation.id: placed for placed in one.placed}
    is_excerpt = text.edition.document.metadata.rights == "excerpts"
    notes = []
    for part in (text.placed.text, *text.placed.comments.values()):
        for note in part.notes:
            where = desk.here.to(f"{text.address}#ref-{note.id}")
            if placed := annotated.get(note.id):
                before, after = ("", "") if is_excerpt else _around(placed)
                quote = on_one_line(placed.quotes[0])
                notes.append(WholeNoteView(seen_from(one.views[note.id], desk.here), where, before, quote, after))
            else:
                notes.append(WholeNoteView(footnote_view(note, desk.words), where))
    view = NotesView(
        site=UNFRAMED,
        words={},
        title=desk.words["all-notes-of"].format(title=summary.title),
        lang=summary.lang,
        dir=summary.dir,
        counts=counts((whole.note for whole in notes), desk),
        notes=tuple(sorted(notes, key=lambda whole: whole.note.number)),
        breadcrumbs=(LinkView(summary.title, desk.here.to(text.address)),),
    )
    yield Page(address, "notes.html", view)


def _around(placed: Placed) -> tuple[str, str]:
    """Return the words of the sentence before and after a passage."""
    plain, found = placed.document.plain, placed.anchor.ranges[0]
    start = max(found.start - MOST_AROUND, 0)
    before = plain[start : found.start]
    if stop := UP_TO_LAST_STOP.match(before):
        before = before[stop.end() :].lstrip()
    elif start:
        before = "… " + before.split(" ", 1)[-1]
    after = plain[found.end : found.end + MOST_AROUND]
    if stop := STOP.search(after):
        after = after[: stop.end()].rstrip("\n")
    elif found.end + MOST_AROUND < len(plain):
        after = after.rsplit(" ", 1)[0] + " …"
    return " ".join(before.split()) + (" " if before[-1:].isspace() else ""), after
