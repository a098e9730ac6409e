"""Which other layouts a layout draws with, as it says itself.

Takes the text of a layout, gives names. Nothing is parsed, for this is asked of every layout at every build that
draws. The newcomer's trap: whatever looks as if it named a layout counts, in a comment too; and where a name
is anything but plain words, it may be any.
"""

from __future__ import annotations

import re

TAG = re.compile(r"\{%[-+]?\s*(?:extends|include|import|from)\b")
"""Where one layout asks for another. Jinja knows no other tags that do."""
PLAIN_TAG = re.compile(
    TAG.pattern + r"""\s*(["'])([^"'\\]+)\1\s*(?:[-+]?%\}|(?:as|import|ignore|with|without)\b)""",
)
"""One that names it by a single string, after which nothing can follow that makes it an expression."""


def named(text: str) -> frozenset[str] | None:
    """Return the names of the layouts that a layout extends, includes or imports; `None` where they may be any."""
    found = [PLAIN_TAG.match(text, tag.start()) for tag in TAG.finditer(text)]
    plain = [match[2] for match in found if match]
    return frozenset(plain) if len(plain) == len(found) else None
