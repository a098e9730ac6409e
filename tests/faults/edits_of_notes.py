"""What an author does to notes and to the comments of readers: every edit of `authors` that is about these."""

from __future__ import annotations

from tests.faults.authors import PLACES, TAGS, Author
from tests.faults.written import Fields


def add_note(author: Author) -> str | None:
    found = author.text(lambda text: len(text.notes) < 5 and any("quoted" in block for block in text.body))
    if found is None:
        return None
    add_note_to(author, found[0])
    return f"a note added to {found[0]}"


def add_note_to(author: Author, name: str) -> None:
    dice, text, number = author.dice, author.written.texts[name], author.number()
    sentence = dice.choice([block["quoted"] for block in text.body if "quoted" in block])
    words = sentence.split()
    note: Fields = {
        "id": f"n{number}", "quote": " ".join(words[: dice.randrange(6, len(words))]), "note": author.words(),
        "kind": dice.choice(["context", "definition", "check", *author.written.site.get("kinds", ())]),
        "names": author.some(author.written.entities, 1), "about": author.some(author.written.entities, 1),
        "cites": author.some([entry["id"] for entry in author.written.references], 1),
        "tags": author.some(TAGS), "date": author.date(), "checked": author.date(), "recheck": "2026-09-22",
    }  # fmt: skip
    if dice.random() < 0.4 and author.written.site.get("annotators"):
        note["by"] = dice.choice(sorted(author.written.site["annotators"]))
    if dice.random() < 0.4:
        url = f"https://s.example/{number % 4}"
        note["sources"] = [{"title": author.words(), "url": url, "accessed": author.date()}]
        note["sources"] += [{"ref": entry["id"], "locator": "§3"} for entry in author.written.references[:1]]
    if dice.random() < 0.3:
        note["updates"] = [{"date": author.date(), "note": author.words()}]
    if dice.random() < 0.3:
        note["leads"] = dice.choice(sorted(author.written.texts))
    if dice.random() < 0.2:
        note["also"] = [{"quote": " ".join(words[-3:]), "occurrence": 1}]
    if dice.random() < 0.1:
        note["draft"] = True
    text.notes.append(note)


def edit_note(author: Author) -> str | None:
    found = author.text(lambda text: text.notes)
    if found is None:
        return None
    note = author.dice.choice(found[1].notes)
    key, value = author.dice.choice([
        ("note", author.words()), ("note", author.words()), ("tags", author.some(TAGS, 3)), ("date", author.date()),
        ("kind", author.dice.choice(["context", "source", "dispute"])), ("recheck", author.date()),
        ("names", author.some(author.written.entities)), ("about", author.some(author.written.entities)),
        ("leads", author.dice.choice(sorted(author.written.texts))), ("draft", author.dice.random() < 0.5),
        ("id", f"n{author.number()}"),
    ])  # fmt: skip
    note[key] = value
    return f"a note of {found[0]} has another {key}"


def remove_note(author: Author) -> str | None:
    found = author.text(lambda text: text.notes)
    if found is None:
        return None
    gone = found[1].notes.pop(author.dice.randrange(len(found[1].notes)))
    return f"the note {gone['id']} of {found[0]} removed"


def comment(author: Author) -> str | None:
    found = author.text(lambda text: len(text.comments) < 4 and any("quoted" in block for block in text.body))
    if found is None:
        return None
    dice, (name, text), number = author.dice, found, author.number()
    made: Fields = {"id": f"c{number}", "author": dice.choice(PLACES), "date": author.date(), "text": author.words()}
    if dice.random() < 0.5:
        made["answers"] = {"quote": next(block["quoted"] for block in text.body if "quoted" in block)}
    if text.comments and dice.random() < 0.5:
        made["reply_to"] = text.comments[0]["id"]
    text.comments.append(made)
    if dice.random() < 0.5:
        quote = " ".join(made["text"].split()[:6])
        text.notes.append({"id": f"n{number}", "on": made["id"], "quote": quote, "note": author.words()})
    return f"a comment on {name}"


def edit_comment(author: Author) -> str | None:
    found = author.text(lambda text: text.comments)
    if found is None:
        return None
    if author.dice.random() < 0.3:
        gone = found[1].comments.pop()
        return f"the comment {gone['id']} on {found[0]} removed"
    found[1].comments[-1]["author"] = author.words()[:60]
    return f"a comment on {found[0]} has another author"
