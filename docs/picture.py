"""Takes the README's picture anew: `python docs/picture.py`.

Builds the demonstration into a scratch folder, serves it, since browsers run no modules from a disk,
and has Chromium, found by the variable CHROMIUM or on the path, take a picture of its essay.
"""

from __future__ import annotations

import functools
import os
import shutil
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from playwright.sync_api import sync_playwright

ROOT = Path(__file__).parent.parent
PICTURE = ROOT / "docs" / "picture.png"
PAGE = "essays/two-shortages/"
WIDTH, HEIGHT = 1640, 1000
LARGEST = 300_000
"""Bytes: a README should open at once."""


def main() -> None:
    """Write docs/picture.png, or end with a sentence."""
    browser = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    if not browser:
        sys.exit("Chromium is needed: install it, or name it in the variable CHROMIUM")
    with tempfile.TemporaryDirectory() as folder:
        site = Path(folder) / "site"
        subprocess.run([sys.executable, ROOT / "build.py", "-q", "-s", ROOT, "-d", site], check=True)
        with served(site) as address, sync_playwright() as playwright:
            chromium = playwright.chromium.launch(executable_path=browser, args=["--no-sandbox", "--disable-gpu"])
            page = chromium.new_page(viewport={"width": WIDTH, "height": HEIGHT})
            page.goto(address + PAGE, wait_until="networkidle")
            # The second time all fonts are there from the first moment; one that is late is not used on a page.
            page.reload(wait_until="networkidle")
            page.screenshot(path=PICTURE)
            chromium.close()
    size = PICTURE.stat().st_size
    if size > LARGEST:
        sys.exit(f"{PICTURE} has {size:,} bytes, more than {LARGEST:,}")


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """Serve a folder to this machine only; gives its address."""
    with ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(_Host, directory=str(folder))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


class _Host(SimpleHTTPRequestHandler):
    def end_headers(self) -> None:
        """Let the browser keep what it has, as hosts of static files do."""
        self.send_header("Cache-Control", "max-age=600")
        super().end_headers()

    def log_message(self, *_: object) -> None:
        """Say nothing of each request."""


if __name__ == "__main__":
    main()
