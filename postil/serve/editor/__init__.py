"""The editor in the page: verbs from JSON to JSON, and the files that browsers get."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from postil.serve.desk import Answer, Desk

__all__ = ["ASSETS", "VERBS", "Answer", "Desk"]

ASSETS: Mapping[str, bytes] = {}
"""What the server serves of the editor, by name."""
VERBS: Mapping[str, Callable[[Desk, Mapping[str, Any]], Answer]] = {}
"""What a page may ask for, by name."""
