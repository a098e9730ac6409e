"""What can be found is what the site says, and nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.site import Site

from .indexes import Found, read, records


@pytest.fixture
def bridge(tmp_path: Path) -> Site:
    """Give a text with a footnote, notes, an update, a comment with a note, and something still in draft."""
    site = Site(tmp_path)
    site.write(
        "content/references.json", '[{"id": "log", "title": "The Keeper’s Log", "issued": {"date-parts": [[1901]]}}]'
    )
    site.write("content/draft.md", "---\ntitle: Unfinished\ndraft: true\n---\n\nSecret harbour.\n")
    site.write(
        "content/bridge.md",
        """
        ---
        title: The Old  Bridge
        subtitle: An inquiry
        lang: en
        ---

        # How it began

        The council *met* in spring.[^1] It was cold.

        The work ended.

        [^1]: The minutes are **lost**.
        """,
    )
    site.write(
        "content/bridge.annotations.yaml",
        """
        annotations:
          - id: council
            quote: The council met
            kind: check
            note: See [the paper](https://example.org/paper) and **bold** words.
            updates:
              - {date: 2026-01-02, note: "The minutes were found."}
            sources:
              - {title: Town gazette, url: "https://example.org/gazette"}
              - {ref: log}
          - {id: hidden, quote: The work ended, note: Not yet., draft: true}
          - {id: said, quote: never so, on: c1, kind: dispute, note: It was once.}
        """,
    )
    return site.write(
        "content/bridge.comments.yaml",
        """
        comments:
          - {id: c1, author: Ada, text: "It was *never so* quiet."}
          - {id: c2, author: Per, text: Not yet said., draft: true}
        """,
    )


def one(site: Site, id_: str) -> Found:
    (found,) = [record for record in records(site) if record.id == id_]
    return found


def test_texts_comments_and_single_notes_are_found(bridge: Site) -> None:
    found = records(bridge.build().expect(0))
    assert [(record.kind, record.id, record.title) for record in found] == [
        ("text", "", "The Old Bridge"),
        ("check", "note-council", "The council met"),
        ("dispute", "note-said", "never so"),
        ("footnote", "note-footnote-1", ""),
        ("comment", "comment-c1", "Ada"),
    ]


def test_a_note_is_found_by_its_prose_its_updates_and_the_names_of_its_sources(bridge: Site) -> None:
    note = one(bridge.build().expect(0), "note-council")
    assert [words for _, words in note.parts] == [
        "See the paper and bold words.",
        "The minutes were found.",
        "Town gazette",
        "The Keeper’s Log",
    ]


def test_a_text_is_found_paragraph_by_paragraph_without_marks_and_numbers(bridge: Site) -> None:
    text = one(bridge.build().expect(0), "")
    assert [words for _, words in text.parts] == [
        "An inquiry",
        "How it began",
        "The council met in spring. It was cold.",
        "The work ended.",
    ]
    ids = bridge.page("bridge/").ids()
    assert [name for name, _ in text.parts if name]
    assert all(name in ids for name, _ in text.parts if name)


def test_every_id_that_is_found_stands_on_the_page(bridge: Site) -> None:
    found = records(bridge.build().expect(0))
    ids = bridge.page("bridge/").ids()
    assert all(record.id in ids for record in found if record.id)


def test_drafts_are_found_only_where_they_are_built(bridge: Site) -> None:
    assert "Unfinished" not in {record.text for record in records(bridge.build().expect(0))}
    drafts = records(bridge.build("--drafts").expect(0))
    assert {"note-hidden", "comment-c2"} <= {record.id for record in drafts}
    assert "Unfinished" in {record.text for record in drafts}


def test_of_excerpts_only_published_words_are_found(bridge: Site) -> None:
    bridge.edit("content/bridge.md", "lang: en", "lang: en\nrights: excerpts").build().expect(0)
    everything = " ".join(f"{record.title} {record.words}" for record in records(bridge))
    assert "The council met in spring." in everything
    assert "It was cold" not in everything
    assert "The work ended" not in everything
    assert "minutes are lost" not in everything


def test_a_note_without_a_place_is_found_among_those(bridge: Site) -> None:
    bridge.edit("content/bridge.annotations.yaml", "quote: The council met", "quote: The cat met")
    bridge.build("--keep-going").expect(0)
    assert one(bridge, "note-council").title == ""
    assert "note-council" in bridge.page("bridge/").ids()


def test_nothing_of_a_site_is_in_its_index_that_its_page_does_not_use(bridge: Site) -> None:
    bridge.build().expect(0)
    names = {path.rpartition("/")[2] for path in bridge.published() if path.startswith("search/")}
    assert not [name for name in names if "-ui" in name or "highlight" in name or "worker" in name]
    assert not [path for path in bridge.published() if path.endswith((".pf_fragment", ".pf_filter"))]
    assert {name for name in names if name.startswith("wasm")} == {"wasm.en.pagefind"}


def test_the_table_names_the_language_and_direction_of_each_text(tmp_path: Path) -> None:
    site = Site(tmp_path).write("content/he.md", "---\ntitle: גשר\nlang: he\n---\n\nמילים.\n").build().expect(0)
    assert read(site, "records.json")["texts"] == [["גשר", "../he/index.html", "he", "rtl", 1]]
