"""Whether and how what somebody cites is shown: addresses that may be linked, what exists, pages as they are set.

Notes come from strangers too, and a browser acts on more kinds of address than a list of bad ones
would ever hold; so only the kinds listed here pass.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence

from .model import Places
from .problems import Place, Problem, Severity, shortened
from .schema import did_you_mean
from .written import CitedSource

ADDRESS = re.compile(r"(?i)https?://[^\s/?#@:]+(?::\d+)?(?:[/?#][^\s]*)?|mailto:[^\s@]+@[^\s@]+")
"""An address that may be linked: a whole one of the web, or of a mailbox."""

SPAN = re.compile(r"(?<![\d-])(\d+)--?(\d+)(?![\d-])")
"""Two numbers with a hyphen between them. A third, as in a date, makes it something else."""
LABELLED = re.compile(r"((?:\b[^\W\d_]{1,6}\.|[§¶№]))\s(?=[\divxlcIVXLC])")
"""A short label that stands before its number: `p. 3`, `vol. iv`, `§ 8`."""


def shown_locator(written: str) -> str:
    """Return a page, section or volume as it is set: `3-4` with an en dash, no label parted from its number."""
    return LABELLED.sub("\\1\N{NO-BREAK SPACE}", SPAN.sub("\\1–\\2", written))


def is_address(text: str) -> bool:
    """Return whether `text` is an address that may be linked."""
    return ADDRESS.fullmatch(text) is not None and text.isprintable()


def link_problem(address: str | None, place: Place) -> Problem | None:
    """Return what is wrong with an address that stands in a field, if anything."""
    return None if address is None or is_address(address) else forbidden_link(address, place)


def forbidden_link(address: str, place: Place, *, in_prose: bool = False) -> Problem:
    """Return the problem of an address that cannot be linked: an error in a field, a warning in prose.

    In prose, paths and fragments may be linked too, and the words of the link are shown all the same.
    """
    sentence = f"`{shortened(address)}` is not an address that can be linked"
    kinds = "only addresses that begin with https://, http:// or mailto: are published"
    if in_prose:
        hint = f"{kinds}, paths of files, and #fragments"
        return Problem("forbidden-link", f"{sentence}, so only its words are shown", place, hint, Severity.WARNING)
    return Problem("forbidden-link", sentence, place, _whole_address(address) or kinds)


def broken_link(address: str, place: Place) -> Problem:
    """Return the problem of a link in prose that leads to no file of content/: a warning."""
    hint = "name a file in content/ as seen from this one, or give a whole address"
    sentence = f"the link to `{shortened(address)}` leads to nothing in content/"
    # `log.md` may be a file as well as a site.
    is_name = re.search(r"\.(?:md|html?)(?:[#?]|$)", address)
    return Problem("broken-link", sentence, place, (not is_name and _whole_address(address)) or hint, Severity.WARNING)


def unknown_citation(key: str, known: Collection[str], place: Place) -> Problem:
    """Return the problem of a key without an entry in references.json; `known` are those that have one."""
    hint = did_you_mean(key, tuple(known)) or "add it there, or write the source out with `title` and `url`"
    return Problem("unknown-citation", f"`{shortened(key)}` is not an entry of references.json", place, hint)


def unknown_entity(name: str, known: Collection[str], place: Place) -> Problem:
    """Return the problem of a name that is not in entities.yaml; `known` are those that are."""
    hint = did_you_mean(name, tuple(known)) or "add it there, or correct the name"
    return Problem("unknown-entity", f"`{shortened(name)}` is not in entities.yaml", place, hint)


def _whole_address(address: str) -> str | None:
    """Return how to write an address that lacks its beginning or holds spaces."""
    if re.match(r"(?://)?[\w-]+(?:\.[\w-]+)+(?:/|$)", address):
        return f"write the whole address: https://{shortened(address).removeprefix('//')}"
    return "an address holds no spaces; they are written `%20`" if re.search(r"\s", address) else None


def source_problems(
    sources: Sequence[CitedSource], references: Collection[str], places: Places, *path: str | int
) -> Iterator[Problem]:
    """Yield what is wrong with the sources that stand at `path`: keys without an entry, addresses, empty ones."""
    for number, source in enumerate(sources):
        here = (*path, number)
        if not (source.ref or source.title or source.url):
            hint = "give it a `title`, a `url`, or the `ref` of an entry of references.json"
            yield Problem("bad-value", "this source names nothing", places.at(*here), hint)
        if source.ref is not None and source.ref not in references:
            yield unknown_citation(source.ref, references, places.at(*here, "ref"))
        for name, address in (("url", source.url), ("archive", source.archive)):
            # A place costs more than the question, so it is worked out for bad addresses alone.
            if address and not is_address(address):
                yield from filter(None, (link_problem(address, places.at(*here, name)),))
