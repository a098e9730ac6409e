"""Dates as authors write them: ISO strings that have been checked.

They stay strings, so they sort, compare and print as they were written, and go into JSON as
they are.
"""

from __future__ import annotations

import datetime
import re
from typing import Any, Self


class Day(str):
    """A full date, `2024-10-18`."""

    __slots__ = ()
    shape = re.compile(r"\d{4}-\d{2}-\d{2}")
    example = "2024-10-18"

    @classmethod
    def parse(cls, text: str) -> Self:
        """Return `text` as a checked date. Raises `ValueError` with a sentence for the author."""
        if not cls.shape.fullmatch(text):
            raise ValueError(f"{text!r} is not a date like {cls.example}")
        try:
            datetime.date.fromisoformat((text + "-01-01")[:10])
        except ValueError:
            raise ValueError(f"there is no day {text}") from None
        return cls(text)

    @classmethod
    def __get_pydantic_core_schema__(cls, _source: Any, handler: Any) -> Any:
        """Tell the schema door how to check this type, without importing it here."""
        return {
            "type": "function-after",
            "function": {"type": "no-info", "function": cls.parse},
            "schema": handler.generate_schema(str),
        }

    @classmethod
    def __get_pydantic_json_schema__(cls, _schema: Any, _handler: Any) -> dict[str, Any]:
        return {"type": "string", "pattern": f"^(?:{cls.shape.pattern})$", "examples": [cls.example]}


class PartialDate(Day):
    """A date that may lack its day, or its month: `2024-10-18`, `2024-10`, `2024`."""

    __slots__ = ()
    shape = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")
    example = "2024-10-18, 2024-10 or 2024"
