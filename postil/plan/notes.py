"""Notes as readers see them, for one page.

The prose of a note is rendered for the page that shows it, because its links are relative.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from postil import markup
from postil.core.citing import broken_link, forbidden_link, unknown_citation, unknown_entity
from postil.core.kinds import kind_label, kinds, verdict_label
from postil.core.model import Anchor, Annotation, Document, PlacedNote, Places, Settings
from postil.core.problems import Place, Problem, Severity
from postil.core.written import CitedSource

from .sources import linked, reference_name, source_view
from .views import LinkView, NoteView, SourceView, UpdateView
from .ways import Standpoint
from .words import Words, shown_date, shown_quote

MOST_ENTITIES = 50
"""Entities that one prose may link to. Each shows the note on its page, so more would multiply."""


@dataclass(slots=True)
class Desk:
    """What is needed to write the notes of one page, and what comes up while they are written."""

    settings: Settings
    words: Words
    here: Standpoint
    lang: str
    problems: list[Problem] = field(default_factory=list)
    mentions: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """Entities that the prose of a note links to, by the note's whole address."""

    def kind_label(self, name: str, *, plural: bool = False) -> str:
        """Return what a kind is called in the language of the page."""
        return kind_label(name, self.settings.site, self.words, plural=plural)

    def kind_mark(self, name: str) -> str:
        """Return the sign of a kind; none for one that nobody knows, which is a problem elsewhere."""
        kind = kinds(self.settings.site).get(name)
        return kind.mark or "" if kind else ""

    def entity(self, name: str) -> markup.LinkTarget | None:
        """Return the link to an entity's page."""
        entity = self.settings.entities.get(name)
        return None if entity is None else markup.LinkTarget(entity.name, self.here.to(entity_address(name)))

    def cited(self, key: str) -> markup.LinkTarget | None:
        """Return the link to a reference, by its short name."""
        reference = self.settings.references.get(key)
        return None if reference is None else markup.LinkTarget(reference_name(reference), linked(reference.url))


def entity_address(name: str) -> str:
    """Return where the page of an entity stands."""
    return f"entities/{name}/"


def note_view(
    annotation: Annotation, desk: Desk, *, placed: PlacedNote | None = None, quotes: Iterable[str] = ()
) -> NoteView:
    """Return an annotation's note; one that has no place bears the number 0."""
    settings, words = desk.settings, desk.words
    rendered = _prose(annotation.note, desk, annotation, "note")
    desk.mentions[f"{desk.here.address}#note-{annotation.id}"] = rendered.entities[:MOST_ENTITIES]
    annotator = settings.site.annotators.get(annotation.by or "")
    return NoteView(
        id=annotation.id,
        number=placed.number if placed else 0,
        kind=annotation.kind,
        kind_label=desk.kind_label(annotation.kind),
        kind_mark=desk.kind_mark(annotation.kind),
        prose_html=rendered.html,
        references=placed.references if placed else (),
        quotes=tuple(shown_quote(quote) for quote in quotes),
        verdict=annotation.verdict,
        verdict_label=annotation.verdict and verdict_label(annotation.verdict, settings.site, words),
        sources=_sources(annotation.sources, rendered.citations, desk),
        annotator=annotator.name if annotator else annotation.by,
        annotator_address=linked(annotator.url) if annotator else None,
        date=shown_date(words, annotation.date),
        date_iso=annotation.date,
        checked=shown_date(words, annotation.checked),
        checked_iso=annotation.checked,
        recheck=shown_date(words, annotation.recheck),
        updates=tuple(
            _update_view(annotation, index, desk)
            for index, _ in sorted(enumerate(annotation.updates), key=lambda pair: pair[1].date)
        ),
        tags=annotation.tags,
        about=tuple(
            LinkView(entity.name, desk.here.to(entity_address(name)))
            for name in dict.fromkeys((*annotation.about, *rendered.entities))
            if (entity := settings.entities.get(name))
        ),
        is_draft=annotation.draft,
    )


def footnote_view(placed: PlacedNote, words: Words) -> NoteView:
    """Return a footnote of the text itself."""
    return NoteView(
        id=placed.id,
        number=placed.number,
        kind="footnote",
        kind_label=words["footnote"],
        kind_mark="",
        prose_html=placed.footnote_html or "",
        references=placed.references,
    )


def quoted(anchor: Anchor, document: Document) -> tuple[str, ...]:
    """Return the words of an anchor's passages."""
    return tuple(document.plain[found.start : found.end] for found in anchor.ranges)


def _update_view(annotation: Annotation, index: int, desk: Desk) -> UpdateView:
    update = annotation.updates[index]
    rendered = _prose(update.note, desk, annotation, "updates", index, "note")
    return UpdateView(
        date=shown_date(desk.words, update.date) or "",
        date_iso=update.date,
        prose_html=rendered.html,
        sources=_sources(update.sources, rendered.citations, desk),
    )


def _prose(markdown: str | None, desk: Desk, annotation: Annotation, *path: str | int) -> markup.Prose:
    return prose(markdown or "", desk, annotation.places, path)


def prose(markdown: str, desk: Desk, places: Places | None, path: tuple[str | int, ...]) -> markup.Prose:
    """Return the Markdown that stands at `path` in its file, rendered for the page of the desk."""
    source = places.source.path if places else "content/"
    rendered = markup.prose(
        markdown,
        lang=desk.lang,
        address=lambda href: desk.here.link(href, beside=source),
        cite=desk.cited,
        entity=desk.entity,
    )
    for missing in rendered.missing:
        place = places.inside(path, missing.line, missing.column, missing.length) if places else Place(source)
        desk.problems.append(_problem(missing, place, desk.settings))
    if len(rendered.entities) > MOST_ENTITIES:
        sentence = f"this links to {len(rendered.entities):,} entities; {MOST_ENTITIES} are the most"
        place = places.at(*path) if places else Place(source)
        desk.problems.append(Problem("too-long", sentence, place, "divide the note"))
    return rendered


IN_VAIN = {
    "raw-html": (
        Severity.WARNING,
        "{} is shown as characters, not as markup",
        "notes never hold HTML: write it in Markdown, or put it between backticks",
    ),
    "missing-footnote": (
        Severity.WARNING,
        "[^{}] is shown as characters, because notes have no footnotes",
        "footnotes belong to the text; write it into the note",
    ),
    "nested-too-deep": (
        Severity.ERROR,
        "the words here are lost, because lists or quotations stand too deep in one another",
        "bring them some levels up",
    ),
}
"""What is said of markup that notes do not have."""


def _problem(missing: markup.Missing, place: Place, settings: Settings) -> Problem:
    """Return what is said of a thing that a prose names and that is not there."""
    match missing.code:
        case "unknown-citation":
            return unknown_citation(missing.name, settings.references, place)
        case "unknown-entity":
            return unknown_entity(missing.name, settings.entities, place)
        case "broken-link":
            return broken_link(missing.name, place)
        case "forbidden-link":
            return forbidden_link(missing.name, place, in_prose=True)
    severity, sentence, hint = IN_VAIN[missing.code]
    return Problem(missing.code, sentence.format(missing.name), place, hint, severity)


def _sources(
    written: Iterable[CitedSource], citations: Iterable[markup.Citation], desk: Desk
) -> tuple[SourceView, ...]:
    """Return the sources as listed, then those that the prose cites and the list does not name."""
    references: Mapping[str, object] = desk.settings.references
    listed = tuple(written)
    named = {source.ref for source in listed if source.ref}
    cited: dict[str, CitedSource] = {}
    for citation in citations:
        if citation.key in references and citation.key not in named:
            cited.setdefault(citation.key, CitedSource(ref=citation.key, locator=citation.locator))
    return tuple(source_view(source, desk.settings.references, desk.words) for source in (*listed, *cited.values()))
