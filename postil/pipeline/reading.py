"""The site's own files, read once for as many builds as follow each other in one run of the program."""

from __future__ import annotations

from postil import plan
from postil.core.model import Gathered, Settings
from postil.core.problems import Checked
from postil.render import Layouts
from postil.settings import settings

from .station import WordsOf


class Reading:
    """What was read last, which is read again only when it is another."""

    def __init__(self) -> None:
        self._settings: tuple[tuple[str, ...], Checked[Settings]] | None = None
        self._words: tuple[str, dict[str, Checked[plan.Words]]] = ("", {})

    def settings(self, gathered: Gathered) -> Checked[Settings]:
        """Return the settings of the site."""
        sources = (gathered.site, gathered.entities, gathered.references)
        digests = tuple([source.digest if source else "" for source in sources])
        if self._settings is None or self._settings[0] != digests:
            self._settings = digests, settings(gathered)
        return self._settings[1]

    def words(self, layouts: Layouts) -> WordsOf:
        """Return what gives the words that these layouts have."""
        if self._words[0] != layouts.digest:
            self._words = layouts.digest, {}
        known = self._words[1]

        def words(lang: str) -> Checked[plan.Words]:
            if lang not in known:
                known[lang] = plan.words_of(layouts.every, lang)
            return known[lang]

        return words
