"""Where words occur in a long key, for texts in which very many quotes are sought.

Gives just what `str.find` gives, without reading the whole text for every quote: the rarest whole
word inside the words sought says where to look. The trap: the first and last word of what is sought
may be cut, so only words between others count.
"""

from __future__ import annotations

import re

_WORD = re.compile(r"[^\W_]+")
_INNER_WORD = re.compile(r"(?<=[\W_])[^\W_]+(?=[\W_])")
TOO_COMMON = 300
"""With more hits than this, reading the whole text is faster than looking at each."""


class WordIndex:
    """The offsets of every word of a key."""

    def __init__(self, key: str) -> None:
        """Read through `key` once."""
        self._key = key
        self._offsets: dict[str, list[int]] = {}
        for match in _WORD.finditer(key):
            self._offsets.setdefault(match.group(), []).append(match.start())

    def starts(self, sought: str) -> list[int] | None:
        """Return every offset at which `sought` begins, in order; `None` when the index is of no help."""
        rarest: list[int] | None = None
        inside = 0
        for match in _INNER_WORD.finditer(sought):
            offsets = self._offsets.get(match.group(), [])
            if rarest is None or len(offsets) < len(rarest):
                rarest, inside = offsets, match.start()
        if rarest is None or len(rarest) > TOO_COMMON:
            return None
        return [at - inside for at in rarest if at >= inside and self._key.startswith(sought, at - inside)]
