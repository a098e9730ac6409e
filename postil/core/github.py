"""Addresses at GitHub: where a file of the site can be edited, and where a reader can propose something.

Made from `repository` in site.yaml, which names a repository, or a folder of one of its branches when
the site is not the whole of it. The trap: a branch with a slash in its name cannot be told from a folder.
"""

from __future__ import annotations

import re
from urllib.parse import quote, unquote, urlencode

from .problems import Place
from .values import dataclass

REPOSITORY = re.compile(
    r"https?://(?:www\.)?github\.com/([A-Za-z0-9][A-Za-z0-9-]*)/([\w.-]+?)(?:\.git)?"
    r"(?:/tree/([^/?#\s]+)((?:/[^/?#\s]+)*))?/?",
    re.IGNORECASE | re.ASCII,
)
DEFAULT_BRANCH = "main"
LONGEST_ADDRESS = 6000
"""Bytes of an address that servers on the way are sure to take."""


@dataclass(frozen=True, slots=True)
class Repository:
    """Where the sources of a site stand."""

    address: str
    """`https://github.com/OWNER/NAME`."""
    branch: str = DEFAULT_BRANCH
    folder: str = ""
    """Of the site in the repository; empty or ending in a slash."""

    @property
    def new_issue(self) -> str:
        """Where an issue is opened."""
        return f"{self.address}/issues/new"

    def edit(self, place: Place) -> str:
        """Return where a line of a file is edited."""
        line = f"#L{place.line}" if place.line else ""
        return f"{self.address}/edit/{quote(f'{self.branch}/{self.folder}{place.path}')}{line}"

    def issue(self, title: str, body: str) -> str | None:
        """Return where an issue with this title and text is opened; `None` when that is too long for an address."""
        address = f"{self.new_issue}?{urlencode({'title': title, 'body': body}, quote_via=quote)}"
        return address if len(address) <= LONGEST_ADDRESS else None


def repository(address: str | None) -> Repository | None:
    """Return the repository that an author names, `None` for anything that is not one at GitHub."""
    match = REPOSITORY.fullmatch(address or "")
    if match is None or match[2] in {".", "..", ".git"}:
        return None
    owner, name, branch, folder = match.groups()
    inside = unquote(folder or "").strip("/")
    # A browser would go up by such a part, out of the repository.
    if {".", ".."} & {*unquote(branch or "").split("/"), *inside.split("/")}:
        return None
    return Repository(
        f"https://github.com/{owner}/{name}", unquote(branch or DEFAULT_BRANCH), f"{inside}/" if inside else ""
    )
