"""A site in one language whose own words are of none, so that every other word is the interface's."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from tests.site import Page, Site

SPOKEN = ("aria-label", "title", "alt", "placeholder", "label", "data-words", "data-label")
"""Attributes that readers meet as words."""


def site(root: Path, lang: str) -> Site:
    """Return a built site in `lang` that uses what Postil has: each kind, verdicts, comments, drafts, entities."""
    kinds = "\n".join(
        f"  - {{quote: tavi {number}, kind: {kind}, by: ok, date: 2024-05-0{number}, checked: 2024-10-18,"
        f" recheck: 2099-01-01, tags: [zorp], about: [mivo], note: 'Peltu [@kvar].', {verdict}"
        f" sources: [{{title: Brisk, url: 'https://a.example/', accessed: 2024-06-01, archive: 'https://b.example/',"
        f" quote: Melu}}], updates: [{{date: 2024-11-02, note: Rolka}}]}}"
        for number, (kind, verdict) in enumerate(
            [
                ("context", ""),
                ("definition", ""),
                ("check", "verdict: accurate,"),
                ("source", ""),
                ("dispute", ""),
                ("update", ""),
                ("check", "verdict: mostly-accurate,"),
            ],
            start=1,
        )
    )
    body = "\n\n".join(f"## Druma {number}\n\nOrlu tavi {number} nesti[^f]." for number in range(1, 8))
    return (
        Site(root)
        .write(
            "content/site.yaml",
            f"""
            title: Vexo
            lang: {lang}
            base_url: https://vexo.example/
            repository: https://github.com/vexo/vexo
            annotators:
              ok: {{name: Ovik Karun, url: "https://ok.example/"}}
            """,
        )
        .write(
            "content/entities.yaml",
            """
            entities:
              mivo: {name: Mivo, type: person, also: [Miv], date: 1864-05-01, until: 1911, url: "https://m.example/",
                     wikidata: Q1, description: Sel.}
              tarb: {name: Tarb, type: place, description: Sel.}
            """,
        )
        .write("content/references.json", '[{"id": "kvar", "type": "book", "title": "Kvaruma"}]')
        .write(
            "content/laps/a.md",
            f"---\ntitle: Hesti\nlang: {lang}\nauthor: [Ora Bel, Inu Dak]\ndate: 2024-10-18\ntags: [zorp]\n"
            f"source: {{title: Gesta, url: 'https://g.example/', accessed: 2024-01-01}}\n---\n\n{body}\n\n"
            "[^f]: Nolu.\n",
        )
        .write("content/laps/a.annotations.yaml", f"annotations:\n{kinds}\n  - {{quote: absu, note: Gorba}}\n")
        .write(
            "content/laps/a.comments.yaml",
            """
            comments:
              - {id: c1, author: Ruv, date: 2024-11-01, stance: disputes, url: "https://r.example/",
                 answers: {quote: tavi 1}, text: Bramu}
              - {id: c2, reply_to: c1, stance: agrees, text: Bramu}
              - {id: c3, stance: asks, text: Bramu}
              - {id: c4, stance: adds, text: Bramu}
              - {id: c5, stance: neutral, text: Bramu, draft: true}
            """,
        )
        .write(
            "content/b.md", f"---\ntitle: Jarn\nlang: {lang}\nrights: excerpts\ndraft: true\n---\n\nOrlu tavi. Belu.\n"
        )
        .write("content/b.annotations.yaml", "annotations:\n  - {quote: Orlu tavi., note: Gorba}\n")
        .build("--keep-going", "--drafts")
    )


def spoken(page: Page) -> Iterator[str]:
    """Yield the words of a page as readers meet them, without those that say they are of another language."""
    yield from _spoken(page.tree, page.one("html").get("lang") or "")


def _spoken(element: object, lang: str) -> Iterator[str]:
    tag, get = getattr(element, "tag", ""), element.get  # type: ignore[attr-defined]
    if not isinstance(tag, str) or tag in ("script", "style", "code", "pre") or (get("lang") or lang) != lang:
        return
    yield from (value for name in SPOKEN if (value := get(name)))
    if tag == "meta" and (get("name") or get("property")) in ("description", "og:description"):
        yield get("content")
    yield getattr(element, "text", None) or ""
    for child in element:  # type: ignore[attr-defined]
        yield from _spoken(child, lang)
        yield child.tail or ""


def words_in(texts: Iterator[str]) -> set[str]:
    """Return the words in small letters, without those of addresses."""
    return {word.casefold() for text in texts for word in re.findall(r"[^\W\d_]{2,}", re.sub(r"https?:\S+", "", text))}
