"""Whether a file that was written to says what it was meant to say, asked of the program's own reader.

Takes the annotations or comments before and after, and gives the reason why they are not what is
wanted, if they are not. Nothing is written to an author's file that has not passed here.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from postil.core.files import decoded
from postil.core.model import Source, TextFiles
from postil.core.problems import Checked, Place, Problem, Severity

MOST_BYTES = 1_000_000
"""The longest file that is written. A longer one is read and may be made shorter."""


def with_file(files: TextFiles, path: str, content: bytes | None) -> Checked[TextFiles | None]:
    """Return the files of a text with the one at `path` as it is to be, `None` when it could not be read."""
    is_of_comments = path.endswith(".comments.yaml")
    sources = {source.path: source for source in files.annotations}
    if content is None:
        del sources[path]
    else:
        before = sources.get(path) or (files.comments if is_of_comments else None)
        source = as_source(path, content, len(before.content) if before else 0)
        if source.value is None:
            return Checked(None, source.problems)
        if is_of_comments:
            return Checked(replace(files, comments=source.value))
        sources[path] = source.value
    return Checked(replace(files, annotations=tuple(sources[name] for name in sorted(sources))))


def as_source(path: str, content: bytes, longest: int) -> Checked[Source | None]:
    """Return a file that is to be written as it will be read, `None` with problems when it would be refused.

    `longest` is how many bytes it has now.
    """
    if len(content) > max(longest, MOST_BYTES):
        sentence = f"{path} would have more than {MOST_BYTES:,} bytes"
        return Checked(None, (Problem("file-too-large", sentence, Place(path), "divide the text and its notes"),))
    return decoded(path, content)


def forms(content: bytes | None) -> tuple[bytes | None, ...]:
    """Return a file as it is, and as it is when its last line is ended, which a block there may need."""
    if not content or content.endswith((b"\n", b"\r")):
        return (content,)
    return content, content + (b"\r\n" if b"\r\n" in content else b"\n")


def new_problems(before: Iterable[Problem], after: Iterable[Problem]) -> tuple[Problem, ...]:
    """Return the problems that there were none of before, be it elsewhere."""
    known = Counter(map(_kind, before))
    found = []
    for problem in after:
        kind = _kind(problem)
        known[kind] -= 1
        if known[kind] < 0:
            found.append(problem)
    return tuple(found)


def errors(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Return the problems that keep a file from being published."""
    return tuple(problem for problem in problems if problem.severity is Severity.ERROR)


def is_as_wanted(wanted: Sequence[Any], completed: Sequence[Any], found: Sequence[Any]) -> bool:
    """Return whether everything is `wanted`, or is as it is when the file's last line is ended: `completed`."""
    if not len(found) == len(wanted) == len(completed):
        return False
    return all(one in allowed for one, *allowed in zip(found, wanted, completed, strict=True))


def not_as_wanted(path: str, what: str) -> Problem:
    """Return the problem that the file would not say what it is meant to say."""
    sentence = f"{what} cannot be written to {path} with certainty, so nothing was written"
    return Problem("cannot-edit", sentence, Place(path), "write it there with an editor")


def _kind(problem: Problem) -> tuple[str, str, str]:
    return problem.code, problem.place.path, re.sub(r"\d+", "", problem.sentence)
