"""The home page, and the page for an address that does not exist."""

from __future__ import annotations

from collections.abc import Iterable

from postil.core.model import Page

from .context import HOME_ADDRESS, MISSING_ADDRESS, Context
from .folders import listing
from .texts import text_view
from .views import HomeView, MissingView


def home_pages(context: Context) -> Iterable[Page]:
    """Yield the home page: what content/index.md says, and the list of texts."""
    site = context.settings.site
    desk = context.desk(HOME_ADDRESS)
    frame = context.site(desk.here)
    index = next((text for text in context.texts if text.address == HOME_ADDRESS), None)
    text = None
    if index is not None:
        text = text_view(index, context.desk(HOME_ADDRESS, index.edition.document.metadata.lang), frame)
    view = HomeView(
        site=frame,
        words=desk.words,
        title=site.title,
        lang=site.lang,
        dir=context.dir,
        listing=listing(context, desk),
        text=text,
        description=site.description,
    )
    yield Page(HOME_ADDRESS, "home.html", view)


def missing_pages(context: Context) -> Iterable[Page]:
    """Yield the page shown for an address that does not exist."""
    desk = context.desk(MISSING_ADDRESS)
    view = MissingView(
        site=context.site(desk.here),
        words=desk.words,
        title=desk.words["missing-title"],
        lang=context.lang,
        dir=context.dir,
        listing=listing(context, desk),
    )
    yield Page(MISSING_ADDRESS, "404.html", view)
