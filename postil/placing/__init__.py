"""Passages are marked and references set: an edition becomes the HTML of its blocks and a sequence of notes.

    links lead where `address` says -> passages are cut and marked -> references are put in and numbered

It works on tokens, never on HTML text. The text and its comments share one sequence of
numbers, so they are placed together.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from postil.core.model import Edition, PlacedEdition
from postil.core.problems import Checked
from postil.core.written import SiteSettings

from .excerpts import excerpt
from .links import Fragments, Links
from .numbering import Numbering
from .passages import passages
from .texts import placed_text

__all__ = ["placed"]


def placed(
    edition: Edition,
    *,
    address: Callable[[str], str | None],
    site: SiteSettings,
    words: Mapping[str, str],
) -> Checked[PlacedEdition]:
    """Return a text and its comments with every passage marked and every note numbered.

    `address` says what the page shall say for the address of a link or image, whose percent signs
    are resolved unless it leads out of the site; `None` when it leads nowhere, and the link is
    shown as its words, and is a problem. Of `words` it needs `note-number`, `show-note`, `footnote`, `answered-by`,
    `anonymous` and `omitted`.
    """
    numbering = Numbering(edition, site, words)
    fragments = Fragments.of(edition)
    document, share = edition.document, 1.0
    in_text = passages(edition.anchors, edition.comments)
    if document.metadata.rights == "excerpts":
        document, share = excerpt(document, in_text, omitted=words["omitted"])
    links = Links(document, address, fragments)
    text = placed_text(document, in_text, numbering, links, share=share)
    problems = links.problems
    comments = {}
    for comment in edition.comments:
        links = Links(comment.document, address, fragments, comment.comment)
        in_comment = passages(comment.anchors, ())
        comments[comment.comment.id] = placed_text(comment.document, in_comment, numbering, links)
        problems += links.problems
    return Checked(PlacedEdition(text, comments), tuple(problems))
