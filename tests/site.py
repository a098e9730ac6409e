"""A site to be tested: written, built, edited, built again, and looked at.

    site = Site(tmp_path).write("content/a.md", "Some words.").build()
    site.expect(0).page("a/").count("mark", 0)

Every step returns the site, so that a scenario reads as a story. Builds go through the command
line's own function in this process; `run` starts a whole process.
"""

from __future__ import annotations

import os
import textwrap
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self

import html5lib
from click.testing import CliRunner

from postil.cli import verbs

CLOCK = {"SOURCE_DATE_EPOCH": "1790000000", "NO_COLOR": "1", "GITHUB_ACTIONS": "", "SITE_BASE_URL": ""}
"""Every build stands at one moment and knows nothing of the machine it runs on."""


@dataclass
class Site:
    """A site's folder with what the last build said."""

    root: Path
    status: int = 0
    said: str = ""
    """Standard output and standard error of the last verb, in the order written."""

    def write(self, path: str, text: str | bytes) -> Self:
        """Write a file below the root, its common indentation taken away."""
        target = self.root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        content = text if isinstance(text, bytes) else textwrap.dedent(text).lstrip("\n").encode()
        target.write_bytes(content)
        return self

    def edit(self, path: str, old: str, new: str) -> Self:
        """Replace words that stand in a file exactly once."""
        text = (self.root / path).read_text(encoding="utf-8")
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {path}"
        return self.write(path, text.replace(old, new).encode())

    def remove(self, path: str) -> Self:
        """Delete a file."""
        (self.root / path).unlink()
        return self

    def verb(self, *arguments: str, piped: str = "", **environment: str) -> Self:
        """Run a verb on the site and keep its exit status and what it said."""
        runner = CliRunner(env={**CLOCK, **environment})
        given = [*arguments, "--source", str(self.root)]
        result = runner.invoke(verbs, given, input=piped, prog_name="python3 build.py")
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            raise result.exception
        self.status = result.exit_code
        self.said = result.output.replace(str(self.root) + os.sep, "")
        return self

    def build(self, *options: str, **environment: str) -> Self:
        """Build the site."""
        return self.verb("build", *options, **environment)

    def expect(self, status: int, *sayings: str) -> Self:
        """Hold that the last verb ended so and said so."""
        assert self.status == status, self.said
        for saying in sayings:
            assert saying in self.said, self.said
        return self

    def page(self, address: str) -> Page:
        """Return the built page at an address, parsed strictly."""
        path = address + "index.html" if not address or address.endswith("/") else address
        return Page.of((self.root / "site" / path).read_text(encoding="utf-8"))

    def published(self) -> dict[str, bytes]:
        """Return every file of the built site by its path."""
        folder = self.root / "site"
        return {
            path.relative_to(folder).as_posix(): path.read_bytes()
            for path in sorted(folder.rglob("*"))
            if path.is_file()
        }


@dataclass
class Page:
    """A built page that was free of errors when parsed."""

    html: str
    tree: Any = field(repr=False)

    @classmethod
    def of(cls, html: str) -> Page:
        """Return the page, refusing markup that the HTML standard calls an error."""
        parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
        return cls(html, parser.parse(html))

    def all(self, tag: str, **attributes: str) -> list[Any]:
        """Return the elements of that name and those attributes; `_` in a name stands for `-`."""
        wanted = {name.rstrip("_").replace("_", "-"): value for name, value in attributes.items()}
        return [
            element
            for element in self.tree.iter(tag)
            if all(
                value in (element.get(name) or "").split() or element.get(name) == value
                for name, value in wanted.items()
            )
        ]

    def one(self, tag: str, **attributes: str) -> Any:
        """Return the only such element."""
        found = self.all(tag, **attributes)
        assert len(found) == 1, f"{len(found)} of {tag} {attributes}"
        return found[0]

    def ids(self) -> list[str]:
        """Return all ids in the order of the page."""
        return [element.get("id") for element in self.tree.iter() if element.get("id")]

    def marked(self, note: str) -> list[str]:
        """Return the words of each mark of a note."""
        return [text_of(mark) for mark in self.all("mark") if note in (mark.get("data-notes") or "").split()]


def text_of(element: Any) -> str:
    """Return the text of an element."""
    return "".join(element.itertext())
