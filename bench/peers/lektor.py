"""Lektor: pages and a list of them, neither tags nor feeds, and built where something changed."""

from __future__ import annotations

from pathlib import Path

from bench.corpus import Footnoted
from bench.peers.installing import python_tools, said
from bench.peers.peer import Peer, layout, site_folder, write, write_texts

TEXT_MODEL = """\
[model]
name = Text

[fields.title]
type = string

[fields.body]
type = markdown
"""
ROOT_MODEL = """\
[model]
name = Root

[children]
model = text
"""
LISTING = "<ul>{% for text in this.children %}<li><a href='{{ text | url }}'>{{ text.title }}</a></li>{% endfor %}</ul>"


def peer(scratch: Path, texts: int) -> Peer:
    """Return Lektor with a site of that many texts."""
    program = python_tools(scratch, "lektor", "lektor") / "bin" / "lektor"
    site = site_folder(scratch, texts, "lektor")
    write(site / "measured.lektorproject", "[project]\nname = Measured\nurl = https://example.org/\n")
    write(site / "models" / "text.ini", TEXT_MODEL)
    write(site / "models" / "root.ini", ROOT_MODEL)
    write(site / "templates" / "text.html", layout("{{ this.title }}", "{{ this.body }}"))
    write(site / "templates" / "root.html", layout("Measured", LISTING))
    write(site / "content" / "contents.lr", "_model: root\n")
    write_texts(site / "content", texts, _front, "text-{}/contents.lr")
    return Peer(
        "Lektor",
        said(program, "--version").split()[-1],
        site,
        (program, "build", "--output-path", site / "output"),
        site / "content" / "text-0" / "contents.lr",
        site / "output" / "text-0" / "index.html",
        site / "templates" / "text.html",
    )


def _front(text: Footnoted) -> str:
    return f"_model: text\n---\ntitle: {text.title}\n---\nbody:\n\n"
