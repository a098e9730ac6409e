"""The annotations of a text, from YAML and Markdown files, each with its id and its places.

Takes a text's files and gives its `Annotation`s in the order in which they are written, file
after file. The newcomer's trap: ids are given out only when all files are read, since a made id
must never take one that an author gave further down.
"""

import dataclasses
import posixpath
from collections.abc import Iterable
from functools import lru_cache
from operator import attrgetter

from postil.core.model import Annotation, Source, TextFiles
from postil.core.problems import Checked, Problem, Severity
from postil.core.schema import checked, checked_entries, did_you_mean
from postil.core.written import AnnotationFields, AnnotationsFile
from postil.core.yamltree import Tree, read_yaml

from .ids import Wanted, ids
from .markdown import Piece, one_piece, pieces

FIELDS = tuple(field.name for field in dataclasses.fields(AnnotationFields) if field.name != "id")
VALUES = attrgetter(*FIELDS)
"""All of them, from one annotation as written."""

SAYING = ("note", "sources", "updates")
"""The fields with which an annotation says something."""


def annotations(files: TextFiles) -> Checked[tuple[Annotation, ...]]:
    """Return the annotations of a text, in file order, with what is wrong with them.

    One that lacks its quote is left out; one with a wrong field comes without that field.
    """
    problems: list[Problem] = []
    read: list[tuple[AnnotationFields, Tree]] = []
    for source in files.annotations:
        read += _of_yaml(source, problems) if source.path.endswith(".yaml") else _of_markdown(source, problems)
    given = ids([Wanted(fields.id, fields.quote, _file_name(tree.source.path), tree) for fields, tree in read])
    problems += given.problems
    found: list[Annotation] = []
    for (fields, tree), id_ in zip(read, given.value, strict=True):
        problems += _nothing_said(fields, tree)
        found.append(Annotation(**dict(zip(FIELDS, VALUES(fields), strict=True)), id=id_, places=tree))
    return Checked(tuple(found), tuple(problems))


def _of_yaml(source: Source, problems: list[Problem]) -> list[tuple[AnnotationFields, Tree]]:
    tree = read_yaml(source)
    problems += tree.problems
    if tree.value is None:
        return []
    entries = checked_entries(AnnotationsFile, tree.value, "annotations")
    problems += entries.problems
    return [(entry.value, entry.tree) for entry in entries.value]


def _of_markdown(source: Source, problems: list[Problem]) -> list[tuple[AnnotationFields, Tree]]:
    divided = one_piece(source) if _file_name(source.path) else pieces(source)
    problems += divided.problems
    read = []
    for piece in divided.value:
        tree = _tree(source, piece, problems)
        fields = checked(AnnotationFields, tree) if tree is not None else None
        if tree is None or fields is None:
            continue
        problems += fields.problems
        if fields.value is not None:
            read.append((fields.value, tree))
    return read


def _tree(source: Source, piece: Piece, problems: list[Problem]) -> Tree | None:
    """Return the fields of one annotation with the text below them as its note."""
    front = read_yaml(source, start=piece.start, end=piece.end)
    problems += front.problems
    tree = front.value
    if tree is None or piece.note_start == piece.note_end or not isinstance(tree.data, dict | None):
        return tree
    if tree.data and tree.data.get("note") is not None:
        sentence = "the note is written twice: here and below the fields"
        problems.append(Problem("bad-value", sentence, tree.key("note"), "keep one of the two"))
    return tree.with_text("note", piece.note_start, piece.note_end)


def _nothing_said(fields: AnnotationFields, tree: Tree) -> tuple[Problem, ...]:
    # What was written but is wrong has its own problem, so what stands in the file decides.
    if fields.note or any(tree.data.get(name) or _is_like(name, tree.data) for name in SAYING):
        return ()
    return (
        Problem(
            "nothing-said",
            "this annotation has neither a note nor a source",
            tree.at("quote"),
            "write a `note`, or remove the annotation",
            Severity.WARNING,
        ),
    )


def _is_like(name: str, written: Iterable[str]) -> bool:
    """Return whether one of the keys is `name` misspelled."""
    return any(key not in FIELDS and did_you_mean(key, (name,)) for key in written)


@lru_cache(maxsize=16)
def _file_name(path: str) -> str:
    """Return the name of a file that holds one annotation; empty for a file that holds many."""
    folder, name = posixpath.split(path)
    return posixpath.splitext(name)[0] if ".annotations/" in folder + "/" else ""
