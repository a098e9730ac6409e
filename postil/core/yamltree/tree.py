"""Plain data that knows where in a file each of its parts stands.

`reading` makes it, `core/schema` checks it, and every problem about a field gets its place here. Places
are worked out only when somebody asks, since most are never needed: a tree keeps offsets. The
newcomer's trap: offsets count from where the YAML begins, which in a text with front matter is not
the beginning of the file.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import field
from functools import cached_property
from typing import Any, NamedTuple, TypeAlias

from postil.core.model import Source
from postil.core.problems import Place
from postil.core.values import dataclass

BODY = "body"
"""The style, besides those of YAML, of a value that stands in the file as it is."""
Span: TypeAlias = tuple[int, int]
"""Where something begins and ends, as offsets in the YAML."""


class Scalar(NamedTuple):
    """A single value. Its style is that of YAML: `|`, `>`, a quotation mark, or none."""

    start: int
    end: int
    value: str
    style: str | None


class Mapping(NamedTuple):
    """A mapping: where each key stands, and the nodes of the values."""

    start: int
    keys: dict[str, Span]
    values: dict[str, Node]
    end: int = 0
    """Just after its `}`; without brackets, where the next thing begins."""
    is_flow: bool = False
    """Whether it stands between brackets."""


class Sequence(NamedTuple):
    """A list with the nodes of its items."""

    start: int
    items: list[Node]
    end: int = 0
    """Just after its `]`; without brackets, where the next thing begins."""
    is_flow: bool = False
    """Whether it stands between brackets."""


Node: TypeAlias = Scalar | Mapping | Sequence


class Unread:
    """The nodes of a text that are read when somebody asks for a place, and then kept."""

    def __init__(self, text: str, read: Callable[[str], Node]) -> None:
        """Remember what to read, and how."""
        self._text = text
        self._read = read

    @cached_property
    def node(self) -> Node:
        """The node of the whole text."""
        return self._read(self._text)


@dataclass(frozen=True, slots=True, eq=False)
class Tree:
    """Plain data with the place of every part. Places are worked out only when asked for."""

    data: Any
    """Strings, lists, dictionaries with string keys, and `None` for what is empty."""
    source: Source
    _root: Node | Unread = field(repr=False)
    _offset: int = field(repr=False)
    _path: tuple[str | int, ...] = field(default=(), repr=False)
    """Where the data stands under the root."""

    def at(self, *path: str | int) -> Place:
        """Return the place of the value at `path`; of the nearest thing around it when there is none."""
        node: Node = self._node
        key: Span | None = None
        for step in path:
            following_key, following = _child(node, step)
            if following is None:
                break
            node, key = following, following_key
        return self._place_of(node, key)

    def key(self, *path: str | int) -> Place:
        """Return the place of the key of the value at `path`, as `key("sources", 0, "titel")`."""
        key, _ = _child(self._find(path[:-1]), path[-1]) if path else (None, None)
        return self.at(*path) if key is None else self._place(*key)

    def inside(self, path: tuple[str | int, ...], line: int, column: int = 1, length: int = 1) -> Place:
        """Return the place of a position inside the text at `path`, its `line` and `column` counted from 1.

        That of the value when the position cannot be told for certain, as in a folded block.
        """
        node = self._find(path)
        if not isinstance(node, Scalar):
            return self.at(*path)
        lines = node.value.split("\n")
        if not (0 < line <= len(lines) and 0 < column <= len(lines[line - 1]) + 1):
            return self.at(*path)
        start, text = self._offset + node.start, self.source.text
        if node.style == "|":
            offset = _line_start(text, start, line) + _indent(text, start, lines) + column - 1
        elif node.style == BODY:
            offset = _line_start(text, start, line - 1) + column - 1
        elif len(lines) == 1:
            offset = start + (1 if node.style in {"'", '"'} else 0) + column - 1
        else:
            return self.at(*path)
        expected = lines[line - 1][column - 1 : column]
        return self.source.place_at(offset, length) if text.startswith(expected, offset) else self.at(*path)

    def under(self, *path: str | int) -> Tree:
        """Return the part at `path` as a tree of its own. Raises `KeyError` when there is none."""
        data = self.data
        for step in path:
            data = data[step]
        return Tree(data, self.source, self._root, self._offset, self._path + path)

    def with_text(self, key: str, start: int, end: int) -> Tree:
        """Return this mapping with a further `key`, whose value is `source.text[start:end]` as it stands.

        For a note that is written below its fields. An existing value is replaced.
        """
        node = Scalar(start - self._offset, end - self._offset, self.source.text[start:end], BODY)
        known = self._node
        mine = known if isinstance(known, Mapping) else Mapping(0, {}, {})
        keys = {**mine.keys, key: (node.start, node.end)}
        data = {**(self.data or {}), key: node.value}
        return Tree(data, self.source, mine._replace(keys=keys, values={**mine.values, key: node}), self._offset)

    @property
    def node(self) -> Node:
        """The node of the data, for whoever writes to the file."""
        return self._node

    @property
    def offset(self) -> int:
        """Where in `source.text` the YAML begins, from which the nodes count."""
        return self._offset

    @property
    def path(self) -> tuple[str | int, ...]:
        """Where the data stands in its file: `("annotations", 3)`."""
        return self._path

    @property
    def _node(self) -> Node:
        return _below(self._root.node if isinstance(self._root, Unread) else self._root, self._path)

    def _find(self, path: Iterable[str | int]) -> Node:
        return _below(self._node, path)

    def _place_of(self, node: Node, key: Span | None) -> Place:
        if isinstance(node, Mapping):
            return self._place(*next(iter(node.keys.values()), (node.start, node.start)))
        if isinstance(node, Sequence):
            return self._place_of(node.items[0], None) if node.items else self._place(node.start, node.start)
        if node.style in {"|", ">"} and node.value.strip():
            words = WORDS.search(self.source.text, self.source.text.find("\n", self._offset + node.start))
            return self._place(node.start, node.end) if words is None else self.source.place_at(*_stretch(words))
        is_empty = not node.value and not node.style
        return self._place(*(key if is_empty and key is not None else (node.start, node.end)))

    def _place(self, start: int, end: int) -> Place:
        return place_between(self.source, self._offset + start, self._offset + end)


def place_between(source: Source, start: int, end: int) -> Place:
    """Return the place of a stretch, of which only the first line can be shown."""
    line_end = source.text.find("\n", start)
    stop = end if line_end < 0 else min(end, line_end)
    return source.place_at(start, max(1, stop - start))


WORDS = re.compile(r"\S[^\n]*")


def _stretch(found: re.Match[str]) -> tuple[int, int]:
    return found.start(), len(found[0])


def _below(node: Node, path: Iterable[str | int]) -> Node:
    """Return the node at `path`, or the nearest one around it."""
    for step in path:
        node = _child(node, step)[1] or node
    return node


def _child(node: Node, step: str | int) -> tuple[Span | None, Node | None]:
    """Return where the key stands, if there is one, and the node; `None` twice when there is no such part."""
    if isinstance(node, Mapping):
        return node.keys.get(str(step)), node.values.get(str(step))
    if isinstance(node, Sequence) and isinstance(step, int) and 0 <= step < len(node.items):
        return None, node.items[step]
    return None, None


def _indent(text: str, start: int, lines: list[str]) -> int:
    """Return by how many spaces the block whose `|` stands at `start` is indented, as its first line of words shows."""
    number = next((number for number, words in enumerate(lines) if words.strip()), 0)
    opening = _line_start(text, start, number + 1)
    written = re.compile(" *").match(text, opening)
    own = len(lines[number]) - len(lines[number].lstrip(" "))
    return (written.end() - opening if written else 0) - own


def _line_start(text: str, offset: int, lines: int) -> int:
    """Return the offset of the line that is `lines` below the one of `offset`; for none, `offset` itself."""
    for _ in range(lines):
        offset = text.find("\n", offset) + 1
    return offset
