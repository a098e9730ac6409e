"""The stages in order, from the folder of a site to the files of its pages.

    gather -> settings -> (markup, annotations -> anchoring -> placing -> plan) of each text
           -> plan of the whole site -> search -> render

The one place where the stages meet. It decides nothing about texts: it hands values on and
collects problems. What a stage gave is remembered under the digest of all that it was given, so
that only what has changed is done again; nobody has to say what depends on what.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from postil import write
from postil.core.cache import Cache
from postil.core.files import Files
from postil.core.model import Output
from postil.render import Layouts

from .building import Building
from .memory import Tally
from .options import Options, endpoint
from .results import Built, NoClusterError, Published, ToldText, Why, unseen
from .rows import ForgottenError
from .store import LostError
from .weighing import weighed

__all__ = ["Built", "Options", "Published", "Tally", "ToldText", "Why", "built", "endpoint", "published", "weighed"]

Progress = Callable[[str, int, int], None]
"""Is told what is done, how much of it, and how much there is in all."""


def built(files: Files, options: Options, *, layouts: Layouts | None = None) -> Built:
    """Return the site in `files` in memory, with all problems of all stages; nothing is remembered or published.

    `layouts` may be those of an earlier build, which are compiled already, when none has changed.
    Without a published site there is no index for its search, and no cards are drawn.
    """
    with Building(files, options, None, layouts=layouts) as building:
        outputs: tuple[Output, ...] = ()
        try:
            building.planned()
            outputs = building.drawn_in_memory()
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

    def started(*, remembers: bool) -> Building:
        return Building(files, options, cache, publication=publication, progress=progress, remembers=remembers)

    try:
        return _published(started(remembers=True), options, publication, progress)
    except ForgottenError:
        # Part of the memory is lost, which shows when it is needed. With none of it, everything is done again.
        return _published(started(remembers=False), options, publication, progress)


def _published(building: Building, options: Options, publication: write.Publication, progress: Progress) -> Published:
    contents: Mapping[str, str] = {}
    summary, is_whole = write.Summary(), False
    with building:
        try:
            building.planned()
            contents = {} if building.has_errors else building.drawn(publication)
            is_whole = True
        except (LostError, NoClusterError) as error:
            building.problems.append(error.problem)
    # Drawing may have found errors of layouts.
    if not building.has_errors:
        progress("publish", 0, len(contents))
        with building.timed("publish"):
            summary = publication.finish(contents, building.assets)
    if is_whole:
        building.remember(was_published=not building.has_errors and not publication.problems)
    return Published(
        weighed(building.problems, options),
        summary,
        building.texts,
        was_left=building.has_errors,
        why=tuple(building.why),
        spent=building.spent,
    )
