"""Text is cut where passages begin and end and where references stand.

Every part that lies in passages becomes one `mark` around text alone, so marks are never nested
and never cross a tag. Parts of white space alone are not marked, though they lie in a passage.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise

from postil.core.model import Piece
from postil.markup.tokens import Token, element, escaped, finished_html, text

from .passages import Stretch

DEEPEST = 9
"""How many notes on the same words a mark counts in `data-depth`, by which a style sheet tells three from two."""


class Marker:
    """Makes the marks of one text, and names the first mark of every answered passage."""

    def __init__(self) -> None:
        """Begin with no passage named."""
        self._named: set[str] = set()

    def mark(self, words: str, stretch: Stretch) -> str:
        """Return words as a marked passage."""
        notes = [passage for passage in stretch.passages if not passage.is_answered]
        answers = [passage.id for passage in stretch.passages if passage.is_answered]
        first = [f"answer-{name}" for name in answers if name not in self._named]
        self._named.update(answers)
        attributes = {"class": "passage"}
        if first:
            attributes["id"] = first[0]
        if notes:
            identifiers = dict.fromkeys([passage.id for passage in notes])
            attributes["data-notes"] = " ".join(identifiers)
            # What is tied to just these words is what the mark looks like, not the long passage around them.
            closest = [passage for passage in notes if not passage.is_long]
            depth = len({passage.id for passage in closest})
            if depth > 1:
                attributes["data-depth"] = str(min(depth, DEEPEST))
            attributes["data-kinds"] = " ".join(dict.fromkeys([passage.kind for passage in closest or notes]))
            if not closest:
                attributes["data-long"] = str(len(identifiers))
        if answers:
            attributes["data-answers"] = " ".join(dict.fromkeys(answers))
        others = "".join([element("span", {"id": name}) for name in first[1:]])
        return others + element("mark", attributes, escaped(words))


def cut(
    children: Sequence[Token],
    marks: Mapping[int, Sequence[tuple[Piece, Stretch]]],
    references: Mapping[tuple[int, int], Sequence[Token]],
    marker: Marker,
) -> list[Token]:
    """Return the children of a block with marks and references in them.

    `marks` are the stretches in each child, `references` the tokens that stand before an offset of
    a child's text; those after the last child have its number plus one.
    """
    inside: dict[int, dict[int, Sequence[Token]]] = {}
    for (number, offset), waiting in references.items():
        inside.setdefault(number, {})[offset] = waiting
    result: list[Token] = []
    reached = 0
    for index in sorted({*marks, *inside}):
        waiting_here = inside.get(index, {})
        result += children[reached:index]
        result += waiting_here.pop(0, ())
        reached = index + 1
        if index < len(children):
            is_cut = waiting_here or index in marks
            result.append(
                _cut_text(children[index], marks.get(index, ()), waiting_here, marker) if is_cut else children[index]
            )
    result += children[reached:]
    return result


def _cut_text(
    child: Token,
    marks: Sequence[tuple[Piece, Stretch]],
    references: Mapping[int, Sequence[Token]],
    marker: Marker,
) -> Token:
    """Return one text with its parts marked and references between them, as finished HTML."""
    words = child.content
    if len(marks) == 1 and not references:
        piece, stretch = marks[0]
        if stretch.start <= piece.start and piece.end <= stretch.end:
            return text(words) if words.isspace() else finished_html(marker.mark(words, stretch))
    spans = [
        (max(stretch.start, piece.start) - piece.start, min(stretch.end, piece.end) - piece.start, stretch)
        for piece, stretch in marks
    ]
    edges = {0, len(words), *references}
    for start, end, _ in spans:
        edges.update((start, end))
    parts: list[str] = []
    span = 0
    for start, end in pairwise(sorted(edges)):
        parts += [reference.content for reference in references.get(start, ())]
        while span < len(spans) and spans[span][1] <= start:
            span += 1
        part = words[start:end]
        if span < len(spans) and spans[span][0] <= start and not part.isspace():
            parts.append(marker.mark(part, spans[span][2]))
        else:
            parts.append(escaped(part))
    return finished_html("".join(parts))
