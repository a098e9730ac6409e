"""What is wrong with a field, in an author's words.

`checking` hands over what the validator found; each finding becomes one `Problem` that names the
field, points at it, and says what would do. The newcomer's trap: an unknown key beside a missing
one is most often one misspelling, and is reported once.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Sequence
from dataclasses import field
from typing import Any

from postil.core.problems import Place, Problem, shortened
from postil.core.scalars import as_block, as_value, in_quotes
from postil.core.values import dataclass
from postil.core.yamltree import Tree

WORDS = ("title", "name", "label", "quote", "note", "text")
"""Fields that a plain string was most likely meant for, the likeliest first."""
ADDRESSES = ("url", "to")
"""Those that an address was meant for."""
ADDRESS = re.compile(r"https?:|www\.|\S+\.md$")
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
    fields: tuple[str, ...] = ()
    """Of what is expected there, or of each entry of the list that is."""
    required: tuple[str, ...] = ()
    """Those of the fields that cannot be left out."""
    is_named: bool = False
    """Whether each of what is expected stands under a name of its own."""
    is_in_words: bool = False
    """Whether a plain string may stand for the fields."""


def problem_for(mistake: Mistake, tree: Tree, *, names: Sequence[str], unknown: Sequence[str]) -> Problem | None:
    """Return the problem for `mistake`; `None` when another mistake says the same.

    `names` are the keys that are known beside it, `unknown` those that stand there and are not.
    """
    path = mistake.path
    name = _name(path)
    if mistake.kind == "unexpected_keyword_argument":
        key = str(path[-1])
        hint = did_you_mean(key, names) or _sentence_hint(key, mistake.found) or f"known here: {', '.join(names)}"
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
    return _wrong_type(mistake, tree, place)


def did_you_mean(word: str, known: Sequence[str], *, likeness: float = 0.6) -> str | None:
    """Return a hint that names the most similar of the `known` words, capitals aside, or `None`.

    `likeness` is how similar it has to be at least: 1 is the same.
    """
    sought = word[:100].casefold()
    words = {other.casefold(): other for other in known}
    if len(words) > MANY:
        words = {folded: other for folded, other in words.items() if folded[:1] == sought[:1]}
    close = difflib.get_close_matches(sought, words, n=1, cutoff=likeness)
    return f"did you mean `{words[close[0]]}`?" if close else None


def _sentence_hint(key: str, value: Any) -> str | None:
    """Return what to do when a key is several words, and so most likely part of a sentence."""
    if " " not in key or not isinstance(value, str | None):
        return None
    if value is None:
        return "if the comma before it is meant, put the whole value into quotation marks"
    return f"if the colon is meant, put the whole value into quotation marks: {in_quotes(f'{key}: {value}')}"


def _missing(mistake: Mistake, tree: Tree, unknown: Sequence[str]) -> Problem | None:
    key = str(mistake.path[-1])
    if any(difflib.get_close_matches(other[:100].casefold(), [key], cutoff=0.6) for other in unknown):
        return None
    beside = tree.under(*mistake.path[:-1]).data
    if len(beside or ()) == len(unknown) == 1 and " " in unknown[0]:
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


def _wrong_type(mistake: Mistake, tree: Tree, place: Place) -> Problem:
    name, found = _name(mistake.path), mistake.found
    last = str(mistake.path[-1]) if mistake.path else "key"
    if found is None:
        return Problem("missing-key", f"{name} has no value", place, f"write {mistake.expected} after it, or remove it")
    hint = None
    if mistake.expected.startswith("a list") and isinstance(found, str):
        entry = None if mistake.is_in_words else _entry(found, mistake)
        item = _in_brackets(entry) if entry else as_value(found)
        hint = f"write `{last}: [{item}]`"
    elif mistake.expected == "a list of entries":
        hint = f"write `{last}: [{{…}}, {{…}}]`, or begin the first line of each entry with `- `"
    elif mistake.expected.startswith("a list"):
        hint = f"write `{last}: [a, b]`, or one item a line, each after `- `"
    elif mistake.expected.startswith("`key"):
        hint = _as_entry(mistake, place)
    elif _is_bracketed_twice(mistake):
        items = tree.under(*mistake.path[:-1]).data
        flat = [word for item in items for word in (item if isinstance(item, list) else [item])]
        hint = f"write `{mistake.path[-2]}: [{', '.join(as_value(str(word)) for word in flat)}]`"
    elif mistake.expected.startswith("text") and _is_sentence(found) and "{" not in (place.excerpt or ""):
        words = "\n".join(f"{key}: {value or ''}".rstrip() for key, value in found.items())
        hint = f"if the colon is meant, write the value as a block:\n{as_block(last, words)}"
    elif mistake.expected.startswith("text") and isinstance(found, list) and _before(place).endswith("-"):
        hint = f"write `{last}: {as_value(' '.join(map(str, found)))}`"
    elif mistake.expected.startswith("text") and isinstance(found, dict | list):
        hint = "if brackets or a colon are meant, put the value into quotation marks"
    elif mistake.expected == "true or false":
        hint = f"write `{last}: true` or `{last}: false`"
    elif mistake.expected == "a whole number":
        hint = f"write digits only, as in `{last}: 2`"
    return Problem("wrong-type", f"{name} must be {mistake.expected}", place, hint)


def _as_entry(mistake: Mistake, place: Place) -> str | None:
    """Return how to write what stands at `place` as `key: value` lines, in the way that fits around it."""
    entry = _entry(mistake.found, mistake)
    if mistake.is_named:
        example = f"short-name: {_in_brackets(entry)}" if entry else "short-name: …"
        return f"write each on a line of its own below it, indented: `{example}`"
    if not entry:
        example = f": `{mistake.fields[0]}: …`" if mistake.fields else ""
        return f"write them on lines of their own below it, indented{example}" if mistake.path else None
    before = _before(place)
    lines = [f"{key}: {value}" for key, value in entry.items()]
    if isinstance(mistake.found, str) and before.endswith("-"):
        return f"write `- {lines[0]}`" if len(lines) == 1 else "write it as\n- " + "\n  ".join(lines)
    if not mistake.path and not isinstance(mistake.found, str):
        return None
    if not mistake.path and not before:
        return f"write `{lines[0]}`"
    name = mistake.path[-1] if mistake.path else 0
    return f"write `{_in_brackets(entry)}`" if isinstance(name, int) else f"write `{name}: {_in_brackets(entry)}`"


def _before(place: Place) -> str:
    return place.words_before.rstrip()


def _entry(found: Any, mistake: Mistake) -> dict[str, str]:
    """Return the fields that `found` may have been meant for, with those that are needed beside; empty for none."""
    is_written = isinstance(found, str)
    first = ADDRESSES if is_written and ADDRESS.match(found) else ()
    main = next((name for name in (*first, *WORDS) if name in mistake.fields), None)
    if main is None:
        return {}
    value = as_value(found) if is_written else "…"
    needed = {main, *mistake.required}
    return {name: value if name == main else "…" for name in mistake.fields if name in needed}


def _in_brackets(entry: dict[str, str]) -> str:
    return "{" + ", ".join(f"{key}: {value}" for key, value in entry.items()) + "}"


def _is_sentence(found: Any) -> bool:
    """Return whether what was read as fields may be lines of words with colons in them."""
    return isinstance(found, dict) and all(isinstance(value, str | None) for value in found.values())


def _is_bracketed_twice(mistake: Mistake) -> bool:
    """Return whether `[[name]]` stands where `[name]` is meant, as it is written in the words of a note."""
    is_item = len(mistake.path) > 1 and isinstance(mistake.path[-1], int) and mistake.expected.startswith("text")
    return is_item and isinstance(mistake.found, list) and all(isinstance(word, str) for word in mistake.found)


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
