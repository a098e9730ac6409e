"""The words of the interface in the language of a page, and what is made of them: counts, dates, names.

Takes `strings/LANG.yaml` of the layouts, gives `Words`, a mapping of names to words that also knows
which of them it had to borrow from English. What languages do differently stands in their files;
only the rules of their plurals are code. The newcomer's trap: an attribute takes `words['close']`,
the text of an element `words.text('close')`, which says so in the page when the words are English.
"""

from __future__ import annotations

import html
import re
import string
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import field

from postil.core.characters import DOUBLE_QUOTES
from postil.core.files import decoded
from postil.core.problems import Checked, Place, Problem, Severity
from postil.core.schema import did_you_mean
from postil.core.values import dataclass
from postil.core.yamltree import Tree, read_yaml

from .plurals import FORMS, categories, category

FALLBACK = "en"
"""The language that has every word."""
MARKS = frozenset('"' + DOUBLE_QUOTES)
MOST_DATES = 4096
MOST_NAMED = 12
"""Missing words that a problem lists."""
MISTYPED = 0.8
"""How like a name has to be to one that is known: of a short one two letters have changed places."""
COUNTED = re.compile(rf"(.+-count)-(?:{'|'.join(FORMS)})")
"""Names of words that are chosen by a number."""
I_SOUND = re.compile(r"h?[ií](?![aeou])", re.IGNORECASE)
"""How a name begins before which Spanish says `e` for `y`."""
NOUNS_ARE_CAPITAL = frozenset({"de", "lb"})
BLOCK_END = re.compile("(?<![.!?…。！？؟։।:;,、；：])\n\n")
OWN = re.compile(r"(month-\d+)-with-day|(names-and)-before-i|(date)-first")
"""Words that a language may have and English has not, each in place of another."""

StringFiles = Callable[[str], Sequence[tuple[str, bytes]]]
"""Gives every file of a name that the layouts have, the site's own first: its path and content."""


@dataclass(frozen=True, slots=True)
class Words(dict[str, str]):
    """The words of the interface in one language; those that it lacks are English.

    A dictionary, because a page asks for a thousand of them.
    """

    lang: str = FALLBACK
    own: Mapping[str, str] = field(default_factory=dict)
    """Those in the language itself."""
    english: Mapping[str, str] = field(default_factory=dict)
    dates: dict[str, str] = field(default_factory=dict, compare=False, repr=False)
    """The dates that have been written, `MOST_DATES` of them: long lists have few days and many lines."""

    def __post_init__(self) -> None:
        self.update({**self.english, **self.own})

    def forms(self, name: str) -> Mapping[str, str]:
        """Return the words that are chosen by a number, by their plural categories, for scripts that count."""
        names = {form: f"{name}-count-{form}" for form in FORMS}
        known = self.own if any(one in self.own for one in names.values()) else self.english
        return {form: known[one] for form, one in names.items() if one in known}

    def text(self, name: str, /, **values: object) -> str | Borrowed:
        """Return words to stand as the text of an element, with `values` filled in."""
        words = self[name].format(**values) if values else self[name]
        return words if name in self.own else Borrowed(words)


@dataclass(frozen=True, slots=True)
class Borrowed:
    """English words on a page in another language. In a layout they are an element that says so."""

    words: str

    def __str__(self) -> str:
        return self.words

    def __html__(self) -> str:
        return f'<span lang="{FALLBACK}" dir="ltr">{html.escape(self.words)}</span>'


def counted(words: Words, name: str, count: int) -> str:
    """Return `3 notes` or `1 note`; empty for none."""
    if not count:
        return ""
    form = category(words.lang, count)
    if f"{name}-count-{form}" not in words.own:
        form = "other" if f"{name}-count-other" in words.own else category(FALLBACK, count)
    return words[f"{name}-count-{form}"].format(count=shown_number(words, count))


def counted_kind(words: Words, count: int, label: str, *, lang: str) -> str:
    """Return `3 laws` for a kind of the site's own, whose label is in the language `lang`."""
    is_word = label[1:2].islower() and lang.partition("-")[0].lower() not in NOUNS_ARE_CAPITAL
    kind = label[:1].lower() + label[1:] if is_word else label
    return words["kind-count"].format(count=shown_number(words, count), kind=kind)


def shown_number(words: Words, number: int) -> str:
    """Return a whole number with its thousands grouped: `1,234`."""
    return str(number) if 0 <= number < 1000 else f"{number:,}".replace(",", words["number-group"])


def shown_share(words: Words, share: float) -> str:
    """Return a share between 0 and 1 in percent: `31%`."""
    return words["percent"].format(number=f"{100 * share:.0f}")


def shown_date(words: Words, date: str | None) -> str | None:
    """Return an ISO date, whole or partial, as people read it: `18 October 2024`, `October 2024`."""
    if date is None:
        return None
    shown = words.dates.get(date)
    if shown is None:
        shown = _written_date(words, date)
        if len(words.dates) < MOST_DATES:
            words.dates[date] = shown
    return shown


def _written_date(words: Words, date: str) -> str:
    year, _, rest = date.partition("-")
    month, _, day = rest.partition("-")
    if not month:
        return words["date-year"].format(year=year)
    name = words[f"month-{int(month)}"]
    if not day:
        return words["date-month"].format(month=name, year=year)
    # Languages that write `1er` or decline the month after a day have words for that; the others need none.
    pattern = words.own.get("date-first") if int(day) == 1 else None
    name = words.own.get(f"month-{int(month)}-with-day", name)
    return (pattern or words["date-day"]).format(day=int(day), month=name, year=year)


def shown_dates(words: Words, begun: str | None, ended: str | None) -> str | None:
    """Return a span between two ISO dates, or the one that is known."""
    first, last = shown_date(words, begun), shown_date(words, ended)
    return words["date-span"].format(first=first, last=last) if first and last else first or last


def shown_names(words: Words, names: tuple[str, ...]) -> str | None:
    """Return `A`, `A and B`, `A, B and C`; `None` for nobody."""
    if not names:
        return None
    if len(names) == 1:
        return names[0]
    pattern = words.own.get("names-and-before-i") if I_SOUND.match(names[-1]) else None
    return (pattern or words["names-and"]).format(first=words["comma"].join(names[:-1]), last=names[-1])


def shown_quote(words: str, longest: int = 120) -> str:
    """Return a passage's words to stand between quotation marks, so without those that enclose them all."""
    line = on_one_line(words)
    inner = line[1:-1].strip()
    is_enclosed = inner and line[0] in MARKS and line[-1] in MARKS and not MARKS.intersection(inner)
    return _cut(inner if is_enclosed else line, longest)


def on_one_line(words: str) -> str:
    """Return a passage's words on one line, a stroke where a block ends without a sign, as items of lists do."""
    return " ".join((BLOCK_END.sub(" / ", words) if "\n\n" in words else words).split())


def shortened(text: str, longest: int = 120) -> str:
    """Return `text` on one line, its middle left out when it is longer than `longest` characters."""
    return _cut(" ".join(text.split()), longest)


def _cut(line: str, longest: int) -> str:
    if len(line) <= longest:
        return line
    head = line[: longest // 2].rsplit(" ", 1)[0]
    tail = line[-(longest // 3) :]
    return f"{head} … {tail.split(' ', 1)[-1]}"


def words_of(files: StringFiles, lang: str) -> Checked[Words]:
    """Return the words in a language; those that it lacks are English, and are told once.

    `uk-UA` is itself before it is `uk`. A file of the site goes over the one that comes along, word by word.
    """
    problems: list[Problem] = []
    english = _strings(files, FALLBACK, {}, problems)
    # What a site's own English does not say, other languages may.
    along = files(_file(FALLBACK))[1:]
    offered = {**english, **_strings(lambda _: along, FALLBACK, {}, [])} if along else english
    language, *regions = lang.split("-")
    names = ["-".join((language.lower(), *regions[:length])) for length in range(len(regions) + 1)]
    own = dict(english) if names[0] == FALLBACK else {}
    for name in names:
        if name != FALLBACK:
            own |= _strings(files, name, offered, problems)
    if missing := _missing(own, english, lang):
        known = next((name for name in names if files(_file(name))), None)
        problems.append(_missing_problem(missing, lang, _file(known or names[0]), is_file=known is not None))
    return Checked(Words(lang, own, english), tuple(problems))


def _file(lang: str) -> str:
    return f"strings/{lang}.yaml"


def _strings(files: StringFiles, lang: str, english: Mapping[str, str], problems: list[Problem]) -> dict[str, str]:
    """Return the words of a language's files, without those that could not be filled in."""
    found: dict[str, str] = {}
    for path, content in reversed(files(_file(lang))):
        known = english or dict(found)
        source = decoded(path, content)
        tree = read_yaml(source.value) if source.value else Checked(None)
        problems += (*source.problems, *tree.problems)
        if tree.value is None or tree.value.data is None:
            continue
        if not isinstance(tree.value.data, dict):
            hint = "begin each line with the name of a word and a colon, as in `notes: Notes`"
            problems.append(Problem("bad-value", "this file holds no words", tree.value.at(), hint, Severity.WARNING))
            continue
        for name, text in tree.value.data.items():
            reason = _unfit(name, text, english or found)
            if reason:
                sentence = f"`{shortened(name)}` is left out, because {shortened(reason)}"
                hint = (
                    "write it between quotation marks, and what stands between braces as layouts/strings/en.yaml has it"
                )
                problems.append(Problem("bad-value", sentence, tree.value.at(name), hint, Severity.WARNING))
            else:
                found[name] = text
        problems += _mistyped(tree.value, known)
    return found


def _mistyped(tree: Tree, known: Mapping[str, str]) -> Iterator[Problem]:
    """Yield a notice of each word that Postil has not, and has under a like name that is not in the file.

    No more than a notice, since it may be meant for a layout of the site's own.
    """
    lacking = [name for name in known if name not in tree.data]
    for name in tree.data:
        if _english_of(name, known) is None and (hint := did_you_mean(name, lacking, likeness=MISTYPED)):
            sentence = f"Postil has no word that is named `{shortened(name)}`"
            yield Problem("unknown-key", sentence, tree.key(name), hint, Severity.NOTICE)


def _unfit(name: str, text: object, english: Mapping[str, str]) -> str | None:
    """Return in a clause why these are no words to be shown, `None` when they are."""
    if not isinstance(text, str):
        return "it is not text"
    strange = _placeholders(text) - _placeholders(_english_of(name, english) or text)
    return f"{{{min(strange)}}} cannot be filled in" if strange else None


def _english_of(name: str, english: Mapping[str, str]) -> str | None:
    """Return what a word is in English; of a form for a number the one for many things."""
    if form := COUNTED.fullmatch(name):
        return english.get(f"{form[1]}-other")
    if own := OWN.fullmatch(name):
        return english.get("date-day" if own[3] else own[1] or own[2])
    return english.get(name)


def _placeholders(text: str) -> set[str]:
    """Return what stands in braces; the whole text when the braces are not in pairs."""
    if "{" not in text and "}" not in text:
        return set()
    try:
        return {
            name + (f"!{conversion}" if conversion else "") + (f":{form}" if form else "")
            for _, name, form, conversion in string.Formatter().parse(text)
            if name is not None
        }
    except ValueError:
        return {text}


def _missing(own: Mapping[str, str], english: Mapping[str, str], lang: str) -> list[str]:
    """Return the words that a language lacks, with every form that its numbers ask for."""
    forms = categories(lang)
    wanted: dict[str, None] = {}
    for name in english:
        form = COUNTED.fullmatch(name)
        wanted |= dict.fromkeys(f"{form[1]}-{one}" for one in forms) if form else {name: None}
    return [name for name in wanted if name not in own]


def _missing_problem(missing: Sequence[str], lang: str, file: str, *, is_file: bool) -> Problem:
    place = Place(f"layouts/{file}")
    if not is_file:
        sentence = f"there are no words for pages in the language {lang}, so their headings and labels are English"
        hint = f"copy the {FALLBACK}.yaml that comes along to layouts/{file} and translate it"
        return Problem("missing-string", sentence, place, hint, Severity.WARNING)
    more = f" and {len(missing) - MOST_NAMED} more" if len(missing) > MOST_NAMED else ""
    sentence = (
        f"words are missing here, so pages in {lang} show them in English: {', '.join(missing[:MOST_NAMED])}{more}"
    )
    return Problem(
        "missing-string",
        sentence,
        place,
        f"add them as the {FALLBACK}.yaml that comes along has them",
        Severity.WARNING,
    )
