"""Links and images lead where the page says; those that lead nowhere are told to their author.

It takes blocks and gives them with the same number of children: a link that leads nowhere leaves
empty tokens behind, not none, because the pieces of the flat text know tokens by their numbers.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import field
from difflib import get_close_matches
from urllib.parse import unquote

from postil.core.citing import broken_link
from postil.core.model import Comment, Document, Edition
from postil.core.problems import Place, Problem, Severity, shortened
from postil.core.values import dataclass
from postil.markup.headings import is_reserved
from postil.markup.links import is_external, normalised
from postil.markup.positions import Positions
from postil.markup.tokens import Token, element, finished_html, text, with_attributes, with_children

LEADING = {"link_open": "href", "image": "src"}

Address = Callable[[str], str | None]


@dataclass(frozen=True, slots=True)
class Fragments:
    """The ids of a page to which its own links may lead."""

    headings: tuple[str, ...]
    notes: frozenset[str]
    """Ids of annotations and footnotes."""

    left_out: frozenset[str] = frozenset()
    """Ids of what the text has but the page, under `rights: excerpts`, has not; they are made of its words."""

    @classmethod
    def of(cls, edition: Edition, published: Document) -> Fragments:
        """Return those of the page of an edition on which `published` stands for its document."""
        anchors = [*edition.anchors, *(anchor for comment in edition.comments for anchor in comment.anchors)]
        notes = {anchor.annotation.id for anchor in anchors} | {orphan.annotation.id for orphan in edition.orphans}
        headings, footnotes = _ids(published)
        all_headings, all_footnotes = _ids(edition.document)
        return cls(
            headings,
            frozenset(notes.union(footnotes)),
            frozenset(all_headings).difference(headings)
            | {f"note-{name}" for name in set(all_footnotes).difference(footnotes)},
        )

    def __contains__(self, name: str) -> bool:
        """Whether something on the page has this id, or may have it: layouts make some of their own."""
        if name.startswith("note-"):
            return name.removeprefix("note-") in self.notes
        return not name or name in self.headings or is_reserved(name)


def _ids(document: Document) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the ids of the headings and of the footnotes of a text."""
    return tuple(heading.id for heading in document.headings), tuple(document.environment.get("footnotes", ()))


@dataclass(slots=True)
class Links:
    """Where the links of one text lead, and what is wrong with them."""

    document: Document
    address: Address
    fragments: Fragments
    comment: Comment | None = None
    """The comment whose text this is; its lines are counted from the beginning of its words."""
    problems: list[Problem] = field(default_factory=list)
    _positions: Positions | None = None

    def led(self, block: Token) -> Token:
        """Return a block whose links and images lead where `address` says. The number of its children stays."""
        if not block.children or LEADING.keys().isdisjoint([child.type for child in block.children]):
            return block
        children = []
        is_cut = False
        for child in block.children:
            if child.type in LEADING:
                name = LEADING[child.type]
                written = str(child.attrs[name])
                target = self._target(written)
                if target is None:
                    self._miss(block, child, written)
                    is_cut = is_cut or child.type == "link_open"
                    children.append(text("") if child.type == "link_open" else _missing_image(str(child.attrs["alt"])))
                elif target == written:
                    children.append(child)
                else:
                    children.append(with_attributes(child, {**child.attrs, name: target}))
            elif child.type == "link_close" and is_cut:
                is_cut = False
                children.append(text(""))
            else:
                children.append(child)
        return with_children(block, children)

    def _target(self, written: str) -> str | None:
        if is_external(written):
            return self.address(written)
        meant = unquote(written)
        if meant.startswith("#") and meant[1:] not in self.fragments:
            return None
        target = self.address(meant)
        if target is None:
            return None
        return written if target == meant else normalised(target)

    def _miss(self, block: Token, child: Token, written: str) -> None:
        """Tell of an address that leads nowhere, but not of an image in a comment, which is never shown there."""
        if self.comment and "is_image" in child.meta:
            return
        meant = written if is_external(written) else unquote(written)
        if meant.startswith("#") and meant[1:] in self.fragments.left_out:
            return
        place = self._place(block, child, written)
        if meant.startswith("#"):
            self.problems.append(_missing_fragment(meant, self.fragments.headings, place))
        elif child.type == "image":
            self.problems.append(_warning(f"the image `{shortened(meant)}` is not in content/", FILE, place))
        else:
            self.problems.append(broken_link(meant, place))

    def _place(self, block: Token, child: Token, written: str) -> Place:
        if self._positions is None:
            source = self.document.source
            self._positions = (
                Positions(self.comment.text.split("\n"))
                if self.comment
                else Positions(source.text.split("\n"), source.path, self.document.environment.get("first_line", 1))
            )
        place = self._positions.place_of_link(block, child, written)
        if self.comment is None:
            return place
        return self.comment.places.inside(("text",), place.line or 1, place.column or 1, place.length)


FILE = "name a file in content/ as seen from this one"


def _warning(sentence: str, hint: str, place: Place) -> Problem:
    return Problem("broken-link", sentence, place, hint, Severity.WARNING)


def _missing_fragment(meant: str, headings: Sequence[str], place: Place) -> Problem:
    near = get_close_matches(meant[1:], headings[:500], n=1)
    hint = (
        f"did you mean #{near[0]}?" if near else "a heading is linked by its words: `## The old mill` is #the-old-mill"
    )
    return _warning(f"nothing on this page is called `{shortened(meant)}`", hint, place)


def _missing_image(description: str) -> Token:
    """Stand in for an image that is not there. Its description is no part of the text, but is read out."""
    attributes = {"class": "missing-image", "role": "img", "aria-label": description}
    return finished_html(element("span", attributes))
