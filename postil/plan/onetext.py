"""One text about to be planned: with its address, and with its notes written once for all its pages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from postil.core.problems import Problem
from postil.core.values import dataclass

from .ground import Ground
from .notes import note_view
from .prose import Proses, Voice
from .summaries import (
    CommentSummary,
    NoteSummary,
    Placed,
    TextSummary,
    comment_summaries,
    note_summaries,
    placed_annotations,
)
from .texts import PlannedText
from .views import NoteView


@dataclass(frozen=True, slots=True)
class OneText:
    """A text with everything that its own pages are made of."""

    text: PlannedText
    ground: Ground
    proses: Proses
    summary: TextSummary
    """What lists say of it, before anything is known of its notes."""
    placed: tuple[Placed, ...]
    """Its annotations that have a place, in the order of their numbers."""
    notes: tuple[NoteSummary, ...]
    """The same, as lists have them."""
    unplaced: tuple[NoteSummary, ...]
    comments: tuple[CommentSummary, ...]
    views: Mapping[str, NoteView]
    """Every annotation's note by its id, in the language of the text, links from the root."""

    @classmethod
    def of(cls, text: PlannedText, ground: Ground) -> OneText:
        """Return a text with its notes read and written."""
        proses = ground.proses()
        summary = _summary(text)
        placed = placed_annotations(text)
        notes = note_summaries(text, placed, summary, proses, ground.settings)
        desk, voice = ground.desk(text.address, summary.lang), Voice(text.address, summary.lang)
        views = {
            one.annotation.id: note_view(one.annotation, desk, proses, voice, placed=one.note, quotes=one.quotes)
            for one in placed
        }
        for orphan in text.edition.orphans:
            if orphan.annotation.id not in views:
                views[orphan.annotation.id] = note_view(orphan.annotation, desk, proses, voice)
        return cls(
            text,
            ground,
            proses,
            summary,
            placed,
            tuple(note for note in notes if note.number),
            tuple(note for note in notes if not note.number),
            comment_summaries(text, summary),
            views,
        )

    def problems(self) -> Iterator[Problem]:
        """Yield what is wrong with the prose of its notes, placed or not, each once."""
        edition, voice = self.text.edition, Voice(self.text.address, self.summary.lang)
        annotations = [anchor.annotation for anchor in edition.anchors]
        annotations += [anchor.annotation for comment in edition.comments for anchor in comment.anchors]
        annotations += [orphan.annotation for orphan in edition.orphans]
        for annotation in {annotation.id: annotation for annotation in annotations}.values():
            note = self.proses.of(annotation, voice)
            yield from self.proses.problems(note, annotation.places, "note")
            for index in range(len(annotation.updates)):
                update = self.proses.of_update(annotation, index, voice)
                yield from self.proses.problems(update, annotation.places, "updates", index, "note")


def _summary(text: PlannedText) -> TextSummary:
    metadata = text.edition.document.metadata
    return TextSummary(
        path=text.edition.document.source.path,
        address=text.address,
        title=metadata.title,
        lang=metadata.lang,
        dir=metadata.dir,
        subtitle=metadata.subtitle,
        authors=metadata.authors,
        date=metadata.date,
        description=metadata.description,
        tags=metadata.tags,
        origin=metadata.origin,
        order=metadata.order,
        is_draft=metadata.draft,
        comments=len(text.edition.comments),
        notes=sum(len(part.notes) for part in (text.placed.text, *text.placed.comments.values())),
    )
