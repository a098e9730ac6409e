"""Measures the workshop from a save to new pixels: `python bench/saving.py [TEXTS …]`, 100 and 1,000 when absent.

Prints wall times in a real browser: from the moment a file is saved to the frame in which its new words are on the
screen, of a page in the middle of being read. 80 ms of each are the wait for the end of a save. A benchmark, not a
test: nothing fails by being slow.
"""

from __future__ import annotations

import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Error, Page, sync_playwright

sys.path.insert(0, str(Path(__file__).parent.parent))

from bench import corpus
from postil import chromium

ROUNDS = 20
SIZES = (100, 1_000)
REST_SECONDS = 1.5
"""Between two saves, so that each finds a workshop that rests."""
PATIENCE_SECONDS = 30
NOTED = """
  window.noted = {};
  const look = () => {
    const word = document.body?.textContent.match(/zq\\d+zq/)?.[0];
    if (!word || word in noted) return;
    noted[word] = 0;
    // The frame that has the word is on the screen when the next one begins.
    requestAnimationFrame(() => requestAnimationFrame(() => {
      noted[word] = performance.timeOrigin + performance.now();
    }));
  };
  new MutationObserver(look).observe(document, {childList: true, subtree: true, characterData: true});
"""


@dataclass(frozen=True, slots=True)
class Saving:
    """A kind of save: what it does to the files of a text, given as they were first, and a new word."""

    name: str
    file: str
    edited: Callable[[str, str], str]


SAVINGS = (
    Saving("a word of the text", "text-0.md", lambda text, word: text.replace("\n\n", f"\n\nSaid {word}. ", 1)),
    Saving(
        "a word of a note",
        "text-0.annotations.yaml",
        lambda notes, word: notes.replace("**what is meant**", f"**what {word} means**", 1),
    ),
    Saving(
        "a new note",
        "text-0.annotations.yaml",
        lambda notes, word: f'{notes}  - id: {word}\n    quote: "Text 0"\n    note: Says {word}.\n',
    ),
)


def main() -> None:
    """Print the medians for each number of texts."""
    for size in [int(argument) for argument in sys.argv[1:]] or SIZES:
        with tempfile.TemporaryDirectory() as folder:
            root = Path(folder)
            corpus.site(root, size)
            text = root / "content" / "text-0.md"
            # New notes have words of their own to belong to.
            text.write_text(text.read_text(encoding="utf-8") + "\n\nText 0 ends here.\n", encoding="utf-8")
            print(f"{size:,} texts")
            with served(root) as address, sync_playwright() as playwright:
                browser = playwright.chromium.launch(
                    executable_path=chromium.found(), chromium_sandbox=chromium.is_sandboxed(), args=["--disable-gpu"]
                )
                page = browser.new_page(viewport={"width": 1280, "height": 900})
                page.add_init_script(NOTED)
                page.goto(f"{address}text-0/")
                for saving in SAVINGS:
                    times = measured(page, root / "content" / saving.file, saving)
                    shown = f"median {statistics.median(times):.0f} ms, {min(times):.0f} to {max(times):.0f}"
                    print(f"  {saving.name}: {shown}")
                browser.close()


@contextmanager
def served(root: Path) -> Iterator[str]:
    """Run the workshop over a site, in a process of its own, and give its address."""
    process = subprocess.Popen(
        [sys.executable, "-m", "postil", "serve", "--port", "0", "--source", str(root)],
        cwd=Path(__file__).parent.parent,
        env={**os.environ, "NO_COLOR": "1"},
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        found = None
        while process.stdout and not found and (line := process.stdout.readline()):
            found = re.search(r"http://127\.0\.0\.1:\d+/", line)
        if not found:
            sys.exit("the workshop did not begin")
        yield found[0]
    finally:
        process.terminate()
        process.wait()


def measured(page: Page, file: Path, saving: Saving) -> list[float]:
    """Return the milliseconds from each save to the frame with its word. The file is then as it was."""
    before = file.read_text(encoding="utf-8")
    page.evaluate("scrollTo(0, 0)")
    times = []
    for _ in range(ROUNDS):
        time.sleep(REST_SECONDS)
        word = f"zq{time.time_ns()}zq"
        content = saving.edited(before, word).encode()
        began = time.time()
        file.write_bytes(content)
        times.append(seen(page, word) - 1000 * began)
    file.write_text(before, encoding="utf-8")
    time.sleep(REST_SECONDS)
    return times


def seen(page: Page, word: str) -> float:
    """Return when a word was on the screen, in milliseconds since 1970."""
    end = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < end:
        try:
            moment = page.evaluate("word => window.noted?.[word]", word)
        except Error:
            # The page is being loaded again.
            continue
        if moment:
            return float(moment)
        time.sleep(0.01)
    sys.exit(f"{word} is not shown")


if __name__ == "__main__":
    main()
