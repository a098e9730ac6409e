"""The stages in order, from the folder of a site to the files of its pages.

    gather -> settings -> (markup, annotations -> anchoring -> placing -> plan) of each text
           -> plan of the whole site -> search -> render

The one place where the stages meet. It decides nothing about texts: it hands values on and
collects problems. What a stage gave is remembered under the digest of all that it was given, so
that only what has changed is done again; nobody has to say what depends on what.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from postil import write
from postil.core.cache import Cache
from postil.core.files import Files
from postil.render import Layouts

from .building import Building
from .memory import Tally
from .options import Options
from .results import Built, Published, ToldText, Why
from .weighing import weighed

__all__ = ["Built", "Options", "Published", "Tally", "ToldText", "Why", "built", "published", "weighed"]

Progress = Callable[[str, int, int], None]
"""Is told what is done, how much of it, and how much there is in all."""


def built(files: Files, options: Options, *, layouts: Layouts | None = None) -> Built:
    """Return the site in `files` in memory, with all problems of all stages; nothing is remembered or published.

    `layouts` may be those of an earlier build, which are compiled already, when none has changed.
    Without a published site there is no index for its search, and no cards are drawn.
    """
    with Building(files, options, None, layouts=layouts) as building:
        building.planned()
        outputs = building.drawn_in_memory()
        return Built(outputs, building.assets, weighed(building.problems, options), building.texts)


def published(
    files: Files,
    options: Options,
    destination: Path,
    *,
    memory: Path | None,
    progress: Progress = lambda stage, done, total: None,
) -> Published:
    """Build the site in `files` and publish it at `destination`, unless it has errors.

    `memory` is the folder in which is remembered what the next build need not do again; nothing is
    when `None`.
    """
    cache = Cache.at(memory) if memory else None
    try:
        with write.publication(destination, files) as publication:
            if publication.problems:
                return Published(publication.problems, write.Summary(), ())
            summary = write.Summary()
            with Building(files, options, cache, publication=publication, progress=progress) as building:
                building.planned()
                contents = {} if building.has_errors else building.drawn()
                building.remember()
            if not building.has_errors:
                progress("publish", 0, len(contents))
                summary = publication.finish(contents, building.assets)
        return Published(
            (*weighed(building.problems, options), *publication.problems),
            summary,
            building.texts,
            is_published=not building.has_errors and not publication.problems,
            was_left=building.has_errors,
            why=tuple(building.why),
            spent=building.spent,
        )
    finally:
        if cache is not None:
            cache.close()
