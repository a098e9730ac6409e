"""Texts and annotations for measuring: invented words, the same for the same seed.

What matters for the figures is like the real thing: sentences and paragraphs of ordinary length,
typographic quotation marks, emphasis and links, quotes of two to eight words, notes of two
sentences with a link and a source.
"""

from __future__ import annotations

import random
from pathlib import Path

TEXT_CHARACTERS = 7_000
"""About 1,200 words."""
TEXT_NOTES = 20
TAGS = 40
VOCABULARY = 4000
SENTENCE_WORDS = (8, 24)
PARAGRAPH_SENTENCES = (3, 7)
QUOTE_WORDS = (2, 8)
SYLLABLES = (
    "ba be bi bo bu da de di do du ka ke ki ko ku la le li lo lu ma me mi mo mu na ne ni no nu ra re ri ro ru".split()
)


def vocabulary(chance: random.Random) -> list[str]:
    """Return invented words, short ones first, to be drawn with falling frequency."""
    words = {"".join(chance.choices(SYLLABLES, k=chance.randint(1, 4))) for _ in range(2 * VOCABULARY)}
    return sorted(words, key=lambda word: (len(word), word))[:VOCABULARY]


def text(characters: int, *, seed: int) -> str:
    """Return a Markdown text of about that many characters."""
    chance = random.Random(seed)
    words = vocabulary(chance)
    weights = [1 / (rank + 10) for rank in range(len(words))]
    paragraphs: list[str] = []
    length = 0
    while length < characters:
        if len(paragraphs) % 12 == 11:
            paragraphs.append("## " + " ".join(chance.choices(words, weights, k=3)).capitalize())
        paragraph = " ".join(_sentence(chance, words, weights) for _ in range(chance.randint(*PARAGRAPH_SENTENCES)))
        paragraphs.append(paragraph)
        length += len(paragraph) + 2
    return "---\ntitle: A measured text\ndate: 2024-10-18\n---\n\n" + "\n\n".join(paragraphs) + "\n"


def notes(markdown: str, count: int, *, seed: int) -> str:
    """Return an annotation file with that many notes, whose quotes are spread over the text."""
    chance = random.Random(seed)
    words_known = vocabulary(random.Random(seed))
    weights = [1 / (rank + 10) for rank in range(len(words_known))]
    paragraphs = [part for part in markdown.split("---\n", 2)[2].split("\n\n") if part and not part.startswith("#")]
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
            f"      {note(chance, words_known, weights, number)}\n"
            "    sources:\n"
            f"      - {{title: Report {number}, url: 'https://example.org/{number}', date: 2024-10-18}}"
        )
    return "\n".join(entries) + "\n"


def note(chance: random.Random, words: list[str], weights: list[float], number: int) -> str:
    """Return three sentences with a link, the words **what is meant** among them, as a note has them."""
    first, last = _sentence(chance, words, weights), _sentence(chance, words, weights)
    return f"{first} This is **what is meant**, says [a report](https://example.org/{number}). {last}"


def site(folder: Path, texts: int) -> None:
    """Write a site of Postil's with that many texts, their notes and a home address into a folder."""
    content = folder / "content"
    content.mkdir(parents=True)
    (content / "site.yaml").write_text("title: Measured\nbase_url: https://example.org/\n", encoding="utf-8")
    for number in range(texts):
        markdown = tagged(number)
        (content / f"text-{number}.md").write_text(markdown, encoding="utf-8")
        annotations = notes(markdown, TEXT_NOTES, seed=number)
        (content / f"text-{number}.annotations.yaml").write_text(annotations, encoding="utf-8")


def tagged(number: int) -> str:
    """Return the text of that number with a title and two tags of its own."""
    title = f"title: Text {number}\ntags: [tag{number % TAGS}, tag{(number * 7 + 3) % TAGS}]\n"
    return text(TEXT_CHARACTERS, seed=number).replace("title: A measured text\n", title, 1)


def footnoted(number: int) -> str:
    """Return the same text for tools that know no annotations: its notes as footnotes at the same words."""
    markdown = tagged(number)
    head, front, body = markdown.split("---\n", 2)
    paragraphs = body.split("\n\n")
    places = [index for index, part in enumerate(paragraphs) if part.strip() and not part.startswith("#")]
    definitions = []
    chance = random.Random(number)
    words = vocabulary(random.Random(number))
    weights = [1 / (rank + 10) for rank in range(len(words))]
    for mark in range(TEXT_NOTES):
        place = places[mark * len(places) // TEXT_NOTES]
        paragraphs[place] = paragraphs[place].rstrip() + f"[^n{mark}]"
        definitions.append(f"[^n{mark}]: **Note.** {note(chance, words, weights, mark)} Report {mark}, 2024.")
    return f"{head}---\n{front}---\n" + "\n\n".join(paragraphs) + "\n\n" + "\n\n".join(definitions) + "\n"


def _sentence(chance: random.Random, words: list[str], weights: list[float]) -> str:
    chosen = chance.choices(words, weights, k=chance.randint(*SENTENCE_WORDS))
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
