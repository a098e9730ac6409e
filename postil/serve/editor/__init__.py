"""The editor in the page: verbs from JSON to JSON, and the files that browsers get.

A verb is called with the lock held, by the server, which has let the request in. What it may be given is listed here;
anything else is refused before the verb sees it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from postil.serve.desk import Answer, Desk, Verb
from postil.serve.shipped import EDITOR as ASSETS

from . import reading, writing
from .shapes import AROUND_CHARACTERS, COUNT, NOTE_CHARACTERS, ON, TEXT, WORDS_CHARACTERS, WRITTEN, Rule, Shape, refusal

__all__ = ["ASSETS", "VERBS", "Answer", "Desk"]


def _of_shape(verb: Verb, **shape: Rule) -> Verb:
    """Return the verb, which refuses bodies of another shape."""
    wanted: Shape = shape

    def guarded(desk: Desk, body: Mapping[str, Any]) -> Answer:
        reason = refusal(body, wanted)
        return verb(desk, body) if reason is None else Answer(400, {"failed": reason})

    return guarded


AROUND = Rule(str, AROUND_CHARACTERS)
VERBS: Mapping[str, Verb] = {
    "open": _of_shape(reading.opened_text, text=TEXT),
    "note": _of_shape(reading.note, text=TEXT, id=TEXT),
    "describe": _of_shape(
        reading.described, text=TEXT, on=ON, words=Rule(str, WORDS_CHARACTERS), before=AROUND, after=AROUND, at=COUNT
    ),
    "find": _of_shape(reading.found, text=TEXT, quote=Rule(str, WORDS_CHARACTERS)),
    "preview": _of_shape(reading.preview, text=TEXT, note=Rule(str, NOTE_CHARACTERS)),
    "add": _of_shape(writing.add, text=TEXT, fields=WRITTEN),
    "change": _of_shape(writing.change, text=TEXT, id=TEXT, version=TEXT, fields=WRITTEN),
    "remove": _of_shape(writing.remove, text=TEXT, id=TEXT, version=TEXT),
    "choose": _of_shape(writing.choose, text=TEXT, id=TEXT, version=TEXT, which=COUNT, at=COUNT, length=COUNT),
    "undo": _of_shape(writing.undo),
}
"""What a page may ask for, by name."""
