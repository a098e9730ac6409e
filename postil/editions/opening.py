"""One text of a site, found by what an author calls it, and read with its annotations in their places.

Takes the door to the disk; gives a `Shelf` of all texts by name, and of one of them everything that
the build would know, drafts included. The trap: an address tells nothing of the file when its text
has a `slug`, so files are read for addresses only when no name fits.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar
from urllib.parse import unquote, urlsplit

from postil import anchoring, gather, markup, plan
from postil.annotations import annotations as read_annotations
from postil.annotations import comments as read_comments
from postil.core.files import Files
from postil.core.model import Document, Edition, Settings, TextFiles, TextPaths
from postil.core.problems import Checked, Problem
from postil.core.schema import did_you_mean
from postil.core.values import dataclass
from postil.settings import settings

T = TypeVar("T")
FEW = 5
"""So many texts are named when none is like the one that was meant."""


@dataclass(frozen=True, slots=True)
class Shelf:
    """The texts of a site, none of them read."""

    texts: Mapping[str, TextPaths]
    """By name, `essays/axis`; only those that exist."""
    settings: Settings
    files: Files

    def find(self, given: str) -> TextPaths | None:
        """Return the text that an author calls `given`: by its name, the end of it, a file of it, or its address."""
        path = _in_content(given)
        for name in (path, gather.text_of(path), f"{path}/index" if path else "index"):
            if name in self.texts:
                return self.texts[name]
        address = _address(given, self.settings.site.base_url)
        if at_address := [name for name, found in self._addresses().items() if found == address]:
            return self.texts[at_address[0]]
        ending = self._ending(path)
        return self.texts[ending[0]] if len(ending) == 1 else None

    def meant(self, given: str) -> str | None:
        """Return a hint that names the text most like `given`, or all when they are few."""
        path = _in_content(given)
        if ending := self._ending(path.rpartition("/")[2]):
            return f"did you mean {' or '.join(f'`{name}`' for name in ending[:FEW])}?"
        few = f"the texts are {', '.join(self.texts)}" if 0 < len(self.texts) <= FEW else None
        return did_you_mean(gather.text_of(path) or path, tuple(self.texts)) or few

    def _ending(self, path: str) -> list[str]:
        """Return the names of the texts whose path ends so."""
        ends = {path, gather.text_of(path)} - {""}
        return [name for name in self.texts if any(f"/{name}".endswith(f"/{end}") for end in ends)]

    def _addresses(self) -> Mapping[str, str]:
        sources = [
            (name, read.value.text)
            for name, paths in self.texts.items()
            if (read := gather.text_files(TextPaths(name, paths.text), self.files)).value
        ]
        return plan.addresses([(name, text, markup.address_fields(text)[0]) for name, text in sources]).value


@dataclass(frozen=True, slots=True)
class Opened:
    """A text as the build reads it, drafts included."""

    files: TextFiles
    edition: Edition
    settings: Settings
    problems: tuple[Problem, ...]
    """Of reading and anchoring it; none of what its page would show."""

    @property
    def name(self) -> str:
        """The path in content/ without `.md`."""
        return self.files.name

    def spoken(self, comment: str | None) -> Document | None:
        """Return the words of a comment by its id, of the text itself for `None`; `None` when there is none."""
        if comment is None:
            return self.edition.document
        return next((said.document for said in self.edition.comments if said.comment.id == comment), None)

    def as_read(self, quote: str) -> str:
        """Return the words that a reader sees of Markdown, as the build reads quotes of this text."""
        return markup.as_read(quote, self.edition.document.metadata.lang, self.settings.site)


def shelf(files: Files) -> Checked[Shelf]:
    """Return the texts of the site, with what is wrong with its folders and settings."""
    found = gather.gathered(files)
    read = settings(found.value)
    texts = {paths.name: paths for paths in found.value.texts if paths.text}
    return Checked(Shelf(texts, read.value, files), (*found.problems, *read.problems))


def opened(paths: TextPaths, shelf: Shelf, budget: anchoring.Budget | None = None) -> Checked[Opened | None]:
    """Return a text with its annotations in their places; `None` when its files cannot all be read.

    `budget` bounds the time taken for suggestions; give all texts of a command the same one.
    """
    read = gather.text_files(paths, shelf.files)
    if read.value is None or read.problems:
        return Checked(None, read.problems)
    return Checked(reopened(read.value, shelf.settings, budget))


def reopened(files: TextFiles, settings: Settings, budget: anchoring.Budget | None = None) -> Opened:
    """Return a text whose files have been read, or would read so."""
    problems: list[Problem] = []
    document = _kept(markup.document(files.text, settings.site), problems)
    lang = document.metadata.lang
    said = [
        (comment, _kept(markup.comment_document(comment, lang=lang), problems))
        for comment in _kept(read_comments(files), problems)
    ]
    notes = _kept(read_annotations(files), problems)
    edition = anchoring.edition(
        files.name,
        document,
        notes,
        said,
        as_read=lambda quote: markup.as_read(quote, lang, settings.site),
        budget=budget,
    )
    return Opened(files, _kept(edition, problems), settings, tuple(problems))


def _kept(checked: Checked[T], problems: list[Problem]) -> T:
    problems += checked.problems
    return checked.value


def _in_content(given: str) -> str:
    """Return what an author gave as a path in content/, if it is one."""
    _, found, inside = f"/{given.replace(chr(92), '/')}".rpartition("/content/")
    return (inside if found else given).removesuffix(".md").strip("/")


def _address(given: str, base_url: str | None) -> str:
    """Return the address in something that a browser shows: `essays/axis/`."""
    path = unquote(urlsplit(given.removeprefix(base_url or "")).path).removesuffix("index.html").strip("/")
    return f"{path}/" if path else ""
