"""Whether what somebody cites can be shown: addresses that may be linked, sources that name something.

Notes come from strangers too, and a browser acts on more kinds of address than a list of bad ones
would ever hold; so only the kinds listed here pass.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence

from .model import Places
from .problems import Place, Problem, shortened
from .schemawords import did_you_mean
from .written import CitedSource

ADDRESS = re.compile(r"(?i)https?://[^\s/?#@:]+(?::\d+)?(?:[/?#][^\s]*)?|mailto:[^\s@]+@[^\s@]+")
"""An address that may be linked: a whole one of the web, or of a mailbox."""


def is_address(text: str) -> bool:
    """Return whether `text` is an address that may be linked."""
    return ADDRESS.fullmatch(text) is not None and text.isprintable()


def link_problem(address: str | None, place: Place) -> Problem | None:
    """Return what is wrong with an address that an author gives, if anything."""
    if address is None or is_address(address):
        return None
    shown = shortened(address)
    if re.match(r"(?://)?[\w-]+(?:\.[\w-]+)+(?:/|$)", address):
        hint = f"write the whole address: https://{shown.removeprefix('//')}"
    elif re.search(r"\s", address):
        hint = "an address holds no spaces; they are written `%20`"
    else:
        hint = "only addresses that begin with https://, http:// or mailto: are published"
    return Problem("forbidden-link", f"`{shown}` is not an address that can be linked", place, hint)


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
            known = did_you_mean(source.ref, tuple(references))
            hint = known or "add it to references.json, or write the source out with `title` and `url`"
            sentence = f"`{source.ref}` is not an entry of references.json"
            yield Problem("unknown-citation", sentence, places.at(*here, "ref"), hint)
        for name, address in (("url", source.url), ("archive", source.archive)):
            # A place costs more than the question, so it is worked out for bad addresses alone.
            if address and not is_address(address):
                yield from filter(None, (link_problem(address, places.at(*here, name)),))
