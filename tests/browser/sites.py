"""The sites that the tests look at in a browser, each built once by the program's own verb.

`demonstration` is the one that the repository ships. `dense` has more notes beside one paragraph
than fit there. `mirrored` is written from right to left. `published` knows where it stands on the
web and in which repository. In `hostile` every word that anybody may write is an attack.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path

from tests.site import Site

REPOSITORY = Path(__file__).parents[2]
ESSAY = "essays/two-shortages/"
DENSE_NOTES = 12
LONG_NOTE_WORDS = 600
NUMBERS = "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth".split()


def built(name: str, root: Path) -> Path:
    """Write and build the site of that name below `root` and return the folder to be served."""
    SITES[name](Site(root)).build("--keep-going").expect(0)
    return root / "site"


def _demonstration(site: Site) -> Site:
    shutil.copytree(REPOSITORY / "content", site.root / "content")
    return site


def _dense(site: Site) -> Site:
    """Write a paragraph with twelve notes, a note of 600 words, and passages in and across each other."""
    crowded = " ".join(f"The {number} sentence says a little more than the one before it." for number in NUMBERS)
    text = (
        "---\ntitle: A crowded margin\ndate: 2026-01-02\ntags: [margins]\n---\n\n"
        "A short paragraph opens the page, and one note belongs to it.\n\n"
        f"{crowded}\n\n"
        "One claim alone needs a very long note. Another follows it at once.\n\n"
        "The outer passage holds an inner passage, and the inner passage a word, and a third one begins "
        "inside the outer and ends after it has ended, as reviewers do.\n\n"
        "## A heading\n\nThe last paragraph is short. It ends the text.\n"
    )
    notes = [_note("opening", "one note belongs", kind="definition", words=8)]
    for place, number in enumerate(NUMBERS):
        kind = ("context", "check", "dispute", "source")[place % 4]
        notes.append(_note(f"crowd-{number}", f"The {number} sentence", kind=kind, words=18 + 9 * (place % 4)))
    notes += [
        _note("long", "a very long note", kind="check", words=LONG_NOTE_WORDS),
        _note("after-long", "Another follows", kind="context", words=30),
        _note("outer", "The outer passage holds an inner passage", until="it has ended", kind="context", words=20),
        _note("inner", "an inner passage, and the inner passage a word", kind="definition", words=20),
        _note("word", "passage a word", kind="check", words=20),
        _note("across", "a third one begins", until="as reviewers do", kind="dispute", words=20),
        _note("last", "It ends the text", kind="update", words=12),
    ]
    (site.root / "content").mkdir(parents=True)
    site.write("content/site.yaml", _SITE.format(title="Dense", more=""))
    site.write("content/dense.md", text.encode())
    return site.write("content/dense.annotations.yaml", ("annotations:\n" + "".join(notes)).encode())


def _note(name: str, quote: str, *, kind: str, words: int, until: str = "") -> str:
    """Return a note as written in YAML, its prose of so many words and with a link in it."""
    prose = " ".join(f"word{number}" if number % 7 else f"longer-word-{number}" for number in range(words - 3))
    date = f"2025-0{1 + words % 9}-11"
    end = f"    until: {until}\n" if until else ""
    return (
        f"  - id: {name}\n    quote: {quote}\n{end}    kind: {kind}\n    by: {'ab'[words % 2]}\n"
        f"    note: Prose of {name} with [a link](https://example.org/{name}) and {prose}.\n"
        f"    date: {date}\n    tags: [{'odd' if words % 2 else 'even'}, all]\n"
        f"    sources:\n      - title: Source of {name}\n        url: https://example.org/source/{name}\n"
    )


_SITE = """\
    title: {title}
    lang: en
    annotators:
      a:
        name: Ada Quill
      b:
        name: Ben Reed
    {more}
"""


def _mirrored(site: Site) -> Site:
    """Write one text in Arabic and one in Hebrew, each with notes, on a site in Arabic."""
    site.write("content/site.yaml", 'title: "هوامش"\nlang: ar\nannotators:\n  a: {name: "سلمى"}\n'.encode())
    site.write("content/ar.md", _ARABIC.encode()).write("content/ar.annotations.yaml", _ARABIC_NOTES.encode())
    return site.write("content/he.md", _HEBREW.encode()).write("content/he.annotations.yaml", _HEBREW_NOTES.encode())


_ARABIC = """\
---
title: الجسر القديم
lang: ar
date: 2026-02-03
---

أُغلق الجسر القديم في الشتاء، ثم فُتح من جديد في الربيع. قال المجلس إن العمل انتهى قبل موعده.

عبره الناس في اليوم الأول، وكتب بعضهم عن ذلك في الصحف، وسكت بعضهم الآخر.
"""
_ARABIC_NOTES = """\
annotations:
  - id: bridge
    quote: أُغلق الجسر القديم
    kind: context
    by: a
    tags: [جسور]
    note: كان الجسر من خشب، ورقمه 12 في سجل المدينة.
    sources:
      - title: سجل المدينة
        url: https://example.org/register
  - id: council
    quote: انتهى قبل موعده
    kind: check
    by: a
    note: يقول المحضر إن العمل تأخر عشرة أيام.
  - id: crossing
    quote: عبره الناس
    kind: source
    by: a
    note: عدّهم الحارس في دفتره.
  - id: papers
    quote: في الصحف
    kind: definition
    by: a
    note: كانت في المدينة صحيفتان.
"""
_HEBREW = """\
---
title: הגשר הישן
lang: he
date: 2026-02-04
---

הגשר הישן נסגר בחורף ונפתח שוב באביב. המועצה אמרה שהעבודה הסתיימה לפני המועד.

אנשים עברו בו ביום הראשון, ומקצתם כתבו על כך בעיתון.
"""
_HEBREW_NOTES = """\
annotations:
  - id: bridge-he
    quote: הגשר הישן נסגר
    kind: context
    by: a
    note: הגשר היה עשוי עץ, ומספרו 12 ברשימת העיר.
  - id: council-he
    quote: הסתיימה לפני המועד
    kind: check
    by: a
    note: בפרוטוקול נכתב שהעבודה התעכבה בעשרה ימים.
  - id: crossing-he
    quote: אנשים עברו בו
    kind: source
    by: a
    note: השומר ספר אותם בפנקסו.
  - id: paper-he
    quote: כתבו על כך בעיתון
    kind: definition
    by: a
    note: בעיר יצאו שני עיתונים.
"""


def _published(site: Site) -> Site:
    """Write the dense text on a site that names its address and its repository."""
    more = "base_url: https://example.org/project/\n    repository: https://github.com/example/margins"
    return _dense(site).write("content/site.yaml", _SITE.format(title="Published", more=more))


ATTACK = "</script></style></title><script>alert(1)</script><img src=x onerror=alert(1)>\"'>]]>{{7*7}}"
"""What closes whatever it stands in, and acts."""
RULE = '"] { } body { display: none !important } :root::after { content: "'
"""What ends the string of a selector and hides the page."""


def _hostile(site: Site) -> Site:
    """Write an attack wherever words are free, on a site that has every kind of page."""
    attack, rule = (json.dumps(words) for words in (ATTACK, RULE))
    source = (
        f"{{title: {attack}, url: 'https://example.org/\"x', publisher: {attack}, author: {attack}, quote: {attack}}}"
    )
    note = (
        f"note: {attack}, by: a, date: 2026-01-02, tags: [{attack}, {rule}], about: [e],"
        f" sources: [{source}], updates: [{{date: 2026-01-03, note: {attack}, sources: [{source}]}}]"
    )
    site.write(
        "content/site.yaml",
        f"title: {attack}\ndescription: {attack}\nauthor: {attack}\nlicense: {attack}\n"
        "base_url: https://example.org/project/\nrepository: https://github.com/example/margins\n"
        f"navigation: [{{title: {attack}, to: x.md}}]\n"
        f"annotators: {{a: {{name: {attack}, about: {attack}, url: 'https://example.org/\"x'}}}}\n"
        f"kinds: {{odd: {{label: {json.dumps(ATTACK[:50])}, mark: '<'}}}}\nverdicts: {{accurate: {attack}}}\n",
    )
    head = f"title: {attack}\nsubtitle: {attack}\nauthor: {attack}\ndescription: {attack}\ntags: [{attack}, {rule}]\n"
    text = f"## A {ATTACK} heading\n\nSome words. Further words {ATTACK}\n\n## Second\n\n## Third\n\nThe end.\n"
    site.write(
        "content/x.md",
        f"---\n{head}date: 2026-01-01\nsource: {{title: {attack}, publisher: {attack}}}\n---\n{text}".encode(),
    )
    site.write(
        "content/x.annotations.yaml",
        f"annotations:\n  - {{id: one, kind: odd, quote: Some words, {note}}}\n"
        f"  - {{id: two, kind: check, verdict: accurate, quote: {attack}, prefix: words, {note}}}\n"
        f"  - {{id: three, quote: Nobody wrote this, {note}}}\n",
    )
    site.write(
        "content/x.comments.yaml",
        f"comments: [{{id: c, author: {attack}, text: {attack}, answers: {{quote: Further words}}, stance: disputes}}]",
    )
    site.write(
        "content/entities.yaml",
        f"entities: {{e: {{name: {attack}, also: [{attack}], type: person, description: {attack},"
        f" date: 2026-01-01, sources: [{source}]}}}}",
    )
    return site.write("content/folder/index.md", f"---\n{head}---\n{ATTACK}\n".encode())


SITES: Mapping[str, Callable[[Site], Site]] = {
    "demonstration": _demonstration,
    "dense": _dense,
    "mirrored": _mirrored,
    "published": _published,
    "hostile": _hostile,
}
