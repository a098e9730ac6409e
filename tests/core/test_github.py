"""Where the files of a site are edited, and where readers propose something."""

from __future__ import annotations

import pytest

from postil.core.github import LONGEST_ADDRESS, Repository, repository
from postil.core.problems import Place


@pytest.mark.parametrize(
    ("address", "found"),
    [
        ("https://github.com/ann/notes", Repository("https://github.com/ann/notes")),
        ("https://github.com/ann/notes/", Repository("https://github.com/ann/notes")),
        ("https://github.com/ann/notes.git", Repository("https://github.com/ann/notes")),
        ("http://www.github.com/ann/no.tes", Repository("https://github.com/ann/no.tes")),
        ("https://github.com/ann/notes/tree/dev", Repository("https://github.com/ann/notes", "dev")),
        (
            "https://github.com/ann/notes/tree/dev/a%20site/here/",
            Repository("https://github.com/ann/notes", "dev", "a site/here/"),
        ),
        ("https://github.com/ann", None),
        ("https://github.com/ann/..", None),
        ("https://github.com/ann/.git", None),
        ("https://github.com/ann/notes/tree/..", None),
        ("https://github.com/ann/notes/tree/dev/../../other", None),
        ("https://github.com/ann/notes/tree/dev/%2e%2e/here", None),
        ("https://github.com/ann/notes/tree/..%2fother", None),
        ("https://github.com/ann/notes/issues", None),
        ("https://github.com/ann/notes?x", None),
        ("https://github.com.evil.example/ann/notes", None),
        ("https://gitlab.com/ann/notes", None),
        ("javascript://github.com/ann/notes", None),
        ("", None),
        (None, None),
    ],
)
def test_a_repository_is_known_by_its_address(address: str | None, found: Repository | None) -> None:
    assert repository(address) == found


def test_a_note_is_edited_at_its_own_line() -> None:
    found = Repository("https://github.com/ann/notes", "dev", "a site/")
    edited = found.edit(Place("content/ä.annotations.yaml", 14, 5))
    assert edited == "https://github.com/ann/notes/edit/dev/a%20site/content/%C3%A4.annotations.yaml#L14"


def test_what_would_be_too_long_for_an_address_is_not_proposed() -> None:
    found = Repository("https://github.com/ann/notes")
    assert found.issue("A & b", "x\ny") == "https://github.com/ann/notes/issues/new?title=A%20%26%20b&body=x%0Ay"
    assert found.issue("A", "é" * LONGEST_ADDRESS) is None
