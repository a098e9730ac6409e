"""How far two strings are apart, and where one ends best inside the other.

Myers' bit-parallel algorithm in Hyyrö's form (G. Myers, "A fast bit-vector algorithm for approximate
string matching based on dynamic programming", 1999; H. Hyyrö, 2003) on Python's integers, which have
any length: a column of the whole table is a dozen operations. Errors are inserted, deleted and
replaced characters.
"""

from __future__ import annotations

from collections.abc import Iterator


def errors_by_end(pattern: str, text: str, *, is_anchored: bool) -> Iterator[int]:
    """Yield, for each character of `text`, the fewest errors of `pattern` ending just after it.

    Anchored, the match begins at the start of `text`; otherwise it begins wherever is best.
    """
    mask = (1 << len(pattern)) - 1
    last = (mask + 1) >> 1
    where: dict[str, int] = {}
    for index, character in enumerate(pattern):
        where[character] = where.get(character, 0) | 1 << index
    plus, minus, errors = mask, 0, len(pattern)
    carried = int(is_anchored)
    for character in text:
        equal = where.get(character, 0)
        vertical = equal | minus
        horizontal = (((equal & plus) + plus) ^ plus) | equal
        up = minus | (~(horizontal | plus) & mask)
        down = plus & horizontal
        if up & last:
            errors += 1
        elif down & last:
            errors -= 1
        up = up << 1 | carried
        plus = (down << 1 | ~(vertical | up)) & mask
        minus = up & vertical
        yield errors


def distance(one: str, other: str) -> int:
    """Return how many characters must be inserted, deleted or replaced to make `one` the `other`."""
    if not one or not other:
        return len(one) + len(other)
    errors = 0
    for errors in errors_by_end(one, other, is_anchored=True):  # noqa: B007
        pass
    return errors


def distance_to_beginning(pattern: str, text: str) -> int:
    """Return the errors between `pattern` and that beginning of `text` which resembles it most."""
    if not pattern:
        return 0
    return min(len(pattern), min(errors_by_end(pattern, text, is_anchored=True), default=len(pattern)))
