"""The door to pydantic: plain data becomes the dataclasses of `written`, or problems in plain words."""

from .checking import Entry, checked, checked_entries, json_schemas
from .words import did_you_mean

__all__ = ["Entry", "checked", "checked_entries", "did_you_mean", "json_schemas"]
