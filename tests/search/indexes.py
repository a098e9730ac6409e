"""What a built site's search finds, read from the files that its page reads."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from tests.site import Site


@dataclass(frozen=True)
class Found:
    """A record as the search page has it."""

    text: str
    """Title of the text."""
    kind: str
    id: str
    title: str
    parts: tuple[tuple[str, str], ...]
    """Id and words of each paragraph."""

    @property
    def words(self) -> str:
        """All its paragraphs as one."""
        return " ".join(words for _, words in self.parts)


def folder(site: Site) -> str:
    """Return where the index stands: `search/index-…/`."""
    pointer: dict[str, str] = json.loads((site.root / "site/search/index.json").read_bytes())
    return "search/" + pointer["folder"]


def read(site: Site, path: str) -> Any:
    """Return a file of JSON of the index."""
    return json.loads((site.root / "site" / folder(site) / path).read_bytes())


def records(site: Site) -> list[Found]:
    """Return everything that can be found, in the order of the index."""
    table = read(site, "records.json")
    kinds = iter(table["kindOf"])
    found = []
    for number, (title, *_) in enumerate(table["texts"]):
        for id_, heading, parts in read(site, f"texts/{number}.json"):
            found.append(
                Found(title, table["kinds"][next(kinds)], id_, heading, tuple((name, words) for name, words in parts))
            )
    assert len(found) == len(table["ids"]) == len(set(table["ids"]))
    return found
