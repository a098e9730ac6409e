"""Texts opened one by one, for what is written into authors' files: which, where, and what would mend them.

    shelf       the texts of a site, found by whatever an author calls them    opening
    opened      one of them, read, with its annotations in their places        opening
    passage     where a new note would stand, by the quote it should have      passages
    repairs     what would put orphans back into their places                  repairs
    mendings    the same as changes of files                                   mending

Nothing here writes: `authoring` makes the bytes of files, and `write` saves them.
"""

from .mending import Mending, mendings
from .opening import Opened, Shelf, opened, reopened, shelf
from .passages import Candidate, Passage, passage
from .repairs import Repair, repairs

__all__ = [
    "Candidate",
    "Mending",
    "Opened",
    "Passage",
    "Repair",
    "Shelf",
    "mendings",
    "opened",
    "passage",
    "reopened",
    "repairs",
    "shelf",
]
