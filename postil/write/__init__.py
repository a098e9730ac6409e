"""Publishes a site: the folder holds the whole new site or the whole old one, never half of each."""

from .earlier import earlier
from .exchanging import Summary
from .names import wrong_names
from .publication import Publication, publication
from .publishing import clean, publish
from .staging import NotStaged, staged

__all__ = [
    "NotStaged",
    "Publication",
    "Summary",
    "clean",
    "earlier",
    "publication",
    "publish",
    "staged",
    "wrong_names",
]
