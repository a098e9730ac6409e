"""Publishes a site: the folder holds the whole new site or the whole old one, never half of each."""

from .cleaning import clean
from .exchanging import Summary
from .names import wrong_names
from .publication import ADDED, Publication, Seen, publication
from .staging import NotStaged, Staging, staged

__all__ = [
    "ADDED",
    "NotStaged",
    "Publication",
    "Seen",
    "Staging",
    "Summary",
    "clean",
    "publication",
    "staged",
    "wrong_names",
]
