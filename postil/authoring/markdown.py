"""One annotation of a Markdown file is added, changed or removed: its fields, and the note below them.

Takes the file and where in it the annotation stands, and gives the `Splice`s. A note stands below
the fields, where empty lines around it and blanks at its end mean nothing; one that would be taken
for another annotation there is written as the field `note`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping as Fields
from typing import Any

from postil.annotations.markdown import Piece
from postil.core.model import Source
from postil.core.yamltree import BODY, Mapping, Scalar, Tree, read_yaml

from .rewriting import Rewriting
from .spelling import INDENT, Style, mapping_lines
from .splicing import Splice, UncertainError

NAME = "annotations"


def as_body(note: str) -> str:
    """Return a note as it is read from below the fields."""
    return re.sub(r"\A(?:[^\S\n]*\n)+", "", note).rstrip()


def written(fields: Fields[str, Any], *, below: bool) -> str:
    """Return an annotation with its fields between `---` lines, the note below them or, unless `below`, among them."""
    front = {key: value for key, value in fields.items() if key != "note" or not below}
    lines = ["---", *mapping_lines(front, NAME, 0, Style(INDENT)), "---"]
    note = as_body(fields.get("note", "")) if below else ""
    return "\n".join([*lines, *([note] if note else [])]) + "\n"


def piece_added(source: Source, pieces: tuple[Piece, ...], fields: Fields[str, Any], *, below: bool) -> list[Splice]:
    """Return what adds an annotation at the end of a file of several."""
    text = source.text
    words = written(fields, below=below)
    if not text.strip():
        return [Splice(len(text), len(text), words)]
    gap = "\n" if _is_spaced(text, pieces) and not text.endswith("\n\n") else ""
    if text.endswith("\n"):
        return [Splice(len(text), len(text), gap + words)]
    return [Splice(len(text), len(text), "\n" + gap + words.rstrip("\n"))]


def has_note_in_front(part: Tree) -> bool:
    """Return whether an annotation has its note among its fields."""
    node = part.node
    note = node.values.get("note") if isinstance(node, Mapping) else None
    return isinstance(note, Scalar) and note.style != BODY


def piece_changed(source: Source, piece: Piece, new: Fields[str, Any], *, below: bool, care: int) -> list[Splice]:
    """Return what turns the annotation `piece` into `new`."""
    text = source.text
    front = read_yaml(source, start=piece.start, end=piece.end).value
    if front is None or not isinstance(front.node, Mapping):
        raise UncertainError("these are no fields", piece.start)
    has_body = piece.note_start < piece.note_end
    if has_body and "note" in front.data:
        raise UncertainError("the note is written twice", piece.note_start)
    note = new.get("note", "") if below and "note" not in front.data else ""
    fields = {key: value for key, value in new.items() if key != "note" or not note}
    work = Rewriting(source, front, Style(INDENT, care))
    work.mapping(front.node, front.data, fields, NAME)
    body = as_body(note)
    closing = text.find("\n", piece.end)
    closing = len(text) if closing < 0 else closing
    if not has_body:
        gap = "\n" if body and text[closing + 1 :].startswith("---") else ""
        return [*work.splices, Splice(closing, closing, f"\n{body}{gap}" if body else "")]
    if body:
        return [*work.splices, Splice(piece.note_start, piece.note_end, body)]
    return [*work.splices, Splice(closing, piece.note_end, "")]


def piece_removed(source: Source, pieces: tuple[Piece, ...], number: int) -> list[Splice]:
    """Return what removes the annotation `number`, counted from 0, of a file of several."""
    text = source.text
    start = _opening(text, pieces[number])
    if number + 1 < len(pieces):
        return [Splice(start, _opening(text, pieces[number + 1]), "")]
    # The empty lines above set off what goes.
    above = re.search(r"(?:\n[ \t]*)*\Z", text[max(0, start - 1000) : max(0, start - 1)])
    blank = len(above[0]) if above else 0
    return [Splice(start - blank, len(text), "")]


def _opening(text: str, piece: Piece) -> int:
    """Return where the `---` line above the fields begins."""
    return text.rfind("\n", 0, piece.start - 1) + 1


def _is_spaced(text: str, pieces: tuple[Piece, ...]) -> bool:
    """Return whether annotations are set off from one another by empty lines."""
    return all(text.endswith("\n\n", 0, _opening(text, piece)) for piece in pieces[1:])
