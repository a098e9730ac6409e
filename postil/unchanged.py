"""Says that nothing has changed, before anything is loaded that could find it out more slowly.

Takes the arguments of a command, and looks at every file that a build could read, at the clock and
at what the build runs on. What a build had to say is kept in `.cache/postil/standing` beside these
looks and those at the site it made; while all are the same, it is said again and nothing is built.
Any doubt is a build as usual. The newcomer's trap: importing is what costs here, so this module
does without dataclasses, regular expressions, JSON and, most often, digests; a test holds it.
"""

from __future__ import annotations

import os
import stat
import sys
import time
import zlib
from array import array
from collections.abc import Collection, Iterable, Sequence

from postil.core.looks import GRAIN_NS, is_settled, look

TAKING_A_VALUE = frozenset(
    "-s --source -d --destination -b --base-url --format --jobs --executor --seconds-per-text".split()
)
"""Options of the command line that are followed by a value."""
MORE_THAN_A_BUILD = frozenset("-v --verbose --explain --profile --no-cache -h --help --version".split())
"""Options whose answer is more than what a build said before."""
VARIABLES = "SOURCE_DATE_EPOCH SITE_BASE_URL GITHUB_ACTIONS NO_COLOR FORCE_COLOR TERM".split()
"""What a build reads of the environment."""
STARTED_BY = "POSTIL_STARTED_BY"
"""Variable in which one interpreter, handing the command over to that of `.venv`, says which one it is."""
STANDING = os.path.join(".cache", "postil", "standing")
LARGEST_BYTES = 200_000_000
"""The largest memory read, ten times that of a site of 10,000 texts."""
MOST_READ_AGAIN = 500
"""So many files changed a moment ago are remembered by their content. Of more, as in a fresh
checkout, nothing is remembered, and the next build is one as usual."""
PROBES, PROBE_SECONDS = 5, 0.004
SHARED_FROM = 20_000
"""Files of a site from which a second process is worth its start: to look at so many takes 50 ms."""
LOOK_DIGITS = 64
"""In which a look of the site stands: four numbers of 64 bits."""
DAY_SECONDS = 86_400
CHANGED = 2 if os.name == "posix" else 1
"""Which part of a look no program can set: Windows has the time of the making in place of that of the entry."""

PACKAGE = os.path.dirname(os.path.abspath(__file__))
HOME = os.path.dirname(PACKAGE)
IS_CHECKOUT = os.path.exists(os.path.join(HOME, "build.py"))
BESIDE_PACKAGE = ("build.py", "requirements.txt", "pyproject.toml")
"""Files of a checkout on which depends what the program runs on."""


class Start:
    """How everything looked when a command began."""

    __slots__ = ("began", "interpreters", "key", "looks", "source", "young")

    def __init__(self, source: str, arguments: Sequence[str], handed_over: str | None) -> None:
        """Look at all that a build of the site in the folder `source` could read. Raises `OSError` in doubt."""
        self.began = time.perf_counter()
        self.source = source
        self.key = _key(arguments)
        self.interpreters = [interpreter()] if handed_over is None else [interpreter(), handed_over]
        """Those that may say it again: this one, and who handed the command over to it."""
        folders = [os.path.join(source, "content"), os.path.join(source, "layouts"), PACKAGE]
        folders += [os.path.join(HOME, "layouts")] if IS_CHECKOUT else []
        now = time.time_ns()
        lines = [_shown(os.path.join(HOME, name)) for name in BESIDE_PACKAGE if IS_CHECKOUT]
        young: list[str] = []
        for folder in dict.fromkeys(map(os.path.abspath, folders)):
            _walk(folder, lines, young, now)
        self.looks = "\n".join(lines)
        self.young = {path: _digest(path) for path in young} if len(young) <= MOST_READ_AGAIN else None
        """SHA-256 of each file whose look proves nothing yet; `None` when those are too many."""


def start(arguments: Sequence[str]) -> Start | None:
    """Return how everything looks now; `None` when more than a build is asked for, or when in doubt."""
    handed_over = os.environ.pop(STARTED_BY, None)
    source = _source(arguments)
    if source is None:
        return None
    try:
        return Start(source, [argument for argument in arguments if argument != "--no-install"], handed_over)
    except (OSError, RecursionError):
        return None


def interpreter() -> str:
    """Return which Python this is and where its modules come from, line by line."""
    return "\n".join([sys.version.replace("\n", " "), *sys.path])


def is_said_again(begun: Start | None) -> bool:
    """Return whether nothing has changed since a build was remembered, having said what that build would say."""
    try:
        told = _told(begun) if begun else None
    except (OSError, ValueError):
        return False
    for stream, text in told or ():
        _say(stream, text)
    return told is not None


def remember(
    begun: Start,
    destination: str,
    paths: Iterable[str],
    said: Sequence[tuple[str, str]],
    last: tuple[str, str] | None,
    seen: array[int] | None = None,
) -> None:
    """Keep what a build that ended well had to say, to be said again while everything is as when it began.

    `paths` are the files of the site below the folder `destination`. `said` are texts, each after
    the stream it went to, `out` or `err`; `last` is the line that tells that nothing has changed,
    to which the time taken will be added. `seen` is how the files look, four numbers for each in the
    order of the sorted paths, where that is known for certain. What cannot be kept is forgotten.
    """
    if begun.young is None:
        return
    file = os.path.join(begun.source, STANDING)
    try:
        os.makedirs(os.path.dirname(file), exist_ok=True)
        site, ours = os.path.abspath(destination), sorted(paths)
        looks = _looks_once_settled(site, ours, file) if seen is None else seen.tobytes().hex()
        if looks is None:
            return
        fields = [
            [begun.key, begun.looks, _environment(begun.interpreters)],
            begun.interpreters,
            [word for pair in begun.young.items() for word in pair],
            [site, _beside(site), looks],
            ours,
            [word for pair in said for word in pair],
            list(last or ()),
        ]
        _replace(file, fields)
    except (OSError, ValueError):
        return


def first_word(arguments: Sequence[str], taking_a_value: Collection[str] = TAKING_A_VALUE) -> int | None:
    """Return where the verb of a command stands: the first argument that is neither an option nor an option's value."""
    before = ""
    for place, argument in enumerate(arguments):
        if not argument.startswith("-") and before not in taking_a_value:
            return place
        before = argument
    return None


def _told(begun: Start) -> list[tuple[str, str]] | None:
    """Return what is to be said, with the streams, when all is as it was; else `None`."""
    file = os.path.join(begun.source, STANDING)
    fields = _decoded(_content(file))
    (key, looks, environment), interpreters, young, (site, beside, site_looks), paths, said, last = fields
    if (key, looks) != (begun.key, begun.looks) or begun.interpreters[0] not in interpreters:
        return None
    if environment != _environment(interpreters) or beside != _beside(site):
        return None
    if any(_digest(path) != digest for path, digest in _pairs(young)):
        return None
    if not _are_as_they_were(site, paths, site_looks):
        return None
    if young and not begun.young:
        # Their looks have grown old enough to be trusted, and the next start need not read them.
        _replace(file, [*fields[:2], [], *fields[3:]])
    seconds = time.perf_counter() - begun.began
    return [*_pairs(said), *((stream, f"{text} ({seconds:.2f} s)\n") for stream, text in _pairs(last))]


def _source(arguments: Sequence[str]) -> str | None:
    """Return the folder of the site of which a plain build is asked for, `None` for anything else."""
    source, before, verbs = ".", "", 0
    for argument in arguments:
        if before in TAKING_A_VALUE:
            source = argument if before in {"-s", "--source"} else source
            before = ""
            continue
        if argument.startswith("--source="):
            source = argument.removeprefix("--source=")
        elif argument in MORE_THAN_A_BUILD or not (argument.startswith("-") or argument == "build"):
            return None
        verbs += argument == "build"
        before = argument
    return source if verbs <= 1 else None


def _key(arguments: Sequence[str]) -> str:
    """Return everything but files that decides what a build does and says."""
    variables = [os.environ.get(name) for name in VARIABLES]
    day = None if os.environ.get("SOURCE_DATE_EPOCH") else time.time() // DAY_SECONDS
    terminals = [stream is not None and stream.isatty() for stream in (sys.stdout, sys.stderr)]
    return repr((list(arguments), os.getcwd(), variables, day, terminals))


def _walk(folder: str, lines: list[str], young: list[str], now: int) -> None:
    """Add a line for every file below `folder`, and to `young` those whose look proves nothing yet at `now`."""
    lines.append(folder)
    try:
        with os.scandir(folder) as scan:
            entries = sorted(scan, key=lambda entry: entry.name)
    except FileNotFoundError:
        lines.append("absent")
        return
    for entry in entries:
        name = entry.name
        # What is hidden is not read, and compiled modules follow from the others.
        if name[0] == "." or name == "__pycache__":
            continue
        if entry.is_dir(follow_symlinks=False):
            _walk(entry.path, lines, young, now)
            continue
        state = entry.stat()
        if not stat.S_ISREG(state.st_mode):
            raise OSError("a linked folder may hold itself, and other things may not be read at all")
        seen = look(state)
        lines.append(f"{name} {seen[0]} {seen[1]} {seen[2]} {seen[3]}")
        if entry.is_symlink():
            lines.append(_shown(entry.path))
        if not is_settled(seen, now):
            young.append(entry.path)


def _environment(interpreters: Iterable[str]) -> str:
    """Return the looks of all folders from which modules are imported: their times tell what was installed."""
    folders = {folder for interpreter in interpreters for folder in interpreter.split("\n")[1:]}
    # These change with every build, and hold no modules but those that `_walk` sees.
    folders -= {"", os.getcwd(), HOME if IS_CHECKOUT else ""}
    return "\n".join(map(_shown, sorted(folders)))


def _shown(path: str) -> str:
    """Return the look of one path, of a link its own, in a line."""
    try:
        return f"{path} {look(os.lstat(path))}"
    except FileNotFoundError:
        return f"{path} absent"


def _beside(site: str) -> str:
    """Return the names of what builds of the site have left beside it, as those that died do."""
    folder, name = os.path.split(os.path.realpath(site))
    return "\n".join(sorted(each for each in os.listdir(folder) if each.startswith((f"{name}.", f".{name}."))))


def _site_looks(site: str, paths: Iterable[str]) -> tuple[str, int]:
    """Return the looks of the files one after the other, and the latest time at which one was changed.

    Raises `ValueError` for a number that is too large for four of them to stand in `LOOK_DIGITS`.
    """
    found, lstat = array("q"), os.lstat
    try:
        for path in paths:
            found.extend(look(lstat(f"{site}/{path}")))
    except OverflowError as error:
        raise ValueError("a number has more than 64 bits") from error
    return found.tobytes().hex(), max(found[CHANGED::4], default=0)


def _are_as_they_were(site: str, paths: Sequence[str], looks: str) -> bool:
    """Return whether the files of the site look so. Of many, another process looks at half."""
    if len(paths) < SHARED_FROM or not hasattr(os, "fork"):
        return looks == _site_looks(site, paths)[0]
    half = len(paths) // 2
    border = half * LOOK_DIGITS
    child = os.fork()
    if child == 0:
        are_same = False
        try:
            are_same = looks[border:] == _site_looks(site, paths[half:])[0]
        finally:
            # Without what Python does at its end, which is the other process's to do.
            os._exit(0 if are_same else 1)
    try:
        are_same = looks[:border] == _site_looks(site, paths[:half])[0]
    finally:
        _, status = os.waitpid(child, 0)
    return are_same and status == 0


def _looks_once_settled(site: str, paths: Sequence[str], file: str) -> str | None:
    """Return the looks of the site's files when its disk's clock has gone on since the last change, else `None`.

    A file made in the folder of `file` tells the time by that clock, which stands still between
    its ticks; on another disk a look must be as old as the coarsest clock is coarse.
    """
    probe = f"{file}.{os.getpid()}"
    try:
        for _ in range(PROBES):
            with open(probe, "wb"):
                os.utime(probe)
            made = os.stat(probe)
            reach = 0 if made.st_dev == os.stat(site).st_dev else GRAIN_NS
            looks, latest = _site_looks(site, paths)
            if latest < made.st_mtime_ns - reach:
                return looks
            if reach:
                return None
            time.sleep(PROBE_SECONDS)
        return None
    finally:
        os.unlink(probe)


def _digest(path: str) -> str:
    import hashlib  # noqa: PLC0415 -- takes 3 ms, and most often no file is so young that it is needed

    with open(path, "rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _content(file: str) -> bytes:
    """Return the memory's bytes. Raises `OSError` for what is no file, and would be waited for without end."""
    state = os.lstat(file)
    if not stat.S_ISREG(state.st_mode) or state.st_size > LARGEST_BYTES:
        raise OSError("no memory of ours")
    with open(file, "rb") as opened:
        return opened.read()


def _replace(file: str, fields: Sequence[Sequence[str]]) -> None:
    """Write the memory whole or not at all."""
    ignored = os.path.join(os.path.dirname(file), ".gitignore")
    if not os.path.lexists(ignored):
        with open(ignored, "x", encoding="ascii") as opened:
            opened.write("*\n")
    beside = f"{file}.{os.getpid()}"
    try:
        with open(beside, "xb") as opened:
            opened.write(_encoded(fields))
        os.replace(beside, file)
    except OSError:
        if os.path.lexists(beside):
            os.unlink(beside)
        raise


def _encoded(fields: Sequence[Sequence[str]]) -> bytes:
    """Return lists of strings as bytes, after the checksum of these: of each list its length, then its strings."""
    words = [word for field in fields for word in (str(len(field)), *field)]
    body = "\0".join(words).encode("utf-8", "surrogatepass")
    return b"%08x\n" % zlib.crc32(body) + body


def _decoded(content: bytes) -> list[list[str]]:
    """Return the lists of strings. Raises `ValueError` for what `_encoded` did not write."""
    checksum, _, body = content.partition(b"\n")
    if checksum != b"%08x" % zlib.crc32(body):
        raise ValueError("the memory is not as it was written")
    words = body.decode("utf-8", "surrogatepass").split("\0")
    fields, place = [], 0
    while place < len(words):
        length = int(words[place])
        if length < 0:
            raise ValueError("a list has no length below zero")
        fields.append(words[place + 1 : place + 1 + length])
        place += 1 + length
    return fields


def _pairs(words: Sequence[str]) -> Iterable[tuple[str, str]]:
    return zip(words[::2], words[1::2], strict=True)


def _say(stream: str, text: str) -> None:
    file = sys.stderr if stream == "err" else sys.stdout
    if file is None:
        return
    try:
        file.write(text)
        file.flush()
    except BrokenPipeError:
        # Whoever read the output has left; Python would complain once more when it flushes.
        os.dup2(os.open(os.devnull, os.O_WRONLY), file.fileno())
