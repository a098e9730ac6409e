"""The only door to PyYAML: a YAML text becomes plain strings, lists and mappings that know their places.

It takes a `Source`, or a stretch of one such as the front matter of a text, and gives a `Tree`
with the problems met on the way. libyaml is used for its events only; they are composed here,
within limits, because its own composer takes the process down when a file is nested deep enough,
and because YAML's guesses (`12:30` is 750, `NO` is false) spoil commentary. The newcomer's trap:
every scalar is a string, or `None` when it is empty, `~` or `null`; what else it may be is
decided by `core/schema`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import yaml

from .model import Source
from .problems import Checked, Place, Problem
from .yamlwords import syntax_problem

DEEPEST = 20
"""Levels of lists and mappings. Annotations need four; libyaml's time grows with the square of the depth."""
MOST_NODES = 200_000
MOST_PROBLEMS = 20
"""After this many the file is not what it should be, and reading stops."""
PROSE = frozenset(
    {
        "author",
        "description",
        "label",
        "license",
        "locator",
        "name",
        "note",
        "plural",
        "prefix",
        "publisher",
        "quote",
        "subtitle",
        "suffix",
        "text",
        "title",
        "until",
    }
)
"""Fields that hold words for people, where ` #` is far more often lost text than a comment."""

EMPTY = frozenset({"", "~", "null", "Null", "NULL"})
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\x80-\x84\x86-\x9f\ufffe\uffff\ud800-\udfff]")
CUT = re.compile(r"[ \t]+#[^\n]*")
BODY = "body"
"""The style, besides those of YAML, of a value that stands in the file as it is."""
LOADER: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


def read_yaml(source: Source, *, start: int = 0, end: int | None = None) -> Checked[Tree | None]:
    """Return the YAML in `source.text[start:end]` as a tree, or `None` when it cannot be read.

    An empty text gives a tree whose data is `None`. After duplicate keys, values cut by a comment,
    aliases and tags reading goes on, so that one run shows them all.
    """
    text = source.text[start:end]
    if found := CONTROL.search(text):
        name = f"U+{ord(found[0]):04X}"
        place = source.place_at(start + found.start())
        return Checked(None, (Problem("control-character", f"the file holds the invisible character {name}", place),))
    offset = start + (1 if text.startswith("\ufeff") else 0)
    composer = _Composer(source, offset, text[offset - start :])
    try:
        root = composer.document()
    except yaml.MarkedYAMLError as error:
        problem = syntax_problem(
            source,
            offset=offset,
            end=start + len(text),
            at=_index(error.problem_mark),
            since=_index(error.context_mark),
            said=f"{error.context or ''}: {error.problem or ''}",
        )
        # Of `*two words*` the first was refused already, as was a comment that cut the value before this line.
        known = [other for other in composer.problems if not _is_same(other, problem)]
        return Checked(None, (*known, problem))
    except yaml.YAMLError as error:
        composer.problems.append(Problem("yaml-syntax", f"the file cannot be read: {error}", Place(source.path)))
        return Checked(None, tuple(composer.problems))
    except _Stopped:
        return Checked(None, tuple(composer.problems))
    return Checked(Tree(root.value, source, root.node, offset), tuple(composer.problems))


@dataclass(frozen=True, slots=True, eq=False)
class Tree:
    """Plain data with the place of every part. Places are worked out only when asked for."""

    data: Any
    """Strings, lists, dictionaries with string keys, and `None` for what is empty."""
    source: Source
    _node: Any = field(repr=False)
    _offset: int = field(repr=False)

    def at(self, *path: str | int) -> Place:
        """Return the place of the value at `path`; of the nearest thing around it when there is none."""
        node, key = self._node, None
        for step in path:
            key_event, following = _child(node, step)
            if following is None:
                break
            node, key = following, key_event
        return self._place_of(node, key)

    def key(self, *path: str | int) -> Place:
        """Return the place of the key of the value at `path`, as `key("sources", 0, "titel")`."""
        event, _ = _child(self._find(path[:-1]), path[-1]) if path else (None, None)
        return self.at(*path) if event is None else self._place(event.start_mark.index, event.end_mark.index)

    def inside(self, path: tuple[str | int, ...], line: int, column: int = 1, length: int = 1) -> Place:
        """Return the place of a position inside the text at `path`, its `line` and `column` counted from 1.

        That of the value when the position cannot be told for certain, as in a folded block.
        """
        node = self._find(path)
        if not isinstance(node, yaml.ScalarEvent):
            return self.at(*path)
        lines = node.value.split("\n")
        if not (0 < line <= len(lines) and 0 < column <= len(lines[line - 1]) + 1):
            return self.at(*path)
        start, text = self._start(node), self.source.text
        if node.style == "|":
            first = next((number for number, words in enumerate(lines) if words.strip()), 0)
            opening = _line_start(text, text.find("\n", start) + 1, first)
            width = len(lines[first]) - len(lines[first].lstrip(" "))
            indent = len(text[opening:]) - len(text[opening:].lstrip(" ")) - width if lines[first] else 0
            offset = _line_start(text, text.find("\n", start) + 1, line - 1) + indent + column - 1
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
        data, node = self.data, self._node
        for step in path:
            data = data[step]
            _, node = _child(node, step)
        return Tree(data, self.source, node, self._offset)

    def with_text(self, key: str, start: int, end: int) -> Tree:
        """Return this mapping with a further `key`, whose value is `source.text[start:end]` as it stands.

        For a note that is written below its fields. An existing value is replaced.
        """
        first, last = (yaml.Mark("", at - self._offset, 0, 0, None, 0) for at in (start, end))
        event = yaml.ScalarEvent(None, None, (True, False), self.source.text[start:end], first, last, BODY)
        keys = self._node.keys if isinstance(self._node, _Mapping) else {}
        values = self._node.values if isinstance(self._node, _Mapping) else {}
        node = _Mapping(self._node.start_mark, {**keys, key: event}, {**values, key: event})
        return Tree({**(self.data or {}), key: event.value}, self.source, node, self._offset)

    def _find(self, path: Iterable[str | int]) -> Any:
        node = self._node
        for step in path:
            node = _child(node, step)[1] or node
        return node

    def _start(self, node: Any) -> int:
        return self._offset + int(node.start_mark.index)

    def _place_of(self, node: Any, key: Any) -> Place:
        if isinstance(node, _Mapping) and node.keys:
            first = next(iter(node.keys.values()))
            return self._place(first.start_mark.index, first.end_mark.index)
        if isinstance(node, _Sequence) and node.items:
            return self._place_of(node.items[0], None)
        if isinstance(node, _Mapping | _Sequence):
            return self._place(self._start(node) - self._offset, 0)
        if node.style in {"|", ">"} and node.value.strip():
            text = self.source.text
            words = re.compile(r"\S[^\n]*").search(text, text.find("\n", self._start(node)))
            return self.source.place_at(words.start(), len(words[0])) if words else self.source.place_at(0)
        if not node.value and not node.style and key is not None:
            return self._place(key.start_mark.index, key.end_mark.index)
        return self._place(node.start_mark.index, node.end_mark.index)

    def _place(self, start: int, end: int) -> Place:
        return _place(self.source, self._offset + start, self._offset + end)


# -------------------------------------------------------------------------------- composing


class _Stopped(Exception):  # noqa: N818 - not an error: the problems are collected already
    """Reading ends here."""


class _Mapping(NamedTuple):
    start_mark: Any
    keys: dict[str, Any]
    """Key to the event that wrote it."""
    values: dict[str, Any]
    """Key to the node of its value."""


class _Sequence(NamedTuple):
    start_mark: Any
    items: list[Any]


class _Composed(NamedTuple):
    value: Any
    node: Any


class _Composer:
    """Builds data and nodes together from events, within the limits."""

    def __init__(self, source: Source, offset: int, text: str) -> None:
        self.source = source
        self.offset = offset
        self.text = text
        self.problems: list[Problem] = []
        self.has_comments = " #" in text or "\t#" in text
        self.nodes = 0
        self.events: Iterator[Any] = yaml.parse(text, Loader=LOADER)

    def document(self) -> _Composed:
        next(self.events)
        event = next(self.events)
        if type(event) is yaml.StreamEndEvent:
            return _Composed(None, yaml.ScalarEvent(None, None, (True, False), "", event.start_mark, event.end_mark))
        root = self.compose(next(self.events), 1)
        next(self.events)
        event = next(self.events)
        if type(event) is not yaml.StreamEndEvent:
            self.say("several-documents", "a second document begins here", event, hint="remove the line `---`")
            raise _Stopped
        return root

    def compose(self, event: Any, depth: int, name: str = "") -> _Composed:
        kind = type(event)
        if kind is yaml.ScalarEvent:
            return _Composed(self.scalar(event, name), event)
        if kind is yaml.AliasEvent:
            self.refuse_alias(event)
            return _Composed(f"*{event.anchor}", _as_scalar(event))
        self.check(event, depth)
        return self.mapping(event, depth) if kind is yaml.MappingStartEvent else self.sequence(event, depth, name)

    def mapping(self, start: Any, depth: int) -> _Composed:
        data: dict[str, Any] = {}
        node = _Mapping(start.start_mark, {}, {})
        while type(key_event := next(self.events)) is not yaml.MappingEndEvent:
            if type(key_event) is yaml.AliasEvent:
                self.refuse_alias(key_event)
                raise _Stopped
            if type(key_event) is not yaml.ScalarEvent:
                self.say("yaml-syntax", "a key must be a single word", key_event, hint=CURLY)
                raise _Stopped
            key = key_event.value
            if key_event.anchor is not None or key_event.tag is not None:
                self.refuse_marked(key_event)
            value_event = next(self.events)
            if type(value_event) is yaml.ScalarEvent:
                value, child = self.scalar(value_event, key), value_event
            else:
                value, child = self.compose(value_event, depth + 1, key)
            if key in data:
                self.say(
                    "duplicate-key",
                    f"the key `{key}` stands twice here; the first is on line {self.line(node.keys[key])}",
                    key_event,
                    hint="keep one of the two",
                )
            elif key == "<<" and not key_event.style:
                self.say("yaml-alias", "`<<` merges mappings, which is not read here", key_event, hint=WRITE_OUT)
            elif not key:
                self.say("yaml-syntax", "a key is missing before the colon", key_event, hint="write `key: value`")
            else:
                data[key] = value
                node.keys[key] = key_event
                node.values[key] = child
        return _Composed(data, node)

    def sequence(self, start: Any, depth: int, name: str) -> _Composed:
        data: list[Any] = []
        items: list[Any] = []
        while type(event := next(self.events)) is not yaml.SequenceEndEvent:
            value, node = self.compose(event, depth + 1, name)
            data.append(value)
            items.append(node)
        return _Composed(data, _Sequence(start.start_mark, items))

    def scalar(self, event: Any, name: str) -> str | None:
        self.nodes += 1
        if event.anchor is not None or event.tag is not None:
            self.refuse_marked(event)
        if self.nodes > MOST_NODES:
            self.too_much(event, f"the file holds more than {MOST_NODES:,} values")
        value: str = event.value
        if event.style:
            if event.style == '"' and (found := CONTROL.search(value)):
                self.say("control-character", f"the value holds the character U+{ord(found[0]):04X}", event)
                return CONTROL.sub("\ufffd", value)
            return value
        if self.has_comments and name in PROSE and (whole := self.cut(event)):
            return whole
        return None if value in EMPTY else value

    def check(self, event: Any, depth: int) -> None:
        self.nodes += 1
        if event.anchor is not None or event.tag is not None:
            self.refuse_marked(event)
        if depth > DEEPEST:
            self.too_much(event, f"the file is nested more than {DEEPEST} levels deep")
        if self.nodes > MOST_NODES:
            self.too_much(event, f"the file holds more than {MOST_NODES:,} values")

    def too_much(self, event: Any, sentence: str) -> None:
        self.say("yaml-too-deep", sentence, event)
        raise _Stopped

    def cut(self, event: Any) -> str | None:
        """Complain of `quote: He paid #5`, of which YAML keeps `He paid`, and return what was meant.

        So nobody complains again that the half that is left is nowhere to be found.
        """
        end = event.end_mark.index
        found = CUT.match(self.text, end)
        if not found:
            return None
        lost = found[0].lstrip()
        # After an empty value `# …` is a comment as people write them, `#5` a value as people mean them.
        if event.value == "" and lost[1:2].strip() == "":
            return None
        sentence = (
            f"YAML reads `{_short(lost)}` as a comment, so it is lost"
            if event.value
            else (f"YAML reads `{_short(lost)}` as a comment, so the value is empty")
        )
        whole = f"{event.value} {lost}".strip()
        quoted = _short(whole).replace("\\", "\\\\").replace('"', '\\"')
        hint = f'put the value into quotation marks: "{quoted}"\nor begin it with `|` and write it on the next line'
        start = self.offset + found.end() - len(lost)
        place = _place(self.source, start, self.offset + found.end())
        self.add(Problem("value-cut-by-comment", sentence, place, hint))
        return whole

    def refuse_alias(self, event: Any) -> None:
        word = f"*{event.anchor}"
        self.say(
            "yaml-alias",
            f"`{word}` stands for a value written elsewhere, which is not read here",
            event,
            hint=(f'if the star is meant, put the value into quotation marks: "{word}"'),
        )

    def refuse_marked(self, event: Any) -> None:
        if event.anchor is not None:
            mark, what = f"&{event.anchor}", "names a value to be used again"
        else:
            mark, what = _tag(self.text, event), "sets the type of a value"
        start = self.offset + event.start_mark.index
        place = _place(self.source, start, start + len(mark))
        hint = f"remove `{mark}`, or put the whole value into quotation marks if it is meant"
        self.add(Problem("yaml-alias", f"`{mark}` {what}, which is not read here", place, hint))

    def line(self, event: Any) -> int:
        return self.source.text.count("\n", 0, self.offset + event.start_mark.index) + 1

    def say(self, code: str, sentence: str, event: Any, *, hint: str | None = None) -> None:
        start, end = event.start_mark.index, event.end_mark.index
        self.add(Problem(code, sentence, _place(self.source, self.offset + start, self.offset + end), hint))

    def add(self, problem: Problem) -> None:
        self.problems.append(problem)
        if len(self.problems) >= MOST_PROBLEMS:
            raise _Stopped


WRITE_OUT = "write the values out where they are used"
CURLY = "if curly or square brackets are meant, put the value into quotation marks"


def _tag(text: str, event: Any) -> str:
    found = re.compile(r"!\S*").match(text, event.start_mark.index)
    return found[0] if found else "!"


def _is_same(one: Problem, other: Problem) -> bool:
    return (one.place.line, one.place.column) == (other.place.line, other.place.column)


def _as_scalar(event: Any) -> Any:
    return yaml.ScalarEvent(None, None, (True, False), f"*{event.anchor}", event.start_mark, event.end_mark)


def _short(text: str, longest: int = 60) -> str:
    return text if len(text) <= longest else text[: longest - 1] + "…"


def _child(node: Any, step: str | int) -> tuple[Any, Any]:
    """Return the event of the key, if any, and the node; `None` twice when there is no such part."""
    if isinstance(node, _Mapping):
        key = str(step)
        return node.keys.get(key), node.values.get(key)
    if isinstance(node, _Sequence) and isinstance(step, int) and 0 <= step < len(node.items):
        return None, node.items[step]
    return None, None


def _line_start(text: str, offset: int, lines: int) -> int:
    """Return the offset of the line that is `lines` below the one that begins at `offset`."""
    for _ in range(lines):
        offset = text.find("\n", offset) + 1
    return offset


def _index(mark: Any) -> int | None:
    return None if mark is None else int(mark.index)


def _place(source: Source, start: int, end: int) -> Place:
    """Return the place of a stretch, of which only the first line can be shown."""
    line_end = source.text.find("\n", start)
    stop = end if line_end < 0 else min(end, line_end)
    return source.place_at(start, max(1, stop - start))
