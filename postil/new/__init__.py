"""The first files of a site or of a text, for authors to go on from.

Gives paths and contents; `cli` saves them and never overwrites.
"""

from __future__ import annotations

from collections.abc import Mapping

from postil.core.addresses import text_name
from postil.core.dates import Day
from postil.core.scalars import quoted_scalar

from .repository import program, schemas, site

__all__ = ["program", "schemas", "site", "text"]

TEXT = """\
---
# yaml-language-server: $schema={schemas}text.schema.json
title: {title}
date: {today}
---

"""

ANNOTATIONS = """\
# yaml-language-server: $schema={schemas}annotations.schema.json
annotations:
#  - quote: words copied from the text
#    note: |
#      What a reader should know of them.
"""


def text(path: str, title: str | None, *, today: Day) -> Mapping[str, str] | None:
    """Return the files of a new text by path, `None` when there could be no page for it.

    `path` is seen from content/, with or without `.md`.
    """
    name = text_name(path)
    if name is None:
        return None
    title = title or path.removesuffix(".md").replace("\\", "/").rpartition("/")[2]
    schemas = "../" * (name.count("/") + 1) + "schemas/"
    return {
        f"content/{name}.md": TEXT.format(title=quoted_scalar(title), today=today, schemas=schemas),
        f"content/{name}.annotations.yaml": ANNOTATIONS.format(schemas=schemas),
    }
