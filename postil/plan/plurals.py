"""Which form of a word goes with a number: the plural categories of languages.

The facts are those of Unicode's CLDR for whole numbers: https://cldr.unicode.org/index/cldr-spec/plural-rules.
A category names a form, not a number: `one` is also the form for 21 in Ukrainian.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache

FORMS = ("one", "two", "few", "many", "other")
"""The categories of numbers above zero, in CLDR's order."""


@lru_cache(maxsize=1024)
def category(lang: str, number: int) -> str:
    """Return `one`, `few`, … for a number of things in a language; one not listed counts as English does."""
    return _rule(lang)(number)


def categories(lang: str) -> tuple[str, ...]:
    """Return those of `FORMS` that a language has."""
    rule = _rule(lang)
    # Two hundred show every form: no rule below looks further than at the last two digits.
    met = {rule(number) for number in range(1, 201)}
    return tuple(form for form in FORMS if form in met)


def _rule(lang: str) -> Callable[[int], str]:
    return RULES.get(lang.partition("-")[0].lower(), _english)


def _english(number: int) -> str:
    return "one" if number == 1 else "other"


def _french(number: int) -> str:
    return "one" if number in (0, 1) else "other"


def _without_plural(number: int) -> str:
    del number
    return "other"


def _east_slavic(number: int) -> str:
    last, is_teen = number % 10, 11 <= number % 100 <= 14
    if last == 1 and not is_teen:
        return "one"
    return "few" if 2 <= last <= 4 and not is_teen else "many"


def _polish(number: int) -> str:
    return "one" if number == 1 else "many" if number % 10 == 1 else _east_slavic(number)


def _czech(number: int) -> str:
    return "one" if number == 1 else "few" if 2 <= number <= 4 else "other"


def _arabic(number: int) -> str:
    if number < 3:
        return ("zero", "one", "two")[number]
    rest = number % 100
    return "few" if 3 <= rest <= 10 else "many" if rest >= 11 else "other"


def _hebrew(number: int) -> str:
    return {1: "one", 2: "two"}.get(number, "other")


RULES: Mapping[str, Callable[[int], str]] = {
    "ar": _arabic,
    "be": _east_slavic,
    "cs": _czech,
    "fr": _french,
    "he": _hebrew,
    "ja": _without_plural,
    "ko": _without_plural,
    "pl": _polish,
    "ru": _east_slavic,
    "sk": _czech,
    "uk": _east_slavic,
    "zh": _without_plural,
}
"""Those that do not count as English does, by their language codes."""
