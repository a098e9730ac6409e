"""The files of words that come along say the same things, each in the forms of its language."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from postil.core.files import decoded
from postil.core.yamltree import read_yaml
from postil.plan.plurals import categories

STRINGS = Path(__file__).parents[2] / "layouts/strings"
LANGUAGES = ("ar", "de", "es", "fr", "he", "ko", "ru", "uk")
OWN = re.compile(r"date-first|month-\d+-with-day|names-and-before-i")
"""Names that a language may have and English has not."""
FORM = re.compile(r"(.+-count)-(one|two|few|many|other)")


def words(lang: str) -> dict[str, str]:
    """Return a file's words, read strictly."""
    path = STRINGS / f"{lang}.yaml"
    source = decoded(path.name, path.read_bytes())
    assert source.value is not None
    tree = read_yaml(source.value)
    assert (*source.problems, *tree.problems) == ()
    assert tree.value is not None
    assert all(isinstance(text, str) for text in tree.value.data.values())
    return dict(tree.value.data)


ENGLISH = words("en")


def expected(lang: str) -> list[str]:
    """Return the names that a file must have, in the order of the English one."""
    names: dict[str, None] = {}
    for name in ENGLISH:
        form = FORM.fullmatch(name)
        names |= dict.fromkeys(f"{form[1]}-{one}" for one in categories(lang)) if form else {name: None}
    return list(names)


def placeholders(text: str) -> set[str]:
    return set(re.findall(r"\{\w*\}", text))


def english_of(name: str) -> str:
    form = FORM.fullmatch(name)
    return ENGLISH[f"{form[1]}-other" if form else name]


def test_every_file_that_comes_along_is_tested() -> None:
    assert {path.stem for path in STRINGS.iterdir()} == {"en", *LANGUAGES}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_language_has_the_english_names_in_their_order_and_all_forms_of_its_numbers(lang: str) -> None:
    assert [name for name in words(lang) if not OWN.fullmatch(name)] == expected(lang)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_same_is_filled_in_as_in_english(lang: str) -> None:
    for name, text in words(lang).items():
        if OWN.fullmatch(name):
            continue
        form = FORM.fullmatch(name)
        # One or two of a thing may be said without the figure.
        is_free = form is not None and form[2] in ("one", "two")
        wanted = placeholders(english_of(name))
        assert placeholders(text) == wanted or (is_free and placeholders(text) == wanted - {"{count}"}), name


@pytest.mark.parametrize("lang", ["en", *LANGUAGES])
def test_nothing_is_empty_or_has_stray_spaces(lang: str) -> None:
    for name, text in words(lang).items():
        if name not in ("comma", "colon", "number-group"):
            assert text == text.strip(), name
        assert text, name
        assert "  " not in text, name
        assert "\n" not in text, name


@pytest.mark.parametrize("lang", ["en", *LANGUAGES])
def test_quotation_marks_and_apostrophes_are_those_of_print(lang: str) -> None:
    assert not [
        name for name, text in words(lang).items() if re.search(r"[\"'`]|\.\.\.", text) and name != "suggest-body"
    ]


def test_french_sets_a_narrow_space_before_its_high_marks() -> None:
    for name, text in words("fr").items():
        assert not re.search(r"[^\u202f][:;!?](?!\S)", text), name


@pytest.mark.parametrize("lang", ["ar", "he"])
def test_nothing_is_written_in_latin_letters_where_the_script_is_another(lang: str) -> None:
    for name, text in words(lang).items():
        assert not set(re.findall(r"[A-Za-z]{2,}", re.sub(r"\{\w+\}", "", text))) - KNOWN_IN_ALL, name


KNOWN_IN_ALL = {
    "Wikidata",
    "JavaScript",
    "annotations",
    "BibTeX",
    "CSL",
    "JSON",
    "GitHub",
    "YAML",
    "PDF",
    "Atom",
    "RSS",
}
"""Names that are written alike in every language."""


FAMILY = re.compile(r"(?:kind|verdict|month|type|unplaced|stance|timeline|search)-")
"""How names begin of which the program makes the rest."""


def test_every_english_word_is_used() -> None:
    root = STRINGS.parents[1]
    files = [*root.glob("layouts/**/*.html"), *root.glob("layouts/*.xml"), *root.glob("postil/**/*.py")]
    source = "".join(file.read_text(encoding="utf-8") for file in files)
    used = set(re.findall(r"['\"]([a-z][a-z0-9-]*)['\"]", source))
    names = {form[1].removesuffix("-count") if (form := FORM.fullmatch(name)) else name for name in ENGLISH}
    assert {name for name in names - used if not FAMILY.match(name)} == set()


@pytest.mark.parametrize("lang", ["en", *LANGUAGES])
def test_the_title_of_a_text_among_other_words_stands_between_quotation_marks(lang: str) -> None:
    for name in ("all-notes-of", "cite-page", "cite-title", "feed-notes-on", "suggest-words"):
        assert re.search(r"[“„«”‘]\s?\{title\}\s?[”“»’]", words(lang)[name]), name
