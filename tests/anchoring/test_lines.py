"""The line of the source in which a word of the flat text stands."""

from __future__ import annotations

import pytest

from postil import markup
from postil.anchoring.lines import Lines
from postil.core.model import Source
from postil.core.written import SiteSettings

TEXT = """\
---
title: Lines
---

# The first

One *two*
three four.

> five
> six [seven
> eight](https://example.org/seven/eight)
> nine

- ten
- eleven
  twelve

```text
thirteen

fourteen
```

| fifteen | sixteen |
|---------|---------|
| seventeen | eighteen |

Nineteen &amp; \\*twenty\\* `twenty
one` then
twenty-two.
"""


WORDS = (
    "first One two three four five six eight nine ten eleven twelve thirteen fourteen fifteen "
    "sixteen seventeen eighteen Nineteen then twenty-two"
)


@pytest.mark.parametrize("word", WORDS.split())
def test_every_word_is_on_its_line(word: str) -> None:
    document = markup.document(Source("content/a.md", TEXT, ""), SiteSettings()).value
    lines = TEXT.split("\n")
    assert word in lines[Lines(document).at(document.plain.index(word)) - 1]


def test_an_empty_text_has_one_line() -> None:
    document = markup.document(Source("content/a.md", "", ""), SiteSettings()).value
    assert Lines(document).at(0) == 1
