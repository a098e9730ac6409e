"""What can be done in any process: working on one text, and drawing pages. Values in, values out.

What is made is handed back as bytes, with the digests under which they are remembered; pages are
written where the site is staged, or handed back too where there is no disk to share.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from typing import Any

from postil import plan, render, write
from postil.core.limits import TooLongError, limited
from postil.core.model import Card, Output, Page, Source, TextFiles
from postil.core.problems import Checked, Place, Problem
from postil.core.values import dataclass, replace

from .memory import Row, decoded_pages, digest_of, encoded, encoded_pages
from .station import Station, headings
from .texts import annotated, worked
from .weighing import without_floods

GIVEN_UP = "text-too-costly"
"""The code of the problem of a text that could not be worked on."""
MORE_TIME = "divide it, or allow it more with --seconds-per-text"
HURRY = 10
"""How much less time a page has to be drawn in, once another one took too long."""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What surrounds the pages of one text, and is known only when all texts are."""

    frame: plan.Frame
    text: str
    """The address of the text."""
    lang: str
    listing: tuple[Any, ...] = ()
    """Cards of what stands in the folder whose page the text is."""


@dataclass(frozen=True, slots=True)
class Drawing:
    """Pages to be drawn."""

    name: str
    """Of the text, or of the kind of pages."""
    pages: bytes
    """The pages, as `encoded_pages` gives them."""
    around: Surroundings | None
    """`None` for pages of the whole site, which are given with their frame."""
    frame: plan.Frame
    staging: write.Staging | None
    """Where the files are written; `None` to have them handed back."""
    standing: Mapping[str, str] = field(default_factory=dict)
    """SHA-256 of what stands at their paths: the same bytes need not be written again."""
    is_published: bool = True
    """Whether there will be files; else it is only found out what is wrong with the pages, and no card is drawn."""


@dataclass(frozen=True, slots=True)
class DrawnPages:
    """What became of them."""

    name: str
    files: Mapping[str, str] = field(default_factory=dict)
    """SHA-256 of each file by its path, empty where it is not to be published."""
    problems: tuple[Problem, ...] = ()
    outputs: tuple[Output, ...] = ()
    """The files, where they are not written yet."""


@dataclass(frozen=True, slots=True)
class Job:
    """A text to be worked on."""

    files: TextFiles
    problems: tuple[Problem, ...]
    """What was wrong with reading them."""
    key: str
    address: str
    seconds: float
    frame: plan.Frame | None = None
    """The frame that its pages are expected to have: they are drawn with it at once."""
    staging: write.Staging | None = None
    standing: Mapping[str, str] = field(default_factory=dict)
    """As in `Drawing`."""
    drawn: str = ""
    """Digest of its pages as they were last drawn: the same need not be drawn at once, and most often not at all."""


@dataclass(frozen=True, slots=True)
class Done:
    """What became of it."""

    name: str
    row: Row
    kept: Mapping[str, bytes] = field(default_factory=dict)
    """What is to be remembered, by its digest."""
    drawn: DrawnPages | None = None


def work(station: Station, job: Job) -> Done:
    """Return what became of a text; that it took too long is a problem of the text, unless in drawing its pages."""
    try:
        with limited(job.seconds):
            done, pages = _worked(station, job)
    except TooLongError:
        return given_up(job, f"the work on this text took longer than {job.seconds:g} s", MORE_TIME)
    except MemoryError:
        return given_up(job, "the work on this text took more memory than there is")
    if job.frame is None or done.row.summary is None or done.row.pages == job.drawn:
        return done
    around = Surroundings(job.frame, job.address, done.row.summary.lang)
    drawing = Drawing(job.files.name, b"", around, job.frame, job.staging, job.standing)
    return replace(done, drawn=_drawn(station, drawing, pages))


def given_up(job: Job, reason: str = "the work on this text ended its process", hint: str = "divide it") -> Done:
    """Return what stands for a text that could not be worked on, with the key under which it was tried."""
    problem = Problem(GIVEN_UP, reason, Place(job.files.text.path), hint)
    return Done(job.files.name, Row(job.key, problems=(*job.problems, problem)))


def draw(station: Station, drawing: Drawing) -> DrawnPages:
    """Draw pages, and write them where the site is staged."""
    return _drawn(station, drawing, decoded_pages(drawing.pages))


def drawn_page(station: Station, page: Page, around: Surroundings | None, frame: plan.Frame) -> Checked[Output | None]:
    """Return a page as a file, with what surrounds it; `around` is `None` for a page of the whole site.

    A layout that took too long once is not tried again, and the others have less time from then on: one loop without
    end in what all of them share would otherwise cost that time for each. One that fails in so little time may be
    without fault, so it is the first that is told of again.
    """
    if known := station.costly.get(page.layout):
        return Checked(None, (known,))
    if around is None:
        whole = plan.framed_again(page, frame, station.ground)
    else:
        whole = plan.framed(page, around.text, around.lang, frame, station.ground, listing=around.listing)
    layouts, seconds = station.supplies.layouts, station.supplies.seconds
    try:
        with limited(seconds / HURRY if station.costly else seconds):
            made = render.drawn(whole, layouts)
    except TooLongError as mistake:
        # It came while no line of a layout was running.
        made = Checked(None, (render.too_costly(mistake, page, layouts),))
    for problem in made.problems:
        if problem.code == "layout-too-costly":
            told = station.costly[page.layout] = next(iter(station.costly.values()), problem)
            made = Checked(None, (told,))
    return made


def headings_of(station: Station, source: Source) -> frozenset[str] | None:
    """Return the ids of the headings of a text; `None` when not all of them are known."""
    return headings(source, station.supplies.settings)


def _worked(station: Station, job: Job) -> tuple[Done, tuple[Page, ...]]:
    """Return what became of a text, and its pages."""
    files = job.files
    if not files.text.digest:
        problems = list(job.problems)
        annotated(files, station, problems)
        return Done(files.name, Row("", problems=without_floods(problems))), ()
    found = worked(files, job.address, station)
    key = "" if job.problems else job.key
    problems_found = without_floods((*job.problems, *found.problems))
    if found.plan is None:
        return Done(files.name, Row(key, headings=found.headings, problems=problems_found)), ()
    pages, told = found.plan.pages, found.plan.facets
    kept: dict[str, bytes] = {}
    digests = {"summary": encoded(told.summary)[0], "named": encoded(told.summary.named)[0]}
    for name in plan.FACETS:
        value = getattr(told, name)
        if name != "summary" and value:
            digests[name], content = encoded(value)
            kept[digests[name]] = content
    content = encoded_pages(pages)
    pages_key = digest_of(content)
    kept[pages_key] = content
    row = Row(
        key,
        asked=found.asked,
        naming=found.naming,
        day=station.supplies.today if found.asked_today else "",
        headings=found.headings,
        summary=told.summary,
        facets=digests,
        addresses=tuple(page.address for page in pages),
        layouts=tuple(page.layout for page in pages),
        pages=pages_key,
        problems=problems_found,
        tally=found.tally,
    )
    return Done(files.name, row, kept), pages


def _drawn(station: Station, drawing: Drawing, pages: tuple[Page, ...]) -> DrawnPages:
    files: dict[str, str] = {}
    problems: list[Problem] = []
    outputs: list[Output] = []
    around = drawing.around
    for page in pages:
        if around is not None and around.text == plan.HOME_ADDRESS == page.address:
            continue
        made = drawn_page(station, page, around, drawing.frame)
        problems += made.problems
        if made.value is None:
            continue
        if not drawing.is_published:
            files[made.value.path] = ""
            continue
        for file in (made.value, *_card(page, station)):
            if drawing.staging is None:
                outputs.append(file)
            else:
                standing = drawing.standing.get(file.path)
                files[file.path] = write.staged(drawing.staging, file.path, file.content, standing=standing)
        if (card := _named_card(page)) and card.path in station.supplies.cards:
            files[card.path] = station.supplies.cards[card.path]
    return DrawnPages(drawing.name, files, tuple(problems), tuple(outputs))


def _card(page: Page, station: Station) -> tuple[Output, ...]:
    """Return the card that a page names, unless none are drawn or it stands already."""
    card = _named_card(page)
    if card is None or station.pen is None or card.path in station.supplies.cards:
        return ()
    return (station.pen(card),)


def _named_card(page: Page) -> Card | None:
    return page.view.meta.card if page.layout == "text.html" else None
