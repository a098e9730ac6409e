"""A site to be edited: texts with everything that stands between words on a page, notes with every kind of field."""

from __future__ import annotations

from pathlib import Path

from tests.site import Site

NAME = "essays/axis"
NOTES = "content/essays/axis.annotations.yaml"
TEXT = """\
---
title: The axis
lang: en
tags: [alliances]
---

The war ended with *grinding gains* in the east. A [treaty](https://example.org/) was signed, and the treaty held.

- The first item names a `call()`.
- The second item says nothing.

> A quotation speaks of the treaty as well.

The 😀 gains were small, and **the** gains were dear.[^1] Nobody counted them twice.

{paragraphs}

[^1]: A footnote of the text itself.
"""
PARAGRAPHS = "\n\n".join(f"Paragraph {number} says what number {number} has to say." for number in range(30))
WRITTEN = """\
# Kept by hand.
annotations:
  - id: gains
    quote: 'grinding gains'   # as the reader sees it
    also:
      - quote: Nobody counted
    kind: check
    verdict: accurate
    note: |
      The first **note**.
    sources:
      - {title: A book, url: "https://example.org/book", author: Somebody, broken: 2026-01-05}
    by: rk
    date: 2026-01-02
    checked: 2026-01-03
    updates:
      - date: 2026-01-04
        note: What came of it.
    tags: [gains]
  - id: item
    quote: second item
    note: On the second item.
  - id: lost
    quote: The second item said nothing
    note: Its words were changed.
  - id: twice
    quote: treaty
    note: Which of them?
  - id: there
    on: c1
    quote: hold for long
    note: On the comment.
"""
COMMENTS = """\
comments:
  - id: c1
    author: A reader
    date: 2026-02-01
    text: It will *not* hold for long, they say.
"""
ARABIC = """\
---
title: الجسر القديم
lang: ar
---

أُغلق الجسر القديم في الشتاء، ثم فُتح من جديد في الربيع.
"""
RUBY = """\
---
title: 橋
lang: ja
---

冬に<ruby>橋<rp>(</rp><rt>はし</rt><rp>)</rp></ruby>は<ruby>閉<rp>(</rp><rt>と</rt><rp>)</rp></ruby>じられた。
"""
RENTED = """\
---
title: Rented words
lang: en
rights: excerpts
---

In the first winter the bridge was shut, and nobody said why.

What is not quoted is not published, and this is long enough to be left out of the page. It goes on for a while.

In the second winter the bridge was shut again, and the ferries went.
"""
RENTED_NOTES = """\
annotations:
  - id: ferries
    quote: the ferries went
    note: They went twice a day.
"""


def site(root: Path) -> Site:
    """Write the site below `root`."""
    made = Site(root).write("content/essays/axis.md", TEXT.format(paragraphs=PARAGRAPHS).encode())
    made.write(NOTES, WRITTEN.encode()).write("content/essays/axis.comments.yaml", COMMENTS.encode())
    made.write("content/ar.md", ARABIC.encode()).write("content/ruby.md", RUBY.encode())
    made.write("content/rented.md", RENTED.encode()).write("content/rented.annotations.yaml", RENTED_NOTES.encode())
    made.write(
        "content/site.yaml",
        "title: A site\nmarkdown: {html: true}\nannotators: {rk: {name: R. K.}, ed: {name: The editors}}\n",
    )
    made.write(
        "content/entities.yaml",
        "entities:\n  the-east: {name: The east, type: place, also: [Orient]}\n"
        "  the-war: {name: The war, type: event}\n",
    )
    return made.write(
        "content/references.json",
        '[{"id": "doe2020", "type": "book", "title": "A history of gains", "author": [{"family": "Doe"}],'
        ' "issued": {"date-parts": [[2020]]}}]',
    )
