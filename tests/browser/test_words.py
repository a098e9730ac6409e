"""The bare text on the page is the author's text, letter by letter.

The words of the page are what `innerText` gives for `.body`: what is drawn, and no more. The words
of the text are `Document.plain`. Both say where lines and blocks end in spaces and breaks of their
own, so runs of those count as one space; every other character must be the same, in the same order.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from postil import markup, pipeline
from postil.core.files import Files
from postil.gather import gathered
from postil.settings import settings

from .conftest import Reader
from .sites import ESSAY

TEXTS = [
    ("demonstration", ESSAY),
    ("demonstration", "documents/one-clause/"),
    ("demonstration", "about/"),
    ("dense", "dense/"),
    ("published", "dense/"),
    ("mirrored", "ar/"),
    ("mirrored", "he/"),
]


def words_of(root: Path, address: str) -> str:
    """Return the flat text of the text that is published at an address."""
    files = Files.of_site(root)
    path = next(text.path for text in pipeline.built(files, pipeline.Options()).texts if text.address == address)
    source = files.source(path).value
    assert source is not None
    return markup.document(source, settings(gathered(files).value).value.site).value.plain


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
@pytest.mark.parametrize(("site", "address"), TEXTS)
def test_with_the_notes_quiet_the_page_says_what_the_author_wrote(
    reader: Reader, folder: Callable[[str], Path], site: str, address: str, scripts: bool
) -> None:
    page = reader(site, address, scripts=scripts)
    page.locator("input[name=presence][value=quiet]").check(force=True)
    shown = page.locator(".body").first.inner_text()
    written = words_of(folder(site).parent, address)
    assert shown.split() == written.split()
    assert " ".join(shown.split()) == " ".join(written.split())
