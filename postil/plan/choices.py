"""What readers may choose among on a text's page: kinds, annotators, tags and days.

Takes the notes of a page; gives the values of its controls. A control with one choice is left out.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from postil.core.kinds import kinds

from .lighting import MOST_NOTES
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
    """Return by whom, about what and as of when the notes can be chosen.

    Of very many notes only kinds and days are a choice, since a sheet with all their rules would outweigh them.
    """
    chosen = notes if len(notes) <= MOST_NOTES else ()
    annotators = {note.by: note.annotator or note.by for note in chosen if note.by}
    tags = {tag.name: tag.title for note in chosen for tag in note.tags}
    days = {note.date_iso for note in notes if note.date_iso}
    days.update(update.date_iso for note in notes for update in note.updates)
    return ChoicesView(
        annotators=_several(_by_title(annotators)),
        tags=_several(_by_title(tags)),
        days=_several([(day, shown_date(desk.words, day) or day) for day in sorted(days, reverse=True)]),
    )


def _by_title(titles: Mapping[str, str]) -> list[tuple[str, str]]:
    return sorted(titles.items(), key=lambda pair: (pair[1].casefold(), pair[0]))


def _several(pairs: Sequence[tuple[str, str]]) -> tuple[ChoiceView, ...]:
    return tuple(ChoiceView(value, title) for value, title in pairs) if len(pairs) > 1 else ()
