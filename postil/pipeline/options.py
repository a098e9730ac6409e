"""How to build."""

from __future__ import annotations

import re

from postil.core.values import dataclass

CLUSTER = re.compile(r"dask://(\[[0-9A-Fa-f:.]+\]|[\w.-]+):(\d{1,5})/?", re.ASCII)
"""The address of a cluster: what it is spread by, host and port."""
SECONDS_PER_TEXT = 10.0


@dataclass(frozen=True, slots=True)
class Options:
    """How to build."""

    drafts: bool = False
    keep_going: bool = False
    strict: bool = False
    base_url: str | None = None
    """Instead of the one in site.yaml."""
    search: bool = True
    """Whether the site has a search."""
    seconds_per_text: float = SECONDS_PER_TEXT
    """How long the work on one text may take before it is given up."""
    jobs: int | None = None
    """How many processes work side by side; as many as the work is worth when `None`."""
    executor: str | None = None
    """The address of a cluster that does the work, `dask://HOST:PORT`; the own machine when `None`."""


def endpoint(executor: str) -> tuple[str, int] | None:
    """Return host and port of the address of a cluster; `None` when it is none."""
    match = CLUSTER.fullmatch(executor)
    if match is None or not 0 < int(match[2]) < 1 << 16:
        return None
    return match[1], int(match[2])
