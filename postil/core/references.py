"""A bibliography in CSL-JSON, as Zotero exports it, reduced to what is shown.

Takes a `JsonTree` and gives `Reference`s by key. CSL-JSON is loose: numbers come as strings, dates
as lists, as text or not at all, titles with a little HTML. What cannot be understood is left out,
and only what an author can mend is a problem. Field names: https://docs.citationstyles.org/
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from string import ascii_lowercase
from typing import Any
from urllib.parse import quote, unquote

from .citing import is_address, link_problem, shown_locator
from .dates import Day, PartialDate
from .jsontree import JsonTree
from .model import Reference
from .problems import Checked, Problem, Severity, shortened
from .values import replace

MARKUP = re.compile(r"</?(?:i|b|sub|sup|sc|span)(?:\s[^<>]{0,200})?>")
"""The tags that CSL-JSON allows in titles."""
CREATORS = ("author", "editor", "collection-editor", "translator", "director", "composer", "interviewer")
"""Who stands for an entry, the first that it has."""
DOI = re.compile(r"10\.\d{4,9}/\S+")
DOI_PREFIX = re.compile(r"(?i)^(?:https?://(?:dx\.|www\.)?doi\.org/|doi:\s*)")
DOI_ADDRESS = "https://doi.org/"
YEAR = re.compile(r"(?<!\d)(?:1\d|20)\d\d(?!\d)")
FEW = 2
"""So many authors are named in a citation; of more only the first."""


def references(tree: JsonTree) -> Checked[Mapping[str, Reference]]:
    """Return the entries of a bibliography by key, in the order of the file, with what is wrong with them."""
    entries = tree.data
    if not isinstance(entries, list):
        sentence = "the file must hold a list of entries: [ {…}, {…} ]"
        return Checked({}, (Problem("wrong-type", sentence, tree.at(), "export the library as “CSL JSON”"),))
    found: dict[str, Reference] = {}
    problems: list[Problem] = []
    for number, entry in enumerate(entries):
        if not isinstance(entry, dict):
            problems.append(Problem("wrong-type", f"item {number + 1} must be an entry: {{…}}", tree.at(number)))
            continue
        key = _text(entry.get("citation-key")) or _text(entry.get("id"))
        if not key:
            problems.append(Problem("missing-key", "the entry has no `id`", tree.at(number), 'add `"id": "…"`'))
            continue
        if key in found:
            sentence = f"two entries have the id `{key}`"
            problems.append(Problem("duplicate-key", sentence, tree.at(number, "id"), "rename one of them"))
            continue
        problems += _problems(entry, tree, number)
        found[key] = _reference(key, entry)
    return Checked(_told_apart(found), tuple(problems))


def _told_apart(entries: Mapping[str, Reference]) -> Mapping[str, Reference]:
    """Return the entries, with a letter on those that would be cited alike, in the order of their titles."""
    alike: dict[tuple[str, str], list[Reference]] = {}
    for entry in entries.values():
        alike.setdefault((entry.short, (entry.date or "")[:4]), []).append(entry)
    lettered = {
        entry.key: replace(entry, letter=_letter(number))
        for works in alike.values()
        if len(works) > 1
        for number, entry in enumerate(sorted(works, key=lambda work: (work.title.casefold(), work.key)))
    }
    return {key: lettered.get(key, entry) for key, entry in entries.items()}


def _letter(number: int) -> str:
    """Return `a`, `b`, …, `z`, `aa`, `ab`, … by a number counted from 0."""
    before, last = divmod(number, len(ascii_lowercase))
    return (_letter(before - 1) if before else "") + ascii_lowercase[last]


def _reference(key: str, entry: Mapping[str, Any]) -> Reference:
    role, people = next(((role, names) for role in CREATORS if (names := _people(entry.get(role)))), ("", []))
    editors = _people(entry.get("editor")) if role == "author" else []
    container = _text(entry.get("container-title"))
    title = _text(entry.get("title")) or _text(entry.get("title-short")) or container or key
    accessed = _date(entry.get("accessed"))
    url = _text(entry.get("URL"))
    doi = _doi(_text(entry.get("DOI")))
    return Reference(
        key=key,
        title=title,
        authors=tuple(full for full, _ in people),
        short=_short([family for _, family in people]) or _text(entry.get("title-short")) or title,
        container=container or None,
        editors=tuple(full for full, _ in editors),
        publisher=_text(entry.get("publisher")) or None,
        date=_date(entry.get("issued")) or _date(entry.get("original-date")),
        url=url if url and is_address(url) else doi,
        doi=doi,
        accessed=Day(accessed) if accessed and Day.shape.fullmatch(accessed) else None,
        locator=_locator(entry) or None,
    )


def _problems(entry: Mapping[str, Any], tree: JsonTree, number: int) -> Iterator[Problem]:
    if not any(_text(entry.get(name)) for name in ("title", "title-short", "container-title")):
        hint = "give it a title where the library is kept, and export it anew"
        yield Problem("missing-key", "the entry has no title", tree.at(number), hint, Severity.WARNING)
    if url := _text(entry.get("URL")):
        problem = None if is_address(url) else link_problem(url, tree.at(number, "URL"))
        if problem:
            yield problem
    if (doi := _text(entry.get("DOI"))) and not _doi(doi):
        hint = "write it as in `10.1000/182`"
        yield Problem("bad-value", f"`{shortened(doi)}` is not a DOI", tree.at(number, "DOI"), hint, Severity.WARNING)
    for name in ("issued", "accessed"):
        if entry.get(name) and _date(entry[name]) is None and not _is_other_date(entry[name]):
            hint = 'write `{"date-parts": [[2024, 10, 18]]}`'
            sentence = f"the date `{name}` cannot be read"
            yield Problem("bad-value", sentence, tree.at(number, name), hint, Severity.WARNING)


def _doi(written: str) -> str | None:
    """Return the address of a DOI, however it is written; `None` when it is none."""
    name = DOI_PREFIX.sub("", written)
    if name != written and "%" in name:
        name = unquote(name)
    address = DOI_ADDRESS + quote(name, safe="/:;().,_-")
    return address if DOI.fullmatch(name) and is_address(address) else None


def _people(names: Any) -> list[tuple[str, str]]:
    """Return each person's full name in reading order, and the name by which they are cited."""
    found: list[tuple[str, str]] = []
    for name in names if isinstance(names, list) else ():
        if not isinstance(name, dict):
            continue
        family = _joined(name, "non-dropping-particle", "family")
        full = _joined(name, "given", "dropping-particle", "non-dropping-particle", "family", "suffix")
        if literal := _text(name.get("literal")):
            found.append((literal, literal))
        elif full:
            found.append((full, family or full))
    return found


def _joined(name: Mapping[str, Any], *parts: str) -> str:
    words = [_text(name.get(part)) for part in parts]
    # A particle such as `d’` is written together with the name.
    return re.sub(r"(?<=['’]) ", "", " ".join(word for word in words if word))


def _short(families: Sequence[str]) -> str:
    if len(families) > FEW:
        return f"{families[0]} et al."
    return " and ".join(families)


def _date(written: Any) -> PartialDate | None:
    """Return a CSL date as year, month and day as far as they are known; of a span its beginning."""
    if not isinstance(written, dict):
        return None
    parts = written.get("date-parts")
    first = parts[0] if isinstance(parts, list) and parts and isinstance(parts[0], list) else []
    numbers = [_text(part) for part in first[:3]]
    if numbers and all(number.isascii() and number.isdigit() for number in numbers):
        year, *rest = numbers
        text = "-".join([year.zfill(4), *(number.zfill(2) for number in rest)])
    else:
        raw = _text(written.get("raw"))
        text = (raw or _text(written.get("literal"))).split("T")[0].split("/")[0]
        if not PartialDate.shape.fullmatch(text) and len(years := set(YEAR.findall(raw))) == 1:
            # Of words in whatever language, as in `18 Oct. 2024`, only the year is certain.
            text = years.pop()
    try:
        return PartialDate.parse(text)
    except ValueError:
        return None


def _is_other_date(written: Any) -> bool:
    """Return whether a date is of a kind that is right in CSL-JSON but cannot be shown here: words, years B.C."""
    if not isinstance(written, dict):
        return False
    return bool(_text(written.get("literal")) or _text(written.get("raw")) or re.search(r"\[\[['\"]?-", str(written)))


def _locator(entry: Mapping[str, Any]) -> str:
    volume, issue, pages = (_text(entry.get(name)) for name in ("volume", "issue", "page"))
    numbered = f"{volume} ({issue})" if volume and issue else volume or issue
    marked = f"{'pp.' if re.search('[–,&-]', pages) else 'p.'}\N{NO-BREAK SPACE}{pages}" if pages else ""
    return shown_locator(", ".join(part for part in (numbered, marked) if part))


def _text(value: Any) -> str:
    """Return a string or number as text on one line, without the tags that CSL-JSON allows."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return ""
    return " ".join(MARKUP.sub("", str(value)).split())
