"""What can happen to a file that nobody is meant to write but the program: one way at a time, by the throw of dice."""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Callable, Mapping
from contextlib import closing, suppress
from pathlib import Path

MOST_BYTES = 4000
SQLITE = b"SQLite format 3\0"


def corrupt(file: Path, dice: random.Random, earlier: Mapping[str, bytes]) -> str:
    """Spoil `file`, and return how. `earlier` holds what files of its name held at another time."""
    ways: list[Callable[[], str]] = [
        lambda: _flipped(file, dice),
        lambda: _cut(file, dice),
        lambda: _overwritten(file, dice, zero=True),
        lambda: _overwritten(file, dice, zero=False),
        lambda: _gone(file, dice),
        lambda: _replaced(file, dice, earlier),
    ]
    if file.read_bytes().startswith(SQLITE):
        ways += [lambda: _entries(file, dice)] * len(ways)
    return f"{file.name}: {dice.choice(ways)()}"


def _flipped(file: Path, dice: random.Random) -> str:
    content = bytearray(file.read_bytes() or b"\0")
    bits = dice.choice((1, 1, 30))
    for _ in range(bits):
        content[dice.randrange(len(content))] ^= 1 << dice.randrange(8)
    file.write_bytes(content)
    return f"{bits} bits flipped"


def _cut(file: Path, dice: random.Random) -> str:
    content = file.read_bytes()
    left = dice.choice((0, len(content) // 2, max(0, len(content) - 1), dice.randrange(len(content) + 1)))
    file.write_bytes(content[:left])
    return f"cut to {left} bytes"


def _overwritten(file: Path, dice: random.Random, *, zero: bool) -> str:
    content = bytearray(file.read_bytes())
    start, length = dice.randrange(len(content) + 1), dice.randrange(1, MOST_BYTES)
    content[start : start + length] = bytes(length) if zero else dice.randbytes(length)
    file.write_bytes(content)
    return f"{length} bytes of {'zeroes' if zero else 'garbage'} at {start}"


def _gone(file: Path, dice: random.Random) -> str:
    file.unlink()
    if dice.random() < 0.5:
        return "deleted"
    file.mkdir()
    (file / "inside").write_text("a file where a folder should not be")
    return "replaced by a folder"


def _replaced(file: Path, dice: random.Random, earlier: Mapping[str, bytes]) -> str:
    if file.name in earlier and dice.random() < 0.7:
        file.write_bytes(earlier[file.name])
        return "as it was at another time"
    others = [other for other in sorted(file.parent.iterdir()) if other.is_file() and other != file]
    if not others:
        file.write_bytes(b"{}")
        return "replaced by a few bytes"
    other = dice.choice(others)
    mine, its = file.read_bytes(), other.read_bytes()
    file.write_bytes(its)
    other.write_bytes(mine)
    return f"exchanged with {other.name}"


def _entries(file: Path, dice: random.Random) -> str:
    """Spoil entries of a database that stays a sound one: values change places, or lose a byte."""
    with closing(sqlite3.connect(file)) as base, suppress(sqlite3.DatabaseError):
        names = [name for (name,) in base.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")]
        table = dice.choice(names)
        columns = [row[1] for row in base.execute(f'PRAGMA table_info("{table}")')]
        rows = base.execute(f'SELECT rowid, * FROM "{table}" ORDER BY rowid').fetchall()
        if len(rows) > 1:
            one, other = dice.sample(rows, 2)
            first_value = dice.choice((1, len(columns) - 1)) if len(columns) > 1 else 0
            exchanged = columns[first_value:]
            setting = ", ".join(f'"{column}" = ?' for column in exchanged)
            for row, values in ((one, other), (other, one)):
                base.execute(f'UPDATE "{table}" SET {setting} WHERE rowid = ?', [*values[1 + first_value :], row[0]])
            base.commit()
            return f"the columns {', '.join(exchanged)} of two entries of {table} exchanged"
    file.write_bytes(file.read_bytes() * 2)
    return "written twice, one after the other"
