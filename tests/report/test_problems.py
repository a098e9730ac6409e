"""Every mistake in tests/cases/problems is reported as it stands there."""

import pytest

from postil.annotations import against_settings, annotations, comments
from postil.core.dates import Day
from postil.core.model import Gathered, Source, TextFiles
from postil.core.problems import in_order
from postil.report import rendered
from postil.settings import settings
from tests.cases import Case, cases


@pytest.mark.parametrize("case", cases("problems"), ids=str)
def test_the_report_is_what_the_case_says(case: Case) -> None:
    case.expect("report", report(case))


def report(case: Case) -> str:
    def source(block: str, path: str) -> Source | None:
        return Source(path, case.blocks[block], "") if block in case.blocks else None

    written = (source("annotations", "content/light.annotations.yaml"), source("notes", "content/light.annotations.md"))
    files = TextFiles(
        "light",
        Source("content/light.md", "", ""),
        tuple(each for each in written if each),
        source("comments", "content/light.comments.yaml"),
    )
    known = settings(
        Gathered(
            (),
            site=source("site", "content/site.yaml"),
            entities=source("entities", "content/entities.yaml"),
            references=source("references", "content/references.json"),
        )
    )
    read = annotations(files)
    agreed = against_settings(read.value, known.value, today=Day("2026-11-22"))
    return rendered(in_order((*known.problems, *read.problems, *agreed, *comments(files).problems)))
