"""The folders of layouts seen as one: what they hold, and each layout ready to draw pages.

A folder is anything that can list and read its files, so nothing here touches the disk. Where several
folders hold a file of the same name, the first one wins, file by file. The newcomer's trap: only the words
(`strings/`) are of all folders together, and only `assets/` does not count in the digest.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import field
from typing import Any, Protocol, TypeAlias

import jinja2

from postil.core.values import dataclass

from . import compiled
from .naming import named

ASSETS = "assets/"
"""Files below this folder are copied into the site as they are."""

DETOURS = (
    jinja2.TemplateError,
    ArithmeticError,
    AttributeError,
    LookupError,
    NameError,
    RecursionError,
    TypeError,
    ValueError,
)
"""What a layout raises that cannot be drawn directly."""

FilesOfOneName: TypeAlias = tuple[tuple[str, bytes], ...]
"""Paths for problems, each with the content of its file."""


class LayoutFiles(Protocol):
    """One folder of layouts."""

    @property
    def path(self) -> str:
        """How problems name the folder: `layouts`."""
        ...

    def names(self) -> Sequence[str]:
        """Return the files' names below the folder, with forward slashes: `parts/note.html`."""
        ...

    def read(self, name: str) -> str | None:
        """Return a file as text; `None` when the folder has no such file."""
        ...

    def bytes(self, name: str) -> bytes | None:
        """Return a file as it is; `None` when the folder has no such file."""
        ...


@dataclass(frozen=True, slots=True)
class HeldFiles:
    """A folder of layouts as it stood at one moment: a value that needs no disk."""

    path: str
    files: Mapping[str, bytes]

    def names(self) -> Sequence[str]:
        """Return the names of the files that are held."""
        return tuple(self.files)

    def read(self, name: str) -> str | None:
        """Return a file as text, if it is held; bytes that are not UTF-8 are replaced."""
        content = self.files.get(name)
        if content is None:
            return None
        return content.decode("utf-8-sig", "replace").replace("\r\n", "\n").replace("\r", "\n")

    def bytes(self, name: str) -> bytes | None:
        """Return a file as it is, if it is held."""
        return self.files.get(name)


@dataclass(frozen=True, slots=True)
class Layouts:
    """Several folders of layouts seen as one, ready to draw pages. May be pickled."""

    folders: tuple[LayoutFiles, ...]
    """The site's own first, then the ones that come along."""
    kept: Mapping[str, bytes] = field(default_factory=dict, repr=False, compare=False)
    """What `compiled` gave in an earlier build, of whichever layouts; what does not fit is not used."""
    _environment: jinja2.Environment = field(init=False, repr=False, compare=False)
    _by_detours: jinja2.Environment = field(init=False, repr=False, compare=False)
    """Draws what the other cannot."""
    detoured: set[str] = field(init=False, repr=False, compare=False, default_factory=set)
    """The layouts that the other could not draw."""
    _digests: dict[str, str] = field(init=False, repr=False, compare=False, default_factory=dict)
    """That of everything, under no name, and those of layouts with what they draw with."""
    _seen: dict[str, tuple[str, frozenset[str] | None]] = field(
        init=False, repr=False, compare=False, default_factory=dict
    )
    """Of each layout by itself its digest, and the layouts that it names."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "_environment", compiled.environment(self.find, self.kept))
        object.__setattr__(self, "_by_detours", compiled.environment(self.find, {}, is_direct=False))

    def __reduce__(self) -> tuple[Any, ...]:
        return Layouts, (self.folders, self.compiled())

    @property
    def digest(self) -> str:
        """SHA-256 of all that pages are drawn from, templates and words, in hexadecimal. Assets are not part of it."""
        if "" not in self._digests:
            files = [(name, self.every(name)) for name in self.names() if not name.startswith(ASSETS)]
            parts = [(name, path, hashlib.sha256(content).digest()) for name, found in files for path, content in found]
            self._digests[""] = hashlib.sha256(repr(parts).encode()).hexdigest()
        return self._digests[""]

    def digest_of(self, name: str) -> str:
        """SHA-256 of all that a layout draws with: itself, and whatever it extends, includes or imports, and so on.

        Where one of them names another by an expression, this is `digest`. Words are not part of it otherwise.
        """
        if name not in self._digests:
            found: dict[str, str] = {}
            waiting = {name}
            while waiting:
                one = waiting.pop()
                found[one], others = self._layout(one)
                if others is None:
                    return self._digests.setdefault(name, self.digest)
                waiting |= others - found.keys()
            self._digests[name] = hashlib.sha256(repr(sorted(found.items())).encode()).hexdigest()
        return self._digests[name]

    def compiled(self) -> Mapping[str, bytes]:
        """Return what to keep for later builds: `kept`, and an entry for each layout used since, by its name."""
        loader = self._environment.loader
        return {**self.kept, **loader.entries} if isinstance(loader, compiled.Loader) else self.kept

    def find(self, name: str) -> tuple[str, str] | None:
        """Return the path for problems and the text of the first file of that name, if any."""
        for folder in self.folders:
            text = folder.read(name)
            if text is not None:
                return f"{folder.path}/{name}", text
        return None

    def _layout(self, name: str) -> tuple[str, frozenset[str] | None]:
        """Return the digest of a layout by itself, empty where there is none, and the names of those it draws with."""
        if name not in self._seen:
            source = self.find(name)
            digest = hashlib.sha256(repr(source).encode()).hexdigest() if source else ""
            self._seen[name] = digest, named(source[1] if source else "")
        return self._seen[name]

    def names(self) -> tuple[str, ...]:
        """Return the names of all files of all folders, sorted, each once."""
        return tuple(sorted({name for folder in self.folders for name in folder.names()}))

    def bytes(self, name: str) -> bytes | None:
        """Return the first file of that name as it is, if any."""
        return next((content for folder in self.folders if (content := folder.bytes(name)) is not None), None)

    def every(self, name: str) -> FilesOfOneName:
        """Return the path for problems and the content of each folder's file of that name, the site's own first."""
        found = ((f"{folder.path}/{name}", folder.bytes(name)) for folder in self.folders)
        return tuple((path, content) for path, content in found if content is not None)

    def drawn(self, name: str, **values: Any) -> str:
        """Return what a layout makes of some values.

        Raises `jinja2.TemplateError` when it is missing or malformed, and whatever its expressions raise.
        """
        if name not in self.detoured:
            try:
                return self._environment.get_template(name).render(values)
            except DETOURS:
                # Jinja itself finds nothing wrong with it, or says what it is.
                self.detoured.add(name)
        return self._by_detours.get_template(name).render(values)

    def held(self) -> Layouts:
        """Return the same layouts without their assets, all read now: for another process, or to be sure of the digest.

        Folders are read when a layout is first used, so an edit during a build would not be in their digest.
        """
        return Layouts(tuple(_held(folder) for folder in self.folders), self.compiled())


def _held(folder: LayoutFiles) -> HeldFiles:
    read = ((name, folder.bytes(name)) for name in folder.names() if not name.startswith(ASSETS))
    return HeldFiles(folder.path, {name: content for name, content in read if content is not None})
