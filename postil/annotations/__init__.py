"""Reads the annotations and reader comments of a text, in all their spellings."""

from .agreement import against_settings
from .comments import comments
from .reading import annotations

__all__ = ["against_settings", "annotations", "comments"]
