"""The kinds of pages, each in a module of its own that gives `Page`s from one context.

The order is that in which they are made. What a new kind needs is a line here, a layout, and, where
the foot of every page shall lead to it, a line in `INDEXES`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from postil.core.addresses import on_any_disk
from postil.core.model import Page, Settings
from postil.core.problems import Checked, Place, Problem
from postil.plan.context import Context
from postil.plan.metadata import described
from postil.plan.texts import PlannedText
from postil.plan.ways import Ways
from postil.plan.words import Words

from . import annotators, bibliography, entities, home, searching, tags, timeline
from .annotators import annotator_pages
from .bibliography import source_pages
from .citations import citing_pages
from .collected import collected_pages
from .entities import entity_pages
from .feeds import feed_pages, site_feeds
from .folders import folder_pages
from .home import all_texts_pages, home_pages, missing_pages
from .reading import text_pages
from .searching import search_pages
from .sitemap import sitemap_pages
from .tags import tag_pages
from .timeline import timeline_pages

INDEXES = (
    home.index,
    entities.index,
    bibliography.index,
    tags.index,
    annotators.index,
    timeline.index,
    searching.index,
)
"""What the navigation at the foot of every page leads to, where it exists."""


def planned(
    texts: Sequence[PlannedText],
    settings: Settings,
    ways: Ways,
    words: Callable[[str], Words],
    *,
    card_look: str | None = None,
) -> Checked[tuple[Page, ...]]:
    """Return every page of the site.

    `words` gives the words of the interface in a language; `card_look` is a digest of what cards are
    drawn with, `None` where none are drawn.
    """
    context = Context.of(texts, settings, ways, words)
    context = replace(context, indexes=tuple(found for index in INDEXES if (found := index(context))))
    context = replace(context, feeds=site_feeds(context), card_look=card_look)
    of_texts = [*text_pages(context), *home_pages(context)]
    of_folders = [*folder_pages(context)]
    generated = [
        *missing_pages(context),
        *all_texts_pages(context),
        *collected_pages(context),
        *entity_pages(context),
        *citing_pages(context),
        *source_pages(context),
        *tag_pages(context),
        *annotator_pages(context),
        *timeline_pages(context),
        *search_pages(context),
    ]
    problems = (
        *context.problems,
        *entities.prose_problems(context),
        *tags.problems(context),
        *context.navigation_problems(),
        *_collisions(of_folders, generated, context),
    )
    made = tuple(described((*of_texts, *of_folders, *generated), context))
    return Checked((*made, *sitemap_pages(made, context), *feed_pages(context)), problems)


def _collisions(of_folders: Iterable[Page], generated: Iterable[Page], context: Context) -> Iterable[Problem]:
    """Yield a problem for each text, and each folder with a page, at an address that a generated page takes."""
    paths = {page.address: context.folders[page.address].path for page in of_folders if page.address in context.folders}
    paths |= {address: path for path, address in context.ways.texts.items()}
    known = {on_any_disk(address): path for address, path in paths.items()}
    for page in generated:
        if path := known.get(on_any_disk(page.address)):
            hint = "rename the folder" if path.endswith("/") else "give the text another `slug` in its front matter"
            yield Problem(
                "address-taken",
                f"{path} would be published at /{page.address}, where Postil puts a page of its own",
                Place(path),
                hint,
            )
