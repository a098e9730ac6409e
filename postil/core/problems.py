"""What is wrong with what an author wrote: values, collected by the stages, shown by `report`.

A stage never prints, exits or raises for an author's mistake. It adds a `Problem` and goes on,
so that one run shows everything there is to mend.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from enum import StrEnum
from typing import Generic, TypeVar

from .values import dataclass

T = TypeVar("T")

LONGEST_EXCERPT, EXCERPT_BEFORE = 400, 150
"""Characters of a line that its excerpt has, and of these, before the place; more than anything shows."""


class Severity(StrEnum):
    """How much a problem matters. The order of the members is the order of weight."""

    ERROR = "error"
    """Nothing is published until it is mended."""
    WARNING = "warning"
    """The site is published; `--strict` makes it an error."""
    NOTICE = "notice"
    """Worth knowing; never stops anything."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a problem is: a stretch of one line of one file."""

    path: str
    """The file, relative to the site's folder, with forward slashes."""
    line: int | None = None
    """Counted from 1; `None` when the whole file is meant."""
    column: int | None = None
    """Counted from 1, in characters."""
    length: int = 1
    """How many characters of the line are meant."""
    excerpt: str | None = None
    """The line itself; of one longer than `LONGEST_EXCERPT` what stands around the place."""
    before: int = 0
    """How many characters of the line stand before the excerpt."""

    def __post_init__(self) -> None:
        # Here, where all are made: thousands of problems on one line of a hostile text would else hold it each.
        if self.excerpt is not None and len(self.excerpt) > LONGEST_EXCERPT:
            place = min((self.column or 1) - 1 - self.before, len(self.excerpt))
            start = max(0, place - EXCERPT_BEFORE)
            object.__setattr__(self, "excerpt", self.excerpt[start : start + LONGEST_EXCERPT])
            object.__setattr__(self, "before", self.before + start)

    @property
    def words_before(self) -> str:
        """What stands before the place on its line, as far as the excerpt has it."""
        return (self.excerpt or "")[: max(0, (self.column or 1) - 1 - self.before)]


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong, in the author's words, with its place and the smallest remedy."""

    code: str
    """A name from `CODES`: stable, documented, fit for searching."""
    sentence: str
    """What is wrong. No full stop, no blame, no jargon."""
    place: Place
    hint: str | None = None
    """The smallest thing that would mend it. May have several lines."""
    severity: Severity = Severity.ERROR

    def __post_init__(self) -> None:
        if self.code not in CODES:
            raise ValueError(f"problem code {self.code!r} is not registered in core/problems.py")

    def as_(self, severity: Severity) -> Problem:
        """Return the same problem with another severity."""
        return replace(self, severity=severity)


@dataclass(frozen=True, slots=True)
class Checked(Generic[T]):
    """The result of a stage together with the problems met on the way."""

    value: T
    problems: tuple[Problem, ...] = ()


def in_order(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Return the problems by file, line and column, the graver first at one place, none twice."""
    weight = list(Severity)
    return tuple(
        sorted(
            dict.fromkeys(problems),
            key=lambda p: (
                p.place.path,
                p.place.line or 0,
                p.place.column or 0,
                weight.index(p.severity),
                p.code,
                p.sentence,
            ),
        )
    )


def shortened(line: str, longest: int = 60) -> str:
    """Return `line` as a sentence or hint can show it: whole, or its beginning and `…`, `longest` characters in all."""
    return line if len(line) <= longest else line[: longest - 1] + "…"


CODES: dict[str, str] = {
    # files
    "not-utf-8": "A file is not UTF-8 text.",
    "control-character": "A file holds a NUL or another control character.",
    "file-too-large": "A file is larger than the program reads.",
    "line-too-long": "A line is longer than the program reads.",
    "unreadable": "A file or folder cannot be read.",
    "outside-content": "A symbolic link leads out of the folder of the site.",
    "no-texts": "There is nothing to build in content/.",
    "text-missing": "An annotation or comment file belongs to a text that does not exist.",
    "not-published": "A file beside the texts is of a kind that is not copied into the site.",
    "names-collide": "Two files or addresses are the same on some file systems.",
    "address-taken": "Two texts have the same address.",
    "bad-tag": "A tag has no letters, or shares its page with another tag.",
    "bad-address": "A file name or slug cannot be an address.",
    # YAML and fields
    "yaml-syntax": "A YAML file cannot be read.",
    "yaml-alias": "A YAML file uses anchors, aliases, merge keys or tags, which Postil does not read.",
    "yaml-too-deep": "A YAML file is nested too deep or holds too much.",
    "several-documents": "A YAML file holds more than one document.",
    "duplicate-key": "The same key stands twice in one mapping.",
    "unknown-key": "A key is not known here.",
    "missing-key": "A required key is missing.",
    "wrong-type": "A value is of the wrong kind.",
    "bad-value": "A value is not one of those allowed.",
    "too-long": "A value is longer than allowed.",
    "value-cut-by-comment": "A value ends at ` #`, which begins a comment in YAML.",
    "value-cut-by-comma": "Between brackets a number ends at its comma, which parts values in YAML.",
    "json-syntax": "A JSON file cannot be read.",
    # annotations, comments, references
    "duplicate-id": "Two annotations or comments of one text have the same id.",
    "bad-id": "An id has characters that an address cannot hold, or is reserved.",
    "unknown-kind": "A kind of annotation is not defined.",
    "unknown-verdict": "A verdict is not on the scale, or stands on a note that is not a check.",
    "bad-repository": "`repository` of site.yaml is not a repository at GitHub.",
    "unknown-annotator": "`by` names nobody in site.yaml.",
    "unknown-entity": "An entity is not in entities.yaml.",
    "unknown-citation": "A citation key is not in references.json.",
    "unknown-comment": "`on` or `reply_to` names a comment that does not exist.",
    "reply-loop": "Comments reply to one another in a circle.",
    "nothing-said": "An annotation has neither a note nor a source.",
    "recheck-due": "A note was to be checked again by now.",
    "impossible-date": "A date cannot be, as that of an update from before its note.",
    # anchoring
    "quote-not-found": "A quote is not in its text.",
    "quote-ambiguous": "A quote occurs several times and nothing decides between them.",
    "quote-empty": "A quote has nothing that could be searched for.",
    "quote-squeezed": "A quote was found by its letters and digits only.",
    "until-not-found": "The words that end a passage do not follow its beginning.",
    "occurrence-out-of-range": "`occurrence` counts further than the quote occurs.",
    "context-mismatch": "A quote is unique, but its prefix or suffix resembles nothing there.",
    # markup and pages
    "front-matter": "The front matter of a text cannot be read.",
    "raw-html": "Raw HTML in a text is shown as characters, not as markup.",
    "forbidden-link": "A link's address is of a kind that is not published.",
    "broken-link": "A link leads to a file that does not exist.",
    "missing-footnote": "A footnote is referred to but not written, or written but not referred to.",
    "nested-too-deep": "Lists or quotations stand in one another deeper than the program reads.",
    "excerpts": "Of a text, only what is annotated is published; says how much that is.",
    "nothing-to-excerpt": "A text is published in excerpts, and nothing in it is annotated.",
    "too-many-notes": "More notes lie on the same words than one mark lists.",
    "reserved-id": "A heading's id begins like the ids that Postil makes.",
    "layout-error": "A layout cannot be rendered.",
    "layout-missing": "A layout that a page needs does not exist.",
    "layout-too-costly": "To draw a page by a layout takes longer, or more memory, than it may.",
    "missing-string": "The words of the interface are missing in the language of a text.",
    "no-search": "The site is built without its search, because no index of it can be made.",
    "text-too-costly": "The work on a text takes longer, or more memory, than it may.",
    "no-cluster": "The cluster that shall do the work cannot be reached, or cannot do it.",
    # writing
    "cannot-write": "The site cannot be written.",
    "foreign-file": "A file that is not Postil's stands where a page should be written.",
    "busy": "Another build of the same site is running, or a text was changed during this one.",
    # the workshop
    "postil-failed": "The program itself failed while the workshop ran.",
    # writing to authors' files
    "file-changed": "A file is no longer as it was when a change to it was made, so it is not written over.",
    "cannot-edit": "A file cannot be written to with certainty that it then says what is meant.",
    "unknown-annotation": "An annotation that is to be changed is not there.",
    # bringing in
    "will-not-overwrite": "A file exists already and is not overwritten.",
    "nothing-to-import": "A file to import is empty or has no such paragraph.",
}
"""Every code with its meaning. `docs/problems.md` explains each; a test holds the two together."""
