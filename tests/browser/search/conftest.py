"""Readers who search, on the site that `sites` writes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.browser.serving import served
from tests.site import Site

from .sites import searched


@pytest.fixture(scope="session")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of the built site."""
    root = tmp_path_factory.mktemp("searched")
    searched(Site(root)).build().expect(0)
    return root / "site"


@pytest.fixture(scope="session")
def origin(published: Path) -> Iterator[Callable[[str], str]]:
    """Return where the site is served, whatever its name."""
    with ExitStack() as servers:
        address = servers.enter_context(served(published))
        yield lambda _: address
