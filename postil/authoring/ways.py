"""The ways in which an annotation gets into its file, changes there, or goes, spelling by spelling.

Gives functions that write the file anew. They are told of which other annotations the ids must be
written down too, which is known only when the file has been read once.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from operator import attrgetter
from typing import Any, TypeAlias

from postil.annotations.markdown import Piece, one_piece, pieces
from postil.core.model import Annotation, Source
from postil.core.yamltree import Scalar, Tree

from . import lists, markdown
from .settling import tree_of
from .splicing import Splice, UncertainError, spliced
from .targets import spelling_of

NAME = "annotations"
Fields: TypeAlias = Mapping[str, Any]
"""As an author would write them: strings, lists, mappings; the keys are those of `AnnotationFields`."""
Write: TypeAlias = Callable[[Sequence[Annotation]], bytes | None]
NOWHERE = Tree({}, Source("", "", ""), Scalar(0, 0, "", None), 0)
"""The places of an annotation that stands in no file yet."""


def adding_to_list(source: Source, entry: Fields, *, care: int) -> Write:
    """Return what adds an annotation to a list in YAML."""

    def write(pins: Sequence[Annotation]) -> bytes:
        splices = lists.entry_added(source, lists.certain(source), NAME, entry, care=care)
        return spliced(source, [*splices, *_pinned(source, pins)])

    return write


def adding_to_stream(source: Source, entry: Fields, *, below: bool) -> Write:
    """Return what adds an annotation to a Markdown file of several."""

    def write(pins: Sequence[Annotation]) -> bytes:
        splices = markdown.piece_added(source, _pieces(source), entry, below=below)
        return spliced(source, [*splices, *_pinned(source, pins)])

    return write


def whole(text: str) -> Write:
    """Return what writes a new file."""
    return lambda _pins: text.encode()


def changing(source: Source, part: Tree, new: Fields, *, care: int) -> Write:
    """Return what writes the annotation `part` as `new`, the more `care`, the plainer."""

    def write(pins: Sequence[Annotation]) -> bytes:
        own = next((pin.id for pin in pins if pin.places is NOWHERE), None)
        others = [pin for pin in pins if pin.places is not NOWHERE]
        entry = {"id": own, **new} if own else new
        return spliced(source, [*_changed(source, [(part, entry)], care=care), *_pinned(source, others)])

    return write


def removing(source: Source, part: Tree) -> Write:
    """Return what removes the annotation `part`, or the file that is its own."""

    def write(pins: Sequence[Annotation]) -> bytes | None:
        if spelling_of(source.path) == "folder":
            return None
        if is_yaml(source):
            splices = lists.entry_removed(source, lists.certain(source), NAME, _number_in_list(part))
        else:
            all_pieces = _pieces(source)
            splices = markdown.piece_removed(source, all_pieces, _number_of_piece(all_pieces, part))
        return spliced(source, [*splices, *_pinned(source, pins)])

    return write


def is_yaml(source: Source) -> bool:
    """Return whether a file is a list in YAML."""
    return spelling_of(source.path) == "yaml"


def _changed(source: Source, parts: Sequence[tuple[Tree, Fields]], *, care: int) -> list[Splice]:
    """Return what writes annotations anew, each with its fields. The file is read once for all of them."""
    splices: list[Splice] = []
    if not parts:
        return splices
    if is_yaml(source):
        lists.certain(source)
        for part, new in parts:
            splices += lists.entry_changed(source, part, NAME, new, care=care)
        return splices
    all_pieces = _pieces(source)
    for part, new in parts:
        piece = all_pieces[_number_of_piece(all_pieces, part)]
        splices += markdown.piece_changed(source, piece, new, below=not care, care=care)
    return splices


def _pinned(source: Source, pins: Sequence[Annotation]) -> list[Splice]:
    """Return what writes down the ids of annotations that have none written."""
    parts = [(pin.id, tree_of(pin)) for pin in pins]
    return _changed(source, [(part, {"id": id_, **part.data}) for id_, part in parts if part.source is source], care=0)


def _pieces(source: Source) -> tuple[Piece, ...]:
    found = one_piece(source) if spelling_of(source.path) == "folder" else pieces(source)
    if found.problems:
        problem = found.problems[0]
        raise UncertainError(f"line {problem.place.line or 1} must be mended first: {problem.sentence}", 0)
    return found.value


def _number_of_piece(all_pieces: Sequence[Piece], part: Tree) -> int:
    return bisect_right(all_pieces, part.offset, key=attrgetter("start")) - 1


def _number_in_list(part: Tree) -> int:
    number = part.path[-1]
    if not isinstance(number, int):
        raise UncertainError("this is no list of annotations", part.offset)
    return number
