"""A desk at a site in memory, whose verbs are called as the server calls them; a workshop and a browser to write in."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import pytest

from postil.authoring.history import History
from postil.core.cache import Cache
from postil.pipeline import Options
from postil.pipeline.live import Live
from postil.serve import Terminal, Workshop
from postil.serve.editor import VERBS, Answer, Desk
from postil.serve.server import listening
from tests.site import Site

from . import sites
from .writers import Room, Writer

if TYPE_CHECKING:
    from playwright.sync_api import Browser

PATIENCE_MILLISECONDS = 6_000


@dataclass
class Working:
    """A site, and the desk at which it is edited."""

    site: Site
    desk: Desk
    asked: list[str]
    """What was to be done after something was written."""

    def ask(self, verb: str, **body: Any) -> Answer:
        """Have a verb done on the essay, unless another text is named."""
        return VERBS[verb](self.desk, body if verb == "undo" else {"text": sites.NAME, **body})

    def given(self, verb: str, **body: Any) -> Any:
        """Return what a verb gives, which must succeed."""
        answer = self.ask(verb, **body)
        assert answer.status == 200, answer.value
        return answer.value

    def wrong(self, verb: str, **body: Any) -> dict[str, str]:
        """Return by field what a verb says is wrong, which must refuse."""
        answer = self.ask(verb, **body)
        assert answer.status == 422, answer.value
        return {problem["field"]: problem["sentence"] for problem in answer.value["problems"]}

    def described(self, before: str, words: str, after: str, **more: Any) -> Any:
        """Return the passage for words as a page shows them between others."""
        return self.given("describe", words=words, before=before, after=after, **{"at": 0, **more})

    def written(self, path: str = sites.NOTES) -> str:
        """Return what a file says now."""
        return (self.site.root / path).read_bytes().decode()


@pytest.fixture
def working(tmp_path: Path) -> Iterator[Working]:
    made = sites.site(tmp_path)
    live = Live(tmp_path, Options(), Cache.at(None))
    live.renewed()
    asked: list[str] = []
    yield Working(made, Desk(live, tmp_path, History(), threading.RLock(), lambda: asked.append("renewal")), asked)
    live.close()


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Room]:
    root = tmp_path_factory.mktemp("editor")
    site = sites.site(root)
    live = Live(root, Options(), Cache.at(None))
    history = History()
    with Workshop(root, live, listening(0), history, polls=False, terminal=Terminal()) as workshop:
        yield Room(workshop, live, site, history)


@pytest.fixture
def opened(room: Room, browser: Browser) -> Iterator[Any]:
    # Tests that need no browser do without Playwright.
    from tests.browser.running import close

    with room.workshop.lock:
        for _ in range(len(room.history)):
            room.history.undone(room.site.root)
        sites.site(room.site.root)
        room.live.renewed()
    with ExitStack() as stack:
        writers: list[Writer] = []

        def begin(
            *,
            width: int = 1280,
            scheme: Literal["light", "dark"] = "light",
            touch: bool = False,
            address: str = "essays/axis/",
            beside: Writer | None = None,
        ) -> Writer:
            """Open a page; `beside` is who has another tab of the same browser."""
            if beside is None:
                context = browser.new_context(
                    viewport={"width": width, "height": 800},
                    color_scheme=scheme,
                    has_touch=touch,
                    reduced_motion="reduce",
                    timezone_id="UTC",
                )
                stack.callback(close, context)
                context.set_default_timeout(PATIENCE_MILLISECONDS)
            else:
                context = beside.page.context
            writer = Writer(context.new_page(), room.site)
            writer.page.on("pageerror", lambda error: writer.wrong.append(str(error)))
            writer.page.on("console", lambda said: writer.wrong.append(said.text) if "Policy" in said.text else None)
            writer.page.goto(room.workshop.address + address)
            writer.page.locator(".ed-bar").wait_for()
            writers.append(writer)
            return writer

        yield begin
        assert [wrong for writer in writers for wrong in writer.wrong] == []
