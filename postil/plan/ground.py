"""What every page is planned on: the settings, the ways, the words. And the desk of one page.

`Ground` holds nothing of any text, so a text can be planned with it alone, wherever that is done.
"""

from __future__ import annotations

from collections.abc import Callable

from postil import markup
from postil.core.model import Settings
from postil.core.values import dataclass

from .canonical import Canonical
from .notes import Desk
from .prose import Proses
from .ways import Standpoint, Ways
from .words import Words


@dataclass(frozen=True, slots=True)
class Ground:
    """A site before its texts."""

    settings: Settings
    ways: Ways
    words: Callable[[str], Words]
    """The words of the interface in a language."""
    card_look: str | None = None
    """Digest of what cards are drawn with; `None` where none are drawn."""

    @property
    def canonical(self) -> Canonical | None:
        """Where the site is published, if that is known."""
        return Canonical.of(self.settings.site)

    @property
    def lang(self) -> str:
        """The language of the pages that are not a text's."""
        return self.settings.site.lang

    @property
    def dir(self) -> str:
        """The direction of the pages that are not a text's."""
        return markup.direction(self.lang)

    def proses(self) -> Proses:
        """Return the reader of the prose of one text, or of one index."""
        return Proses(self.settings, self.ways)

    def desk(self, address: str, lang: str | None = None) -> Desk:
        """Return the desk of the page at `address`, in the language of the site unless another is given."""
        lang = lang or self.lang
        return Desk(self.settings, self.words(lang), Standpoint(self.ways, address), lang)
