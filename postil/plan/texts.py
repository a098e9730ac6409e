"""The page of a text: its head, its blocks with their notes, comments, endnotes.

The frame around it (`site`, `words`, `listing`, `breadcrumbs`) is not known here; `framing` sets it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache

from postil.core.model import CommentEdition, Edition, PlacedEdition, PlacedText
from postil.core.values import dataclass, replace

from .choices import choices, counts
from .framing import UNFRAMED
from .lighting import style
from .notes import Desk, footnote_view, seen_from, tag_views
from .rail import rail
from .sources import linked, origin_view
from .suggesting import Suggesting
from .views import (
    BlockView,
    CommentView,
    HeadingView,
    NoteView,
    TextView,
    UnplacedView,
)
from .words import counted, shown_date, shown_names, shown_quote, shown_share

DEEPEST_THREAD = 6
"""Levels of comments that are set inside one another."""
LONGEST_ANSWERED = 300
"""Characters of the passage that a comment answers."""
HEADINGS_FOR_CONTENTS = 3
"""A text with fewer headings needs no table of contents."""


@dataclass(frozen=True, slots=True)
class PlannedText:
    """A text with everything that pages need to know of it."""

    edition: Edition
    placed: PlacedEdition
    address: str


def text_view(text: PlannedText, written: Mapping[str, NoteView], desk: Desk) -> TextView:
    """Return what the layout of a text's page needs. `written` are its annotations' notes by id, from the root."""
    edition, placed, words = text.edition, text.placed, desk.words
    metadata = edition.document.metadata
    notes = _notes(text, written, desk)
    offsets = {anchor.annotation.id: anchor.ranges[0].start for anchor in edition.anchors}
    suggesting = Suggesting.of(text.address, edition.document, desk)
    shown = tuple(sorted(notes.values(), key=lambda note: note.number))
    is_excerpt = metadata.rights == "excerpts"
    comments = _comments(edition, placed, notes, desk, suggesting)
    kinds, chosen = counts(shown, desk), choices(shown, desk)
    return TextView(
        site=UNFRAMED,
        words={},
        title=metadata.title,
        lang=metadata.lang,
        dir=metadata.dir,
        blocks=_blocks(placed.text, notes, suggesting),
        notes=shown,
        subtitle=metadata.subtitle,
        authors=shown_names(words, metadata.authors),
        date=shown_date(words, metadata.date),
        date_iso=metadata.date,
        description=metadata.description,
        tags=tag_views(metadata.tags, desk.here),
        origin=origin_view(metadata.origin, words) if metadata.origin else None,
        is_excerpt=is_excerpt,
        share_label=shown_share(words, placed.text.share) if is_excerpt else "",
        is_draft=metadata.draft,
        counts=kinds,
        choices=chosen,
        counts_label=counted(words, "notes", len(notes)),
        headings=() if is_excerpt else _headings(edition),
        unplaced=_unplaced(edition, notes, written, desk),
        comments=comments,
        comments_label=counted(words, "comments", len(edition.comments)),
        rail=rail(shown, offsets, edition.document),
        suggest=suggesting.view if suggesting else None,
        cite=desk.here.to(f"{text.address}cite/") if text.address else None,
        all_notes=desk.here.to(f"{text.address}notes/") if shown else None,
        style=style(shown, comments, kinds, chosen),
    )


def _notes(text: PlannedText, written: Mapping[str, NoteView], desk: Desk) -> dict[str, NoteView]:
    """Return every placed note by its id, of the text and of its comments, each knowing its neighbours."""
    edition, address = text.edition, text.address
    anchors = [*edition.anchors, *(anchor for comment in edition.comments for anchor in comment.anchors)]
    annotations = {anchor.annotation.id: anchor.annotation for anchor in anchors}
    placed = (note for part in (text.placed.text, *text.placed.comments.values()) for note in part.notes)
    ordered = sorted(placed, key=lambda note: note.number)
    repository = desk.repository
    firsts = [None, *(note.references[0] if note.references else None for note in ordered), None]
    labels = cache(lambda sources: _whole_label(sources, desk))
    views: dict[str, NoteView] = {}
    for before, note, after in zip(firsts, ordered, firsts[2:], strict=False):
        annotation = annotations.get(note.id)
        if annotation is None:
            footnote = footnote_view(note, desk.words)
            views[note.id] = replace(footnote, previous=before, next=after, whole_label=labels(0))
            continue
        whole = written[note.id]
        views[note.id] = seen_from(
            whole,
            desk.here,
            previous=before,
            next=after,
            whole_label=labels(len(whole.sources) + sum([len(update.sources) for update in whole.updates])),
            cite_address=desk.here.to(f"{address}cite/#note-{note.id}") if address else None,
            edit_address=repository.edit(annotation.places.at()) if repository else None,
        )
    return views


def _whole_label(sources: int, desk: Desk) -> str:
    return " · ".join(filter(None, (counted(desk.words, "sources", sources), desk.words["whole-note"])))


def _blocks(
    placed: PlacedText, notes: Mapping[str, NoteView], suggesting: Suggesting | None, on: str | None = None
) -> tuple[BlockView, ...]:
    proposals = suggesting.of_blocks(placed.blocks, on) if suggesting else [None] * len(placed.blocks)
    return tuple(
        BlockView(block.block_html, tuple(notes[name] for name in block.notes), block.id, proposal)
        for block, proposal in zip(placed.blocks, proposals, strict=True)
    )


def _headings(edition: Edition) -> tuple[HeadingView, ...]:
    headings = edition.document.headings
    if len(headings) < HEADINGS_FOR_CONTENTS:
        return ()
    return tuple(HeadingView(heading.level, heading.text, f"#{heading.id}") for heading in headings)


def _unplaced(
    edition: Edition, notes: Mapping[str, NoteView], written: Mapping[str, NoteView], desk: Desk
) -> tuple[UnplacedView, ...]:
    """Return every quote without a place, with its note. A note may have several such quotes, and a place too.

    Under `rights: excerpts` the quote itself stays out: its words may be of a sentence that is not published.
    """
    is_excerpt = edition.document.metadata.rights == "excerpts"
    views = dict(notes)
    unplaced = []
    for orphan in edition.orphans:
        name = orphan.annotation.id
        is_first = name not in views
        if is_first:
            views[name] = seen_from(written[name], desk.here)
        reason = desk.words[f"unplaced-{orphan.reason}"]
        quote = "" if is_excerpt else orphan.quotation.quote
        unplaced.append(UnplacedView(quote, reason, views[name], is_first))
    return tuple(unplaced)


def _comments(
    edition: Edition,
    placed: PlacedEdition,
    notes: Mapping[str, NoteView],
    desk: Desk,
    suggesting: Suggesting | None,
) -> tuple[CommentView, ...]:
    """Return the threads: the comments that reply to none, each with its replies below it.

    Replies deeper than `DEEPEST_THREAD` follow in one row, since no page is wide enough for more.
    """
    shown = {comment.comment.id for comment in edition.comments}
    answering: dict[str | None, list[CommentEdition]] = {}
    for comment in edition.comments:
        # A reply to a draft stands by itself until the draft is published.
        answered = comment.comment.reply_to if comment.comment.reply_to in shown else None
        answering.setdefault(answered, []).append(comment)

    def view(comment: CommentEdition) -> CommentView:
        name = comment.comment.id
        return _comment(comment, _blocks(placed.comments[name], notes, suggesting, name), edition, desk)

    def thread(parent: str | None, depth: int) -> Iterator[CommentView]:
        for comment in answering.get(parent, ()):
            if depth < DEEPEST_THREAD:
                yield replace(view(comment), replies=tuple(thread(comment.comment.id, depth + 1)))
                continue
            following = [comment]
            while following:
                one = following.pop()
                yield view(one)
                following += reversed(answering.get(one.comment.id, []))

    return tuple(thread(None, 1))


def _comment(edition: CommentEdition, blocks: tuple[BlockView, ...], text: Edition, desk: Desk) -> CommentView:
    comment, words = edition.comment, desk.words
    return CommentView(
        id=comment.id,
        author=comment.author or words["anonymous"],
        blocks=blocks,
        date=shown_date(words, comment.date),
        date_iso=comment.date,
        address=linked(comment.url),
        stance=comment.stance,
        stance_label=words[f"stance-{comment.stance}"] if comment.stance else None,
        answers_quote=_answered(edition, text),
        answers_address=f"#answer-{comment.id}" if edition.answers else None,
        is_draft=comment.draft,
    )


def _answered(edition: CommentEdition, text: Edition) -> str | None:
    """Return the words that a comment answers: those of the passage, or those quoted where it has no place.

    Words without a place may be of a sentence that `rights: excerpts` leaves out, so there they are not shown.
    """
    if edition.answers:
        return shown_quote(text.document.plain[edition.answers.start : edition.answers.end], LONGEST_ANSWERED)
    if edition.comment.answers is None or text.document.metadata.rights == "excerpts":
        return None
    return shown_quote(edition.comment.answers.quote, LONGEST_ANSWERED)
