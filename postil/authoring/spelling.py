"""Values as YAML, as an author would write them: words plain where they may be, notes as blocks.

Takes strings, lists and mappings and gives lines. Whatever is written is read first by the program's
own reader, and the plainest way that it reads as the same words is taken: plain, between quotation
marks, as a block after `|`, with escapes between double quotes. The newcomer's trap: a first line
goes where the caller stands, all others bring their indentation with them.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from postil.core.model import Source
from postil.core.scalars import quoted_scalar
from postil.core.written import AnnotationFields, CitedSource, CommentFields, Entity, Quotation, Update
from postil.core.yamltree import read_yaml

INDENT = 2
LONGEST_PLAIN = 100
"""Characters of a note on one line; a longer one stands as a block, where editors wrap it."""
LONGEST_LIST = 100
"""Characters of a list of words between brackets."""
LONGEST_PIECE = 1000
"""Characters between two line ends within double quotes."""
NOTES = frozenset({"note", "text", "description"})
"""Fields that hold Markdown."""
TYPED = frozenset({"occurrence", "draft", "order"})
"""Fields whose values are numbers and truths, to other readers of YAML too."""
ODD_WORDS = re.compile(r"(?i)y|n|yes|no|on|off|true|false|[-+]?(?:0[ox])?[0-9.][0-9a-f_.:e+-]*|[-+]?\.(?:inf|nan)|=|<<")
"""What other readers of YAML, such as those of editors, would take for a number or a truth."""
DATE = re.compile(r"\d{4}-\d\d-\d\d")
NO_BLOCK = re.compile("[\x85\u2028\u2029\ufeff]")
"""What YAML takes for a line end, or for nothing, where it stands as itself."""
SHAPES: dict[str, type[Any]] = {
    "annotations": AnnotationFields,
    "comments": CommentFields,
    "entities": Entity,
    "sources": CitedSource,
    "updates": Update,
    "also": Quotation,
    "answers": Quotation,
}
"""What the values, or the items of the list, under a key are."""


CARES = (0, 1, 2)
"""The ways to write a file, the best first: see `Style.care`."""


class Style(NamedTuple):
    """How a file is written."""

    list_indent: int = INDENT
    """By how much a list is set off from its key."""
    care: int = 0
    """With 1 no block is written that ends in `|+`, which takes empty lines below it for its own; with 2 none at
    all, since a comment below it may be taken for its own."""


def order(name: str) -> tuple[str, ...]:
    """Return the fields of what stands under the key `name`, in the order in which they are best read."""
    names = tuple(field.name for field in dataclasses.fields(SHAPES[name])) if name in SHAPES else ()
    return ("id", *(each for each in names if each != "id")) if "id" in names else names


def ordered(value: Mapping[str, Any], name: str) -> dict[str, Any]:
    """Return the fields of what stands under the key `name` in their order, those it does not know at the end."""
    known = order(name)
    return dict(sorted(value.items(), key=lambda item: known.index(item[0]) if item[0] in known else len(known)))


def field_lines(key: str, value: Any, column: int, style: Style) -> list[str]:
    """Return a field of a mapping that stands in `column`."""
    if isinstance(value, str):
        first, *others = scalar_lines(value, key, column, style)
        return [f"{key_words(key)}: {first}", *others]
    if isinstance(value, Mapping):
        return [f"{key_words(key)}:", *set_in(mapping_lines(value, key, column + INDENT, style), column + INDENT)]
    if all(isinstance(item, str) for item in value):
        words = flow(value, key)
        if len(words) <= LONGEST_LIST and "\n" not in words:
            return [f"{key_words(key)}: {words}"]
    dash = column + style.list_indent
    return [f"{key_words(key)}:", *set_in(list_lines(value, key, dash, style), dash)]


def mapping_lines(value: Mapping[str, Any], name: str, column: int, style: Style) -> list[str]:
    """Return a mapping that stands under the key `name`, in `column`."""
    lines: list[str] = []
    for key, part in ordered(value, name).items():
        field = field_lines(key, part, column, style)
        lines += set_in(field[:1], column) if lines else field[:1]
        lines += field[1:]
    return lines


def list_lines(items: Sequence[Any], name: str, dash: int, style: Style, width: int = INDENT) -> list[str]:
    """Return the items of the list under the key `name`; each dash stands in the column `dash`."""
    lines: list[str] = []
    for item in items:
        if isinstance(item, str):
            written = scalar_lines(item, name, dash, style, is_item=True)
            marked = [f"- {written[0]}", *written[1:]]
        else:
            written = mapping_lines(item, name, dash + width, style)
            marked = ["-" + " " * (width - 1) + written[0], *written[1:]]
        lines += set_in(marked[:1], dash) if lines else marked[:1]
        lines += marked[1:]
    return lines


def set_in(lines: list[str], column: int) -> list[str]:
    """Return the lines with the first set in `column`."""
    return [" " * column + line if not number else line for number, line in enumerate(lines)]


def key_words(key: str) -> str:
    """Return a key, between quotation marks where it must be."""
    return key if re.fullmatch(r"[A-Za-z_][\w-]*|[a-z0-9]+(?:-[a-z0-9]+)+", key, re.ASCII) else quoted_scalar(key)


# -------------------------------------------------------------------------------- words


def scalar_lines(
    text: str,
    key: str,
    column: int,
    style: Style,
    *,
    is_item: bool = False,
    like: str | None = None,
    indent: int = INDENT,
    before_comment: bool = False,
) -> list[str]:
    """Return words as the value of `key`, or as an item of the list `key`, which stands in `column`.

    `like` is how they were written before, and `indent` by how much a block was set off. Before a
    comment they are plain only where it would not be taken for lost words of theirs.
    """
    for write in _ways(text, key, style, like, indent):
        lines = write(text, column)
        if lines is None:
            continue
        tried = [f"{text} # x"] if before_comment and write is _plain else write(text, 0) or []
        if _reads_as(text, tried, key, is_item=is_item):
            return lines
    return _folded(text, column)


def _ways(
    text: str, key: str, style: Style, like: str | None, indent: int
) -> Iterator[Callable[[str, int], list[str] | None]]:
    """Yield the ways to write words, the best first."""

    def block(text: str, column: int) -> list[str] | None:
        return _block(text, column, indent, style)

    is_note = key in NOTES
    if "\n" in text or (like in {"|", ">"} and is_note) or (is_note and len(text) > LONGEST_PLAIN and not like):
        yield block
        if "\n" in text:
            return
    if like == '"':
        yield _double
    if like != "'" and not _is_odd(text, key):
        yield _plain
    yield _single
    yield block if is_note else _double
    if len(text) <= LONGEST_PIECE:
        yield _double


def _plain(text: str, _column: int) -> list[str]:
    return [text]


def _single(text: str, _column: int) -> list[str] | None:
    return None if "'" in text else [f"'{text}'"]


def _double(text: str, _column: int) -> list[str]:
    return [quoted_scalar(text)]


def _block(text: str, column: int, indent: int, style: Style) -> list[str] | None:
    words = text.rstrip("\n")
    ends = len(text) - len(words)
    if not words or NO_BLOCK.search(text) or style.care == 2 or (style.care == 1 and ends > 1):
        return None
    mark = str(indent) if words[0] in " \t\n" else ""
    chomp = "-" if ends == 0 else "" if ends == 1 else "+"
    margin = " " * (column + indent)
    lines = [margin + line if line else "" for line in words.split("\n")]
    return [f"|{mark}{chomp}", *lines, *[""] * (ends - 1)]


def _folded(text: str, column: int) -> list[str]:
    """Return words between double quotes, each line of theirs on its own, ended by a backslash."""
    pieces = [
        line[start : start + LONGEST_PIECE]
        for line in re.findall(r"[^\n]*\n|[^\n]+", text)
        for start in range(0, len(line), LONGEST_PIECE)
    ]
    margin = " " * (column + INDENT)
    written = [quoted_scalar(piece)[1:-1] for piece in pieces] or [""]
    # A blank at the beginning of a line is not the words' unless it is marked as theirs.
    inner = ["\\" + words if words.startswith(" ") else words for words in written[1:]]
    lines = [written[0], *(margin + words for words in inner)]
    lines = [line + "\\" for line in lines[:-1]] + [lines[-1] + '"']
    return ['"' + lines[0], *lines[1:]]


def flow(value: Any, key: str, column: int = 0, *, like: str | None = None) -> str:
    """Return a value as it stands between brackets; `like` is how words were written before."""
    if isinstance(value, str):
        ways: list[Callable[[str, int], list[str] | None]] = [_double]
        if like != '"':
            ways = [_single, *ways] if like == "'" or _is_odd(value, key) else [_plain, _single, *ways]
        for write in ways:
            lines = write(value, column)
            if lines is None or len(lines[0]) > LONGEST_PIECE or (write is not _double and "\n" in value):
                continue
            if _reads_as(value, [f"[{lines[0]}, x]"], key, is_item=False, around=[value, "x"]):
                return lines[0]
        return "\n".join(_folded(value, column))
    if isinstance(value, Mapping):
        parts = (f"{key_words(name)}: {flow(part, name, column)}" for name, part in ordered(value, key).items())
        return "{" + ", ".join(parts) + "}"
    return "[" + ", ".join(flow(item, key, column) for item in value) + "]"


def _is_odd(text: str, key: str) -> bool:
    """Return whether words would be taken for something else than words, by other readers than ours."""
    is_typed = key in TYPED or DATE.fullmatch(text) is not None
    return NO_BLOCK.search(text) is not None or (not is_typed and ODD_WORDS.fullmatch(text) is not None)


def _reads_as(text: str, lines: list[str], key: str, *, is_item: bool, around: Any = None) -> bool:
    """Return whether the program reads the lines as these words, and another line after them as itself."""
    written = "\n".join(lines)
    name = key_words(key)
    document = f"{name}:\n- {written}\n- x\n" if is_item else f"{name}: {written}\nx: x\n"
    meant: Any = {key: [text, "x"]} if is_item else {key: text if around is None else around, "x": "x"}
    read = read_yaml(Source("", document, ""))
    return not read.problems and read.value is not None and read.value.data == meant
