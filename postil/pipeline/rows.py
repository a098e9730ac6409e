"""What is remembered of each text, in columns: few things are asked of all texts, and most of one alone.

A column is a list of strings, one for each text, in the order of their names; so thousands of texts
are read, compared and written at once. What few builds ask for, the summary and the files that
were drawn, lies in entries of the cache, each of some dozens of texts, which are read when somebody
asks and written when one of their texts has changed. The newcomer's trap: such an entry may be lost
though the columns are there. Then nothing is remembered at all.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from postil import plan
from postil.core.cache import Cache
from postil.core.problems import Problem
from postil.plan import TextSummary

from .memory import CODEC, Row, Tally, digest, digest_of
from .station import written_headings

BETWEEN = "\x1f"
"""Stands between the parts of one string. No path and no address holds it."""
FACETS = (*plan.FACETS, "named")
"""What digests of a text are kept for: its facets, of which the first is the summary, and what is named of it."""
COLUMNS = (
    *("key", "address", "state", "asked", "naming", "day", "headings", "addresses", "layouts", "pages", "drawn"),
    *("problems", "tally"),
    *FACETS,
)
BLANKED = [column for column in COLUMNS if column not in ("address", "state", "drawn")]
FEWEST, USUAL, MOST = 16, 64, 256
"""Texts of which one entry of the cache tells."""


class ForgottenError(Exception):
    """What the columns promise is not in the cache: nothing that is remembered is worth anything."""


class Details:
    """The summary of each text, and its files as they were drawn, in entries of the cache."""

    def __init__(self, cache: Cache | None, keys: Sequence[str]) -> None:
        """Take the cache, and the keys of the entries there; an empty key is that of an empty entry."""
        self.keys = list(keys) or [""]
        self._cache = cache
        self._read: dict[int, dict[str, list[str]]] = {}
        self._changed: set[int] = set()
        self._summaries: dict[str, TextSummary] = {}

    def aside(self) -> Details:
        """Return the same details, to be worked on while another thread reads these."""
        made = Details(self._cache, self.keys)
        made._read = {number: entry.copy() for number, entry in self._read.copy().items()}
        made._changed, made._summaries = self._changed.copy(), self._summaries.copy()
        return made

    def of(self, name: str) -> list[str]:
        """Return the summary and the files of a text as JSON, empty where none is known. Raises `ForgottenError`."""
        return self._entry(self._number(name)).get(name, ["", ""])

    def summary(self, name: str) -> TextSummary:
        """Return the summary of a text, read once. Raises `ForgottenError`."""
        found = self._summaries.get(name)
        if found is None:
            found = self._summaries[name] = _decoded(self.of(name)[0], TextSummary)
        return found

    def put(self, name: str, *, summary: str | None = None, files: str | None = None) -> None:
        """Keep the summary of a text, or its files, or both."""
        number = self._number(name)
        entry = self._entry(number)
        summary_before, files_before = entry.get(name, ["", ""])
        self._changed.add(number)
        entry[name] = [summary_before if summary is None else summary, files_before if files is None else files]
        if summary is not None:
            self._summaries.pop(name, None)

    def drop(self, name: str) -> None:
        """Forget a text."""
        number = self._number(name)
        self._changed.add(number)
        self._entry(number).pop(name, None)
        self._summaries.pop(name, None)

    def divided(self, texts: int) -> None:
        """Divide them anew where the entries have become too many or too few for so many texts."""
        if len(self.keys) * FEWEST <= max(texts, USUAL) and texts <= len(self.keys) * MOST:
            return
        every = {name: kept for number in range(len(self.keys)) for name, kept in self._entry(number).items()}
        self.keys = [""] * max(1, texts // USUAL)
        self._read = {number: {} for number in range(len(self.keys))}
        self._changed = set(self._read)
        for name, kept in every.items():
            self._read[self._number(name)][name] = kept

    def written(self) -> list[str]:
        """Put what has changed into the cache, and return the keys of what it takes the place of."""
        gone = []
        for number in sorted(self._changed):
            entry = self._read[number]
            words = "\n".join([part for name in sorted(entry) for part in (name, *entry[name])])
            content = words.encode("utf-8", "surrogatepass")
            key = digest_of(content) if entry else ""
            if key != self.keys[number]:
                gone.append(self.keys[number])
                self.keys[number] = key
                if self._cache is not None and key:
                    self._cache.put(key, content)
        self._changed.clear()
        return gone

    def _number(self, name: str) -> int:
        return zlib.crc32(name.encode("utf-8", "surrogatepass")) % len(self.keys)

    def _entry(self, number: int) -> dict[str, list[str]]:
        found = self._read.get(number)
        if found is None:
            key = self.keys[number]
            content = self._cache.get(key) if self._cache is not None and key else b""
            if content is None:
                raise ForgottenError
            words = content.decode("utf-8", "surrogatepass").split("\n") if content else []
            found = {words[n]: words[n + 1 : n + 3] for n in range(0, len(words), 3)}
            self._read[number] = found
        return found


class Rows:
    """What is remembered of all texts."""

    def __init__(self, names: Sequence[str], columns: Mapping[str, list[str]], details: Details) -> None:
        """Take the names, each of the columns, and what few ask for."""
        self.names = names
        self.details = details
        self._columns = columns
        self._places: dict[str, int] = {}
        self._digests: dict[str, str] = {}

    @classmethod
    def empty(cls, cache: Cache | None) -> Rows:
        """Return no rows."""
        return cls((), {column: [] for column in COLUMNS}, Details(cache, ()))

    def of(self, names: Sequence[str]) -> Rows:
        """Return rows of other texts, with what these have of them; whoever asks these for details asks those."""
        if names == self.names:
            return Rows(names, {column: each[:] for column, each in self._columns.items()}, self.details)
        places = [self._place(name) for name in names]
        columns = {
            column: [each[place] if place is not None else "" for place in places]
            for column, each in self._columns.items()
        }
        return Rows(names, columns, self.details)

    def aside(self) -> Rows:
        """Return the same rows, whose details may be changed while another thread reads these."""
        return Rows(self.names, self._columns, self.details.aside())

    def __contains__(self, name: str) -> bool:
        return self._place(name) is not None

    def column(self, column: str) -> list[str]:
        """Return what is remembered in one column, in the order of the names. Changes nothing."""
        return self._columns[column]

    def get(self, column: str, name: str) -> str:
        """Return what is remembered of one text; empty when nothing is."""
        place = self._place(name)
        return self._columns[column][place] if place is not None else ""

    def put(self, column: str, name: str, value: str) -> None:
        """Remember something of one text."""
        place = self._place(name)
        if place is None:
            raise KeyError(name)
        self._columns[column][place] = value
        self._digests.pop(column, None)

    def replace(self, column: str, values: Sequence[str]) -> None:
        """Remember a whole column, in the order of the names."""
        self._columns[column][:] = values
        self._digests.pop(column, None)

    def blank(self, name: str) -> None:
        """Forget what became of a text, but not how its pages were drawn, nor where it stands."""
        for column in BLANKED:
            self.put(column, name, "")

    def take(self, name: str, row: Row) -> None:
        """Remember what became of a text that was worked on. How its pages were drawn stays as it was."""
        self._put_problems(name, row)
        self.put("headings", name, written_headings(row.headings))
        self.put("addresses", name, BETWEEN.join(row.addresses))
        self.put("layouts", name, BETWEEN.join(row.layouts))
        self.put("pages", name, row.pages)
        tally = row.tally
        told = [tally.placed, tally.orphans, tally.comments, tally.share, tally.is_excerpt]
        self.put("tally", name, json.dumps(told))
        for facet in FACETS:
            self.put(facet, name, row.facets.get(facet, ""))
        if row.summary is not None:
            self.details.put(name, summary=_encoded(row.summary))

    def stand(self, name: str, before: Rows, row: Row) -> None:
        """Remember of a text what was remembered `before`, but what is wrong with it now, and why."""
        for column in BLANKED:
            self.put(column, name, before.get(column, name))
        self._put_problems(name, row)

    def _put_problems(self, name: str, row: Row) -> None:
        """Remember what is wrong with a text, with everything that this follows from."""
        self.put("key", name, row.key)
        self.put("asked", name, json.dumps(row.asked) if row.asked else "")
        self.put("naming", name, json.dumps(row.naming) if row.naming else "")
        self.put("day", name, row.day)
        self.put("problems", name, _encoded(row.problems) if row.problems else "")

    def with_pages(self) -> list[str]:
        """Return the names of the texts that have pages."""
        return [name for name, summary in zip(self.names, self._columns["summary"], strict=True) if summary]

    def summary(self, name: str) -> TextSummary:
        """Return the summary of a text that has pages. Raises `ForgottenError`."""
        return self.details.summary(name)

    def try_again(self, code: str) -> None:
        """Forget under which keys those texts were worked on that came to a problem of that code."""
        written = f'"{code}"'
        for place, problems in enumerate(self._columns["problems"]):
            if written in problems:
                self.put("key", self.names[place], "")

    def files(self, name: str) -> Mapping[str, str]:
        """Return the SHA-256 of the files of a text, as they were last drawn, by path. Raises `ForgottenError`."""
        written = self.details.of(name)[1]
        if not written and self.get("drawn", name):
            raise ForgottenError
        found: Mapping[str, str] = json.loads(written) if written else {}
        return found

    def put_files(self, name: str, key: str, files: Mapping[str, str]) -> None:
        """Remember how the pages of a text were drawn, with what `key` is the digest of; empty in doubt."""
        self.put("drawn", name, key)
        self.details.put(name, files=json.dumps(files, ensure_ascii=False))

    def asked(self) -> Iterator[tuple[str, str]]:
        """Yield the names of the texts that asked for links, each with what `answers` reads."""
        return ((name, asked) for name, asked in zip(self.names, self._columns["asked"], strict=True) if asked)

    def naming(self, names: frozenset[str]) -> Iterator[str]:
        """Yield the names of the texts that asked for one of these entities and references."""
        for name, written in zip(self.names, self._columns["naming"], strict=True):
            if written and not names.isdisjoint(json.loads(written)):
                yield name

    def problems(self) -> Iterator[Problem]:
        """Yield the problems of all texts."""
        for written in self._columns["problems"]:
            if written:
                yield from _decoded(written, tuple)

    def tally(self, name: str) -> Tally:
        """Return what is told of a text."""
        written = self.get("tally", name)
        return Tally(*json.loads(written)) if written else Tally()

    def addresses(self, name: str) -> list[str]:
        """Return the addresses of the pages of a text that has some."""
        return self.get("addresses", name).split(BETWEEN)

    def layouts(self, name: str) -> list[str]:
        """Return the layouts of the same pages."""
        return self.get("layouts", name).split(BETWEEN)

    def digest(self, column: str) -> str:
        """Return a digest of a column."""
        if column not in self._digests:
            self._digests[column] = digest(*self._columns[column])
        return self._digests[column]

    def _place(self, name: str) -> int | None:
        if not self._places:
            self._places = {name: place for place, name in enumerate(self.names)}
        return self._places.get(name)


def answers(written: str) -> Iterable[tuple[str, str, str | None]]:
    """Return the links that a text asked for, as its column holds them, with where they led."""
    return ((href, beside, answer) for href, beside, answer in json.loads(written))


def _encoded(value: Any) -> str:
    return CODEC.encoded(value).decode("utf-8", "surrogatepass")


def _decoded(written: str, kind: type) -> Any:
    try:
        found = CODEC.decoded(written.encode("utf-8", "surrogatepass"))
    except ValueError:
        raise ForgottenError from None
    if not isinstance(found, kind):
        raise ForgottenError
    return found
