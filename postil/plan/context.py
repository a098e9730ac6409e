"""What an index is planned from: what the texts tell, the frame, and the ground.

`Context` gives each index the facets that it names, and no others, so that an index cannot show
what would not make it be planned anew.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import field
from typing import Any

from postil.core.values import dataclass

from .framing import HOME_ADDRESS, Frame, destinations
from .ground import Ground
from .notes import Desk
from .outline import Folder
from .summaries import TextSummary
from .views import LinkView, SiteView, TextView
from .ways import Standpoint

Told = Callable[[str, Iterable[str]], Mapping[str, Any]]
"""Gives a facet of texts by their addresses, in the order asked for."""


@dataclass(frozen=True, slots=True)
class Context:
    """A site whose texts are planned."""

    ground: Ground
    frame: Frame
    summaries: Mapping[str, TextSummary]
    """What lists say of each text, by its address, in the order of lists."""
    folders: Mapping[str, Folder]
    """The folders of texts by address."""
    unlisted: frozenset[str] = frozenset()
    """Addresses of pages like “About”, which lists leave out."""
    tell: Told = field(default=lambda _facet, _addresses: {}, compare=False, repr=False)
    allowed: Collection[str] = ()
    """The facets that may be asked for."""
    home: TextView | None = None
    """The text of content/index.md, without its frame."""

    def told(self, facet: str, addresses: Iterable[str] | None = None) -> Mapping[str, Any]:
        """Return a facet of texts, all when no addresses are given, by address in the order of lists."""
        if facet not in self.allowed:
            raise LookupError(f"this index does not name the facet {facet}")
        return self.tell(facet, self.summaries if addresses is None else addresses)

    @property
    def lang(self) -> str:
        """The language of the pages that are not a text's."""
        return self.ground.lang

    @property
    def dir(self) -> str:
        """The direction of the pages that are not a text's."""
        return self.ground.dir

    def desk(self, address: str) -> Desk:
        """Return the desk of the page at `address`, in the language of the site."""
        return self.ground.desk(address)

    def site(self, here: Standpoint) -> SiteView:
        """Return the frame of the page that stands there."""
        return self.frame.site(here, self.ground)

    def breadcrumbs(self, address: str, here: Standpoint) -> tuple[LinkView, ...]:
        """Return the way to the folder at `address`: the pages of the folders that it stands in."""
        return self.frame.breadcrumbs(address, here)


def unlisted(texts: Iterable[TextSummary], ground: Ground) -> frozenset[str]:
    """Return the addresses of pages like “About”: the undated texts that the navigation names."""
    home = Standpoint(ground.ways, HOME_ADDRESS)
    named = set(destinations(ground))
    return frozenset(text.address for text in texts if not text.date and home.to(text.address) in named)
