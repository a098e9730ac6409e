"""Everything that YAML can hold is composed from libyaml's events, within limits, and told of where it is wrong.

It takes a text and gives its data with their nodes as a `Tree`, or the problems. libyaml is used for
its events only, because its own composer takes the process down when a file is nested deep enough,
and because YAML's guesses (`12:30` is 750, `NO` is false) spoil commentary. The newcomer's trap:
every scalar is a string, or `None` when it is empty, `~` or `null`; what else it may be is
decided by `core/schema`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, NamedTuple

import yaml

from postil.core.characters import UNWRITABLE
from postil.core.model import Source
from postil.core.problems import Checked, Place, Problem, shortened
from postil.core.scalars import in_quotes

from .tree import Mapping, Node, Scalar, Sequence, Span, Tree, place_between
from .words import PROSE, syntax_problem

DEEPEST = 20
"""Levels of lists and mappings. Annotations need four; libyaml's time grows with the square of the depth."""
MOST_NODES = 200_000
MOST_PROBLEMS = 20
"""After this many the file is not what it should be, and reading stops."""

EMPTY = frozenset({"", "~", "null", "Null", "NULL"})
CUT = re.compile(r"[ \t]+#[^\n]*")
LOADER: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


def composed(source: Source, text: str, offset: int) -> Checked[Tree | None]:
    """Return `text`, which stands in the source at `offset`, as a tree, or `None` when it cannot be read."""
    composer = _Composer(source, offset, text)
    try:
        root = composer.document()
    except yaml.MarkedYAMLError as error:
        problem = syntax_problem(
            source,
            offset=offset,
            end=offset + len(text),
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


def nodes(text: str) -> Node:
    """Return the nodes of a text that has no problems."""
    return _Composer(Source("", text, ""), 0, text).document().node


# -------------------------------------------------------------------------------- composing


class _Stopped(Exception):  # noqa: N818 - not an error: the problems are collected already
    """Reading ends here."""


class _Composed(NamedTuple):
    value: Any
    node: Node


class _Composer:
    """Builds data and nodes together from events, within the limits."""

    def __init__(self, source: Source, offset: int, text: str) -> None:
        self.source = source
        self.offset = offset
        self.text = text
        self.problems: list[Problem] = []
        self.has_comments = " #" in text or "\t#" in text
        self.nodes = 0
        # Asked directly: PyYAML's own generator of events costs as much again as the events.
        self.next_event: Callable[[], Any] = LOADER(text).get_event

    def document(self) -> _Composed:
        self.next_event()
        event = self.next_event()
        if type(event) is yaml.StreamEndEvent:
            return _Composed(None, Scalar(0, 0, "", None))
        root = self.compose(self.next_event(), 1)
        self.next_event()
        event = self.next_event()
        if type(event) is not yaml.StreamEndEvent:
            self.say("several-documents", "a second document begins here", event, hint="remove the line `---`")
            raise _Stopped
        return root

    def compose(self, event: Any, depth: int, name: str = "") -> _Composed:
        kind = type(event)
        if kind is yaml.ScalarEvent:
            return self.scalar(event, name)
        if kind is yaml.AliasEvent:
            self.refuse_alias(event)
            return _plain(event, f"*{event.anchor}")
        self.check(event, depth)
        return self.mapping(event, depth) if kind is yaml.MappingStartEvent else self.sequence(event, depth, name)

    def mapping(self, start: Any, depth: int) -> _Composed:
        data: dict[str, Any] = {}
        keys: dict[str, Span] = {}
        nodes: dict[str, Node] = {}
        while type(key_event := self.next_event()) is not yaml.MappingEndEvent:
            if type(key_event) is yaml.AliasEvent:
                self.refuse_alias(key_event)
                raise _Stopped
            if type(key_event) is not yaml.ScalarEvent:
                self.say("yaml-syntax", "a key must be a single word", key_event, hint=CURLY)
                raise _Stopped
            key = key_event.value
            if key_event.anchor is not None or key_event.tag is not None:
                self.refuse_marked(key_event)
            value_event = self.next_event()
            if type(value_event) is yaml.ScalarEvent:
                value, node = self.scalar(value_event, key)
            else:
                value, node = self.compose(value_event, depth + 1, key)
            if key in data:
                self.say(
                    "duplicate-key",
                    f"the key `{key}` stands twice here; the first is on line {self.line(keys[key])}",
                    key_event,
                    hint="keep one of the two",
                )
            elif key == "<<" and not key_event.style:
                self.say("yaml-alias", "`<<` merges mappings, which is not read here", key_event, hint=WRITE_OUT)
            elif not key:
                self.say("yaml-syntax", "a key is missing before the colon", key_event, hint="write `key: value`")
            else:
                data[key] = value
                keys[key] = _span(key_event)
                nodes[key] = node
        return _Composed(
            data, Mapping(start.start_mark.index, keys, nodes, _span(key_event)[1], bool(start.flow_style))
        )

    def sequence(self, start: Any, depth: int, name: str) -> _Composed:
        data: list[Any] = []
        items: list[Node] = []
        while type(event := self.next_event()) is not yaml.SequenceEndEvent:
            value, node = self.compose(event, depth + 1, name)
            data.append(value)
            items.append(node)
        if start.flow_style:
            data, items = self.without_cut_numbers(data, items)
        return _Composed(data, Sequence(start.start_mark.index, items, _span(event)[1], bool(start.flow_style)))

    def scalar(self, event: Any, name: str) -> _Composed:
        self.nodes += 1
        if event.anchor is not None or event.tag is not None:
            self.refuse_marked(event)
        if self.nodes > MOST_NODES:
            self.too_much(event, f"the file holds more than {MOST_NODES:,} values")
        value: str = event.value
        node = Scalar(event.start_mark.index, event.end_mark.index, value, event.style or None)
        if node.style:
            if node.style == '"' and (found := UNWRITABLE.search(value)):
                self.say("control-character", f"the value holds the character U+{ord(found[0]):04X}", event)
                return _Composed(UNWRITABLE.sub("\ufffd", value), node)
            return _Composed(value, node)
        if self.has_comments and name in PROSE and (whole := self.cut(event)):
            return _Composed(whole, node)
        return _Composed(None if value in EMPTY else value, node)

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
            f"YAML reads `{shortened(lost)}` as a comment, so it is lost"
            if event.value
            else f"YAML reads `{shortened(lost)}` as a comment, so the value is empty"
        )
        whole = f"{event.value} {lost}".strip()
        hint = (
            f"put the value into quotation marks: {in_quotes(whole)}\n"
            "or begin it with `|` and write it on the next line"
        )
        start = self.offset + found.end() - len(lost)
        place = place_between(self.source, start, self.offset + found.end())
        self.add(Problem("value-cut-by-comment", sentence, place, hint))
        return whole

    def without_cut_numbers(self, data: list[Any], items: list[Node]) -> tuple[list[Any], list[Node]]:
        """Complain of `[10,000 troops]`, which YAML takes for two values, and return what was meant.

        For either half alone is looked for like any other words, and may well be found.
        """
        cuts = [number for number in range(1, len(items)) if self.is_cut_number(items[number - 1], items[number])]
        if not cuts:
            return data, items
        begins = sorted({*range(len(items))} - {*cuts})
        whole_data: list[Any] = []
        whole_items: list[Node] = []
        for first, after in zip(begins, [*begins[1:], len(items)], strict=True):
            value, node = data[first], items[first]
            if after - first > 1:
                last = items[after - 1]
                value = self.text[node.start : last.end]
                node = Scalar(node.start, last.end, value, None)
                self.say_cut_number(node, after - first)
            whole_data.append(value)
            whole_items.append(node)
        return whole_data, whole_items

    def is_cut_number(self, one: Node, other: Node) -> bool:
        """Return whether the comma between two items stands in a number, as typed: digits on either side, no space."""
        if not (isinstance(one, Scalar) and isinstance(other, Scalar)) or one.style or other.style:
            return False
        return other.start == one.end + 1 and one.value[-1:].isdecimal() and other.value[:1].isdecimal()

    def say_cut_number(self, node: Scalar, count: int) -> None:
        sentence = f"YAML reads `{shortened(node.value)}` as {count} values, since a comma ends a value here"
        remedy = f"put the value into quotation marks: {in_quotes(node.value)}"
        hint = f"{remedy}\nor, if {count} values are meant, put a space after each comma"
        place = place_between(self.source, self.offset + node.start, self.offset + node.end)
        self.add(Problem("value-cut-by-comma", sentence, place, hint))

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
        place = place_between(self.source, start, start + len(mark))
        hint = f"remove `{mark}`, or put the whole value into quotation marks if it is meant"
        self.add(Problem("yaml-alias", f"`{mark}` {what}, which is not read here", place, hint))

    def line(self, span: Span) -> int:
        return self.source.text.count("\n", 0, self.offset + span[0]) + 1

    def say(self, code: str, sentence: str, event: Any, *, hint: str | None = None) -> None:
        start, end = event.start_mark.index, event.end_mark.index
        self.add(Problem(code, sentence, place_between(self.source, self.offset + start, self.offset + end), hint))

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


def _span(event: Any) -> Span:
    return event.start_mark.index, event.end_mark.index


def _plain(event: Any, value: str) -> _Composed:
    return _Composed(value, Scalar(event.start_mark.index, event.end_mark.index, value, None))


def _index(mark: Any) -> int | None:
    return None if mark is None else int(mark.index)
