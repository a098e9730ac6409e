"""Every kind of page that a site has, and the page of the demonstration that stands for it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from .sites import ESSAY

KINDS: Mapping[str, tuple[str, ...]] = {
    "home": ("index.html",),
    "text": (f"{ESSAY}index.html", "documents/*/index.html", "about/index.html"),
    "folder": ("essays/index.html", "documents/index.html"),
    "notes": (f"{ESSAY}notes/index.html", "*/*/notes/index.html", "*/notes/index.html"),
    "cite": (f"{ESSAY}cite/index.html", "*/*/cite/index.html", "*/cite/index.html"),
    "entities": ("entities/index.html",),
    "entity": ("entities/*/index.html",),
    "sources": ("sources/index.html",),
    "tags": ("tags/index.html",),
    "tag": ("tags/*/index.html",),
    "annotators": ("annotators/index.html",),
    "annotator": ("annotators/*/index.html",),
    "timeline": ("timeline/index.html",),
    "search": ("search/index.html",),
    "missing": ("404.html",),
}
"""Kind of page to where its pages stand in the built demonstration, the first found being looked at."""


def standing_for(kind: str, folder: Path) -> str:
    """Return the address of the page that stands for a kind, `essays/two-shortages/`."""
    found = [path for pattern in KINDS[kind] for path in sorted(folder.glob(pattern))]
    assert found, f"no page of the demonstration is of the kind {kind}"
    return found[0].relative_to(folder).as_posix().removesuffix("index.html")


def without_kind(folder: Path) -> set[str]:
    """Return the paths of the pages that are of no kind named here."""
    named = {path for patterns in KINDS.values() for pattern in patterns for path in folder.glob(pattern)}
    return {path.relative_to(folder).as_posix() for path in set(folder.rglob("*.html")) - named}
