"""Sources lead to the sentence that supports a note, and paper shows where they are."""

from __future__ import annotations

from pathlib import Path

from tests.site import Site

NOTES = """
    annotations:
      - id: one
        quote: One
        note: A note.
        sources:
          - {title: Deep, url: "https://example.org/deep#part", quote: "a sentence - with a dash"}
          - {title: Plain, url: "https://example.org/plain"}
    """


def test_a_source_with_a_sentence_leads_to_it_and_names_its_plain_address_for_paper(tmp_path: Path) -> None:
    site = (
        Site(tmp_path)
        .write("content/a.md", "---\ntitle: A\n---\n\nOne two.\n")
        .write("content/a.annotations.yaml", NOTES)
    )
    note = site.build().expect(0).page("a/").one("li", id="note-one")
    links = [a for cite in note.iter("cite") for a in cite.iter("a")]
    assert [(a.get("href"), a.get("data-address")) for a in links] == [
        ("https://example.org/deep#part:~:text=a%20sentence%20%2D%20with%20a%20dash", "https://example.org/deep#part"),
        ("https://example.org/plain", None),
    ]


def test_beside_the_passage_stands_how_many_sources_there_are_and_not_the_list(tmp_path: Path) -> None:
    site = (
        Site(tmp_path)
        .write("content/a.md", "---\ntitle: A\n---\n\nOne two.\n")
        .write("content/a.annotations.yaml", NOTES)
    )
    side = site.build().expect(0).page("a/").one("aside", id="side-one")
    assert list(side.iter("cite")) == []
    (whole,) = [a for a in side.iter("a") if a.get("class") == "whole"]
    assert whole.text == "2 sources · whole note"
