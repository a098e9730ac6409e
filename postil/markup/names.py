"""Names that are given once: the second `a` becomes `a-2`.

The count for a name is remembered, since a thousand headings of the same words would otherwise be
counted a million times.
"""

from __future__ import annotations


class Names:
    """The names given so far."""

    def __init__(self) -> None:
        """Begin with none."""
        self._taken: set[str] = set()
        self._counts: dict[str, int] = {}

    def __contains__(self, name: str) -> bool:
        """Whether a name has been given."""
        return name in self._taken

    def free(self, wanted: str) -> str:
        """Return `wanted`, or it with the first number that makes it new, and remember that."""
        name = wanted
        while name in self._taken:
            count = self._counts[wanted] = self._counts.get(wanted, 1) + 1
            name = f"{wanted}-{count}"
        self._taken.add(name)
        return name
