"""What an author does to texts: every edit of `authors` that is about their names, metadata and prose."""

from __future__ import annotations

import posixpath
from collections.abc import Mapping

from tests.faults.authors import LANGUAGES, NOUNS, PLACES, TAGS, Author
from tests.faults.edits_of_notes import add_note_to
from tests.faults.written import Fields, Text, files_of, proses

FOLDERS = ("", "", "town/", "town/", "town/hall/", "letters/")
MOST_TEXTS, FEWEST_TEXTS, MOST_BLOCKS = 8, 3, 9


def add_text(author: Author) -> str | None:
    if len(author.written.texts) > 8:
        return None
    dice, number = author.dice, author.number()
    name = f"{dice.choice(FOLDERS)}{dice.choice(NOUNS)}-{number}"
    front: Fields = {"title": f"The {dice.choice(NOUNS)} {number}", "tags": author.some(TAGS)}
    if dice.random() < 0.7:
        front["date"] = author.date()
    if dice.random() < 0.3:
        front["author"] = [dice.choice(PLACES)]
        front["source"] = {"title": "The Courier", "url": f"https://c.example/{number}"}
    if dice.random() < 0.15:
        front["rights"] = "excerpts"
    body = [author.paragraph(), {"heading": f"Part {number}"}, author.paragraph()]
    author.written.texts[name] = Text(front, body, form=dice.choice(("yaml", "md", "folder")))
    for _ in range(dice.randrange(3)):
        add_note_to(author, name)
    return f"{name} added"


def delete_text(author: Author) -> str | None:
    found = author.text()
    if found is None or len(author.written.texts) < 4:
        return None
    del author.written.texts[found[0]]
    return f"{found[0]} deleted"


def delete_text_without_its_notes(author: Author) -> str | None:
    found = author.text(lambda text: text.notes and text.form != "folder")
    if found is None:
        return None
    author.written.others |= {path: data for path, data in files_of(*found).items() if "annotations" in path}
    del author.written.texts[found[0]]
    return f"{found[0]} deleted, but not its notes"


def rename_text(author: Author) -> str | None:
    found = author.text()
    if found is None:
        return None
    new = f"{author.dice.choice(FOLDERS)}{author.dice.choice(NOUNS)}-{author.number()}"
    _rename(author, {found[0]: new})
    return f"{found[0]} renamed to {new}"


def rename_folder(author: Author) -> str | None:
    folders = sorted({posixpath.dirname(name) for name in author.written.texts} - {""})
    if not folders:
        return None
    old = author.dice.choice(folders)
    new = f"place-{author.number()}"
    moved = {name: new + name[len(old) :] for name in author.written.texts if name.startswith(old + "/")}
    _rename(author, moved)
    return f"the folder {old} renamed to {new}"


def _rename(author: Author, moved: Mapping[str, str]) -> None:
    """Rename texts, and mostly what leads to them too."""
    written = author.written
    written.texts = {moved.get(name, name): text for name, text in written.texts.items()}
    if not author.is_thorough():
        return
    for text in written.texts.values():
        for block in text.body:
            if "link" in block:
                block["link"][0] = moved.get(block["link"][0], block["link"][0])
    for prose in proses(written):
        if prose.get("leads") in moved:
            prose["leads"] = moved[prose["leads"]]
    for entry in written.site.get("navigation", ()):
        entry["to"] = f"{moved.get(entry['to'][:-3], entry['to'][:-3])}.md"


def retitle(author: Author) -> str | None:
    found = author.text()
    if found is None:
        return None
    found[1].front["title"] = f"A *new* title & {author.number()}"
    return f"{found[0]} has another title"


def change_front_matter(author: Author) -> str | None:
    found = author.text()
    if found is None:
        return None
    key, value = author.dice.choice([
        ("date", author.date()), ("order", author.number()), ("subtitle", author.words()), ("author", [author.words()]),
        ("description", author.words()), ("lang", author.dice.choice(LANGUAGES)), ("slug", f"slug-{author.number()}"),
        ("slug", "index"), ("slug", "here"), ("tags", author.some(TAGS, 4)), ("draft", author.dice.random() < 0.5),
        ("dir", author.dice.choice(("ltr", "rtl"))), ("rights", author.dice.choice(("full", "excerpts"))),
    ])  # fmt: skip
    if key in found[1].front and author.dice.random() < 0.3:
        del found[1].front[key]
        return f"{found[0]} no longer has a {key}"
    found[1].front[key] = value
    return f"{found[0]} has the {key} {value!r}"


def edit_paragraph(author: Author) -> str | None:
    found = author.text()
    blocks = [block for block in found[1].body if "rest" in block] if found else []
    if found is None or not blocks:
        return None
    author.dice.choice(blocks)["rest"] = author.words()
    return f"a sentence of {found[0]} rewritten"


def same_length_edit(author: Author) -> str | None:
    found = author.text()
    blocks = [block for block in found[1].body if "rest" in block] if found else []
    if found is None or not blocks:
        return None
    block = author.dice.choice(blocks)
    old, new = ("was", "is!") if "was" in block["rest"] else ("is!", "was")
    block["rest"] = block["rest"].replace(old, new)
    return f"a sentence of {found[0]} rewritten at the same length"


def add_paragraph(author: Author) -> str | None:
    found = author.text(lambda text: len(text.body) < 9)
    if found is None:
        return None
    found[1].body.insert(author.dice.randrange(len(found[1].body) + 1), author.paragraph())
    return f"a paragraph added to {found[0]}"


def orphan_quotes(author: Author) -> str | None:
    found = author.text(lambda text: text.notes)
    if found is None:
        return None
    for block in found[1].body:
        if "quoted" in block and any(note["quote"] in block["quoted"] for note in found[1].notes):
            block["quoted"] = author.words()
            return f"a passage of {found[0]} with a note rewritten"
    return None


def swap_texts(author: Author) -> str | None:
    if len(author.written.texts) < 2:
        return None
    one, other = author.dice.sample(sorted(author.written.texts), 2)
    texts = author.written.texts
    texts[one], texts[other] = texts[other], texts[one]
    return f"what stood in {one} and in {other} exchanged"


def add_link(author: Author) -> str | None:
    found, other = author.text(lambda text: len(text.body) < 9), author.text()
    if found is None or other is None:
        return None
    headings = [block["heading"].lower().replace(" ", "-") for block in other[1].body if "heading" in block]
    fragment = author.dice.choice([*headings, None])
    found[1].body.append({"link": [other[0], fragment]})
    return f"a link from {found[0]} to {other[0]}{'#' + fragment if fragment else ''}"


def rename_heading(author: Author) -> str | None:
    found = author.text(lambda text: any("heading" in block for block in text.body))
    if found is None:
        return None
    block = author.dice.choice([block for block in found[1].body if "heading" in block])
    old, block["heading"] = block["heading"], f"Chapter {author.number()}"
    fragments = [name.lower().replace(" ", "-") for name in (old, block["heading"])]
    if author.is_thorough():
        for text in author.written.texts.values():
            for link in text.body:
                if link.get("link") == [found[0], fragments[0]]:
                    link["link"][1] = fragments[1]
    return f"the heading {old} of {found[0]} renamed"


def index_of_folder(author: Author) -> str | None:
    folders = sorted({posixpath.dirname(name) for name in author.written.texts})
    folder = author.dice.choice(folders)
    name = f"{folder}/index" if folder else "index"
    if name in author.written.texts:
        del author.written.texts[name]
        return f"{name} removed"
    author.written.texts[name] = Text({"title": f"All of {folder or 'it'} {author.number()}"}, [author.paragraph()])
    return f"{name} added"


def another_form(author: Author) -> str | None:
    found = author.text(lambda text: text.notes)
    if found is None:
        return None
    found[1].form = author.dice.choice([form for form in ("yaml", "md", "folder") if form != found[1].form])
    return f"the notes of {found[0]} written as {found[1].form}"
