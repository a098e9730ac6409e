"""The pages of the texts themselves, those that are the pages of folders among them."""

from __future__ import annotations

from collections.abc import Iterable

from postil.core.model import Page
from postil.plan.context import HOME_ADDRESS, Context
from postil.plan.texts import text_view

from .folders import listing


def text_pages(context: Context) -> Iterable[Page]:
    """Yield the page of each text but the home page's."""
    for text in context.texts:
        if text.address == HOME_ADDRESS:
            continue
        desk = context.desk(text.address, text.edition.document.metadata.lang)
        cards = listing(context, desk, text.address)
        view = text_view(
            text, desk, context.site(desk.here), listing=cards, breadcrumbs=context.breadcrumbs(text.address)
        )
        yield Page(text.address, "text.html", view)
