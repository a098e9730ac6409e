"""The first files of a site or of a text, for authors to go on from.

Gives paths and contents; `cli` saves them and never overwrites. The sample notes quote the sample
text, so a new site builds without a problem.
"""

from __future__ import annotations

from collections.abc import Mapping

from postil.core.addresses import text_name
from postil.core.dates import Day
from postil.core.scalars import quoted_scalar
from postil.core.schema import json_schemas

SITE = """\
# yaml-language-server: $schema={schemas}site.schema.json
title: {title}
description: Texts with notes in the margin.
lang: en
annotators:
  me:
    name: Your Name
"""

SITE_README = """\
# {title}

Texts stand in `content/`, each with its annotations beside it. Where Postil is installed, `postil`
in this folder builds the site into `site/`; from a copy of Postil's repository the same is done by
`python3 build.py --source` and the path of this folder.
"""

SAMPLE_TEXT = """\
---
# yaml-language-server: $schema={schemas}text.schema.json
title: A first text
author: Your Name
date: {today}
---

Every passage of this text can carry a note. A note is tied to its passage by quoting it, so the
text itself stays as its author wrote it.

Put your own text in place of this one, and your own notes into the file beside it.
"""

SAMPLE_ANNOTATIONS = """\
# yaml-language-server: $schema={schemas}annotations.schema.json
annotations:
  - id: quoting
    quote: tied to its passage by quoting it
    kind: context
    by: me
    date: {today}
    note: |
      Copy the words from the page. Should they occur more than once, `prefix` or `suffix`
      gives the words before or after.
"""

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


def site(title: str, *, today: Day) -> Mapping[str, str]:
    """Return the files of a new site by path."""
    return {
        "README.md": SITE_README.format(title=title),
        ".gitignore": "/site/\n/.site.spare/\n/.cache/\n/.venv/\n",
        "content/site.yaml": SITE.format(title=quoted_scalar(title), schemas="../schemas/"),
        "content/first.md": SAMPLE_TEXT.format(today=today, schemas="../schemas/"),
        "content/first.annotations.yaml": SAMPLE_ANNOTATIONS.format(today=today, schemas="../schemas/"),
        **schemas(),
    }


def text(path: str, title: str | None, *, today: Day) -> Mapping[str, str] | None:
    """Return the files of a new text by path, `None` when no address can be made of `path`.

    `path` is seen from content/, with or without `.md`.
    """
    name = text_name(path)
    if name is None:
        return None
    title = title or path.removesuffix(".md").rpartition("/")[2]
    schemas = "../" * (name.count("/") + 1) + "schemas/"
    return {
        f"content/{name}.md": TEXT.format(title=quoted_scalar(title), today=today, schemas=schemas),
        f"content/{name}.annotations.yaml": ANNOTATIONS.format(schemas=schemas),
    }


def schemas() -> Mapping[str, str]:
    """Return the JSON Schemas by path."""
    return {f"schemas/{name}": text for name, text in json_schemas().items()}
