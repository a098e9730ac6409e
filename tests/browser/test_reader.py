"""What the other tests rely on: a page that misbehaves is noticed, and a site is served as a host would."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from .conftest import Reader
from .serving import served

POLICY = "<meta http-equiv='Content-Security-Policy' content=\"default-src 'none'\">"


@pytest.mark.parametrize(
    ("body", "saying"),
    [
        ("<img src='http://localhost:9/x.png' alt=''>", "asks for http://localhost:9/x.png"),
        ("<img src='gone.png' alt=''>", "gone.png, which is not there"),
        ("<script>throw new Error('broken')</script>", "broken"),
        ("<script>console.error('complaint')</script>", "complaint"),
        (POLICY + "<style>p { color: red }</style>", "Content Security Policy"),
        (POLICY + "<p style='color: red'></p>", "Content Security Policy"),
        (POLICY + "<script>let x</script>", "Content Security Policy"),
    ],
)
def test_a_page_that_misbehaves_is_noticed(browser: Browser, tmp_path: Path, body: str, saying: str) -> None:
    (tmp_path / "index.html").write_text(f"<!doctype html><title>x</title><link rel=icon href=data:,>{body}")
    with served(tmp_path) as home, ExitStack() as contexts:
        opening = Reader(browser, lambda _: home, contexts)
        opening("any", "")
    assert [wrong for wrong in opening.wrong if saying in wrong]


def test_a_site_is_served_at_the_root_and_below_a_folder_with_its_page_for_what_is_missing(
    browser: Browser, tmp_path: Path
) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a/index.html").write_text("<!doctype html><title>here</title><link rel=icon href=data:,>")
    (tmp_path / "404.html").write_text("<!doctype html><title>missing</title><link rel=icon href=data:,>")
    with served(tmp_path) as home, ExitStack() as contexts:
        opening = Reader(browser, lambda _: home, contexts)
        titles = [
            opening("any", address, below=below).title() for below in ("/", "/project/") for address in ("a/", "b/")
        ]
    assert titles == ["here", "missing", "here", "missing"]
    assert all("404" in wrong or "/b/" in wrong for wrong in opening.wrong)
    assert len(opening.wrong) >= 2
