"""The pages of the site: which there are, where they stand and everything they show.

Takes the placed texts and the settings; gives `Page`s, each a value complete in itself, so that
equal pages are equal bytes. What needs thinking is decided here, not in the layouts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from postil.core.model import Page, Settings
from postil.core.problems import Checked, Place, Problem

from . import entities
from .citations import citing_pages
from .context import Context
from .entities import entity_pages
from .feeds import feed_pages, site_feeds
from .home import home_pages, missing_pages
from .metadata import described
from .reading import text_pages
from .sitemap import sitemap_pages
from .texts import PlannedText
from .ways import Standpoint, Ways, addresses
from .words import Words, words_of

__all__ = ["PlannedText", "Standpoint", "Ways", "addresses", "pages", "words_of"]

INDEXES = (entities.index,)
"""What the navigation at the foot of every page leads to, where it exists."""


def pages(
    texts: Sequence[PlannedText], settings: Settings, ways: Ways, words: Callable[[str], Words]
) -> Checked[tuple[Page, ...]]:
    """Return every page of the site. `words` gives the words of the interface in a language."""
    context = Context.of(texts, settings, ways, words)
    context = replace(context, indexes=tuple(found for index in INDEXES if (found := index(context))))
    context = replace(context, feeds=site_feeds(context))
    of_texts = [*text_pages(context), *home_pages(context)]
    generated = [
        *missing_pages(context),
        *entity_pages(context),
        *citing_pages(context),
    ]
    problems = (
        *context.problems,
        *entities.prose_problems(context),
        *context.navigation_problems(),
        *_collisions(generated, ways),
    )
    made = tuple(described((*of_texts, *generated), context))
    return Checked((*made, *sitemap_pages(made, context), *feed_pages(context)), problems)


def _collisions(generated: Iterable[Page], ways: Ways) -> Iterable[Problem]:
    """Yield a problem for each text at an address that a generated page takes."""
    paths = {address: path for path, address in ways.texts.items()}
    for page in generated:
        if page.address in paths:
            path = paths[page.address]
            yield Problem(
                "address-taken",
                f"{path} would be published at /{page.address}, where Postil puts a page of its own",
                Place(path),
                "give the text another `slug` in its front matter",
            )
