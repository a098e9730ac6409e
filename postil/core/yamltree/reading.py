"""A YAML text becomes plain strings, lists and mappings that know their places.

It takes a `Source`, or a stretch of one such as the front matter of a text, and gives a `Tree`
with the problems met on the way. Usual files are read by `plain`, line by line; libyaml and all that
goes with it is asked, and imported, for the others and when somebody wants to know a place.
"""

from __future__ import annotations

from postil.core.characters import UNWRITABLE
from postil.core.model import Source
from postil.core.problems import Checked, Problem

from .plain import plain_data
from .tree import Node, Tree, Unread


def read_yaml(source: Source, *, start: int = 0, end: int | None = None) -> Checked[Tree | None]:
    """Return the YAML in `source.text[start:end]` as a tree, or `None` when it cannot be read.

    An empty text gives a tree whose data is `None`. After duplicate keys, values cut by a comment,
    aliases and tags reading goes on, so that one run shows them all.
    """
    text = source.text[start:end]
    if found := UNWRITABLE.search(text):
        name = f"U+{ord(found[0]):04X}"
        place = source.place_at(start + found.start())
        return Checked(None, (Problem("control-character", f"the file holds the invisible character {name}", place),))
    offset = start + (1 if text.startswith("\ufeff") else 0)
    text = text[offset - start :]
    data = plain_data(text)
    if data is not None:
        return Checked(Tree(data, source, Unread(text, _nodes), offset))
    from .composing import composed  # noqa: PLC0415 - libyaml takes 15 ms to import

    return composed(source, text, offset)


def _nodes(text: str) -> Node:
    from .composing import nodes  # noqa: PLC0415 - as above

    return nodes(text)
