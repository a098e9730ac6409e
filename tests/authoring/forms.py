"""Files of annotations as different people write them, and words that are hard to write down."""

from __future__ import annotations

import random

HOSTILE = (
    *("word", "words of a text", " ", "  ", "\n", "\n\n", "\t", " # ", "#", ": ", ":", "- ", "---", "\n---\n", "..."),
    *("\n---\nquote: x\n---\n", "\n---\nkind: check\n", "'", '"', "\\", "\\n", "{", "}", "[", "]", ", ", "&a ", "*b"),
    *("|", ">", "|2-", "%", "@", "`", "? ", "!t ", "<<", "~", "null", "yes", "No", "12:30", "017", "1e3", "2024-01-01"),
    *("\xe9", "e\u0301", "\U0001f600", "\U0001f468\u200d\U0001f469\u200d\U0001f467", "\u05e9\u05dc\u05d5\u05dd"),
    *("\u202e", "\u200f", "\u2028", "\u2029", "\x85", "\ufeff", "\xa0", "\xad", "\r\n", "\r", "\u201cquoted\u201d"),
    *("long words " * 60, "x" * 1500, "[link](https://example.org/#a)", "*stress*", "\n    code\n", "\n\tcode\n"),
    *("\n> cited\n", "\n- item\n", "\n# Heading\n", "quote: x", "note: |\n  y", "annotations:\n"),
)


def hostile(chance: random.Random, *, most: int = 6) -> str:
    """Return words that are hard to write down; now and then ones that are not."""
    if chance.random() < 0.2:
        return chance.choice(("plain words", "The lamp was lit.\n", "One.\n\nTwo.\n", "A *word*: and more"))
    return "".join(chance.choice(HOSTILE) for _ in range(chance.randint(1, most)))


def yaml_file(chance: random.Random, count: int) -> str:
    """Return a YAML file of `count` annotations, each with a unique quote."""
    if not count:
        return chance.choice(
            ("", "# nothing yet\n", "annotations:\n", "annotations: []\n", "[]\n", "annotations: ~ # none\n")
        )
    if chance.random() < 0.15:
        flow = ", ".join(f"{{quote: {_quote(number)}, note: 'n, {number}'}}" for number in range(count))
        return chance.choice((f"annotations: [{flow}]\n", f"[{flow}]\n", f"annotations: # all\n  [{flow}]\n"))
    is_bare = chance.random() < 0.3
    indent = 0 if is_bare else chance.choice((0, 2, 2, 4))
    width = chance.choice((2, 2, 2, 4))
    head = chance.choice(("", "# keep this head\n", "---\n")) + (
        "" if is_bare else "annotations:\n" + chance.choice(("", "\n"))
    )
    dash, margin = " " * indent + "-" + " " * (width - 1), " " * (indent + width)
    gap = chance.choice(("", "\n", "\n# keep this\n", "\n\n", f"{margin}# of the one above\n", f"\n{margin} # too\n\n"))
    items = [dash + margin.join(_fields(chance, number, len(margin))) for number in range(count)]
    tail = chance.choice(("", "", "\n", "# keep this tail\n"))
    return head + gap.join(items) + tail


def _fields(chance: random.Random, number: int, column: int) -> list[str]:
    """Return the fields of an annotation, each with its lines."""
    below = " " * (column + chance.choice((1, 2, 4)))
    listed = " " * (column + chance.choice((0, 2)))
    quote = _quote(number)
    given = [
        chance.choice((
            f"quote: {quote}\n", f"quote: '{quote}'\n", f'quote: "{quote}"  # said\n', f"quote:\n{below}{quote}\n",
        )),
        chance.choice((
            f"note: |\n{below}One *{number}*.\n{below}\n{below}Two.\n",
            f"note: |  # why\n{below}One.\n\n\n",
            f"note: >-\n{below}folded\n{below}words\n",
            f"note: |+\n{below}kept\n\n",
            f"note: words\n{below}that go on\n",
            f'note: "one\\n\\\n{below}two"\n',
            "'note': single words\n",
            "",
        )),
        chance.choice((f"id: id-{number}\n", f"id: 'id-{number}' # chosen\n", "")),
        chance.choice(("kind: check\n", "kind: 'check'\n", "")),
        chance.choice((
            "tags: [a, 'b']\n", f"tags:\n{listed}- a\n{listed}- b # two\n", f"tags: [\n{below}a, b,\n{below}]\n",
            "tags:\n", "",
        )),
        chance.choice((
            f"sources:\n{listed}- title: T\n{listed}  url: https://example.org\n"
            f"{listed}# keep this\n{listed}- {{title: U}}\n",
            "sources: [{title: T, url: 'https://example.org'}]\n",
            "",
        )),
        chance.choice((f"updates:\n{listed}- date: 2024-01-01\n{listed}  note: |\n{listed}    Later.\n", "")),
    ]  # fmt: skip
    fields = [field for field in given if field]
    if chance.random() < 0.5:
        chance.shuffle(fields)
    return fields


def _quote(number: int) -> str:
    return f"passage {number}"


def markdown_file(chance: random.Random, count: int) -> str:
    """Return a Markdown file of `count` annotations."""
    gap = chance.choice(("", "\n", "\n\n"))
    return gap.join(markdown_piece(chance, number) for number in range(count))


def markdown_piece(chance: random.Random, number: int) -> str:
    """Return one annotation in Markdown."""
    fields = [field for field in _fields(chance, number, 0) if not field.lstrip("'").startswith("note")]
    note = chance.choice(("A note.\n", "\nA note.\n\n---\n\nMore of it.\n", "    code first\n", ""))
    return f"---\n{''.join(fields)}---{chance.choice(('', ' '))}\n{note}"


def in_bytes(chance: random.Random, text: str) -> bytes:
    """Return the text as a file: with one or the other line end, or both, a byte-order mark, an unended last line."""
    if chance.random() < 0.25:
        text = text.rstrip("\n")
    ends = chance.choice(("\n", "\n", "\r\n", "\r", "mixed"))
    lines = text.split("\n")
    content = lines[0] + "".join(
        (chance.choice(("\n", "\r\n")) if ends == "mixed" else ends) + line for line in lines[1:]
    )
    return (b"\xef\xbb\xbf" if chance.random() < 0.2 else b"") + content.encode()
