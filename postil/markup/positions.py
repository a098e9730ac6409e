"""Lines and columns for problems in Markdown.

markdown-it tells the lines of blocks only, so what a problem is about is sought in those lines of
the source. The same words may be wrong several times in one block, so a search goes on where the
last one for the same words ended. Links know their place among the words of their block, and are
found exactly.
"""

from __future__ import annotations

import re
from dataclasses import field
from urllib.parse import unquote

from postil.core.problems import Place
from postil.core.values import dataclass

from .noticing import Noticed
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
    _cells: dict[tuple[int, str], tuple[Token, int]] = field(default_factory=dict)
    """The last block with certain words on a line, and its column: the cells of a table share a line."""

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

    def place_of_link(self, block: Token, link: Token, address: str) -> Place:
        """Return where the address of a link or image stands, or what comes nearest to that.

        `link` is a child of `block` from a parser that remembers spans. The address of a link by
        name, as in `[words][name]`, stands where the name is explained.
        """
        if "span" not in link.meta or not block.map or self._searches >= MOST_SEARCHES:
            return self.place(block, *as_written(address))
        self._searches += 1
        start, end = link.meta["span"]
        written = block.content[start:end]
        target = written.rfind("](") + 2
        if not written.endswith(")") or target < 2:
            return self._explained(address) or self._at(block, start, end) or self.place(block)
        for candidate in filter(None, as_written(address)):
            found = written.find(candidate, target)
            if found >= 0:
                start, end = start + found, start + found + len(candidate)
                break
        return self._at(block, start, end) or self.place(block, *as_written(address))

    def place_of_noticed(self, noticed: Noticed) -> Place:
        """Return where something stands that the parser's rules noticed."""
        block = noticed.block
        if block and self._searches < MOST_SEARCHES:
            self._searches += 1
            if place := self._at(block, noticed.start, noticed.start + len(noticed.written)):
                return place
        return self.place(block or Token("", "", 0, map=[0, len(self.lines) - self.first_line + 1]), noticed.written)

    def _at(self, block: Token, start: int, end: int) -> Place | None:
        """Return the place of a stretch of a block's words, if the line that it begins in can be found."""
        begins = block.content.rfind("\n", 0, start) + 1
        words = block.content[begins:].partition("\n")[0]
        first, last = (line + self.first_line - 1 for line in block.map or (0, 1))
        likely = first + block.content.count("\n", 0, start)
        for line in (likely, *range(first, min(last, len(self.lines)))):
            if line >= len(self.lines):
                continue
            known, column = self._cells.get((line, words), (None, -1))
            if known is not block:
                column = self.lines[line].find(words, column + 1)
            if column >= 0:
                self._cells[line, words] = (block, column)
                length = min(end, begins + len(words)) - start
                return Place(self.path, line + 1, column + start - begins + 1, length, self.lines[line])
        return None

    def _explained(self, address: str) -> Place | None:
        """Return the place of an address in a line such as `[name]: address`."""
        for candidate in filter(None, as_written(address)):
            explains = re.compile(rf"[ \t>]*\[[^\]]+\]:[ \t]*<?({re.escape(candidate)})(?=[>\s]|$)")
            for number, line in enumerate(self.lines):
                if "]:" in line and (found := explains.match(line)):
                    return Place(self.path, number + 1, found.start(1) + 1, len(candidate), line)
        return None


def as_written(href: str) -> tuple[str, ...]:
    """Return what to look for in the source of a link: its address, then how that begins."""
    return (href, unquote(href), href.partition(":")[0] + ":" if ":" in href else "")
