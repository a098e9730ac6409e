"""Which entities and references a text asks for, so that it is worked on again when one of these has changed.

Takes the settings, gives the same with two mappings that remember which names were looked up, and
tells which names mean something else than before. The newcomer's trap: whoever goes through all of
a mapping, as a hint does that looks for the likeliest name, has asked for all of it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, TypeVar, overload

from postil.core.model import Settings
from postil.core.values import replace

from .memory import encoded

V = TypeVar("V")
D = TypeVar("D")

ENTITY, REFERENCE = "entity", "reference"
"""The kinds of names. Alone they stand for all names of that kind."""


class Asked(Mapping[str, V]):
    """A mapping that remembers what it was asked for."""

    def __init__(self, kind: str, values: Mapping[str, V]) -> None:
        self._kind = kind
        self._values = values
        self._names: set[str] = set()
        self._is_asked_for_all = False

    def asked(self) -> list[str]:
        """Return the names that were asked for since the last call, each with its kind."""
        found = [f"{self._kind} {name}" for name in self._names]
        if self._is_asked_for_all:
            found.append(self._kind)
        self._names.clear()
        self._is_asked_for_all = False
        return found

    def __getitem__(self, name: str) -> V:
        self._names.add(name)
        return self._values[name]

    @overload
    def get(self, name: str, default: None = None) -> V | None: ...
    @overload
    def get(self, name: str, default: D) -> V | D: ...
    def get(self, name: str, default: Any = None) -> Any:
        """Return what is there under a name."""
        self._names.add(name)
        return self._values.get(name, default)

    def __contains__(self, name: object) -> bool:
        self._names.add(str(name))
        return name in self._values

    def __iter__(self) -> Iterator[str]:
        self._is_asked_for_all = True
        return iter(self._values)

    def __len__(self) -> int:
        self._is_asked_for_all = True
        return len(self._values)


class Naming:
    """The settings as texts are worked on with."""

    def __init__(self, settings: Settings) -> None:
        self._mappings = Asked(ENTITY, settings.entities), Asked(REFERENCE, settings.references)
        entities, references = self._mappings
        self.settings = replace(settings, entities=entities, references=references)

    def asked(self) -> tuple[str, ...]:
        """Return the names that were asked for since the last call, each with its kind, sorted."""
        return tuple(sorted(name for mapping in self._mappings for name in mapping.asked()))


def meanings(settings: Settings) -> Mapping[str, str]:
    """Return a digest of what each name means, by the name with its kind."""
    return {
        f"{kind} {name}": encoded(value)[0]
        for kind, values in ((ENTITY, settings.entities), (REFERENCE, settings.references))
        for name, value in values.items()
    }


def differing(before: Mapping[str, str], now: Mapping[str, str]) -> frozenset[str]:
    """Return the names that mean something else than before, with their kinds; takes what `meanings` gave."""
    names = {name for name, _ in before.items() ^ now.items()}
    return frozenset((*names, *(name.partition(" ")[0] for name in names)))
