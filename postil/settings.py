"""What holds for the whole site: site.yaml, entities.yaml and references.json, read and checked.

Takes what `gather` found and gives `Settings`. Each file may be missing. A wrong field costs only
itself, so that a misspelling in site.yaml does not make every annotator unknown.
"""

from __future__ import annotations

import dataclasses
import re
import unicodedata
from collections.abc import Collection, Iterator, Mapping
from typing import TypeVar

from postil.core.citing import is_address, link_problem, source_problems
from postil.core.github import repository
from postil.core.jsontree import read_json
from postil.core.kinds import KINDS
from postil.core.model import Gathered, Reference, Settings, Source
from postil.core.problems import Checked, Problem, Severity
from postil.core.references import references
from postil.core.schema import checked, checked_entries
from postil.core.written import EntitiesFile, Entity, SiteSettings
from postil.core.yamltree import Tree, read_yaml

T = TypeVar("T")
NAME = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")
"""A name that may stand in a class of HTML."""
ENTITY_NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
"""A name that may stand in an address."""


def settings(gathered: Gathered) -> Checked[Settings]:
    """Return the settings of a site, with what is wrong with its files."""
    problems: list[Problem] = []
    site_tree = _tree(gathered.site, problems)
    entities_tree = _tree(gathered.entities, problems)
    site = _site(site_tree, problems)
    known = _references(gathered.references, problems)
    entities = _entities(entities_tree, known, problems)
    return Checked(Settings(site, entities, known, site_tree, entities_tree), tuple(problems))


def _site(tree: Tree | None, problems: list[Problem]) -> SiteSettings:
    if tree is None:
        return SiteSettings()
    found = checked(SiteSettings, tree)
    problems += found.problems
    site = found.value or SiteSettings()
    problems += _addresses(site, tree)
    problems += _marks(site, tree)
    return dataclasses.replace(
        site,
        annotators=_well_named(site.annotators, NAME, tree, "annotators", problems),
        kinds=_well_named(site.kinds, NAME, tree, "kinds", problems),
        verdicts=_well_named(site.verdicts, NAME, tree, "verdicts", problems),
    )


def _addresses(site: SiteSettings, tree: Tree) -> Iterator[Problem]:
    for name, address in (("base_url", site.base_url), ("repository", site.repository)):
        if address is not None and not (is_address(address) and address.lower().startswith("http")):
            hint = "write the whole address, as in https://name.github.io/project/"
            yield Problem("bad-value", f"`{name}` must be an address that begins with https://", tree.at(name), hint)
    if site.repository and is_address(site.repository) and repository(site.repository) is None:
        yield Problem(
            "bad-repository",
            "`repository` is not the address of a repository at GitHub, so pages offer neither edits nor proposals",
            tree.at("repository"),
            "write https://github.com/name/project, with /tree/branch/folder after it when the site is a folder of it",
            Severity.WARNING,
        )
    for key, annotator in site.annotators.items():
        if problem := link_problem(annotator.url, tree.at("annotators", key, "url")):
            yield problem
    for number, entry in enumerate(site.navigation):
        # A file of content/ has no colon before its first slash; whatever else is an address.
        is_file = ":" not in entry.to.split("/", 1)[0] and not entry.to.startswith("//")
        if not is_file and (problem := link_problem(entry.to, tree.at("navigation", number, "to"))):
            yield problem


def _marks(site: SiteSettings, tree: Tree) -> Iterator[Problem]:
    """Yield what is wrong with the marks of kinds: each must be one visible character, and no two the same."""
    taken = {kind.mark: name for name, kind in KINDS.items() if name not in site.kinds}
    for name, kind in site.kinds.items():
        if kind.mark is None:
            continue
        place = tree.at("kinds", name, "mark")
        letters = [each for each in kind.mark if unicodedata.category(each) not in {"Mn", "Me"}]
        if len(letters) != 1 or not kind.mark.isprintable() or kind.mark.isspace():
            yield Problem("bad-value", "`mark` must be one character", place, "choose a letter or a sign, as in `†`")
        elif kind.mark in taken:
            sentence = f"the kind `{taken[kind.mark]}` has the mark {kind.mark} already"
            yield Problem("bad-value", sentence, place, "choose another sign, so that kinds differ without colour")
        taken[kind.mark] = name


def _entities(tree: Tree | None, known: Collection[str], problems: list[Problem]) -> Mapping[str, Entity]:
    if tree is None:
        return {}
    entries = checked_entries(EntitiesFile, tree, "entities")
    problems += entries.problems
    found: dict[str, Entity] = {}
    for entry in entries.value:
        found[str(entry.key)] = entry.value
        problems += source_problems(entry.value.sources, known, entry.tree, "sources")
        if problem := link_problem(entry.value.url, entry.tree.at("url")):
            problems.append(problem)
    return _well_named(found, ENTITY_NAME, tree, "entities", problems)


def _references(source: Source | None, problems: list[Problem]) -> Mapping[str, Reference]:
    tree = read_json(source) if source else None
    if tree is None:
        return {}
    problems += tree.problems
    if tree.value is None:
        return {}
    found = references(tree.value)
    problems += found.problems
    return found.value


def _well_named(
    named: Mapping[str, T], shape: re.Pattern[str], tree: Tree, field: str, problems: list[Problem]
) -> Mapping[str, T]:
    """Return the entries whose names can stand in addresses and classes."""
    for name in named:
        if len(name) > 50 or not shape.fullmatch(name):
            sentence = (
                f"the name `{name[:60]}` below `{field}` holds more than small letters a to z, digits and hyphens"
            )
            problems.append(Problem("bad-value", sentence, tree.key(field, name), "as in `red-cross`, without accents"))
    return {name: value for name, value in named.items() if len(name) <= 50 and shape.fullmatch(name)}


def _tree(source: Source | None, problems: list[Problem]) -> Tree | None:
    if source is None:
        return None
    tree = read_yaml(source)
    problems += tree.problems
    return tree.value
