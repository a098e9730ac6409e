"""The texts of a folder as lists show them."""

from __future__ import annotations

from .context import HOME_ADDRESS, Context
from .notes import Desk
from .texts import text_card
from .views import TextCard


def listing(context: Context, desk: Desk, *, below: str = "") -> tuple[TextCard, ...]:
    """List the texts of a folder, but neither the folder's own page nor pages like “About”.

    Those are the undated texts that the navigation names.
    """
    return tuple(
        text_card(text, desk)
        for text in context.texts
        if text.address not in (HOME_ADDRESS, below)
        and text.address.startswith(below)
        and (text.edition.document.metadata.date or text.address not in context.in_navigation)
    )
