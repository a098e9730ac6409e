"""Sphinx with MyST on all cores: pages and an index of their words, neither tags nor feeds; builds what changed."""

from __future__ import annotations

from pathlib import Path

from bench.peers.installing import python_tools, said
from bench.peers.peer import Peer, heading, layout, site_folder, write, write_texts

CONFIG = """\
project = "Measured"
extensions = ["myst_parser"]
html_theme = "basic"
html_copy_source = False
html_use_index = False
templates_path = ["templates"]
exclude_patterns = ["built"]
"""
CONTENTS = "# Measured\n\n```{toctree}\n:glob:\n\ntext-*\n```\n"


def peer(scratch: Path, texts: int) -> Peer:
    """Return Sphinx with a site of that many texts."""
    program = python_tools(scratch, "sphinx", "sphinx", "myst-parser") / "bin" / "sphinx-build"
    site = site_folder(scratch, texts, "sphinx")
    write(site / "conf.py", CONFIG)
    write(site / "templates" / "page.html", layout("{{ title }}", "{{ body }}"))
    write(site / "index.md", CONTENTS)
    write_texts(site, texts, heading)
    return Peer(
        "Sphinx",
        said(program, "--version").split()[-1],
        site,
        (program, "-q", "--jobs", "auto", ".", "built"),
        site / "text-0.md",
        site / "built" / "text-0.html",
        site / "templates" / "page.html",
    )
