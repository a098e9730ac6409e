"""What is wrong with YAML that cannot be read, in an author's words.

`reading` hands over where libyaml gave up and what it said. libyaml's sentences speak of tokens
and contexts, so the line itself is looked at: most mistakes show in the first character of a
value. The newcomer's trap: libyaml often notices a mistake only on the line after it.
"""

from __future__ import annotations

import dataclasses
import re
import textwrap
from typing import NamedTuple

from postil.core import written
from postil.core.model import Source
from postil.core.problems import Problem
from postil.core.scalars import as_block, in_quotes

KEYS = frozenset(
    field.name
    for shape in vars(written).values()
    if isinstance(shape, type) and dataclasses.is_dataclass(shape)
    for field in dataclasses.fields(shape)
)
"""Every name of a field."""
ENTRY = re.compile(r"[ ]*(?:-[ ]+)*(?P<key>[^\s:#'\"\[{&*!|>%@`-][^:#\n]*):(?:[ ]+|$)(?P<value>.*)$")
"""A line of the form `key: value`, possibly the first of a list's item."""
EMPTY_LIST = re.compile(r"[ ]*(?:-[ ]+)*(?P<key>[a-z_]+):[ ]+(?P<list>\[[ ]*\])[ ]*(?:#.*)?$")
NO_SPACE = re.compile(r"[ ]*(?:-[ ]+)*(?P<key>[a-z_]+):(?=[^\s:/])")
QUOTED = re.compile(r"""(?P<value>'(?:[^']|'')*'|"(?:[^"\\]|\\.)*")(?P<rest>.*)$""")
COLON = re.compile(r":(?=\s|$)")
KEY = re.compile(rf"\s*(?:- +)*(?:{'|'.join(sorted(KEYS))}):(?:\s|$)")
"""A line that is most likely a field, though it stands where words do."""
COMMENT = re.compile(r"(?:^|\s)#")
MOST_LINES_UP = 200
"""How far above a mistake the field is sought that it stands in."""
PROSE = frozenset(
    {
        "author",
        "description",
        "label",
        "license",
        "locator",
        "name",
        "note",
        "plural",
        "prefix",
        "publisher",
        "quote",
        "subtitle",
        "suffix",
        "text",
        "title",
        "until",
    }
)
"""Fields that hold words for people, where ` #` is far more often lost text than a comment."""
STARTS = {
    "@": "a value cannot begin with `@`",
    "`": "a value cannot begin with a backtick",
    "%": "a value cannot begin with `%`",
    "*": "a value that begins with `*` stands for another value in YAML",
    "&": "a value that begins with `&` names another value in YAML",
    "[": "a value that begins with `[` is a list in YAML, and more follows after its `]`",
    "{": "a value that begins with `{` is a mapping in YAML, and more follows after its `}`",
    "-": "a value that begins with `-` is an item of a list in YAML, which cannot stand here",
    ">": "after `>` the text must begin on the next line",
    "|": "after `|` the text must begin on the next line",
    ",": "a value cannot begin with a comma",
    "]": "a value cannot begin with `]`",
    "}": "a value cannot begin with `}`",
    "?": "a value cannot begin with `?` and a space",
}


class _Line(NamedTuple):
    start: int
    """Offset of its first character in the file."""
    text: str


def syntax_problem(source: Source, *, offset: int, end: int, at: int | None, since: int | None, said: str) -> Problem:
    """Return the problem for what libyaml `said` at the characters `at` and `since` of the text from `offset`.

    `since` is where the thing began that it was reading. `end` is the offset at which the text ends.
    """
    position = min(offset + (at or 0), end)
    began = position if since is None else offset + since
    if "quoted scalar" in said and ("end of stream" in said or "document indicator" in said):
        return _unclosed(source, began)
    if "unknown escape" in said or "hexdecimal" in said or "escape character" in said or "Unicode" in said:
        return _escape(source, position)
    if "document start" in said:
        line = _line(source, position)
        return _problem(
            source,
            line.start,
            len(line.text),
            "a second document begins here",
            code="several-documents",
            hint="remove the line `...` or `---` above",
        )
    if problem := _colon_in_prose(source, offset, position):
        return problem
    for line in _candidates(source, offset, position, began):
        if problem := _by_looks(source, line, position, said):
            return problem
    return _by_structure(source, offset, position, began, said)


def _candidates(source: Source, offset: int, position: int, began: int) -> list[_Line]:
    """Return the line of the error, the line with words before it, and the line where the thing began."""
    line = _line(source, position)
    before = source.text[offset : line.start].rstrip()
    above = _line(source, offset + len(before) - 1) if before else line
    return [line, above, _line(source, began)]


def _by_looks(source: Source, line: _Line, position: int, said: str) -> Problem | None:
    indent = re.match(r"\s*", line.text)
    blank = indent[0] if indent else ""
    if "\t" in blank and blank != line.text:
        return _problem(
            source,
            line.start + blank.index("\t"),
            1,
            "the line is indented with a tab, which YAML does not allow",
            hint="use spaces",
        )
    entry = ENTRY.match(line.text)
    if not entry:
        return None
    key, value = entry["key"].rstrip(), entry["value"].rstrip()
    start = line.start + entry.start("value")
    if value[:1] in {"'", '"'}:
        return _after_quotes(source, key, value, start)
    if re.match(r"[|>][-+0-9]*\s*(#.*)?$", value) or ("flow" not in said and _is_whole(value)):
        return None
    if "flow" in said and value[:1] in {"[", "{"}:
        close = "]" if value[0] == "[" else "}"
        return _problem(
            source,
            start,
            len(value),
            f"the `{value[0]}` is not closed by a `{close}`, or its commas are not right",
            hint=f"close it, or put the value into quotation marks if the bracket is meant: {_quoted(key, value)}",
        )
    is_word = value[:1] in {"-", "?"} and value[1:2] not in {"", " "}
    if value[:1] == "|":
        written = _joined(value[1:].lstrip("-+0123456789"), _lines_below(source, line, entry.start("key")))
        hint = f"write all of it below:\n{as_block(key, written)}"
        return _problem(source, start, len(value), STARTS["|"], hint=hint)
    if value[:1] in STARTS and not is_word:
        return _problem(source, start, len(value), STARTS[value[0]], hint=_either(key, value))
    if key in PROSE and (found := re.search(r"\s#.*$", value)):
        lost = found[0].strip()
        return _problem(
            source,
            start + found.end() - len(found[0].lstrip()),
            len(lost),
            f"YAML reads `{lost}` as a comment, so the value ends before it",
            code="value-cut-by-comment",
            hint=_either(key, value),
        )
    if "mapping values" in said and (found := re.search(r":(?=\s|$)", value)):
        return (
            _problem(
                source,
                start,
                len(value),
                "the value holds a colon followed by a space, which YAML takes for a key",
                hint=_either(key, value),
            )
            if line.start <= position <= line.start + len(line.text)
            else None
        )
    return None


def _colon_in_prose(source: Source, offset: int, position: int) -> Problem | None:
    """Complain of a colon in words that go on over several lines, at the colon.

    libyaml stops at that line or at the one after it, so the field is sought from there upwards.
    """
    following = min(position, len(source.text)) + 1
    for _ in range(MOST_LINES_UP):
        if following <= offset:
            return None
        line = _line(source, following - 1)
        following = line.start
        entry = ENTRY.match(line.text)
        if entry is None or entry["key"].rstrip() not in PROSE:
            continue
        value = entry["value"].strip()
        below = _lines_below(source, line, entry.start("key"))
        words = _joined(value, below)
        starts_plainly = re.match(r"\s*[^\s|>'\"\[{&*!%@`#]", words)
        if not starts_plainly or re.match(r"\s*- ", words):
            continue
        start = line.start + entry.start("value")
        for number, text in enumerate([value, *below]):
            if number and KEY.match(text):
                break
            if COMMENT.search(text):
                break
            if below and (found := COLON.search(text)):
                return _problem(
                    source,
                    start + found.start(),
                    1,
                    "the value holds a colon followed by a space, which YAML takes for a key",
                    hint=f"write the value as a block:\n{as_block(entry['key'].rstrip(), words)}",
                )
            start = source.text.find("\n", start) + 1
    return None


def _lines_below(source: Source, line: _Line, column: int) -> list[str]:
    """Return the lines that belong to the value of a key, which stands in `column`, without those blank at the end."""
    found: list[str] = []
    start = line.start + len(line.text) + 1
    while start < len(source.text):
        following = _line(source, start)
        if following.text.strip() and _indentation(following.text) <= column:
            break
        found.append(following.text)
        start += len(following.text) + 1
    while found and not found[-1].strip():
        found.pop()
    return found


def _joined(value: str, below: list[str]) -> str:
    """Return the words of a value as they read in a block: those behind its key, then the lines below it."""
    return "\n".join([value.strip(), textwrap.dedent("\n".join(below))]).strip("\n")


def _is_whole(value: str) -> bool:
    """Return whether a value ends where its first bracket is closed, so that nothing is wrong with it."""
    depth = 0
    for number, character in enumerate(value):
        depth += (character in "[{") - (character in "]}")
        if depth == 0:
            rest = value[number + 1 :].strip()
            return number > 0 and (not rest or rest.startswith("#"))
    return False


def _after_quotes(source: Source, key: str, value: str, start: int) -> Problem | None:
    closed = QUOTED.match(value)
    rest = closed["rest"].strip() if closed else ""
    if not closed or not rest or rest.startswith("#"):
        return None
    where = start + len(value) - len(closed["rest"].lstrip())
    is_wrapped = value[-1] == value[0] and value.count(value[0]) % 2 == 1
    words = value[1:-1] if is_wrapped else value
    return _problem(
        source,
        where,
        len(rest),
        "more words follow after the closing quotation mark",
        hint=f"write the whole value as a block:\n{as_block(key, words)}",
    )


def _unclosed(source: Source, began: int) -> Problem:
    line = _line(source, began)
    mark = source.text[began : began + 1]
    shown = len(line.text) - (began - line.start)
    return _problem(
        source,
        began,
        shown,
        f"the quotation mark {mark} that opens here is never closed",
        hint=f"close it with {mark} at the end of the value",
    )


def _escape(source: Source, position: int) -> Problem:
    backslash = source.text.rfind("\\", 0, position + 1)
    start = backslash if backslash >= 0 else position
    word = source.text[start : start + 2]
    return _problem(
        source,
        start,
        2,
        f"`{word}` means nothing between double quotation marks, where a backslash is special",
        hint="use single quotation marks, or write the backslash twice",
    )


def _by_structure(source: Source, offset: int, position: int, began: int, said: str) -> Problem:
    """Name a mistake of layout: a line that is no key, or is indented unlike its neighbours."""
    line = _line(source, position)
    above = _candidates(source, offset, position, began)[1]
    words = line.text.strip()
    start, length = line.start + len(line.text) - len(line.text.lstrip()), max(1, len(words))
    for near in _candidates(source, offset, position, began):
        if found := NO_SPACE.match(near.text):
            return _problem(
                source,
                near.start + found.start("key"),
                len(found["key"]) + 1,
                f"a space is missing after `{found['key']}:`",
                hint=f"write `{found['key']}: …`",
            )
    if "simple key" in said:
        stray = _line(source, began)
        text = stray.text.strip()
        return _problem(
            source,
            stray.start + len(stray.text) - len(stray.text.lstrip()),
            max(1, len(text)),
            "this line is not a `key: value`, and it does not belong to the value above",
            hint="indent it further than the key it belongs to, and begin that value with `|`",
        )
    if "flow" in said:
        opened = source.text[began : began + 1] or "["
        return _problem(source, began, 1, f"the `{opened}` that opens here is never closed", hint="close the bracket")
    if not words or position >= len(source.text):
        return _problem(source, position, 1, "the file ends too early", hint="complete the last value")
    if "'-' indicator" in said or "block collection" in said or "block sequence" in said:
        return _problem(
            source,
            start,
            length,
            "this line stands at the level of a list, but does not begin with `- `",
            hint="indent it like the lines of the item above, or begin it with `- `",
        )
    return _by_neighbours(source, offset, line, above, start, length)


def _by_neighbours(source: Source, offset: int, line: _Line, above: _Line, start: int, length: int) -> Problem:
    """Name what is wrong with a line that would be right elsewhere, by looking at the line above it."""
    words, words_above = line.text.strip(), above.text.strip()
    is_deeper = above.start < line.start and _indentation(above.text) < _indentation(line.text)
    if is_deeper and re.fullmatch(r"[a-z_]+", words_above):
        where = above.start + above.text.index(words_above)
        return _problem(
            source,
            where,
            len(words_above),
            f"a colon is missing after `{words_above}`",
            hint=f"write `{words_above}:`",
        )
    if words.startswith("- ") and (problem := _after_empty_list(source, offset, line)):
        return problem
    if words.startswith("- ") and above.start < line.start:
        return _problem(
            source,
            start,
            length,
            "an item of a list stands among `key: value` lines",
            hint="indent it below the key whose list it belongs to, or write it as a key",
        )
    if ENTRY.match(line.text) and above.start < line.start:
        return _problem(
            source,
            start,
            length,
            "this key is not indented like the keys it belongs to",
            hint="keys that belong together begin in the same column",
        )
    if above.start < line.start and _indentation(line.text) < _indentation(above.text):
        return _problem(
            source,
            start,
            length,
            "this line is indented less than the text it belongs to",
            hint="indent it like the line above",
        )
    hint = "put the value into quotation marks, or write it as a block with `|`"
    return _problem(source, start, length, "this cannot be read as YAML", hint=hint)


def _after_empty_list(source: Source, offset: int, line: _Line) -> Problem | None:
    """Complain of the `[]` that closes a list above its first item."""
    above = line
    while above.start > offset:
        above = _line(source, above.start - 1)
        if above.text.strip() and not above.text.lstrip().startswith("#"):
            break
    found = EMPTY_LIST.match(above.text)
    if found is None:
        return None
    return _problem(
        source,
        above.start + found.start("list"),
        len(found["list"]),
        f"`{found['key']}: []` is a list that holds nothing, but its items follow below",
        hint=f"remove the `{found['list']}`",
    )


def _indentation(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _problem(
    source: Source, start: int, length: int, sentence: str, *, hint: str, code: str = "yaml-syntax"
) -> Problem:
    line = _line(source, start)
    room = len(line.text) - (start - line.start)
    return Problem(code, sentence, source.place_at(start, max(1, min(length, room))), hint)


def _line(source: Source, position: int) -> _Line:
    start = source.text.rfind("\n", 0, position) + 1
    end = source.text.find("\n", start)
    return _Line(start, source.text[start : end if end >= 0 else None])


def _either(key: str, value: str) -> str:
    return f"put the value into quotation marks: {_quoted(key, value)}\nor write it as a block:\n{as_block(key, value)}"


def _quoted(key: str, value: str) -> str:
    return f"{key}: {in_quotes(value)}"
