"""The kinds of pages: those of one text, planned with that text alone, and those of the whole site.

The order is that in which they are made. What a new kind of the whole site needs is a line in
`KINDS` with the facets that it shows, a layout, and, where the foot of every page shall lead to
it, a line in `INDEXES`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import field

from postil.core.addresses import on_any_disk
from postil.core.model import Page
from postil.core.problems import Checked, Place, Problem
from postil.core.values import dataclass, replace
from postil.plan.context import Context
from postil.plan.facets import Facets, facets
from postil.plan.framing import HOME_ADDRESS, Frame, Index
from postil.plan.ground import Ground
from postil.plan.metadata import text_meta
from postil.plan.onetext import OneText
from postil.plan.outline import Folder
from postil.plan.summaries import TextSummary
from postil.plan.texts import PlannedText, text_view

from . import annotators, bibliography, entities, home, searching, tags, timeline
from .annotators import annotator_pages
from .bibliography import source_pages
from .citations import citing_pages
from .collected import collected_pages
from .entities import entity_pages
from .feeds import feed_page, note_feed_pages, site_feeds, text_feed_pages, with_news
from .folders import folder_pages
from .home import all_texts_pages, home_pages, missing_pages
from .searching import search_pages
from .tags import tag_pages
from .timeline import timeline_pages


@dataclass(frozen=True, slots=True)
class TextPlan:
    """A text's own pages, without the frame around them, and what the rest of the site shows of it."""

    pages: tuple[Page, ...]
    """Its page first. That of content/index.md is shown on the home page."""
    facets: Facets


@dataclass(frozen=True, slots=True)
class Kind:
    """Pages of the whole site that are planned together."""

    name: str
    facets: tuple[str, ...]
    """What of the texts they show; `named` stands for as much of a summary as `TextSummary.named` has."""
    pages: tuple[Callable[[Context], Iterable[Page]], ...]
    chosen: Mapping[str, Callable[[Mapping[str, TextSummary]], Iterable[str]]] = field(default_factory=dict)
    """From which texts a facet is shown, where that is not all of them. Which these are follows from summaries."""


INDEXES: tuple[Callable[[Mapping[str, TextSummary], Ground], Index | None], ...] = (
    home.index,
    entities.index,
    bibliography.index,
    tags.index,
    annotators.index,
    timeline.index,
    searching.index,
)
"""What the navigation at the foot of every page leads to, where it exists."""

KINDS = (
    Kind("home", ("summary", "newest"), (home_pages,), {"newest": home.with_newest}),
    Kind("folders", ("summary",), (folder_pages,)),
    Kind("lists", ("summary",), (missing_pages, all_texts_pages)),
    Kind("entities", ("named", "mentions"), (entity_pages,)),
    Kind("sources", ("named", "cited"), (source_pages,)),
    Kind("tags", ("summary", "tagged"), (tag_pages,)),
    Kind("annotators", ("named", "signed"), (annotator_pages,)),
    Kind("timeline", ("named", "dated"), (timeline_pages,)),
    Kind("search", ("summary",), (search_pages,)),
    Kind("feed", ("summary",), (text_feed_pages,)),
    Kind("news", ("news",), (note_feed_pages,), {"news": with_news}),
)
"""The pages of the whole site but its map, which lists the others."""


def text_plan(text: PlannedText, ground: Ground, *, with_search: bool) -> Checked[TextPlan]:
    """Return the pages of a text and what the rest of the site shows of it, with what is wrong with its notes."""
    one = OneText.of(text, ground)
    told = facets(one, with_search=with_search)
    view = text_view(text, one.views, ground.desk(text.address, told.summary.lang))
    if text.address != HOME_ADDRESS:
        view = replace(view, meta=text_meta(one, view, told.summary))
    pages = (
        Page(text.address, "text.html", view),
        *collected_pages(one),
        *citing_pages(one),
        *feed_page(told.summary, told.news, ground),
    )
    return Checked(TextPlan(pages, told), tuple(one.problems()))


def frame(
    texts: Mapping[str, TextSummary], folders: Mapping[str, Folder], ground: Ground, *, has_search: bool
) -> Frame:
    """Return the frame around the pages of a site with these texts."""
    found = [index(texts, ground) for index in INDEXES if has_search or index is not searching.index]
    return Frame(
        indexes=tuple(index for index in found if index),
        feeds=site_feeds(texts, ground),
        folders={address: folder.title for address, folder in folders.items()},
        has_search=has_search,
    )


def site_problems(context: Context) -> Iterator[Problem]:
    """Yield what is wrong with the whole site: descriptions of entities, tags that collide."""
    yield from entities.prose_problems(context.ground)
    yield from tags.problems(context)


def collisions(folders: Iterable[str], generated: Iterable[str], context: Context) -> Iterator[Problem]:
    """Yield a problem for each text, and each folder with a page, at an address that a generated page takes.

    `folders` are the addresses of folders with pages, `generated` those of pages that are neither these nor texts.
    """
    paths = {address: context.folders[address].path for address in folders}
    paths |= {address: path for path, address in context.ground.ways.texts.items()}
    known = {on_any_disk(address): path for address, path in paths.items() if address}
    for address in generated:
        if path := known.get(on_any_disk(address)):
            hint = "rename the folder" if path.endswith("/") else "give the text another `slug` in its front matter"
            yield Problem(
                "address-taken",
                f"{path} would be published at /{address}, where Postil puts a page of its own",
                Place(path),
                hint,
            )
