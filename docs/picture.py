"""Takes the pictures of the README and the manual anew: `python docs/picture.py`.

All show the demonstration. The README's is of the built site; those of the manual are of the editor, in the
workshop that `serve` starts on a copy, since notes are written there. Chromium is found by the variable CHROMIUM
or on the path. What is written is the same each time, but for what the pages themselves show anew.
"""

from __future__ import annotations

import functools
import io
import math
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import cast

from PIL import Image
from playwright.sync_api import Browser, Locator, Page, sync_playwright

Colour = tuple[int, int, int]

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs"
ESSAY = "essays/two-shortages"
LARGEST = {"picture.png": 300_000}
LARGEST_OF_THE_EDITOR = 150_000
"""Bytes: a README and a manual should open at once."""
DESK = (1440, 870)
SCALE = 1.5
MARGIN = 20
"""Of the page around what is shown, in its pixels."""
SETTLING_MILLISECONDS = 700
"""Until a panel stands where it moves to."""
HIGH = 190
"""Where on the screen a passage is brought, in pixels from its upper edge: below the heading before it."""

PASSAGE = "The invoice has not been published"
NOTE = (
    "The *invoice* is a figure of speech: a list of what is owed, and to whom."
    " Neither [[russia]] nor [[north-korea]] has said what was agreed."
)
NOTED = "about a thousand of its citizens sign up every day"
REWRITTEN = "about a thousand of its citizens enlist every day"


def main() -> None:
    """Write every picture, or end with a sentence."""
    browser = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    if not browser:
        sys.exit("Chromium is needed: install it, or name it in the variable CHROMIUM")
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=browser, args=["--no-sandbox", "--disable-gpu"])
        _take_the_page(chromium, Path(folder) / "site")
        for name, (screen, take) in OF_THE_EDITOR.items():
            copy = Path(folder) / Path(name).stem
            shutil.copytree(ROOT / "content", copy / "content")
            with worked_on(copy) as address:
                page = chromium.new_page(viewport={"width": screen[0], "height": screen[1]}, device_scale_factor=SCALE)
                page.goto(f"{address}{ESSAY}/", wait_until="load")
                page.get_by_role("button", name="Annotate", exact=True).wait_for()
                _write(name, page, take(page, copy / "content" / ESSAY))
                page.close()
        chromium.close()


def _take_the_page(chromium: Browser, site: Path) -> None:
    """Take the README's picture: the essay as it is published."""
    subprocess.run([sys.executable, ROOT / "build.py", "-q", "-s", ROOT, "-d", site], check=True)
    with served(site) as address:
        page = chromium.new_page(viewport={"width": 1640, "height": 1000})
        page.goto(f"{address}{ESSAY}/", wait_until="networkidle")
        # The second time all fonts are there from the first moment; one that is late is not used on a page.
        page.reload(wait_until="networkidle")
        _save("picture.png", page.screenshot())
        page.close()


def selected_words(page: Page, _: Path) -> list[Locator]:
    """Select words of the text, which a button offers to annotate."""
    _select(page, PASSAGE)
    page.locator(".ed-offer").wait_for()
    return [page.get_by_role("heading", name="The price"), _paragraph(page, PASSAGE)]


def new_note(page: Page, text: Path) -> list[Locator]:
    """Begin a note beside its passage, with a note and how it will look."""
    shown = selected_words(page, text)
    page.locator(".ed-offer").click()
    page.locator(".ed-note").fill(NOTE)
    page.locator(".ed-preview .prose").wait_for()
    return [*shown, page.locator(".postil-editor")]


def lost_note(page: Page, text: Path) -> list[Locator]:
    """Rewrite a sentence, and list its note with the passage that may be meant."""
    _rewrite(text.with_suffix(".md"), NOTED, REWRITTEN)
    page.locator(".ed-lost").click()
    candidate = page.locator(".ed-candidate").first
    candidate.get_by_role("button", name="Show").click()
    return [page.locator(".postil-editor"), _paragraph(page, REWRITTEN)]


def problems(page: Page, text: Path) -> list[Locator]:
    """Make two mistakes in files, told over the last page that was good."""
    _select(page, PASSAGE)
    page.evaluate("getSelection().empty()")
    _rewrite(text.with_suffix(".md"), NOTED, REWRITTEN)
    page.locator(".ed-lost").wait_for()
    _rewrite(text.with_suffix(".annotations.yaml"), "kind: definition", "kind: definitoin")
    panel = page.locator(".postil-workshop-panel")
    panel.wait_for()
    return [page.get_by_role("heading", name="The price"), panel, page.locator(".postil-workshop-line")]


OF_THE_EDITOR: dict[str, tuple[tuple[int, int], Callable[[Page, Path], list[Locator]]]] = {
    "pictures/select.png": (DESK, selected_words),
    "pictures/note.png": (DESK, new_note),
    "pictures/lost.png": (DESK, lost_note),
    "pictures/problems.png": ((960, 660), problems),
}
"""The manual's pictures by path: the size of the screen, what brings them about and returns what is to be seen."""


def _write(name: str, page: Page, shown: list[Locator]) -> None:
    # Nothing shall look as if it were pointed at.
    page.mouse.move(0, 0)
    page.wait_for_timeout(SETTLING_MILLISECONDS)
    width, height = page.evaluate("[innerWidth, innerHeight]")
    boxes = [box for each in shown if (box := each.bounding_box())]
    left = max(0, min(box["x"] for box in boxes) - MARGIN)
    top = max(0, min(box["y"] for box in boxes) - MARGIN)
    right = min(width, max(box["x"] + box["width"] for box in boxes) + MARGIN)
    bottom = min(height, max(box["y"] + box["height"] for box in boxes) + MARGIN)
    _save(name, page.screenshot(clip={"x": left, "y": top, "width": right - left, "height": bottom - top}))


def _save(name: str, png: bytes) -> None:
    path = DOCS / name
    if name in LARGEST:
        path.write_bytes(png)
    else:
        _with_palette(Image.open(io.BytesIO(png)).convert("RGB")).save(path, optimize=True)
    size, largest = path.stat().st_size, LARGEST.get(name, LARGEST_OF_THE_EDITOR)
    if size > largest:
        sys.exit(f"{path} has {size:,} bytes, more than {largest:,}")


def _with_palette(drawn: Image.Image) -> Image.Image:
    """Return a picture in 256 colours: those of paper and ink as they are, of shadows, and rare ones of kinds."""
    counted = sorted(drawn.getcolors(drawn.width * drawn.height) or [], reverse=True)
    exact = [part for _, colour in counted[:32] for part in cast(Colour, colour)]
    shadows = drawn.quantize(128, Image.Quantize.MEDIANCUT).getpalette() or []
    rare = drawn.quantize(96, Image.Quantize.MAXCOVERAGE).getpalette() or []
    palette = [*exact, *shadows[: 3 * 128], *rare[: 3 * 96]]
    colours = [palette[at : at + 3] for at in range(0, len(palette), 3)]

    # Pillow's own search is a coarse one, and gives every paper another tint.
    @functools.cache
    def nearest(colour: Colour) -> int:
        return min(range(len(colours)), key=lambda at: math.dist(colours[at], colour))

    reduced = Image.new("P", drawn.size)
    reduced.putpalette(palette)
    parts = drawn.tobytes()
    reduced.putdata([nearest(colour) for colour in zip(parts[::3], parts[1::3], parts[2::3], strict=True)])
    return reduced


def _paragraph(page: Page, words: str) -> Locator:
    return page.locator("main p").filter(has_text=words).first


def _select(page: Page, words: str) -> None:
    """Select words that stand in one piece of a paragraph, and bring them where they are seen."""
    found = page.evaluate(
        """([words, high]) => {
          const walker = document.createTreeWalker(document.querySelector('main'), NodeFilter.SHOW_TEXT);
          while (walker.nextNode()) {
            const at = walker.currentNode.data.indexOf(words);
            if (at < 0) continue;
            getSelection().setBaseAndExtent(walker.currentNode, at, walker.currentNode, at + words.length);
            scrollBy(0, getSelection().getRangeAt(0).getBoundingClientRect().top - high);
            return true;
          }
          return false;
        }""",
        [words, HIGH],
    )
    if not found:
        sys.exit(f"the essay does not say {words!r} in one piece any more")


def _rewrite(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    if old not in text:
        sys.exit(f"{file.name} does not say {old!r} any more")
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


@contextmanager
def worked_on(site: Path) -> Iterator[str]:
    """Run the workshop on a site; gives its address."""
    command = [sys.executable, str(ROOT / "build.py"), "serve", "-s", str(site), "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as workshop:
        try:
            found = next(filter(None, (re.search(r"http://\S+", line) for line in workshop.stdout or ())), None)
            if not found:
                sys.exit("the workshop did not start")
            yield found[0]
        finally:
            workshop.send_signal(signal.SIGINT)


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """Serve a folder to this machine only, since browsers run no modules from a disk; gives its address."""
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
