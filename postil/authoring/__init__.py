"""Writes to authors' files: the lines concerned change and every other byte stays.

Takes the files of a text and what is wanted, and gives a `Change` of one file, which `write/authored`
saves. Every change has been read by the program's own reader and says what was meant.
"""

from .change import Change
from .entries import comment_added, comment_changed, entity_added
from .notes import added, changed, removed
from .targets import Spelling
from .ways import Fields

__all__ = [
    "Change",
    "Fields",
    "Spelling",
    "added",
    "changed",
    "comment_added",
    "comment_changed",
    "entity_added",
    "removed",
]
