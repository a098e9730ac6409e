"""What texts gave, for the time of a build and beyond: each value under its digest.

The cache may lose anything at any time, so a value that cannot be had is made again. What was put
last is held in memory as well, where most of it is asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from postil.core.cache import Cache
from postil.core.problems import Place, Problem

from .memory import CODEC

MOST_HELD = 16_000_000
"""Bytes that are held in memory where there is a cache beside it."""


class LostError(Exception):
    """A value cannot be made again: the files of the text are not what they were at the start of the build."""

    @property
    def problem(self) -> Problem:
        """The same, to be reported. Its argument is the name of the text."""
        place = Place(f"content/{self.args[0]}.md")
        return Problem("busy", "this text, or a note on it, was changed while the site was built", place, "build again")


class Store:
    """Values by their digests."""

    def __init__(self, cache: Cache | None, again: Callable[[str], Mapping[str, bytes]]) -> None:
        """Take the cache, if there is one, and what works on a text again, given its name."""
        self.again = again
        self._cache = cache
        self._held: dict[str, bytes] = {}
        self._size = 0

    def beside(self) -> Store:
        """Return a store of the same values, for who has them made again in another way.

        One thread may ask this one for values while another works with that. Nothing more is put into this one.
        """
        made = Store(self._cache, self.again)
        made._held, made._size = self._held, self._size
        return made

    def put(self, key: str, content: bytes) -> None:
        """Keep what `encoded` gave."""
        if self._cache is not None:
            self._cache.put(key, content)
        if key in self._held:
            return
        self._held[key] = content
        self._size += len(content)
        while self._cache is not None and self._size > MOST_HELD:
            self._size -= len(self._held.pop(next(iter(self._held))))

    def content(self, key: str, name: str) -> bytes:
        """Return what is kept under a digest, which the text of that name gave. Raises `LostError`."""
        content = self._held.get(key)
        if content is None and self._cache is not None:
            content = self._cache.get(key)
        if content is None:
            content = self.again(name).get(key)
        if content is None:
            raise LostError(name)
        return content

    def value(self, key: str, name: str) -> Any:
        """Return the value that is kept under a digest. Raises `LostError`."""
        return CODEC.decoded(self.content(key, name))
