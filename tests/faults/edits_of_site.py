"""What an author does beside texts and notes: names that many notes share, settings, layouts, pictures, mistakes."""

from __future__ import annotations

import posixpath

from postil.core.files import shipped
from tests.faults.authors import LANGUAGES, PLACES, Author
from tests.faults.written import files, notes

OWN_LAYOUTS = ("404.html", "base.html", "text.html", "home.html", "collection.html", "parts/note.html",
               "parts/source.html", "parts/head.html", "parts/listing.html", "parts/lines.html", "parts/text.html",
               "parts/meta.html", "parts/comment.html", "notes.html", "cite.html", "plain.txt", "timeline.html",
               "feed.xml", "sitemap.xml", "assets/css/tokens.css", "assets/js/new.js")  # fmt: skip
OWN_PARTS = ("parts/own-1.html", "parts/own-2.html")
"""Layouts that none of those that ship knows; each asks for the other, which may not be there."""
ASKED = ("{%% include '%s' ignore missing %%}\n", "{%% include ['%s', 'parts/none.html'] ignore missing %%}\n",
         "{%% set name = '%s' %%}{%% include name ignore missing %%}\n")  # fmt: skip
CLOSING_TAGS = ("</p>", "</li>", "</h1>", "</span>", "</a>", "</title>", "</")
OPTIONS = ("--drafts", "--keep-going", "--no-search", "--strict", "--base-url=https://b.example/")


def add_entity(author: Author) -> str | None:
    number = author.number()
    if len(author.written.entities) > 5:
        return None
    names = author.some(author.written.entities, 1)
    author.written.entities[f"e{number}"] = {
        "name": f"{author.dice.choice(PLACES)} {number}", "type": author.dice.choice(("person", "place", "event")),
        "date": author.date(), "description": {"words": author.words(), "names": names},
    }  # fmt: skip
    return f"the entity e{number} added"


def edit_entity(author: Author) -> str | None:
    if not author.written.entities:
        return None
    name = author.dice.choice(sorted(author.written.entities))
    entity = author.written.entities[name]
    what = author.dice.choice(["name", "type", "description", "date", "leads", "key"])
    match what:
        case "name":
            entity["name"] = f"{author.dice.choice(PLACES)} {author.number()}"
        case "type":
            entity["type"] = author.dice.choice(("organisation", "work", "concept"))
        case "description":
            entity["description"]["words"] = author.words()
        case "leads":
            cited = author.some([entry["id"] for entry in author.written.references], 1)
            entity["description"] |= {"leads": author.dice.choice(sorted(author.written.texts)), "cites": cited}
        case "date":
            entity["date"] = author.date()
        case _:
            new = f"e{author.number()}"
            author.written.entities = {
                new if old == name else old: value for old, value in author.written.entities.items()
            }
            author.put_everywhere(name, new, "names", "about")
    return f"the entity {name} has another {what}"


def delete_entity(author: Author) -> str | None:
    if not author.written.entities:
        return None
    name = author.dice.choice(sorted(author.written.entities))
    del author.written.entities[name]
    author.put_everywhere(name, None, "names", "about")
    return f"the entity {name} deleted"


def reference(author: Author) -> str | None:
    references = author.written.references
    what = author.dice.choice(["add", "edit", "delete"])
    if what == "add" and len(references) < 5:
        key = f"r{author.number()}"
        references.append({"id": key, "type": "book", "title": author.words(), "URL": f"https://r.example/{key}",
                           "author": [{"family": author.dice.choice(PLACES), "given": "A"}]})  # fmt: skip
        return f"the reference {key} added"
    if not references:
        return None
    entry = author.dice.choice(references)
    if what == "delete":
        references.remove(entry)
        author.put_everywhere(entry["id"], None, "cites")
        for note in notes(author.written):
            note["sources"] = [cited for cited in note.get("sources", ()) if cited.get("ref") != entry["id"]]
        return f"the reference {entry['id']} deleted"
    entry["title" if author.dice.random() < 0.5 else "publisher"] = author.words()
    return f"the reference {entry['id']} has another title or publisher"


def annotator(author: Author) -> str | None:
    known = author.written.site.setdefault("annotators", {})
    number, what = author.number(), author.dice.choice(["add", "rename", "delete"])
    if what == "add" and len(known) < 4:
        known[f"a{number}"] = {"name": f"Ana Kern {number}", "about": author.words()}
        return f"the annotator a{number} added"
    if not known:
        return None
    name = author.dice.choice(sorted(known))
    if what == "rename":
        known[name]["name"] = f"R. Blum {number}"
        return f"the annotator {name} has another name"
    del known[name]
    if author.is_thorough():
        for note in notes(author.written):
            if note.get("by") == name:
                del note["by"]
    return f"the annotator {name} deleted"


def kind(author: Author) -> str | None:
    kinds = author.written.site.setdefault("kinds", {})
    what = author.dice.choice(["add", "rename", "delete"])
    if what == "add" and not kinds:
        kinds["law"] = {"label": "Law", "plural": "Laws", "mark": "¤"}
        return "the kind law added"
    if not kinds:
        return None
    if what == "delete":
        kinds.clear()
        if author.is_thorough():
            for note in notes(author.written):
                note["kind"] = "context" if note.get("kind") == "law" else note.get("kind", "context")
        return "the kind law deleted"
    kinds["law"]["label"] = f"Law {author.number()}"
    return "the kind law has another label"


def settings(author: Author) -> str | None:
    site, dice = author.written.site, author.dice
    names = sorted(author.written.texts)
    key, value = dice.choice([
        ("title", author.words()), ("lang", dice.choice(LANGUAGES)), ("description", author.words()),
        ("author", author.words()[:60]), ("license", "CC BY 4.0"), ("base_url", f"https://v.example/{author.number()}/"),
        ("repository", "https://github.com/varn/papers"), ("verdicts", {"good": f"Good {author.number()}"}),
        ("navigation", [{"title": author.words()[:40], "to": f"{dice.choice(names)}.md"}]),
        ("markdown", {"smart_quotes": dice.random() < 0.5}), ("notes", {"reference": "before-punctuation"}),
    ])  # fmt: skip
    if key in site and key != "title" and dice.random() < 0.5:
        del site[key]
        return f"site.yaml no longer has a {key}"
    site[key] = value
    return f"site.yaml has another {key}"


def own_layout(author: Author) -> str | None:
    own = [path for path in author.written.others if path.startswith("layouts/")]
    dice, number = author.dice, author.number()
    if own and dice.random() < 0.5:
        gone = dice.choice(own)
        del author.written.others[gone]
        return f"{gone} removed"
    if dice.random() < 0.2:
        name, other = dice.sample(OWN_PARTS, 2)
        asked = f"{{% include '{other}' ignore missing %}}" if name == OWN_PARTS[0] else ""
        author.written.others[f"layouts/{name}"] = f"part {number} {asked}".encode()
        return f"layouts/{name} written"
    name = dice.choice(OWN_LAYOUTS)
    match name.rpartition(".")[2]:
        case "css":
            content = (shipped("layouts") / name).read_text(encoding="utf-8") + f"\n:root {{ --own: {number}px; }}\n"
        case "js":
            content = f"export const own = {number};\n"
        case _:
            content = (shipped("layouts") / name).read_text(encoding="utf-8")
            # The last one, since what stands first in a layout is mostly what it says about itself.
            closing = next((tag for tag in CLOSING_TAGS if tag in content), "{{ page.content }}")
            asked = dice.choice(["", "", *(way % dice.choice(OWN_PARTS) for way in ASKED)])
            content = f" own {number}{asked}{closing}".join(content.rsplit(closing, 1))
    author.written.others[f"layouts/{name}"] = content.encode()
    return f"layouts/{name} written"


def own_words(author: Author) -> str | None:
    path = f"layouts/strings/{author.dice.choice(('en', author.written.site.get('lang', 'de')))}.yaml"
    if path in author.written.others and author.dice.random() < 0.4:
        del author.written.others[path]
        return f"{path} removed"
    names = ("notes", "kind-context", "kind-check", "month-1", "month-4")
    author.written.others[path] = "".join(f"{name}: Own {author.number()}\n" for name in names).encode()
    return f"{path} written"


def picture(author: Author) -> str | None:
    pictures = [path for path in author.written.others if path.endswith(".gif")]
    dice, number = author.dice, author.number()
    if pictures and dice.random() < 0.6:
        path = dice.choice(pictures)
        if dice.random() < 0.3:
            del author.written.others[path]
            return f"{path} deleted"
        author.written.others[path] = b"GIF89a" + bytes([number % 256]) * 40
        return f"{path} changed"
    found = author.text(lambda text: len(text.body) < 9)
    if found is None:
        return None
    path = posixpath.join(posixpath.dirname(found[0]), f"map-{number}.gif")
    author.written.others[f"content/{path}"] = b"GIF89a" + bytes([number % 256]) * 40
    found[1].body.append({"image": path})
    return f"content/{path} added and shown in {found[0]}"


def spoil(author: Author) -> str | None:
    """Leave a file that cannot be read as it is meant."""
    if author.written.broken:
        return None
    made = files(author.written)
    path = author.dice.choice(sorted(path for path in made if path.endswith((".yaml", ".md", ".json", ".html"))))
    content = made[path]
    spoilt = author.dice.choice([
        content + b"\xff", content[: len(content) // 2], b"no: [", content + b"\nkimd: x\n", b"", content + b"\0",
        content.replace(b"}", b"} {{ nothing.at.all }}", 1), content.replace(b": ", b" ", 1),
    ])  # fmt: skip
    author.written.broken[path] = spoilt
    return f"{path} spoilt"


def mend(author: Author) -> str | None:
    if not author.written.broken:
        return None
    author.written.broken.clear()
    return "what was spoilt is mended"


def options(author: Author) -> str | None:
    option = author.dice.choice(OPTIONS)
    author.written.options ^= {option}
    return f"built {'with' if option in author.written.options else 'without'} {option}"


def another_day(author: Author) -> str | None:
    author.written.day += author.dice.choice([-1, 1, 40, -40])
    return f"it is day {author.written.day}"
