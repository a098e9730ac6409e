"""What a search finds of a text: the text, each comment, each note, paragraph by paragraph.

What is found is told by values alone: the published words of blocks, the prose of notes as read for
their pages. Drafts that are not built, and words that `rights: excerpts` leaves out, are in none of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from postil.core.model import Annotation, Part, PlacedBlock, Record, Reference, SearchedText
from postil.core.written import CitedSource

from .framing import SEARCH_ADDRESS
from .notes import Desk
from .onetext import OneText
from .prose import Voice, plain
from .texts import PlannedText

FOOTNOTE = "footnote"
"""The kind of a record that is a footnote of the text itself."""


def searched(one: OneText) -> SearchedText:
    """Return a text with everything on its page that a search finds."""
    text, desk = one.text, one.ground.desk(SEARCH_ADDRESS)
    metadata = text.edition.document.metadata
    head = [Part("", _line(words)) for words in (metadata.subtitle, metadata.description) if words]
    whole = Record("text", "", _line(metadata.title), (*head, *_parts(text.placed.text.blocks)))
    records = [whole, *_notes(one), *_comments(text, desk)]
    return SearchedText(
        title=metadata.title,
        address=desk.here.to(text.address),
        lang=metadata.lang,
        dir=metadata.dir,
        records=tuple(record for record in records if record.title or record.parts),
    )


def _notes(one: OneText) -> Iterator[Record]:
    """Yield the notes of the text and of its comments by number, then those without a place, then its footnotes."""
    text = one.text
    voice = Voice(text.address, one.summary.lang)
    seen = set()
    for placed in one.placed:
        seen.add(placed.annotation.id)
        yield _note(placed.annotation, " … ".join(placed.quotes), voice, one)
    for orphan in text.edition.orphans:
        if orphan.annotation.id not in seen:
            seen.add(orphan.annotation.id)
            yield _note(orphan.annotation, "", voice, one)
    for note in text.placed.text.notes:
        if note.footnote_html is not None:
            yield Record(FOOTNOTE, f"note-{note.id}", "", (Part("", plain(note.footnote_html)),))


def _note(annotation: Annotation, quote: str, voice: Voice, one: OneText) -> Record:
    proses = one.proses
    said = [
        proses.of(annotation, voice),
        *(proses.of_update(annotation, n, voice) for n in range(len(annotation.updates))),
    ]
    words = [plain(prose.html) for prose in said]
    written = (annotation.sources, *(update.sources for update in annotation.updates))
    words += [_line(_name(source, one.ground.settings.references)) for several in written for source in several]
    return Record(
        annotation.kind, f"note-{annotation.id}", _line(quote), tuple([Part("", some) for some in words if some])
    )


def _name(source: CitedSource, references: Mapping[str, Reference]) -> str:
    reference = references.get(source.ref or "")
    return source.title or (reference.title if reference else "")


def _comments(text: PlannedText, desk: Desk) -> Iterator[Record]:
    for one in text.edition.comments:
        author = _line(one.comment.author or desk.words["anonymous"])
        said = _parts(text.placed.comments[one.comment.id].blocks)
        yield Record("comment", f"comment-{one.comment.id}", author, said)


def _parts(blocks: Iterable[PlacedBlock]) -> tuple[Part, ...]:
    return tuple([Part(block.id or "", block.words) for block in blocks if block.words])


def _line(words: str) -> str:
    return " ".join(words.split())
