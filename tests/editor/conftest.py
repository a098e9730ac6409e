"""A desk at a site in memory, whose verbs are called as the server calls them."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from postil.authoring.history import History
from postil.core.cache import Cache
from postil.pipeline import Options
from postil.pipeline.live import Live
from postil.serve.editor import VERBS, Answer, Desk
from tests.site import Site

from . import sites


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
