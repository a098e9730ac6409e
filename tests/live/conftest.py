"""Sites in memory leave no file of what they remember open."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from postil.core.cache import Cache


@pytest.fixture(autouse=True)
def closed(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Close every cache that a test has opened."""
    opened: list[Cache] = []
    begin = Cache.__init__

    def noted(cache: Cache, *given: Any, **named: Any) -> None:
        begin(cache, *given, **named)
        opened.append(cache)

    monkeypatch.setattr(Cache, "__init__", noted)
    yield
    for cache in opened:
        cache.close()
