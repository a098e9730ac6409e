"""Where words occur in a long key, for texts in which very many quotes are sought.

Gives just what `str.find` gives, without reading the whole text for every quote: the rarest whole
word inside the words sought says where to look. A word is what stands between spaces. The trap:
the first and last word of what is sought may be cut, so only words between others count.
"""

from __future__ import annotations

from collections import defaultdict
from itertools import accumulate

TOO_COMMON = 300
"""With more hits than this, reading the whole text is faster than looking at each."""


class WordIndex:
    """The offsets of every word of a key."""

    def __init__(self, key: str) -> None:
        """Read through `key` once."""
        self._key = key
        words = key.split(" ")
        offsets: defaultdict[str, list[int]] = defaultdict(list)
        for word, end in zip(words, accumulate(map(len, words), lambda end, length: end + 1 + length), strict=True):
            offsets[word].append(end - len(word))
        self._offsets = dict(offsets)

    def starts(self, sought: str) -> list[int] | None:
        """Return every offset at which `sought` begins, in order; `None` when the index is of no help."""
        words = sought.split(" ")
        rarest: list[int] | None = None
        inside = reached = 0
        for word in words[:-1]:
            if reached and word:
                offsets = self._offsets.get(word)
                if offsets is None:
                    return []
                if rarest is None or len(offsets) < len(rarest):
                    rarest, inside = offsets, reached
            reached += len(word) + 1
        if rarest is None or len(rarest) > TOO_COMMON:
            return None
        return [at - inside for at in rarest if at >= inside and self._key.startswith(sought, at - inside)]
