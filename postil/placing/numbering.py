"""The one sequence of notes on a page, and the references that lead to them.

It numbers notes in the order of their first references and names every reference: `ref-ID-2` is the
second reference to ID, unless another note is called `ID-2`; then the count goes on.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field

from postil.core.kinds import kind_label
from postil.core.model import Edition
from postil.core.values import dataclass
from postil.core.written import SiteSettings
from postil.markup.tokens import element, escaped

FOOTNOTE = "footnote"
"""What stands where an annotation has its kind."""
ANSWERS = {"agrees": "=", "disputes": "\u2260", "adds": "+", "asks": "?"}
"""Shown as the link from an answered passage down to the comment, by its stance."""
ANSWER = "\u201d"
"""Shown when the comment takes none."""


@dataclass(slots=True)
class Numbered:
    """A note that has its number."""

    id: str
    number: int
    references: list[str] = field(default_factory=list)


class Numbering:
    """Counts the notes of one page while its texts are placed."""

    def __init__(self, edition: Edition, site: SiteSettings, words: Mapping[str, str]) -> None:
        """Begin at 1, knowing which names the notes of the edition will need."""
        self.site = site
        self.words = words
        self.notes: dict[str, Numbered] = {}
        self.unlisted: set[str] = set()
        """Notes that some mark on their words does not list, because too many lie there."""
        anchors = [*edition.anchors, *(anchor for comment in edition.comments for anchor in comment.anchors)]
        names = [anchor.annotation.id for anchor in anchors]
        names += edition.document.environment.get("footnotes", {})
        self._firsts = {f"ref-{name}" for name in names}
        self._comments = {comment.comment.id: comment.comment for comment in edition.comments}

    def reference(self, identifier: str, kind: str, *, is_named: bool = True) -> str:
        """Return the HTML of a reference: a link for paper and wide screens, a button for narrow ones.

        One that is not named has no id, since it will stand on the page more than once.
        """
        note = self.notes.setdefault(identifier, Numbered(identifier, len(self.notes) + 1))
        number = str(note.number)
        named = f' id="{escaped(self._name(note))}"' if is_named else ""
        name = escaped(identifier)
        label = escaped(f"{self.words['note-number'].format(number=number)}, {self._kind_label(kind)}")
        shows = escaped(self.words["show-note"].format(number=number))
        # Written out, since there is one for every note, and `element` would take three times as long.
        return (
            f'<sup class="ref"{named} data-notes="{name}" data-kind="{escaped(kind)}">'
            f'<a href="#note-{name}" role="doc-noteref" aria-label="{label}">{number}</a>'
            f'<button type="button" popovertarget="side-{name}" aria-label="{shows}">{number}</button></sup>'
        )

    def answer(self, comment: str) -> str:
        """Return the HTML of the small link from an answered passage to the comment."""
        written = self._comments[comment]
        label = self.words["answered-by"].format(author=written.author or self.words["anonymous"])
        attributes = {"class": "answer", "href": f"#comment-{comment}", "aria-label": label}
        if written.stance:
            attributes["data-stance"] = written.stance
        return element("a", attributes, ANSWERS.get(written.stance or "", ANSWER))

    def _name(self, note: Numbered) -> str:
        name = f"ref-{note.id}"
        if note.references:
            count = len(note.references) + 1
            while (name := f"ref-{note.id}-{count}") in self._firsts or name in note.references:
                count += 1
        note.references.append(name)
        return name

    def _kind_label(self, kind: str) -> str:
        return self.words["footnote"] if kind == FOOTNOTE else kind_label(kind, self.site, self.words)
