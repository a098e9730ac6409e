"""The pages of people, places, organisations and events, each with every note about it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from postil.core.model import Page
from postil.core.problems import Problem
from postil.core.written import Entity
from postil.plan.context import Context
from postil.plan.divided import pager, place_in_alphabet, sheets
from postil.plan.facets import Mention
from postil.plan.framing import Index
from postil.plan.ground import Ground
from postil.plan.metadata import entity_meta
from postil.plan.notes import Desk, seen_from
from postil.plan.prose import Proses, Voice, drawn, entity_address
from postil.plan.registers import (
    EntityView,
    EntryGroup,
    EntryView,
    PassageView,
    RegisterView,
)
from postil.plan.sources import linked, source_view
from postil.plan.summaries import TextSummary
from postil.plan.views import LinkView, MetaView
from postil.plan.words import counted, shown_dates, shown_quote

TYPES = ("person", "organisation", "place", "event", "work", "concept")
"""In the order in which they are listed."""
LIST_ADDRESS = "entities/"
ENTITIES = "content/entities.yaml"
"""The file in which they are described."""
LONGEST_PAGE = 100
"""Whole notes on one page of an entity."""
MOST_RELATED = 8
"""Entities named as related."""
LONGEST_QUOTE = 300


def index(_texts: Mapping[str, TextSummary], ground: Ground) -> Index | None:
    """Return the register of entities as an index of the site, if there are any."""
    return Index("entities", LIST_ADDRESS) if ground.settings.entities else None


def entity_pages(context: Context) -> Iterator[Page]:
    """Yield the register of entities and the pages of each."""
    entities = context.ground.settings.entities
    if not entities:
        return
    mentions = _mentions(context)
    proses = context.ground.proses()
    yield Page(LIST_ADDRESS, "register.html", _register(mentions, context))
    for name, entity in entities.items():
        yield from _pages(name, entity, mentions.get(name, ()), context, proses)


def prose_problems(ground: Ground) -> Iterator[Problem]:
    """Yield what is wrong with the descriptions of entities."""
    places, proses = ground.settings.entity_places, ground.proses()
    for name, entity in ground.settings.entities.items():
        if entity.description and places:
            prose = proses.read(entity.description, beside=ENTITIES, voice=Voice(entity_address(name), ground.lang))
            yield from proses.problems(prose, places, "entities", name, "description")


def _mentions(context: Context) -> Mapping[str, Sequence[Mention]]:
    """Return, for each entity, the placed notes about it, in reading order.

    One walk through all notes serves all entities.
    """
    found: dict[str, list[Mention]] = {}
    for mentions in context.told("mentions").values():
        for mention in mentions:
            for name in mention.note.about:
                found.setdefault(name, []).append(mention)
    return found


def _register(mentions: Mapping[str, Sequence[Mention]], context: Context) -> RegisterView:
    """Return the list of all entities by type, each in the order of their names."""
    desk = context.desk(LIST_ADDRESS)
    words = desk.words
    entities = context.ground.settings.entities
    groups = []
    for type_ in TYPES:
        members = [(name, entity) for name, entity in entities.items() if entity.type == type_]
        entries = tuple(
            EntryView(
                entity.name,
                desk.here.to(entity_address(name)),
                counted(words, "notes", len(mentions.get(name, ()))),
                shown_dates(words, entity.date, entity.until) or "",
            )
            for name, entity in sorted(members, key=lambda pair: place_in_alphabet(pair[1].name))
        )
        if entries:
            groups.append(EntryGroup(words[f"type-{type_}-plural"], entries))
    return RegisterView(
        site=context.site(desk.here),
        words=words,
        title=words["entities"],
        lang=context.lang,
        dir=context.dir,
        groups=tuple(groups),
        name="entities",
    )


def _pages(name: str, entity: Entity, mentions: Sequence[Mention], context: Context, proses: Proses) -> Iterator[Page]:
    parts = sheets(entity_address(name), mentions, longest=LONGEST_PAGE)
    settings = context.ground.settings
    for number, sheet in enumerate(parts):
        desk = context.desk(sheet.address)
        words = desk.words
        is_first = number == 0
        voice = Voice(entity_address(name), context.lang)
        description = proses.read(entity.description or "", beside=ENTITIES, voice=voice)
        sources = entity.sources if is_first else ()
        view = EntityView(
            site=context.site(desk.here),
            words=words,
            title=entity.name,
            lang=context.lang,
            dir=context.dir,
            type_label=words[f"type-{entity.type}"],
            also=entity.also,
            prose_html=drawn(description.html, desk.here) if is_first else "",
            dates=shown_dates(words, entity.date, entity.until),
            address=linked(entity.url),
            wikidata=f"https://www.wikidata.org/wiki/{entity.wikidata}" if entity.wikidata else None,
            sources=tuple(source_view(source, settings.references, words) for source in sources),
            passages=tuple(_passage(mention, desk) for mention in sheet.members),
            passages_label=counted(words, "notes", len(mentions)),
            texts=_texts(mentions, desk) if is_first else (),
            related=_related(name, mentions, context, desk) if is_first else (),
            breadcrumbs=(LinkView(words["entities"], desk.here.to(LIST_ADDRESS)),),
            pager=pager(parts, number, desk.here),
            meta=entity_meta(entity, sheet.address, context.ground) if is_first else MetaView(),
        )
        yield Page(sheet.address, "entity.html", view)


def _texts(mentions: Iterable[Mention], desk: Desk) -> tuple[EntryView, ...]:
    """Return the texts whose notes are about an entity, where there are several."""
    numbers = Counter(mention.note.text.address for mention in mentions)
    titles = {mention.note.text.address: mention.note.text.title for mention in mentions}
    if len(numbers) < 2:
        return ()
    return tuple(
        EntryView(titles[address], desk.here.to(address), counted(desk.words, "notes", count))
        for address, count in numbers.items()
    )


def _related(name: str, mentions: Iterable[Mention], context: Context, desk: Desk) -> tuple[LinkView, ...]:
    """Return the entities that most of the same notes are about."""
    numbers = Counter(other for mention in mentions for other in mention.note.about if other != name)
    entities = context.ground.settings.entities
    known = (other for other in numbers if other in entities)
    ordered = sorted(known, key=lambda other: (-numbers[other], place_in_alphabet(entities[other].name)))
    return tuple(
        LinkView(entities[other].name, desk.here.to(entity_address(other))) for other in ordered[:MOST_RELATED]
    )


def _passage(mention: Mention, desk: Desk) -> PassageView:
    note = mention.note
    return PassageView(
        text_title=note.text.title,
        quote=shown_quote(mention.quote, LONGEST_QUOTE),
        address=desk.here.to(note.address),
        note=seen_from(mention.view, desk.here),
        lang=note.text.lang,
        dir=note.text.dir,
    )
