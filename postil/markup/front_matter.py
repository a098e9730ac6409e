"""The fields at the head of a text, and what only looks like them.

It takes a source and gives its `FrontMatter` with the offset where the text begins. Fields that
stand there but are not fenced by two lines of `---` would be published as words, and the text with
them, draft or not: they are an error, never a paragraph.
"""

from __future__ import annotations

import re
from dataclasses import fields
from itertools import takewhile

from postil.core.citing import forbidden_link, is_address
from postil.core.model import Source
from postil.core.problems import Problem
from postil.core.schema import checked as checked_fields
from postil.core.written import FrontMatter
from postil.core.yamltree import read_yaml

FRONT_MATTER = re.compile(
    r"(?:[ \t\ufeff]*\n)*[ \t\ufeff]*---[ \t]*\n(.*?)^(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE
)
LINES_SOUGHT = 200
"""Lines at the head of a text among which the end of unfenced fields is sought."""

_MAY_SAY = re.compile(r"slug|draft|\\")
"""What front matter holds that names these fields; a backslash may hide a name."""
_NAMES = "|".join(field.name for field in fields(FrontMatter))
_KNOWN = re.compile(rf" {{0,3}}(?:{_NAMES})[ \t]*[:=](?:[ \t]|$)")
_KNOWN_IN_CAPITALS = re.compile(_KNOWN.pattern, re.IGNORECASE)
_FIELD = re.compile(r"[ \t]*[a-z_-]+[ \t]*[:=](?:[ \t]|$)")
_YAML = re.compile(r"\s|$|#|-[ \t]|[\w-]+[ \t]*[:=](?:[ \t]|$)")
"""A line as it may stand in fields: blank, indented, a comment, an item of a list, a key."""
_RULE = re.compile(r"[ \t]*(?:-{3,}|={3,}|\+{3,}|~{3,}|\*{3,}|_{3,}|\.{3}|-*[\u2013\u2014][\u2013\u2014-]*)\s*$")
"""A line that somebody takes for the fence, also when an editor has made dashes of it."""


def front_matter(source: Source, problems: list[Problem]) -> tuple[FrontMatter, int]:
    """Return the front matter, empty when there is none, and the offset where the text begins."""
    found = FRONT_MATTER.match(source.text)
    if not found:
        if misplaced := _misplaced(source):
            problems.append(misplaced)
        return FrontMatter(), 0
    tree = read_yaml(source, start=found.start(1), end=found.end(1))
    problems += tree.problems
    if tree.value is None:
        return FrontMatter(), found.end()
    checked = checked_fields(FrontMatter, tree.value)
    problems += checked.problems
    origin = checked.value.source if checked.value else None
    if origin and origin.url and not is_address(origin.url):
        problems.append(forbidden_link(origin.url, tree.value.at("source", "url")))
    return checked.value or FrontMatter(), found.end()


def address_fields(source: Source) -> tuple[str | None, bool]:
    """Return the `slug` of a text, and whether it is a draft, as `front_matter` would, mostly without reading YAML."""
    found = FRONT_MATTER.match(source.text)
    if not found or not _MAY_SAY.search(source.text, found.start(1), found.end(1)):
        return None, False
    front, _ = front_matter(source, [])
    return front.slug, front.draft


def has_lost_fields(source: Source) -> bool:
    """Return whether there are fields at the head of a text that cannot be read at all."""
    found = FRONT_MATTER.match(source.text)
    if not found:
        return _misplaced(source) is not None
    return read_yaml(source, start=found.start(1), end=found.end(1)).value is None


def _misplaced(source: Source) -> Problem | None:
    """Return what is wrong with fields at the head of a text that are not front matter, if there are any."""
    lines = source.text.split("\n", LINES_SOUGHT)[:LINES_SOUGHT]
    first = next((number for number, line in enumerate(lines) if line.strip(" \t\ufeff")), None)
    if first is None:
        return None
    opening = lines[first].strip(" \t\ufeff")
    place = source.place(first + 1, length=len(lines[first]))
    if _RULE.match(opening) or opening.startswith("---"):
        following = next((line for line in lines[first + 1 :] if line.strip()), "")
        if opening == "---" and (_FIELD.match(following) or _KNOWN_IN_CAPITALS.match(following)):
            return Problem(
                "front-matter", "the front matter has no end", place, "close it with a line that holds only ---"
            )
        if not _KNOWN_IN_CAPITALS.match(following):
            return None
        sentence = f"the front matter begins with {opening[:20]}, which does not begin front matter"
        hint = "begin and end it with a line that holds only ---"
        if opening.startswith("+++"):
            hint += ", and write its fields in YAML, as in `title: Words`"
        return Problem("front-matter", sentence, place, hint)
    return _unfenced(source, lines, first)


def _unfenced(source: Source, lines: list[str], first: int) -> Problem | None:
    """Return the problem of fields without a fence before them. A paragraph that begins `Note: …` is none."""
    if not (_are_above_a_rule(lines, first) or _are_a_paragraph(lines, first)):
        return None
    return Problem(
        "front-matter",
        "the fields at the head of the text would be published as words, because no line of --- stands before them",
        source.place(first + 1, length=len(lines[first])),
        "begin the file with a line that holds only ---, and end the fields with another",
    )


def _are_above_a_rule(lines: list[str], first: int) -> bool:
    """Whether the lines from `first` to one that somebody took for the fence are fields."""
    last = next((number for number, line in enumerate(lines[first:], first) if _RULE.match(line)), None)
    if last is None:
        return False
    head = [lines[first].lstrip("\ufeff"), *lines[first + 1 : last]]
    is_underlined = all(line.strip() for line in head) and bool(_KNOWN.match(head[0]))
    return is_underlined or (
        all(_YAML.match(line) for line in head)
        and (any(_KNOWN.match(line) for line in head) or sum(bool(_KNOWN_IN_CAPITALS.match(line)) for line in head) > 1)
    )


def _are_a_paragraph(lines: list[str], first: int) -> bool:
    """Whether two lines of the first paragraph are known fields. One may be a sentence, and code may show them."""
    paragraph = [lines[first].lstrip(" \t\ufeff"), *takewhile(str.strip, lines[first + 1 :])]
    is_code = any(line.lstrip().startswith(("```", "~~~", "<")) for line in paragraph)
    return not is_code and sum(bool(_KNOWN.match(line)) for line in paragraph) > 1
