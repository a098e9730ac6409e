"""MkDocs: pages alone, neither tags nor feeds, and built whole each time.

Its `--dirty` draws only pages whose own text changed and knows itself to be wrong elsewhere, so it
is not used.
"""

from __future__ import annotations

from pathlib import Path

from bench.peers.installing import python_tools, said
from bench.peers.peer import Peer, heading, layout, site_folder, write, write_texts

CONFIG = """\
site_name: Measured
plugins: []
markdown_extensions: [footnotes]
theme: {name: null, custom_dir: theme}
"""


def peer(scratch: Path, texts: int) -> Peer:
    """Return MkDocs with a site of that many texts; its own theme would list all of them on every page."""
    program = python_tools(scratch, "mkdocs", "mkdocs<2") / "bin" / "mkdocs"
    site = site_folder(scratch, texts, "mkdocs")
    write(site / "mkdocs.yml", CONFIG)
    write(site / "theme" / "main.html", layout("{{ page.title }}", "{{ page.content }}"))
    write(site / "docs" / "index.md", "# Measured\n")
    write_texts(site / "docs", texts, heading)
    return Peer(
        "MkDocs",
        said(program, "--version").split()[2],
        site,
        (program, "build", "--quiet"),
        site / "docs" / "text-0.md",
        site / "site" / "text-0" / "index.html",
        site / "theme" / "main.html",
    )
