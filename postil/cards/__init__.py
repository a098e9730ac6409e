"""Cards: a picture of each text for previews elsewhere, drawn in the look of the theme.

Takes the `Card`s that pages name and the site built before; gives a PNG for each that is not there
yet. Pillow, an optional extra, draws them; without it there is no style, and no page names a card.
The name of a card holds a digest of everything that its bytes depend on, so that equal names are
equal files, and a card is drawn once for all builds.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from postil.core.model import Card, Earlier, Kept, Output

from .theme import Theme, read_theme

try:
    from PIL import __version__ as pillow
except ImportError:
    pillow = ""

__all__ = ["Theme", "look", "pictures"]


def look(layout: Callable[[str], bytes | None]) -> Theme | None:
    """Return the theme that cards are drawn in, `None` where nothing can draw them.

    `layout` reads a file of the layouts by its name.
    """
    return read_theme(layout, drawn_by=f"Pillow {pillow}") if pillow else None


def pictures(cards: Iterable[Card], look: Theme, earlier: Earlier) -> tuple[tuple[Output, ...], tuple[Kept, ...]]:
    """Return the cards as files: those to be written, and those that the site built before has already."""
    cards = tuple(cards)
    kept = {card.path: found for card in cards if (found := earlier.kept(card.path))}
    missing = [card for card in cards if card.path not in kept]
    if not missing:
        return (), tuple(kept.values())
    from .drawing import Pen  # noqa: PLC0415 -- Pillow takes longer to be imported than an unchanged site to be built

    pen = Pen(look)
    return tuple(Output(card.path, pen.drawn(card)) for card in missing), tuple(kept.values())
