"""Cards: a picture of each text for previews elsewhere, drawn in the look of the theme.

Takes the `Card`s that pages name; gives a PNG for each. Pillow, an optional extra, draws them; without
it there is no look, and no page names a card. The name of a card holds a digest of everything that
its bytes depend on, so that equal names are equal files, and a card is drawn once for all builds.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import TYPE_CHECKING

from postil.core.model import Card, Output

from .theme import Theme, read_theme

if TYPE_CHECKING:
    from .drawing import Pen

try:
    from PIL import __version__ as pillow
except ImportError:
    pillow = ""

__all__ = ["Theme", "look", "pen"]


def look(layout: Callable[[str], bytes | None]) -> Theme | None:
    """Return the theme that cards are drawn in, `None` where nothing can draw them.

    `layout` reads a file of the layouts by its name.
    """
    return read_theme(layout, drawn_by=f"Pillow {pillow}") if pillow else None


def pen(look: Theme) -> Callable[[Card], Output]:
    """Return what draws a card as a file of the site. Fonts are read when the first is drawn."""

    @functools.cache
    def drawing() -> Pen:
        from .drawing import Pen  # noqa: PLC0415 -- Pillow takes longer to be imported than a text to be built

        return Pen(look)

    return lambda card: Output(card.path, drawing().drawn(card))
