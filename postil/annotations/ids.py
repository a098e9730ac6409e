"""Ids of annotations: those that authors give are checked, the others are made from the quote.

An id is part of an address (`#note-ID`), so it may hold lower-case letters of any script, digits
and hyphens. The newcomer's trap: a made id changes when the quote's first words change or when a
like quote comes before it; only a given id is stable.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Sequence

from postil.core.addresses import slug
from postil.core.model import Places
from postil.core.problems import Checked, Place, Problem
from postil.core.values import dataclass

RESERVED = "footnote-"
"""How the ids of a text's own footnotes begin, which share one sequence with the annotations'."""
PLAIN_ID = re.compile(r"[a-z0-9][a-z0-9-]*")
"""What most ids look like, and what no more need be asked of."""
LONGEST = 80
LONGEST_MADE = 60
WORDS = 6


@dataclass(frozen=True, slots=True)
class Wanted:
    """What an id is made from."""

    given: str | None
    quote: str
    file_name: str
    """Name of the annotation's own file; empty when it shares one."""
    places: Places


def ids(wanted: Sequence[Wanted]) -> Checked[tuple[str, ...]]:
    """Return an id for each annotation of one text, all different, with what is wrong with given ones."""
    problems: list[Problem] = []
    first: dict[str, Wanted] = {}
    found: list[str | None] = []
    for one in wanted:
        id_ = one.given
        if id_ is not None and (problem := id_problem(id_, one.places)):
            problems.append(problem)
            id_ = None
        if id_ is not None and id_ in first:
            problems.append(same_id_problem(id_, one.places.at("id"), first[id_].places.at("id")))
            id_ = None
        if id_ is not None:
            first[id_] = one
        found.append(id_)
    taken = set(first)
    counts: dict[str, int] = {}
    return Checked(
        tuple(id_ or _made(one, taken, counts) for id_, one in zip(found, wanted, strict=True)), tuple(problems)
    )


def id_problem(id_: str, places: Places) -> Problem | None:
    """Return what is wrong with an id that an author gives, if anything."""
    if PLAIN_ID.fullmatch(id_) and not id_.startswith(RESERVED):
        return None
    place = places.at("id")
    better = slug(id_) or "my-note"
    if id_.startswith(RESERVED):
        sentence = f"the id `{id_}` begins with `{RESERVED}`, which is kept for the footnotes of texts"
        return Problem("bad-id", sentence, place, "choose another beginning")
    if not id_ or not all(map(_may_stand, id_)) or id_[0] == "-" or unicodedata.normalize("NFC", id_) != id_:
        sentence = f"the id `{id_}` holds more than small letters, digits and hyphens"
        return Problem("bad-id", sentence, place, f"write `id: {better}`")
    return None


def same_id_problem(id_: str, place: Place, first: Place) -> Problem:
    """Return the problem that the id at `place` stands at `first` already."""
    where = f"line {first.line}" if first.path == place.path else f"{first.path}:{first.line}"
    sentence = f"the id `{id_}` stands twice; the first is on {where}"
    return Problem("duplicate-id", sentence, place, "change one of the two: other pages may link to the older")


def _may_stand(character: str) -> bool:
    return character == "-" or unicodedata.category(character) in {"Ll", "Lo", "Lm", "Mn", "Mc", "Nd"}


def _made(one: Wanted, taken: set[str], counts: dict[str, int]) -> str:
    base = slug(one.file_name) or slug(" ".join(one.quote.split()[:WORDS]), longest=LONGEST_MADE)
    if not base:
        base = "n" + hashlib.sha256(one.quote.encode("utf-8", "replace")).hexdigest()[:8]
    if base.startswith(RESERVED):
        base = f"the-{base}"
    base = base[: LONGEST - 5].rstrip("-")
    id_ = base
    # Counting on from the last number keeps two thousand equal quotes from taking quadratic time.
    while id_ in taken:
        counts[base] = counts.get(base, 1) + 1
        id_ = f"{base}-{counts[base]}"
    taken.add(id_)
    return id_
