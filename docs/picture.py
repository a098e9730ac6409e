"""Takes the README's picture anew: `python docs/picture.py`.

Builds the demonstration into a scratch folder and has Chromium, found by the variable CHROMIUM or
on the path, take a picture of its essay.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parent.parent
PICTURE = ROOT / "docs" / "picture.png"
PAGE = "essays/two-shortages/index.html"
SIZE = "1640,1000"
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
        address = (site / PAGE).as_uri()
        subprocess.run([browser, *options, f"--screenshot={PICTURE}", address], check=True, capture_output=True)
    size = PICTURE.stat().st_size
    if size > LARGEST:
        sys.exit(f"{PICTURE} has {size:,} bytes, more than {LARGEST:,}")


if __name__ == "__main__":
    main()
