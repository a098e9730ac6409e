"""What every test may use: the option `--refresh` for case files."""

from __future__ import annotations

import pytest

from tests import cases


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--refresh", action="store_true", help="write what case files expect from what is there now")


def pytest_configure(config: pytest.Config) -> None:
    cases.refreshing = config.getoption("--refresh")
