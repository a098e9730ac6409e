"""Keys for comparing texts, with the way back to where each part of a key came from.

`fold` gives the first key, in which spacing, quotation marks, dashes, invisible characters and the
ways of composing a letter are all one; `squeeze` takes such a key and gives the second, in which
only letters and digits are left, in one case. Both return a `Folded`, whose map back is sparse:
it holds the places where key and source differ in length, not one number for each character.
The trap: a stretch of a key need not be a stretch of the source (half of a ligature, a letter
without its accent), so `source_range` may have no answer.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import accumulate
from unicodedata import normalize

from .characters import (
    DASHES,
    DOUBLE_QUOTES,
    IGNORABLE,
    JOINERS,
    LEADING_JAMO,
    SINGLE_QUOTES,
    SPACES,
    SYLLABLES,
    TRAILING_JAMO,
    VOWEL_JAMO,
    is_grapheme_edge,
    is_loose_mark,
    is_mark,
    is_word_character,
)


@dataclass(frozen=True, slots=True, eq=False)
class Folded:
    """A key, and the map from its offsets to those of the text it was made from.

    The four lists describe the uneven stretches, in order: stretches of the source whose part of the
    key has another length. Between them key and source run side by side.
    """

    key: str
    source: str
    key_starts: Sequence[int]
    key_ends: Sequence[int]
    source_starts: Sequence[int]
    source_ends: Sequence[int]

    def source_range(self, start: int, end: int) -> tuple[int, int] | None:
        """Return where `key[start:end]` stands in the source, without what was dropped around it.

        `None` when it is empty, or when an end of it is not between two characters that a reader
        tells apart: inside a ligature, or between a letter and its accent.
        """
        if start >= end:
            return None
        first = self._start_in_source(start)
        last = self._end_in_source(end)
        if first is None or last is None or first >= last:
            return None
        if not self.source.isascii() and not (
            is_grapheme_edge(self.source, first) and is_grapheme_edge(self.source, last)
        ):
            return None
        return first, last

    def key_range(self, start: int, end: int) -> tuple[int, int]:
        """Return the stretch of the key that `source[start:end]` became, without spaces at its ends.

        An end inside an uneven stretch is moved outwards. Both offsets are equal when nothing of
        the source's stretch is in the key.
        """
        first = self._offset_in_key(start, outwards_is_left=True)
        last = max(first, self._offset_in_key(end, outwards_is_left=False))
        while first < last and self.key[first] == " ":
            first += 1
        while first < last and self.key[last - 1] == " ":
            last -= 1
        return first, last

    def _start_in_source(self, offset: int) -> int | None:
        """Return the last place in the source that `offset` can mean: after what was dropped there."""
        stretch = bisect_right(self.key_starts, offset) - 1
        if stretch < 0:
            return offset
        past = offset - self.key_ends[stretch]
        if past >= 0:
            return self.source_ends[stretch] + past
        return self.source_starts[stretch] if offset == self.key_starts[stretch] else None

    def _end_in_source(self, offset: int) -> int | None:
        """Return the first place in the source that `offset` can mean: before what was dropped there."""
        stretch = bisect_left(self.key_ends, offset)
        if stretch == len(self.key_ends):
            return self.source_ends[-1] + offset - self.key_ends[-1] if stretch else offset
        short = self.key_starts[stretch] - offset
        if short >= 0:
            return self.source_starts[stretch] - short
        return self.source_ends[stretch] if offset == self.key_ends[stretch] else None

    def _offset_in_key(self, offset: int, *, outwards_is_left: bool) -> int:
        stretch = bisect_right(self.source_starts, offset) - 1
        if stretch < 0:
            return offset
        past = offset - self.source_ends[stretch]
        if past >= 0:
            return self.key_ends[stretch] + past
        if outwards_is_left or offset == self.source_starts[stretch]:
            return self.key_starts[stretch]
        return self.key_ends[stretch]


# ------------------------------------------------------------------------------------- fold

_SWAPS = {
    **dict.fromkeys(SPACES, " "),
    **dict.fromkeys(SINGLE_QUOTES, "'"),
    **dict.fromkeys(DOUBLE_QUOTES, '"'),
    **dict.fromkeys(DASHES, "-"),
}
_SWAP_TABLE = str.maketrans(_SWAPS)
_DROP_TABLE = dict.fromkeys(map(ord, IGNORABLE))
_IGNORABLE = frozenset(IGNORABLE)
_ASCII = bytes(range(128))
_ASCII_SWAPS = {character: swapped for character, swapped in _SWAPS.items() if character.isascii()}
_ANY_JAMO = re.compile(f"[{LEADING_JAMO}{VOWEL_JAMO}{TRAILING_JAMO}]")
_LONGEST_DASH = 3
"""Up to three hyphens are a dash as typed on a keyboard; more are a line or a blank to fill."""


def fold(text: str) -> Folded:
    """Return the first key of `text`.

    Characters that change into one other are swapped all over the text at once, which C does fast;
    the rest is met by one regular expression, made of those characters that the text really has.
    """
    if _is_its_own_key(text):
        return Folded(text, text, (), (), (), ())
    level, met = text, _beyond_ascii(text)
    for character, swapped in _ASCII_SWAPS.items():
        level = level.replace(character, swapped)
    for character in met & _SWAPS.keys():
        level = level.replace(character, _SWAPS[character])
    ignorable = "".join(sorted(met & _IGNORABLE))
    marks = "".join(sorted(filter(is_mark, met)))
    changing = "".join(sorted(filter(_is_changing, met)))
    has_jamo = any(map(_ANY_JAMO.match, met))
    start, end = _without_outer_space(level, ignorable)
    if ignorable or marks or changing or has_jamo:
        stretches = _uneven_stretches(level, start, end, _uneven(ignorable, marks, changing, has_jamo=has_jamo))
    else:
        stretches = _repetitions(level, start, end)
    return _assembled(text, level, [(0, start, ""), *stretches, (end, len(text), "")])


def _beyond_ascii(text: str) -> set[str]:
    """Return the other characters of a text. C throws the many away faster than a set meets them."""
    if text.isascii():
        return set()
    return set(text.encode("utf-8", "surrogatepass").translate(None, _ASCII).decode("utf-8", "surrogatepass"))


def _repetitions(level: str, start: int, end: int) -> list[tuple[int, int, str]]:
    """Return the runs of spaces and of hyphens, of which most texts have a few and nothing else that is uneven."""
    stretches = []
    for character in " -":
        first = level.find(2 * character, start, end)
        while first >= 0:
            last = first + 2
            while last < end and level[last] == character:
                last += 1
            stretches.append((first, last, " " if character == " " else _dash(last - first)))
            first = level.find(2 * character, last, end)
    return sorted(stretches)


def _uneven_stretches(level: str, start: int, end: int, pattern: re.Pattern[str]) -> list[tuple[int, int, str]]:
    stretches: list[tuple[int, int, str]] = []
    for match in pattern.finditer(level, start, end):
        first, last = match.span()
        kind, found = match.lastgroup, match.group()
        if kind == "spaces":
            folded = " "
        elif kind == "dashes":
            folded = _dash(found.count("-"))
        else:
            # What joins the character before it is folded with it, unless that is a space or spoken for.
            taken = stretches[-1][1] if stretches else start
            if kind == "tail" and first > taken and level[first - 1] != " " and not _stands_alone(found):
                first -= 1
            folded = _cluster(level[first:last])
        stretches.append((first, last, folded))
    return stretches


def _dash(hyphens: int) -> str:
    return "-" if hyphens <= _LONGEST_DASH else "-" * hyphens


def _is_its_own_key(text: str) -> bool:
    """Return whether there is nothing to fold, as in most quotes."""
    return (
        text.isascii()
        and text.isprintable()
        and not text.startswith(" ")
        and not text.endswith(" ")
        and not any(uneven in text for uneven in ("  ", "--", "`"))
    )


def _assembled(source: str, level: str, stretches: Sequence[tuple[int, int, str]]) -> Folded:
    """Return the key in which the `stretches` of `level` are replaced, with its map to `source`."""
    parts: list[str] = []
    key_starts: list[int] = []
    key_ends: list[int] = []
    cursor = length = 0
    for first, last, folded in stretches:
        parts += (level[cursor:first], folded)
        length += first - cursor
        key_starts.append(length)
        length += len(folded)
        key_ends.append(length)
        cursor = last
    parts.append(level[cursor:])
    return Folded(
        "".join(parts),
        source,
        key_starts,
        key_ends,
        [first for first, _, _ in stretches],
        [last for _, last, _ in stretches],
    )


def _without_outer_space(level: str, ignorable: str) -> tuple[int, int]:
    """Return the offsets between which something is seen, joiners of the last character included."""
    blank = " " + ignorable
    end = len(level.rstrip(blank))
    if not end:
        return 0, 0
    rest = level[end:]
    start = len(level) - len(level.lstrip(blank))
    if is_mark(level[start]):  # A mark with nothing to stand on keeps the joiners between.
        start = len(level[:start].rstrip(ignorable or "\0"))
    return start, end + len(rest) - len(rest.lstrip(ignorable or "\0"))


@lru_cache(maxsize=512)
def _uneven(ignorable: str, marks: str, changing: str, *, has_jamo: bool) -> re.Pattern[str]:
    """Return the pattern of stretches whose key has another length, for a text with these characters."""
    ignored = f"[{ignorable}]*" if ignorable else ""
    tail = f"[{ignorable}{marks}]" if ignorable or marks else ""
    joiners = "".join(filter(JOINERS.__contains__, ignorable))
    # A joiner after the last hyphen is seen as one with it, so the dash ends only behind it.
    joined = f"[{joiners}]*" if joiners else ""
    ways = [f"(?P<spaces> (?:{ignored} )+)", f"(?P<dashes>-(?:{ignored}-)+{joined})"]
    if tail:
        ways.append(f"(?P<tail>{tail}+)")
    if changing:
        ways.append(f"(?P<base>[{changing}]{tail and tail + '*'})")
    if has_jamo:
        leading, syllable, vowel, trailing = (
            f"(?:[{part}]{ignored})" for part in (LEADING_JAMO, SYLLABLES, VOWEL_JAMO, TRAILING_JAMO)
        )
        ways.append(
            f"(?P<syllable>(?:{leading}*{syllable}?{vowel}*{trailing}+|{leading}*{syllable}?{vowel}+"
            f"|{leading}+{syllable}?){tail and tail + '*'})"
        )
    return re.compile("|".join(ways))


def _stands_alone(found: str) -> bool:
    """Return whether invisible characters belong to nothing, so that they can be dropped by themselves."""
    return not any(character in JOINERS or is_mark(character) for character in found)


@cache
def _is_changing(character: str) -> bool:
    return (
        character not in _SWAPS
        and character not in _IGNORABLE
        and not is_mark(character)
        and _cluster(character) != character
    )


@lru_cache(maxsize=4096)
def _cluster(cluster: str) -> str:
    """Return the key of one base character with its marks.

    Compatible forms become one, as NFKD would make them, but stay composed: most letters with
    accents are then even stretches, and no key of a letter stands inside that of an accented one.
    Accents that stand alone, and Korean letters, would fall apart into a space or into parts of
    syllables that join with their neighbours; they keep their form.
    """
    bare = cluster.translate(_DROP_TABLE)
    normal = normalize("NFKC", bare)
    if normal[:1] == " " or _ANY_JAMO.search(normal):
        normal = normalize("NFC", bare)
    return normal.translate(_SWAP_TABLE)


# ---------------------------------------------------------------------------------- squeeze


def squeeze(key: str) -> Folded:
    """Return the second key of a text, made from its first: letters and digits in one case.

    The map leads back to offsets in `key`. Marks are dropped where a script can do without them.
    """
    level, met = key, set(key)
    dropped: list[str] = []
    longer: dict[str, str] = {}
    for character in met:
        squeezed = _squeezed(character)
        if not squeezed:
            dropped.append(character)
        elif len(squeezed) > 1:
            longer[character] = squeezed
        elif squeezed != character:
            level = level.replace(character, squeezed)
    if not dropped and not longer:
        return _assembled(key, level, ())
    gap = f"[{re.escape(''.join(sorted(dropped)))}]+" if dropped else ""
    wide = f"[{''.join(sorted(longer))}]" if longer else ""
    spans = [match.span() for match in re.finditer("|".join(filter(None, (gap, wide))), level)]
    if longer:
        return _assembled(key, level, [(first, last, longer.get(level[first], "")) for first, last in spans])
    # A text has a gap after every word, so the usual case is spelled without a loop in Python.
    starts = [first for first, _ in spans]
    ends = [last for _, last in spans]
    missing = [0, *accumulate(last - first for first, last in spans)]
    places = [first - before for first, before in zip(starts, missing, strict=False)]
    return Folded(re.sub(gap, "", level), key, places, places, starts, ends)


@cache
def _squeezed(character: str) -> str:
    parts = normalize("NFD", normalize("NFD", character).casefold())
    return normalize("NFC", "".join(part for part in parts if is_word_character(part) and not is_loose_mark(part)))
