"""What the editor writes: a note added, changed, removed, put into its place; and the last of these taken back.

Nothing is written when a field is wrong, when the passage is not certain, or when the file is not the one that the
page has seen; then the answer says so, with the note as its file has it now. What is written, and how, is decided by
`authoring`, and `write/authored` has the last look at the file.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from postil import anchoring, authoring, gather
from postil.authoring import Change
from postil.core.model import Annotation, Document, Orphan, Range, Suggestion
from postil.core.problems import Checked
from postil.core.written import Quotation
from postil.core.yamltree import Tree
from postil.editions import Opened, passage
from postil.serve.desk import Answer, Desk

from .fields import said_of, wrong_fields
from .onpage import Seen
from .reading import annotation, as_written, orphan_key, unknown_text, written_quotation

QUOTATION = ("quote", "prefix", "suffix", "occurrence", "until")
CHANGED = "file-changed"
"""The code of the problem that somebody else wrote to the file in between."""


def add(desk: Desk, body: Mapping[str, Any]) -> Answer:
    """Add an annotation to a text."""
    opened = desk.live.open(body["text"])
    if opened is None:
        return unknown_text()
    fields = {name: value for name, value in body["fields"].items() if value}
    if wrong := _wrong(desk, opened, fields):
        return Answer(422, {"problems": wrong})
    return _written(desk, body["text"], authoring.added(opened.files, fields), verb="add")


def change(desk: Desk, body: Mapping[str, Any]) -> Answer:
    """Change some fields of an annotation; those not given stay as they are written."""
    current = _current(desk, body)
    if isinstance(current, Answer):
        return current
    opened, found = current
    merged = {**_data(found), **body["fields"]}
    if wrong := _wrong(desk, opened, {name: value for name, value in merged.items() if value}, body["fields"]):
        return Answer(422, {"problems": wrong})
    return _written(desk, body["text"], authoring.changed(opened.files, found.id, body["fields"]), verb="change")


def remove(desk: Desk, body: Mapping[str, Any]) -> Answer:
    """Remove an annotation from its file."""
    current = _current(desk, body)
    if isinstance(current, Answer):
        return current
    opened, found = current
    return _written(desk, body["text"], authoring.removed(opened.files, found.id), verb="remove")


def choose(desk: Desk, body: Mapping[str, Any]) -> Answer:
    """Give a quote without a certain place the passage that somebody has chosen among its candidates."""
    current = _current(desk, body)
    if isinstance(current, Answer):
        return current
    opened, found = current
    meant = _meant(opened, body)
    document = opened.spoken(found.on)
    if meant is None or document is None:
        return Answer(404, {"failed": "this passage is not a candidate any more"})
    orphan, suggestion = meant
    words = _words(orphan, suggestion, document)
    fields: dict[str, Any] = words
    if (number := orphan_key(orphan)) >= 0:
        also = [*_data(found)["also"]]
        # A quotation may be written as its quote alone.
        old = also[number] if isinstance(also[number], dict) else {}
        also[number] = {name: value for name, value in {**old, **words}.items() if value}
        fields = {"also": also}
    return _written(desk, body["text"], authoring.changed(opened.files, found.id, fields), verb="choose")


def undo(desk: Desk, _body: Mapping[str, Any]) -> Answer:
    """Take back the last thing that was written in this run."""
    undone = desk.history.undone(desk.root)
    if undone.problems:
        return Answer(409, {"problems": said_of(undone.problems), "undo": len(desk.history)})
    desk.ask_for_renewal()
    change = undone.value
    if change is None:
        return Answer(200, {"id": None, "undo": 0})
    where = {"path": change.path, "text": gather.text_of(change.path)}
    return Answer(200, {"id": change.id, **where, "undo": len(desk.history)})


# ---------------------------------------------------------------------------- parts of writing


def _current(desk: Desk, body: Mapping[str, Any]) -> tuple[Opened, Annotation] | Answer:
    """Return a text and the annotation meant, or what is to be answered when it is not as it was seen."""
    opened = desk.live.open(body["text"])
    if opened is None:
        return unknown_text()
    found = annotation(opened.files, body["id"])
    if found is None or found.places.source.digest != body["version"]:
        return _conflict(found)
    return opened, found


def _wrong(
    desk: Desk, opened: Opened, fields: Mapping[str, Any], given: Mapping[str, Any] | None = None
) -> list[dict[str, str]]:
    """Return what is wrong with all fields; with the passage only when it is among those `given`."""
    wrong = wrong_fields(fields, opened.settings, lambda note: desk.live.preview(opened.name, note))
    if wrong or not {*QUOTATION, "on"} & (fields if given is None else given).keys():
        return wrong
    number = fields.get("occurrence")
    quotation = Quotation(
        quote=fields["quote"],
        prefix=fields.get("prefix"),
        suffix=fields.get("suffix"),
        until=fields.get("until"),
        occurrence=int(number) if number else None,
    )
    looked = passage(opened, quotation, on=fields.get("on"))
    if looked.value.range is not None:
        return []
    said = said_of(looked.problems) or [{"sentence": "these words have no certain place", "hint": "select them anew"}]
    return [{**said[0], "field": "quote"}]


def _written(desk: Desk, text: str, checked: Checked[Change | None], *, verb: str) -> Answer:
    """Save a change, remember it, and have the site renewed."""
    made = checked.value
    if made is None:
        if checked.problems:
            return Answer(422, {"problems": said_of(checked.problems)})
        return Answer(200, {"id": None, "undo": len(desk.history)})
    problems = desk.history.saved(desk.root, made)
    if any(problem.code == CHANGED for problem in problems):
        opened = desk.live.open(text)
        return _conflict(annotation(opened.files, made.id) if opened and verb != "add" else None)
    if problems:
        return Answer(422, {"problems": said_of(problems)})
    desk.ask_for_renewal()
    return Answer(200, {"id": made.id, "path": made.path, "undo": len(desk.history)})


def _conflict(found: Annotation | None) -> Answer:
    """Return the answer when the file is not the one that the page has seen: the note as it is now, if it is."""
    return Answer(409, {"theirs": as_written(found) if found else None})


def _data(found: Annotation) -> Mapping[str, Any]:
    return found.places.data if isinstance(found.places, Tree) else {}


def _meant(opened: Opened, body: Mapping[str, Any]) -> tuple[Orphan, Suggestion] | None:
    """Return the orphan and the candidate that were chosen, by where the candidate stands on the page."""
    for orphan in opened.edition.orphans:
        document = opened.spoken(orphan.annotation.on)
        if orphan.annotation.id != body["id"] or orphan_key(orphan) != body["which"] or document is None:
            continue
        seen = Seen(document)
        for suggestion in orphan.suggestions:
            if seen.place(suggestion.range) == {"at": body["at"], "length": body["length"]}:
                return orphan, suggestion
    return None


def _words(orphan: Orphan, suggestion: Suggestion, document: Document) -> dict[str, Any]:
    """Return the words that name the chosen passage. An author's own spelling of the quote stays where it was found."""
    if orphan.reason == "until-not-found":
        return {"until": suggestion.until}
    beginning = Range(suggestion.range.start, suggestion.range.start + len(suggestion.text))
    named = written_quotation(anchoring.describe(document, beginning, whole=True))
    names = (
        ("prefix", "suffix", "occurrence")
        if orphan.reason == "quote-ambiguous"
        else ("quote", "prefix", "suffix", "occurrence")
    )
    until = suggestion.until or named.get("until")
    return {**{name: named.get(name) for name in names}, **({"until": until} if until else {})}
