"""The pages of the site: which there are, where they stand and everything they show.

Takes the placed texts and the settings; gives `Page`s, each a value complete in itself, so that
equal pages are equal bytes. What needs thinking is decided here, not in the layouts. The kinds of
pages stand in `pages/`, what they share beside it.
"""

from __future__ import annotations

from .context import Context, unlisted
from .facets import EMPTY, FACETS, Facets, belonging, by_address
from .framing import BARE, HOME_ADDRESS, Frame, Index, destinations, framed, framed_again, navigation_problems
from .ground import Ground
from .notes import Desk
from .outline import Folder, outline
from .pages import KINDS, Kind, TextPlan, collisions, frame, site_problems, text_plan
from .pages.folders import listing
from .pages.sitemap import sitemap_pages
from .pages.tags import tags
from .prose import prose_problem, shown_prose
from .summaries import TextSummary
from .texts import PlannedText
from .ways import Standpoint, Ways, addresses
from .words import Words, words_of

__all__ = [
    "BARE",
    "EMPTY",
    "FACETS",
    "HOME_ADDRESS",
    "KINDS",
    "Context",
    "Desk",
    "Facets",
    "Folder",
    "Frame",
    "Ground",
    "Index",
    "Kind",
    "PlannedText",
    "Standpoint",
    "TextPlan",
    "TextSummary",
    "Ways",
    "Words",
    "addresses",
    "belonging",
    "by_address",
    "collisions",
    "destinations",
    "frame",
    "framed",
    "framed_again",
    "listing",
    "navigation_problems",
    "outline",
    "prose_problem",
    "shown_prose",
    "site_problems",
    "sitemap_pages",
    "tags",
    "text_plan",
    "unlisted",
    "words_of",
]
