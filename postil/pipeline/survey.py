"""What is known of the files of each text before any is parsed: their digests, and what they say of the address.

A file that looks as it did is not read. What was read is held for the work on the text, as far as
memory allows.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from postil import gather, markup
from postil.core.files import Files
from postil.core.looks import UNSEEN, Look
from postil.core.model import Source, TextFiles, TextPaths
from postil.core.problems import Checked

from .ledger import FilesSeen
from .memory import digest
from .rows import BETWEEN

MOST_HELD = 10_000_000
"""Characters of files that are held until they are needed again."""
PLAIN: tuple[str | None, bool] = (None, False)
"""The slug of a text that has none and is no draft, and that it is none."""


class Survey:
    """The files of all texts."""

    def __init__(
        self,
        files: Files,
        last: FilesSeen,
        fields: Mapping[str, tuple[str | None, bool]],
        paths: Sequence[str],
        texts: tuple[TextPaths, ...] | None,
        *,
        stands: bool = False,
    ) -> None:
        """Look at the files at these paths, which are those of `texts`; of the last build's texts when that is `None`.

        `last` and `fields` are what the last build found; with `stands`, that still holds of a text
        whose fields cannot be read any more.
        """
        self.fields: dict[str, tuple[str | None, bool]] = {}
        """The slug of each text that has one or is a draft, and whether it is, by its name."""
        self._files = files
        self._standing = fields if stands else None
        self._held: dict[str, Checked[TextFiles | None]] = {}
        self._characters = 0
        names, belonging = last.names, last.belonging
        if texts is not None:
            names, belonging = [text.name for text in texts], [_belonging(text) for text in texts]
        looks = [_shown(files.look(path)) for path in paths]
        before = dict(zip(last.paths, last.looks, strict=True))
        touched = {path for path, look in zip(paths, looks, strict=True) if not look or before.get(path) != look}
        self.seen = FilesSeen(paths, looks, names, belonging, self._states(last, names, belonging, touched, fields))
        """What is to be remembered, once `settled` was called."""
        self._touched = touched

    @property
    def names(self) -> Sequence[str]:
        """The names of the texts, drafts among them."""
        return self.seen.names

    def settled(self) -> FilesSeen:
        """Return what is to be remembered: no look of a file that could have changed since without another."""
        looks = [
            "" if path in self._touched and not self._files.is_settled(self._files.look(path)) else look
            for path, look in zip(self.seen.paths, self.seen.looks, strict=True)
        ]
        return FilesSeen(self.seen.paths, looks, self.seen.names, self.seen.belonging, self.seen.states)

    def slug(self, name: str) -> str | None:
        """Return the last part of the address of a text, where it has one of its own."""
        return self.fields.get(name, PLAIN)[0]

    def is_draft(self, name: str) -> bool:
        """Return whether a text is a draft."""
        return self.fields.get(name, PLAIN)[1]

    def read(self, paths: TextPaths) -> Checked[TextFiles | None]:
        """Return the files of a text."""
        if paths.name in self._held:
            return self._held.pop(paths.name)
        return gather.text_files(paths, self._files)

    def source(self, paths: TextPaths) -> Source | None:
        """Return the file of a text itself."""
        read = self._held.get(paths.name) or gather.text_files(paths, self._files)
        return read.value.text if read.value else None

    def _states(
        self,
        last: FilesSeen,
        names: Sequence[str],
        belonging: Sequence[str],
        touched: set[str],
        fields: Mapping[str, tuple[str | None, bool]],
    ) -> list[str]:
        """Return a digest of the files of each text, empty where one cannot be read, and see to the fields."""
        known = dict(zip(last.names, zip(last.belonging, last.states, strict=True), strict=True))
        changed = {gather.text_of(path) for path in touched}
        states = []
        for name, paths in zip(names, belonging, strict=True):
            before, state = known.get(name, ("", ""))
            if not state or before != paths or name in changed:
                states.append(self._read(paths_of(name, paths)))
                continue
            states.append(state)
            if name in fields:
                self.fields[name] = fields[name]
        return states

    def _read(self, paths: TextPaths) -> str:
        """Read a text whose files may have changed, hold it, and return the digest of its files."""
        read = gather.text_files(paths, self._files)
        source = read.value.text if read.value else None
        if paths.text is not None:
            is_read = source is not None and source.digest
            found = markup.address_fields(source) if source is not None and is_read else PLAIN
            if self._standing is not None and (source is None or not is_read or markup.has_lost_fields(source)):
                found = self._standing.get(paths.name, PLAIN)
            if found != PLAIN:
                self.fields[paths.name] = found
        state = state_of(paths, read)
        if state and read.value and self._characters < MOST_HELD:
            self._characters += sum(len(one.text) for one in _sources(read.value))
            self._held[paths.name] = read
        return state


def paths_of(name: str, belonging: str) -> TextPaths:
    """Return the paths of the files of a text, as they are remembered in one string."""
    text, comments, *annotations = belonging.split(BETWEEN)
    return TextPaths(name, text or None, tuple(annotations), comments or None)


def state_of(paths: TextPaths, read: Checked[TextFiles | None]) -> str:
    """Return a digest of the files of a text as they were read; empty when not all of them could be."""
    if read.value is None or read.problems:
        return ""
    by_path = {source.path: source.digest for source in _sources(read.value)}
    if set(by_path) != set(paths.all):
        return ""
    return digest(*(part for path, found in sorted(by_path.items()) for part in (path, found)))


def _belonging(paths: TextPaths) -> str:
    return BETWEEN.join((paths.text or "", paths.comments or "", *paths.annotations))


def _sources(files: TextFiles) -> list[Source]:
    return [files.text, *files.annotations, *([files.comments] if files.comments else ())]


def _shown(look: Look) -> str:
    """Return a look in words; none for that of what nobody could look at."""
    return f"{look[0]} {look[1]} {look[2]} {look[3]}" if look != UNSEEN else ""
