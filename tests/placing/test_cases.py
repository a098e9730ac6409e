"""Case files: where marks and references come to stand.

In a case `‹id:words›` in the block `notes` ties a note to words of the text; in the result a mark
is written `{ids words}` and a reference `[number]`.
"""

from __future__ import annotations

import re

import pytest

from tests.cases import Case, cases

from .editions import anchor, comment, found, page, place, read, unnamed

NOTE = re.compile(r"^(?P<id>[^:]+): (?P<words>.*)$", re.MULTILINE)


def shortly(html: str) -> str:
    """Return HTML with our own markup in brief."""
    html = re.sub(r'<sup class="ref"[^>]*><a [^>]*>(\d+)</a><button [^>]*>\d+</button></sup>', r"[\1]", html)
    html = re.sub(r'<a class="answer" href="#comment-([^"]*)"[^>]*>[^<]*</a>', r"[to \1]", html)
    html = re.sub(r'<mark class="passage"([^>]*)>([^<]*)</mark>', _mark, html)
    return re.sub(r'<span class="ellipsis"[^>]*>\[…\]</span>', "[…]", html)


def _mark(match: re.Match[str]) -> str:
    return "{" + " ".join(re.findall(r'(?:notes|answers)="([^"]*)"', match[1])) + "|" + match[2] + "}"


@pytest.mark.parametrize("case", cases("placing"), ids=str)
def test_notes_are_placed_as_their_case_says(case: Case) -> None:
    text = read(case.blocks["text"], with_html="<" in case.blocks["text"])
    notes: dict[str, list[tuple[int, int]]] = {}
    answers = []
    for match in NOTE.finditer(case.blocks["notes"]):
        if match["id"].startswith("comment "):
            answers.append(comment(match["id"][8:], "Words.", answers=found(text, match["words"])))
        else:
            notes.setdefault(match["id"], []).append(found(text, match["words"].replace("\\n", "\n")))
    anchors = [anchor(name, *ranges) for name, ranges in notes.items()]
    edition = place(text, anchors, answers, before_punctuation="before the punctuation" in case.title)
    shown = "".join(
        shortly(unnamed(block)) + (f"^ {' '.join(block.notes)}\n" if block.notes else "")
        for block in edition.text.blocks
    )
    case.expect("result", shown)
    assert shortly(page(edition)).count("[") >= len(notes)
