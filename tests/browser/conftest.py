"""Readers who open pages in a browser, and are told when one misbehaves.

`reader` opens a page of a site as somebody has it before them: a width, a colour scheme, fingers or
a mouse, with scripts or without. A page that asks another origin for anything, that breaks its own
content policy, or whose scripts fail, fails the test that opened it, whatever else was tested.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, Request, Response

from postil.write.lock import held

from .serving import served
from .sites import built

PATIENCE_SECONDS = 120.0
"""How long another pytest worker may take to build a site."""
QUIET_ROUNDS = 4
"""How many times in a row a page must have asked for nothing before it counts as settled."""
LONGEST_WAIT_SECONDS = 6.0
"""For anything on a page; it comes from this machine, but the machine may be busy."""


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """Return the folder of a built site by its name; all pytest workers share what the first has built."""
    base = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        base = base.parent

    def folder_of(name: str) -> Path:
        root = base / f"site-{name}"
        with held(root, PATIENCE_SECONDS):
            if not (root / "is-built").exists():
                built(name, root)
                (root / "is-built").touch()
        return root / "site"

    return folder_of


@pytest.fixture(scope="session")
def origin(folder: Callable[[str], Path]) -> Iterator[Callable[[str], str]]:
    """Return where a site is served, by its name."""
    origins: dict[str, str] = {}
    with ExitStack() as servers:

        def origin_of(name: str) -> str:
            if name not in origins:
                origins[name] = servers.enter_context(served(folder(name)))
            return origins[name]

        yield origin_of


@dataclass
class Reader:
    """Opens pages, and keeps what was wrong with them."""

    browser: Browser
    origin: Callable[[str], str]
    contexts: ExitStack
    wrong: list[str] = field(default_factory=list)

    def __call__(
        self,
        site: str,
        address: str,
        *,
        width: int = 1280,
        height: int = 900,
        scheme: Literal["light", "dark"] = "light",
        touch: bool = False,
        scripts: bool = True,
        below: str = "/",
        prepare: Callable[[Page], Any] = lambda _: None,
    ) -> Page:
        """Return a page opened and loaded; `below` is `/` or `/project/`, `prepare` sees it before it is loaded."""
        context = self.browser.new_context(
            viewport={"width": width, "height": height},
            color_scheme=scheme,
            has_touch=touch,
            java_script_enabled=scripts,
            reduced_motion="reduce",
            locale="en-GB",
        )
        self.contexts.callback(context.close)
        context.set_default_timeout(LONGEST_WAIT_SECONDS * 1000)
        page = context.new_page()
        home = self.origin(site)
        self.watch(page, home)
        prepare(page)
        page.goto(home + below + address, wait_until="load")
        if scripts:
            settle(page)
        return page

    def watch(self, page: Page, home: str) -> None:
        """Take down what a well-behaved page does not do."""

        def request(asked: Request) -> None:
            if not asked.url.startswith((home + "/", "data:", "blob:")):
                self.wrong.append(f"{page.url} asks for {asked.url}")

        def response(got: Response) -> None:
            if got.status >= 400:
                self.wrong.append(f"{page.url} asks for {got.url}, which is not there")

        def said(message: ConsoleMessage) -> None:
            if message.type in {"error", "warning"}:
                self.wrong.append(f"{page.url}: {message.text}")

        page.on("request", request)
        page.on("response", response)
        page.on("console", said)
        page.on("pageerror", lambda error: self.wrong.append(f"{page.url}: {error}"))


def settle(page: Page) -> None:
    """Wait until the behaviours that a page calls for have come and have done what they do at once."""
    pending: set[Request] = set()

    def begun(request: Request) -> None:
        pending.add(request)

    def ended(request: Request) -> None:
        pending.discard(request)

    page.on("request", begun)
    page.on("requestfinished", ended)
    page.on("requestfailed", ended)
    quiet = 0
    while quiet < QUIET_ROUNDS:
        page.evaluate("new Promise(tell => requestAnimationFrame(() => setTimeout(tell)))")
        quiet = 0 if pending else quiet + 1


@pytest.fixture
def reader(browser: Browser, origin: Callable[[str], str]) -> Iterator[Reader]:
    """Opens pages for one test, and holds at its end that none of them misbehaved."""
    with ExitStack() as contexts:
        opening = Reader(browser, origin, contexts)
        yield opening
    assert not opening.wrong


def enlarged(page: Page) -> None:
    """Set the letters that the reader's browser begins with to twice their size."""
    page.context.new_cdp_session(page).send("Page.setFontSizes", {"fontSizes": {"standard": 32, "fixed": 26}})
