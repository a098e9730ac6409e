"""What readers may choose among on a text's page: kinds, annotators, tags and days.

Takes the notes of a page; gives the values of its controls. A control with one choice is left out.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from postil.core.kinds import kinds

from .notes import Desk
from .views import ChoicesView, ChoiceView, CountView, NoteView
from .words import counted, shown_date


def counts(notes: Iterable[NoteView], desk: Desk) -> tuple[CountView, ...]:
    """Count the notes by kind, in the order in which the kinds are defined, footnotes last."""
    numbers = Counter(note.kind for note in notes)
    order = [*kinds(desk.settings.site), *sorted(numbers)]
    views = []
    for name in dict.fromkeys(name for name in order if numbers[name]):
        count = numbers[name]
        if name == "footnote":
            label, mark = counted(desk.words, "footnotes", count), ""
        else:
            label = desk.kind_count(name, count)
            mark = desk.kind_mark(name)
        views.append(CountView(kind=name, label=label, mark=mark, count=count))
    return tuple(views)


def choices(notes: Sequence[NoteView], desk: Desk) -> ChoicesView:
    """Return by whom, about what and as of when the notes can be chosen."""
    annotators = {note.by: note.annotator or note.by for note in notes if note.by}
    tags = {tag.name: tag.title for note in notes for tag in note.tags}
    days = {note.date_iso for note in notes if note.date_iso}
    days.update(update.date_iso for note in notes for update in note.updates)
    return ChoicesView(
        annotators=_several(sorted(annotators.items(), key=lambda pair: (pair[1].casefold(), pair[0]))),
        tags=_several(sorted(tags.items(), key=lambda pair: (pair[1].casefold(), pair[0]))),
        days=_several([(day, shown_date(desk.words, day) or day) for day in sorted(days, reverse=True)]),
    )


def _several(pairs: Sequence[tuple[str, str]]) -> tuple[ChoiceView, ...]:
    return tuple(ChoiceView(value, title) for value, title in pairs) if len(pairs) > 1 else ()
