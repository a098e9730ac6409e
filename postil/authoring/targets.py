"""Which file of a text a new annotation goes to, and the id by which it is known there."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any, Literal, TypeAlias

from postil.annotations.ids import Wanted, ids
from postil.core.addresses import UNSAFE_NAMES, on_any_disk
from postil.core.model import Annotation, Source, TextFiles

Spelling: TypeAlias = Literal["yaml", "markdown", "folder"]
SPELLINGS: tuple[Spelling, ...] = ("yaml", "markdown", "folder")
"""In the order in which they are preferred."""
ENDINGS: Mapping[Spelling, str] = {"yaml": ".yaml", "markdown": ".md", "folder": ""}
LONGEST_NAME = 120
"""Bytes of a file that is named by an id."""


def spelling_of(path: str) -> Spelling:
    """Return how annotations are spelled in the file at `path`."""
    if path.endswith(".yaml"):
        return "yaml"
    return "folder" if ".annotations/" in path else "markdown"


def target(
    files: TextFiles, notes: Sequence[Annotation], spelling: Spelling | None
) -> tuple[Spelling, str, Source | None]:
    """Return the spelling of a new annotation, the path of its file, and that file if it is there.

    Of a folder the path is that of the folder: each annotation has a file of its own.
    """
    counts: Counter[str] = Counter(spelling_of(note.places.source.path) for note in notes)
    there: dict[str, Source] = {spelling_of(source.path): source for source in files.annotations}
    usual: Spelling = max(SPELLINGS, key=lambda each: (counts[each], each in there))
    chosen = spelling or usual
    source = there.get(chosen) if chosen != "folder" else None
    stem = files.text.path.removesuffix(".md")
    return chosen, source.path if source else f"{stem}.annotations{ENDINGS[chosen]}", source


def file_for(id_: str, folder: str, files: TextFiles) -> str:
    """Return the path of a new file for the annotation `id_`, in a folder of annotations."""
    name = id_
    if len(name.encode()) > LONGEST_NAME or UNSAFE_NAMES.match(name):
        name = "note-" + hashlib.sha256(id_.encode()).hexdigest()[:8]
    taken = {on_any_disk(source.path) for source in files.annotations}
    paths = (f"{folder}/{name}{ending}.md" for ending in ("", *(f"-{number}" for number in range(2, len(taken) + 3))))
    return next(path for path in paths if on_any_disk(path) not in taken)


def index_of_new(notes: Sequence[Annotation], path: str) -> int:
    """Return which annotation a new one will be, counted from 0, that is the last of the file at `path`."""
    return sum(note.places.source.path <= path for note in notes)


def new_id(entry: Mapping[str, Any], notes: Sequence[Annotation]) -> str:
    """Return the id of a new annotation: the given one, else one made as readers make it, which is not taken."""
    given, quote = entry.get("id"), entry.get("quote")
    if isinstance(given, str):
        return given
    words = quote if isinstance(quote, str) else ""
    wanted = [Wanted(note.id, note.quote, "", note.places) for note in notes]
    nowhere = notes[0].places if notes else None
    return ids([*wanted, Wanted(None, words, "", nowhere)]).value[-1]  # type: ignore[arg-type]
