"""Sources as readers see them: those written out in a note, those of references.json, origins."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import quote

from postil.core.citing import is_address, shown_locator
from postil.core.model import Reference
from postil.core.written import CitedSource, Origin

from .views import SourceView
from .words import Words, shown_date, shown_names

LONGEST_WHOLE_FRAGMENT = 120
"""Characters up to which a supporting sentence is searched for whole, longer ones by both ends."""
UNKNOWN = Reference(key="", title="")
"""What references.json says of a source that it does not hold."""


def source_view(source: CitedSource, references: Mapping[str, Reference], words: Words) -> SourceView:
    """Return a source of a note; what is written in the note goes before what its `ref` says."""
    known = references.get(source.ref or "")
    reference = known or UNKNOWN
    plain = linked(source.url or reference.url)
    address = plain and _with_text(plain, source.quote)
    return SourceView(
        title=source.title or (known.title if known else source.ref) or source.url or "",
        address=address,
        plain_address=plain if plain != address else None,
        authors=source.author or shown_names(words, reference.authors),
        container=_container(reference, words),
        publisher=source.publisher or reference.publisher,
        date=shown_date(words, source.date) or _lettered_date(reference, words),
        accessed=shown_date(words, source.accessed or reference.accessed),
        locator=", ".join(filter(None, (reference.locator, shown_locator(source.locator or "")))) or None,
        quote=source.quote,
        archive=linked(source.archive),
        broken=shown_date(words, source.broken),
        doi=reference.doi,
    )


def origin_view(origin: Origin, words: Words) -> SourceView:
    """Return where a text comes from."""
    return SourceView(
        title=origin.title or origin.publisher or origin.url or "",
        address=linked(origin.url),
        publisher=origin.publisher if origin.title else None,
        date=shown_date(words, origin.date),
        accessed=shown_date(words, origin.accessed),
        license=origin.license,
    )


def reference_name(reference: Reference) -> str:
    """Return a reference's name in the line: `Arendt 1951`."""
    name, year = reference_author(reference), reference_year(reference)
    if reference.letter and not year and (title := reference_rest(reference)):
        return f"{name}, {title}"
    return f"{name} {year}" if year else name


def reference_author(reference: Reference) -> str:
    """Return by whom a reference is, in the line; its title where nobody is known."""
    return reference.short or reference.title


def reference_rest(reference: Reference) -> str:
    """Return what is cited beside its author: the year, or the title where no year is known."""
    return reference_year(reference) or ("" if reference.title == reference_author(reference) else reference.title)


def reference_year(reference: Reference) -> str:
    """Return the year of a reference, with the letter that tells it from others: `1951a`; empty where none is known."""
    return f"{reference.date[:4]}{reference.letter}" if reference.date else ""


def linked(address: str | None) -> str | None:
    """Return an address that an author gave if it may become a link, else `None`."""
    return address if address and is_address(address) else None


def _container(reference: Reference, words: Words) -> str | None:
    """Return what a work appeared in: `Journal`, or `in Book, ed. by Ada Kern`."""
    if not reference.container or not reference.editors:
        return reference.container
    editors = words["source-editors"].format(names=shown_names(words, reference.editors))
    return words["comma"].join((words["cite-in"].format(title=reference.container), editors))


def _lettered_date(reference: Reference, words: Words) -> str | None:
    """Return the date of a reference; where citations name it with a letter, so that readers find it by that."""
    shown = shown_date(words, reference.date)
    if not shown or not reference.letter:
        return shown
    year = reference_year(reference)
    return words["date-year"].format(year=year) if reference.date == year[:4] else f"{shown} ({year})"


def _with_text(address: str, sentence: str | None) -> str:
    """Add a text fragment, so that the browser opens the source at its supporting sentence.

    The form is that of the URL Fragment Text Directives draft: `#:~:text=start,end`.
    """
    if not sentence or not address.lower().startswith("http"):
        return address
    words = sentence.split()
    whole = " ".join(words)
    parts = [whole]
    if len(whole) > LONGEST_WHOLE_FRAGMENT and len(words) > 9:
        parts = [" ".join(words[:4]), " ".join(words[-4:])]
    directive = ",".join(quote(part, safe="").replace("-", "%2D") for part in parts)
    return f"{address}{'' if '#' in address else '#'}:~:text={directive}"
