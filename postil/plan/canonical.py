"""Whole addresses, for what is read away from the site: feeds, site maps, previews, citations.

Everything else links by relative paths. Only an author knows where a site will be published, so
without `base_url` there are no whole addresses, and what needs them is left out.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from urllib.parse import quote

from postil.core.citing import is_address
from postil.core.written import SiteSettings

from .prose import FROM_ROOT

PARTS = re.compile(r"(?i)(https?)://([^/?#]+)/*([^?#]*?)/*(?:[?#].*)?")
"""Scheme, host and path of an address of the web."""


@dataclass(frozen=True, slots=True)
class Canonical:
    """Where a site is published."""

    base: str
    """Whole address of the site's root, ending in a slash; only characters that a URI may hold."""

    @classmethod
    def of(cls, site: SiteSettings) -> Canonical | None:
        """Return where the site says it is published, `None` when it does not say, or names no address of the web."""
        parts = PARTS.fullmatch(site.base_url or "")
        if not parts or not is_address(parts[0]):
            return None
        path = quote(parts[3], safe="/%:@!$&'()*+,;=~")
        return cls(f"{parts[1].lower()}://{quote(parts[2], safe=':[]%')}/{path}{'/' if path else ''}")

    def to(self, address: str) -> str:
        """Return the whole address of a page or file of the site, given by its address and fragment."""
        path, hash_, fragment = address.partition("#")
        return self.base + quote(path) + hash_ + quote(fragment)

    def linked(self, prose_html: str) -> str:
        """Return prose whose links begin at the site's root with whole ones instead."""
        return FROM_ROOT.sub(lambda link: f'href="{html.escape(self.to(html.unescape(link[1])))}"', prose_html)
