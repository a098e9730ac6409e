"""What a process needs to work on texts and to draw pages, as a value that can be sent to it.

`Supplies` are plain values, sent once; a process makes a `Station` of them, with its words read
and its layouts ready.
"""

from __future__ import annotations

import functools
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import field

from postil import cards, markup, plan
from postil.core.dates import Day
from postil.core.files import Files
from postil.core.model import Asset, Card, Document, Output, Settings, Source
from postil.core.problems import Checked, Problem
from postil.core.values import dataclass
from postil.render import Layouts

from .meanings import Naming
from .options import SECONDS_PER_TEXT

WordsOf = Callable[[str], Checked[plan.Words]]
"""Gives the words of the interface in a language."""


@dataclass(frozen=True, slots=True)
class Supplies:
    """What is the same for all texts."""

    settings: Settings
    texts: Mapping[str, str]
    """Address of each text by its path."""
    assets: tuple[Asset, ...]
    layouts: Layouts
    today: Day
    drafts: bool
    has_search: bool
    seconds: float = SECONDS_PER_TEXT
    """How long drawing one page may take."""
    look: cards.Theme | None = None
    """What cards are drawn with; `None` where none are drawn."""
    cards: Mapping[str, str] = field(default_factory=dict)
    """SHA-256 of each card that stands already, by its path."""
    headings: Mapping[str, str] = field(default_factory=dict)
    """Ids of the headings of those texts of which they are known, as `written_headings` gives them."""


@dataclass(frozen=True, slots=True)
class Station:
    """The same, ready for work."""

    supplies: Supplies
    naming: Naming
    """What remembers which entities and references are looked up at `ground`."""
    ground: plan.Ground
    problems: list[Problem]
    """What is wrong with the words of the interface that were needed so far."""
    pen: Callable[[Card], Output] | None = None
    """Draws cards; `None` where none are drawn."""
    costly: dict[str, Problem] = field(default_factory=dict)
    """The layouts by which pages took too long to draw, so far."""

    @classmethod
    def of(cls, supplies: Supplies, files: Files | None, words_of: WordsOf | None = None) -> Station:
        """Return the station. Texts whose headings somebody links to are read from `files`.

        Without these, as on another machine, the headings of all texts are among the supplies. `words_of`
        gives words that were read before.
        """
        problems: list[Problem] = []

        def words(lang: str) -> plan.Words:
            checked = words_of(lang) if words_of else plan.words_of(supplies.layouts.every, lang)
            problems.extend(checked.problems)
            return checked.value

        ways = plan.Ways.of(
            supplies.texts,
            supplies.assets,
            base_url=supplies.settings.site.base_url,
            headings=functools.cache(lambda path: _headings(path, supplies, files)),
        )
        naming = Naming(supplies.settings)
        ground = plan.Ground(
            naming.settings, ways, functools.cache(words), supplies.look.digest if supplies.look else None
        )
        return cls(supplies, naming, ground, problems, cards.pen(supplies.look) if supplies.look else None)


def _headings(path: str, supplies: Supplies, files: Files | None) -> frozenset[str] | None:
    """Return the ids of the headings of a text; `None` when not all of them are known."""
    if path in supplies.headings or files is None:
        known = json.loads(supplies.headings.get(path, "null"))
        return None if known is None else frozenset(known)
    source = files.source(path).value
    return None if source is None else headings(source, supplies.settings)


def headings(source: Source, settings: Settings) -> frozenset[str] | None:
    """Return the ids of the headings of a text, by parsing it; `None` when not all of them are known."""
    ids = heading_ids(markup.document(source, settings.site).value, settings)
    return None if ids is None else frozenset(ids)


def written_headings(ids: Iterable[str] | None) -> str:
    """Return the ids of the headings of a text as one string, to be read only when somebody links to one of them."""
    return json.dumps(None if ids is None else sorted(ids))


def heading_ids(document: Document, settings: Settings) -> tuple[str, ...] | None:
    """Return the ids that links from elsewhere may lead to; `None` when not all of them are known here."""
    if settings.site.markdown.html or document.metadata.rights == "excerpts":
        return None
    return tuple(heading.id for heading in document.headings)
