"""Pagefind at work: the words of records go in, the files of an index come out.

The only door to Pagefind. Its program is asked by its service protocol: messages of JSON in Base64,
divided by commas, to standard input, an answer to each from standard output. Nothing touches the
disk. The trap: the program ends as soon as its input does, so the input stays open until the last
answer has come.

Pagefind's own filters are not used, because it writes them in another order each time it runs.
"""

from __future__ import annotations

import base64
import gzip
import json
import os
import subprocess
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from typing import IO, Any

from postil.core.values import dataclass

PACKAGE = "pagefind-bin"
SIGNATURE = b"pagefind_dcd"
"""What its files begin with, once unpacked."""
WANTED = ("pagefind.js", "pagefind-entry.json")
"""What the search page loads, besides the index itself. The rest are interfaces that it does not use."""
PATIENCE_SECONDS = 60.0
"""How long the program may take, and for each record:"""
PATIENCE_FOR_RECORD = 0.02
CHUNK_BYTES = 1 << 16


class NoIndexError(Exception):
    """Pagefind could not make an index; says why in a clause."""


@dataclass(frozen=True, slots=True)
class Bundle:
    """An index as files."""

    files: Mapping[str, bytes]
    """By their paths: `pagefind.js`, `index/en_d0c075c.pf_index`."""
    ids: tuple[str, ...]
    """What Pagefind calls each record when it is found, in the order of the records."""


def installed_version() -> str | None:
    """Return the version of Pagefind's program, `None` when it is not installed."""
    from importlib.metadata import PackageNotFoundError, version  # noqa: PLC0415 - slow to load, and not every build asks

    try:
        return version(PACKAGE)
    except PackageNotFoundError:
        return None


def bundle(contents: Sequence[tuple[str, str]], *, lang: str, program: Sequence[str] = ()) -> Bundle:
    """Return the index of the records, each given by its title and its words, divided by single spaces.

    All are indexed as one language, `lang`, whose endings are then one to a search. `program` is the
    command to start in place of the one installed. Raises `NoIndexError`.
    """
    service = _started(program or _installed())
    patience = PATIENCE_SECONDS + PATIENCE_FOR_RECORD * len(contents)
    is_late = threading.Event()

    def stop() -> None:
        is_late.set()
        service.kill()

    impatience = threading.Timer(patience, stop)
    impatience.daemon = True
    # From a thread of its own: both pipes fill up when nobody reads while the other writes.
    asking = threading.Thread(target=_ask, args=(service, _requests(contents, lang)))
    impatience.start()
    asking.start()
    try:
        files = _files(service)
    finally:
        impatience.cancel()
        service.kill()
        service.wait()
        asking.join()
        _close(service)
    if files is None:
        reason = f"gave no index within {patience:.0f} seconds" if is_late.is_set() else "ended before it gave an index"
        raise NoIndexError(f"Pagefind {reason}")
    return _chosen(files, len(contents))


def _installed() -> tuple[str, ...]:
    try:
        from pagefind_bin import get_executable  # noqa: PLC0415 - only a build that indexes needs it

        return (os.fspath(get_executable()),)
    except (ImportError, FileNotFoundError) as error:
        raise NoIndexError("Pagefind is not installed") from error


def _started(program: Sequence[str]) -> subprocess.Popen[bytes]:
    try:
        return subprocess.Popen(  # noqa: S603 - the program that was installed with this one
            [*program, "--service"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            # Pagefind obeys a pagefind.yml where it is started, and variables; there is none beside the program.
            cwd=os.path.dirname(program[0]) or None,
            env={name: value for name, value in os.environ.items() if not name.startswith("PAGEFIND_")},
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
    except OSError as error:
        raise NoIndexError(f"Pagefind cannot be started: {(error.strerror or str(error)).lower()}") from error


def _requests(contents: Sequence[tuple[str, str]], lang: str) -> Iterator[Mapping[str, Any]]:
    yield {"type": "NewIndex", "config": {"force_language": lang}}
    for number, (title, words) in enumerate(contents):
        meta = {"title": title} if title else {}
        record = {"url": str(number), "content": words, "language": lang, "meta": meta, "filters": {}, "sort": {}}
        yield {"type": "AddRecord", "index_id": 0, **record}
    yield {"type": "GetFiles", "index_id": 0}


def _ask(service: subprocess.Popen[bytes], requests: Iterable[Mapping[str, Any]]) -> None:
    """Write all requests, as far as the program takes them."""
    with suppress(OSError):
        for number, payload in enumerate(requests):
            message = json.dumps({"message_id": number, "payload": payload})
            _pipe(service.stdin).write(base64.b64encode(message.encode()) + b",")
        _pipe(service.stdin).flush()


def _files(service: subprocess.Popen[bytes]) -> Mapping[str, bytes] | None:
    """Return the files that Pagefind gives in the end, `None` when it ends before that."""
    try:
        for answer in _answers(_pipe(service.stdout)):
            if answer["type"] == "Error":
                raise NoIndexError(f"Pagefind says: {' '.join(str(answer.get('message')).split())[:200]}")
            if answer["type"] == "GetFiles":
                return {file["path"]: base64.b64decode(file["content"]) for file in answer["files"]}
    except (KeyError, TypeError, ValueError) as error:
        raise NoIndexError("Pagefind answers in a way that is not understood") from error
    return None


def _answers(stream: IO[bytes]) -> Iterator[dict[str, Any]]:
    """Yield what Pagefind answers, as it comes."""
    begun: list[bytes] = []
    while chunk := os.read(stream.fileno(), CHUNK_BYTES):
        *ends, rest = chunk.split(b",")
        for end in ends:
            yield json.loads(base64.b64decode(b"".join((*begun, end))))["payload"]
            begun = []
        begun.append(rest)


def _pipe(stream: IO[bytes] | None) -> IO[bytes]:
    if stream is None:
        raise ValueError("the program was started without pipes")
    return stream


def _close(service: subprocess.Popen[bytes]) -> None:
    for stream in (service.stdin, service.stdout):
        # What was not yet written when the program ended cannot be.
        with suppress(OSError):
            _pipe(stream).close()


def _chosen(files: Mapping[str, bytes], count: int) -> Bundle:
    """Return the files that the search page loads, and the ids of the records."""
    try:
        languages = json.loads(files["pagefind-entry.json"])["languages"]
        wasm = {f"wasm.{language['wasm'] or 'unknown'}.pagefind" for language in languages.values()}
        chosen = {
            path: content
            for path, content in files.items()
            if path in WANTED or path in wasm or path.startswith("index/") or path.endswith(".pf_meta")
        }
        ids = [""] * count
        for path, content in files.items():
            if path.startswith("fragment/"):
                fragment = json.loads(gzip.decompress(content).removeprefix(SIGNATURE))
                ids[int(fragment["url"])] = path.removeprefix("fragment/").removesuffix(".pf_fragment")
        if not all(ids) or not wasm <= chosen.keys() or not set(WANTED) <= chosen.keys():
            raise NoIndexError("Pagefind gave an index that is not whole")
    except (KeyError, TypeError, ValueError, IndexError, OSError, EOFError) as error:
        raise NoIndexError("Pagefind gave an index of another form than known") from error
    return Bundle(chosen, tuple(ids))
