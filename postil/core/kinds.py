"""The kinds of annotation and the scale of verdicts that come along, and those of a site.

A site adds kinds to these or describes them anew under the same name; a scale of its own replaces
the one that comes along, since half of one scale and half of another measure nothing.
"""

from __future__ import annotations

from collections.abc import Mapping

from .written import Kind, SiteSettings

KINDS: Mapping[str, Kind] = {
    "context": Kind(label="Context", plural="Context", mark="○"),
    "definition": Kind(label="Definition", plural="Definitions", mark="≡"),
    "check": Kind(label="Check", plural="Checks", mark="✓"),
    "source": Kind(label="Source", plural="Sources", mark="§"),
    "dispute": Kind(label="Dispute", plural="Disputes", mark="≠"),
    "update": Kind(label="Update", plural="Updates", mark="↻"),
}
"""Name to description. The marks differ by shape, are single characters, and no font colours them."""

VERDICTS: Mapping[str, str] = {
    "accurate": "Accurate",
    "mostly-accurate": "Mostly accurate",
    "unverified": "Unverified",
    "disputed": "Disputed",
    "misleading": "Misleading",
    "inaccurate": "Inaccurate",
}
"""Name to label, best first."""


def kinds(site: SiteSettings) -> Mapping[str, Kind]:
    """Return every kind of annotation that the site knows, by name, those that come along first."""
    return {**KINDS, **site.kinds}


def verdicts(site: SiteSettings) -> Mapping[str, str]:
    """Return the site's scale for checks, best first: name to label."""
    return site.verdicts or VERDICTS
