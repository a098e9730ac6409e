"""Long lists divided into pages: by number, and by the first letter of what is listed."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from typing import Generic, TypeVar

from postil.core.addresses import slug
from postil.core.values import dataclass

from .registers import PagerView
from .views import LinkView
from .ways import Standpoint

T = TypeVar("T")
DIGITS = "0–9"
OTHER = "…"
"""The heading of what begins with no letter and no digit."""
NUMBER = re.compile("[0-9]+")
LONGEST_NUMBER = 8
HANGUL = range(0xAC00, 0xD7A4)
SYLLABLES = 588
"""Hangul syllables that begin with the same consonant."""


@dataclass(frozen=True, slots=True)
class Sheet(Generic[T]):
    """One page of a list."""

    address: str
    members: tuple[T, ...]


def sheets(
    address: str, members: Iterable[T], *, longest: int, weight: Callable[[T], int] = lambda _: 1
) -> tuple[Sheet[T], ...]:
    """Return the pages of a list: the first at `address`, the others below it by number; never none.

    A page ends before its members together weigh more than `longest`, but holds at least one.
    """
    runs: list[list[T]] = [[]]
    total = 0
    for member in members:
        heavy = weight(member)
        if runs[-1] and total + heavy > longest:
            runs.append([])
            total = 0
        runs[-1].append(member)
        total += heavy
    return tuple(
        Sheet(address if number == 1 else f"{address}{number}/", tuple(run)) for number, run in enumerate(runs, start=1)
    )


def pager(sheets: Sequence[Sheet[T]], number: int, here: Standpoint) -> PagerView:
    """Return the links from one page of a list, counted from 0, to the others."""
    if len(sheets) == 1:
        return PagerView()
    links = [here.to(sheet.address) for sheet in sheets]
    return PagerView(
        pages=tuple(LinkView(str(at + 1), link, is_current=at == number) for at, link in enumerate(links)),
        previous=links[number - 1] if number else None,
        next=links[number + 1] if number + 1 < len(links) else None,
    )


def place_in_alphabet(title: str) -> tuple[bool, str, str]:
    """Return what titles are sorted by: their letters without accents and signs, numbers by their size."""
    letters = NUMBER.sub(lambda number: number[0].zfill(LONGEST_NUMBER), slug(title))
    return (not letters, letters, title)


def initial(title: str) -> str:
    """Return the heading under which a title stands: `A`, `Ж`, `가`, `0–9`."""
    first = next((character for character in title if character.isalnum()), "")
    if ord(first or " ") in HANGUL:
        return chr(HANGUL.start + (ord(first) - HANGUL.start) // SYLLABLES * SYLLABLES)
    letter = slug(first)[:1]
    if not letter:
        return OTHER
    return DIGITS if unicodedata.category(letter) in {"Nd", "No", "Nl"} else letter.upper()[:1]
