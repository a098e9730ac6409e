"""Chromium, running for as long as a pytest worker needs it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress

import pytest
from playwright.sync_api import Browser, BrowserContext, Error, sync_playwright

from postil import chromium

TRIES = 3
"""How often a page is sent away that another one may be about to replace."""
UNUSED_FEATURES = (
    # The list under the address bar, which is a page of its own: every context loads it, and it costs more than ours.
    "WebUIOmniboxPopup",
    "WebUIOmniboxFullPopup",
    "WebUIOmniboxAimPopup",
    # A process in advance for a page that is never opened.
    "SpareRendererForSitePerProcess",
    # What Playwright turns off, which a list of ours replaces: what delays pages, or asks the network for something.
    "AimEnabled",
    "AvoidUnnecessaryBeforeUnloadCheckSync",
    "DestroyProfileOnBrowserClose",
    "HttpsFirstBalancedModeAutoEnable",
    "HttpsUpgrades",
    "LensOverlay",
    "MediaRouter",
    "NetworkTimeServiceQuerying",
    "OptimizationHints",
    "PaintHolding",
    "PreconnectToSearch",
    "ThirdPartyStoragePartitioning",
    "Translate",
)
FLAGS = (
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--disable-quic",
    f"--disable-features={','.join(UNUSED_FEATURES)}",
)
"""Nothing of its own accord over the network, and no graphics card, which test machines lack."""


@contextmanager
def running() -> Iterator[Browser]:
    """Give Chromium, found as `python3 build.py test` finds it; nothing is installed from here."""
    try:
        path = chromium.found()
    except chromium.Missing as missing:
        pytest.fail(str(missing), pytrace=False)
    with sync_playwright() as playwright:

        def launched(*, sandbox: bool) -> Browser:
            return playwright.chromium.launch(executable_path=path, args=[*FLAGS], chromium_sandbox=sandbox)

        try:
            started = launched(sandbox=chromium.is_sandboxed())
        except Error:
            # Some containers, and Ubuntu for browsers that it did not install, forbid what a sandbox needs.
            started = launched(sandbox=False)
        yield started
        started.close()


def close(context: BrowserContext) -> None:
    """Close a context whose pages may just be loading anew of their own accord.

    Chromium closes a page that is being loaded again only sometimes, and Playwright waits for it without end.
    """
    for page in context.pages:
        for _ in range(TRIES):
            with suppress(Error):
                page.goto("about:blank")
                break
    context.close()
