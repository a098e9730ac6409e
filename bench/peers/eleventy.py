"""Eleventy with its plugins for footnotes and feeds: pages, pages of tags, a feed."""

from __future__ import annotations

from pathlib import Path

from bench.peers.installing import node_tools, said
from bench.peers.peer import Peer, layout, site_folder, write, write_texts, yaml_front

PACKAGES = ("@11ty/eleventy@3", "@11ty/eleventy-plugin-rss@2", "markdown-it-footnote@4")
CONFIG = """\
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
LISTING = """\
---
pagination: {data: collections, size: 1, alias: tag}
permalink: /tags/{{ tag }}/
---
<ul>{% for text in collections[tag] %}<li><a href="{{ text.url }}">{{ text.data.title }}</a></li>{% endfor %}</ul>
"""
"""The collection `all` has a page too, which is the list of all texts."""


def peer(scratch: Path, texts: int) -> Peer:
    """Return Eleventy with a site of that many texts."""
    tools = node_tools(scratch, "eleventy", *PACKAGES)
    program = tools / "node_modules" / ".bin" / "eleventy"
    site = site_folder(scratch, texts, "eleventy")
    # What the configuration imports is looked for beside it.
    (site / "node_modules").symlink_to(tools / "node_modules")
    write(site / "eleventy.config.mjs", CONFIG)
    page = site / "content" / "_includes" / "text.njk"
    tags = '{% for tag in tags %}<a href="/tags/{{ tag }}/">{{ tag }}</a>{% endfor %}'
    write(page, layout("{{ title }}", "{{ content | safe }}" + tags))
    write(site / "content" / "content.json", '{"layout": "text.njk"}\n')
    write(site / "content" / "tags.njk", LISTING)
    write_texts(site / "content", texts, yaml_front)
    return Peer(
        "Eleventy",
        said(program, "--version"),
        site,
        (program, "--quiet", "--input", "content", "--output", "_site"),
        site / "content" / "text-0.md",
        site / "_site" / "text-0" / "index.html",
        page,
    )
