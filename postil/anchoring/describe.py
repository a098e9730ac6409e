"""A passage named by its own words: the inverse of anchoring.

Takes a range of a document; gives the `Quotation` that leads back to it. Every proposal is put to
`locate` itself, so the two cannot disagree. The trap: white space at the ends of a range, and half of
what a reader sees as one character, cannot be quoted; the range is taken without the first and with
the whole of the second.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from postil.core.characters import is_grapheme_edge, is_word_character, is_word_edge
from postil.core.model import Document, Range
from postil.core.written import Quotation

from .locate import Located, locate
from .searchable import Occurrence, Searchable, Words

LONGEST = 2000
"""No more characters are allowed for `quote`, `prefix`, `suffix` and `until`."""
LONG = 200
"""A passage of more characters is easier to read in a file by its first and its last words."""
PARAGRAPH_END = "\n\n"
ENDS = (48, 96, 192, 384, 768, 1536)
"""How many characters of a long passage are tried as its first and its last words."""
FEWEST = 8
"""So many characters at least are its first and its last words."""
FARTHEST_WORD_EDGE = 24
"""How many characters a context grows so that it does not cut a word."""
GROWING = (16, 64, 256, LONGEST)
"""Lengths tried when neither side decides by itself."""


def describe(document: Document, range_: Range, *, whole: bool = False) -> Quotation:
    """Return the quote of a passage with the shortest context that makes it unique.

    Words of the context are not cut. `occurrence` is given when no context decides. A long passage, and
    one that runs over a paragraph's end, is named by its first words and, in `until`, by its last ones,
    if these lead back to it; with `whole`, only one that is longer than a quote may be. Raises
    `ValueError` when there is nothing in the range that could be searched for.
    """
    text = Searchable(document)
    place = _quotable(text, range_)
    words = text.words(place.range)
    is_long = len(words) > LONG or PARAGRAPH_END in words
    return (_by_its_ends(text, place) if is_long and not whole else None) or description(text, range_)


def description(text: Searchable, range_: Range) -> Quotation:
    """Return the same as `describe` for a whole passage, of a document that is prepared already."""
    place = _quotable(text, range_)
    if place.end - place.start > LONGEST:
        words = text.words(place.range)
        return _by_its_ends(text, place) or Quotation(quote=words[:LONGEST], until=words[-LONGEST:])
    bare = Quotation(quote=text.words(place.range))
    for proposal in _proposals(text, place, bare):
        if _leads_to(text, proposal, place):
            return proposal
    return bare  # Only in a text of thousands of repetitions, where no quotation reaches the place.


def deciding_contexts(text: Searchable, place: Occurrence, others: Sequence[Occurrence]) -> tuple[str, str]:
    """Return the shortest prefix and the shortest suffix that tell `place` from `others`, in whole words.

    Each is empty when that side has nothing that decides.
    """
    return _prefix(text, place, others), _suffix(text, place, others)


def weight_of_context(quotation: Quotation) -> tuple[bool, int]:
    """Return what the context asks of whoever reads it: the lighter the shorter, but words before signs alone."""
    context = (quotation.prefix or "") + (quotation.suffix or "")
    return not _has_word(context), len(context)


def _quotable(text: Searchable, range_: Range) -> Occurrence:
    plain = text.document.plain
    start, end = range_.start, range_.end
    while not is_grapheme_edge(plain, start):
        start -= 1
    while not is_grapheme_edge(plain, end):
        end += 1
    place = text.occurrence_at(*text.folded.key_range(start, end))
    if place is None:
        raise ValueError(f"nothing to search for in {range_}")
    return place


def _leads_to(text: Searchable, proposal: Quotation, place: Occurrence) -> bool:
    located = locate(text, proposal, str)
    return isinstance(located, Located) and located.range == place.range


def _proposals(text: Searchable, place: Occurrence, bare: Quotation) -> Iterator[Quotation]:
    """Yield quotations of a passage, the shortest context first."""
    yield bare
    key = text.folded.key
    everywhere = text.by_fold(Words(key[place.key_start : place.key_end]))
    prefix, suffix = deciding_contexts(text, place, [other for other in everywhere if other != place])
    sides = [replace(bare, prefix=prefix)] if prefix else []
    sides += [replace(bare, suffix=suffix)] if suffix else []
    sides.sort(key=weight_of_context)
    yield from sides
    # Rarely the text has both `a part` and `apart`: then a space must be said, or both sides be given.
    for proposal in sides:
        yield _spaced(text, place, proposal)
    for length in GROWING:
        around = replace(bare, prefix=_before(text, place, length) or None, suffix=_after(text, place, length) or None)
        yield around
        yield _spaced(text, place, around)
    whole = tuple(filter(text.is_whole_word, everywhere))
    for counted in (whole, everywhere):
        if place in counted:
            yield replace(bare, occurrence=counted.index(place) + 1)


def _spaced(text: Searchable, place: Occurrence, proposal: Quotation) -> Quotation:
    """Return the proposal with those spaces written that stand between its context and the quote."""
    key = text.folded.key
    before = " " if key[: place.key_start][-1:] == " " else ""
    after = " " if key[place.key_end : place.key_end + 1] == " " else ""
    return replace(
        proposal,
        prefix=proposal.prefix + before if proposal.prefix else None,
        suffix=after + proposal.suffix if proposal.suffix else None,
    )


def _by_its_ends(text: Searchable, place: Occurrence) -> Quotation | None:
    """Return a long passage by its first and its last words, each on one line; `None` if they do not lead to it.

    They grow until they do without a context, and are of one paragraph where enough words of it are there.
    """
    with_context = None
    for length in ENDS:
        first, last = _first_words(text, place, length), _last_words(text, place, length)
        if first.end > last.start:
            break
        named = description(text, first)
        proposal = replace(named, quote=_on_one_line(named.quote), until=_on_one_line(text.words(last)))
        if _leads_to(text, proposal, place):
            if not named.prefix and not named.suffix and not named.occurrence:
                return proposal
            with_context = with_context or proposal
    return with_context


def _first_words(text: Searchable, place: Occurrence, length: int) -> Range:
    at = _edge(text.folded.key, min(place.key_start + length, place.key_end), 1)
    spot = text.folded.source_range(place.key_start, at)
    end = min(spot[1], place.end) if spot else place.end
    paragraph = text.document.plain.find(PARAGRAPH_END, place.start + FEWEST, end)
    return Range(place.start, paragraph if paragraph >= 0 else end)


def _last_words(text: Searchable, place: Occurrence, length: int) -> Range:
    at = _edge(text.folded.key, max(place.key_end - length, place.key_start), -1)
    spot = text.folded.source_range(at, place.key_end)
    start = max(spot[0], place.start) if spot else place.start
    paragraph = text.document.plain.rfind(PARAGRAPH_END, start, place.end - FEWEST)
    return Range(paragraph + len(PARAGRAPH_END) if paragraph >= 0 else start, place.end)


def _on_one_line(words: str) -> str:
    return " ".join(words.split())


# --------------------------------------------------------------------------------- contexts


def _prefix(text: Searchable, place: Occurrence, others: Sequence[Occurrence]) -> str:
    key = text.folded.key
    end = _left_of_space(key, place.key_start)
    ends = [_left_of_space(key, other.key_start) for other in others]
    length = 1
    for other in ends:
        while length <= min(end, LONGEST) and key.endswith(key[end - length : end], 0, other):
            length += 1
    return _before(text, place, length) if length <= min(end, LONGEST) else ""


def _suffix(text: Searchable, place: Occurrence, others: Sequence[Occurrence]) -> str:
    key = text.folded.key
    start = _right_of_space(key, place.key_end)
    starts = [_right_of_space(key, other.key_end) for other in others]
    most = min(len(key) - start, LONGEST)
    length = 1
    for other in starts:
        while length <= most and key.startswith(key[start : start + length], other):
            length += 1
    return _after(text, place, length) if length <= most else ""


def _before(text: Searchable, place: Occurrence, length: int) -> str:
    """Return at least `length` characters before a place, beginning with a whole word if one is near."""
    key = text.folded.key
    end = _left_of_space(key, place.key_start)
    start = max(0, end - length)
    # A context is trimmed before it is compared, so a space cannot be what decides: go on to the word.
    start -= key[start : start + 1] == " "
    # A sign alone may decide, but tells whoever reads the file nothing.
    if not _has_word(key[start:end]):
        start = _next_word(key, start, -1)
    return _written(text, _edge(key, start, -1), end)


def _after(text: Searchable, place: Occurrence, length: int) -> str:
    key = text.folded.key
    start = _right_of_space(key, place.key_end)
    end = min(len(key), start + length)
    end += key[end - 1 : end] == " "
    if not _has_word(key[start:end]):
        end = _next_word(key, end, 1)
    return _written(text, start, _edge(key, end, 1))


def _has_word(words: str) -> bool:
    return any(map(is_word_character, words))


def _next_word(key: str, offset: int, step: int) -> int:
    """Return the offset just past the next letter or digit in the direction of `step`; `offset` if none is near."""
    for at in range(offset, offset + step * FARTHEST_WORD_EDGE, step):
        passed = key[at : at + 1] if step > 0 else key[max(0, at - 1) : at]
        if not passed:
            break
        if is_word_character(passed):
            return at + step
    return offset


def _edge(key: str, offset: int, step: int) -> int:
    """Return the nearest word edge from `offset` on in the direction of `step`; `offset` if none is near."""
    at = offset
    # Of a line of hyphens two or three by themselves would be a dash.
    while abs(at - offset) < FARTHEST_WORD_EDGE and key[max(0, at - 1) : at + 1] == "--":
        at += step
    while not is_word_edge(key, at):
        at += step
        if abs(at - offset) > FARTHEST_WORD_EDGE:
            return offset
    return at


def _written(text: Searchable, key_start: int, key_end: int) -> str:
    """Return the words of a stretch of the key as the text spells them, on one line."""
    spot = text.folded.source_range(key_start, key_end)
    words = text.document.plain[slice(*spot)] if spot else text.folded.key[key_start:key_end]
    return _on_one_line(words)[-LONGEST:]


def _left_of_space(key: str, offset: int) -> int:
    return offset - 1 if offset and key[offset - 1] == " " else offset


def _right_of_space(key: str, offset: int) -> int:
    return offset + 1 if key[offset : offset + 1] == " " else offset
