"""Of a text in which everything is wrong, some problems are kept and all are counted."""

from __future__ import annotations

from pathlib import Path

from postil import pipeline
from postil.core.files import Files
from postil.core.problems import Place, Problem, Severity
from postil.pipeline.building import Building
from postil.pipeline.ledger import Ledger
from postil.pipeline.publishing import compiled_layouts
from postil.pipeline.weighing import MOST_ALIKE, without_floods
from tests.site import Site

WARNING = Problem("raw-html", "a tag is shown", Place("content/a.md", 1, 1), severity=Severity.WARNING)


def many(problem: Problem, number: int, first_line: int = 1) -> list[Problem]:
    lines = range(first_line, first_line + number)
    return [
        Problem(problem.code, problem.sentence, Place("content/a.md", line), None, problem.severity) for line in lines
    ]


def test_the_last_one_kept_says_how_many_there_were() -> None:
    kept = without_floods(many(WARNING, 5_000))
    assert len(kept) == MOST_ALIKE
    assert "there are 5,000 of these" in kept[-1].sentence
    assert without_floods(kept) == kept


def test_an_error_behind_a_flood_of_warnings_is_kept() -> None:
    errors = many(WARNING.as_(Severity.ERROR), 1, 6_000)
    assert errors[0] in without_floods([*many(WARNING, 5_000), *errors])


def test_a_hostile_text_is_remembered_in_little(tmp_path: Path) -> None:
    site = Site(tmp_path).write("content/a.md", "[^1]" * 4_000)
    files, options = Files.of_site(site.root), pipeline.Options(jobs=1)
    layouts = compiled_layouts(files.layouts, None)
    with Building(files, options, Ledger.empty(None), None, layouts=layouts) as building:
        building.planned()
        [remembered] = building.rows.column("problems")
    assert len(remembered) < 100_000
    assert "there are 4,000 of these" in remembered
