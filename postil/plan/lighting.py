"""The style sheet of one page: what lights up together, and what a reader's choices leave.

Made from the notes of the page and its controls, so that all of it works by `:has` alone:

    a note lights      whatever names it in `data-notes`, when that is pointed at, focused or the target
    a choice hides     notes and references that it leaves out, and takes the mark from their passages

A passage may belong to several notes and keeps its mark as long as one of them is shown; so notes are
taken together by what choices see of them. The trap: a page with very many notes would carry rules
by the hundred kilobyte, so beyond `MOST_NOTES` it has those of kinds only, and scripts do the rest.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from .views import ChoicesView, CommentView, CountView, NoteView, StyleView

MOST_NOTES = 300
"""Notes, and comments, for each of which the sheet of a page has rules."""
ESCAPED = re.compile(r"[^\w-]")
"""Characters that do not stand in a string of CSS as they are."""


def style(
    notes: Sequence[NoteView], comments: Iterable[CommentView], counts: Sequence[CountView], choices: ChoicesView
) -> StyleView | None:
    """Return the sheet of a page; `None` when there is nothing to light or to choose."""
    answering = [comment.id for comment in _all(comments) if comment.answers_address]
    rules: list[str] = []
    if len(notes) <= MOST_NOTES:
        rules += (_lit(note.id) for note in notes)
        rules += _chosen(notes, choices)
    else:
        rules += (_kind_left_out(count.kind) for count in counts)
    if len(answering) <= MOST_NOTES:
        rules += map(_lit_answer, answering)
    if not rules:
        return None
    sheet = "@layer controls{" + "".join(rules) + "}"
    digest = base64.b64encode(hashlib.sha256(sheet.encode()).digest()).decode()
    return StyleView(sheet, f"sha256-{digest}")


class _Seen(NamedTuple):
    """What the controls of a page see of a note."""

    kind: str
    by: str
    tags: tuple[str, ...]


def _all(comments: Iterable[CommentView]) -> Iterator[CommentView]:
    for comment in comments:
        yield comment
        yield from _all(comment.replies)


def _lit(identifier: str) -> str:
    """Return the rule that ties a note to its passages and references."""
    selector = f"[data-notes~={_string(identifier)}]"
    return f":root:has({selector}:is(:hover,:focus-within,:target)) {selector}{{--lit:1}}"


def _lit_answer(identifier: str) -> str:
    """Return the rule that ties a comment to the passage that it answers."""
    selector = f":is([data-answers~={_string(identifier)}],[id={_string(f'comment-{identifier}')}])"
    return f":root:has({selector}:is(:hover,:focus-within,:target)) {selector}{{--lit:1}}"


def _chosen(notes: Sequence[NoteView], choices: ChoicesView) -> Iterator[str]:
    """Yield two rules for the notes that are alike to the controls: one hides them, one marks their passages."""
    alike: dict[_Seen, list[str]] = {}
    for note in notes:
        by = note.by or "" if choices.annotators else ""
        tags = tuple(sorted(tag.name for tag in note.tags)) if choices.tags else ()
        alike.setdefault(_Seen(note.kind, by, tags), []).append(note.id)
    if alike:
        yield ":root:has([id=page-controls]) .passage{--shown:0}"
    for seen, identifiers in alike.items():
        conditions = [f"[name=kind][value={_string(seen.kind)}]:not(:checked)"]
        if choices.annotators:
            conditions.append(_other_option("by", [seen.by]))
        if choices.tags:
            conditions.append(_other_option("tag", seen.tags))
        is_left_out = f":has({','.join(conditions)})"
        named = ",".join(f"[data-notes~={_string(identifier)}]" for identifier in identifiers)
        yield f":root{is_left_out} :is(.note,.ref,.rail a):is({named}){{display:none}}"
        yield f":root:not({is_left_out}) .passage:is({named}){{--shown:1}}"


def _kind_left_out(kind: str) -> str:
    """Return the rules of one kind for a page with too many notes to name."""
    condition = f":root:has([name=kind][value={_string(kind)}]:not(:checked))"
    return (
        f"{condition} :is(.note,.ref,.rail a)[data-kind={_string(kind)}]{{display:none}}"
        f"{condition} .passage[data-kinds={_string(kind)}]{{--shown:0}}"
    )


def _other_option(name: str, values: Iterable[str]) -> str:
    """Return what there is when something else is chosen than everything or one of the values."""
    options = ",".join(f"[value={_string(value)}]" for value in dict.fromkeys(("", *values)))
    return f"[name={name}] :checked:not({options})"


def _string(words: str) -> str:
    """Return words as a string of CSS that is safe inside `style`: all but letters and digits escaped."""
    return '"' + ESCAPED.sub(lambda sign: f"\\{ord(sign[0]):x} ", words) + '"'
