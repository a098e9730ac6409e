"""How to cite a text and each of its notes: in words, as BibTeX, as CSL-JSON.

One `Cited` value says what is cited; three functions write it down. When a reader looked at the
page, only that reader knows, so no form says it; without `base_url` none invents an address.
"""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any

from postil.core.model import Page
from postil.core.values import dataclass
from postil.core.written import Origin
from postil.plan.framing import HOME_ADDRESS, UNFRAMED
from postil.plan.ground import Ground
from postil.plan.notes import Desk
from postil.plan.onetext import OneText
from postil.plan.outward import CitationsView, CitationView, PlainView
from postil.plan.summaries import CommentSummary, NoteSummary, TextSummary
from postil.plan.views import LinkView
from postil.plan.words import Words, shortened, shown_date, shown_names

PAGE = "cite/"
BIBTEX, CSL = "cite.bib", "cite.json"
"""What stands beside a text's page."""

LONGEST_QUOTE = 100
"""Characters of a passage in the title of a note."""
JSON = json.JSONEncoder(ensure_ascii=False)
TEX = str.maketrans(
    {
        "\\": r"\textbackslash{}",
        "{": r"\textbraceleft{}",
        "}": r"\textbraceright{}",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
        **{sign: f"\\{sign}" for sign in "$&#%_"},
    }
)
"""The signs that TeX acts on. Braces are spelled out, since BibTeX counts them even after a backslash."""
UNUSUAL = re.compile(r"[^A-Za-z0-9/_.-]")
"""What some program does not take in a key."""
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
"""As BibTeX names them, so that each style writes them in its own way."""
TEX_SIGN = re.compile(r"[\\{}~^$&#%_]")


@dataclass(frozen=True, slots=True)
class Cited:
    """A text, a reader's comment on one, or a note on either."""

    key: str
    """Made from its address, so the only one of its kind on the site."""
    title: str
    site: str
    lang: str
    subtitle: str | None = None
    authors: tuple[str, ...] = ()
    date: str | None = None
    """An ISO date, whole or partial."""
    address: str | None = None
    """A whole one; `None` where it is not known where the site is published."""
    on: Cited | None = None
    """What a note or a comment is on; `None` for a text."""
    original: Origin | None = None
    """Where a text was first published, when it was elsewhere; its title only where that is another."""


def citing_pages(one: OneText) -> Iterator[Page]:
    """Yield how a text and its notes are cited, and the same as two files; none for the home page."""
    text, ground = one.summary, one.ground
    if text.address == HOME_ADDRESS:
        return
    address = text.address + PAGE
    desk = ground.desk(address, text.lang)
    here, words = desk.here, desk.words
    cited = _text(text, ground)
    own = LinkView(text.title, here.to(text.address))
    whole = CitationView("page-text", text.title, *_forms(cited, words), own.address)
    comments = {comment.id: _comment(comment, cited, words) for comment in one.comments}
    on = {placed.annotation.id: comments.get(placed.annotation.on or "", cited) for placed in one.placed}
    notes = tuple(_note_citation(note, on[note.id], desk, ground) for note in one.notes)
    view = CitationsView(
        site=UNFRAMED,
        words={},
        title=words["cite-page"].format(title=text.title),
        lang=text.lang,
        dir=text.dir,
        text=whole,
        notes=notes,
        bibtex=LinkView("BibTeX", here.to(text.address + BIBTEX)),
        csl=LinkView("CSL-JSON", here.to(text.address + CSL)),
        breadcrumbs=(own,),
    )
    yield Page(address, "cite.html", view)
    every = (whole, *notes)
    yield Page(text.address + BIBTEX, "plain.txt", PlainView(UNFRAMED, {}, "\n".join(one.bibtex for one in every)))
    items = ",\n".join(one.csl for one in every)
    yield Page(text.address + CSL, "plain.txt", PlainView(UNFRAMED, {}, f"[\n{items}\n]\n"))


def plain(cited: Cited, words: Words) -> str:
    """Return a citation in words: `Author, “Title”, Site, 18 October 2024, https://…`."""
    parts: list[str | None] = [_named(cited, _whole_title(cited), words)]
    if cited.on:
        parts.append(words["cite-in"].format(title=_named(cited.on, cited.on.title, words)))
    if first := cited.original:
        title = first.title and words["cite-title"].format(title=first.title)
        parts += [words["cite-first-as"].format(title=title) if title else None, first.publisher]
        parts += [shown_date(words, first.date), words["cite-edition"]]
    parts += [cited.site, shown_date(words, cited.date), cited.address]
    return words["comma"].join(filter(None, parts))


def _named(cited: Cited, title: str, words: Words) -> str:
    """Return by whom something is, and its title, that of a text between quotation marks."""
    shown = title if cited.on else words["cite-title"].format(title=title)
    return words["comma"].join(filter(None, (shown_names(words, cited.authors), shown)))


def bibtex(cited: Cited, words: Words) -> str:
    """Return an entry of BibTeX, its last line ended. Names and titles are braced, to be set as they are written.

    Only fields that BibTeX has always had are used, which biblatex takes too; it knows none for an original,
    so a text published again is entered as the original, with this edition in its `note`.
    """
    first = cited.original
    within = words["cite-in"].format(title=_named(cited.on, cited.on.title, words)) if cited.on else ""
    within = words["comma"].join(filter(None, (within[:1].upper() + within[1:], cited.site)))
    edition = f"{words['cite-edition']}{words['comma']}{cited.site}"
    if first and first.title:
        title = words["cite-title"].format(title=first.title)
        edition = words["comma"].join((words["cite-first-as"].format(title=title), edition))
    year, month, day = (*((first.date if first else cited.date) or "").split("-"), "", "")[:3]
    fields = {
        "author": f"{{{' and '.join([f'{{{_tex(name)}}}' for name in cited.authors])}}}" if cited.authors else "",
        "title": f"{{{{{_tex(_whole_title(cited))}}}}}",
        "howpublished": _braced(first.publisher or "" if first else within),
        "year": _braced(year),
        "month": MONTHS[int(month) - 1] if month else "",
        "day": _braced(day.lstrip("0")),
        "note": _braced(edition[:1].upper() + edition[1:] if first else ""),
        "url": f"{{{cited.address}}}" if cited.address else "",
    }
    lines = [f"  {name} = {value}" for name, value in fields.items() if value]
    return f"@misc{{{cited.key},\n" + ",\n".join(lines) + "\n}\n"


def _braced(value: str) -> str:
    return f"{{{_tex(value)}}}" if value else ""


def csl(cited: Cited, words: Words) -> dict[str, Any]:
    """Return an item of CSL-JSON. Whether a name is a person's nobody has said, so none is taken apart."""
    first = cited.original or Origin()
    item = {
        "id": cited.key,
        "type": "post" if cited.on else "webpage",
        "title": _whole_title(cited),
        "author": [{"literal": name} for name in cited.authors],
        "container-title": cited.on.title if cited.on else cited.site,
        "container-author": [{"literal": name} for name in cited.on.authors] if cited.on else [],
        "publisher": cited.site if cited.on else "",
        "genre": words["cite-edition"] if cited.original else "",
        "issued": _csl_date(cited.date),
        "original-title": first.title,
        "original-publisher": first.publisher,
        "original-date": _csl_date(first.date),
        "URL": cited.address or "",
        "language": cited.lang,
    }
    return {name: value for name, value in item.items() if value}


def _csl_date(date: str | None) -> Mapping[str, Any]:
    return {"date-parts": [[int(part) for part in date.split("-")]]} if date else {}


def _note_citation(note: NoteSummary, on: Cited, desk: Desk, ground: Ground) -> CitationView:
    address = desk.here.to(f"{note.text.address}#note-{note.id}")
    cited = _note(note, on, desk, ground)
    return CitationView(
        f"note-{note.id}",
        note.quote,
        *_forms(cited, desk.words),
        address,
        note.number,
        note.kind,
        desk.kind_label(note.kind),
        desk.kind_mark(note.kind),
    )


def _forms(cited: Cited, words: Words) -> tuple[str, str, str]:
    """Return a citation in all its forms."""
    return plain(cited, words), bibtex(cited, words), _lines(csl(cited, words))


def _text(text: TextSummary, ground: Ground) -> Cited:
    original = _original(text)
    return Cited(
        key=_key(text.address),
        title=text.title,
        site=ground.settings.site.title,
        lang=text.lang,
        subtitle=text.subtitle,
        authors=text.authors,
        date=None if original else text.date,
        address=ground.canonical.to(text.address) if ground.canonical else None,
        original=original,
    )


def _original(text: TextSummary) -> Origin | None:
    """Return where a text was first published, if that was anywhere: it has an address then, or a date."""
    first = text.origin
    if not first or not (first.url or first.date):
        return None
    is_renamed = first.title and first.title.casefold() != text.title.casefold()
    # When this edition was made nobody has said: the date of a text is when its author wrote it.
    return Origin(title=first.title if is_renamed else None, publisher=first.publisher, date=first.date or text.date)


def _comment(comment: CommentSummary, text: Cited, words: Words) -> Cited:
    return Cited(
        key=text.key,
        title=words["cite-comment-on"].format(title=_named(text, text.title, words)),
        site=text.site,
        lang=text.lang,
        authors=(comment.author,) if comment.author else (),
        on=text,
    )


def _note(note: NoteSummary, on: Cited, desk: Desk, ground: Ground) -> Cited:
    annotator = ground.settings.site.annotators.get(note.by or "")
    by = annotator.name if annotator else note.by
    address = f"{note.text.address}#note-{note.id}"
    return Cited(
        key=f"{on.key}:{_ascii(note.id)}",
        title=desk.words["cite-note-on"].format(quote=shortened(note.quote, LONGEST_QUOTE)),
        site=on.site,
        lang=on.lang,
        authors=(by,) if by else (),
        date=note.date,
        address=ground.canonical.to(address) if ground.canonical else None,
        on=on,
    )


def _key(address: str) -> str:
    """Return an address as a key: `essays/axis`."""
    return _ascii(address.strip("/"))


def _ascii(name: str) -> str:
    """Return a name in characters that every program takes in a key; a digest tells apart what looks alike then."""
    if not UNUSUAL.search(name):
        return name
    plain_name = UNUSUAL.sub("", unicodedata.normalize("NFKD", name))
    return f"{plain_name}{'-' if plain_name else ''}{hashlib.sha256(name.encode()).hexdigest()[:8]}"


@lru_cache(maxsize=256)
def _tex(text: str) -> str:
    line = " ".join(text.split())
    return line.translate(TEX) if TEX_SIGN.search(line) else line


def _whole_title(cited: Cited) -> str:
    return f"{cited.title}: {cited.subtitle}" if cited.subtitle else cited.title


def _lines(item: Mapping[str, Any]) -> str:
    """Return an item as JSON, each of its fields on a line."""
    fields = [f'  "{name}": {JSON.encode(value)}' for name, value in item.items()]
    return "{\n" + ",\n".join(fields) + "\n}"
