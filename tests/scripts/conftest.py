"""The browser and the readers of `tests/browser`, for tests of what single scripts do."""

from tests.browser.conftest import browser, folder, origin, reader

__all__ = ["browser", "folder", "origin", "reader"]
