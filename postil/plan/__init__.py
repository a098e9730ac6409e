"""The pages of the site: which there are, where they stand and everything they show.

Takes the placed texts and the settings; gives `Page`s, each a value complete in itself, so that
equal pages are equal bytes. What needs thinking is decided here, not in the layouts. The kinds of
pages stand in `pages/`, what they share beside it.
"""

from __future__ import annotations

from .cards import named_cards
from .pages import planned
from .pages.searching import searched_texts, without_search
from .texts import PlannedText
from .ways import Standpoint, Ways, addresses
from .words import words_of

__all__ = [
    "PlannedText",
    "Standpoint",
    "Ways",
    "addresses",
    "named_cards",
    "planned",
    "searched_texts",
    "without_search",
    "words_of",
]
