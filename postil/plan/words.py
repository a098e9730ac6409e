"""Words, counts and dates in the reader's language, from `layouts/strings/LANG.yaml`."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from postil.core.characters import DOUBLE_QUOTES
from postil.core.files import decoded
from postil.core.problems import Checked, Problem
from postil.core.yamltree import read_yaml

Words = Mapping[str, str]
MARKS = frozenset('"' + DOUBLE_QUOTES)


def counted(words: Words, name: str, count: int) -> str:
    """Return `3 notes` or `1 note`; empty for none."""
    if not count:
        return ""
    return words[f"{name}-count-one" if count == 1 else f"{name}-count-other"].format(count=count)


def shown_date(words: Words, date: str | None) -> str | None:
    """Return an ISO date, whole or partial, as people read it: `18 October 2024`, `October 2024`."""
    if date is None:
        return None
    year, _, rest = date.partition("-")
    month, _, day = rest.partition("-")
    pattern = "date-day" if day else "date-month" if month else "date-year"
    return words[pattern].format(
        day=int(day) if day else "", month=words[f"month-{int(month)}"] if month else "", year=year
    )


def shown_names(words: Words, names: tuple[str, ...]) -> str | None:
    """Return `A`, `A and B`, `A, B and C`; `None` for nobody."""
    if not names:
        return None
    if len(names) == 1:
        return names[0]
    return words["names-and"].format(first=", ".join(names[:-1]), last=names[-1])


def shown_quote(words: str, longest: int = 120) -> str:
    """Return a passage's words to stand between quotation marks, so without those that enclose them all."""
    line = " ".join(words.split())
    inner = line[1:-1].strip()
    is_enclosed = inner and line[0] in MARKS and line[-1] in MARKS and not MARKS.intersection(inner)
    return shortened(inner if is_enclosed else line, longest)


def shortened(text: str, longest: int = 120) -> str:
    """Return `text` on one line, its middle left out when it is longer than `longest` characters."""
    line = " ".join(text.split())
    if len(line) <= longest:
        return line
    head = line[: longest // 2].rsplit(" ", 1)[0]
    tail = line[-(longest // 3) :]
    return f"{head} … {tail.split(' ', 1)[-1]}"


FALLBACK = "en"
"""The language that has every word."""


def words_of(layout: Callable[[str], bytes | None], lang: str) -> Checked[Words]:
    """Return the words in a language; those that it lacks are English.

    `layout` reads a file of the layouts by its name. `uk-UA` is looked for as itself, then as `uk`.
    """
    problems: list[Problem] = []
    words = dict(_file(layout, FALLBACK, problems) or {})
    for name in dict.fromkeys((lang.partition("-")[0].lower(), lang)):
        if name != FALLBACK:
            words |= _file(layout, name, problems) or {}
    return Checked(words, tuple(problems))


def _file(layout: Callable[[str], bytes | None], lang: str, problems: list[Problem]) -> Words | None:
    path = f"strings/{lang}.yaml"
    content = layout(path)
    if content is None:
        return None
    source = decoded(f"layouts/{path}", content)
    problems += source.problems
    if source.value is None:
        return None
    tree = read_yaml(source.value)
    problems += tree.problems
    data = tree.value.data if tree.value else None
    if not isinstance(data, dict):
        return None
    return {name: text for name, text in data.items() if isinstance(text, str)}
