"""Sources lead to the sentence that supports a note, and paper shows where they are."""

from __future__ import annotations

import json
from pathlib import Path

from tests.site import Site, text_of

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


def test_a_reference_shows_its_doi_its_letter_and_the_editors_of_its_book(tmp_path: Path) -> None:
    kim = {"author": [{"family": "Kim"}], "issued": {"date-parts": [[2020]]}}
    book = {"container-title": "Book", "editor": [{"family": "Kern", "given": "Ada"}], "DOI": "10.1000/182"}
    site = (
        Site(tmp_path)
        .write("content/a.md", "---\ntitle: A\n---\n\nOne two.\n")
        .write("content/a.annotations.yaml", "annotations: [{id: one, quote: One, note: 'So [@k1; @k2, p. 3-4].'}]")
        .write(
            "content/references.json",
            json.dumps([{"id": "k1", "title": "Ash", **kim, **book}, {"id": "k2", "title": "Oak", **kim}]),
        )
        .build("--no-search")
        .expect(0)
    )
    note = site.page("a/").one("li", id="note-one")
    assert "(Kim 2020a; Kim 2020b, p.\u00a03–4)" in text_of(note)
    assert "Kim, Ash, in Book, ed. by Ada Kern, 2020a, https://doi.org/10.1000/182." in text_of(note)
    assert [a.get("href") for a in note.iter("a") if a.get("class") == "doi"] == ["https://doi.org/10.1000/182"]
    assert "https://doi.org/10.1000/182" in text_of(site.page("sources/").tree)


def test_a_source_written_out_with_the_doi_of_a_reference_is_that_reference(tmp_path: Path) -> None:
    site = (
        Site(tmp_path)
        .write("content/a.md", "---\ntitle: A\n---\n\nOne two.\n")
        .write(
            "content/a.annotations.yaml",
            "annotations: [{quote: One, note: N, sources: [{url: 'https://doi.org/10.1000/182', title: Ash}]},"
            " {quote: two, note: 'So [@k1].'}]",
        )
        .write(
            "content/references.json",
            '[{"id": "k1", "title": "Ash", "DOI": "10.1000/182", "URL": "https://example.org/ash"}]',
        )
        .build("--no-search")
        .expect(0)
    )
    assert len(site.page("sources/").all("li", class_="cited")) == 1


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
