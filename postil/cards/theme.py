"""The look of the theme, read from its style sheets: colours by day, and fonts with what they cover.

Only what a designer writes by the habits of `tokens.css` and `fonts.css` is understood: a token is
one colour in hexadecimal, a face has a family, a style, a source and a range. What is written
otherwise is left to the defaults, since a card is no place to stop a build.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator, Mapping

from postil.core.values import dataclass

SHEETS = "assets/css/tokens.css", "assets/css/fonts.css"
DRAWING = "2"
"""Of how cards are drawn. Raised whenever that changes."""
PLAIN = {"paper": "#ffffff", "ink": "#1a1a1a", "soft": "#5c5c5c", "line": "#d8d8d8", "accent": "#8a2a1c"}
"""The colours of a theme that names none."""


@dataclass(frozen=True, slots=True)
class Face:
    """A font file."""

    family: str
    is_italic: bool
    content: bytes
    ranges: tuple[tuple[int, int], ...]
    """Code points that it is meant for, first and last; empty for all."""

    def covers(self, character: str) -> bool:
        """Return whether the style sheet means it for that character. It may lack it all the same."""
        code = ord(character)
        return not self.ranges or any(first <= code <= last for first, last in self.ranges)


@dataclass(frozen=True, slots=True)
class Theme:
    """What cards are drawn with."""

    colours: Mapping[str, str]
    """By the names of the tokens: `paper`, `ink`, `kind-check`; `#rrggbb`."""
    serif: tuple[Face, ...]
    sans: tuple[Face, ...]
    digest: str
    """Of all this, of the program that draws, and of its version."""


def read_theme(layout: Callable[[str], bytes | None], *, drawn_by: str) -> Theme:
    """Return the look of the layouts. `layout` reads a file of theirs; `drawn_by` names the program that draws."""
    tokens, fonts = ((layout(name) or b"").decode("utf-8", "replace") for name in SHEETS)
    colours = {**PLAIN, **_colours(tokens)}
    faces = tuple(_faces(fonts, layout))
    serif, sans = (_of_family(tokens, name, faces) for name in ("serif", "sans"))
    parts = [DRAWING, drawn_by, repr(sorted(colours.items()))]
    parts += [repr((face.family, face.is_italic, face.ranges, _digest(face.content))) for face in (*serif, *sans)]
    return Theme(colours, serif, sans, _digest("\n".join(parts).encode()))


def _colours(tokens: str) -> dict[str, str]:
    """Return the colours of the tokens: of each the first one written, which is that by day."""
    found: dict[str, str] = {}
    for name, colour in re.findall(r"--([a-z-]+):\s*(#[0-9a-fA-F]{6})\s*;", tokens):
        found.setdefault(name, colour)
    return found


def _faces(sheet: str, layout: Callable[[str], bytes | None]) -> Iterator[Face]:
    for block in re.findall(r"@font-face\s*\{([^}]*)\}", sheet):
        written = dict(re.findall(r"([a-z-]+)\s*:\s*([^;]+);", block))
        source = re.search(r'url\("?(?:\.\./)?([^")]+)"?\)', written.get("src", ""))
        content = layout(f"assets/{source[1]}") if source else None
        if content:
            yield Face(
                family=written.get("font-family", "").strip("\"' "),
                is_italic=written.get("font-style", "").strip() == "italic",
                content=content,
                ranges=tuple(_ranges(written.get("unicode-range", ""))),
            )


def _ranges(written: str) -> Iterator[tuple[int, int]]:
    for first, last in re.findall(r"U\+([0-9A-Fa-f]{1,6})(?:-([0-9A-Fa-f]{1,6}))?", written):
        yield int(first, 16), int(last or first, 16)


def _of_family(tokens: str, name: str, faces: tuple[Face, ...]) -> tuple[Face, ...]:
    """Return the faces of the family that a token names first; all faces when it names none that is there."""
    named = re.search(rf"--{name}:\s*[\"']?([^\"',;]+)", tokens)
    found = tuple(face for face in faces if named and face.family == named[1])
    return found or faces


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
