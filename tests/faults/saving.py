"""How what was edited comes onto the disk: in the manner of many editors, with times of all kinds.

A build that trusts the time or the size of a file is fooled by half of these, and by none may it be.
"""

from __future__ import annotations

import os
import random
import shutil
from collections.abc import Mapping
from pathlib import Path

SECOND = 1_000_000_000
YEAR_2100 = 4_102_444_800 * SECOND
MANNERS = ("in place", "in place", "a new file put in its place", "time kept", "1970", "2100", "an hour back")


def save(root: Path, before: Mapping[str, bytes], after: Mapping[str, bytes], dice: random.Random) -> str:
    """Make the files of `before` below `root` those of `after`, and return in which manner."""
    for path in sorted(before.keys() - after.keys()):
        (root / path).unlink()
        folder = (root / path).parent
        if dice.random() < 0.5 and not any(folder.iterdir()) and folder.parent != root:
            folder.rmdir()
    manner = dice.choice(MANNERS)
    for path in sorted(path for path in after if before.get(path) != after[path]):
        _write(root / path, after[path], manner)
    return manner


def _write(file: Path, content: bytes, manner: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    earlier = file.stat().st_mtime_ns if file.exists() else None
    if manner == "a new file put in its place":
        file.with_name(".saving~").write_bytes(content)
        file.with_name(".saving~").replace(file)
    else:
        file.write_bytes(content)
    now = file.stat().st_mtime_ns
    times = {"time kept": earlier or now, "1970": SECOND, "2100": YEAR_2100, "an hour back": now - 3600 * SECOND}
    if manner in times:
        os.utime(file, ns=(times[manner], times[manner]))


def meddle(root: Path, dice: random.Random) -> str:
    """Do something to a site that is no edit of its author: what a build must mend, or need not notice."""
    pages = sorted(path for path in (root / "site").rglob("*.html") if path.is_file())
    page = dice.choice(pages) if pages else root / "site/index.html"
    written = sorted(path for path in (root / "content").rglob("*") if path.is_file())
    what = dice.choice(["touched", "copied", "page gone", "page changed", "site gone", "foreign", "memory gone"])
    match what:
        case "touched":
            file = dice.choice(written)
            os.utime(file)
            return f"{file.name} touched"
        case "copied":
            file = dice.choice(written)
            shutil.copy2(file, file.with_name(".copy~"))
            file.with_name(".copy~").replace(file)
            return f"{file.name} replaced by a copy of itself"
        case "page gone" if pages:
            page.unlink()
        case "page changed" if pages:
            page.write_bytes(page.read_bytes().replace(b"e", b"a"))
        case "site gone" if pages:
            shutil.rmtree(root / "site")
        case "foreign" if pages:
            (page.parent / "CNAME").write_text("varn.example")
        case "memory gone":
            shutil.rmtree(root / ".cache", ignore_errors=True)
    return f"{what} ({page.relative_to(root)})" if pages else what


def without_foreign(tree: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return the files of a site without those that `meddle` put there, which stay."""
    return {path: content for path, content in tree.items() if not path.endswith("CNAME")}
