"""What indexes say of a text, a note or a comment: a few lines each, made once.

Lists of tags, sources, annotators, dates and news are made from these values alone, so that no
index renders a note, and an index changes only when a line of it does.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import field

from postil.core.dates import Day, PartialDate
from postil.core.model import Anchor, Annotation, Document, PlacedNote, Settings
from postil.core.values import dataclass
from postil.core.written import CitedSource, Origin

from .notes import oldest_first, quoted, with_cited
from .prose import MOST_ENTITIES, Proses, Voice, beginning, plain
from .texts import PlannedText
from .words import shown_quote

LONGEST_QUOTE = 200
"""Characters of a passage in a list."""
LONGEST_BEGINNING = 180
"""Characters of a note, an update or a comment in a list."""


@dataclass(frozen=True, slots=True)
class TextSummary:
    """A text in lists."""

    path: str
    """Of its file: `content/essays/axis.md`."""
    address: str
    title: str
    lang: str
    dir: str
    subtitle: str | None = None
    authors: tuple[str, ...] = ()
    date: PartialDate | None = None
    description: str | None = None
    tags: tuple[str, ...] = ()
    origin: Origin | None = None
    order: int | None = None
    is_draft: bool = False
    comments: int = 0
    """How many readers' comments it has."""
    notes: int = 0
    """How many notes it shows, its own footnotes among them."""
    placed: int = 0
    """How many annotations have a place."""
    has_tags: bool = False
    """Whether it, or a note on it, has a tag with a page."""
    has_sources: bool = False
    is_annotated_by_known: bool = False
    """Whether an annotator of site.yaml has written a note on it."""
    dates: int = 0
    """How many things on it bear a date; `MOST_DATES` stands for more."""
    changed: Day | None = None
    """The last date of it, or of a note, an update or a comment on it."""
    newest: tuple[Day, ...] = ()
    """The days of its newest notes and updates, the newest first, at most `MOST_NEWEST`."""
    news: tuple[tuple[str, int], ...] = ()
    """The days of the entries of its feed, the newest first, with how many there are of each."""
    searched: tuple[str, ...] = ()
    """The kinds of what a search finds in it."""

    @property
    def named(self) -> TextSummary:
        """What most lists of notes say of the text, so that they change only when this does."""
        return TextSummary(self.path, self.address, self.title, self.lang, self.dir, date=self.date, origin=self.origin)


@dataclass(frozen=True, slots=True)
class UpdateSummary:
    """What happened since a note was written."""

    date: Day
    words: str
    """How it begins, as plain text."""
    sources: tuple[CitedSource, ...] = ()


@dataclass(frozen=True, slots=True)
class NoteSummary:
    """A note in lists. Each list is given only the fields that it shows."""

    text: TextSummary = field(metadata={"kept": False})
    id: str
    number: int = 0
    """0 for a note that has no place."""
    kind: str = ""
    quote: str = ""
    """The words of its first passage, shortened; empty without a place."""
    words: str = ""
    """How it begins, as plain text."""
    verdict: str | None = None
    date: Day | None = None
    checked: Day | None = None
    updates: tuple[UpdateSummary, ...] = ()
    """Oldest first."""
    tags: tuple[str, ...] = ()
    by: str | None = None
    about: tuple[str, ...] = ()
    """Entities that it names in `about` or in its prose, each once."""
    sources: tuple[CitedSource, ...] = ()
    """Those listed, then those that only its prose cites; the updates' stand there."""
    is_draft: bool = False
    is_on_comment: bool = False
    """Whether its passage stands in a reader's comment, not in the text."""

    @property
    def address(self) -> str:
        """Where it stands: at its passage, or among the notes without a place."""
        return f"{self.text.address}#{'ref' if self.number else 'note'}-{self.id}"


@dataclass(frozen=True, slots=True)
class CommentSummary:
    """A reader's comment in lists."""

    text: TextSummary = field(metadata={"kept": False})
    id: str
    author: str | None
    date: Day | None
    stance: str | None
    words: str

    @property
    def address(self) -> str:
        """Where it stands."""
        return f"{self.text.address}#comment-{self.id}"


@dataclass(frozen=True, slots=True)
class Placed:
    """An annotation with its place, for pages that show whole notes."""

    annotation: Annotation
    note: PlacedNote
    quotes: tuple[str, ...]
    """The words of its passages."""
    document: Document
    """The text, or the comment that it is on."""
    anchor: Anchor


def placed_annotations(text: PlannedText) -> tuple[Placed, ...]:
    """Return every annotation that has a place, in the order of the numbers."""
    numbered = {note.id: note for part in (text.placed.text, *text.placed.comments.values()) for note in part.notes}
    found = []
    for document, anchors in (
        (text.edition.document, text.edition.anchors),
        *((comment.document, comment.anchors) for comment in text.edition.comments),
    ):
        for anchor in anchors:
            if note := numbered.get(anchor.annotation.id):
                found.append(Placed(anchor.annotation, note, quoted(anchor, document), document, anchor))
    return tuple(sorted(found, key=lambda placed: placed.note.number))


def note_summaries(
    text: PlannedText, placed: Sequence[Placed], summary: TextSummary, proses: Proses, settings: Settings
) -> tuple[NoteSummary, ...]:
    """Return every note of a text: those `placed` in reading order, then those that have no place."""
    found = [_note(one.annotation, one.note.number, one.quotes[0], summary, proses, settings) for one in placed]
    seen = {one.annotation.id for one in placed}
    for orphan in text.edition.orphans:
        if orphan.annotation.id not in seen:
            seen.add(orphan.annotation.id)
            found.append(_note(orphan.annotation, 0, "", summary, proses, settings))
    return tuple(found)


def comment_summaries(text: PlannedText, summary: TextSummary) -> tuple[CommentSummary, ...]:
    """Return every comment on a text, as written."""
    return tuple(
        CommentSummary(
            text=summary,
            id=one.comment.id,
            author=one.comment.author,
            date=one.comment.date,
            stance=one.comment.stance,
            words=beginning(" ".join(one.document.plain[: 4 * LONGEST_BEGINNING].split()), LONGEST_BEGINNING),
        )
        for one in text.edition.comments
    )


def _note(
    annotation: Annotation, number: int, quote: str, text: TextSummary, proses: Proses, settings: Settings
) -> NoteSummary:
    prose = proses.of(annotation, Voice(text.address, text.lang))
    named = [name for name in prose.entities[:MOST_ENTITIES] if name in settings.entities]
    return NoteSummary(
        text=text,
        id=annotation.id,
        number=number,
        kind=annotation.kind,
        quote=shown_quote(quote, LONGEST_QUOTE),
        words=beginning(plain(prose.html), LONGEST_BEGINNING),
        verdict=annotation.verdict,
        date=annotation.date,
        checked=annotation.checked,
        updates=tuple([_update(annotation, index, text, proses, settings) for index in oldest_first(annotation)]),
        tags=annotation.tags,
        by=annotation.by,
        about=tuple(dict.fromkeys((*annotation.about, *named))),
        sources=with_cited(annotation.sources, prose.citations, settings.references),
        is_draft=annotation.draft,
        is_on_comment=annotation.on is not None,
    )


def _update(annotation: Annotation, index: int, text: TextSummary, proses: Proses, settings: Settings) -> UpdateSummary:
    update = annotation.updates[index]
    prose = proses.of_update(annotation, index, Voice(text.address, text.lang))
    return UpdateSummary(
        date=update.date,
        words=beginning(plain(prose.html), LONGEST_BEGINNING),
        sources=with_cited(update.sources, prose.citations, settings.references),
    )
