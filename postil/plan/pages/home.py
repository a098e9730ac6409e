"""The home page, all texts by year where it cannot hold them, and the page for an address that does not exist."""

from __future__ import annotations

import heapq
from collections.abc import Collection, Iterable, Iterator, Mapping

from postil.core.model import Page
from postil.core.values import replace
from postil.plan.context import Context, unlisted
from postil.plan.divided import pager, sheets
from postil.plan.facets import MOST_NEWEST, Newest
from postil.plan.framing import HOME_ADDRESS, MISSING_ADDRESS, Index, notes_of
from postil.plan.ground import Ground
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
from postil.plan.summaries import TextSummary
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
SUGGESTED = 8
"""Texts that the page for a missing address names."""
LONGEST_PAGE = 500
"""Texts on one page of the list of all."""


def index(texts: Mapping[str, TextSummary], ground: Ground) -> Index | None:
    """Return the list of all texts as an index of the site, if the home page cannot hold them."""
    return Index("all-texts", ALL_TEXTS) if len(_listed(texts, unlisted(texts.values(), ground))) > FEW_TEXTS else None


def home_pages(context: Context) -> Iterator[Page]:
    """Yield the home page: what content/index.md says, what is new, and the texts."""
    site = context.ground.settings.site
    desk = context.desk(HOME_ADDRESS)
    frame = context.site(desk.here)
    text = context.home
    if text is not None:
        text = replace(text, site=frame, words=context.ground.words(text.lang), notes=notes_of(text))
    listed = _listed(context.summaries, context.unlisted)
    is_small = len(listed) <= FEW_TEXTS
    notes = sum(text.placed for text in context.summaries.values())
    counts = (counted(desk.words, "texts", len(listed)), counted(desk.words, "notes", notes))
    view = HomeView(
        site=frame,
        words=desk.words,
        title=site.title,
        lang=site.lang,
        dir=context.dir,
        listing=text_cards(listed, desk) if is_small else (),
        groups=() if is_small else tuple(_groups(context, desk)),
        text=text,
        counts_label="" if is_small else " · ".join(filter(None, counts)),
        news=tuple(_news(context, desk)),
        all_news=desk.here.to(TIMELINE) if has_timeline(context.summaries.values(), context.ground) else None,
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
        listing=text_cards(_listed(context.summaries, context.unlisted)[:SUGGESTED], desk),
    )
    yield Page(MISSING_ADDRESS, "404.html", view)


def all_texts_pages(context: Context) -> Iterator[Page]:
    """Yield the list of all texts by year, the newest first, where the home page shows only some."""
    listed = _listed(context.summaries, context.unlisted)
    if len(listed) <= FEW_TEXTS:
        return
    texts = sorted(listed, key=lambda text: text.date or "", reverse=True)
    parts = sheets(ALL_TEXTS, texts, longest=LONGEST_PAGE)
    for number, sheet in enumerate(parts):
        desk = context.desk(sheet.address)
        view = RegisterView(
            site=context.site(desk.here),
            words=desk.words,
            title=desk.words["all-texts"],
            lang=context.lang,
            dir=context.dir,
            groups=tuple(_years(sheet.members, desk)),
            name="texts",
            description=counted(desk.words, "texts", len(texts)),
            pager=pager(parts, number, desk.here),
        )
        yield Page(sheet.address, "register.html", view)


def with_newest(texts: Mapping[str, TextSummary]) -> tuple[str, ...]:
    """Return the addresses of the texts whose notes and updates the home page names as new."""
    dated = ((day, -place, address) for place, (address, text) in enumerate(texts.items()) for day in text.newest)
    newest = {address for _, _, address in heapq.nlargest(MOST_NEWEST, dated)}
    return tuple(address for address in texts if address in newest)


def _listed(texts: Mapping[str, TextSummary], unlisted: Collection[str]) -> tuple[TextSummary, ...]:
    """Return the texts that lists name, in their order: neither the home page's nor pages like “About”."""
    return tuple(text for text in texts.values() if text.address != HOME_ADDRESS and text.address not in unlisted)


def _groups(context: Context, desk: Desk) -> Iterator[CardGroup]:
    """Yield the first texts of each folder; those that stand in none first."""
    root = context.folders[HOME_ADDRESS]
    if root.texts:
        more = LinkView(desk.words["all-texts"], desk.here.to(ALL_TEXTS))
        cards = text_cards(root.texts[:OF_A_FOLDER], desk)
        yield CardGroup(desk.words["texts"], cards, more if len(root.texts) > OF_A_FOLDER else None)
    for folder in root.folders:
        texts = list(_within(folder, OF_A_FOLDER))
        label = desk.words["all-in-folder"].format(
            texts=counted(desk.words, "texts", folder.below), folder=folder.title
        )
        yield CardGroup(
            folder.title,
            tuple(text_card(text, desk) for text in texts),
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
    told = context.told("newest", with_newest(context.summaries))
    newest: list[Newest] = [one for several in told.values() for one in several]
    for one in sorted(newest, key=lambda one: one.day, reverse=True)[:MOST_NEWEST]:
        yield note_line(one.note, desk, update=one.update, with_text=True)


def _years(texts: Iterable[TextSummary], desk: Desk) -> Iterator[EntryGroup]:
    years: dict[str, list[EntryView]] = {}
    for text in texts:
        facts = (shown_date(desk.words, text.date), counted(desk.words, "notes", text.notes))
        entry = EntryView(text.title, desk.here.to(text.address), " · ".join(filter(None, facts)))
        years.setdefault((text.date or "")[:4], []).append(entry)
    for year, entries in years.items():
        yield EntryGroup(year, tuple(entries))
