"""Publishes a site: the folder holds the whole new site or the whole old one, never half of each."""

from .earlier import earlier
from .names import wrong_names
from .publishing import Summary, clean, publish

__all__ = ["Summary", "clean", "earlier", "publish", "wrong_names"]
