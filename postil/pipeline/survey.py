"""What is known of the files of each text before any is parsed: their digests, and what they say of the address.

A file that looks as it did is not read. What was read is held for the work on the text, as far as
memory allows.
"""

from __future__ import annotations

from dataclasses import field

from postil import gather, markup
from postil.core.files import Files
from postil.core.model import Source, TextFiles, TextPaths
from postil.core.problems import Checked
from postil.core.values import dataclass

from .memory import KeptFile, Ledger

MOST_HELD = 10_000_000
"""Characters of files that are held until they are needed again."""


@dataclass(frozen=True, slots=True)
class Surveyed:
    """A text before it is parsed."""

    paths: TextPaths
    digests: tuple[str, ...]
    """SHA-256 of each of its files; empty where one of them cannot be read."""
    slug: str | None = None
    source: Source | None = None
    """Its file as read, where it has a slug."""
    is_draft: bool = False


@dataclass(slots=True)
class Survey:
    """The files of all texts."""

    files: Files
    last: Ledger
    known: dict[str, KeptFile] = field(default_factory=dict)
    """What is to be remembered of each file that cannot change unseen."""
    fields: dict[str, tuple[str | None, bool]] = field(default_factory=dict)
    """The slug of each text that has one or is a draft, and whether it is, by the digest of its file."""
    _held: dict[str, Checked[TextFiles | None]] = field(default_factory=dict)
    _characters: int = 0

    def of(self, paths: TextPaths) -> Surveyed:
        """Return what is known of a text."""
        digests = self._remembered(paths)
        source: Source | None = None
        if not digests:
            read = self.read(paths)
            digests = self._digests(paths, read)
            source = read.value.text if read.value else None
            if source is not None and source.digest:
                self._note(source)
        if paths.text is None or not digests:
            found = (None, False) if source is None else self.fields.get(source.digest, (None, False))
        else:
            found = self._fields(digests[0], source)
        slug, is_draft = found
        if slug is not None and source is None:
            source = read.value.text if (read := self.read(paths)).value else None
        return Surveyed(paths, digests, slug, source, is_draft)

    def read(self, paths: TextPaths) -> Checked[TextFiles | None]:
        """Return the files of a text."""
        if paths.name in self._held:
            return self._held.pop(paths.name)
        return gather.text_files(paths, self.files)

    def _remembered(self, paths: TextPaths) -> tuple[str, ...]:
        """Return the digests of files none of which has been touched; nothing when one may have been."""
        digests = []
        for path in paths.all:
            look = self.files.look(path)
            kept = self.last.files.get(path)
            if look is None or kept is None or (kept.size, kept.changed, kept.entered, kept.inode) != look:
                return ()
            digests.append(kept.digest)
        self.known.update((path, self.last.files[path]) for path in paths.all)
        return tuple(digests)

    def _digests(self, paths: TextPaths, read: Checked[TextFiles | None]) -> tuple[str, ...]:
        """Return the digests of what was read, and hold it; nothing when not all could be read."""
        looks = {path: self.files.look(path) for path in paths.all}
        if read.value is None or read.problems:
            return ()
        sources = [read.value.text, *read.value.annotations, *([read.value.comments] if read.value.comments else ())]
        by_path = {source.path: source for source in sources}
        if set(by_path) != set(paths.all):
            return ()
        for path, look in looks.items():
            if look is not None and self.files.is_settled(look):
                self.known[path] = KeptFile(*look, by_path[path].digest)
        if self._characters < MOST_HELD:
            self._characters += sum(len(source.text) for source in sources)
            self._held[paths.name] = read
        return tuple(by_path[path].digest for path in paths.all)

    def _fields(self, digest: str, source: Source | None) -> tuple[str | None, bool]:
        if source is None:
            found = self.last.fields.get(digest, (None, False))
            if found != (None, False):
                self.fields[digest] = found
            return found
        return self.fields.get(digest, (None, False))

    def _note(self, source: Source) -> None:
        slug, is_draft = markup.address_fields(source)
        if slug is not None or is_draft:
            self.fields[source.digest] = (slug, is_draft)


def digests_of(files: TextFiles) -> set[str]:
    """Return the SHA-256 of each file of a text."""
    sources = (files.text, *files.annotations, files.comments)
    return {source.digest for source in sources if source is not None}
