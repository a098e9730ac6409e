"""The card of a text: what is drawn on it, and under which name it is published."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from postil.core.model import Card
from postil.core.values import replace

from .ground import Ground
from .texts import PlannedText
from .views import PictureView, TextView

WIDTH, HEIGHT = 1200, 630
"""Pixels, as most services show such pictures."""
MOST_NOTES = 1000
"""Notes that are drawn. More would be one band of colour."""


def card(text: PlannedText, view: TextView, ground: Ground) -> Card | None:
    """Return the card of a text, `None` where none are drawn, or nobody could fetch them."""
    if ground.card_look is None or ground.canonical is None:
        return None
    drawn = Card(
        path="",
        title=view.title,
        site=ground.settings.site.title,
        dir=view.dir,
        subtitle=view.subtitle,
        authors=view.authors,
        counts=tuple((count.kind, count.label) for count in view.counts),
        notes=tuple(_places(text))[:MOST_NOTES],
    )
    digest = hashlib.sha256(f"{ground.card_look}\n{drawn!r}".encode()).hexdigest()
    return replace(drawn, path=f"{text.address}card-{digest[:12]}.png")


def picture(drawn: Card, view: TextView, ground: Ground) -> PictureView | None:
    """Return how a page names its card."""
    if ground.canonical is None:
        return None
    title = " · ".join(filter(None, (view.title, view.authors, view.counts_label)))
    return PictureView(ground.canonical.to(drawn.path), title, WIDTH, HEIGHT)


def _places(text: PlannedText) -> Iterator[tuple[int, str]]:
    """Yield where in the text each note stands, in thousandths, and its kind."""
    length = max(1, len(text.edition.document.plain))
    for anchor in text.edition.anchors:
        yield 1000 * anchor.ranges[0].start // length, anchor.annotation.kind
