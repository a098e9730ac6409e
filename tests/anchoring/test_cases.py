"""Where passages are found, and what is said when they are not: the cases of `tests/cases/anchoring`.

A result lists the notes in reading order, each with its words in brackets, then the unplaced ones,
then the problems as an author reads them.
"""

import hashlib

import pytest

from postil import markup
from postil.anchoring import edition
from postil.annotations import annotations, comments
from postil.core.model import Anchor, Document, Edition, Found, Source, TextFiles
from postil.core.problems import Problem, in_order
from postil.core.written import SiteSettings
from tests.cases import Case, cases


@pytest.mark.parametrize("case", cases("anchoring"), ids=str)
def test_passages_are_found_as_the_case_says(case: Case) -> None:
    def source(name: str, block: str) -> Source:
        text = case.blocks[block]
        return Source(f"content/{name}", text, hashlib.sha256(text.encode()).hexdigest())

    files = TextFiles(
        "a",
        source("a.md", "text"),
        (source("a.annotations.yaml", "annotations"),) if "annotations" in case.blocks else (),
        source("a.comments.yaml", "comments") if "comments" in case.blocks else None,
    )
    site = SiteSettings()
    notes, spoken, text = annotations(files), comments(files), markup.document(files.text, site)
    heard = [(comment, markup.comment_document(comment, lang="en").value) for comment in spoken.value]
    assert not [*notes.problems, *spoken.problems, *text.problems]
    result = edition("a", text.value, notes.value, heard, as_read=lambda quote: markup.as_read(quote, "en", site))
    case.expect("result", f"{_listed(result.value)}\n{_told(result.problems)}")


def _listed(made: Edition) -> str:
    lines = [_line(made.document, anchor) for anchor in made.anchors]
    for comment in made.comments:
        if comment.answers is not None:
            answered = made.document.plain[comment.answers.start : comment.answers.end]
            lines.append(f"comment {comment.comment.id} answers {_bracketed(answered)}")
        lines += [f"on {comment.comment.id}: {_line(comment.document, anchor)}" for anchor in comment.anchors]
    for orphan in made.orphans:
        lines.append(f"{orphan.annotation.id} has no place: {orphan.reason}")
        for meant in orphan.suggestions:
            safe = ", safe" if meant.is_safe else ""
            end = f" to {_bracketed(meant.until)}" if meant.until else ""
            lines.append(f"  perhaps {_bracketed(meant.text)}{end} on line {meant.line}{safe}")
    return "\n".join(lines)


def _line(document: Document, anchor: Anchor) -> str:
    how = "" if anchor.found is Found.EXACT else f" ({anchor.found})"
    return f"{anchor.annotation.id}{how}: " + " + ".join(
        document.plain[max(0, range_.start - 12) : range_.start].replace("\n", "\\n")
        + _bracketed(document.plain[range_.start : range_.end])
        + document.plain[range_.end : range_.end + 12].replace("\n", "\\n")
        for range_ in anchor.ranges
    )


def _bracketed(words: str) -> str:
    return "[" + words.replace("\n", "\\n") + "]"


def _told(problems: tuple[Problem, ...]) -> str:
    lines = []
    for problem in in_order(problems):
        place = problem.place
        lines.append(f"{place.path}:{place.line}:{place.column}: {problem.severity}[{problem.code}]")
        lines.append(f"  {problem.sentence}")
        lines += [f"  hint: {problem.hint}".replace("\n", "\n  ")] if problem.hint else []
    return "\n".join(lines)
