"""A site that is edited at random while it is held in memory, and held to what a build from nothing makes of it.

What an edit leaves wrong is put right by the next one. While it is wrong the last good pages stand, so
there is nothing to compare then but that they do.
"""

from __future__ import annotations

import copy
from pathlib import Path

import pytest

from postil import pipeline
from postil.core.cache import Cache
from postil.core.files import Files
from postil.pipeline.live import Live
from tests.faults import saving
from tests.faults.authors import Author
from tests.faults.edits_of_site import options as other_options
from tests.faults.histories import BEGINNING, EDITS, SECONDS_A_DAY, Edit
from tests.faults.written import files

Tree = dict[str, bytes]
"""Files of a site by their paths."""
OFTEN = {edit: often for edit, often in EDITS.items() if edit is not other_options}
"""Options hold for as long as a site is held."""
RESTARTS = 0.1
"""How likely the site is let go and taken up again by another run."""


class Following:
    """A site below `folder` that is edited while it is held in memory."""

    def __init__(self, folder: Path, seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
        self.root, self.author = folder / "varn", Author(seed)
        self.root.mkdir()
        self.dice = self.author.dice
        self.options = pipeline.Options(keep_going=True, search=False, drafts=bool(seed % 2), jobs=1)
        self.compared = 0
        """How often the site was sound, and equal to one built from nothing."""
        self.story: list[str] = []
        self._environment = monkeypatch
        self._good = copy.deepcopy(self.author.written)
        self.is_wrong = False
        for edit in BEGINNING:
            edit(self.author)
        if seed % 3:
            self.author.written.site["base_url"] = "https://varn.example/papers/"
        saving.save(self.root, {}, files(self.author.written), self.dice)
        self.live = self._begun()
        self._shown: Tree = {}
        self.check()

    def edit(self, edit: Edit | None = None) -> None:
        """Edit the site in that way or in any, or put right what is wrong with it, and save that."""
        before = files(self.author.written)
        if self.is_wrong:
            self.author.written, what = copy.deepcopy(self._good), "everything put right"
        else:
            what = (edit(self.author) if edit else None) or self._edited()
        manner = saving.save(self.root, before, files(self.author.written), self.dice)
        self.story.append(f"{what} (saved: {manner})")

    def check(self) -> None:
        """Hold that the site shows what it should, and that it told of every file that is another than before."""
        if self.dice.random() < RESTARTS:
            self.live.close()
            self.live, self._shown = self._begun(), {}
            self.story.append("taken up by another run")
        self._environment.setenv("SOURCE_DATE_EPOCH", str(self.author.written.day * SECONDS_A_DAY))
        told = "\n".join(["the last edits first:", *reversed(self.story[-6:])])
        renewal = self.live.renewed()
        shown = self._files()
        unsaid = {path for path in shown.keys() | self._shown.keys() if shown.get(path) != self._shown.get(path)}
        if "404.html" in renewal.changed:
            unsaid -= shown.keys() - self._shown.keys()
        assert unsaid <= renewal.changed, f"{sorted(unsaid - renewal.changed)} changed in silence; {told}"
        fresh = pipeline.built(Files.of_site(self.root), self.options)
        if fresh.has_errors:
            assert not renewal.stood or shown == self._shown, told
        else:
            expected = {output.path: output.content for output in fresh.outputs}
            expected |= {asset.address: (self.root / asset.path).read_bytes() for asset in fresh.assets}
            assert shown.keys() == expected.keys(), f"{sorted(shown.keys() ^ expected.keys())}; {told}"
            assert not [path for path in shown if shown[path] != expected[path]], told
            assert renewal.problems == fresh.problems, told
            assert not renewal.stood, told
            assert not self.live.drawing_problems, told
            self._good = copy.deepcopy(self.author.written)
            self.compared += 1
        self.is_wrong, self._shown = fresh.has_errors, shown
        again = self.live.renewed()
        assert (again.changed, again.problems) == (frozenset(), renewal.problems), f"looked at once more; {told}"

    def _edited(self) -> str:
        while True:
            before = copy.deepcopy(self.author.written)
            if what := self.dice.choices([*OFTEN], [*OFTEN.values()])[0](self.author):
                return what
            self.author.written = before

    def _begun(self) -> Live:
        return Live(self.root, self.options, Cache.at(self.root / ".cache"))

    def _files(self) -> Tree:
        found = {path: self.live.file(path) for path in sorted(self.live.paths())}
        return {path: output.content for path, output in found.items() if output is not None}
