"""Where a reference may stand: after the word and its punctuation, outside of links and code.

The place is found twice, first in the flat text, by its characters, and then among the tokens, by
the elements around it.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from postil.core.characters import is_unspaced
from postil.markup.raw_html import INLINE, VOID
from postil.markup.tokens import Token, tag_of

LONGEST_WORD = 100
"""Characters in which the end of a word is sought. What is longer is no word, and not worth the search."""
MOST_MARKS = 20
JOINERS = frozenset("'\u2019\u02bc-\u2010\u2011\u00ad\u200d\u00b7")
"""What stands inside words: apostrophes, hyphens, joiners."""
SEPARATORS = frozenset(".,:")
"""What stands inside numbers and times."""
STOPS = frozenset(
    ".,;:!?\u2026\"'\u3001\u3002\uff0c\uff0e\uff1a\uff1b\uff01\uff1f\uff61\uff64\u060c\u061b\u061f\u06d4\u0964\u0965"
)
"""What closes the words before it, in Latin, CJK, Arabic and Indic scripts."""
WIDE = "\u2fff"
"""CJK punctuation lies above; no space need follow it."""
BARRED = frozenset({"a", "button", "label", "summary", "code", "pre", "ruby", "rt", "rp"})
"""Elements that hold no reference: it would be a button in a link, or read as code."""
WORD_ELEMENTS = INLINE - VOID - BARRED
"""Elements of words in which a reference may stand, though not as the last thing."""


def end_of_reading(plain: str, start: int, end: int, *, after_punctuation: bool) -> int:
    """Return the offset at which the reference of the passage `plain[start:end]` stands."""
    while end > start + 1 and plain[end - 1].isspace():
        end -= 1
    end = _end_of_word(plain, end)
    return _end_of_punctuation(plain, end) if after_punctuation else end


def _end_of_word(plain: str, end: int) -> int:
    limit = min(len(plain), end + LONGEST_WORD)
    for position in range(end, limit):
        if not _is_within_word(plain, position):
            return position
    return limit if limit == len(plain) else end


def _is_within_word(plain: str, position: int) -> bool:
    """Whether `position` lies between two characters of one word, or between a character and its marks."""
    before, after = plain[position - 1], plain[position]
    if unicodedata.category(after).startswith("M"):
        return True
    if is_unspaced(before) or is_unspaced(after):
        return False
    if after in JOINERS:
        following = plain[position + 1 : position + 2]
        return before.isalnum() and following.isalnum() and not is_unspaced(following)
    if after in SEPARATORS and before.isdecimal():
        return plain[position + 1 : position + 2].isdecimal()
    if before in SEPARATORS and after.isdecimal():
        return plain[position - 2 : position - 1].isdecimal()
    return after.isalnum() and (before.isalnum() or before in JOINERS or unicodedata.category(before).startswith("M"))


def _end_of_punctuation(plain: str, end: int) -> int:
    position = end
    limit = min(len(plain), end + MOST_MARKS)
    while position < limit and _closes(plain, position):
        position += 1
    return position


def _closes(plain: str, position: int) -> bool:
    character = plain[position]
    category = unicodedata.category(character)
    if category == "Pe" or (character in STOPS and character > WIDE):
        return True
    # Before a letter a stop is inside a number or an address, and a quotation mark may be opening.
    following = plain[position + 1 : position + 2]
    return (character in STOPS or category in {"Pf", "Pi"}) and not (following.isalnum() and not is_unspaced(following))


def resting_place(
    children: Sequence[Token], child: int, offset: int, spans: Sequence[tuple[int, int]]
) -> tuple[int, int]:
    """Return where a reference stands that is due at `offset` of the text of `children[child]`.

    The answer is an index and an offset in that child's text: before which character it stands.
    It lies after a link or code around it, and after emphasis that ends where it is due. `spans`
    are the `barred` ones of these children.
    """
    length = len(children[child].content)
    for opened, closed in spans:
        if opened <= child <= closed:
            child, offset, length = closed, 0, 0
            break
    if offset < length:
        return child, offset
    child += 1
    while child < len(children) and _closes_words(children[child]):
        child += 1
    return child, 0


def barred(children: Sequence[Token]) -> list[tuple[int, int]]:
    """Return the first and last child of every outermost element that holds no reference."""
    spans: list[tuple[int, int]] = []
    opened: list[int] = []
    for index, child in enumerate(children):
        name, nesting = tag_of(child)
        if name not in BARRED:
            continue
        if nesting > 0:
            opened.append(index)
        elif nesting < 0 and opened:
            start = opened.pop()
            if not opened:
                spans.append((start, index))
    return spans


def _closes_words(child: Token) -> bool:
    name, nesting = tag_of(child)
    return nesting < 0 and name in WORD_ELEMENTS
