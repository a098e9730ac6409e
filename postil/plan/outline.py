"""The folders of the site, and which texts stand in each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import field

from postil.core.values import dataclass

from .summaries import TextSummary


@dataclass(slots=True)
class Folder:
    """A folder of content/ that holds texts."""

    address: str
    title: str
    """That of its own text, or its name as words."""
    path: str = "content/"
    index: TextSummary | None = None
    """The text that is its page: its index.md, or `essays.md` beside the folder `essays`."""
    texts: list[TextSummary] = field(default_factory=list)
    """The listed texts that stand right in it, in the order of lists."""
    folders: list[Folder] = field(default_factory=list)
    """The folders that stand right in it, in the order of their addresses."""
    below: int = 0
    """How many listed texts it holds, those of its folders among them."""


def outline(texts: Iterable[TextSummary], unlisted: frozenset[str]) -> Mapping[str, Folder]:
    """Return every folder by its address, the home page's among them, which is empty.

    `unlisted` are addresses of texts that lists leave out.
    """
    texts = tuple(texts)
    found = {"": Folder("", "")}
    ways = {text.address: _way(text, found) for text in texts}
    for text in texts:
        if text.address in found:
            found[text.address].index, found[text.address].title = text, text.title
        elif text.address not in unlisted:
            ways[text.address][-1].texts.append(text)
            for folder in ways[text.address]:
                folder.below += 1
    for folder in found.values():
        folder.folders.sort(key=lambda inner: inner.address)
    return found


def _way(text: TextSummary, found: dict[str, Folder]) -> list[Folder]:
    """Return the folders in which a text stands, the home page's first; new ones are put with those found."""
    names = text.path.removeprefix("content/").split("/")[:-1]
    parts = text.address.split("/")[:-1]
    way = [found[""]]
    for depth in range(1, len(names) + 1):
        address = "/".join(parts[:depth]) + "/"
        if address not in found:
            path = "content/" + "/".join(names[:depth]) + "/"
            found[address] = Folder(address, _as_words(names[depth - 1]), path)
            way[-1].folders.append(found[address])
        way.append(found[address])
    return way


def _as_words(name: str) -> str:
    words = " ".join(name.replace("-", " ").replace("_", " ").split())
    return words[:1].upper() + words[1:]
