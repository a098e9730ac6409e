"""Letters on a card: which font draws which, how wide they are, where a line breaks.

The fonts of a theme come in pieces by script, so a line is drawn run by run. The trap: what no font
has would be drawn as an empty box, and letters that must be joined or turned would come out wrong
without the library that does so; such a line is not drawn at all.
"""

from __future__ import annotations

import io
import unicodedata
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import field

from PIL import ImageDraw, ImageFont, features

from postil.core.values import dataclass

from .theme import Face

NOWHERE = "\U0010ffff"
"""A code point that no font has: what is drawn for it is drawn for all that is missing."""
SHAPED = frozenset({"R", "AL", "AN", "NSM"})
"""Bidirectional classes of what must be turned, joined, or put on the letter before it."""


@dataclass(frozen=True, slots=True)
class Style:
    """How words are set."""

    faces: tuple[Face, ...]
    size: int
    """In pixels."""
    weight: int = 400
    is_italic: bool = False


@dataclass(slots=True)
class Lettering:
    """The fonts, opened once for all cards."""

    can_shape: bool = field(default_factory=lambda: features.check("raqm") is True)
    _fonts: dict[tuple[int, int, int], ImageFont.FreeTypeFont] = field(default_factory=dict)
    _chosen: dict[tuple[int, bool, int, str], Face | None] = field(default_factory=dict)

    def can_draw(self, text: str, style: Style) -> bool:
        """Return whether the whole text can be drawn as it should look."""
        runs = list(self._runs(text, style))
        if any(face is None for face, _ in runs):
            return False
        must_be_shaped = any(unicodedata.bidirectional(character) in SHAPED for character in text)
        return not must_be_shaped or (self.can_shape and len(runs) == 1)

    def width(self, text: str, style: Style) -> float:
        """Return how wide the text is, in pixels."""
        return sum(self._font(face, style).getlength(words) for face, words in self._runs(text, style) if face)

    def draw(self, layer: ImageDraw.ImageDraw, place: tuple[float, float], text: str, style: Style) -> None:
        """Draw the text, its first letter's left end at the place, which is on the base line."""
        across, down = place
        for face, words in self._runs(text, style):
            if face:
                font = self._font(face, style)
                layer.text((across, down), words, font=font, fill=255, anchor="ls")
                across += font.getlength(words)

    def lines(self, text: str, style: Style, *, width: int, most: int) -> list[str] | None:
        """Return the text in lines of much the same length, none wider than `width`.

        `None` when it needs more than `most` lines, or a single word is wider.
        """
        words = [(word, self.width(word, style)) for word in text.split()]
        space = self.width("n n", style) - self.width("nn", style)
        lines = _filled(words, space, width)
        if len(lines) > most or any(wide > width for _, wide in words):
            return None
        for narrower in range(width, width // 2, -width // 20):
            other = _filled(words, space, narrower)
            if len(other) > len(lines) or any(wide > narrower for _, wide in words):
                break
            lines = other
        return lines

    def _runs(self, text: str, style: Style) -> Iterator[tuple[Face | None, str]]:
        """Yield the text in stretches of one face each; `None` for what no face has."""
        current: Face | None = None
        run = ""
        for character in text:
            face = self._face(character, style, current)
            if run and face is not current:
                yield current, run
                run = ""
            current = face
            run += character
        if run:
            yield current, run

    def _face(self, character: str, style: Style, current: Face | None) -> Face | None:
        """Return the face for a character: the one before where that has it, so that a line has few runs."""
        key = (id(style.faces), style.is_italic, id(current), character)
        if key not in self._chosen:
            faces = [face for face in style.faces if face.is_italic == style.is_italic] or style.faces
            meant = [face for face in faces if face.covers(character)]
            tried = (*([current] if current else ()), *meant, *faces)
            self._chosen[key] = next((face for face in tried if self._draws(face, character)), None)
        return self._chosen[key]

    def _draws(self, face: Face, character: str) -> bool:
        font = self._font(face, Style((), 24))
        shown, missing = (font.getmask(one, mode="1") for one in (character, NOWHERE))
        return character.isspace() or shown.size != missing.size or bytes(shown) != bytes(missing)

    def _font(self, face: Face, style: Style) -> ImageFont.FreeTypeFont:
        key = (id(face), style.size, style.weight)
        if key not in self._fonts:
            font = ImageFont.truetype(io.BytesIO(face.content), style.size)
            with suppress(OSError):  # a font of one weight only
                font.set_variation_by_axes([style.weight])
            self._fonts[key] = font
        return self._fonts[key]


def _filled(words: Sequence[tuple[str, float]], space: float, width: float) -> list[str]:
    """Return words, given with their widths, in lines that are filled one after the other."""
    lines: list[str] = []
    used = 0.0
    for word, wide in words:
        if lines and used + space + wide <= width:
            lines[-1] += f" {word}"
            used += space + wide
        else:
            lines.append(word)
            used = wide
    return lines
