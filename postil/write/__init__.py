"""Publishes a site: the folder holds the whole new site or the whole old one, never half of each."""

from .cleaning import clean
from .exchanging import Summary
from .names import wrong_names
from .publication import ADDED, Publication, Seen, publication
from .staging import NotStaged, staged

__all__ = [
    "ADDED",
    "NotStaged",
    "Publication",
    "Seen",
    "Summary",
    "clean",
    "publication",
    "staged",
    "wrong_names",
]
