"""Whole addresses, for what is read away from the site: feeds, site maps, previews, citations.

Everything else links by relative paths. Only an author knows where a site will be published, so
without `base_url` there are no whole addresses, and what needs them is left out.
"""

from __future__ import annotations

import html
import re
from functools import lru_cache
from urllib.parse import quote

from postil.core.citing import is_address
from postil.core.values import dataclass
from postil.core.written import SiteSettings

from .prose import FROM_ROOT, FROM_ROOT_BEGINS
from .ways import quoted

PARTS = re.compile(r"(?i)(https?)://([^/?#]+)/*([^?#]*?)/*(?:[?#].*)?")
"""Scheme, host and path of an address of the web."""


@dataclass(frozen=True, slots=True)
class Canonical:
    """Where a site is published."""

    base: str
    """Whole address of the site's root, ending in a slash; only characters that a URI may hold."""

    @staticmethod
    def of(site: SiteSettings) -> Canonical | None:
        """Return where the site says it is published, `None` when it does not say, or names no address of the web."""
        return _published(site.base_url or "")

    def to(self, address: str) -> str:
        """Return the whole address of a page or file of the site, given by its address and fragment."""
        path, hash_, fragment = address.partition("#")
        return self.base + quoted(path) + hash_ + quoted(fragment)

    def linked(self, prose_html: str) -> str:
        """Return prose whose links begin at the site's root with whole ones instead."""
        if FROM_ROOT_BEGINS not in prose_html:
            return prose_html
        return FROM_ROOT.sub(lambda link: f'href="{html.escape(self.to(html.unescape(link[1])))}"', prose_html)


@lru_cache(maxsize=16)
def _published(base_url: str) -> Canonical | None:
    parts = PARTS.fullmatch(base_url)
    if not parts or not is_address(parts[0]):
        return None
    path = quote(parts[3], safe="/%:@!$&'()*+,;=~")
    return Canonical(f"{parts[1].lower()}://{quote(parts[2], safe=':[]%')}/{path}{'/' if path else ''}")
