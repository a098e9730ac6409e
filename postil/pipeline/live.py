"""A site in memory that follows its sources, for whoever shows it while it is written.

    live = Live(folder, options, cache)
    renewal = live.renewed()
    page = live.file("essays/axis/index.html")

It trusts nobody who says what has changed: `renewed` looks at every file again. Errors are problems
beside the last good pages, never exceptions. The newcomer's trap: it is not safe for threads.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from postil import gather, plan
from postil.core.addresses import output_path
from postil.core.cache import Cache
from postil.core.files import Files
from postil.core.limits import TooLongError, limited
from postil.core.model import Output
from postil.core.problems import Checked, Place, Problem
from postil.core.values import dataclass
from postil.editions import Opened, opened, shelf

from . import built
from .options import Options

SECONDS_PER_PREVIEW = 2.0


@dataclass(frozen=True, slots=True)
class Renewal:
    """What a look at all files brought."""

    changed: frozenset[str]
    """Paths of files of the site whose bytes may be others than before, or that came or went."""
    problems: tuple[Problem, ...]
    """What is wrong with the site now, in order."""
    is_first: bool = False
    """Whether nothing was known before."""
    stood: bool = False
    """Whether errors of what all pages share left every page as it was."""


@dataclass(frozen=True, slots=True)
class LiveText:
    """A text that the site shows."""

    name: str
    """`essays/axis`."""
    path: str
    """`content/essays/axis.md`."""
    title: str
    address: str
    """`essays/axis/`."""


class Live:
    """A site in memory that follows its sources. Not safe for threads: who holds it holds a lock."""

    def __init__(self, source: Path, options: Options, cache: Cache) -> None:
        """Take the site's folder; nothing is read yet. `cache` remembers across runs what texts gave."""
        self._source = source
        self._options = replace(options, keep_going=True, search=False)
        self._cache = cache
        self._files: dict[str, Output] = {}
        self._texts: tuple[LiveText, ...] = ()
        self.drawing_problems: Mapping[str, tuple[Problem, ...]] = {}
        """What was wrong with pages when they were drawn, by path."""
        self.names: Mapping[str, str] = {}
        """The name of the text that a page shows, by the path of the page."""

    def renewed(self) -> Renewal:
        """Look at all files, do again what has changed, and say which pages may be others than before."""
        is_first = not self._files
        made = built(Files.of_site(self._source), self._options)
        files = {output.path: output for output in made.outputs}
        changed = {path for path in files.keys() | self._files.keys() if files.get(path) != self._files.get(path)}
        self._files = files
        self._texts = tuple(
            LiveText(gather.text_of(text.path), text.path, gather.text_of(text.path), text.address)
            for text in made.texts
        )
        self.names = {output_path(text.address): text.name for text in self._texts}
        return Renewal(frozenset(changed), made.problems, is_first)

    def file(self, path: str) -> Output | None:
        """Return the file of the site at `path`, `essays/axis/index.html`; `None` when there is none."""
        return self._files.get(path)

    def texts(self) -> tuple[LiveText, ...]:
        """Return every text that has a page, in the order of lists."""
        return self._texts

    def open(self, name: str) -> Opened | None:
        """Return a text with its annotations as its files say now, drafts included; `None` when there is none.

        Its files are read anew, by the same door and rules as for its page.
        """
        found = shelf(Files.of_site(self._source)).value
        paths = found.texts.get(name)
        return opened(paths, found).value if paths else None

    def preview(self, name: str, note: str) -> Checked[str]:
        """Return the Markdown of a note as HTML, as the page of that text shows it; empty when it takes too long."""
        text = next((text for text in self._texts if text.name == name), None)
        found = self.open(name)
        if text is None or found is None:
            return Checked("")
        ways = plan.Ways.of({one.path: one.address for one in self._texts}, (), base_url=None)
        try:
            with limited(SECONDS_PER_PREVIEW):
                voice = plan.prose.Voice(text.address, found.edition.document.metadata.lang)
                read = plan.prose.Proses(found.settings, ways).read(note, beside=text.path, voice=voice)
                return Checked(plan.prose.drawn(read.html, plan.Standpoint(ways, text.address)))
        except TooLongError:
            sentence = f"to read this note took longer than {SECONDS_PER_PREVIEW:g} seconds"
            return Checked("", (Problem("text-too-costly", sentence, Place(text.path)),))
