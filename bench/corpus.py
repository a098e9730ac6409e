"""Texts and annotations for measuring: invented words, the same for the same seed.

What matters for the figures is like the real thing: sentences and paragraphs of ordinary length,
typographic quotation marks, emphasis and links, quotes of two to eight words, notes of two
sentences with a link and a source.
"""

from __future__ import annotations

import functools
import itertools
import random
from dataclasses import dataclass
from pathlib import Path

TEXT_CHARACTERS = 7_000
"""What some 1,200 words of English take."""
TEXT_NOTES = 20
BOOK_CHARACTERS = 685_000
BOOK_NOTES = 2_000
DATE = "2024-10-18"
TAGS = 40
VOCABULARY = 4000
SENTENCE_WORDS = (8, 24)
PARAGRAPH_SENTENCES = (3, 7)
QUOTE_WORDS = (2, 8)
SYLLABLES = (
    "ba be bi bo bu da de di do du ka ke ki ko ku la le li lo lu ma me mi mo mu na ne ni no nu ra re ri ro ru".split()
)


@dataclass(frozen=True, slots=True)
class Footnoted:
    """A text for tools that know no annotations: its notes are footnotes at the words where Postil has them."""

    title: str
    date: str
    tags: tuple[str, str]
    body: str
    """Markdown without front matter, which every tool wants in a way of its own."""


def text(characters: int, *, seed: int) -> str:
    """Return a Markdown text of about that many characters."""
    chance = random.Random(seed)
    paragraphs: list[str] = []
    length = 0
    while length < characters:
        if len(paragraphs) % 12 == 11:
            paragraphs.append("## " + " ".join(_words(chance, 3)).capitalize())
        paragraph = " ".join(_sentence(chance) for _ in range(chance.randint(*PARAGRAPH_SENTENCES)))
        paragraphs.append(paragraph)
        length += len(paragraph) + 2
    return f"---\ntitle: A measured text\ndate: {DATE}\n---\n\n" + "\n\n".join(paragraphs) + "\n"


def notes(markdown: str, count: int, *, seed: int) -> str:
    """Return an annotation file with that many notes, whose quotes are spread over the text."""
    chance = _chance_of_notes(seed)
    paragraphs = [part for part in _body(markdown).split("\n\n") if part.strip() and not part.startswith("#")]
    entries: list[str] = ["annotations:"]
    for number in range(count):
        words = paragraphs[number * len(paragraphs) // count].split()
        size = min(chance.randint(*QUOTE_WORDS), len(words))
        start = chance.randint(0, len(words) - size)
        quote = " ".join(words[start : start + size])
        prefix = " ".join(words[max(0, start - 6) : start])
        entries.append(
            f"  - id: n{number}\n"
            f"    quote: {_scalar(_plain(quote))}\n"
            + (f"    prefix: {_scalar(_plain(prefix))}\n" if prefix else "")
            + "    occurrence: 1\n"
            + f"    kind: {chance.choice(('context', 'definition', 'source', 'dispute'))}\n"
            "    note: |\n"
            f"      {note(chance, number)}\n"
            "    sources:\n"
            f"      - {{title: Report {number}, url: 'https://example.org/{number}', date: {DATE}}}"
        )
    return "\n".join(entries) + "\n"


def note(chance: random.Random, number: int) -> str:
    """Return three sentences with a link, the words **what is meant** among them, as a note has them."""
    first, last = _sentence(chance), _sentence(chance)
    return f"{first} This is **what is meant**, says [a report](https://example.org/{number}). {last}"


def site(folder: Path, texts: int) -> None:
    """Write a site of Postil's with that many texts, their notes and a home address into a folder."""
    content = _content(folder)
    for number in range(texts):
        markdown = tagged(number)
        _annotated(content / f"text-{number}.md", markdown, TEXT_NOTES, seed=number)


def book(folder: Path) -> None:
    """Write a site of Postil's whose one text is as long, and has as many notes, as a scholar's edition of a book."""
    markdown = text(BOOK_CHARACTERS, seed=0)
    _annotated(_content(folder) / "text-0.md", markdown, BOOK_NOTES, seed=0)


def tagged(number: int) -> str:
    """Return the text of that number with a title and two tags of its own."""
    title = f"title: Text {number}\ntags: [{', '.join(_tags(number))}]\n"
    return text(TEXT_CHARACTERS, seed=number).replace("title: A measured text\n", title, 1)


def footnoted(number: int) -> Footnoted:
    """Return the text of that number as tools have it that know no annotations."""
    paragraphs = _body(text(TEXT_CHARACTERS, seed=number)).strip("\n").split("\n\n")
    places = [index for index, part in enumerate(paragraphs) if not part.startswith("#")]
    definitions = []
    chance = _chance_of_notes(number)
    for mark in range(TEXT_NOTES):
        place = places[mark * len(places) // TEXT_NOTES]
        paragraphs[place] += f"[^n{mark}]"
        definitions.append(f"[^n{mark}]: **Note.** {note(chance, mark)} Report {mark}, 2024.")
    return Footnoted(f"Text {number}", DATE, _tags(number), "\n\n".join((*paragraphs, *definitions)) + "\n")


@functools.cache
def vocabulary() -> tuple[list[str], list[float]]:
    """Return invented words, short ones first, and the sums of the weights by which they are drawn.

    One vocabulary for all texts, as those of a site have, so that an index of words grows as it
    would there. The weights fall as those of a language do.
    """
    chance = random.Random(0)
    invented = {"".join(chance.choices(SYLLABLES, k=chance.randint(1, 4))) for _ in range(2 * VOCABULARY)}
    words = sorted(invented, key=lambda word: (len(word), word))[:VOCABULARY]
    return words, list(itertools.accumulate(1 / (rank + 10) for rank in range(len(words))))


def _content(folder: Path) -> Path:
    content = folder / "content"
    content.mkdir(parents=True)
    (content / "site.yaml").write_text("title: Measured\nbase_url: https://example.org/\n", encoding="utf-8")
    return content


def _annotated(file: Path, markdown: str, count: int, *, seed: int) -> None:
    file.write_text(markdown, encoding="utf-8")
    file.with_suffix(".annotations.yaml").write_text(notes(markdown, count, seed=seed), encoding="utf-8")


def _chance_of_notes(seed: int) -> random.Random:
    """Return other dice than the text's, so that its notes do not say what it says."""
    return random.Random(f"notes {seed}")


def _tags(number: int) -> tuple[str, str]:
    return f"tag{number % TAGS}", f"tag{(number * 7 + 3) % TAGS}"


def _body(markdown: str) -> str:
    """Return a text without its front matter."""
    return markdown.split("---\n", 2)[2]


def _words(chance: random.Random, count: int) -> list[str]:
    words, sums = vocabulary()
    return chance.choices(words, cum_weights=sums, k=count)


def _sentence(chance: random.Random) -> str:
    chosen = _words(chance, chance.randint(*SENTENCE_WORDS))
    kind = chance.random()
    if kind < 0.15:
        chosen[2] = f"“{chosen[2]}”"
    elif kind < 0.25:
        chosen[3] = f"*{chosen[3]}*"
    elif kind < 0.3:
        chosen[4] = f"[{chosen[4]}](https://example.org/{chosen[4]})"
    return " ".join(chosen).capitalize() + "."


def _plain(markdown: str) -> str:
    """Take emphasis and links away, as somebody does who copies from the page."""
    plain = markdown.replace("*", "")
    while "](" in plain:
        before, _, rest = plain.partition("](")
        opened = before.rfind("[")
        plain = before[:opened] + before[opened + 1 :] + rest.partition(")")[2]
    return plain


def _scalar(words: str) -> str:
    return '"' + words.replace('"', '\\"') + '"'
