"""Case files: what readers see of a text, and what its author is told."""

from __future__ import annotations

import pytest

from postil.core.model import Source
from postil.core.written import MarkdownSettings, SiteSettings
from postil.markup import document
from postil.markup.tokens import html
from tests.cases import Case, cases


@pytest.mark.parametrize("case", cases("markup"), ids=str)
def test_a_text_is_shown_as_its_case_says(case: Case) -> None:
    site = SiteSettings(markdown=MarkdownSettings(html="html" in case.file.stem))
    read = document(Source("content/essays/a-text.md", case.blocks["text"], ""), site)
    parts = [html(read.value.tokens)]
    parts += [f"{name}: {html(note.tokens)}" for name, note in read.value.environment["footnotes"].items()]
    case.expect("result", "".join(parts))
    case.expect("plain", read.value.plain)
    case.expect(
        "problems",
        "\n".join(
            f"{problem.place.line}:{problem.place.column}: {problem.severity}[{problem.code}] {problem.sentence}"
            for problem in read.problems
        ),
    )
