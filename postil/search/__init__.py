"""The index of the search: what the texts, comments and notes say, in the files that the search page reads.

Takes `SearchedText`s, each with its records, and gives `Output`s below `search/`, or the `Kept` files
of the site built before when the same records were indexed there. Pagefind says which records hold a
word, and where; what they say is shown from files of our own, one for each text, since Pagefind would
write one for each record. The trap: Pagefind counts places in words divided by spaces, and the search
page must divide them alike, as `WORDS` does.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Sequence
from dataclasses import astuple
from typing import Any

from postil.core.model import Earlier, Kept, Output, Record, SearchedText
from postil.core.problems import Checked, Place, Problem, Severity
from postil.core.values import dataclass

from .pagefind import Bundle, NoIndexError, bundle, installed_version

__all__ = ["FOLDER", "Index", "index"]

FOLDER = "search/"
"""Where everything stands that the search page reads, beside the page itself."""
SCHEMA = "1"
"""Of the files made here. Another one makes every index anew."""
WORDS = (
    "[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3\uf900-\ufaff\U00020000-\U0003ffff]"
    "|[^ \u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3\uf900-\ufaff\U00020000-\U0003ffff]+"
)
"""What is one word to Pagefind: what stands between spaces, but each Chinese, Japanese or Korean sign by
itself, so that any part of what is written without spaces is found. `search.js` divides words alike.
A string, since it takes 2 ms to compile and few builds make an index."""
REMEDY = (
    "`python3 build.py` installs it into .venv by itself; elsewhere `pip install pagefind-bin` does, on the systems"
    " that it has a program for. `--no-search` builds without it"
)


@dataclass(frozen=True, slots=True)
class Index:
    """An index as files of the site."""

    outputs: tuple[Output, ...] = ()
    kept: tuple[Kept, ...] = ()


def index(
    content: str,
    searched: Callable[[], Sequence[SearchedText]],
    *,
    lang: str,
    earlier: Earlier,
    program: Sequence[str] = (),
) -> Checked[Index | None]:
    """Return the index of the texts that `searched` gives, `None` with a warning when none can be made.

    `content` is a digest of these texts, which are asked for only when no index of them stands. `lang`
    is the language of the site, whose endings are taken off every word, that of every text alike, so
    that one search finds them all. `program` is the command to start as Pagefind.
    """
    version = installed_version()
    language = lang.partition("-")[0].lower()
    folder = f"{FOLDER}index-{_digest(content, language, version)}/"
    pointer = Output(f"{FOLDER}index.json", _json({"folder": folder.removeprefix(FOLDER)}))
    if kept := _kept(folder, earlier):
        return Checked(Index((pointer,), kept))
    texts = searched()
    records = [record for text in texts for record in text.records]
    try:
        found = bundle([_content(record) for record in records], lang=language, program=program)
    except NoIndexError as reason:
        return Checked(None, (_without_search(str(reason)),))
    return Checked(Index((pointer, *_outputs(folder, texts, found))))


def _digest(content: str, language: str, version: str | None) -> str:
    """Return a name for everything that the index depends on."""
    return hashlib.sha256(_json([SCHEMA, version, language, content])).hexdigest()[:16]


def _kept(folder: str, earlier: Earlier) -> tuple[Kept, ...]:
    """Return the files of that index in the site built before; none unless all are as they were written."""
    kept = [earlier.kept(path) for path in earlier.paths(folder)]
    return tuple(file for file in kept if file) if all(kept) else ()


def _content(record: Record) -> tuple[str, str]:
    """Return the title of a text, which counts for more, and all words of a record."""
    words = " ".join((record.title, *(part.words for part in record.parts)))
    return record.title if record.kind == "text" else "", " ".join(re.findall(WORDS, words))


def _outputs(folder: str, texts: Sequence[SearchedText], found: Bundle) -> list[Output]:
    kinds = list(dict.fromkeys(record.kind for text in texts for record in text.records))
    table = {
        "ids": found.ids,
        "kinds": kinds,
        "kindOf": [kinds.index(record.kind) for text in texts for record in text.records],
        "texts": [[text.title, text.address, text.lang, text.dir, len(text.records)] for text in texts],
    }
    files = [Output(folder + path, content) for path, content in sorted(found.files.items())]
    files.append(Output(f"{folder}records.json", _json(table)))
    for number, text in enumerate(texts):
        records = [[record.id, record.title, [astuple(part) for part in record.parts]] for record in text.records]
        files.append(Output(f"{folder}texts/{number}.json", _json(records)))
    return files


def _json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def _without_search(reason: str) -> Problem:
    return Problem(
        "no-search",
        f"the site is built without its search: {reason}",
        Place("content/"),
        REMEDY,
        Severity.WARNING,
    )
