"""Notes as readers see them.

A note is written once, its links into the site beginning at the root (`/tags/treaties/`); `seen_from`
makes them relative to a page that shows it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from postil import markup
from postil.core.github import Repository, repository
from postil.core.kinds import KINDS, kind_label, verdict_label, verdict_rank
from postil.core.model import Anchor, Annotation, Document, PlacedNote, Settings
from postil.core.values import dataclass, replace
from postil.core.written import CitedSource

from .prose import Proses, Voice, drawn, entity_address
from .sources import source_view
from .views import LinkView, NoteView, SourceView, TagView, UpdateView
from .ways import Standpoint, name_in_address
from .words import Words, counted, counted_kind, shown_date, shown_quote


@dataclass(frozen=True, slots=True)
class Desk:
    """What is needed to write the notes of one page."""

    settings: Settings
    words: Words
    here: Standpoint
    lang: str

    @property
    def repository(self) -> Repository | None:
        """Where the sources of the site stand, if at GitHub."""
        return repository(self.settings.site.repository)

    def kind_label(self, name: str, *, plural: bool = False) -> str:
        """Return what a kind is called in the language of the page."""
        return kind_label(name, self.settings.site, self.words, plural=plural)

    def kind_count(self, name: str, count: int) -> str:
        """Return `4 checks` in the language of the page; a kind of the site is called as the site calls it."""
        site = self.settings.site
        if name in KINDS and name not in site.kinds:
            return counted(self.words, f"kind-{name}", count)
        return counted_kind(self.words, count, self.kind_label(name, plural=count > 1), lang=site.lang)

    def kind_mark(self, name: str) -> str:
        """Return the sign of a kind; none for one that nobody knows, which is a problem elsewhere."""
        kind = self.settings.site.kinds.get(name) or KINDS.get(name)
        return kind.mark or "" if kind else ""


def annotator_address(key: str) -> str:
    """Return where the page of an annotator stands, by the short name."""
    return f"annotators/{key}/"


def note_view(
    annotation: Annotation,
    desk: Desk,
    proses: Proses,
    voice: Voice,
    *,
    placed: PlacedNote | None = None,
    quotes: Iterable[str] = (),
) -> NoteView:
    """Return an annotation's note, its links from the root; one that has no place bears the number 0.

    `voice` is the text that it belongs to; the desk may be another page's, in another language.
    """
    settings, words = desk.settings, desk.words
    prose = proses.of(annotation, voice)
    annotator = settings.site.annotators.get(annotation.by or "")
    return NoteView(
        id=annotation.id,
        number=placed.number if placed else 0,
        kind=annotation.kind,
        kind_label=desk.kind_label(annotation.kind),
        kind_mark=desk.kind_mark(annotation.kind),
        prose_html=prose.html,
        references=placed.references if placed else (),
        quotes=tuple([shown_quote(quote) for quote in quotes]),
        verdict=annotation.verdict,
        verdict_label=annotation.verdict and verdict_label(annotation.verdict, settings.site, words),
        verdict_rank=verdict_rank(annotation.verdict, settings.site) if annotation.verdict else 0,
        sources=_sources(annotation.sources, prose.citations, desk),
        by=annotation.by,
        annotator=annotator.name if annotator else annotation.by,
        annotator_address=f"/{annotator_address(annotation.by or '')}" if annotator else None,
        date=shown_date(words, annotation.date),
        date_iso=annotation.date,
        checked=shown_date(words, annotation.checked),
        checked_iso=annotation.checked,
        recheck=shown_date(words, annotation.recheck),
        updates=tuple([_update_view(annotation, index, desk, proses, voice) for index in oldest_first(annotation)]),
        tags=tuple([TagView(name, tag, f"/tags/{name}/") for name, tag in named_tags(annotation.tags)]),
        about=tuple(
            LinkView(entity.name, f"/{entity_address(name)}")
            for name in dict.fromkeys((*annotation.about, *prose.entities))
            if (entity := settings.entities.get(name))
        ),
        is_draft=annotation.draft,
    )


def seen_from(note: NoteView, here: Standpoint, **more: str | None) -> NoteView:
    """Return a note as the page that stands there shows it, its links relative to that page, with `more` fields."""
    changed: dict[str, Any] = {**more}
    # Most notes link to little or nothing in the site, and to make one anew takes longer than to look.
    if (prose_html := drawn(note.prose_html, here)) is not note.prose_html:
        changed["prose_html"] = prose_html
    if note.annotator_address:
        changed["annotator_address"] = here.to(note.annotator_address[1:])
    if note.updates:
        updates = [replace(update, prose_html=drawn(update.prose_html, here)) for update in note.updates]
        changed["updates"] = tuple(updates)
    if note.tags:
        changed["tags"] = tuple([TagView(tag.name, tag.title, here.to((tag.address or "/")[1:])) for tag in note.tags])
    if note.about:
        changed["about"] = tuple([LinkView(entity.title, here.to(entity.address[1:])) for entity in note.about])
    return replace(note, **changed) if changed else note


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


def tag_views(tags: Iterable[str], here: Standpoint) -> tuple[TagView, ...]:
    """Return tags as pages show them, each once; one without any letter has no name and is left out."""
    return tuple(TagView(name, tag, here.to(f"tags/{name}/")) for name, tag in named_tags(tags))


def named_tags(tags: Iterable[str]) -> tuple[tuple[str, str], ...]:
    """Return tags with their names in addresses, each once; one without any letter has none and is left out."""
    named = {name: tag for tag in reversed(tuple(tags)) if (name := name_in_address(tag))}
    return tuple(reversed(named.items()))


def quoted(anchor: Anchor, document: Document) -> tuple[str, ...]:
    """Return the words of an anchor's passages."""
    return tuple(document.plain[found.start : found.end] for found in anchor.ranges)


def _update_view(annotation: Annotation, index: int, desk: Desk, proses: Proses, voice: Voice) -> UpdateView:
    update = annotation.updates[index]
    prose = proses.of_update(annotation, index, voice)
    return UpdateView(
        date=shown_date(desk.words, update.date) or "",
        date_iso=update.date,
        prose_html=prose.html,
        sources=_sources(update.sources, prose.citations, desk),
    )


def oldest_first(annotation: Annotation) -> Sequence[int]:
    """Return the places of an annotation's updates in the order of their dates, those of one day as written."""
    updates = annotation.updates
    return sorted(range(len(updates)), key=lambda index: updates[index].date) if updates else ()


def with_cited(
    written: Iterable[CitedSource], citations: Iterable[markup.Citation], references: Mapping[str, object]
) -> tuple[CitedSource, ...]:
    """Return the sources as listed, then those that the prose cites and the list does not name."""
    listed = tuple(written)
    if not citations:
        return listed
    named = {source.ref for source in listed if source.ref}
    cited: dict[str, CitedSource] = {}
    for citation in citations:
        if citation.key in references and citation.key not in named:
            cited.setdefault(citation.key, CitedSource(ref=citation.key, locator=citation.locator))
    return (*listed, *cited.values())


def _sources(
    written: Iterable[CitedSource], citations: Iterable[markup.Citation], desk: Desk
) -> tuple[SourceView, ...]:
    references = desk.settings.references
    return tuple([source_view(source, references, desk.words) for source in with_cited(written, citations, references)])
