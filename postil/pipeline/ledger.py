"""The ledger: everything that a build must know of the last one before it begins, in one entry of the cache.

It is read whole at every build, so it is made of what is read at once: `Whole`, and columns of
strings for files and texts. Any doubt about it, and nothing is remembered.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import field, replace
from itertools import chain

from postil.core.cache import Cache
from postil.core.values import dataclass

from .memory import CODEC, LAYOUTS, LEDGER, Whole
from .rows import COLUMNS, FACETS, Details, Rows

LINE, PART = "\n", "\0"
"""What stands between the strings of a column, and between columns; neither is in any of them."""
LONG_BEFORE_SWEPT = 10
"""Of so many entries one may be wanted no more."""


@dataclass(frozen=True, slots=True)
class FilesSeen:
    """The files of content/ as they were when the texts were last looked at."""

    paths: Sequence[str] = ()
    looks: Sequence[str] = ()
    """How each looked; empty where it may have changed unseen."""
    names: Sequence[str] = ()
    """Of the texts."""
    belonging: Sequence[str] = ()
    """The paths of the files of each text."""
    states: Sequence[str] = ()
    """Digest of the files of each text; empty where one of them could not be read."""


@dataclass(frozen=True, slots=True)
class Ledger:
    """What is remembered of a build."""

    whole: Whole
    files: FilesSeen
    rows: Rows
    others: Sequence[str] = ()
    """The paths of those files of the site that are no pages: of layouts, of the search, assets."""
    site: str = ""
    """What the site was known by once it was published; empty when it was not."""
    is_new: bool = field(default=False, compare=False)
    """Whether nothing was remembered."""

    @classmethod
    def empty(cls, cache: Cache | None) -> Ledger:
        """Return the ledger of a site that has not been built."""
        return cls(Whole(), FilesSeen(), Rows.empty(cache), is_new=True)

    def aside(self) -> Ledger:
        """Return the same ledger, to be worked on while others read this one."""
        return replace(self, rows=self.rows.aside())


def last(cache: Cache, program: str) -> Ledger:
    """Return what is remembered of the last build by the program of that digest; an empty ledger in any doubt."""
    content = cache.get(LEDGER)
    try:
        return _decoded(content, cache, program) if content else Ledger.empty(cache)
    except ValueError:
        return Ledger.empty(cache)


def keep(cache: Cache, ledger: Ledger, gone: int) -> None:
    """Remember a build, after which `gone` entries more than before may not be wanted."""
    rows, whole = ledger.rows, ledger.whole
    garbage = whole.garbage + gone + len(rows.details.written())
    is_swept = garbage * LONG_BEFORE_SWEPT > len(rows.names) * len(FACETS)
    whole = replace(whole, details=tuple(rows.details.keys), garbage=0 if is_swept else garbage)
    cache.put(LEDGER, _encoded(replace(ledger, whole=whole)))
    cache.commit(keep=_named(rows) if is_swept else None)


def _named(rows: Rows) -> Collection[str]:
    """Return the keys of all entries that somebody may still want."""
    named = {LEDGER, LAYOUTS, *rows.details.keys, *rows.column("pages")}
    for facet in FACETS:
        if facet not in ("summary", "named"):
            named.update(rows.column(facet))
    return named - {""}


def _encoded(ledger: Ledger) -> bytes:
    files, rows = ledger.files, ledger.rows
    columns = [
        *(files.paths, files.looks, files.names, files.belonging, files.states, ledger.others, (ledger.site,)),
        *(rows.names, *(rows.column(column) for column in COLUMNS)),
    ]
    whole = CODEC.encoded(ledger.whole).decode("utf-8", "surrogatepass")
    parts = chain((whole,), (f"{len(column)}{LINE}{LINE.join(column)}" for column in columns))
    return PART.join(parts).encode("utf-8", "surrogatepass")


def _decoded(content: bytes, cache: Cache, program: str) -> Ledger:
    first, *parts = content.decode("utf-8", "surrogatepass").split(PART)
    whole = CODEC.decoded(first.encode("utf-8", "surrogatepass"))
    if not isinstance(whole, Whole) or whole.program != program:
        raise ValueError("it was written by another program")
    columns = [_column(part) for part in parts]
    paths, looks, texts, belonging, states, others, (site,), names, *of_rows = columns
    if len(paths) != len(looks) or not len(texts) == len(belonging) == len(states):
        raise ValueError("there are more or fewer files than looks")
    if {len(names)} != set(map(len, of_rows)):
        raise ValueError("the columns are not of one length")
    rows = Rows(names, dict(zip(COLUMNS, of_rows, strict=True)), Details(cache, whole.details))
    return Ledger(whole, FilesSeen(paths, looks, texts, belonging, states), rows, others, site)


def _column(part: str) -> list[str]:
    length, _, words = part.partition(LINE)
    found = words.split(LINE) if length != "0" else []
    if len(found) != int(length):
        raise ValueError("a column is not as long as it says")
    return found
