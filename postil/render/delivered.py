"""Style sheets and scripts as browsers get them: sheets joined, comments left out.

Designers have one file for each subject, with its reasons beside it; readers should not wait for
a dozen files nor pay for what only designers read. A sheet that imports others by
`@import "name.css";` is delivered as one file. Nothing is renamed or reordered, and a script that
cannot be shortened without doubt is delivered as it is.
"""

from __future__ import annotations

import re
from collections.abc import Callable

STRING_OR_COMMENT = re.compile(r"""("(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*')|/\*.*?\*/""", re.DOTALL)
IMPORT = re.compile(r"""^[ \t]*@import\s+(["'])([^"'/]+\.css)\1\s*([^;]*);[ \t]*\n?""", re.MULTILINE)
COMMENT_LINES = re.compile(r"^[ \t]*(?://[^\n]*|/\*(?:(?!\*/).)*\*/[ \t]*)$\n?", re.MULTILINE | re.DOTALL)
NEEDLESS_LINE_END = re.compile(r"^((?:(?!//)[^\n])*[{;,(])\n(?=.)", re.MULTILINE)
"""Where one line and the next are the same on one line: never after what may be a comment."""
DEEPEST = 5
"""Levels of sheets that import sheets. One that imports itself ends here."""


def sheet(name: str, read: Callable[[str], bytes | None]) -> str:
    """Return a style sheet with those that it imports in their places, without comments.

    `read` gives a file of the layouts by its name: `assets/css/base.css`. An import with a
    condition (`print`) becomes an `@media` rule. Only sheets of the same folder are joined, for the
    addresses in them are relative; any other import stays.
    """
    return re.sub(r"\n\s*", "\n", _joined(name, read, depth=0)).strip() + "\n"


def imported(name: str, text: str) -> tuple[str, ...]:
    """Return the names of the sheets that a sheet imports, which no page asks for by themselves."""
    return tuple(_beside(name, match[2]) for match in IMPORT.finditer(_without_comments(text)))


def script(text: str) -> str:
    """Return a script without the comments that have lines of their own, indentation and needless line ends.

    Only where that is certain: not when a string may run over several lines, since what looks
    like a comment may then be part of it.
    """
    lines = text.split("\n")
    if any(line.count("`") % 2 or line.endswith("\\") for line in lines):
        return text
    text = re.sub(r"\n\s*", "\n", COMMENT_LINES.sub("", text)).strip() + "\n"
    return NEEDLESS_LINE_END.sub(r"\1", text)


def _joined(name: str, read: Callable[[str], bytes | None], *, depth: int) -> str:
    content = read(name)
    text = _without_comments((content or b"").decode("utf-8", "replace"))

    def part(match: re.Match[str]) -> str:
        other = _beside(name, match[2])
        if depth == DEEPEST or read(other) is None:
            return match[0]
        inner = _joined(other, read, depth=depth + 1)
        condition = match[3].strip()
        return f"@media {condition} {{\n{inner}\n}}\n" if condition else inner + "\n"

    return IMPORT.sub(part, text)


def _without_comments(text: str) -> str:
    return STRING_OR_COMMENT.sub(lambda match: match[1] or "", text)


def _beside(name: str, other: str) -> str:
    return f"{name.rpartition('/')[0]}/{other}"
