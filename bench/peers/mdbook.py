"""mdBook, where it is on the path or Cargo can install it: pages and their contents, neither tags nor feeds."""

from __future__ import annotations

import shutil
from pathlib import Path

from bench.peers.installing import on_the_path, run, said
from bench.peers.peer import Peer, heading, site_folder, write, write_texts

CONFIG = """\
[book]
title = "Measured"

[output.html.search]
enable = false

[output.html.print]
enable = false
"""
"""Neither the index of a search nor one page of all chapters, as no other tool makes them."""


def peer(scratch: Path, texts: int) -> Peer:
    """Return mdBook with a book of that many chapters, in its own theme."""
    program = _installed(scratch)
    site = site_folder(scratch, texts, "mdbook")
    write(site / "book.toml", CONFIG)
    chapters = "".join(f"- [Text {number}](text-{number}.md)\n" for number in range(texts))
    write(site / "src" / "SUMMARY.md", "# Summary\n\n" + chapters)
    write_texts(site / "src", texts, heading)
    return Peer(
        "mdBook",
        said(program, "--version").split()[-1].removeprefix("v"),
        site,
        (program, "build"),
        site / "src" / "text-0.md",
        site / "book" / "text-0.html",
        None,
    )


def _installed(scratch: Path) -> Path:
    """Return the program; Cargo compiles it, which takes minutes, the first time."""
    if found := shutil.which("mdbook"):
        return Path(found)
    folder = scratch / "tools" / "mdbook"
    program = folder / "bin" / "mdbook"
    if not program.is_file():
        run(on_the_path("cargo"), "install", "--quiet", "--locked", "--root", folder, "mdbook", folder=folder)
    return program
