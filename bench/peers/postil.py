"""Postil itself, from this checkout, in an environment that holds what its requirements name and no more."""

from __future__ import annotations

import shutil
import tomllib
from pathlib import Path

from bench import corpus
from bench.peers.installing import python_tools
from bench.peers.peer import MARK, Peer, site_folder
from postil import __version__

CHECKOUT = Path(__file__).parents[2]
REQUIREMENTS = CHECKOUT / "requirements.txt"


def peer(scratch: Path, texts: int) -> Peer:
    """Return Postil without the index of its search, as no peer is asked to make one."""
    return _peer("Postil", _written(scratch, texts, "postil"), python_tools(scratch, "postil", REQUIREMENTS))


def with_search(scratch: Path, texts: int) -> Peer:
    """Return Postil as it is unless told otherwise."""
    tools = python_tools(scratch, "postil", REQUIREMENTS)
    return _peer("Postil with search", _written(scratch, texts, "postil-search"), tools, searched=True)


def with_cards(scratch: Path, texts: int) -> Peer:
    """Return Postil with what draws the pictures of its texts, which its requirements do not name."""
    project = tomllib.loads((CHECKOUT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    tools = python_tools(scratch, "postil-cards", REQUIREMENTS, *project["optional-dependencies"]["cards"])
    return _peer("Postil with cards", _written(scratch, texts, "postil-cards"), tools)


def with_book(scratch: Path) -> Peer:
    """Return Postil with one text as long as a book."""
    site = site_folder(scratch, 1, "postil-book")
    corpus.book(site)
    return _peer("Postil with a book", site, python_tools(scratch, "postil", REQUIREMENTS))


def _written(scratch: Path, texts: int, name: str) -> Path:
    site = site_folder(scratch, texts, name)
    corpus.site(site, texts)
    return site


def _peer(name: str, site: Path, tools: Path, *, searched: bool = False) -> Peer:
    layout = site / "layouts" / "text.html"
    shutil.copytree(CHECKOUT / "layouts", site / "layouts")
    shipped = layout.read_text(encoding="utf-8")
    marked = shipped.replace('<article class="text', f'<article class="{MARK} text', 1)
    if marked == shipped:
        raise ValueError("layouts/text.html has no article that could be marked")
    layout.write_text(marked, encoding="utf-8")
    build = (tools / "bin" / "python", CHECKOUT / "build.py", "build", "--quiet")
    return Peer(
        name,
        __version__,
        site,
        build if searched else (*build, "--no-search"),
        site / "content" / "text-0.annotations.yaml",
        site / "site" / "text-0" / "index.html",
        layout,
    )
