"""The pages of people, places, organisations and events, each with every note about it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from postil import markup
from postil.core.model import Page
from postil.core.problems import Problem
from postil.core.written import Entity

from .context import Context, Index
from .notes import Desk, note_view
from .prose import Voice, drawn, entity_address
from .sources import linked, source_view
from .summaries import NoteSummary, Placed, placed_annotations
from .views import EntitiesView, EntityGroup, EntityView, LinkView, PassageView, SiteView
from .words import shown_dates, shown_quote

TYPES = ("person", "organisation", "place", "event", "work", "concept")
"""In the order in which they are listed."""

LIST_ADDRESS = "entities/"
ENTITIES = "content/entities.yaml"
"""The file in which they are described."""


@dataclass(frozen=True, slots=True)
class Mention:
    """A note about an entity."""

    note: NoteSummary
    placed: Placed


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
    mentions = mentions_by_entity(context)
    for name, entity in entities.items():
        desk = context.desk(entity_address(name))
        view = entity_view(entity, mentions.get(name, ()), desk, context.site(desk.here))
        yield Page(entity_address(name), "entity.html", view)


def prose_problems(context: Context) -> Iterable[Problem]:
    """Yield what is wrong with the descriptions of entities."""
    places = context.settings.entity_places
    for name, entity in context.settings.entities.items():
        if entity.description and places:
            voice = Voice(entity_address(name), context.lang)
            prose = context.proses.read(entity.description, beside=ENTITIES, voice=voice)
            yield from context.proses.problems(prose, places, "entities", name, "description")


def entity_view(entity: Entity, mentions: Iterable[Mention], desk: Desk, site: SiteView) -> EntityView:
    """Return the page of one entity with all notes about it."""
    words = desk.words
    description = desk.proses.read(entity.description or "", beside=ENTITIES, voice=Voice(desk.here.address, desk.lang))
    return EntityView(
        site=site,
        words=words,
        title=entity.name,
        lang=site.lang,
        dir=markup.direction(site.lang),
        type_label=words[f"type-{entity.type}"],
        also=entity.also,
        prose_html=drawn(description.html, desk.here),
        dates=shown_dates(words, entity.date, entity.until),
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


def mentions_by_entity(context: Context) -> Mapping[str, Sequence[Mention]]:
    """Return, for each entity, the placed notes about it, in reading order.

    One walk through all notes serves all entities.
    """
    found: dict[str, list[Mention]] = {}
    for text in context.texts:
        notes = context.notes_of[text.address]
        for note, placed in zip(notes, placed_annotations(text), strict=True):
            for name in note.about:
                found.setdefault(name, []).append(Mention(note, placed))
    return found


def _passage(mention: Mention, desk: Desk) -> PassageView:
    note, placed = mention.note, mention.placed
    return PassageView(
        text_title=note.text.title,
        quote=shown_quote(placed.quotes[0], 300),
        address=desk.here.to(note.address),
        note=note_view(placed.annotation, desk, placed=placed.note, quotes=placed.quotes, voice=note.text.voice),
    )
