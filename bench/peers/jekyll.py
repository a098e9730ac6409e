"""Jekyll, where the system has it, building incrementally: pages, one page of all tags, a feed."""

from __future__ import annotations

from pathlib import Path

from bench.peers.installing import on_the_path, said
from bench.peers.peer import Peer, layout, site_folder, write, write_texts, yaml_front

CONFIG = """\
title: Measured
url: https://example.org
incremental: true
permalink: /:title/
defaults: [{scope: {type: posts}, values: {layout: text}}]
"""
LISTING = '<li><a href="{{ post.url }}">{{ post.title }}</a></li>{% endfor %}</ul>'
TAGS = "{% for tag in site.tags %}<h2>{{ tag[0] }}</h2><ul>{% for post in tag[1] %}" + LISTING + "{% endfor %}"
FEED = """\
---
---
<feed xmlns="http://www.w3.org/2005/Atom"><title>Measured</title>{% for post in site.posts limit: 50 %}
<entry><title>{{ post.title }}</title><link href="{{ post.url }}"/><content>{{ post.content | xml_escape }}</content>
</entry>{% endfor %}</feed>
"""


def peer(scratch: Path, texts: int) -> Peer:
    """Return Jekyll with a site of that many texts."""
    program = on_the_path("jekyll")
    site = site_folder(scratch, texts, "jekyll")
    write(site / "_config.yml", CONFIG)
    tags = "{% for tag in page.tags %}<a href='/tags/#{{ tag }}'>{{ tag }}</a>{% endfor %}"
    write(site / "_layouts" / "text.html", layout("{{ page.title }}", "{{ content }}" + tags))
    write(site / "index.html", "---\n---\n<ul>{% for post in site.posts %}" + LISTING)
    write(site / "tags.html", "---\npermalink: /tags/\n---\n" + TAGS)
    write(site / "feed.xml", FEED)
    write_texts(site / "_posts", texts, yaml_front, "2024-10-18-text-{}.md")
    return Peer(
        "Jekyll",
        said(program, "--version").split()[-1],
        site,
        (program, "build", "--quiet"),
        site / "_posts" / "2024-10-18-text-0.md",
        site / "_site" / "text-0" / "index.html",
        site / "_layouts" / "text.html",
    )
