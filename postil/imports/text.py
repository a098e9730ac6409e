"""Makes a text, and the comments that readers left under it, of a plain text file.

Takes a `Source` and gives the files of an author: paths and contents. Every letter is kept: what
Markdown would take for markup is escaped, so that the page shows what the file said. Spaces and
tabs around a paragraph are layout and are left out. The trap: a text is read with typographic
quotation marks, dashes and links, a comment without, so each is escaped by its own rules.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import PurePath

from postil.core.addresses import text_name
from postil.core.dates import Day
from postil.core.model import Source
from postil.core.problems import Checked, Place, Problem
from postil.core.scalars import quoted_scalar

DATE = re.compile(r"\s*date (\d{4}-\d{2}-\d{2})(?!\S)\s*")
"""How a file may begin: the day it was written, then the text on the same line or the next."""
LONGEST_WRAPPED_LINE = 120
"""Longer lines are paragraphs, since nobody breaks lines by hand at such a width."""

MARKUP = re.compile(
    r"""
    \\ | ` | \[             # escapes, code, links, images, footnotes, citations
    | (?<!\s)\* | \*(?!\s)  # emphasis, which no asterisk between two spaces begins or ends
    | (?<![^\W_])_ | _(?![^\W_])
    | ~(?=~) | (?<=~)~
    | <(?=[A-Za-z/!?])
    | &(?=\#?\w+;)
    """,
    re.VERBOSE,
)
"""What begins or ends something in Markdown, in texts and comments alike."""
TYPOGRAPHY = re.compile(r"""["'] | (?<=-)- | (?<=:)/(?=/) | (?<=(?<!\.)\.)\.(?=\.(?!\.))""", re.VERBOSE)
"""What texts turn into something else: straight quotation marks, `--`, `...`, bare addresses."""
INVISIBLE = re.compile(r"^\s+|\s+$|[\u2028\u2029\ufeff]")
"""Spaces that Markdown strips from a paragraph, and characters that YAML reads as line ends."""


def imported(
    source: Source, *, title: str | None = None, name: str | None = None, comments_from: int | None = None
) -> Checked[Mapping[str, str] | None]:
    """Return the files that `source` becomes, by their paths in the site's folder.

    A text `content/NAME.md`, and `content/NAME.comments.yaml` when `comments_from` gives the
    number, counted from 1, of the paragraph from which each paragraph is a reader comment. A
    leading `date 2024-10-18` is read as the date. `None` with problems when there is no such
    paragraph, no such day, or nothing that the text could be called by.
    """
    title = " ".join((title or _title(name or source.path)).split())
    stem = text_name(name or re.sub(r"[/\\]", " ", title))
    if stem is None:
        sentence = f"no address can be made of {name or title!r}"
        hint = "give its path in content/ with --name, as in essays/axis"
        return Checked(None, (Problem("bad-address", sentence, Place(source.path), hint),))
    text = source.text
    date: Day | None = None
    if found := DATE.match(text):
        try:
            date = Day.parse(found[1])
        except ValueError as mistake:
            place = source.place_at(found.start(1), len(found[1]))
            return Checked(None, (Problem("bad-value", str(mistake), place, "mend the date in the file"),))
        text = text[found.end() :]
    paragraphs = _paragraphs(text)
    first_comment = len(paragraphs) + 1 if comments_from is None else comments_from
    if not paragraphs or not 1 < first_comment <= len(paragraphs) + (comments_from is None):
        sentence = "there is nothing to import"
        if paragraphs:
            sentence = f"comments cannot begin at paragraph {first_comment}; the file has {len(paragraphs)}"
        return Checked(None, (Problem("nothing-to-import", sentence, Place(source.path)),))
    files = {f"content/{stem}.md": _text(title, date, paragraphs[: first_comment - 1])}
    if comments_from is not None:
        schemas = "../" * (stem.count("/") + 1) + "schemas/"
        files[f"content/{stem}.comments.yaml"] = _comments(paragraphs[first_comment - 1 :], schemas)
    return Checked(files)


def escaped(paragraph: str, *, is_comment: bool = False) -> str:
    """Return a paragraph of one line as Markdown that shows exactly these characters."""
    edges = [(match.start(), match.end()) for match in INVISIBLE.finditer(paragraph)]
    pieces: list[str] = []
    position = 0
    for start, end in [*edges, (len(paragraph), len(paragraph))]:
        pieces.append(_without_markup(paragraph, position, start, is_comment=is_comment))
        pieces += [f"&#{ord(character)};" for character in paragraph[start:end]]
        position = end
    return _not_a_block("".join(pieces))


def _without_markup(paragraph: str, start: int, end: int, *, is_comment: bool) -> str:
    """Return the characters from `start` to `end`, each that means something after a backslash."""
    marked = {match.start() for match in MARKUP.finditer(paragraph, start, end)}
    if not is_comment:
        marked |= {match.start() for match in TYPOGRAPHY.finditer(paragraph, start, end)}
    return "".join("\\" * (index in marked) + paragraph[index] for index in range(start, end))


def _not_a_block(line: str) -> str:
    """Return the line with its first character escaped where that would begin a heading, list or the like."""
    if re.match(r"#{1,6}(\s|$)|>|[-+](\s|$)|[:~]\s|-[- \t]*$", line):
        return "\\" + line
    return re.sub(r"^(\d{1,9})([.)])(?=\s|$)", r"\1\\\2", line)


def _paragraphs(text: str) -> list[str]:
    """Return the paragraphs, each as one line without spaces and tabs around it.

    Each line is a paragraph, unless blank lines stand between groups of short lines: then the
    lines of a group were broken by hand, and are joined.
    """
    lines = [line.strip(" \t") for line in text.split("\n")]
    groups = re.split(r"\n\s*\n", "\n".join(lines).strip("\n \t"))
    if len(groups) > 1 and max(map(len, lines)) <= LONGEST_WRAPPED_LINE:
        return [" ".join(group.split("\n")) for group in groups if group.strip()]
    return [line for line in lines if line.strip()]


def _text(title: str, date: Day | None, paragraphs: list[str]) -> str:
    front = f"---\ntitle: {quoted_scalar(title)}\n" + (f"date: {date}\n" if date else "") + "---\n\n"
    return front + "\n\n".join(escaped(paragraph) for paragraph in paragraphs) + "\n"


def _comments(paragraphs: list[str], schemas: str) -> str:
    entries = [
        f"  - id: c{number}\n    text: |\n      {escaped(paragraph, is_comment=True)}\n"
        for number, paragraph in enumerate(paragraphs, 1)
    ]
    return f"# yaml-language-server: $schema={schemas}comments.schema.json\ncomments:\n" + "".join(entries)


def _title(path: str) -> str:
    """Return a title made of the name of a file: `on-tea_and_salt.txt` gives `On tea and salt`."""
    words = re.sub(r"[-_\s]+", " ", PurePath(path).stem).strip()
    return words[:1].upper() + words[1:]
