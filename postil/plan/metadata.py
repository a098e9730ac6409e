"""What programs are told of a page: JSON-LD for search engines, dates and a picture for previews.

The vocabulary is that of https://schema.org/. The trap: JSON stands inside a `script` element,
which ends at the first `</script` whatever the JSON says, so the signs of markup are escaped.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from postil.core.model import Reference
from postil.core.written import CitedSource, Entity

from . import cards
from .ground import Ground
from .news import feed_of
from .onetext import OneText
from .sources import UNKNOWN, linked
from .summaries import CommentSummary, NoteSummary, TextSummary
from .views import LinkView, MetaView, TextView

MOST_LISTED = 10
"""Comments and sources told of one page: a search engine needs no more, and each adds to the page."""
TYPES = {
    "person": "Person",
    "place": "Place",
    "organisation": "Organization",
    "event": "Event",
    "work": "CreativeWork",
    "concept": "DefinedTerm",
}
"""What the types of entities are called in the vocabulary."""
MARKUP = {sign: f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"}
"""What HTML, or JavaScript before 2019, could take for the end of the script."""

JSON = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))

Described = dict[str, Any]


def text_meta(one: OneText, view: TextView, summary: TextSummary) -> MetaView:
    """Return what programs are told of the page of a text. `summary` is what lists say of it."""
    ground = one.ground
    feed = feed_of(summary, ground)
    title = ground.words(summary.lang)["feed-notes-on"].format(title=summary.title)
    card = cards.card(one.text, view, ground)
    return MetaView(
        type="article",
        published=summary.date,
        modified=summary.changed,
        tags=summary.tags,
        feed=LinkView(title, ground.desk(summary.address).here.to(feed)) if feed else None,
        picture=cards.picture(card, view, ground) if card else None,
        card=card,
        linked_html=_script(_article(one, summary.changed)),
    )


def entity_meta(entity: Entity, address: str, ground: Ground) -> MetaView:
    """Return what programs are told of the page of an entity."""
    return MetaView(linked_html=_script(_entity(entity, address, ground)))


def _article(one: OneText, changed: str | None) -> Described:
    text, ground, notes, comments = one.summary, one.ground, one.notes, one.comments
    site = ground.settings.site
    told = [*(_note(note, ground) for note in notes[:MOST_LISTED])]
    told += [_comment(comment, ground) for comment in comments[: MOST_LISTED - len(told)]]
    address = _whole(text.address, ground)
    origin = text.origin
    return _filled(
        {
            "@context": "https://schema.org",
            "@type": "Article",
            "@id": address,
            "url": address,
            "headline": text.title,
            "alternativeHeadline": text.subtitle,
            "description": text.description,
            "author": [_person(name) for name in text.authors],
            "datePublished": text.date,
            "dateModified": changed,
            "inLanguage": text.lang,
            "keywords": list(text.tags),
            "license": origin.license if origin else None,
            "isBasedOn": origin
            and _work(origin.title, linked(origin.url), publisher=origin.publisher, date=origin.date),
            "isPartOf": _filled(
                {
                    "@type": "WebSite",
                    "name": site.title,
                    "url": _whole("", ground),
                    "publisher": _person(site.author) if site.author else None,
                    "license": site.license,
                }
            ),
            "commentCount": len(notes) + len(comments) or None,
            "comment": told,
            "citation": _citations(notes, ground.settings.references),
        }
    )


def _note(note: NoteSummary, ground: Ground) -> Described:
    annotator = ground.settings.site.annotators.get(note.by or "")
    name = annotator.name if annotator else note.by
    return _filled(
        {
            "@type": "Comment",
            "url": _whole(f"{note.text.address}#note-{note.id}", ground),
            "text": note.words,
            "author": _person(name, linked(annotator.url) if annotator else None) if name else None,
            "datePublished": note.date,
            "dateModified": max((update.date for update in note.updates), default=None),
        }
    )


def _comment(comment: CommentSummary, ground: Ground) -> Described:
    return _filled(
        {
            "@type": "Comment",
            "url": _whole(comment.address, ground),
            "text": comment.words,
            "author": _person(comment.author) if comment.author else None,
            "datePublished": comment.date,
        }
    )


def _citations(notes: Iterable[NoteSummary], references: Mapping[str, Reference]) -> list[Described]:
    """Return the works that notes and their updates rest on, each once."""
    sources = (
        source
        for note in notes
        for part in (note.sources, *(update.sources for update in note.updates))
        for source in part
    )
    works: list[Described] = []
    for source in sources:
        if len(works) == MOST_LISTED:
            break
        if (work := _cited(source, references)) and work not in works:
            works.append(work)
    return works


def _cited(source: CitedSource, references: Mapping[str, Reference]) -> Described:
    reference = references.get(source.ref or "", UNKNOWN)
    return _work(
        source.title or reference.title,
        linked(source.url or reference.url),
        authors=(source.author,) if source.author else reference.authors,
        publisher=source.publisher or reference.publisher,
        date=source.date or reference.date,
    )


def _work(
    title: str | None,
    address: str | None,
    *,
    authors: Iterable[str] = (),
    publisher: str | None = None,
    date: str | None = None,
) -> Described:
    known = _filled(
        {
            "name": title or None,
            "url": address,
            "author": [_person(name) for name in authors],
            "publisher": _person(publisher) if publisher else None,
            "datePublished": date,
        }
    )
    return {"@type": "CreativeWork", **known} if known else {}


def _entity(entity: Entity, address: str, ground: Ground) -> Described:
    is_event = entity.type == "event"
    dated = {"startDate": entity.date, "endDate": entity.until} if is_event else {}
    if entity.type == "person":
        dated = {"birthDate": entity.date, "deathDate": entity.until}
    elif entity.type == "organisation":
        dated = {"foundingDate": entity.date, "dissolutionDate": entity.until}
    same = (linked(entity.url), entity.wikidata and f"https://www.wikidata.org/entity/{entity.wikidata}")
    return _filled(
        {
            "@context": "https://schema.org",
            "@type": TYPES[entity.type],
            "name": entity.name,
            "alternateName": list(entity.also),
            "mainEntityOfPage": _whole(address, ground),
            "sameAs": [one for one in same if one],
            **dated,
        }
    )


def _person(name: str, address: str | None = None) -> Described:
    """Return somebody by name. Whether it is one person or many nobody has said, so it bears no type."""
    return _filled({"name": name, "url": address})


def _whole(address: str, ground: Ground) -> str | None:
    return ground.canonical.to(address) if ground.canonical else None


def _filled(described: Described) -> Described:
    """Return what is known: nothing that is empty, lists of one without the list."""
    return {
        name: value[0] if isinstance(value, list) and len(value) == 1 else value
        for name, value in described.items()
        if value
    }


def _script(described: Described) -> str:
    """Return JSON that is safe inside a `script` element."""
    script = JSON.encode(described)
    for sign, escaped in MARKUP.items():
        script = script.replace(sign, escaped)
    return script
