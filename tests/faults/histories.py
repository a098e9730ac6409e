"""The history of one site: edited at random by one seed, built again and again, and held to a fresh build.

What an edit leaves wrong is mostly put right by the next one, so that most builds publish something.
"""

from __future__ import annotations

import copy
from collections.abc import Callable
from pathlib import Path

from tests.faults import building, saving
from tests.faults import edits_of_notes as on_notes
from tests.faults import edits_of_site as on_site
from tests.faults import edits_of_texts as on_texts
from tests.faults.authors import Author
from tests.faults.building import Outcome
from tests.faults.written import Written, files

Edit = Callable[[Author], str | None]

BEGINNING: tuple[Edit, ...] = (
    on_site.annotator, on_site.annotator, on_site.kind, on_site.add_entity, on_site.add_entity, on_site.reference,
    *(on_texts.add_text,) * 5, *(on_notes.add_note,) * 4, on_notes.comment, on_notes.comment, on_texts.add_link,
    on_texts.add_link, on_site.picture,
)  # fmt: skip
EDITS: dict[Edit, int] = {
    on_texts.add_text: 1, on_texts.delete_text: 1, on_texts.delete_text_without_its_notes: 1, on_texts.rename_text: 1,
    on_texts.rename_folder: 1, on_texts.retitle: 2, on_texts.change_front_matter: 3, on_texts.edit_paragraph: 1,
    on_texts.same_length_edit: 1, on_texts.add_paragraph: 1, on_texts.orphan_quotes: 1, on_texts.swap_texts: 1,
    on_texts.add_link: 2, on_texts.rename_heading: 2, on_texts.index_of_folder: 1, on_texts.another_form: 1,
    on_notes.add_note: 1, on_notes.edit_note: 3, on_notes.remove_note: 1, on_notes.comment: 1, on_notes.edit_comment: 1,
    on_site.add_entity: 1, on_site.edit_entity: 2, on_site.delete_entity: 1, on_site.reference: 2, on_site.annotator: 2,
    on_site.kind: 1, on_site.settings: 3, on_site.own_layout: 2, on_site.own_words: 2, on_site.picture: 2,
    on_site.spoil: 1, on_site.mend: 1, on_site.options: 3, on_site.another_day: 1,
}  # fmt: skip
"""Every edit, and how often it is made, next to the others."""
RETURNS, REPAIRS, MEDDLING = 0.05, 0.7, 0.2
"""How likely an edit goes back to an earlier state, repairs what is wrong, and is followed by something else."""
REMEMBERED, TOLD = 6, 6
"""Sound states that an edit may go back to; edits that a failure tells of."""
SECONDS_A_DAY = 86_400


class History:
    """A site below `folder` that is edited and built."""

    def __init__(self, folder: Path, seed: int) -> None:
        self.root, self.scratch = folder / "here" / "varn", folder / "copy" / "varn"
        self.root.mkdir(parents=True)
        self.seed, self.author = seed, Author(seed)
        self.dice = self.author.dice
        self.earlier: list[Written] = []
        self.story: list[str] = []
        self.published = 0
        """How many builds had something to publish."""
        self._is_wrong = False
        for edit in BEGINNING:
            edit(self.author)
        # Cards and the index of the search take longer than the rest, so every other site begins without them.
        if seed % 2:
            self.author.written.site["base_url"] = "https://varn.example/papers/"
        else:
            self.author.written.options = {"--no-search"}
        saving.save(self.root, {}, files(self.author.written), self.dice)

    def edit(self, edit: Edit | None = None) -> None:
        """Edit the site, in that way or in any, and save that."""
        before = files(self.author.written)
        what = (edit(self.author) if edit else None) or self._edited()
        manner = saving.save(self.root, before, files(self.author.written), self.dice)
        self.story.append(f"{what} (saved: {manner})")
        if self.dice.random() < MEDDLING:
            self.story.append(saving.meddle(self.root, self.dice))

    def _edited(self) -> str:
        before = copy.deepcopy(self.author.written)
        if self._is_wrong and self.earlier and self.dice.random() < REPAIRS:
            self.author.written = copy.deepcopy(self.earlier[-1])
            return "everything put right"
        if self.earlier and self.dice.random() < RETURNS:
            self.author.written = copy.deepcopy(self.dice.choice(self.earlier))
            return "everything as it stood some edits ago"
        while True:
            if what := self.dice.choices([*EDITS], [*EDITS.values()])[0](self.author):
                return what
            self.author.written = copy.deepcopy(before)

    def build(self, *, by_process: bool) -> Outcome:
        """Build the site where it stands."""
        options = sorted(self.author.written.options)
        if by_process:
            workers = self.dice.choice((1, 2, 3))
            return building.process(self.root, *options, *building.workers(workers), SOURCE_DATE_EPOCH=self._now())
        return building.built(self.root, *options, SOURCE_DATE_EPOCH=self._now())

    def put_right(self) -> None:
        """Go back to how the site stood when it was last published, if something is wrong with it."""
        if self._is_wrong:
            before = files(self.author.written)
            self.author.written = copy.deepcopy(self.earlier[-1])
            saving.save(self.root, before, files(self.author.written), self.dice)
            self.story.append("everything put right")

    def check(self, *, by_process: bool = False, once_more: bool = True) -> None:
        """Build the site; hold that it is what a fresh build makes, with the same words, and that it stays so."""
        site = self.root / "site"
        before = building.state(site)
        outcome = self.build(by_process=by_process)
        options = sorted(self.author.written.options)
        fresh, expected = building.fresh(self.root, self.scratch, *options, SOURCE_DATE_EPOCH=self._now())
        told = self._told(by_process=by_process)
        assert (outcome.status, outcome.said) == (fresh.status, fresh.said), told
        after = building.state(site)
        if fresh.status:
            assert after == before, f"a build with errors touched the site; {told}"
        else:
            differs = building.difference(expected, saving.without_foreign(building.tree(site)))
            assert not differs, f"{differs}\n{told}"
            self.earlier = [*self.earlier[1 - REMEMBERED :], copy.deepcopy(self.author.written)]
            self.published += 1
        self._is_wrong = bool(fresh.status)
        if not once_more:
            return
        again = self.build(by_process=by_process)
        assert (again.status, again.said) == (fresh.status, fresh.said), f"built once more; {told}"
        assert again.changes == ("" if fresh.status else "nothing changed"), f"built once more; {told}"
        assert building.state(site) == after, f"built once more; {told}"

    def _now(self) -> str:
        return str(self.author.written.day * SECONDS_A_DAY)

    def _told(self, *, by_process: bool) -> str:
        how = "by a process of its own" if by_process else "in this process"
        return "\n".join([f"seed {self.seed}, built {how}, the last edits first:", *reversed(self.story[-TOLD:])])
