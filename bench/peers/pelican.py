"""Pelican with its cache of read texts: pages, pages of tags, a feed."""

from __future__ import annotations

from pathlib import Path

from bench.corpus import Footnoted
from bench.peers.installing import python_tools, said
from bench.peers.peer import Peer, layout, site_folder, write, write_texts

SETTINGS = """\
SITENAME = "Measured"
SITEURL = "https://example.org"
PATH = "content"
TIMEZONE = "UTC"
DEFAULT_LANG = "en"
FEED_ALL_ATOM = "feed.xml"
CATEGORY_FEED_ATOM = None
TRANSLATION_FEED_ATOM = None
DEFAULT_PAGINATION = False
THEME = "theme"
CACHE_CONTENT = True
LOAD_CONTENT_CACHE = True
MARKDOWN = {"extensions": ["footnotes", "meta"]}
DIRECT_TEMPLATES = ["index"]
AUTHOR_SAVE_AS = ""
CATEGORY_SAVE_AS = ""
"""
LISTING = (
    '<ul>{% for article in articles %}<li><a href="/{{ article.url }}">{{ article.title }}</a></li>{% endfor %}</ul>'
)
UNUSED = ("page", "author", "category", "archives", "period_archives", "tags")
"""Layouts that a theme must have, of pages that are not made here."""


def peer(scratch: Path, texts: int) -> Peer:
    """Return Pelican with a site of that many texts."""
    program = python_tools(scratch, "pelican", "pelican[markdown]") / "bin" / "pelican"
    site = site_folder(scratch, texts, "pelican")
    write(site / "pelicanconf.py", SETTINGS)
    templates = site / "theme" / "templates"
    tags = '{% for tag in article.tags %}<a href="/{{ tag.url }}">{{ tag }}</a>{% endfor %}'
    write(templates / "article.html", layout("{{ article.title }}", "{{ article.content }}" + tags))
    write(templates / "index.html", layout("{{ SITENAME }}", LISTING))
    write(templates / "tag.html", layout("{{ tag }}", LISTING))
    for name in UNUSED:
        write(templates / f"{name}.html", layout(name, ""))
    write_texts(site / "content", texts, _front)
    return Peer(
        "Pelican",
        said(program, "--version"),
        site,
        (program, "--quiet", "--settings", "pelicanconf.py", "--output", "output"),
        site / "content" / "text-0.md",
        site / "output" / "text-0.html",
        templates / "article.html",
    )


def _front(text: Footnoted) -> str:
    return f"---\ntitle: {text.title}\ndate: {text.date}\ntags: {', '.join(text.tags)}\n---\n\n"
