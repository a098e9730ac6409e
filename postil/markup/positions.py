"""Lines and columns for problems in Markdown.

markdown-it tells the lines of blocks only, so what a problem is about is sought in those lines of
the source. The one thing a newcomer would get wrong: the same words may be wrong several times in
one block, so a search goes on where the last one for the same words ended.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from postil.core.problems import Place

from .tokens import Token

MOST_SEARCHES = 300
"""After so many in one text, problems are told by their block alone: a flood of them must stay cheap."""


@dataclass(slots=True)
class Positions:
    """Finds words in the lines of blocks. Remembers what it has found, so it serves one parse."""

    lines: list[str]
    """The lines of the file, or of the Markdown alone."""
    path: str = ""
    first_line: int = 1
    """The line, counted from 1, on which the parsed Markdown began."""
    _searches: int = 0
    _found: dict[tuple[int, str], tuple[int, int]] = field(default_factory=dict)

    def place(self, block: Token, *wanted: str) -> Place:
        """Return where the first of `wanted` that is there stands in a block, or the block's first line."""
        first, last = block.map or (0, 1)
        start, end = first + self.first_line - 1, last + self.first_line - 1
        for words in filter(None, wanted if self._searches < MOST_SEARCHES else ()):
            self._searches += 1
            line, column = self._found.get((start, words), (start, 0))
            while line < min(end, len(self.lines)):
                found = self.lines[line].find(words, column)
                if found >= 0:
                    self._found[start, words] = (line, found + len(words))
                    return Place(self.path, line + 1, found + 1, len(words), self.lines[line])
                line, column = line + 1, 0
            self._found[start, words] = (end, 0)
        excerpt = self.lines[start] if start < len(self.lines) else None
        return Place(self.path, start + 1, 1, 1, excerpt)
