"""The search page. What it finds is told by `records`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from postil.core.kinds import kinds
from postil.core.model import Page
from postil.plan.context import Context
from postil.plan.framing import SEARCH_ADDRESS, Index
from postil.plan.ground import Ground
from postil.plan.notes import Desk
from postil.plan.records import FOOTNOTE
from postil.plan.summaries import TextSummary
from postil.plan.views import SearchKindView, SearchView


def index(_texts: Mapping[str, TextSummary], _ground: Ground) -> Index:
    """Return the search page as the navigation at the foot names it."""
    return Index("search", SEARCH_ADDRESS)


def search_pages(context: Context) -> Iterable[Page]:
    """Yield the page of the search, where the site has one."""
    if not context.frame.has_search:
        return
    desk = context.desk(SEARCH_ADDRESS)
    view = SearchView(
        site=context.site(desk.here),
        words=desk.words,
        title=desk.words["search"],
        lang=context.lang,
        dir=context.dir,
        kinds=tuple(_kinds(context.summaries.values(), desk)),
    )
    yield Page(SEARCH_ADDRESS, "search.html", view)


def _kinds(texts: Iterable[TextSummary], desk: Desk) -> Iterator[SearchKindView]:
    """Yield what may be searched for alone: the kinds of records there are, texts and comments first."""
    present = {kind for text in texts for kind in text.searched}
    own = kinds(desk.settings.site)
    for kind in dict.fromkeys(("text", "comment", *own, FOOTNOTE, *sorted(present))):
        if kind not in present:
            continue
        if kind in ("text", "comment"):
            yield SearchKindView(kind, desk.words[f"search-{kind}"])
        elif kind == FOOTNOTE:
            yield SearchKindView(kind, desk.words["footnote"])
        else:
            yield SearchKindView(kind, desk.kind_label(kind), desk.kind_mark(kind))
