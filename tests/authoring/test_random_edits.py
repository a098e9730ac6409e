"""Whatever is added, changed, removed and taken back, the file says what is meant and all else stays."""

from __future__ import annotations

import random
import re
from codecs import BOM_UTF8
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest

from postil.annotations import annotations as read_annotations
from postil.authoring import Change, added, changed, removed
from postil.authoring.history import History
from postil.authoring.settling import tree_of
from postil.core.files import decoded
from postil.core.model import Annotation, Source, TextFiles
from postil.core.problems import Severity
from tests.authoring.forms import hostile, in_bytes, markdown_file, markdown_piece, yaml_file

EDITS_ON_A_FILE = 10
LINE = re.compile(rb"[^\r\n]*(?:\r\n|\r|\n|$)")


@dataclass
class Desk:
    """The files of one text on the disk, and what was done to them."""

    root: Path
    history: History = field(default_factory=History)
    earlier: list[dict[str, bytes]] = field(default_factory=list)

    def on_disk(self) -> dict[str, bytes]:
        content = self.root / "content"
        return {
            f"content/{path.relative_to(content)}": path.read_bytes() for path in content.rglob("*.*") if path.is_file()
        }

    def files(self) -> TextFiles:
        sources = []
        for path, content in sorted(self.on_disk().items()):
            source = decoded(path, content)
            assert source.value is not None, source.problems
            sources.append(source.value)
        return TextFiles("light", Source("content/light.md", "", ""), tuple(sources))

    def save(self, change: Change) -> None:
        self.earlier.append(self.on_disk())
        assert self.history.saved(self.root, change) == ()


def begun(root: Path, chance: random.Random, spelling: str) -> Desk:
    """Return the files of a text in one spelling, in an odd form."""
    count = chance.randint(0, 5)
    files = {
        "yaml": lambda: {"light.annotations.yaml": yaml_file(chance, count)},
        "markdown": lambda: {"light.annotations.md": markdown_file(chance, count)},
        "folder": lambda: {
            f"light.annotations/n{number}.md": markdown_piece(chance, number) for number in range(count)
        },
    }[spelling]()
    for name, text in files.items():
        path = root / "content" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(in_bytes(chance, text))
    (root / "content").mkdir(parents=True, exist_ok=True)
    return Desk(root)


def test_what_is_written_is_read_as_meant_and_all_else_stays(tmp_path: Path) -> None:
    play(tmp_path, files=16)


@pytest.mark.full
def test_what_is_written_is_read_as_meant_and_all_else_stays_two_thousand_times(tmp_path: Path) -> None:
    assert play(tmp_path, files=200) >= 1800


def play(root: Path, *, files: int, first: int = 0) -> int:
    """Edit files ten times each, and return how many edits were written."""
    written = 0
    for number in range(first, first + files):
        chance = random.Random(number)
        spelling = ("yaml", "yaml", "markdown", "folder")[number % 4]
        desk = begun(root / str(number), chance, spelling)
        for _ in range(EDITS_ON_A_FILE):
            written += edit(desk, chance, spelling)
    return written


def edit(desk: Desk, chance: random.Random, spelling: Any) -> bool:
    """Do one thing at random and look at what became of the files; return whether something was written."""
    files = desk.files()
    notes = read_annotations(files).value
    what = chance.choice(("add", "change", "change", "change", "remove", "undo"))
    if what == "undo":
        return undo(desk)
    fields = random_fields(chance, is_new=what == "add" or not notes)
    if what == "add" or not notes:
        found = added(files, fields, spelling=spelling)
        note = None
    else:
        note = chance.choice(notes)
        found = changed(files, note.id, fields) if what == "change" else removed(files, note.id)
    if found.value is None:
        is_same = what == "change" and not found.problems
        codes = {problem.code for problem in found.problems}
        assert is_same or codes <= {"too-long", "control-character", "bad-value"}, (found.problems, fields)
        return False
    desk.save(found.value)
    look(desk, found.value, note, fields if what != "remove" or not notes else None, notes)
    return True


def undo(desk: Desk) -> bool:
    """Take the last change back, which leaves the files as they were before it."""
    if not desk.history:
        return False
    assert desk.history.undone(desk.root).value
    assert desk.on_disk() == desk.earlier.pop()
    return True


def random_fields(chance: random.Random, *, is_new: bool) -> dict[str, Any]:
    """Return fields to be written, some of them hostile, some empty."""
    choices: dict[str, Any] = {
        "quote": f"new {chance.randint(0, 10**6)} {hostile(chance, most=3)} end",
        "note": hostile(chance, most=12),
        "prefix": hostile(chance, most=3),
        "kind": chance.choice(("check", "context", "source")),
        "tags": [f"t {hostile(chance, most=2)} t" for _ in range(chance.randint(0, 3))],
        "sources": [random_source(chance) for _ in range(chance.randint(0, 3))],
        "updates": [
            {"date": "2024-01-01", "note": "Later.\n"},
            {"date": "2025-01-01", "note": "a" + hostile(chance), "sources": [{"title": "S"}]},
        ],
        "also": [{"quote": f"also {hostile(chance, most=2)} so", "occurrence": 2}],
        "date": "2024-10-18",
        "draft": chance.choice((True, False)),
    }
    names = [name for name in choices if chance.random() < 0.3]
    fields = {name: choices[name] for name in names}
    if not is_new and chance.random() < 0.2:
        fields[chance.choice(("note", "tags", "sources", "kind", "updates"))] = None
    return (
        {"quote": choices["quote"], "note": choices["note"], **fields}
        if is_new
        else fields or {"note": choices["note"]}
    )


def random_source(chance: random.Random) -> dict[str, str]:
    return chance.choice(
        (
            {"title": "T", "url": "https://example.org"},
            {"title": "U"},
            {"title": f"x{hostile(chance, most=3)}x"},
            {"url": "https://example.org", "quote": f"q{hostile(chance, most=4)}q"},
        )
    )


def look(
    desk: Desk, change: Change, note: Annotation | None, fields: dict[str, Any] | None, before: tuple[Annotation, ...]
) -> None:
    """Compare what the files say now, and how they are written, with what was meant."""
    read = read_annotations(desk.files())
    assert not [one for one in read.problems if one.severity is Severity.ERROR], read.problems
    others = [ended(one) for one in before if note is None or one.id != note.id]
    now = list(read.value)
    if fields is not None:
        concerned = next(one for one in now if one.id == change.id)
        now.remove(concerned)
        for name, value in fields.items():
            assert is_meant(getattr(concerned, name), value, name, change.path), (name, value, getattr(concerned, name))
        if note is not None:
            stay = {name: getattr(concerned, name) for name in ("id", *fields)}
            assert ended(replace(note, **stay)) == ended(concerned)
    assert [ended(one) for one in now] == others
    assert_lines_stay(change, note, before)


def is_meant(read: Any, value: Any, name: str, path: str) -> bool:
    """Return whether what is read is what was to be written."""
    if value is None or value is False or value in ("", []):
        return read in {None, (), False, "context"}
    if isinstance(value, list):
        return len(read) == len(value) and all(
            is_meant(one, other, "", "") for one, other in zip(read, value, strict=True)
        )
    if isinstance(value, dict):
        return all(is_meant(getattr(read, key), part, "", "") for key, part in value.items())
    if not isinstance(value, str):
        return str(read) == str(value)
    meant = re.sub("\r\n|\r|\x85", "\n", value)
    if str(read) == meant:
        return True
    # Below its fields a note has no empty lines around it.
    return name == "note" and path.endswith(".md") and (read or "") == re.sub(r"\A(?:[^\S\n]*\n)+", "", meant).rstrip()


def ended(note: Annotation) -> Annotation:
    """Return the annotation with its note, the last thing of a file maybe, ended by at most the line end it gained."""
    updates = tuple(replace(update, note=update.note.removesuffix("\n")) for update in note.updates)
    return replace(note, note=note.note.removesuffix("\n") if note.note else note.note, updates=updates)


def assert_lines_stay(change: Change, note: Annotation | None, before: tuple[Annotation, ...]) -> None:
    """See that nothing differs above and below the lines of the annotation concerned, but for empty lines."""
    if change.before is None or change.after is None:
        return
    old, new = (LINE.findall(content.removeprefix(BOM_UTF8)) for content in (change.before, change.after))
    kept = [[line.strip() for line in lines if b"# keep this" in line] for lines in (old, new)]
    assert note or kept[0] == kept[1]
    most = min(len(old), len(new))
    above = next((number for number in range(most) if old[number] != new[number]), most)
    most -= above
    below = next((number for number in range(most) if old[-1 - number] != new[-1 - number]), most)
    first, last = above + 1, len(old) - below
    mine = [one for one in before if one.places.source.path == change.path]
    if note is None:
        touched = [line for line in old[first - 1 : last] if line.strip()]
        assert len(touched) <= 1, touched
        return
    starts = [one.places.at().line or 0 for one in mine]
    start = note.places.at().line or 0
    end = min((line for line in starts if line > start), default=len(old) + 1)
    # Between brackets the last line of one may be the first of the next.
    end += b"[{" in change.before
    while first <= last and not old[first - 1].strip():
        first += 1
    # Of two like lines it cannot be said which one went.
    while last >= end and first > start and old[first - 2] == old[last - 1]:
        first, last = first - 1, last - 1
    while change.path.endswith(".md") and not old[start - 2].startswith(b"---"):
        start -= 1
    # One line above may be a lone dash or `---`; the ids of others may have to be written down.
    were_pinned = any("id" not in tree_of(one).data and one.id != note.id for one in mine) and last >= end
    assert first >= start - 1, (first, start, change)
    assert last < end or were_pinned, (last, end, change)
