"""The stages in order, from the folder of a site to the files of its pages.

    gather -> settings -> markup, annotations -> anchoring -> placing -> plan -> search, cards -> render

The one place where the stages meet. It decides nothing about texts: it hands values on, collects
problems, and leaves out drafts. Writing is not here: `cli` writes only what has no errors.
"""

from __future__ import annotations

import functools
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import TypeVar

from postil import anchoring, cards, gather, markup, placing, plan, render, search, write
from postil.annotations import against_settings
from postil.annotations import annotations as read_annotations
from postil.annotations import comments as read_comments
from postil.core.files import Files
from postil.core.model import (
    Annotation,
    Asset,
    Comment,
    Document,
    Earlier,
    Edition,
    Kept,
    Output,
    Page,
    PlacedEdition,
    Settings,
    TextFiles,
)
from postil.core.problems import Checked, Problem, Severity, in_order
from postil.settings import settings as read_settings

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Options:
    """How to build."""

    drafts: bool = False
    keep_going: bool = False
    strict: bool = False
    base_url: str | None = None
    """Instead of the one in site.yaml."""
    search: bool = True
    """Whether the site has a search."""


@dataclass(frozen=True, slots=True)
class Built:
    """A site in memory, and what is wrong with it."""

    outputs: tuple[Output, ...]
    assets: tuple[Asset, ...]
    problems: tuple[Problem, ...]
    texts: tuple[plan.PlannedText, ...] = ()
    kept: tuple[Kept, ...] = ()
    """Files of the site built before that stay as they are."""

    @property
    def has_errors(self) -> bool:
        """Whether it must not be published."""
        return any(problem.severity is Severity.ERROR for problem in self.problems)


def built(
    files: Files, options: Options, *, layouts: render.Layouts | None = None, earlier: Earlier | None = None
) -> Built:
    """Return the site in `files` as the files of its pages, with all problems of all stages.

    `layouts` may be those of an earlier build, which are compiled already, when none has changed.
    `earlier` is the site built before; without it nothing is made that only a published site needs.
    """
    problems: list[Problem] = []
    gathered = _kept(gather.gathered(files), problems)
    settings = _with_base_url(_kept(read_settings(gathered), problems), options.base_url)
    layouts = layouts or render.Layouts(files.layouts)
    problems += files.layout_problems()
    words = functools.cache(lambda lang: _kept(plan.words_of(layouts.every, lang), problems))

    for unread in gathered.unreadable:
        _annotated(unread, settings, options, files, problems)
    read = [_read(text, settings, options, files, problems) for text in gathered.texts]
    texts = [text for text in read if text is not None]
    given = _kept(plan.addresses((text.name, text.document) for text in texts), problems)
    # A text without an address keeps the site from being published, but is looked at like the others.
    addresses = {text.name: given.get(text.name, f"without-address-{number}/") for number, text in enumerate(texts)}
    ways = plan.Ways.of(
        {text.document.source.path: addresses[text.name] for text in texts},
        gathered.assets,
        base_url=settings.site.base_url,
        headings={
            text.document.source.path: ids
            for text in texts
            if (ids := _heading_ids(text.document, settings)) is not None
        },
    )

    planned = []
    budget = anchoring.Budget()
    for text in texts:
        edition = _kept(_edition(text, settings, budget), problems)
        here = plan.Standpoint(ways, addresses[text.name])
        placed = _placed(edition, here, settings, words, problems)
        planned.append(plan.PlannedText(edition, placed, addresses[text.name]))

    look = cards.look(layouts.bytes) if settings.site.base_url else None
    card_look = look.digest if look else None
    pages = _kept(plan.planned(planned, settings, ways, words, card_look=card_look), problems)
    pages, index = _searchable(pages, settings, options, earlier, problems)
    drawn, taken = _pictures(pages, look, options, earlier, problems)
    outputs = _kept(render.outputs(pages, layouts), problems)
    files_of_site = outputs + render.assets(layouts) + index.outputs + drawn
    if not any(problem.code == "address-taken" for problem in problems):
        problems += write.wrong_names(files_of_site, gathered.assets)
    return Built(files_of_site, gathered.assets, weighed(problems, options), tuple(planned), index.kept + taken)


def weighed(problems: list[Problem], options: Options) -> tuple[Problem, ...]:
    """Return the problems in order, with the severities that the options give them."""

    def weight(problem: Problem) -> Severity:
        severity = problem.severity
        if options.keep_going and problem.code in anchoring.UNPLACED and severity is Severity.ERROR:
            severity = Severity.WARNING
        if options.strict and severity is Severity.WARNING:
            severity = Severity.ERROR
        return severity

    return _without_floods(in_order(problem.as_(weight(problem)) for problem in problems))


MOST_ALIKE = 100
"""Problems of one code in one file that are shown. Nobody reads more; a hostile file has a million."""


def _without_floods(problems: tuple[Problem, ...]) -> tuple[Problem, ...]:
    """Leave out what goes beyond `MOST_ALIKE`, and say in the last one shown how many there were."""
    counts = Counter((problem.place.path, problem.code) for problem in problems)
    seen: Counter[tuple[str, str]] = Counter()
    kept = []
    for problem in problems:
        key = (problem.place.path, problem.code)
        seen[key] += 1
        if seen[key] == MOST_ALIKE < counts[key]:
            sentence = f"{problem.sentence} (there are {counts[key]:,} of these in the file; the others are not shown)"
            kept.append(replace(problem, sentence=sentence))
        elif seen[key] <= MOST_ALIKE:
            kept.append(problem)
    return tuple(kept)


@dataclass(frozen=True, slots=True)
class _Text:
    """A text with everything written for it, before anything is sought in it."""

    name: str
    document: Document
    annotations: tuple[Annotation, ...]
    comments: tuple[tuple[Comment, Document], ...]


def _read(files: TextFiles, settings: Settings, options: Options, disk: Files, problems: list[Problem]) -> _Text | None:
    """Parse a text and what belongs to it. A draft is neither read further nor complained about."""
    document = markup.document(files.text, settings.site)
    if document.value.metadata.draft and not options.drafts:
        return None
    problems += document.problems
    lang = document.value.metadata.lang
    notes, comments = _annotated(files, settings, options, disk, problems)
    parsed = tuple((comment, _kept(markup.comment_document(comment, lang=lang), problems)) for comment in comments)
    return _Text(files.name, document.value, notes, parsed)


def _annotated(
    files: TextFiles, settings: Settings, options: Options, disk: Files, problems: list[Problem]
) -> tuple[tuple[Annotation, ...], tuple[Comment, ...]]:
    """Read the annotations and comments of a text, but no drafts unless asked to, nor notes on those."""
    comments = _kept(read_comments(files), problems)
    drafts = {comment.id for comment in comments if comment.draft and not options.drafts}
    notes = tuple(
        note
        for note in _kept(read_annotations(files), problems)
        if options.drafts or not (note.draft or note.on in drafts)
    )
    problems += against_settings(notes, settings, today=disk.today())
    return notes, tuple(comment for comment in comments if comment.id not in drafts)


def _edition(text: _Text, settings: Settings, budget: anchoring.Budget) -> Checked[Edition]:
    return anchoring.edition(
        text.name,
        text.document,
        text.annotations,
        text.comments,
        as_read=lambda quote: markup.as_read(quote, text.document.metadata.lang, settings.site),
        budget=budget,
    )


def _placed(
    edition: Edition,
    here: plan.Standpoint,
    settings: Settings,
    words: Callable[[str], Mapping[str, str]],
    problems: list[Problem],
) -> PlacedEdition:
    """Place the passages; every link of the text and its comments leads where it does from the text's page."""
    source = edition.document.source
    placed = placing.placed(
        edition,
        address=lambda href: here.link(href, beside=source.path),
        site=settings.site,
        words=words(edition.document.metadata.lang),
    )
    return _kept(placed, problems)


def _searchable(
    pages: tuple[Page, ...], settings: Settings, options: Options, earlier: Earlier | None, problems: list[Problem]
) -> tuple[tuple[Page, ...], search.Index]:
    """Return the pages with the index of their search, or pages without one where there is no index."""
    if not options.search:
        return plan.without_search(pages), search.Index()
    if earlier is None or _has_errors(problems, options):
        return pages, search.Index()
    texts = plan.searched_texts(pages)
    index = _kept(search.index(texts, lang=settings.site.lang, earlier=earlier), problems)
    return (pages, index) if index else (plan.without_search(pages), search.Index())


def _pictures(
    pages: tuple[Page, ...],
    look: cards.Theme | None,
    options: Options,
    earlier: Earlier | None,
    problems: list[Problem],
) -> tuple[tuple[Output, ...], tuple[Kept, ...]]:
    """Return the cards that pages name, drawn or taken over; none where the site will not be published."""
    if look is None or earlier is None or _has_errors(problems, options):
        return (), ()
    return cards.pictures(plan.named_cards(pages), look, earlier)


def _has_errors(problems: list[Problem], options: Options) -> bool:
    return any(problem.severity is Severity.ERROR for problem in weighed(problems, options))


def _heading_ids(document: Document, settings: Settings) -> frozenset[str] | None:
    """Return the ids that links from elsewhere may lead to; `None` when not all of them are known here."""
    if settings.site.markdown.html or document.metadata.rights == "excerpts":
        return None
    return frozenset(heading.id for heading in document.headings)


def _with_base_url(settings: Settings, base_url: str | None) -> Settings:
    return replace(settings, site=replace(settings.site, base_url=base_url)) if base_url else settings


def _kept(checked: Checked[T], problems: list[Problem]) -> T:
    """Put a stage's problems with the others and return its value."""
    problems += checked.problems
    return checked.value
