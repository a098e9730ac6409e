"""Publishes a site: the folder holds the whole new site or the whole old one, never half of each."""

from .publish import Summary, clean, write

__all__ = ["Summary", "clean", "write"]
