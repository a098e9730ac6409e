"""What stands in a YAML file becomes what is wanted, by the fewest lines.

Takes a stretch of a file with its nodes, the data as they are and as they shall be, and gives
`Splice`s. Values that stay equal are not touched, nor are comments, nor the order and the quotation
style of what stands. The newcomer's trap: libyaml says where a value begins, but not where the
lines end that belong to it; that is found out here, and where it is not certain nothing is written.
"""

from __future__ import annotations

import re
from collections.abc import Mapping as Fields
from collections.abc import Sequence as Items
from itertools import groupby
from typing import Any

from postil.core.model import Source
from postil.core.scalars import quoted_scalar
from postil.core.yamltree import Mapping, Node, Scalar, Sequence, Tree

from .spelling import INDENT, Style, field_lines, flow, key_words, list_lines, order, scalar_lines, set_in
from .splicing import Splice, UncertainError

REST = re.compile(r"[ \t]*(?:[ \t]#[^\n]*)?(?=\n|\Z)")
"""What may follow a value on its last line."""
TO_DASH = re.compile(r"[ \t]*(?:#[^\n]*)?\n(?:[ \t]*(?:#[^\n]*)?\n)*[ ]*(?=-[ \n])")
"""What may stand between the end of one item of a list and the dash of the next."""
HEADER = re.compile(r"[|>][-+0-9]*")
BLANK_LINES = re.compile(r"(?:^[ \t]*\n)+", re.MULTILINE)
"""Tried where lines begin alone: from every blank of a long line, a search would take quadratic time."""


class Rewriting:
    """Splices for one stretch of YAML, collected."""

    def __init__(self, source: Source, tree: Tree, style: Style) -> None:
        """Begin with none. All offsets here are those of `source.text`, in which the YAML begins at `tree.offset`."""
        self.text = source.text
        self.splices: list[Splice] = []
        self._base = tree.offset
        self._style = style

    # ---------------------------------------------------------------------- mappings

    def mapping(self, node: Mapping, old: Fields[str, Any], new: Fields[str, Any], name: str) -> None:
        """Turn the mapping `node`, which stands under the key `name`, from `old` into `new`."""
        keys = sorted(node.keys, key=lambda key: node.keys[key])
        kept = [key for key in keys if key in new]
        if not kept:
            raise UncertainError("nothing of it would be left", self._base + node.start)
        if len(kept) < len(keys):
            (self._flow_fields_removed if node.is_flow else self._fields_removed)(node, keys, new)
        for key in kept:
            if old.get(key) != new[key]:
                self._value(node, key, old.get(key), new[key])
        known = order(name)
        for key in sorted(new.keys() - node.keys.keys(), key=lambda key: _rank(key, known)):
            if node.is_flow:
                end = self.end(node.values[kept[-1]])
                self._put(end, end, f", {key_words(key)}: {flow(new[key], key, self._margin(end))}")
            else:
                self._field_added(node, kept, key, new[key], known)

    def key_added(self, node: Mapping, key: str, value: Any) -> None:
        """Add a field after all others of the mapping `node`, set off by an empty line where they are."""
        keys = sorted(node.keys, key=lambda key: node.keys[key])
        end = self.end(node.values[keys[-1]])
        if node.is_flow:
            self._put(end, end, f", {key_words(key)}: {flow(value, key, self._margin(end))}")
            return
        column = self._column_of_keys(node)
        place = self._line_after(end, column + 1)
        lines = set_in(field_lines(key, value, column, self._style), column)
        above = self._line_after(self.end(node.values[keys[-2]]), column + 1) + 1 if len(keys) > 1 else len(self.text)
        spaced = BLANK_LINES.search(self.text, above, self._base + node.keys[keys[-1]][0]) if len(keys) > 1 else True
        self._lines_put(place, [""] * bool(spaced and not self._ends_in_keeping(node)) + lines)

    def _field_added(self, node: Mapping, kept: list[str], key: str, value: Any, known: tuple[str, ...]) -> None:
        column = self._column_of_keys(node)
        lines = field_lines(key, value, column, self._style)
        before = [other for other in kept if _rank(other, known) <= _rank(key, known)]
        margin = " " * column
        if before:
            place = self._line_after(self.end(node.values[before[-1]]), column + 1)
            self._lines_put(place, [margin + lines[0], *lines[1:]])
        else:
            place = self._base + node.keys[kept[0]][0]
            self._put(place, place, "\n".join([*lines, margin]))

    def _fields_removed(self, node: Mapping, keys: list[str], new: Fields[str, Any]) -> None:
        column = self._column_of_keys(node)
        starts = {key: self._base + node.keys[key][0] for key in keys}
        ends = {key: self._line_after(self.end(node.values[key]), column + 1) for key in keys}
        first = next(number for number, key in enumerate(keys) if key in new)
        gone = [key for key in keys if key not in new]
        line = self._line_start(starts[keys[0]])
        if first and self.text[line : starts[keys[0]]].strip():
            # The first field shares its line with the dash of its item.
            between = [self.text[ends[key] : starts[keys[number + 1]]] for number, key in enumerate(keys[:first])]
            if "".join(between).strip():
                self._put(len(self.text[: starts[keys[0]]].rstrip(" ")), ends[keys[0]], "")
                gone = gone[1:]
            else:
                self._put(starts[keys[0]], starts[keys[first]], "")
                gone = gone[first:]
        for key in gone:
            above = [node.values[other] for other in keys[: keys.index(key)] if other in new]
            self._lines_removed(self._line_start(starts[key]), ends[key], above[-1:])

    def _flow_fields_removed(self, node: Mapping, keys: list[str], new: Fields[str, Any]) -> None:
        parts = [(self._base + node.keys[each][0], self.end(node.values[each])) for each in keys]
        for goes, run in groupby(range(len(keys)), key=lambda number: keys[number] not in new):
            if goes:
                numbers = list(run)
                self._parts_removed(parts, numbers[0], numbers[-1] + 1)

    # ------------------------------------------------------------------------ values

    def _value(self, around: Mapping, key: str, old: Any, new: Any) -> None:
        node = around.values[key]
        if isinstance(node, Scalar) and isinstance(new, str):
            if around.is_flow:
                self._flow_scalar(node, new, key)
            else:
                self._scalar(node, old, new, key, self._column_of_keys(around))
        elif isinstance(node, Mapping) and isinstance(new, dict) and old and any(name in new for name in old):
            self.mapping(node, old, new, key)
        elif isinstance(node, Sequence) and isinstance(new, list) and node.items:
            self.sequence(node, old, new, key)
        else:
            start, end = self._base + around.keys[key][0], self.end(node)
            if around.is_flow:
                self._put(start, end, f"{key_words(key)}: {flow(new, key, self._margin(start))}")
            else:
                self._line_after(end)
                self._put(start, end, "\n".join(field_lines(key, new, self._column_of_keys(around), self._style)))

    def _scalar(self, node: Scalar, old: Any, new: str, key: str, column: int, *, is_item: bool = False) -> None:
        start, end = self._base + node.start, self.end(node)
        header = HEADER.match(self.text, start) if node.style in {"|", ">"} else None
        head_end = header.end() if header else end
        if isinstance(old, str) and not node.style and len(old) > len(node.value):
            head_end = end = self._line_end(end)  # A comment had cut the value, and was meant to be part of it.
        rest = self._line_end(head_end)
        has_comment = bool(self.text[head_end:rest].strip())
        indent = self._indent_of(node, column) if header else INDENT
        like = node.style or "plain"
        lines = scalar_lines(
            new, key, column, self._style, is_item=is_item, like=like, indent=indent, before_comment=has_comment
        )
        if has_comment and len(lines) > 1 and not lines[0].startswith("|"):
            lines = [quoted_scalar(new)]
        if header and lines[0].startswith("|") and node.style == "|":
            lines = self._lines_that_stand(node, lines, column + indent)
        space = " " if self.text[start - 1] == ":" else ""
        self._put(start, head_end, space + lines[0])
        self._put(rest, max(rest, end), "".join(f"\n{line}" for line in lines[1:]))

    def _lines_that_stand(self, node: Scalar, lines: list[str], margin: int) -> list[str]:
        """Return the lines of a block, those that say what they said before as they were written."""
        end = self.end(node)
        written = self.text[self._base + node.start : end].split("\n")[1:]
        empty = [line if line.strip(" ") or len(line) > margin else "" for line in written]
        fresh = lines[1:]
        most = min(len(empty), len(fresh))
        above = next((number for number in range(most) if empty[number] != fresh[number]), most)
        most -= above
        below = next((number for number in range(most) if empty[-1 - number] != fresh[-1 - number]), most)
        return [lines[0], *written[:above], *fresh[above : len(fresh) - below], *written[len(written) - below :]]

    def _flow_scalar(self, node: Scalar, new: str, key: str) -> None:
        start, end = self._base + node.start, self.end(node)
        space = " " if self.text[start - 1] == ":" else ""
        self._put(start, end, space + flow(new, key, self._margin(start), like=node.style))

    # ------------------------------------------------------------------------- lists

    def sequence(self, node: Sequence, old: Items[Any], new: Items[Any], name: str) -> None:
        """Turn the list `node`, which stands under the key `name` and is not empty, from `old` into `new`.

        Items that are equal at its beginning and its end stay; those between are turned one into another.
        """
        most = min(len(old), len(new))
        above = next((number for number in range(most) if old[number] != new[number]), most)
        most -= above
        below = next((number for number in range(most) if old[-1 - number] != new[-1 - number]), most)
        old_end, new_end = len(old) - below, len(new) - below
        both = min(old_end, new_end)
        for number in range(above, both):
            self._item(node, number, old[number], new[number], name)
        if both < old_end:
            self.items_removed(node, both, old_end)
        if new_end > both:
            self.items_added(node, both, new[both:new_end], name)

    def _item(self, node: Sequence, number: int, old: Any, new: Any, name: str) -> None:
        part = node.items[number]
        if old == new:
            return
        if isinstance(part, Mapping) and isinstance(new, dict) and any(key in new for key in old):
            self.mapping(part, old, new, name)
        elif node.is_flow:
            start, end = self._base + part.start, self.end(part)
            like = part.style if isinstance(part, Scalar) else None
            self._put(start, end, flow(new, name, self._margin(start), like=like))
        else:
            dash, width = self._dash(node, number)
            if isinstance(part, Scalar) and isinstance(new, str):
                self._scalar(part, old, new, name, self._column(dash), is_item=True)
                return
            end = self.end(part)
            self._line_after(end)
            self._put(dash, end, "\n".join(list_lines([new], name, self._column(dash), self._style, width)))

    def items_added(self, node: Sequence, place: int, items: Items[Any], name: str, *, spaced: bool = False) -> None:
        """Add items before the one that stands at `place` now, each after an empty line when `spaced`."""
        if node.is_flow:
            words = [flow(item, name, self._margin(self._base + node.start)) for item in items]
            if place:
                end = self.end(node.items[place - 1])
                self._put(end, end, "".join(f", {each}" for each in words))
            else:
                start = self._base + node.start + 1
                self._put(start, start, ", ".join(words) + (", " if node.items else ""))
            return
        dash, width = self._dash(node, max(0, place - 1))
        column = self._column(dash)
        lines = [list_lines([item], name, column, self._style, width) for item in items]
        margin = " " * column
        if not place:
            self._put(dash, dash, "".join("\n".join([*each, margin]) for each in lines))
            return
        end = self._line_after(self.end(node.items[place - 1]), column + width)
        for each in lines:
            self._lines_put(end, [*([""] if spaced else []), margin + each[0], *each[1:]])

    def items_removed(self, node: Sequence, first: int, stop: int, *, spaced: bool = False) -> None:
        """Remove the items from `first` to before `stop`; when `spaced`, with the empty lines that set them off."""
        if node.is_flow:
            self._parts_removed([(self._base + part.start, self.end(part)) for part in node.items], first, stop)
            return
        for number in range(first, stop):
            dash, width = self._dash(node, number)
            inner = self._column(dash) + width
            start, end = self._line_start(dash), self._line_after(self.end(node.items[number]), inner)
            if self.text[start:dash].strip():
                raise UncertainError("the list begins on the line of another", dash)
            if spaced:
                floor = self._line_after(self.end(node.items[number - 1]), inner) + 1 if number else 0
                start, end = self._with_blank_lines(start, end, floor, is_first=not number)
            self._lines_removed(start, end, node.items[first - 1 : first])

    def is_spaced(self, node: Sequence) -> bool:
        """Return whether empty lines stand between the items of a list, or would if there were more of them."""
        if len(node.items) < 2:
            return not self._ends_in_keeping(node)
        dash, width = self._dash(node, len(node.items) - 1)
        end = self._line_after(self.end(node.items[-2]), self._column(dash) + width)
        return BLANK_LINES.search(self.text, end + 1, dash) is not None and not self._ends_in_keeping(node)

    def _ends_in_keeping(self, node: Node) -> bool:
        """Return whether the last value is a block that would take empty lines below it for its own."""
        if isinstance(node, Scalar):
            header = HEADER.match(self.text, self._base + node.start)
            return node.style in {"|", ">"} and header is not None and "+" in header[0]
        parts = node.items if isinstance(node, Sequence) else list(node.values.values())
        return bool(parts) and not node.is_flow and self._ends_in_keeping(max(parts, key=lambda part: part.start))

    def _with_blank_lines(self, start: int, end: int, floor: int, *, is_first: bool) -> tuple[int, int]:
        """Return a stretch of lines with the empty lines after it, if there are others before, or it is the last."""
        blank = 0
        for line in reversed(self.text[floor:start].split("\n")[:-1]):
            if line.strip():
                break
            blank += len(line) + 1
        following = BLANK_LINES.match(self.text, end + 1)
        if following and (blank or is_first) and following.end() < len(self.text):
            return start, following.end() - 1
        return (start - blank if end + 1 >= len(self.text) else start), end

    def _dash(self, node: Sequence, number: int) -> tuple[int, int]:
        """Return where the dash of an item stands, and how far from it its words begin."""
        begin = self._base + node.items[number].start
        if number:
            end = self.end(node.items[number - 1])
            found = TO_DASH.match(self.text, end)
            dash = found.end() if found else -1
        else:
            line = self._line_start(begin)
            found = re.compile(r"[ ]*(?:-[ ]+)*?(?=-[ ]+$)").match(self.text, line, begin)
            dash = found.end() if found else self._dash_above(begin)
        if dash < 0 or self.text[dash : dash + 1] != "-":
            raise UncertainError("it is not plain where this item of the list begins", begin)
        is_beside = self._line_start(dash) == self._line_start(begin)
        return dash, begin - dash if is_beside else INDENT

    def _dash_above(self, begin: int) -> int:
        """Return where a dash stands alone on a line above, with nothing but comments between; -1 if none does."""
        found = re.compile(r"(?:^|\n)[ ]*(-)[ \t]*(?:#[^\n]*)?\n(?:[ \t]*(?:#[^\n]*)?\n)*[ ]*$").search(
            self.text, max(0, begin - 2000), begin
        )
        return found.start(1) if found else -1

    # ------------------------------------------------------------------------ places

    def end(self, node: Node) -> int:
        """Return the offset just after the last character of a value."""
        if isinstance(node, Scalar):
            return self._end_of_block(node) if node.style in {"|", ">"} else self._base + node.end
        if node.is_flow:
            return self._base + node.end
        parts = node.items if isinstance(node, Sequence) else list(node.values.values())
        return max(self.end(part) for part in parts) if parts else self._base + node.start

    def _end_of_block(self, node: Scalar) -> int:
        start, stop = self._base + node.start, self._base + node.end
        header = HEADER.match(self.text, start)
        if header and "+" in header[0]:
            return stop - 1 if self.text[stop - 1] == "\n" else stop
        if node.style == "|":
            words = node.value.rstrip("\n")
            end = self._line_end(start)
            for _ in range(words.count("\n") + 1 if words else 0):
                end = self._line_end(end + 1)
            return end
        return start + len(self.text[start:stop].rstrip())

    def _indent_of(self, node: Scalar, column: int) -> int:
        """Return by how much a block is set off from the column of its key."""
        words = next((line for line in node.value.split("\n") if line.strip()), "")
        number = node.value.split("\n").index(words) if words else 0
        place = self._base + node.start
        for _ in range(number + 1):
            place = self._line_end(place) + 1
        line = self.text[place : self._line_end(place)] if words else ""
        indent = len(line) - len(line.lstrip(" ")) - (len(words) - len(words.lstrip(" "))) - column
        return indent if node.style == "|" and 0 < indent < 10 else INDENT

    def _column_of_keys(self, node: Mapping) -> int:
        """Return the column in which the keys of a mapping without brackets stand, if they do so plainly."""
        columns = set()
        for start, end in node.keys.values():
            offset = self._base + start
            before = self.text[self._line_start(offset) : offset]
            after = self.text[self._base + end : self._base + end + 1] if node.values else ":"
            if not re.fullmatch(r"[ ]*(?:-[ ]+)*", before) or after not in {":", " ", "'", '"'}:
                raise UncertainError("it is not plain where this field begins", offset)
            columns.add(len(before))
        if len(columns) != 1:
            raise UncertainError("its fields do not stand in one column", self._base + node.start)
        return columns.pop()

    def _parts_removed(self, parts: list[tuple[int, int]], first: int, stop: int) -> None:
        """Remove the parts between brackets from `first` to before `stop`, with their commas."""
        start, end = parts[first][0], parts[stop - 1][1]
        if stop < len(parts):
            end = parts[stop][0]
        elif first:
            start = parts[first - 1][1]
        if "#" in self.text[start : parts[first][0]] + self.text[parts[stop - 1][1] : end]:
            raise UncertainError("a comment stands beside it between the brackets", parts[first][0])
        self._put(start, end, "")

    def _lines_put(self, end: int, lines: list[str]) -> None:
        """Add whole lines below the one that ends at `end`."""
        words = "\n".join(lines)
        if end < len(self.text):
            self._put(end + 1, end + 1, words + "\n")
        else:
            self._put(end, end, "\n" + words)  # The file's last line was not ended, and is not now.

    def _lines_removed(self, start: int, end: int, above: Items[Node]) -> None:
        """Remove whole lines, of which the last ends at `end`; `above` is the value that stands before them, if any."""
        end = min(end + 1, len(self.text))
        if any(map(self._ends_in_keeping, above)) and (blank := BLANK_LINES.match(self.text, end)):
            end = blank.end()  # They would become part of it.
        self._put(start, end, "")

    def _line_after(self, end: int, inner: int | None = None) -> int:
        """Return the end of the line on which a value ends, behind the comment that may follow it there.

        With `inner`, the column in which what belongs to the value stands: the end of the last line of
        comment below it that is set in so far, and so speaks of it.
        """
        rest = REST.match(self.text, end)
        if rest is None:
            raise UncertainError("more stands on the line than this value", end)
        last = line_end = rest.end()
        while inner is not None and line_end < len(self.text):
            start, line_end = line_end + 1, self._line_end(line_end + 1)
            line = self.text[start:line_end]
            words = line.lstrip(" \t")
            if words and not (words.startswith("#") and len(line) - len(words) >= inner):
                break
            last = line_end if words else last
        return last

    def _line_start(self, offset: int) -> int:
        return self.text.rfind("\n", 0, offset) + 1

    def _line_end(self, offset: int) -> int:
        end = self.text.find("\n", offset)
        return len(self.text) if end < 0 else end

    def _margin(self, offset: int) -> int:
        """Return by how much the line of an offset is indented."""
        line = self._line_start(offset)
        return len(self.text[line:offset]) - len(self.text[line:offset].lstrip(" "))

    def _column(self, offset: int) -> int:
        return offset - self._line_start(offset)

    def _put(self, start: int, end: int, text: str) -> None:
        if start < end or text:
            self.splices.append(Splice(start, end, text))


def _rank(key: str, known: tuple[str, ...]) -> int:
    return known.index(key) if key in known else len(known)
