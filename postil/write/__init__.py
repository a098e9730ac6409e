"""Publishes a site: the folder holds the whole new site or the whole old one, never half of each."""

from .publish import Summary, cleaned, written

__all__ = ["Summary", "cleaned", "written"]
