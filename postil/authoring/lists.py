"""One entry of a YAML file of many is added, changed or removed: an annotation, a comment, an entity.

Takes the file, or nothing where there is none yet, and gives the `Splice`s. The list may stand
below its name, bare, between brackets, or nowhere yet.
"""

from __future__ import annotations

import re
from collections.abc import Mapping as Fields
from typing import Any

from postil.core.model import Source
from postil.core.yamltree import Mapping, Node, Sequence, Tree, read_yaml

from .rewriting import REST, Rewriting
from .spelling import INDENT, Style, field_lines, list_lines, ordered, set_in
from .splicing import Splice, UncertainError

UNDERSTOOD = frozenset({"value-cut-by-comment", "control-character"})
"""Problems of YAML that leave no doubt about what stands where."""


def certain(source: Source) -> Tree:
    """Return what a file holds. Raises `UncertainError` when it is not certain what stands where."""
    found = read_yaml(source)
    doubts = [problem for problem in found.problems if problem.code not in UNDERSTOOD]
    if found.value is None or doubts:
        problem = (doubts or found.problems)[0]
        raise UncertainError(f"line {problem.place.line or 1} must be mended first: {problem.sentence}", 0)
    return found.value


def entry_added(source: Source, tree: Tree, name: str, entry: Fields[str, Any], *, care: int) -> list[Splice]:
    """Return what adds an entry at the end of the list `name`."""
    node = _list(tree, name)
    style = style_of(source, tree, name, care=care)
    work = Rewriting(source, tree, style)
    if isinstance(node, Sequence) and (node.items or (node.is_flow and not _is_beside(source, tree, name))):
        spaced = not node.is_flow and work.is_spaced(node)
        work.items_added(node, len(node.items), [entry], name, spaced=spaced)
        return work.splices
    lines = set_in(list_lines([entry], name, style.list_indent, style), style.list_indent)
    return _begun(source, tree, name, lines)


def key_added(source: Source, tree: Tree, name: str, key: str, entry: Fields[str, Any], *, care: int) -> list[Splice]:
    """Return what adds an entry with a key of its own at the end of the mapping `name`."""
    node, style, entry = _list(tree, name), Style(INDENT, care), ordered(entry, name)
    if isinstance(node, Mapping) and node.values:
        work = Rewriting(source, tree, style)
        work.key_added(node, key, entry)
        return work.splices
    return _begun(source, tree, name, set_in(field_lines(key, entry, INDENT, style), INDENT))


def entry_changed(source: Source, part: Tree, name: str, new: Fields[str, Any], *, care: int) -> list[Splice]:
    """Return what turns the entry `part` of the list `name` into `new`."""
    node = part.node
    if not isinstance(node, Mapping):
        raise UncertainError("this is no list of fields", part.offset + node.start)
    work = Rewriting(source, part, Style(INDENT, care))
    work.mapping(node, part.data, new, name)
    return work.splices


def entry_removed(source: Source, tree: Tree, name: str, number: int) -> list[Splice]:
    """Return what removes the entry `number`, counted from 0, of the list `name`."""
    node = _list(tree, name)
    if not isinstance(node, Sequence):
        raise UncertainError(f"there is no list `{name}`", tree.offset)
    work = Rewriting(source, tree, Style())
    work.items_removed(node, number, number + 1, spaced=True)
    return work.splices


def _is_beside(source: Source, tree: Tree, name: str) -> bool:
    """Return whether what stands under a name begins on the same line."""
    root = tree.node
    if not isinstance(root, Mapping) or root.is_flow:
        return False
    between = source.text[tree.offset + root.keys[name][1] : tree.offset + root.values[name].start]
    return re.fullmatch(r":[ ]*", between) is not None


def style_of(source: Source, tree: Tree, name: str, *, care: int) -> Style:
    """Return how the file sets off its lists."""
    node, root = _list(tree, name), tree.node
    if isinstance(node, Sequence) and isinstance(root, Mapping) and node.items and not node.is_flow:
        start = tree.offset + node.start
        line = source.text.rfind("\n", 0, start) + 1
        indent = len(source.text[line:start]) - len(source.text[line:start].lstrip(" "))
        return Style(INDENT if indent else 0, care)
    return Style(INDENT, care)


def _list(tree: Tree, name: str) -> Node | None:
    """Return the node of the list or mapping `name`, be it empty; `None` when there is none."""
    root = tree.node
    if isinstance(root, Sequence):
        return root
    return root.values.get(name) if isinstance(root, Mapping) else None


def _begun(source: Source, tree: Tree, name: str, lines: list[str]) -> list[Splice]:
    """Return what puts the first entry below the name, which may have to be written too."""
    node, root = _list(tree, name), tree.node
    if tree.data is not None and (not isinstance(root, Mapping) or root.is_flow or tree.data.get(name)):
        raise UncertainError(f"it is not plain where the first of `{name}` belongs", tree.offset)
    if node is None or not isinstance(root, Mapping):
        text = source.text
        words = "\n".join([f"{name}:", *lines])
        is_ended = not text or text.endswith("\n")
        return [Splice(len(text), len(text), f"{words}\n" if is_ended else f"\n{words}")]
    return _below(
        source.text, tree.offset + root.keys[name][1], tree.offset + node.start, tree.offset + node.end, lines
    )


def _below(text: str, key: int, start: int, end: int, lines: list[str]) -> list[Splice]:
    """Return what puts lines below the key that ends at `key`, in place of the nothing between `start` and `end`."""
    between, rest = text[key:start], REST.match(text, end)
    if rest is None or not re.fullmatch(r":[ ]*", between):
        raise UncertainError("it is not plain where the first entry belongs", start)
    blank = len(between) - len(between.rstrip(" ")) if start < end else 0
    below = Splice(rest.end(), rest.end(), "".join(f"\n{line}" for line in lines))
    return [Splice(start - blank, end, ""), below]
