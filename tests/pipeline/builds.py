"""Sites built by the pipeline itself, which says of each build what was drawn and why."""

from __future__ import annotations

import shutil
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from postil import markup, pipeline, write
from postil.core.cache import Cache
from postil.core.files import Files
from postil.core.model import Document, Source
from postil.core.problems import Checked
from postil.core.written import SiteSettings
from tests.site import CLOCK, Site

TEXTS = ("a", "b", "c")
TOWN = """
    ---
    title: The bridge
    date: 2022-03
    tags: [bridges]
    ---
    # The bridge

    It has been closed for two winters, and nobody has said why.
    """
TOWN_NOTES = """
    annotations:
      - {id: one, quote: two winters, by: ak, date: 2024-05-02, tags: [closed], note: "The [[council]] knows."}
      - {id: two, quote: said why, about: [council], sources: [{title: Minutes, url: "https://a.example/"}],
         updates: [{date: 2024-06-01, note: They know now.}], note: Why.}
    """
PLAIN = "One plain sentence stands here. Another one follows it.\n"
PLAIN_NOTES = "annotations:\n  - {id: n, quote: plain sentence, note: First thoughts.}\n"


def town(root: Path) -> Site:
    """Return a site in which every index has something of the text `town/bridge`, and nothing of three others."""
    site = (
        Site(root)
        .write("content/site.yaml", "title: The town\nannotators: {ak: {name: Ana Kern}}\n")
        .write("content/entities.yaml", "entities: {council: {name: Town Council, type: organisation}}\n")
        .write("content/town/bridge.md", TOWN)
        .write("content/town/bridge.annotations.yaml", TOWN_NOTES)
    )
    for name in TEXTS:
        site.write(f"content/{name}.md", f"# Text {name}\n\n{PLAIN}")
        site.write(f"content/{name}.annotations.yaml", PLAIN_NOTES)
    return site


def many(root: Path, number: int) -> Site:
    """Return a site of that many small texts, each with a note, which link to each other."""
    site = Site(root).write("content/site.yaml", "title: Many\n")
    for n in range(number):
        link = f"See [another](t{(n + 1) % number}.md#part)."
        site.write(
            f"content/t{n}.md", f"---\ntags: [t{n % 3}]\ndate: 20{n:02}-01-01\n---\n## Part\n\n{PLAIN}\n{link}\n"
        )
        site.write(f"content/t{n}.annotations.yaml", PLAIN_NOTES)
    return site


def built(site: Site, *, day: str = CLOCK["SOURCE_DATE_EPOCH"], **chosen: Any) -> pipeline.Published:
    """Build a site with what its last build left to be remembered, in this process unless `jobs` are asked for."""
    files = Files.of_site(site.root, {"SOURCE_DATE_EPOCH": day})
    options = pipeline.Options(**{"search": False, "jobs": 1, **chosen})
    with (
        closing(Cache.at(site.root / ".cache" / "postil")) as cache,
        write.publication(site.root / "site", files) as publication,
    ):
        made = pipeline.published(files, options, publication, cache)
    assert not publication.problems
    return made


def drawn(made: pipeline.Published) -> set[str]:
    """Return the addresses of the pages that were drawn."""
    return {why.path.removesuffix("index.html") for why in made.why}


def codes(made: pipeline.Published) -> dict[str, str]:
    """Return the code of the last problem of each file."""
    return {problem.place.path.removeprefix("content/"): problem.code for problem in made.problems}


def as_built_anew(site: Site, **chosen: Any) -> dict[str, bytes]:
    """Return the files of the site as a build gives them that remembers nothing."""
    other = Site(site.root.with_name(f"{site.root.name}-anew"))
    for folder in ("content", "layouts"):
        shutil.rmtree(other.root / folder, ignore_errors=True)
        if (site.root / folder).exists():
            shutil.copytree(site.root / folder, other.root / folder, dirs_exist_ok=True)
    assert not built(other, **chosen).was_left
    return other.published()


class Parsed(list[str]):
    """The paths of the texts that were parsed, in order, since it was last emptied."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        super().__init__()
        parse = markup.document

        def noticed(source: Source, site: SiteSettings) -> Checked[Document]:
            self.append(source.path.removeprefix("content/"))
            return parse(source, site)

        monkeypatch.setattr(markup, "document", noticed)
