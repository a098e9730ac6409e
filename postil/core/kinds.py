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


def kind_label(name: str, site: SiteSettings, words: Mapping[str, str], *, plural: bool = False) -> str:
    """Return what a kind is called on a page whose strings are `words`; of a kind that nobody knows its name.

    A kind of the site has the label of the site; one that comes along is called as `words` says,
    in `kind-NAME` and `kind-NAME-plural`, or in English.
    """
    if name in site.kinds or name not in KINDS:
        kind = site.kinds.get(name) or Kind(label=name)
        return (kind.plural or kind.label) if plural else kind.label
    own = KINDS[name]
    if plural:
        return words.get(f"kind-{name}-plural") or own.plural or own.label
    return words.get(f"kind-{name}") or own.label


def verdict_label(name: str, site: SiteSettings, words: Mapping[str, str]) -> str:
    """Return what a verdict is called on a page whose strings are `words`.

    The scale that comes along is called as `words` says in `verdict-NAME`, or in English; a site's own
    scale has its own labels, and a verdict on no scale is called by its name.
    """
    if site.verdicts or name not in VERDICTS:
        return site.verdicts.get(name, name)
    return words.get(f"verdict-{name}") or VERDICTS[name]


def verdict_rank(name: str, site: SiteSettings) -> int:
    """Return where a verdict stands on its scale, from 1 for the best to 5 for the worst; 3 when on no scale."""
    scale = list(verdicts(site))
    if name not in scale or len(scale) == 1:
        return 3
    return 1 + round(4 * scale.index(name) / (len(scale) - 1))


def verdicts(site: SiteSettings) -> Mapping[str, str]:
    """Return the site's scale for checks, best first: name to label."""
    return site.verdicts or VERDICTS
