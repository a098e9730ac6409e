"""Words, dates, names, numbers and counts as readers of nine languages see them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from postil.anchoring import UNPLACED
from postil.core.problems import Problem, Severity
from postil.plan.plurals import categories
from postil.plan.words import (
    StringFiles,
    Words,
    counted,
    counted_kind,
    shortened,
    shown_date,
    shown_dates,
    shown_names,
    shown_number,
    shown_quote,
    shown_share,
    words_of,
)

STRINGS = Path(__file__).parents[2] / "layouts/strings"
ENGLISH = """
notes: Notes
close: Close
made-with: Made with {generator}
notes-count-one: "{count} note"
notes-count-other: "{count} notes"
number-group: ","
"""


def files(written: Mapping[str, str]) -> StringFiles:
    """Return files of words that exist only in a test."""
    given = {"en": ENGLISH, **written}

    def of(name: str) -> Sequence[tuple[str, bytes]]:
        lang = name.removeprefix("strings/").removesuffix(".yaml")
        return ((f"layouts/{name}", given[lang].encode()),) if lang in given else ()

    return of


def shipped(lang: str) -> Words:
    """Return the words that come along in a language."""

    def of(name: str) -> Sequence[tuple[str, bytes]]:
        path = STRINGS.parent / name
        return ((f"layouts/{name}", path.read_bytes()),) if path.is_file() else ()

    return words_of(of, lang).value


def only(problems: Sequence[Problem]) -> Problem:
    (problem,) = problems
    return problem


GERMAN = 'notes: Anmerkungen\nclose: Schließen\nmade-with: Mit {generator} gemacht\nnumber-group: "."\n'
GERMAN_COUNTS = 'notes-count-one: "{count} Anmerkung"\nnotes-count-other: "{count} Anmerkungen"\n'


def test_a_region_takes_its_own_words_before_those_of_the_language() -> None:
    checked = words_of(files({"de": GERMAN + GERMAN_COUNTS, "de-AT": "close: Zumachen"}), "de-AT")
    assert (checked.value["notes"], checked.value["close"]) == ("Anmerkungen", "Zumachen")
    assert checked.problems == ()


def test_missing_words_are_english_and_told_once_with_file_and_names() -> None:
    checked = words_of(files({"de": GERMAN}), "de-AT")
    problem = only(checked.problems)
    assert counted(checked.value, "notes", 2) == "2 notes"
    assert (problem.code, problem.severity) == ("missing-string", Severity.WARNING)
    assert problem.place.path == "layouts/strings/de.yaml"
    assert problem.sentence.endswith(": notes-count-one, notes-count-other")


def test_a_language_without_a_file_is_told_once_with_a_way_to_add_one() -> None:
    problem = only(words_of(files({}), "la").problems)
    assert problem.place.path == "layouts/strings/la.yaml"
    assert "translate" in (problem.hint or "")


def test_english_of_any_country_lacks_nothing() -> None:
    assert words_of(files({"en-GB": "close: Shut"}), "en-GB").problems == ()


def test_a_language_with_more_forms_is_asked_for_each_of_them() -> None:
    ukrainian = GERMAN + 'notes-count-one: "{count} примітка"\nnotes-count-many: "{count} приміток"\n'
    checked = words_of(files({"uk": ukrainian}), "uk")
    assert only(checked.problems).sentence.endswith(": notes-count-few")
    assert [counted(checked.value, "notes", count) for count in (1, 2, 5)] == ["1 примітка", "2 notes", "5 приміток"]


@pytest.mark.parametrize(
    "braces", ["{genrator}", "{generator", "{generator.real}", "{generator!r}", "{generator:x}", "{}"]
)
def test_words_that_cannot_be_filled_in_are_left_out_and_told(braces: str) -> None:
    german = GERMAN.replace("{generator}", braces) + GERMAN_COUNTS
    checked = words_of(
        files({"de": german.replace("made-with: ", "made-with: '").replace(" gemacht", " gemacht'")}), "de"
    )
    assert checked.value["made-with"] == "Made with {generator}"
    assert {problem.code for problem in checked.problems} == {"bad-value", "missing-string"}
    assert next(problem.place.line for problem in checked.problems if problem.code == "bad-value") == 3


@pytest.mark.parametrize(
    ("words", "place_of"),
    [
        ('date-first: "{moment}"', "date-day"),
        ('names-and-before-i: "{0}"', "names-and"),
        ('month-5-with-day: "{month}"', "month-5"),
    ],
)
def test_words_that_only_a_language_has_are_filled_in_as_those_whose_place_they_take(words: str, place_of: str) -> None:
    english = {
        "date-day": "{day} {month} {year}",
        "date-span": "{first} to {last}",
        "names-and": "{first} and {last}",
        "month-5": "May",
        "comma": ", ",
    }
    written = "\n".join(f'{name}: "{text}"' for name, text in english.items())
    spanish = written + "\n" + words
    checked = words_of(lambda name: [(name, (spanish if "/es" in name else written).encode())], "es")
    assert only(checked.problems).code == "bad-value"
    assert words.partition(":")[0] not in checked.value
    assert place_of in checked.value


@pytest.mark.parametrize("text", ["[a]", "{a: b}", ""])
def test_what_is_no_text_is_left_out_and_told(text: str) -> None:
    checked = words_of(files({"de": f"{GERMAN}{GERMAN_COUNTS}notes-quiet: {text}\n"}), "de")
    assert "it is not text" in only(checked.problems).sentence


def test_a_file_that_is_a_list_is_told() -> None:
    assert "this file holds no words" in [
        problem.sentence for problem in words_of(files({"de": "- a\n"}), "de").problems
    ]


def test_a_file_of_the_site_goes_over_the_one_that_comes_along_word_by_word() -> None:
    def of(name: str) -> Sequence[tuple[str, bytes]]:
        both = (("layouts/" + name, b"close: Shut"), ("postil/layouts/" + name, ENGLISH.encode()))
        return both if name == "strings/en.yaml" else ()

    words = words_of(of, "en").value
    assert (words["close"], words["notes"]) == ("Shut", "Notes")


def test_what_the_english_of_a_site_does_not_say_another_language_may() -> None:
    both = (("layouts/strings/en.yaml", b"made-with: Made by hand"), ("strings/en.yaml", ENGLISH.encode()))

    def of(name: str) -> Sequence[tuple[str, bytes]]:
        return {"strings/en.yaml": both, "strings/de.yaml": (("strings/de.yaml", GERMAN.encode()),)}.get(name, ())

    assert words_of(of, "en").value["made-with"] == "Made by hand"
    assert words_of(of, "de").value["made-with"] == "Mit {generator} gemacht"


@pytest.mark.parametrize("lang", ["en", "de"])
def test_a_mistyped_name_is_told_with_the_one_that_is_meant(lang: str) -> None:
    own = b"notes: Remarks\nclsoe: Shut\nnotes-shown: Seen\nmy-own-heading: Mine\n"

    def of(name: str) -> Sequence[tuple[str, bytes]]:
        along = ENGLISH if name == "strings/en.yaml" else GERMAN + GERMAN_COUNTS
        return (("layouts/" + name, own), ("postil/layouts/" + name, along.encode()))[name != f"strings/{lang}.yaml" :]

    problem = only(words_of(of, lang).problems)
    assert (problem.code, problem.severity, problem.place.line) == ("unknown-key", Severity.NOTICE, 2)
    assert problem.hint == "did you mean `close`?"


def test_borrowed_words_say_in_the_page_that_they_are_english() -> None:
    words = Words("ar", {"notes": "الحواشي"}, {"notes": "Notes", "close": "Close & go", "by": "by {name}"})
    borrowed = words.text("close")
    assert words.text("notes") == "الحواشي"
    assert str(borrowed) == words["close"] == "Close & go"
    assert borrowed.__html__() == '<span lang="en" dir="ltr">Close &amp; go</span>'  # type: ignore[union-attr]
    assert str(words.text("by", name="A")) == "by A"


def test_scripts_that_count_get_the_forms_of_one_language() -> None:
    english = {"x-count-one": "one", "x-count-other": "others"}
    assert Words("ko", {"x-count-other": "모두"}, english).forms("x") == {"other": "모두"}
    assert Words("uk", {}, english).forms("x") == {"one": "one", "other": "others"}


NUMBERS = (1, 2, 3, 5, 11, 21, 22, 25, 100, 101, 111, 1000)
NOTES = {
    "en": "note notes notes notes notes notes notes notes notes notes notes notes",
    "de": "Anmerkung" + " Anmerkungen" * 11,
    "fr": "note notes notes notes notes notes notes notes notes notes notes notes",
    "es": "nota notas notas notas notas notas notas notas notas notas notas notas",
    "uk": "примітка примітки примітки приміток приміток примітка примітки приміток приміток примітка приміток приміток",
    "ru": "примечание примечания примечания примечаний примечаний примечание примечания примечаний примечаний "
    "примечание примечаний примечаний",
}
"""What stands after each of the numbers."""


@pytest.mark.parametrize("lang", NOTES)
def test_notes_are_counted(lang: str) -> None:
    words = shipped(lang)
    shown = [counted(words, "notes", number) for number in NUMBERS]
    assert [label.replace("\u00a0", " ").split(" ")[-1] for label in shown] == NOTES[lang].split(" ")
    assert all(label.startswith(shown_number(words, number)) for label, number in zip(shown, NUMBERS, strict=True))


@pytest.mark.parametrize(
    ("lang", "shown"),
    [
        ("ko", ["주석 1개", "주석 2개", "주석 3개", "주석 11개", "주석 1,000개"]),
        ("ar", ["حاشية واحدة", "حاشيتان", "3 حواشٍ", "11 حاشية", "1,000 حاشية"]),
        ("he", ["הערה אחת", "שתי הערות", "3 הערות", "11 הערות", "1,000 הערות"]),
    ],
)
def test_notes_are_counted_where_the_number_is_not_always_a_figure(lang: str, shown: list[str]) -> None:
    assert [counted(shipped(lang), "notes", number) for number in (1, 2, 3, 11, 1000)] == shown


@pytest.mark.parametrize(
    ("lang", "forms"),
    [
        ("en", "one other"),
        ("de-AT", "one other"),
        ("fr", "one other"),
        ("es", "one other"),
        ("uk-UA", "one few many"),
        ("ru", "one few many"),
        ("ko", "other"),
        ("ar", "one two few many other"),
        ("he", "one two other"),
        ("pl", "one few many"),
        ("cs", "one few other"),
    ],
)
def test_a_language_has_its_forms(lang: str, forms: str) -> None:
    assert categories(lang) == tuple(forms.split())


@pytest.mark.parametrize(
    ("lang", "forms"),
    [
        ("ar", "one two few few many many many many other other many other"),
        ("he", "one two" + " other" * 10),
        ("pl", "one few few many many many few many many many many many"),
        ("cs", "one few few" + " other" * 9),
    ],
)
def test_each_number_has_its_form(lang: str, forms: str) -> None:
    written = {form: f"{form}" for form in ("one", "two", "few", "many", "other")}
    words = Words(lang, {"number-group": "", **{f"x-count-{form}": text for form, text in written.items()}})
    assert [counted(words, "x", number) for number in NUMBERS] == forms.split()


def test_nothing_is_not_counted() -> None:
    assert counted(shipped("en"), "notes", 0) == ""


@pytest.mark.parametrize(
    ("lang", "shown"),
    [
        ("en", ["18 October 2024", "1 May 2024", "October 2024", "2024"]),
        ("de", ["18. Oktober 2024", "1. Mai 2024", "Oktober 2024", "2024"]),
        ("fr", ["18 octobre 2024", "1er mai 2024", "octobre 2024", "2024"]),
        ("es", ["18 de octubre de 2024", "1 de mayo de 2024", "octubre de 2024", "2024"]),
        ("uk", ["18 жовтня 2024", "1 травня 2024", "жовтень 2024", "2024"]),
        ("ru", ["18 октября 2024", "1 мая 2024", "октябрь 2024", "2024"]),
        ("ko", ["2024년 10월 18일", "2024년 5월 1일", "2024년 10월", "2024년"]),
        ("ar", ["18 أكتوبر 2024", "1 مايو 2024", "أكتوبر 2024", "2024"]),
        ("he", ["18 באוקטובר 2024", "1 במאי 2024", "אוקטובר 2024", "2024"]),
    ],
)
def test_dates_are_written_as_the_language_writes_them(lang: str, shown: list[str]) -> None:
    words = shipped(lang)
    dates = [shown_date(words, date) for date in ("2024-10-18", "2024-05-01", "2024-10", "2024")]
    assert [(date or "").replace("\u00a0", " ") for date in dates] == shown


def test_a_span_of_dates_may_lack_an_end() -> None:
    words = shipped("en")
    assert shown_dates(words, "1864", "1911") == "1864 – 1911"
    assert (shown_dates(words, "1864", None), shown_dates(words, None, None)) == ("1864", None)


@pytest.mark.parametrize(("names", "shown"), [((), None), (("A",), "A"), (("A", "B", "C"), "A, B and C")])
def test_names_are_joined(names: tuple[str, ...], shown: str | None) -> None:
    assert shown_names(shipped("en"), names) == shown


@pytest.mark.parametrize(
    ("lang", "shown"),
    [
        ("de", "A, B und C"),
        ("fr", "A, B et C"),
        ("es", "A, B y C"),
        ("uk", "A, B та C"),
        ("ru", "A, B и C"),
        ("ko", "A, B, C"),
        ("ar", "A، B وC"),
        ("he", "A, B, C"),
    ],
)
def test_names_are_joined_as_the_language_joins_any_names(lang: str, shown: str) -> None:
    assert shown_names(shipped(lang), ("A", "B", "C")) == shown


@pytest.mark.parametrize(
    ("last", "shown"), [("Inés", "Ana e Inés"), ("Hilario", "Ana e Hilario"), ("Yago", "Ana y Yago")]
)
def test_spanish_joins_names_by_their_sound(last: str, shown: str) -> None:
    assert shown_names(shipped("es"), ("Ana", last)) == shown


@pytest.mark.parametrize(
    ("lang", "number", "share"),
    [
        ("en", "1,234,567", "31%"),
        ("de", "1.234.567", "31\u00a0%"),
        ("fr", "1\u202f234\u202f567", "31\u202f%"),
        ("es", "1.234.567", "31\u00a0%"),
        ("uk", "1\u00a0234\u00a0567", "31\u00a0%"),
        ("ru", "1\u00a0234\u00a0567", "31\u00a0%"),
        ("ko", "1,234,567", "31%"),
        ("ar", "1,234,567", "31%"),
        ("he", "1,234,567", "31%"),
    ],
)
def test_numbers_are_grouped_and_shares_are_spaced(lang: str, number: str, share: str) -> None:
    words = shipped(lang)
    assert (shown_number(words, 1234567), shown_share(words, 0.312)) == (number, share)


@pytest.mark.parametrize(
    ("label", "lang", "shown"),
    [
        ("Laws", "en", "3 laws"),
        ("EU law", "en", "3 EU law"),
        ("Gesetze", "de", "3 Gesetze"),
        ("Статті", "uk", "3 статті"),
    ],
)
def test_a_kind_of_the_site_keeps_the_capitals_that_its_language_wants(label: str, lang: str, shown: str) -> None:
    assert counted_kind(shipped("en"), 3, label, lang=lang) == shown


def test_every_reason_for_having_no_place_has_words_for_readers() -> None:
    assert all(shipped("en")[f"unplaced-{code}"] for code in UNPLACED)


def test_a_long_quote_is_shortened_in_its_middle() -> None:
    words = "alpha " * 50 + "omega"
    short = shortened(words, 60)
    assert len(short) <= 60
    assert short.startswith("alpha")
    assert short.endswith("omega")
    assert "…" in short


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("“closed again”", "closed again"),
        ("«closed again»", "closed again"),
        ("a “closed” door", "a “closed” door"),
        ("“one” and “two”", "“one” and “two”"),
        ("“”", "“”"),
    ],
)
def test_a_passage_in_quotation_marks_is_not_quoted_twice(words: str, shown: str) -> None:
    assert shown_quote(words) == shown


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("alpha\n\nbeta\n\n“gamma”", "alpha / beta / “gamma”"),
        ("It ended.\n\nThe next began", "It ended. The next began"),
        ("one line\nand another", "one line and another"),
    ],
)
def test_a_stroke_stands_where_a_block_of_a_passage_ends_without_a_sign(words: str, shown: str) -> None:
    assert shown_quote(words) == shown
