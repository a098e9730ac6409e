"""The one door to the disk, and the clock: what an author wrote is read here and nowhere else.

Takes the folder of a site and the folders of layouts, the site's own first. Gives paths, decoded
`Source`s and bytes, and remembers what it was asked: the digest of everything read, and every
path that was looked for and not found. What cannot be read is a problem, never an absence: an
unreadable folder that passed for an empty one would publish an empty site.
"""

from __future__ import annotations

import codecs
import datetime
import hashlib
import operator
import os
import re
import stat
import time
from collections.abc import Iterator, Mapping
from dataclasses import field
from pathlib import Path, PurePosixPath

from .characters import UNWRITABLE
from .dates import Day
from .looks import UNSEEN, Look, is_settled, look
from .model import Source
from .problems import Checked, Place, Problem
from .values import dataclass, replace

TEXT_BYTES = 2_000_000
"""The longest text read. A long novel is half of that."""
NOTES_BYTES = 4_000_000
"""The longest annotation or comment file read: 5,000 notes, the most in one file, at 800 bytes."""
JSON_BYTES = 10_000_000
"""The longest references.json read: a library of some 10,000 entries."""
LINE_CHARACTERS = 100_000
"""The longest line read. No paragraph is that long; a picture pasted as text is."""

IGNORED_NAMES = re.compile(
    r"\..*|.*~|.*\.(swp|swo|tmp|bak)|.*___jb_(tmp|old)___|#.*#|4913|Thumbs\.db|desktop\.ini", re.IGNORECASE
)
"""Hidden files, and what editors and file managers leave behind."""
LAYOUT_TEXTS = frozenset({".html", ".css", ".js", ".yaml", ".xml", ".txt", ".svg", ".json"})
SHOWN_AT_MOST = 5
CHUNK_BYTES = 1 << 20


@dataclass(slots=True)
class Files:
    """The files of one site, as they stand on the disk, and the clock."""

    root: Path
    """The site's folder, which holds content/."""
    layout_folders: tuple[Path, ...] = ()
    """Folders of layouts; a file in an earlier one hides its namesake in a later one."""
    epoch: int | None = None
    """Seconds since 1970 that the clock stands at; `None` for the time it is."""
    digests: dict[str, str] = field(default_factory=dict, init=False)
    """SHA-256 of every file read, by its path relative to `root`."""
    missing: set[str] = field(default_factory=set, init=False)
    """Paths that were looked for and not found."""
    layouts: tuple[LayoutFolder, ...] = field(init=False)
    """The same folders, ready to be read."""
    _looks: dict[str, Look] = field(default_factory=dict, init=False, repr=False)
    """How each file of content/ looked when it was listed, which admits it to be read."""
    _opened: int = field(default_factory=time.time_ns, init=False, repr=False)
    """When the door was opened, in nanoseconds since 1970."""

    def __post_init__(self) -> None:
        own = self.root / "layouts"
        self.layouts = tuple(
            LayoutFolder("layouts" if folder == own else "postil/layouts", folder, self.digests, self.missing)
            for folder in self.layout_folders
        )

    @classmethod
    def of_site(cls, root: Path, environment: Mapping[str, str] = os.environ) -> Files:
        """Return the door to the site at `root`: its own layouts before those that ship.

        The clock stands at SOURCE_DATE_EPOCH where `environment` sets it. Raises `ValueError`,
        with a sentence for the person who set it, when that is not a number of seconds.
        """
        shipped_layouts = shipped("layouts")
        own = root / "layouts"
        is_same = own.is_dir() and shipped_layouts.is_dir() and own.samefile(shipped_layouts)
        return cls(root, (own,) if is_same else (own, shipped_layouts), epoch_in(environment))

    def today(self) -> Day:
        """Return the day it is in UTC, so that no time zone shows in the site."""
        now = datetime.datetime.now(datetime.UTC)
        moment = now if self.epoch is None else datetime.datetime.fromtimestamp(self.epoch, datetime.UTC)
        return Day(moment.date().isoformat())

    def contents(self) -> Checked[tuple[str, ...]]:
        """Return the paths of all files below content/, sorted, without hidden files and backups.

        Problems: folders that cannot be read, links that lead out of content/ or nowhere, names
        that cannot be written as text.
        """
        folder, shown = self.root / "content", "content"
        if not os.path.lexists(folder):
            self.missing.add(shown)
            return Checked(())
        border = os.path.realpath(folder)
        if not _is_within(border, os.path.realpath(self.root)):
            return Checked((), (_outside(shown),))
        problems: list[Problem] = []
        entries = dict(sorted(_entries(folder, shown, problems), key=operator.itemgetter(0)))
        self._looks = {path: _look_of(entry) for path, entry in entries.items()}
        return Checked(tuple(entries), tuple(problems))

    def look(self, path: str) -> Look:
        """Return how the file at `path` looked when content/ was listed, by which it is known to be the same.

        Whatever changes it later gives it another look. Nothing is settled about a file that was not listed.
        """
        return self._looks.get(path, UNSEEN)

    def is_settled(self, look: Look) -> bool:
        """Return whether a file that looked so when it was read would look otherwise, had it been changed since."""
        return is_settled(look, self._opened)

    def source(
        self, path: str, *, most_bytes: int = TEXT_BYTES, most_characters: int | None = LINE_CHARACTERS
    ) -> Checked[Source | None]:
        """Return the file at `path`, relative to the site's folder, decoded.

        `None` without a problem when there is no such file, with problems when it is refused.
        `most_characters` is the limit for one line.
        """
        problem = self._unless_admitted(path)
        if problem:
            return Checked(None, (problem,))
        checked = outside_source(self.root / path, shown=path, most_bytes=most_bytes, most_characters=most_characters)
        if checked.value:
            self.digests[path] = checked.value.digest
        elif not checked.problems:
            self.missing.add(path)
        return checked

    def chunks(self, path: str) -> Iterator[bytes]:
        """Yield the bytes of the file at `path` piece by piece. Raises `OSError`."""
        problem = self._unless_admitted(path)
        if problem:
            raise PermissionError(problem.sentence)
        digest = hashlib.sha256()
        with (self.root / path).open("rb") as file:
            while chunk := file.read(CHUNK_BYTES):
                digest.update(chunk)
                yield chunk
        self.digests[path] = digest.hexdigest()

    def layout_problems(self) -> tuple[Problem, ...]:
        """Return what is wrong with the layouts as files: unreadable, no text, links that lead away."""
        problems: list[Problem] = []
        for layouts in self.layouts:
            problems += layouts.problems()
        return tuple(problems)

    def _unless_admitted(self, path: str) -> Problem | None:
        """Return what is wrong with reading `path`, which a listing may have admitted already."""
        if path in self._looks:
            return None
        folder = self.root / PurePosixPath(path).parts[0]
        real = os.path.realpath(self.root / path)
        if _is_within(real, os.path.realpath(folder)) and _is_within(real, os.path.realpath(self.root)):
            return None
        return _outside(path)


@dataclass(frozen=True, slots=True)
class LayoutFolder:
    """One folder of layouts, as it was when it was first asked about: it is listed and read once."""

    path: str
    """How problems name it: `layouts`, and `postil/layouts` for the one that ships."""
    folder: Path
    digests: dict[str, str] = field(default_factory=dict, compare=False, repr=False)
    """As in `Files`, whose memory it shares."""
    missing: set[str] = field(default_factory=set, compare=False, repr=False)
    _listed: list[Checked[tuple[str, ...]]] = field(default_factory=list, init=False, compare=False, repr=False)
    _contents: dict[str, bytes] = field(default_factory=dict, init=False, compare=False, repr=False)
    """What has been read, by name."""
    _problems: list[tuple[Problem, ...]] = field(default_factory=list, init=False, compare=False, repr=False)

    def looks(self) -> Mapping[str, Look]:
        """Return how each file looks now, by its path: whether a folder that was read is still what it was."""
        entries = _entries(self.folder, self.path, []) if self.folder.is_dir() else ()
        return {path: _look_of(entry) for path, entry in entries}

    def names(self) -> tuple[str, ...]:
        """Return the files' names below the folder, sorted, with forward slashes: `parts/note.html`."""
        return tuple(path.removeprefix(f"{self.path}/") for path in self._listing().value)

    def read(self, name: str) -> str | None:
        """Return a file as text, `None` when the folder has no such file.

        Bytes that are not UTF-8 are replaced here; `problems` reports them.
        """
        content = self.bytes(name)
        return None if content is None else _with_plain_line_ends(content.decode("utf-8-sig", "replace"))

    def bytes(self, name: str) -> bytes | None:
        """Return a file as it is, `None` when the folder has no such file or it cannot be read.

        `problems` reports the latter.
        """
        if name in self._contents:
            return self._contents[name]
        path = f"{self.path}/{name}"
        if path in self.missing:
            return None
        real = os.path.realpath(self.folder / name) if "\0" not in name else ""
        if not _is_within(real, os.path.realpath(self.folder)) or not Path(real).is_file():
            self.missing.add(path)
            return None
        try:
            content = Path(real).read_bytes()
        except OSError:
            return None
        self._contents[name] = content
        self.digests[path] = hashlib.sha256(content).hexdigest()
        return content

    def problems(self) -> tuple[Problem, ...]:
        """Return what is wrong with the files as files."""
        if not self._problems:
            self._problems.append(self._found_wrong())
        return self._problems[0]

    def _found_wrong(self) -> tuple[Problem, ...]:
        listing = self._listing()
        problems = list(listing.problems)
        for path in listing.value:
            if PurePosixPath(path).suffix in LAYOUT_TEXTS:
                name = path.removeprefix(f"{self.path}/")
                content = _content(str(self.folder / name), path, TEXT_BYTES)
                problems += content.problems
                if content.value is not None:
                    checked = decoded(path, content.value, most_characters=None)
                    problems += checked.problems
                    if checked.value:
                        self._contents[name] = content.value
                        self.digests[path] = checked.value.digest
        return tuple(problems)

    def _listing(self) -> Checked[tuple[str, ...]]:
        if not self._listed:
            self._listed.append(_listing(self.folder, self.path) if self.folder.is_dir() else Checked(()))
        return self._listed[0]


def shipped(name: str) -> Path:
    """Return a folder or file that comes with the program, such as `layouts` or `build.py`.

    It stands inside the package in a wheel, and beside the package in a checkout.
    """
    package = Path(__file__).parent.parent
    inside = package / name
    return inside if inside.exists() else package.parent / name


def epoch_in(environment: Mapping[str, str]) -> int | None:
    """Return SOURCE_DATE_EPOCH of `environment`, `None` when it is not set.

    Raises `ValueError` with a sentence when it is no number of seconds since 1970.
    """
    text = environment.get("SOURCE_DATE_EPOCH", "")
    if not text:
        return None
    if not re.fullmatch(r"[0-9]{1,11}", text):
        raise ValueError(f"SOURCE_DATE_EPOCH is {text!r}; it must be a number of seconds since 1970")
    return int(text)


def outside_source(
    file: Path,
    *,
    shown: str,
    most_bytes: int = TEXT_BYTES,
    most_characters: int | None = LINE_CHARACTERS,
) -> Checked[Source | None]:
    """Return any file as a `Source` whose path is `shown`, as for an import from elsewhere.

    `None` without a problem when there is no such file, with problems when it is refused.
    """
    content = _content(str(file), shown, most_bytes)
    if content.value is None:
        return Checked(None, content.problems)
    return decoded(shown, content.value, most_characters=most_characters)


def _content(file: str, shown: str, most_bytes: int) -> Checked[bytes | None]:
    """Return the bytes of a file, `None` without a problem when there is no such file."""
    try:
        state = os.stat(file)
        if not stat.S_ISREG(state.st_mode):
            return Checked(None, (Problem("unreadable", f"{shown} is not a file", Place(shown)),))
        if state.st_size > most_bytes:
            return Checked(None, (_too_large(shown, most_bytes),))
        with open(file, "rb") as opened:
            return Checked(opened.read())
    except (FileNotFoundError, NotADirectoryError):
        return Checked(None)
    except OSError as error:
        return Checked(None, (_unreadable(shown, error),))


def decoded(path: str, content: bytes, *, most_characters: int | None = LINE_CHARACTERS) -> Checked[Source | None]:
    """Return the bytes of a file as a `Source`, `None` with problems when they are no plain text."""
    digest = hashlib.sha256(content).hexdigest()
    try:
        text = _with_plain_line_ends(content.removeprefix(codecs.BOM_UTF8).decode("utf-8"))
    except UnicodeDecodeError as error:
        return Checked(None, (_not_utf_8(path, content.removeprefix(codecs.BOM_UTF8), error.start),))
    is_odd = content.startswith(codecs.BOM_UTF8) or b"\r" in content
    source = Source(path, text, digest, content if is_odd else None)
    problems = [*_control_characters(source), *_long_lines(source, most_characters)]
    return Checked(None if problems else source, tuple(problems))


def _listing(folder: Path, shown: str) -> Checked[tuple[str, ...]]:
    """Return the paths below `folder`, which problems call `shown`, sorted."""
    problems: list[Problem] = []
    return Checked(tuple(sorted(path for path, _ in _entries(folder, shown, problems))), tuple(problems))


def _entries(folder: Path, shown: str, problems: list[Problem]) -> Iterator[tuple[str, os.DirEntry[str]]]:
    """Yield the paths below `folder`, each with what the system said when its folder was listed."""
    real = os.path.realpath(folder)
    walk = _Walk(border=real, entered={real}, problems=problems)
    return _walked(folder, shown, real, walk)


def _look_of(entry: os.DirEntry[str]) -> Look:
    """Return how a file looks, without asking the system for its folders again where it does without."""
    try:
        # On Windows the list of a folder says too little.
        return look(entry.stat() if os.name == "posix" else os.stat(entry.path))
    except OSError:
        return UNSEEN


@dataclass(frozen=True, slots=True)
class _Walk:
    """What holds while one folder is listed."""

    border: str
    """The real folder that links must not leave."""
    entered: set[str]
    """Real folders that were entered, each once: links to folders could multiply them without end."""
    problems: list[Problem]


def _walked(folder: Path, shown: str, real_folder: str, walk: _Walk) -> Iterator[tuple[str, os.DirEntry[str]]]:
    """Yield the files below `folder`, whose real path is `real_folder`."""
    problems = walk.problems
    try:
        with os.scandir(folder) as scan:
            entries = sorted(scan, key=operator.attrgetter("name"))
    except OSError as error:
        problems.append(_unreadable(shown, error))
        return
    for entry in entries:
        name = entry.name
        path = f"{shown}/{name}"
        if IGNORED_NAMES.fullmatch(name):
            continue
        if not (name.isascii() and name.isprintable()) and _is_unwritable(name):
            problems.append(_unwritable_name(path))
            continue
        is_link = entry.is_symlink()
        if not is_link and entry.is_file():
            yield path, entry
            continue
        real = os.path.realpath(entry.path) if is_link else f"{real_folder}{os.sep}{entry.name}"
        if not _is_within(real, walk.border) or (is_link and IGNORED_NAMES.fullmatch(os.path.basename(real))):
            problems.append(_outside(path))
        elif os.path.isdir(entry.path) if is_link else entry.is_dir():
            if real in walk.entered:
                sentence = f"{path} leads to a folder that is read already by another way"
                problems.append(Problem("unreadable", sentence, Place(path), "keep one of the two"))
            else:
                walk.entered.add(real)
                yield from _walked(folder / entry.name, path, real, walk)
        elif is_link and os.path.isfile(entry.path):
            yield path, entry
        else:
            what = "a link to a file that does not exist" if is_link else "neither a file nor a folder"
            problems.append(Problem("unreadable", f"{path} is {what}", Place(path)))


def _is_within(real: str, border: str) -> bool:
    return real == border or real.startswith(border.rstrip(os.sep) + os.sep)


def _is_unwritable(name: str) -> bool:
    return UNWRITABLE.search(name) is not None or "\n" in name or not _is_unicode(name)


def _is_unicode(name: str) -> bool:
    try:
        name.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True


def _with_plain_line_ends(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def _control_characters(source: Source) -> list[Problem]:
    found: list[Problem] = []
    for match in UNWRITABLE.finditer(source.text):
        sentence = f"{source.path} holds the control character U+{ord(match[0]):04X}"
        hint = "delete it; most editors can show invisible characters"
        found.append(Problem("control-character", sentence, _printable(source.place_at(match.start())), hint))
        if len(found) == SHOWN_AT_MOST:
            break
    return found


def _printable(place: Place) -> Place:
    """Return the place with an excerpt that a terminal can show, every character as wide as before."""
    excerpt = UNWRITABLE.sub("\N{REPLACEMENT CHARACTER}", place.excerpt or "")
    return replace(place, excerpt=excerpt)


def _long_lines(source: Source, most_characters: int | None) -> list[Problem]:
    if most_characters is None or len(source.text) <= most_characters:
        return []
    return [
        Problem(
            "line-too-long",
            f"line {number} has {len(line):,} characters; the limit is {most_characters:,}",
            Place(source.path, number, 1),
            "break the line into paragraphs",
        )
        for number, line in enumerate(source.text.split("\n"), 1)
        if len(line) > most_characters
    ]


def _not_utf_8(path: str, content: bytes, start: int) -> Problem:
    before = _with_plain_line_ends(content[:start].decode("utf-8"))
    line_start = before.rfind("\n") + 1
    rest = re.split(rb"[\r\n]", content[start:], maxsplit=1)[0]
    excerpt = (before[line_start:] + rest.decode("utf-8", "replace"))[:LINE_CHARACTERS]
    place = Place(path, before.count("\n") + 1, len(before) - line_start + 1, 1, excerpt)
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return Problem("not-utf-8", f"{path} is saved as UTF-16, not as UTF-8", place, "save the file as UTF-8")
    sentence = f"{path} is not UTF-8 text: the byte 0x{content[start]:02x} does not belong here"
    return Problem("not-utf-8", sentence, place, "save the file as UTF-8; it may have been saved as Windows-1252")


def _too_large(path: str, most_bytes: int) -> Problem:
    sentence = f"{path} is larger than {most_bytes // 1_000_000} MB"
    return Problem("file-too-large", sentence, Place(path), "divide it into several files")


def _unreadable(path: str, error: OSError) -> Problem:
    return Problem("unreadable", f"{path} cannot be read: {error.strerror or error}", Place(path))


def _outside(path: str) -> Problem:
    sentence = f"{path} is a link to something outside {PurePosixPath(path).parts[0]}/"
    hint = "put the file itself there; what stands elsewhere is not published"
    return Problem("outside-content", sentence, Place(path), hint)


def _unwritable_name(path: str) -> Problem:
    shown = path.encode("utf-8", "backslashreplace").decode("utf-8")
    shown = UNWRITABLE.sub("\N{REPLACEMENT CHARACTER}", shown).replace("\n", "\N{REPLACEMENT CHARACTER}")
    return Problem("bad-address", "this name has characters that no address can hold", Place(shown), "rename it")
