"""What an author wrote, as plain values, of which `files` makes the files of a site.

The values hold more than the files do: what the prose of a note links to, so that an edit can follow
it up. Nothing here decides anything; `authors` and the modules of edits do.
"""

from __future__ import annotations

import json
import posixpath
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

Fields = dict[str, Any]


@dataclass(slots=True)
class Text:
    """A text with what belongs to it."""

    front: Fields
    body: list[Fields]
    """Blocks: `{heading: words}`, `{link: [text, fragment]}`, `{image: path}`, `{quoted: sentence, rest: sentence}`."""
    notes: list[Fields] = field(default_factory=list)
    """As annotations, with `names`, `cites` and `leads` for what their prose links to."""
    comments: list[Fields] = field(default_factory=list)
    form: str = "yaml"
    """In which files its annotations stand: `yaml`, `md` or `folder`."""


@dataclass(slots=True)
class Written:
    """Everything that decides what a build makes."""

    site: Fields
    entities: dict[str, Fields]
    references: list[Fields]
    texts: dict[str, Text]
    others: dict[str, bytes] = field(default_factory=dict)
    """Pictures, layouts, words, style sheets: files by their paths."""
    broken: dict[str, bytes] = field(default_factory=dict)
    """What stands in the place of files that somebody spoiled."""
    options: set[str] = field(default_factory=set)
    day: int = 20_717
    """The day it is, counted from 1970."""
    count: int = 0
    """Numbers given so far, so that no two sentences are the same."""


def files(written: Written) -> Mapping[str, bytes]:
    """Return all files of the site by their paths."""
    made: dict[str, bytes] = {"content/site.yaml": _json(written.site)}
    if written.entities:
        described = {
            name: {**entity, "description": _prose(entity["description"], "")}
            for name, entity in written.entities.items()
        }
        made["content/entities.yaml"] = _json({"entities": described})
    if written.references:
        made["content/references.json"] = _json(written.references)
    for name, text in written.texts.items():
        made |= files_of(name, text)
    return made | written.others | written.broken


def files_of(name: str, text: Text) -> dict[str, bytes]:
    front = "".join(f"{key}: {json.dumps(value)}\n" for key, value in text.front.items())
    blocks = "\n\n".join(_block(block, posixpath.dirname(name)) for block in text.body)
    made = {f"content/{name}.md": f"---\n{front}---\n\n{blocks}\n".encode()}
    notes = [_annotation(note, posixpath.dirname(name)) for note in text.notes]
    if notes and text.form == "yaml":
        made[f"content/{name}.annotations.yaml"] = _json({"annotations": notes})
    elif notes and text.form == "md":
        made[f"content/{name}.annotations.md"] = b"".join(_in_markdown(note) for note in notes)
    elif notes:
        for number, note in enumerate(notes):
            made[f"content/{name}.annotations/{number}.md"] = _in_markdown(note)
    if text.comments:
        made[f"content/{name}.comments.yaml"] = _json({"comments": text.comments})
    return made


def _block(block: Fields, folder: str) -> str:
    match block:
        case {"heading": words}:
            return f"## {words}"
        case {"link": [to, fragment]}:
            return f"See [that]({_way(to, folder)}{'#' + fragment if fragment else ''})."
        case {"image": path}:
            return f"![A picture]({posixpath.relpath(path, folder or '.')})"
        case _:
            return f"{block['quoted']} {block['rest']}"


def _annotation(note: Fields, folder: str) -> Fields:
    """Return a note as its author writes it down, its links spelled out."""
    written = {key: value for key, value in note.items() if key not in {"names", "cites", "leads"}}
    return {**written, "note": _prose(note, folder)}


def _prose(prose: Fields, folder: str) -> str:
    links = [f"[[{name}]]" for name in prose.get("names", ())] + [f"[@{key}, p. 4]" for key in prose.get("cites", ())]
    if prose.get("leads"):
        links.append(f"[there]({_way(prose['leads'], folder)})")
    return " ".join([prose.get("note", "") or prose.get("words", ""), *links])


def _way(name: str, folder: str) -> str:
    return posixpath.relpath(f"{name}.md", folder or ".")


def _in_markdown(note: Fields) -> bytes:
    front = "".join(f"{key}: {json.dumps(value)}\n" for key, value in note.items() if key != "note")
    return f"---\n{front}---\n{note['note']}\n".encode()


def _json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, indent=1).encode() + b"\n"


def notes(written: Written) -> list[Fields]:
    """Return the notes of all texts."""
    return [note for text in written.texts.values() for note in text.notes]


def proses(written: Written) -> list[Fields]:
    """Return everything whose prose may link to entities, references and texts."""
    return [*notes(written), *(entity["description"] for entity in written.entities.values())]
