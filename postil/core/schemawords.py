"""What is wrong with a field, in an author's words.

`schema` hands over what the validator found; each finding becomes one `Problem` that names the
field, points at it, and says what would do. The newcomer's trap: an unknown key beside a missing
one is most often one misspelling, and is reported once.
"""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from .problems import Place, Problem, shortened
from .tree import Tree

MANY = 200
"""Of more words than these only those with the same first letter are compared, which is slow work."""


@dataclass(frozen=True, slots=True)
class Mistake:
    """One finding of the validator."""

    kind: str
    """Its name for the finding: `missing`, `string_too_long`, …"""
    path: tuple[str | int, ...]
    found: Any
    """What stands there."""
    context: dict[str, Any] = field(default_factory=dict)
    """Limits and alternatives that the finding is about."""
    expected: str = "text"
    """What should stand there: `a list`, `text`, …"""


def problem_for(mistake: Mistake, tree: Tree, *, names: Sequence[str], unknown: Sequence[str]) -> Problem | None:
    """Return the problem for `mistake`; `None` when another mistake says the same.

    `names` are the keys that are known beside it, `unknown` those that stand there and are not.
    """
    path = mistake.path
    name = _name(path)
    if mistake.kind == "unexpected_keyword_argument":
        key = str(path[-1])
        hint = did_you_mean(key, names) or f"known here: {', '.join(names)}"
        return Problem("unknown-key", f"the key `{key}` is not known here", tree.key(*path), hint)
    if mistake.kind == "missing":
        return _missing(mistake, tree, unknown)
    place = tree.at(*path)
    if mistake.kind == "literal_error":
        return _not_among(mistake, place)
    if mistake.kind == "value_error":
        sentence = str(mistake.context.get("error", "the value is not allowed"))
        return Problem("bad-value", f"{name}: {sentence}", place, _date_hint(sentence))
    if mistake.kind in {"string_too_long", "too_long"}:
        return _too_long(mistake, place)
    if mistake.kind in {"string_too_short", "too_short"}:
        return Problem("missing-key", f"{name} is empty", place, "write its words, or remove the key")
    if mistake.kind in {"greater_than_equal", "less_than_equal"}:
        limit = mistake.context.get("ge", mistake.context.get("le"))
        word = "at least" if "ge" in mistake.context else "at most"
        return Problem("bad-value", f"{name} must be {word} {limit:,}", place, None)
    if mistake.kind == "string_pattern_mismatch":
        return Problem(
            "bad-value", f"{name} is not written as it should be: {_shown(mistake.found)}", place, _form(path)
        )
    if mistake.kind == "string_unicode":
        return Problem("control-character", f"{name} holds half of a character", place, "write the character anew")
    return _wrong_type(mistake, place)


def did_you_mean(word: str, known: Sequence[str]) -> str | None:
    """Return a hint that names the most similar of the `known` words, capitals aside, or `None`."""
    sought = word[:100].casefold()
    words = {other.casefold(): other for other in known}
    if len(words) > MANY:
        words = {folded: other for folded, other in words.items() if folded[:1] == sought[:1]}
    close = difflib.get_close_matches(sought, words, n=1, cutoff=0.6)
    return f"did you mean `{words[close[0]]}`?" if close else None


def _missing(mistake: Mistake, tree: Tree, unknown: Sequence[str]) -> Problem | None:
    key = str(mistake.path[-1])
    if any(difflib.get_close_matches(other[:100].casefold(), [key], cutoff=0.6) for other in unknown):
        return None
    around = tree.at(*mistake.path)
    written = tree.key(*mistake.path)
    owner = f" of {_name(mistake.path[:-1])}" if len(mistake.path) > 1 else ""
    if written.excerpt and written.excerpt.strip().lstrip("- ").startswith(key):
        return Problem("missing-key", f"`{key}`{owner} has no value", written, f"write `{key}: …`")
    return Problem("missing-key", f"`{key}`{owner} is missing", around, f"add `{key}: …`")


def _not_among(mistake: Mistake, place: Place) -> Problem:
    choices = [word.strip("'") for word in str(mistake.context["expected"]).replace(" or ", ", ").split(", ")]
    hint = did_you_mean(str(mistake.found), choices) or f"one of: {', '.join(choices)}"
    if not isinstance(mistake.found, str):
        return Problem("wrong-type", f"{_name(mistake.path)} must be a word", place, f"one of: {', '.join(choices)}")
    return Problem("bad-value", f"{_name(mistake.path)} cannot be {_shown(mistake.found)}", place, hint)


def _too_long(mistake: Mistake, place: Place) -> Problem:
    limit = mistake.context["max_length"]
    name = _name(mistake.path)
    if mistake.kind == "too_long":
        sentence = f"{name} has {len(mistake.found):,} entries; {limit:,} are the most"
    else:
        sentence = f"{name} has {len(mistake.found):,} characters; {limit:,} are the most"
    hint = "name a long passage by its first words in `quote` and its last in `until`"
    return Problem("too-long", sentence, place, hint if mistake.path[-1:] == ("quote",) else None)


def _wrong_type(mistake: Mistake, place: Place) -> Problem:
    name, found = _name(mistake.path), mistake.found
    last = str(mistake.path[-1]) if mistake.path else "key"
    if found is None:
        return Problem("missing-key", f"{name} has no value", place, f"write {mistake.expected} after it, or remove it")
    hint = None
    if mistake.expected == "a list of entries":
        is_address = isinstance(found, str) and found.startswith("http")
        entry = f"{{url: {shortened(found)}}}" if is_address else "{…}, {…}"
        hint = f"write `{last}: [{entry}]`, or begin the first line of each entry with `- `"
    elif mistake.expected.startswith("a list") and isinstance(found, str):
        hint = f"write `{last}: [{shortened(found)}]`"
    elif mistake.expected.startswith("a list"):
        hint = f"write `{last}: [a, b]`, or one item a line, each after `- `"
    elif mistake.expected.startswith("`key"):
        hint = "write them below it, indented" if mistake.path else None
    elif mistake.expected.startswith("text") and isinstance(found, dict | list):
        hint = "if brackets or a colon are meant, put the value into quotation marks"
    elif mistake.expected == "true or false":
        hint = f"write `{last}: true` or `{last}: false`"
    elif mistake.expected == "a whole number":
        hint = f"write digits only, as in `{last}: 2`"
    return Problem("wrong-type", f"{name} must be {mistake.expected}", place, hint)


def _name(path: tuple[str | int, ...]) -> str:
    """Return a field's name as people say it: `also`, item 2 of `also`, `url` in item 1 of `sources`."""
    if not path:
        return "this"
    last = path[-1]
    if isinstance(last, int):
        return f"item {last + 1} of {_name(path[:-1])}" if path[:-1] else f"item {last + 1}"
    return f"`{last}`"


def _form(path: tuple[str | int, ...]) -> str | None:
    forms = {
        "lang": "a language is written as in `en`, `de-CH` or `zh-Hant`",
        "wikidata": "an identifier of Wikidata is a Q with digits, as in `Q7747`",
    }
    return forms.get(str(path[-1])) if path else None


def _date_hint(sentence: str) -> str:
    if sentence.startswith("there is no day"):
        return "months run from 01 to 12, days to the end of the month"
    return "write it in digits, the year first"


def _shown(found: Any) -> str:
    return f"`{shortened(str(found))}`"
