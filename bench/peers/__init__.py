"""The generators that are measured, Postil and its peers: how each is installed, fed, run and edited.

Each peer gets the same texts; where it has no annotations, the notes stand as footnotes of the
text, which is the nearest thing it has. Layouts are the smallest that show title, text, notes and
tags, so no peer pays for a theme. A module for each, named as it is; to add one, write the module
and put it into `PEERS`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from bench.peers import eleventy, hugo, jekyll, lektor, mdbook, mkdocs, pelican, postil, sphinx, zola
from bench.peers.peer import Peer, Unavailable

__all__ = ["PEERS", "Peer", "Unavailable", "postil"]

PEERS: Mapping[str, Callable[[Path, int], Peer]] = {
    "postil": postil.peer,
    "hugo": hugo.peer,
    "zola": zola.peer,
    "eleventy": eleventy.peer,
    "mdbook": mdbook.peer,
    "pelican": pelican.peer,
    "mkdocs": mkdocs.peer,
    "jekyll": jekyll.peer,
    "lektor": lektor.peer,
    "sphinx": sphinx.peer,
}
"""By name: takes the scratch folder and the number of texts, gives the peer with its site written.

Raises `Unavailable` when it cannot be had here.
"""
