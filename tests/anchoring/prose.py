"""Prose of invented words, in any length, the same for the same seed."""

from __future__ import annotations

import random

SYLLABLES = ("ka", "lo", "mi", "ren", "tas", "vor", "bel", "dun", "shi", "gra", "no", "ul", "er", "in", "est", "so")


def vocabulary(seed: int, size: int = 3000) -> list[str]:
    """Return invented words of one to four syllables."""
    chance = random.Random(seed)
    return ["".join(chance.choices(SYLLABLES, k=chance.randint(1, 4))) for _ in range(size)]


def prose(seed: int, characters: int) -> str:
    """Return paragraphs of invented sentences, of about so many characters, common words being common."""
    chance = random.Random(seed)
    words = vocabulary(seed)
    weights = [1 / (rank + 3) for rank in range(len(words))]
    paragraphs: list[str] = []
    while sum(map(len, paragraphs)) < characters:
        chosen = chance.choices(words, weights, k=chance.randint(40, 160))
        paragraphs.append(" ".join(word + "," * (chance.random() < 0.1) for word in chosen).capitalize() + ".")
    return "\n\n".join(paragraphs)


def quotes(seed: int, text: str, count: int) -> list[tuple[int, int]]:
    """Return passages of whole words, some forty to some hundred and fifty characters long."""
    chance = random.Random(seed)
    passages = []
    for _ in range(count):
        start = text.index(" ", chance.randrange(len(text) - 400)) + 1
        passages.append((start, text.index(" ", start + chance.choice((40, 60, 90, 150)))))
    return passages


def edited(seed: int, quote: str, share: float) -> str:
    """Return a quote in which about this share of the characters was changed: letters and whole words."""
    chance = random.Random(seed)
    words, others = quote.split(" "), vocabulary(seed + 1)
    changed = 0
    while changed < len(quote) * share and len(words) > 1:
        index = chance.randrange(len(words))
        word = words[index]
        match chance.choice(("letter", "letter", "gone", "new", "other")):
            case "letter" if len(word) > 1:
                at = chance.randrange(len(word))
                words[index] = word[:at] + chance.choice("aeilnorst") + word[at + 1 :]
                changed += 1
            case "gone":
                changed += len(words.pop(index)) + 1
            case "new":
                words.insert(index, chance.choice(others))
                changed += len(words[index]) + 1
            case "other":
                words[index] = chance.choice(others)
                changed += max(len(word), len(words[index]))
    return " ".join(words)


def shortened(seed: int, quote: str) -> str:
    """Return a quote of five or more words without one to four of its inner ones, which its text has put in since."""
    chance = random.Random(seed)
    words = quote.split(" ")
    count = min(chance.randint(1, 4), len(words) - 3)
    start = chance.randint(1, len(words) - 1 - count)
    return " ".join(words[:start] + words[start + count :])
