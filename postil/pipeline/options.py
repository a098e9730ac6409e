"""How to build."""

from __future__ import annotations

from postil.core.values import dataclass

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
