"""The prose of notes, read once and drawn for every page that shows it.

Reading takes the Markdown and gives HTML whose links into the site begin at its root
(`/entities/kim/`); drawing makes them relative to one page. The trap: what leads nowhere is known
from the reading alone, so it is told once, and never by the pages.
"""

from __future__ import annotations

import html
import re
from dataclasses import field
from functools import lru_cache
from typing import NamedTuple

from postil import markup
from postil.core.citing import broken_link, forbidden_link, unknown_citation, unknown_entity
from postil.core.model import Annotation, Places, Settings
from postil.core.problems import Place, Problem, Severity
from postil.core.values import dataclass, replace

from .sources import linked, reference_author, reference_name, reference_rest
from .ways import Standpoint, Ways

MOST_ENTITIES = 50
"""Entities that one prose may link to. Each shows the note on its page, so more would multiply."""
FROM_ROOT = re.compile(r'href="/([^"]*)"')
"""A link into the site. None is left as the author wrote it, and words never hold a bare quotation mark."""
FROM_ROOT_BEGINS = 'href="/'
"""Without it there is no such link. To seek it costs a tenth of seeking the whole."""
TAG = re.compile(r"<[^>]*>")


class Voice(NamedTuple):
    """The text to which a prose belongs. A tuple, since what has been read is sought by it."""

    address: str
    """Its page, where a bare `#part` leads."""
    lang: str


@dataclass(frozen=True, slots=True)
class Proses:
    """What has been read, by the words and by where they stand."""

    settings: Settings
    ways: Ways
    _read: dict[tuple[str, str, Voice], markup.Prose] = field(default_factory=dict)

    def read(self, markdown: str, *, beside: str, voice: Voice) -> markup.Prose:
        """Return the Markdown as HTML with links from the root. `beside` is the path of its file."""
        key = (markdown, beside, voice)
        prose = self._read.get(key)
        if prose is None:
            prose = self._read[key] = markup.prose(
                markdown,
                lang=voice.lang,
                address=lambda href: self._from_root(href, beside, voice),
                cite=self._cited,
                entity=self._entity,
            )
        return prose

    def of(self, annotation: Annotation, voice: Voice) -> markup.Prose:
        """Return the prose of an annotation's note."""
        return self.read(annotation.note or "", beside=annotation.places.source.path, voice=voice)

    def of_update(self, annotation: Annotation, index: int, voice: Voice) -> markup.Prose:
        """Return the prose of one of an annotation's updates."""
        return self.read(annotation.updates[index].note, beside=annotation.places.source.path, voice=voice)

    def problems(self, prose: markup.Prose, places: Places, *path: str | int) -> tuple[Problem, ...]:
        """Return what is wrong with a prose that stands at `path` in its file."""
        found = [
            prose_problem(missing, places.inside(path, missing.line, missing.column, missing.length), self.settings)
            for missing in prose.missing
        ]
        if len(prose.entities) > MOST_ENTITIES:
            sentence = f"this links to {len(prose.entities):,} entities; {MOST_ENTITIES} are the most"
            found.append(Problem("too-long", sentence, places.at(*path), "divide the note"))
        return tuple(found)

    def _from_root(self, href: str, beside: str, voice: Voice) -> str | None:
        if markup.is_external(href):
            return href
        if href.startswith("#"):
            return f"/{voice.address}{href}"
        target = self.ways.target(href, beside=beside)
        return None if target is None else f"/{target}"

    def _cited(self, key: str) -> markup.LinkTarget | None:
        reference = self.settings.references.get(key)
        if reference is None:
            return None
        name, author, rest = reference_name(reference), reference_author(reference), reference_rest(reference)
        return markup.LinkTarget(name, linked(reference.url), author, rest)

    def _entity(self, name: str) -> markup.LinkTarget | None:
        entity = self.settings.entities.get(name)
        return None if entity is None else markup.LinkTarget(entity.name, f"/{entity_address(name)}")


def entity_address(name: str) -> str:
    """Return where the page of an entity stands."""
    return f"entities/{name}/"


def drawn(prose_html: str, here: Standpoint) -> str:
    """Return prose as the page that stands there shows it, its links relative to that page."""
    if FROM_ROOT_BEGINS not in prose_html:
        return prose_html
    return FROM_ROOT.sub(lambda link: f'href="{html.escape(here.to(html.unescape(link[1])))}"', prose_html)


def shown_prose(markdown: str, settings: Settings, here: Standpoint, *, beside: str, lang: str) -> markup.Prose:
    """Return the prose of a note as the page of its text shows it, which stands `here`.

    `beside` is the path of the file that the note stands in, `lang` the language of the text.
    """
    read = Proses(settings, here.ways).read(markdown, beside=beside, voice=Voice(here.address, lang))
    return replace(read, html=drawn(read.html, here))


@lru_cache(maxsize=512)
def plain(prose_html: str) -> str:
    """Return the words of prose on one line."""
    return " ".join(html.unescape(TAG.sub("", prose_html)).split())


def beginning(line: str, longest: int) -> str:
    """Return how words on one line begin: whole ones, with an ellipsis where they are cut."""
    if len(line) <= longest:
        return line
    return line[:longest].rsplit(" ", 1)[0].rstrip(",;:–—- ") + " …"


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


def prose_problem(missing: markup.Missing, place: Place, settings: Settings) -> Problem:
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
