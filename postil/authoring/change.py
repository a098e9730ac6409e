"""What is to become of one file of an author's."""

from __future__ import annotations

from postil.core.values import dataclass


@dataclass(frozen=True, slots=True)
class Change:
    """One file as it was and as it shall be."""

    path: str
    """Seen from the site's folder: `content/essays/axis.annotations.yaml`."""
    before: bytes | None
    """`None` for a file that is new."""
    after: bytes | None
    """`None` for a file that goes."""
    id: str
    """Of the annotation, comment or entity concerned."""
