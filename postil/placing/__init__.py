"""Passages are marked and references set: an edition becomes the HTML of its blocks and a sequence of notes.

    links lead where `address` says -> passages are cut and marked -> references are put in and numbered

It works on tokens, never on HTML text. The one thing a newcomer would get wrong: the text and its
comments share one sequence of numbers, so they are placed together.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from postil.core.model import Edition, PlacedEdition
from postil.core.written import SiteSettings

from .excerpts import excerpt
from .passages import passages
from .sequence import Sequence
from .texts import placed_text

__all__ = ["placed"]


def placed(
    edition: Edition,
    *,
    address: Callable[[str], str | None],
    site: SiteSettings,
    words: Mapping[str, str],
) -> PlacedEdition:
    """Return a text and its comments with every passage marked and every note numbered.

    `address` says what the page shall say for the address of a link or image, whose percent signs
    are resolved unless it leads out of the site; `None` when it leads nowhere, and the link is
    shown as its words. Of `words` it needs `note-number`, `show-note`, `footnote`, `answered-by`,
    `anonymous` and `omitted`.
    """
    sequence = Sequence(edition, site, words)
    document, share = edition.document, 1.0
    found = passages(edition.anchors, edition.comments)
    if document.metadata.rights == "excerpts":
        document, share = excerpt(document, found, omitted=words["omitted"])
    text = placed_text(document, found, sequence, address=address, share=share)
    comments = {
        comment.comment.id: placed_text(comment.document, passages(comment.anchors, ()), sequence, address=address)
        for comment in edition.comments
    }
    return PlacedEdition(text, comments)
