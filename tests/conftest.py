"""What every test may use: a browser, the option `--refresh` for case files, the mark `full` for long tests."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from typing import TYPE_CHECKING

import hypothesis
import pytest

from tests import cases

if TYPE_CHECKING:
    from playwright.sync_api import Browser


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--refresh", action="store_true", help="write what case files expect from what is there now")


def pytest_configure(config: pytest.Config) -> None:
    cases.refreshing = config.getoption("--refresh")
    # How long an example takes says more of what else the machine does than of the program.
    hypothesis.settings.register_profile("any machine", deadline=None)
    hypothesis.settings.load_profile("any machine")
    # A run that was started in the background takes no notice of Ctrl-C, and what it starts would not either.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    config.addinivalue_line("markers", "full: long, or judges time; runs with `build.py test --full` only")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Set the long tests aside, and have pytest say how many, unless all were asked for."""
    if "POSTIL_FULL_TESTS" in os.environ:
        return
    long = [item for item in items if item.get_closest_marker("full")]
    items[:] = [item for item in items if not item.get_closest_marker("full")]
    config.hook.pytest_deselected(items=long)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Give Chromium, one for each pytest worker: Playwright allows no second in one process."""
    # Tests that need none do without Playwright.
    from tests.browser.running import running

    with running() as started:
        yield started
