"""Texts opened one by one, for what is written into authors' files: which, where, and what would mend them.

    shelf       the texts of a site, found by whatever an author calls them    opening
    opened      one of them, read, with its annotations in their places        opening
    passage     where a new note would stand, by the quote it should have      passages
    repairs     what would put orphans back into their places                  repairs

Nothing here writes: `authoring` makes the bytes of files, and `write` saves them.
"""

from .opening import Opened, Shelf, opened, shelf
from .passages import Candidate, Passage, passage
from .repairs import Repair, repairs

__all__ = ["Candidate", "Opened", "Passage", "Repair", "Shelf", "opened", "passage", "repairs", "shelf"]
