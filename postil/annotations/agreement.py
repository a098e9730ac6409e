"""Whether annotations agree with the site's settings: kinds, verdicts, annotators, entities, sources.

Takes annotations that have been read and gives what is wrong with them. It stands apart from
reading because only what is published is asked: a draft may name what does not exist yet.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from postil.core.citing import source_problems, unknown_entity
from postil.core.dates import Day
from postil.core.kinds import kinds, verdicts
from postil.core.model import Annotation, Settings
from postil.core.problems import Problem, Severity
from postil.core.schema import did_you_mean


def against_settings(annotations: Iterable[Annotation], settings: Settings, *, today: Day) -> tuple[Problem, ...]:
    """Return what the annotations name that the site does not have, and checks that are due by `today`."""
    known_kinds, scale = tuple(kinds(settings.site)), tuple(verdicts(settings.site))
    problems: list[Problem] = []
    for annotation in annotations:
        places = annotation.places
        if annotation.kind not in known_kinds:
            hint = did_you_mean(annotation.kind, known_kinds) or f"one of: {', '.join(known_kinds)}"
            sentence = f"there is no kind of annotation `{annotation.kind}`"
            problems.append(Problem("unknown-kind", sentence, places.at("kind"), hint))
        else:
            problems += _verdict(annotation, scale)
        problems += _people_and_things(annotation, settings)
        problems += source_problems(annotation.sources, settings.references, places, "sources")
        for number, update in enumerate(annotation.updates):
            path = ("updates", number, "sources")
            problems += source_problems(update.sources, settings.references, places, *path)
        if annotation.recheck is not None and annotation.recheck <= today:
            sentence = f"this note was to be checked again by {annotation.recheck}"
            hint = "check it, then move `checked` and `recheck`"
            problems.append(Problem("recheck-due", sentence, places.at("recheck"), hint, Severity.WARNING))
        problems += _dates(annotation)
    return tuple(problems)


def _dates(annotation: Annotation) -> Iterator[Problem]:
    """Yield a warning for each update that is dated before its note."""
    for number, update in enumerate(annotation.updates):
        if annotation.date is not None and update.date < annotation.date:
            sentence = f"this update is of {update.date}, before its note was written on {annotation.date}"
            place = annotation.places.at("updates", number, "date")
            yield Problem("impossible-date", sentence, place, "mend one of the two dates", Severity.WARNING)


def _verdict(annotation: Annotation, scale: tuple[str, ...]) -> Iterator[Problem]:
    verdict = annotation.verdict
    if verdict is None:
        return
    if annotation.kind != "check":
        sentence = f"a note of kind `{annotation.kind}` has no verdict"
        hint = "write `kind: check`, or remove `verdict`"
        yield Problem("unknown-verdict", sentence, annotation.places.at("verdict"), hint)
    elif verdict not in scale:
        hint = did_you_mean(verdict, scale) or f"one of: {', '.join(scale)}"
        sentence = f"`{verdict}` is not on the scale of verdicts"
        yield Problem("unknown-verdict", sentence, annotation.places.at("verdict"), hint)


def _people_and_things(annotation: Annotation, settings: Settings) -> Iterator[Problem]:
    people = tuple(settings.site.annotators)
    if annotation.by is not None and annotation.by not in people:
        hint = did_you_mean(annotation.by, people) or "add the name below `annotators` in site.yaml"
        sentence = f"`{annotation.by}` is no annotator of site.yaml"
        yield Problem("unknown-annotator", sentence, annotation.places.at("by"), hint)
    for number, name in enumerate(annotation.about):
        if name not in settings.entities:
            yield unknown_entity(name, settings.entities, annotation.places.at("about", number))
