"""What is remembered of a build, as values: of each text what became of it, of each page how it was drawn.

`Whole` is the part that is small at any site; `rows` holds what is remembered of the texts, and
`ledger` both. What texts gave, the facets and the pages without their frame, lies in the cache
under the digests that the ledger holds.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from contextlib import closing
from dataclasses import field, is_dataclass
from types import ModuleType
from typing import Any

from postil.core import model, problems, written
from postil.core.cache import Cache
from postil.core.codec import Codec
from postil.core.machine import compiled_folder
from postil.core.model import Asset, Page
from postil.core.problems import Problem
from postil.core.values import dataclass
from postil.plan import Frame, TextSummary, facets, framing, outward, registers, summaries, views

LEDGER, LAYOUTS = "ledger", "layouts"
"""Under which the ledger is kept, and the compiled layouts."""


@dataclass(frozen=True, slots=True)
class Tally:
    """What is told of a text to who asks for more."""

    placed: int = 0
    """Annotations that have a place."""
    orphans: int = 0
    """Quotes that have none."""
    comments: int = 0
    share: float = 1.0
    """What part of it is published."""
    is_excerpt: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """A text as it was last worked on."""

    key: str
    """Digest of its files, its address and everything that is the same for all texts."""
    asked: tuple[tuple[str, str, str | None], ...] = ()
    """The links that were looked up, with where they led."""
    naming: tuple[str, ...] = ()
    """The entities and references that were looked up, as `meanings` writes them."""
    day: str = ""
    """The day on which its problems were these, where they may be others on another."""
    headings: tuple[str, ...] | None = ()
    summary: TextSummary | None = None
    """`None` for what belongs to no text, or to one that was given up."""
    facets: Mapping[str, str] = field(default_factory=dict)
    """The digest of each facet that is not empty, and of the summary and what is named of it."""
    addresses: tuple[str, ...] = ()
    """Of its own pages."""
    layouts: tuple[str, ...] = ()
    """Of the same."""
    pages: str = ""
    """Digest of its own pages."""
    problems: tuple[Problem, ...] = ()
    tally: Tally = Tally()


@dataclass(frozen=True, slots=True)
class Drawn:
    """Pages as they were last drawn."""

    key: str
    """Digest of all that they were drawn from."""
    files: Mapping[str, str] = field(default_factory=dict)
    """SHA-256 of each by its path in the site."""


@dataclass(frozen=True, slots=True)
class Planned:
    """Pages of the whole site as they were last planned."""

    key: str
    """Digest of all that they were planned from."""
    pages: dict[str, Drawn] = field(default_factory=dict)
    """By address."""
    layouts: tuple[str, ...] = ()
    """Their layouts."""
    problems: tuple[Problem, ...] = ()
    asked: tuple[tuple[str, str, str | None], ...] = ()
    """The links of the site's own files that were looked up, with where they led."""


@dataclass(frozen=True, slots=True)
class Outlook:
    """What all texts together say to the pages."""

    key: str = ""
    """Digest of the summaries, and of everything else that it follows from."""
    frame: Frame = Frame()
    order: tuple[str, ...] = ()
    """The names of the texts that have pages, in the order of lists."""
    langs: tuple[str, ...] = ()
    """The languages of these."""
    chosen: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """The names of the texts of which an index shows a facet, where that is not all of them, by index and facet."""
    listings: Mapping[str, str] = field(default_factory=dict)
    """Digest of what is listed on the page of a text that is that of a folder, by the name of the text."""


@dataclass(frozen=True, slots=True)
class Found:
    """What content/ holds, as far as the names of its files say."""

    key: str = ""
    """Digest of the paths."""
    assets: tuple[Asset, ...] = ()
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Addressed:
    """What was wrong with the addresses of the texts, which stand in the rows."""

    key: str = ""
    """Digest of the names and of what the texts say of their addresses."""
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Whole:
    """What is remembered of a site as a whole."""

    program: str = ""
    """Digest of the program."""
    station: str = ""
    """Digest of what is the same for all texts."""
    drawing: str = ""
    """Digest of the part of it that shows around pages whatever stands on them."""
    meanings: Mapping[str, str] = field(default_factory=dict)
    """Digest of each entity and each reference, as `meanings` gives it."""
    found: Found = Found()
    fields: Mapping[str, tuple[str | None, bool]] = field(default_factory=dict)
    """The slug of each text that has one or is a draft, and whether it is, by the name of the text."""
    addressed: Addressed = Addressed()
    outlook: Outlook = Outlook()
    drawn_with: Mapping[str, str] = field(default_factory=dict)
    """Digest of what pages were drawn with, apart from what they show, by their layout."""
    kinds: Mapping[str, Planned] = field(default_factory=dict)
    """The pages of the whole site by their kind."""
    assets: Drawn = Drawn("")
    """The files of the layouts that stand in the site as they are."""
    details: tuple[str, ...] = ()
    """Keys of the entries that hold what few builds ask of a text."""
    garbage: int = 0
    """How many entries of the cache nobody may want any more."""


def _classes(*modules: ModuleType) -> Iterable[type]:
    """Return the values that modules define."""
    for module in modules:
        for cls in vars(module).values():
            if isinstance(cls, type) and cls.__module__ == module.__name__ and is_dataclass(cls):
                yield cls


CODEC = Codec(
    (
        *_classes(written, model, problems, views, registers, outward, summaries, facets),
        problems.Severity,
        framing.Frame,
        framing.Index,
        Drawn,
        Planned,
        Outlook,
        Found,
        Addressed,
        Whole,
    )
)
"""Writes and reads everything that is remembered."""


def digest(*parts: str) -> str:
    """Return a name for parts, none of which holds a line end."""
    return hashlib.blake2b("\n".join(parts).encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


def digest_of(content: bytes) -> str:
    """Return a name for what `encoded` gave."""
    return hashlib.blake2b(content, digest_size=16).hexdigest()


def encoded(value: Any) -> tuple[str, bytes]:
    """Return a value as bytes, with the digest under which they are kept."""
    content = CODEC.encoded(value)
    return digest_of(content), content


def encoded_pages(pages: Iterable[Page]) -> bytes:
    """Return pages as bytes, of which each page has a line."""
    return b"\n".join(map(CODEC.encoded, pages))


def pages_of(content: bytes, numbers: Iterable[int]) -> bytes:
    """Return those of the pages that `encoded_pages` gave, counted from 0."""
    lines = content.split(b"\n")
    return b"\n".join([lines[number] for number in numbers])


def decoded_pages(content: bytes) -> tuple[Page, ...]:
    """Return the pages that `encoded_pages` gave. Raises `ValueError` on anything else."""
    return tuple(map(CODEC.decoded, content.split(b"\n")))


def keep_layouts(cache: Cache, layouts: Mapping[str, bytes]) -> None:
    """Remember the compiled layouts."""
    if layouts != compiled(cache):
        cache.put(LAYOUTS, CODEC.encoded(dict(layouts)))


def compiled(cache: Cache, key: str = LAYOUTS) -> Mapping[str, bytes]:
    """Return the compiled layouts that are kept under `key`: those of the last build."""
    content = cache.get(key)
    try:
        found = CODEC.decoded(content) if content else None
    except ValueError:
        found = None
    return found if isinstance(found, dict) and all(isinstance(one, bytes) for one in found.values()) else {}


def keep_compiled(layouts: Mapping[str, bytes], key: str) -> None:
    """Keep compiled layouts for the first build of every other site that is drawn with the same."""
    with closing(Cache.at(compiled_folder())) as cache:
        if not layouts.keys() <= compiled(cache, key).keys():
            cache.put(key, CODEC.encoded(dict(layouts)))
            cache.commit(keep={key})


def compiled_before(key: str) -> Mapping[str, bytes]:
    """Return what `keep_compiled` kept."""
    with closing(Cache.at(compiled_folder())) as cache:
        return compiled(cache, key)
