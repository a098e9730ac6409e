"""An author who edits a small site by the throw of dice: what every edit draws upon.

An edit is a function that takes an `Author`, changes what is `written` and returns what it did in
words, or `None` where that cannot be done now. Most edits leave a sound site; some leave mistakes,
with which nothing may be published.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable

from tests.faults.written import Fields, Text, Written, proses

NOUNS = "bridge lamp mill council river market tower letter winter orchard".split()
PLACES = "Varn Tessel Ober Quill Marrow Sand".split()
LANGUAGES = ("en", "de", "fr", "ar", "uk", "he")
TAGS = ("roads", "water", "Water", "trade", "old age", "old-age", "été")


class Author:
    """Somebody who edits a site. `written` is how it stands."""

    def __init__(self, seed: int) -> None:
        self.dice = random.Random(seed)
        self.written = Written({"title": "The Varn Papers", "lang": "en"}, {}, [], {})

    # ------------------------------------------------------------------------ words

    def number(self) -> int:
        """Return a number that was not given before."""
        self.written.count += 1
        return self.written.count

    def words(self) -> str:
        """Return a sentence that stands nowhere else."""
        noun, place, number = self.dice.choice(NOUNS), self.dice.choice(PLACES), self.number()
        return f'The {noun} of {place}, number {number}, was "closed" in {1700 + number % 300}.'

    def paragraph(self) -> Fields:
        return {"quoted": self.words(), "rest": self.words()}

    def some(self, names: Iterable[str], most: int = 2) -> list[str]:
        names = sorted(names)
        return self.dice.sample(names, min(len(names), self.dice.randrange(most + 1)))

    def date(self) -> str:
        return f"20{self.dice.randrange(20, 27)}-0{self.dice.randrange(1, 10)}-1{self.dice.randrange(10)}"

    def text(self, needs: Callable[[Text], object] = lambda _: True) -> tuple[str, Text] | None:
        """Return the name and the text of one that has what is needed."""
        fitting = [(name, text) for name, text in self.written.texts.items() if needs(text)]
        return self.dice.choice(fitting) if fitting else None

    def is_thorough(self) -> bool:
        """Return whether to follow up everywhere what an edit asks for; otherwise a mistake stays behind."""
        return self.dice.random() < 0.8

    def put_everywhere(self, old: str, new: str | None, *keys: str) -> None:
        """Mostly write another name, or none, wherever notes and descriptions have the old one."""
        if not self.is_thorough():
            return
        for prose in proses(self.written):
            for key in keys:
                if old in prose.get(key, ()):
                    prose[key] = [other for other in (new if each == old else each for each in prose[key]) if other]
