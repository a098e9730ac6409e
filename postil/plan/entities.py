"""The pages of people, places, organisations and events, each with every note about it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from postil import markup
from postil.core.model import Annotation, Edition, Page, PlacedNote
from postil.core.written import Entity

from .context import Context, Index
from .notes import Desk, entity_address, note_view, prose, quoted
from .sources import linked, source_view
from .texts import PlannedText
from .views import EntitiesView, EntityGroup, EntityView, LinkView, PassageView, SiteView
from .words import shown_date, shown_quote

TYPES = ("person", "organisation", "place", "event", "work", "concept")
"""In the order in which they are listed."""

LIST_ADDRESS = "entities/"


@dataclass(frozen=True, slots=True)
class Mention:
    """A note about an entity."""

    text: PlannedText
    annotation: Annotation
    quote: str
    """The words of its first passage."""
    placed: PlacedNote


def index(context: Context) -> Index | None:
    """Return the list of entities as an index of the site, if there are any."""
    return Index("entities", LIST_ADDRESS) if context.settings.entities else None


def entity_pages(context: Context) -> Iterable[Page]:
    """Yield the list of entities and the page of each, after the texts, whose notes say which they link to."""
    entities = context.settings.entities
    if not entities:
        return
    desk = context.desk(LIST_ADDRESS)
    yield Page(LIST_ADDRESS, "entities.html", entities_view(entities, desk, context.site(desk.here)))
    mentions = mentions_by_entity(context.texts, context.mentions)
    for name, entity in entities.items():
        desk = context.desk(entity_address(name))
        view = entity_view(name, entity, mentions.get(name, ()), desk, context.site(desk.here))
        yield Page(entity_address(name), "entity.html", view)


def entity_view(name: str, entity: Entity, mentions: Iterable[Mention], desk: Desk, site: SiteView) -> EntityView:
    """Return the page of one entity with all notes about it."""
    words = desk.words
    places = desk.settings.entity_places
    description = prose(entity.description or "", desk, places, ("entities", name, "description"))
    return EntityView(
        site=site,
        words=words,
        title=entity.name,
        lang=site.lang,
        dir=markup.direction(site.lang),
        type_label=words[f"type-{entity.type}"],
        also=entity.also,
        prose_html=description.html,
        dates=_dates(entity, desk),
        address=linked(entity.url),
        wikidata=f"https://www.wikidata.org/wiki/{entity.wikidata}" if entity.wikidata else None,
        sources=tuple(source_view(source, desk.settings.references, words) for source in entity.sources),
        passages=tuple(_passage(mention, desk) for mention in mentions),
        breadcrumbs=(LinkView(words["entities"], desk.here.to(LIST_ADDRESS)),),
    )


def entities_view(entities: Mapping[str, Entity], desk: Desk, site: SiteView) -> EntitiesView:
    """Return the list of all entities by type, each in the order of their names."""
    words = desk.words
    groups = []
    for type_ in TYPES:
        members = sorted(
            ((entity.name.casefold(), name, entity.name) for name, entity in entities.items() if entity.type == type_)
        )
        if members:
            links = tuple(LinkView(shown, desk.here.to(entity_address(name))) for _, name, shown in members)
            groups.append(EntityGroup(words[f"type-{type_}-plural"], links))
    return EntitiesView(
        site=site,
        words=words,
        title=words["entities"],
        lang=site.lang,
        dir=markup.direction(site.lang),
        groups=tuple(groups),
    )


def mentions_by_entity(
    texts: Iterable[PlannedText], named: Mapping[str, Sequence[str]]
) -> Mapping[str, Sequence[Mention]]:
    """Return, for each entity, the placed notes about it, in reading order.

    `named` gives the entities that a note's prose links to, by the note's whole address. One walk
    through all notes serves all entities.
    """
    found: dict[str, list[Mention]] = {}
    for text in texts:
        numbers = {note.id: note for part in (text.placed.text, *text.placed.comments.values()) for note in part.notes}
        for annotation, quote in _annotated(text.edition):
            if annotation.id in numbers:
                linked_in_prose = named.get(f"{text.address}#note-{annotation.id}", ())
                for name in dict.fromkeys((*annotation.about, *linked_in_prose)):
                    found.setdefault(name, []).append(Mention(text, annotation, quote, numbers[annotation.id]))
    return found


def _passage(mention: Mention, desk: Desk) -> PassageView:
    return PassageView(
        text_title=mention.text.edition.document.metadata.title,
        quote=shown_quote(mention.quote, 300),
        address=desk.here.to(f"{mention.text.address}#ref-{mention.annotation.id}"),
        note=note_view(mention.annotation, desk, placed=mention.placed, quotes=(mention.quote,)),
    )


def _annotated(edition: Edition) -> Iterable[tuple[Annotation, str]]:
    for anchor in edition.anchors:
        yield anchor.annotation, quoted(anchor, edition.document)[0]
    for comment in edition.comments:
        for anchor in comment.anchors:
            yield anchor.annotation, quoted(anchor, comment.document)[0]


def _dates(entity: Entity, desk: Desk) -> str | None:
    begun, ended = shown_date(desk.words, entity.date), shown_date(desk.words, entity.until)
    return f"{begun} – {ended}" if begun and ended else begun or ended
