"""What lists show of texts and folders, and the pages of folders that have no index.md."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from postil.core.model import Page
from postil.plan.context import Context
from postil.plan.divided import pager, sheets
from postil.plan.notes import Desk
from postil.plan.outline import Folder
from postil.plan.registers import FolderView
from postil.plan.summaries import TextSummary
from postil.plan.views import TextCard
from postil.plan.words import counted, shown_date, shown_names

LONGEST_PAGE = 200
"""Texts on one page of a folder."""


def folder_pages(context: Context) -> Iterator[Page]:
    """Yield the pages of each folder without an index.md: its folders and its texts."""
    for folder in context.folders.values():
        if not folder.address or folder.index or not (folder.texts or folder.folders):
            continue
        parts = sheets(folder.address, folder.texts, longest=LONGEST_PAGE)
        for number, sheet in enumerate(parts):
            desk = context.desk(sheet.address)
            cards = text_cards(sheet.members, desk)
            view = FolderView(
                site=context.site(desk.here),
                words=desk.words,
                title=folder.title,
                lang=context.lang,
                dir=context.dir,
                counts_label=counted(desk.words, "texts", folder.below),
                listing=cards if number else (*_folder_cards(folder, desk), *cards),
                breadcrumbs=context.breadcrumbs(folder.address, desk.here),
                pager=pager(parts, number, desk.here),
            )
            yield Page(sheet.address, "folder.html", view)


def listing(folder: Folder, desk: Desk) -> tuple[TextCard, ...]:
    """Return what stands in a folder, as cards: first its folders, then its texts."""
    return (*_folder_cards(folder, desk), *text_cards(folder.texts, desk))


def text_cards(texts: Iterable[TextSummary], desk: Desk) -> tuple[TextCard, ...]:
    """Return texts as lists show them."""
    return tuple(text_card(text, desk) for text in texts)


def text_card(text: TextSummary, desk: Desk) -> TextCard:
    """Return a text as lists show it."""
    words = desk.words
    return TextCard(
        title=text.title,
        address=desk.here.to(text.address),
        lang=text.lang,
        dir=text.dir,
        subtitle=text.subtitle,
        authors=shown_names(words, text.authors),
        date=shown_date(words, text.date),
        date_iso=text.date,
        description=text.description,
        notes_label=counted(words, "notes", text.notes),
        comments_label=counted(words, "comments", text.comments),
        is_draft=text.is_draft,
    )


def _folder_cards(folder: Folder, desk: Desk) -> tuple[TextCard, ...]:
    return tuple(
        TextCard(
            title=inner.title,
            address=desk.here.to(inner.address),
            lang=inner.index.lang if inner.index else "",
            dir=inner.index.dir if inner.index else "auto",
            description=inner.index.description if inner.index else None,
            notes_label=counted(desk.words, "texts", inner.below),
            is_folder=True,
        )
        for inner in folder.folders
    )
