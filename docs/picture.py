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

ROOT = Path(__file__).parent.parent
PICTURE = ROOT / "docs" / "picture.png"
PAGE = "essays/two-shortages/"
SIZE = "1640,1000"
PATIENCE = "5000"
"""Milliseconds of the page's own time, in which fonts and scripts come."""
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
        options = ["--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", f"--window-size={SIZE}"]
        options += [f"--virtual-time-budget={PATIENCE}", f"--screenshot={PICTURE}"]
        with served(site) as address:
            subprocess.run([browser, *options, address + PAGE], check=True, capture_output=True)
    size = PICTURE.stat().st_size
    if size > LARGEST:
        sys.exit(f"{PICTURE} has {size:,} bytes, more than {LARGEST:,}")


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """Serve a folder to this machine only; gives its address."""
    with ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(_Silent, directory=str(folder))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


class _Silent(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Say nothing of each request."""


if __name__ == "__main__":
    main()
