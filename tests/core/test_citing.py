"""What is said of addresses and names that lead nowhere."""

from __future__ import annotations

import pytest

from postil.core.citing import (
    broken_link,
    forbidden_link,
    link_problem,
    shown_locator,
    unknown_citation,
    unknown_entity,
)
from postil.core.problems import Place, Severity

HERE = Place("content/x.md", 1)


@pytest.mark.parametrize(
    "address", ["https://example.org/log?a=b#c", "http://example.org:8080", "mailto:a@example.org"]
)
def test_an_address_that_can_be_linked_is_no_problem(address: str) -> None:
    assert link_problem(address, HERE) is None


@pytest.mark.parametrize(
    ("address", "hint"),
    [
        ("example.org/log", "write the whole address: https://example.org/log"),
        ("//example.org/log", "write the whole address: https://example.org/log"),
        ("https://example.org/a log", "an address holds no spaces; they are written `%20`"),
        ("javascript:x", "only addresses that begin with https://, http:// or mailto: are published"),
    ],
)
def test_an_address_in_a_field_that_cannot_be_linked_is_an_error(address: str, hint: str) -> None:
    problem = link_problem(address, HERE)
    assert problem
    assert (problem.code, problem.severity, problem.hint) == ("forbidden-link", Severity.ERROR, hint)


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("p. 3", "p.\u00a03"),
        ("pp. 3-4, 7--9", "pp.\u00a03–4, 7–9"),
        ("vol. iv, § 8", "vol.\u00a0iv, §\u00a08"),
        ("§8", "§8"),
        ("e12-15", "e12–15"),
        ("2024-10-18", "2024-10-18"),
        ("pp.\u00a03–4", "pp.\u00a03–4"),
        ("A-3, the end.", "A-3, the end."),
    ],
)
def test_a_locator_is_set_with_dashes_and_keeps_labels_at_their_numbers(written: str, shown: str) -> None:
    assert shown_locator(written) == shown


def test_in_prose_the_words_of_a_forbidden_link_are_shown_with_a_warning() -> None:
    problem = forbidden_link("javascript:x", HERE, in_prose=True)
    assert problem.severity is Severity.WARNING
    assert problem.sentence.startswith(forbidden_link("javascript:x", HERE).sentence)


@pytest.mark.parametrize(
    ("address", "hint"), [("log.md", "name a file"), ("a/log.html#end", "name a file"), ("example.org/log", "https://")]
)
def test_a_broken_link_is_a_warning_that_knows_files_from_sites(address: str, hint: str) -> None:
    problem = broken_link(address, HERE)
    assert (problem.code, problem.severity) == ("broken-link", Severity.WARNING)
    assert problem.hint
    assert hint in problem.hint


def test_a_name_that_is_not_known_is_compared_with_those_that_are() -> None:
    assert unknown_citation("lind1940", ["lind1904"], HERE).hint == "did you mean `lind1904`?"
    assert unknown_entity("nort-light", ["north-light"], HERE).hint == "did you mean `north-light`?"
    assert "add it" in (unknown_entity("wall", [], HERE).hint or "")
