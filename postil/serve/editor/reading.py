"""What the editor asks before anything is written: a text with all that a form needs, a note as written, a passage.

Each verb takes the desk and a body whose shape has been checked, and gives an `Answer`.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping
from typing import Any

from postil import anchoring
from postil.annotations import annotations as read_annotations
from postil.core.kinds import kinds, verdicts
from postil.core.model import Annotation, Document, Orphan, Range, Settings, Suggestion, TextFiles
from postil.core.problems import Problem, Severity
from postil.core.written import Quotation
from postil.core.yamltree import Tree
from postil.editions import Opened
from postil.plan.prose import beginning, plain
from postil.serve.desk import Answer, Desk

from .fields import laid_out
from .onpage import Seen

MOST_ORPHANS = 200
AROUND = 60
"""Characters shown on either side of a passage."""
SHOWN_NOTE = 160


def opened_text(desk: Desk, body: Mapping[str, Any]) -> Answer:
    """Return what a form for notes on a text offers, and the notes of it that have no place."""
    opened = desk.live.open(body["text"])
    if opened is None:
        return unknown_text()
    orphans = opened.edition.orphans
    settings = opened.settings
    return Answer(
        200,
        {
            "kinds": [
                {"value": name, "title": kind.label, "mark": kind.mark or ""}
                for name, kind in kinds(settings.site).items()
            ],
            "verdicts": [{"value": name, "title": label} for name, label in verdicts(settings.site).items()],
            "annotators": [{"value": key, "title": one.name} for key, one in settings.site.annotators.items()],
            "entities": [
                {"value": name, "title": entity.name, "more": " ".join((entity.type, *entity.also))}
                for name, entity in settings.entities.items()
            ],
            "references": list(_references(settings)),
            "tags": [{"value": tag, "title": tag} for tag in desk.live.tags()],
            "orphans": [_orphan(desk, opened, orphan) for orphan in orphans[:MOST_ORPHANS]],
            "lost": len(orphans),
            "undo": len(desk.history),
        },
    )


def note(desk: Desk, body: Mapping[str, Any]) -> Answer:
    """Return an annotation as it is written, and the version of its file."""
    opened = desk.live.open(body["text"])
    if opened is None:
        return unknown_text()
    found = annotation(opened.files, body["id"])
    if found is None:
        return Answer(404, {"failed": "this note is not in its file any more"})
    return Answer(200, as_written(found))


def described(desk: Desk, body: Mapping[str, Any]) -> Answer:
    """Return the passage that was selected: its quote with the shortest context, and where it stands on the page."""
    opened = desk.live.open(body["text"])
    if opened is None:
        return unknown_text()
    on = body.get("on")
    document = opened.spoken(on)
    if document is None:
        return Answer(404, {"failed": "this comment is not in its file any more"})
    chosen = Seen(document).chosen(body["words"], body["before"], body["after"], body["at"])
    if chosen is None:
        return Answer(422, {"problems": [_of_quote("these words are not in the text", "select words of the text")]})
    try:
        quotation = anchoring.describe(document, chosen)
    except ValueError:
        return Answer(422, {"problems": [_of_quote("there is nothing here to search for", "select some words")]})
    return Answer(200, _passage(document, on, chosen, quotation))


def found(desk: Desk, body: Mapping[str, Any]) -> Answer:
    """Return the passage that a typed quote means, or those that may be meant, in the text and its comments.

    Words that stand once in the text are meant there, whatever comments say.
    """
    opened = desk.live.open(body["text"])
    if opened is None:
        return unknown_text()
    quote = body["quote"].strip()
    if not quote or len(quote) > 2000:
        return Answer(422, {"problems": [_of_quote("this cannot be a quote", "type some words of the text")]})
    said = [(one.comment, one.document) for one in opened.edition.comments]
    certain: list[dict[str, Any]] = []
    likely: list[dict[str, Any]] = []
    problems: tuple[Problem, ...] = ()
    for on in (None, *(comment.id for comment, _ in said)):
        sought = Annotation(quote=quote, on=on, places=laid_out({"quote": quote}))
        looked = anchoring.edition(opened.name, opened.edition.document, [sought], said, as_read=opened.as_read)
        document = opened.spoken(on)
        if document is None:
            continue
        for anchor in (*looked.value.anchors, *(each for one in looked.value.comments for each in one.anchors)):
            certain.append(_passage(document, on, anchor.ranges[0], anchoring.describe(document, anchor.ranges[0])))
        if certain and on is None:
            break
        problems = problems or looked.problems
        for orphan in looked.value.orphans:
            ranges = [meant.range for meant in orphan.suggestions]
            passages = [_passage(document, on, each, anchoring.describe(document, each)) for each in ranges]
            (certain if orphan.reason == "quote-ambiguous" else likely).extend(passages)
    if len(certain) == 1:
        return Answer(200, certain[0])
    candidates = certain or likely
    wrong = [_of_quote(one.sentence, "" if candidates else one.hint or "") for one in problems[:1]]
    if certain and all(one["on"] for one in certain):
        wrong = [_of_quote("these words stand in several comments", "")]
    return Answer(200, {"problems": wrong, "candidates": candidates})


def preview(desk: Desk, body: Mapping[str, Any]) -> Answer:
    """Return the prose of a note as its page would show it, and what is wrong with it."""
    checked = desk.live.preview(body["text"], body["note"])
    problems = [
        {"sentence": one.sentence, "hint": one.hint or "", "is_error": one.severity is Severity.ERROR}
        for one in checked.problems
    ]
    return Answer(200, {"html": checked.value, "problems": problems})


# ------------------------------------------------------------------------------ parts of answers


def unknown_text() -> Answer:
    """Return the answer to a name that no text has, or whose files cannot be read."""
    return Answer(404, {"failed": "there is no such text, or its files cannot be read"})


def annotation(files: TextFiles, id_: str) -> Annotation | None:
    """Return the annotation of that id, as its file has it."""
    return next((one for one in read_annotations(files).value if one.id == id_), None)


def as_written(found: Annotation) -> dict[str, Any]:
    """Return an annotation's fields as its author wrote them, where, and the version of the file."""
    written = found.places
    place = written.at()
    return {
        "id": found.id,
        "fields": written.data if isinstance(written, Tree) else {},
        "version": written.source.digest,
        "path": place.path,
        "line": place.line,
    }


def orphan_key(orphan: Orphan) -> int:
    """Return which quote of its annotation has no place: -1 for its own, else the number among `also`."""
    if orphan.quotation is orphan.annotation:
        return -1
    return next(
        (number for number, other in enumerate(orphan.annotation.also) if other is orphan.quotation),
        orphan.annotation.also.index(orphan.quotation) if orphan.quotation in orphan.annotation.also else -1,
    )


def written_quotation(quotation: Quotation) -> dict[str, str]:
    """Return what a quotation says, as it is written."""
    values = dataclasses.asdict(quotation)
    return {name: str(value) for name, value in values.items() if value is not None}


def _passage(document: Document, on: str | None, range_: Range, quotation: Quotation) -> dict[str, Any]:
    before, after = _beside(document.plain, range_)
    return {
        "on": on,
        "quotation": written_quotation(quotation),
        "words": document.plain[range_.start : range_.end],
        "before": before,
        "after": after,
        **Seen(document).place(range_),
    }


def _beside(plain: str, range_: Range) -> tuple[str, str]:
    """Return what stands before a passage and after it in its paragraph, in whole words where there are spaces."""
    start, end = max(0, range_.start - AROUND), range_.end + AROUND
    _, is_whole, before = plain[start : range_.start].rpartition("\n\n")
    if start and not is_whole:
        before = f"…{before.partition(' ')[2] or before}"
    after, is_whole, _ = plain[range_.end : end].partition("\n\n")
    if end < len(plain) and not is_whole:
        after = f"{after.rpartition(' ')[0] or after}…"
    return before.replace("\n", " "), after.replace("\n", " ")


def _of_quote(sentence: str, hint: str) -> dict[str, str]:
    return {"field": "quote", "sentence": sentence, "hint": hint}


def _references(settings: Settings) -> Iterator[dict[str, str]]:
    for key, reference in settings.references.items():
        year = str(reference.date)[:4] if reference.date else ""
        more = " ".join(filter(None, (", ".join(reference.authors), year)))
        yield {"value": key, "title": reference.title, "more": more}


def _orphan(desk: Desk, opened: Opened, orphan: Orphan) -> dict[str, Any]:
    note = orphan.annotation
    document = opened.spoken(note.on)
    return {
        "id": note.id,
        "which": orphan_key(orphan),
        "kind": note.kind,
        "quote": orphan.quotation.quote,
        "until": orphan.quotation.until,
        "note": beginning(plain(desk.live.preview(opened.name, note.note or "").value), SHOWN_NOTE),
        "reason": orphan.reason,
        "version": note.places.source.digest,
        "candidates": [_candidate(document, note.on, one) for one in orphan.suggestions] if document else [],
    }


def _candidate(document: Document, on: str | None, suggestion: Suggestion) -> dict[str, Any]:
    return {
        **_passage(document, on, suggestion.range, Quotation(quote=suggestion.text, until=suggestion.until or None)),
        "line": suggestion.line,
        "likeness": round(100 * suggestion.score),
    }
