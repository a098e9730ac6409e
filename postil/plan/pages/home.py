"""The home page, all texts by year where it cannot hold them, and the page for an address that does not exist."""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Iterator

from postil.core.model import Page
from postil.plan.context import HOME_ADDRESS, MISSING_ADDRESS, Context, Index
from postil.plan.divided import pager, sheets
from postil.plan.lines import note_line
from postil.plan.notes import Desk
from postil.plan.outline import Folder
from postil.plan.registers import (
    CardGroup,
    EntryGroup,
    EntryView,
    HomeView,
    MissingView,
    NoteLine,
    RegisterView,
)
from postil.plan.summaries import NoteSummary, TextSummary, UpdateSummary
from postil.plan.texts import text_view
from postil.plan.views import LinkView
from postil.plan.words import counted, shown_date

from .folders import text_card, text_cards
from .timeline import LIST_ADDRESS as TIMELINE
from .timeline import has_timeline

ALL_TEXTS = "texts/"
FEW_TEXTS = 24
"""So many texts stand in one list on the home page; of more, some of each folder."""
OF_A_FOLDER = 6
"""Texts of one folder that the home page then shows."""
NEWS = 6
"""Notes and updates that the home page names as new."""
SUGGESTED = 8
"""Texts that the page for a missing address names."""
LONGEST_PAGE = 500
"""Texts on one page of the list of all."""


def index(context: Context) -> Index | None:
    """Return the list of all texts as an index of the site, if the home page cannot hold them."""
    return Index("all-texts", ALL_TEXTS) if len(_listed(context)) > FEW_TEXTS else None


def home_pages(context: Context) -> Iterator[Page]:
    """Yield the home page: what content/index.md says, what is new, and the texts."""
    site = context.settings.site
    desk = context.desk(HOME_ADDRESS)
    frame = context.site(desk.here)
    home = next((text for text in context.texts if text.address == HOME_ADDRESS), None)
    text = None
    if home is not None:
        text = text_view(home, context.desk(HOME_ADDRESS, home.edition.document.metadata.lang), frame)
    listed = _listed(context)
    is_small = len(listed) <= FEW_TEXTS
    notes = sum(len(found) for found in context.notes_of.values())
    counts = (counted(desk.words, "texts", len(listed)), counted(desk.words, "notes", notes))
    view = HomeView(
        site=frame,
        words=desk.words,
        title=site.title,
        lang=site.lang,
        dir=context.dir,
        listing=text_cards(listed, context, desk) if is_small else (),
        groups=() if is_small else tuple(_groups(context, desk)),
        text=text,
        counts_label="" if is_small else " · ".join(filter(None, counts)),
        news=tuple(_news(context, desk)),
        all_news=desk.here.to(TIMELINE) if has_timeline(context) else None,
        description=site.description,
    )
    yield Page(HOME_ADDRESS, "home.html", view)


def missing_pages(context: Context) -> Iterator[Page]:
    """Yield the page shown for an address that does not exist."""
    desk = context.desk(MISSING_ADDRESS)
    view = MissingView(
        site=context.site(desk.here),
        words=desk.words,
        title=desk.words["missing-title"],
        lang=context.lang,
        dir=context.dir,
        listing=text_cards(_listed(context)[:SUGGESTED], context, desk),
    )
    yield Page(MISSING_ADDRESS, "404.html", view)


def all_texts_pages(context: Context) -> Iterator[Page]:
    """Yield the list of all texts by year, the newest first, where the home page shows only some."""
    if index(context) is None:
        return
    texts = sorted(_listed(context), key=lambda text: text.date or "", reverse=True)
    parts = sheets(ALL_TEXTS, texts, longest=LONGEST_PAGE)
    for number, sheet in enumerate(parts):
        desk = context.desk(sheet.address)
        view = RegisterView(
            site=context.site(desk.here),
            words=desk.words,
            title=desk.words["all-texts"],
            lang=context.lang,
            dir=context.dir,
            groups=tuple(_years(sheet.members, context, desk)),
            name="texts",
            description=counted(desk.words, "texts", len(texts)),
            pager=pager(parts, number, desk.here),
        )
        yield Page(sheet.address, "register.html", view)


def _listed(context: Context) -> tuple[TextSummary, ...]:
    """Return the texts that lists name, in their order: neither the home page's nor pages like “About”."""
    return tuple(text for text in context.summaries.values() if text.address not in (HOME_ADDRESS, *context.unlisted))


def _groups(context: Context, desk: Desk) -> Iterator[CardGroup]:
    """Yield the first texts of each folder; those that stand in none first."""
    root = context.folders[HOME_ADDRESS]
    if root.texts:
        more = LinkView(desk.words["all-texts"], desk.here.to(ALL_TEXTS))
        cards = text_cards(root.texts[:OF_A_FOLDER], context, desk)
        yield CardGroup(desk.words["texts"], cards, more if len(root.texts) > OF_A_FOLDER else None)
    for folder in root.folders:
        texts = list(_within(folder, OF_A_FOLDER))
        label = desk.words["all-in-folder"].format(
            texts=counted(desk.words, "texts", folder.below), folder=folder.title
        )
        yield CardGroup(
            folder.title,
            tuple(text_card(text, context, desk) for text in texts),
            LinkView(label, desk.here.to(folder.address)),
        )


def _within(folder: Folder, most: int) -> Iterable[TextSummary]:
    """Return the first texts of a folder, then those of the folders in it."""
    found = folder.texts[:most]
    for inner in folder.folders:
        if len(found) >= most:
            break
        found += _within(inner, most - len(found))
    return found


def _news(context: Context, desk: Desk) -> Iterator[NoteLine]:
    """Yield the latest notes and updates, the newest first; of one day in the order of lists and of reading."""
    dated: Iterator[tuple[str, int, NoteSummary, UpdateSummary | None]] = (
        (date, -place, note, update)
        for place, note in enumerate(context.notes)
        for date, update in ((note.date, None), *((update.date, update) for update in note.updates))
        if date
    )
    for _, _, note, update in heapq.nlargest(NEWS, dated, key=lambda entry: entry[:2]):
        yield note_line(note, desk, update=update, with_text=True)


def _years(texts: Iterable[TextSummary], context: Context, desk: Desk) -> Iterator[EntryGroup]:
    years: dict[str, list[EntryView]] = {}
    for text in texts:
        facts = (shown_date(desk.words, text.date), counted(desk.words, "notes", context.counts[text.address]))
        entry = EntryView(text.title, desk.here.to(text.address), " · ".join(filter(None, facts)))
        years.setdefault((text.date or "")[:4], []).append(entry)
    for year, entries in years.items():
        yield EntryGroup(year, tuple(entries))
