"""The words beside a passage: what an author wrote of them, and how much a place resembles it.

Takes the prefix and suffix of a `Quotation`; gives them as keys, and a similarity from 0 to 1.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from postil.core.fold import fold, squeeze
from postil.core.values import dataclass
from postil.core.written import Quotation

from .alignment import distance_to_beginning
from .searchable import Searchable, Words

REACH = 48
"""How many characters of a context, nearest to the quote, are compared. More would decide nothing new
and would cost time at every occurrence."""
MARKS = ('"', "'")
"""Quotation marks, as the first key has them."""
SLACK = 16
"""How much longer the text's side of a comparison is, for words put in."""


@dataclass(frozen=True, slots=True)
class Context:
    """Prefix and suffix as first keys; empty when the author gave none."""

    prefix: str = ""
    suffix: str = ""
    has_space_before: bool = False
    """Whether `prefix` was written with a space at its end, so that one must stand there."""
    has_space_after: bool = False

    def __bool__(self) -> bool:
        return bool(self.prefix or self.suffix)

    def folded(self, quote: str) -> tuple[Words, ...]:
        """Return what to search for in the first key, the surer first: the folded `quote` between these contexts.

        YAML drops a space at the end of `prefix: the` unless it is quoted; so a space may stand
        between the words even when none was written. Where they stand so nowhere, quotation marks
        may part them, which both who quotes and who copies the words beside leaves out.
        """
        before = (" ",) if self.has_space_before else ("", " ")
        after = (" ",) if self.has_space_after else ("", " ")
        opened = (*before, *(space + mark for space in before for mark in MARKS))
        closed = (*after, *(mark + space for space in after for mark in MARKS))
        return (
            Words(quote, self.prefix, self.suffix, before, after),
            Words(quote, self.prefix, self.suffix, opened, closed),
        )

    def squeezed(self, quote: str) -> tuple[Words, ...]:
        """Return what to search for in the second key."""
        return (Words(quote, squeeze(self.prefix).key, squeeze(self.suffix).key),)


def contexts(quotation: Quotation, as_read: Callable[[str], str]) -> Iterator[Context]:
    """Yield the context as written, and as it reads once its Markdown is rendered, if it differs.

    Rendering costs far more than comparing, so ask for the second only when the first leads nowhere.
    """
    written = _context(quotation.prefix, quotation.suffix)
    if not written:
        return
    yield written
    read = _context(
        as_read(quotation.prefix) if quotation.prefix else None, as_read(quotation.suffix) if quotation.suffix else None
    )
    if read and (read.prefix, read.suffix) != (written.prefix, written.suffix):
        yield read


def _context(prefix: str | None, suffix: str | None) -> Context:
    return Context(
        fold(prefix).key if prefix else "",
        fold(suffix).key if suffix else "",
        has_space_before=bool(prefix and prefix[-1].isspace()),
        has_space_after=bool(suffix and suffix[0].isspace()),
    )


def similarity(text: Searchable, key_start: int, key_end: int, context: Context) -> float:
    """Return how much the words around a stretch of the key resemble `context`: 1 is alike.

    Each side is compared from the stretch outwards, and longer contexts weigh more.
    """
    wrong, size = side_errors(text.folded.key, key_start, key_end, context)
    return 1 - sum(wrong) / sum(size) if sum(size) else 1.0


def side_errors(key: str, key_start: int, key_end: int, context: Context) -> tuple[tuple[int, int], tuple[int, int]]:
    """Return the errors of prefix and suffix at a place, and how many characters of each were compared."""
    prefix, suffix = context.prefix[-REACH:][::-1], context.suffix[:REACH]
    before = key[max(0, key_start - REACH - SLACK) : key_start].rstrip(" ")[::-1]
    after = key[key_end : key_end + REACH + SLACK].lstrip(" ")
    errors = (_side(prefix, before), _side(suffix, after))
    return errors, (len(prefix), len(suffix))


def _side(pattern: str, text: str) -> int:
    return 0 if text.startswith(pattern) else distance_to_beginning(pattern, text)
