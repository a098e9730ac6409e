"""Passages are marked and references set: an edition becomes the HTML of its blocks and a sequence of notes.

    links lead where `address` says -> passages are cut and marked -> references are put in and numbered

It works on tokens, never on HTML text. The text and its comments share one sequence of
numbers, so they are placed together.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from postil.core.model import Edition, PlacedEdition, Source
from postil.core.problems import Checked, Problem, Severity
from postil.core.written import SiteSettings

from .excerpts import excerpt
from .links import Fragments, Links
from .numbering import Numbering
from .passages import MOST_NOTES, passages
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
    document, share = edition.document, 1.0
    in_text = passages(edition.anchors, edition.comments)
    if document.metadata.rights == "excerpts":
        document, share = excerpt(document, in_text, omitted=words["omitted"])
    fragments = Fragments.of(edition, document)
    links = Links(document, address, fragments)
    text = placed_text(document, in_text, numbering, links, share=share)
    problems = links.problems
    if document.metadata.rights == "excerpts" and not in_text:
        problems.append(_nothing_to_excerpt(document.source))
    comments = {}
    for comment in edition.comments:
        links = Links(comment.document, address, fragments, comment.comment)
        in_comment = passages(comment.anchors, ())
        comments[comment.comment.id] = placed_text(
            comment.document, in_comment, numbering, links, paragraph=f"p-{comment.comment.id}-"
        )
        problems += links.problems
    if numbering.unlisted:
        problems.append(_too_many_notes(edition, numbering.unlisted))
    return Checked(PlacedEdition(text, comments), tuple(problems))


def _too_many_notes(edition: Edition, unlisted: set[str]) -> Problem:
    anchors = [*edition.anchors, *(anchor for comment in edition.comments for anchor in comment.anchors)]
    first = next(anchor.annotation for anchor in anchors if anchor.annotation.id in unlisted)
    others = f" and {len(unlisted) - 1} others" if len(unlisted) > 1 else ""
    return Problem(
        "too-many-notes",
        f"{first.id}{others} lie on words that more than {MOST_NOTES} notes share, so the marks there do not list them",
        first.places.at("quote"),
        "their references and notes are shown as ever; tie some of them to fewer words",
        Severity.NOTICE,
    )


def _nothing_to_excerpt(source: Source) -> Problem:
    written = re.search(r"^rights:.*$", source.text, re.MULTILINE)
    return Problem(
        "nothing-to-excerpt",
        "only what notes are tied to is published of this text, and none is tied to it",
        source.place_at(written.start(), len(written[0])) if written else source.place(1),
        "tie a note to a passage, or publish the whole text with `rights: full`",
        Severity.WARNING,
    )
