"""The first files of a site: a repository that builds itself and publishes itself on GitHub Pages.

Gives paths and contents. What an author goes on from is written in `templates/site/`, as it will
stand there; the program is copied into the site, which so can be built as long as there is a Python
(see docs/decisions/0011-a-site-carries-the-program.md).
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from postil.core import carried
from postil.core.dates import Day
from postil.core.scalars import quoted_scalar
from postil.core.schema import json_schemas

BLANK = re.compile(r"\{(title|quoted_title|today)\}")
"""What is filled in. Other braces are those of YAML and of GitHub's workflows."""


def site(title: str, *, today: Day) -> Mapping[str, str]:
    """Return what the author of a new site goes on from, by path, without the program.

    The notes quote the text that comes with them, so the site builds without a problem.
    """
    words = {"title": title, "quoted_title": quoted_scalar(title), "today": str(today)}
    begun = carried.templates("site").items()
    return {**{path: BLANK.sub(lambda blank: words[blank[1]], text) for path, text in begun}, **schemas()}


def program() -> Mapping[str, bytes]:
    """Return the program as a site carries it, by path: `postil/`, `build.py` and `requirements.txt`."""
    return carried.program()


def schemas() -> Mapping[str, str]:
    """Return the JSON Schemas by path."""
    return {f"schemas/{name}": text for name, text in json_schemas().items()}
