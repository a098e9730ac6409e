"""The stages in order, from the folder of a site to the files of its pages.

    gather -> settings -> (markup, annotations -> anchoring -> placing -> plan) of each text
           -> plan of the whole site -> search -> render

The one place where the stages meet. It decides nothing about texts: it hands values on and
collects problems. What a stage gave is remembered under the digest of all that it was given, so
that only what has changed is done again; nobody has to say what depends on what.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from postil import render, write
from postil.core.cache import Cache
from postil.core.files import Files
from postil.core.machine import program_digest
from postil.core.model import Kept, Output
from postil.core.problems import Problem
from postil.render import Layouts

from .building import Building, timed
from .ledger import Ledger, last
from .memory import Tally
from .options import Options, endpoint
from .pages import Pages
from .publishing import Publishing, compiled_layouts
from .results import Built, NoClusterError, Progress, Published, ToldText, Why, unseen
from .rows import ForgottenError
from .store import LostError
from .weighing import weighed

__all__ = ["Built", "Options", "Published", "Tally", "ToldText", "Why", "built", "endpoint", "published", "weighed"]


def built(files: Files, options: Options, *, layouts: Layouts | None = None) -> Built:
    """Return the site in `files` in memory, with all problems of all stages; nothing is remembered or published.

    `layouts` may be those of an earlier build, which are compiled already, when none has changed.
    Without a published site there is no index for its search, and no cards are drawn.
    """
    layouts = layouts or compiled_layouts(files.layouts, None)
    with Building(files, options, Ledger.empty(None), None, layouts=layouts) as building:
        outputs: tuple[Output, ...] = ()
        try:
            building.planned()
            outputs = _drawn_in_memory(building, options)
        except NoClusterError as error:
            building.problems.append(error.problem)
        return Built(outputs, building.assets, weighed(building.problems, options), building.texts)


def published(
    files: Files,
    options: Options,
    publication: write.Publication,
    cache: Cache | None,
    *,
    progress: Progress = unseen,
) -> Published:
    """Build the site in `files` and publish it, unless it has errors.

    `cache` is what remembers what the next build need not do again. `publication` is entered, and
    `cache` is closed, by who made them.
    """

    def made(*, remembers: bool) -> Published:
        spent: dict[str, float] = {}
        with timed(spent, "memory"):
            ledger = last(cache, program_digest()) if cache and remembers else Ledger.empty(cache)
            layouts = compiled_layouts(files.layouts, cache)
        building = Building(files, options, ledger, cache, layouts=layouts, publication=publication, progress=progress)
        building.spent |= spent
        return _published(building, options, publication, cache, progress)

    try:
        return made(remembers=True)
    except ForgottenError:
        # Part of the memory is lost, which shows when it is needed. With none of it, everything is done again.
        return made(remembers=False)


def _drawn_in_memory(building: Building, options: Options) -> tuple[Output, ...]:
    """Draw every page and return all files of the site."""
    building.surround(has_search=options.search)
    pages = Pages(building.indexes, building.store, building.last, building.rows)
    pages.draw(building.spread, {}, {}, lambda: None, unseen, is_last=False)
    building.problems += (*building.indexes.problems, *pages.problems)
    outputs = (*sorted(pages.outputs, key=lambda output: output.path), *render.assets(building.layouts))
    building.problems += _misnamed(building, outputs)
    return outputs


def _published(
    building: Building, options: Options, publication: write.Publication, cache: Cache | None, progress: Progress
) -> Published:
    contents: Mapping[str, str] = {}
    summary, publishing = write.Summary(), None
    with building:
        try:
            building.planned()
            publishing = Publishing(building, options, publication, progress)
            # Errors or not: what is wrong with the whole site and its layouts is said in the same run.
            contents = publishing.drawn()
        except (LostError, NoClusterError) as error:
            building.problems.append(error.problem)
            publishing = None
    if not building.has_errors:
        progress("publish", 0, len(contents))
        with building.timed("publish"):
            summary = publication.finish(contents, building.assets)
    else:
        building.problems += _misnamed(building, [Kept(path, "") for path in contents])
    if publishing is not None and cache is not None:
        publishing.remember(cache, was_published=not building.has_errors and not publication.problems)
    return Published(
        weighed(building.problems, options),
        summary,
        building.texts,
        was_left=building.has_errors,
        why=tuple(publishing.why) if publishing else (),
        spent=building.spent,
    )


def _misnamed(building: Building, files: Iterable[Output | Kept]) -> Iterable[Problem]:
    """Return what is wrong with the names of the site's files, unless it is said already of the addresses of texts."""
    if any(problem.code == "address-taken" for problem in building.problems):
        return ()
    return write.wrong_names(files, building.assets)
