"""Draws a card: title, author, site, and the strip that shows where in the text its notes stand.

The only door to Pillow, with `lettering`. Each colour is drawn on a layer of its own, as a mask; the
layers become one picture with a palette of shades between paper and colour, which is a fourth as
large as one in true colours and as sharp.
"""

from __future__ import annotations

import io
import unicodedata
from dataclasses import field

from PIL import Image, ImageColor, ImageDraw

from postil.core.model import Card
from postil.core.values import dataclass

from .lettering import Lettering, Style
from .theme import Theme

WIDTH, HEIGHT = 1200, 630
"""Pixels, as pages say of every card."""
EDGE = 72
"""Pixels that stay empty at the sides."""
SHADES = 16
"""Of each colour in the palette."""
MOST_COLOURS = 15
"""With their shades and the paper they fill the palette; what is more is drawn in the first."""
TITLE_SIZES = (88, 78, 68, 58, 50, 44)
MOST_TITLE_LINES = 4
BAR = 9
"""Width of the bar that stands for a note."""


@dataclass(frozen=True, slots=True)
class Pen:
    """What cards are drawn with, made once for all of them."""

    theme: Theme
    lettering: Lettering = field(default_factory=Lettering)

    def drawn(self, card: Card) -> bytes:
        """Return the card as the bytes of a PNG. Words that the fonts cannot draw are left out, line by line."""
        sheet = _Sheet(self.theme, self.lettering, is_mirrored=card.dir == "rtl")
        serif, sans = self.theme.serif, self.theme.sans
        top = 80.0
        if sheet.line(card.site, "accent", Style(sans, 28, 600), top):
            top += 22
        title_end = sheet.paragraph(
            card.title, "ink", [Style(serif, size, 620) for size in TITLE_SIZES], top, most=MOST_TITLE_LINES, below=400
        )
        after = title_end or top
        if title_end and card.subtitle:
            after = (
                sheet.paragraph(
                    card.subtitle,
                    "soft",
                    [Style(serif, size, 400, is_italic=True) for size in (36, 31, 27)],
                    after + 18,
                    most=2,
                    below=440,
                )
                or after
            )
        if title_end and card.authors:
            sheet.line(card.authors, "ink", Style(sans, 30, 600), min(after + 56, 466))
        _strip(sheet, card, top=500 if title_end else 220, height=44 if title_end else 190)
        _counts(sheet, card, Style(sans, 27, 600), 592)
        return sheet.png()


@dataclass(slots=True)
class _Sheet:
    """A card being drawn: places are counted from the side where reading begins."""

    theme: Theme
    lettering: Lettering
    is_mirrored: bool
    layers: dict[str, Image.Image] = field(default_factory=dict)

    def line(self, text: str, colour: str, style: Style, down: float, *, start: float = EDGE) -> float:
        """Draw words on one base line. Return their width, 0 when they cannot be drawn or do not fit."""
        text = _plain(text)
        width = self.lettering.width(text, style)
        if not self.lettering.can_draw(text, style) or start + width > WIDTH - EDGE:
            return 0
        left = WIDTH - start - width if self.is_mirrored else start
        self.lettering.draw(ImageDraw.Draw(self._layer(colour)), (left, down), text, style)
        return width

    def paragraph(
        self, text: str, colour: str, styles: list[Style], top: float, *, most: int, below: int
    ) -> float | None:
        """Draw words in lines, as large as lets them end above `below`, and no more of them than fit.

        Return the last base line; `None` when they cannot be drawn, or the first word is too long in any size.
        """
        text = _plain(text)
        if not self.lettering.can_draw(text, styles[-1]):
            return None
        words = text.split(" ")
        shortened = (" ".join(words[:count]) + "…" for count in range(len(words) - 1, 0, -1))
        for words_shown, style in (*((text, style) for style in styles), *((some, styles[-1]) for some in shortened)):
            lines = self.lettering.lines(words_shown, style, width=WIDTH - 2 * EDGE, most=most)
            step = style.size * 1.12
            if lines and top + len(lines) * step <= below and self.lettering.can_draw(words_shown, style):
                for line in lines:
                    top += step
                    self.line(line, colour, style, top)
                return top
        return None

    def bar(self, colour: str, start: float, top: float, width: float, height: float) -> None:
        """Fill a rectangle."""
        left = WIDTH - start - width if self.is_mirrored else start
        corners = (round(left), round(top), round(left + width) - 1, round(top + height) - 1)
        ImageDraw.Draw(self._layer(colour)).rectangle(corners, fill=255)

    def png(self) -> bytes:
        """Return the layers over one another as one picture."""
        paper = ImageColor.getrgb(self.theme.colours["paper"])
        palette: list[int] = [*paper[:3]]
        picture = Image.new("P", (WIDTH, HEIGHT), 0)
        for number, (colour, layer) in enumerate(self.layers.items()):
            full = ImageColor.getrgb(self.theme.colours[colour])
            first = 1 + number * SHADES
            for shade in range(1, SHADES + 1):
                palette += [round(p + (c - p) * shade / SHADES) for p, c in zip(paper, full, strict=False)]
            shades = [round(value * SHADES / 255) for value in range(256)]
            if box := layer.getbbox():
                drawn = layer.crop(box)
                mask = drawn.point([255 if shade else 0 for shade in shades])
                picture.paste(drawn.point([first + max(shade, 1) - 1 for shade in shades]), box, mask)
        picture.putpalette(palette)
        content = io.BytesIO()
        picture.save(content, "PNG", compress_level=6)
        return content.getvalue()

    def _layer(self, colour: str) -> Image.Image:
        known = (name for name in (colour, "kind-other", "soft") if name in self.theme.colours)
        name = next(known)
        if name not in self.layers and len(self.layers) == MOST_COLOURS:
            return next(iter(self.layers.values()))
        if name not in self.layers:
            self.layers[name] = Image.new("L", (WIDTH, HEIGHT), 0)
        return self.layers[name]


def _strip(sheet: _Sheet, card: Card, *, top: int, height: int) -> None:
    """Draw the text as a line and each note as a bar where it stands."""
    length = WIDTH - 2 * EDGE
    sheet.bar("line", EDGE, top + height - 3, length, 3)
    for share, kind in card.notes:
        sheet.bar(_colour(kind), EDGE + share / 1000 * (length - BAR), top, BAR, height - 3)


def _counts(sheet: _Sheet, card: Card, style: Style, down: int) -> None:
    """Draw how many notes of each kind there are, as far as they fit on the line."""
    start = float(EDGE)
    for kind, label in card.counts:
        width = sheet.line(label, _colour(kind), style, down, start=start + 26)
        if not width:
            break
        sheet.bar(_colour(kind), start, down - 18, 14, 18)
        start += width + 26 + 34


def _colour(kind: str) -> str:
    return f"kind-{kind}"


def _plain(text: str) -> str:
    """Return text on one line, letters and their marks as one where there is one for both."""
    return " ".join(unicodedata.normalize("NFC", text).split())
