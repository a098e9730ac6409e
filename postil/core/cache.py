"""What is remembered from build to build: bytes by key, in one file that may be lost at any time.

Takes a folder and gives a `Cache`. Whatever is wrong with the folder or the file, nobody hears of
it: what cannot be read was never kept, and what cannot be written is forgotten. Each entry carries
a checksum over its key and its bytes, so the file need not be forced to the disk, and a damaged
one gives less, never something else. The newcomer's trap: nobody may count on what was put. It is
lost while another build holds the file, and where a build was killed, what is found under a key
that is put again and again is what stood there before.
"""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Callable, Collection
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from sqlite3 import Connection

T = TypeVar("T")

NAME = "memory.sqlite"
COMPANIONS = (f"{NAME}-journal", f"{NAME}-wal", f"{NAME}-shm")
"""What SQLite puts beside a file while it writes."""
PATIENCE_SECONDS = 0.2
"""How long another build is waited for, which holds the file while it writes."""
BATCH_BYTES = 4_000_000
"""How much is gathered before it is handed to the open transaction."""
MARK = 0x504F5354
"""What files of ours bear in their head."""
SHAPE = "CREATE TABLE entries (key BLOB PRIMARY KEY, checksum BLOB NOT NULL, value BLOB NOT NULL)"
GARBAGE_SHARE = 0.5
"""What part of the file may be empty before it is written anew, smaller."""
GARBAGE_PAGES = 64
"""How much may be empty in any case: a megabyte."""
PAGE_BYTES = 16384
"""Entries of some 45 KB are written and read a sixth faster than on pages of 4 KB, and as fast as on larger ones."""
LONGEST_BYTES = 1 << 28
"""No entry is longer; a damaged one that says it is would fill the memory."""


class Cache:
    """Bytes by key, from build to build. For one process; safe for its threads."""

    def __init__(self, folder: Path | None) -> None:
        """Take the folder of the file. Use `at`, which opens it."""
        self._folder = folder
        self._connection: Connection | None = None
        self._waiting: dict[str, bytes] = {}
        self._waiting_bytes = 0
        self._lock = threading.Lock()

    @classmethod
    def at(cls, folder: Path | None) -> Cache:
        """Return the cache in `folder`, which is made when something is kept; without one, nothing is remembered."""
        cache = cls(folder)
        if folder is not None and _is_there(folder / NAME):
            cache._tried(cache._opened)
        return cache

    def get(self, key: str) -> bytes | None:
        """Return what was put under `key`, `None` when there is nothing or the smallest doubt about it."""
        with self._lock:
            if key in self._waiting:
                return self._waiting[key]
            connection = self._connection
            if connection is None:
                return None
            query = "SELECT checksum, value FROM entries WHERE key = ?"
            name = _name(key)
            row = self._tried(lambda: connection.execute(query, (name,)).fetchone())
        if row is None or type(row[1]) is not bytes or row[0] != _checksum(name, row[1]):
            return None
        return bytes(row[1])

    def put(self, key: str, value: bytes) -> None:
        """Keep `value` under `key` from the next `commit` on; `get` gives it at once."""
        with self._lock:
            if self._folder is None or len(value) > LONGEST_BYTES:
                return
            self._waiting[key] = value
            self._waiting_bytes += len(value)
            if self._waiting_bytes > BATCH_BYTES:
                self._tried(self._spill)

    def commit(self, *, keep: Collection[str] | None = None) -> None:
        """Write what was put, all of it or nothing. With `keep`, every entry under another key goes."""
        with self._lock:
            if self._waiting or (
                self._connection is not None and (keep is not None or self._connection.in_transaction)
            ):
                self._tried(lambda: self._write(keep))

    def close(self) -> None:
        """Let go of the file. What was put since the last `commit` is forgotten, and nothing more is remembered."""
        with self._lock:
            self._forget()
            self._folder = None

    def _tried(self, act: Callable[[], T]) -> T | None:
        """Return what `act` gives, `None` where the disk refuses; then nothing more is read or kept.

        A file that is damaged, or not ours, is removed, and begun anew.
        """
        try:
            import sqlite3  # noqa: PLC0415 -- 4 ms, which who remembers nothing need not wait
        except ImportError:  # a Python that was built without it
            self._folder = None
            return None
        try:
            return act()
        except (sqlite3.Error, OSError) as error:
            refusals = {
                sqlite3.SQLITE_BUSY,
                sqlite3.SQLITE_LOCKED,
                sqlite3.SQLITE_PERM,
                sqlite3.SQLITE_READONLY,
                sqlite3.SQLITE_IOERR,
                sqlite3.SQLITE_CANTOPEN,
                sqlite3.SQLITE_FULL,
                sqlite3.SQLITE_NOMEM,
            }
            # The lowest byte is the kind of an error, the others which one it is among those.
            kind = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_CORRUPT) & 0xFF
            is_damaged = isinstance(error, sqlite3.Error) and kind not in refusals
            self._forget()
            if not (is_damaged and self._removed()):
                self._folder = None
        return None

    def _forget(self) -> None:
        self._waiting.clear()
        self._waiting_bytes = 0
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _removed(self) -> bool:
        """Remove the file, and say whether that could be done."""
        if self._folder is None:
            return False
        try:
            for name in (*COMPANIONS, NAME):
                (self._folder / name).unlink(missing_ok=True)
        except OSError:
            return False
        return True

    def _opened(self) -> Connection:
        """Return the connection to the file, which is made where there is none."""
        if self._connection is not None or self._folder is None:
            raise ValueError("open, or closed for good")
        import sqlite3  # noqa: PLC0415 -- as above

        if not _is_there(self._folder / NAME):
            self._folder.mkdir(parents=True, exist_ok=True)
            (self._folder / ".gitignore").write_text("*\n", encoding="utf-8")
        self._connection = connection = sqlite3.connect(
            self._folder / NAME, timeout=PATIENCE_SECONDS, isolation_level=None, check_same_thread=False
        )
        connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, LONGEST_BYTES + 1000)
        connection.execute(f"PRAGMA page_size = {PAGE_BYTES}")
        connection.execute("PRAGMA synchronous = OFF")
        connection.execute("PRAGMA trusted_schema = OFF")
        connection.execute("PRAGMA cell_size_check = ON")
        if connection.execute("SELECT count(*) FROM sqlite_master").fetchone() == (0,):
            connection.execute("BEGIN IMMEDIATE")
            connection.execute(f"PRAGMA application_id = {MARK}")
            connection.execute(SHAPE.replace("TABLE", "TABLE IF NOT EXISTS", 1))
            connection.execute("COMMIT")
        shapes = connection.execute("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL").fetchall()
        if connection.execute("PRAGMA application_id").fetchone() != (MARK,) or shapes != [(SHAPE,)]:
            raise sqlite3.DatabaseError("not ours")
        return connection

    def _begun(self) -> Connection:
        """Return the connection, on which a transaction is open."""
        connection = self._connection or self._opened()
        if not connection.in_transaction:
            connection.execute("BEGIN IMMEDIATE")
        return connection

    def _spill(self) -> None:
        """Hand what waits to the open transaction, so that memory stays bounded."""
        rows = ((name := _name(key), _checksum(name, value), value) for key, value in self._waiting.items())
        self._begun().executemany("INSERT OR REPLACE INTO entries VALUES (?, ?, ?)", rows)
        self._waiting.clear()
        self._waiting_bytes = 0

    def _write(self, keep: Collection[str] | None) -> None:
        if self._waiting:
            self._spill()
        connection = self._connection
        if connection is None:
            return
        if keep is not None:
            names = {_name(key) for key in keep}
            rows = connection.execute("SELECT rowid, key FROM entries")
            dropped = [(number,) for number, name in rows if name not in names]
            if dropped:
                self._begun().executemany("DELETE FROM entries WHERE rowid = ?", dropped)
        if connection.in_transaction:
            connection.execute("COMMIT")
            (pages,) = connection.execute("PRAGMA page_count").fetchone()
            (empty,) = connection.execute("PRAGMA freelist_count").fetchone()
            if empty > max(pages * GARBAGE_SHARE, GARBAGE_PAGES):
                connection.execute("VACUUM")


def _is_there(path: Path) -> bool:
    try:
        return path.exists()
    except OSError:
        return False


def _name(key: str) -> bytes:
    return key.encode("utf-8", "surrogatepass")


def _checksum(name: bytes, value: bytes) -> bytes:
    """Return a checksum over both, and over where one ends and the other begins."""
    digest = hashlib.sha256(len(name).to_bytes(8, "big"))
    digest.update(name)
    digest.update(value)
    return digest.digest()
