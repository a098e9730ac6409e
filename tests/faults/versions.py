"""Two versions of one site, of which most pages differ, and what each of them looks like when built."""

from __future__ import annotations

import functools
import random
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from postil.core.files import shipped
from tests.faults import building, saving
from tests.faults import edits_of_texts as on_texts
from tests.faults.authors import Author
from tests.faults.building import Outcome, Tree
from tests.faults.histories import BEGINNING
from tests.faults.written import files

NOTE_LAYOUT = "parts/note.html"
MANY_FILES = 200
"""From so many files on a site may be published in another way than a small one."""


@dataclass(slots=True)
class Versions:
    """A site at `root` that goes from one version to the other and back."""

    root: Path
    written: tuple[Mapping[str, bytes], ...]
    built: tuple[Tree, ...]
    said: tuple[str, ...]
    options: tuple[str, ...] = ()
    """With which the versions were built."""
    now: int = 0
    """Which of the two stands there to be built."""
    dice: random.Random = field(default_factory=lambda: random.Random(1))

    @classmethod
    def at(cls, folder: Path, *, pictures: int = 0, search: bool = True, alike: bool = False) -> Versions:
        """Return the site below `folder`, its first version written but not built.

        `pictures` is how many files there are besides those that a text shows. The index of a search
        takes longer than all the rest, so that most tests do without. Where the versions are `alike`,
        they differ in one text and in how notes are drawn, so that most values may come from memory.
        """
        options = () if search else ("--no-search",)
        written, built, said = _both(pictures, options, alike=alike)
        root = folder / "here" / "varn"
        saving.save(root, {}, written[0], random.Random(0))
        return cls(root, written, built, said, options)

    def build(self) -> Outcome:
        """Build the site in this process."""
        return building.built(self.root, *self.options)

    def process(self, **more: Any) -> Outcome:
        """Build the site by a process of its own, started by `subprocess.run` with what is in `more`."""
        return building.process(self.root, *self.options, more=more)

    def turn(self) -> None:
        """Write the other version."""
        saving.save(self.root, self.written[self.now], self.written[1 - self.now], self.dice)
        self.now = 1 - self.now

    @property
    def site(self) -> Path:
        """Where the site is built."""
        return self.root / "site"

    def differs(self, version: int) -> str:
        """Return how the built site differs from that version, empty when it does not."""
        return building.difference(self.built[version], building.tree(self.site))

    def beside(self) -> set[str]:
        """Return the names of everything that builds left beside the site: files of memory, locks, half a site."""
        hidden = [path for path in self.root.glob(".*") if path.is_dir()]
        inside = [path for folder in hidden for path in (*folder.iterdir(), *folder.glob("postil/*"))]
        names = {path.relative_to(self.root).as_posix() for path in (*self.root.iterdir(), *inside)}
        return names - {"content", "layouts", "site"}


@functools.cache
def _both(
    pictures: int, options: tuple[str, ...], *, alike: bool
) -> tuple[tuple[Mapping[str, bytes], ...], tuple[Tree, ...], tuple[str, ...]]:
    """Return of both versions what is written, what is built, and what the build says."""
    author = Author(seed=3)
    for edit in BEGINNING:
        edit(author)
    copied = {f"content/pictures/{number}.gif": b"GIF89a" + bytes([number]) * 30 for number in range(pictures)}
    one = {**files(author.written), **copied}
    if alike:
        on_texts.retitle(author)
        layout = (shipped("layouts") / NOTE_LAYOUT).read_text(encoding="utf-8")
        author.written.others[f"layouts/{NOTE_LAYOUT}"] = layout.replace("</p>", " own</p>").encode()
    else:
        author.written.site["title"] = "The Ober Letters"
        for edit in (on_texts.delete_text, on_texts.add_text, on_texts.retitle, on_texts.rename_text):
            edit(author)
    copied |= {f"content/pictures/{number}.gif": b"GIF89a changed" for number in range(0, pictures, 20)}
    other = {**files(author.written), **copied}
    made = [_built(one, options), _built(other, options)]
    return (one, other), tuple(tree for _, tree in made), tuple(outcome.said for outcome, _ in made)


def _built(written: Mapping[str, bytes], options: tuple[str, ...]) -> tuple[Outcome, Tree]:
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "varn"
        saving.save(root, {}, written, random.Random(0))
        outcome = building.built(root, *options)
        assert outcome.status == 0, outcome.said
        return outcome, building.tree(root / "site")
