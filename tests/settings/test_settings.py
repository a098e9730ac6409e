"""The files of the site are read into settings."""

from __future__ import annotations

import json
from collections.abc import Mapping

from postil.core.jsontree import read_json
from postil.core.kinds import KINDS, VERDICTS, kinds, verdicts
from postil.core.model import Gathered, Reference, Settings, Source
from postil.core.references import references
from postil.core.written import SiteSettings
from postil.settings import settings


def read(site: str | None = None, entities: str | None = None, references: str | None = None) -> Settings:
    """Return settings in which nothing is wrong."""
    found = settings(
        Gathered(
            (),
            site=Source("content/site.yaml", site, "") if site is not None else None,
            entities=Source("content/entities.yaml", entities, "") if entities is not None else None,
            references=Source("content/references.json", references, "") if references is not None else None,
        )
    )
    assert found.problems == ()
    return found.value


def test_a_site_without_files_has_its_defaults() -> None:
    assert read() == Settings(SiteSettings())
    assert read("", "") == Settings(SiteSettings())
    assert read("# nothing\n", "entities:\n", "[]") == Settings(SiteSettings())


def test_every_part_of_site_yaml_is_read() -> None:
    site = read(
        "title: Lamps\nlang: de-CH\nbase_url: https://ada.github.io/lamps/\n"
        "annotators: {ada: {name: Ada Lind, url: 'https://example.org/~ada'}}\n"
        "navigation: [{title: About, to: about.md}, {title: Log, to: 'https://example.org'}]\n"
        "kinds: {aside: {label: Aside, mark: †}}\nverdicts: {right: Right, wrong: Wrong}\n"
        "markdown: {html: true}\nnotes: {reference: before-punctuation}\n"
    ).site
    assert (site.title, site.lang, site.annotators["ada"].name) == ("Lamps", "de-CH", "Ada Lind")
    assert [entry.to for entry in site.navigation] == ["about.md", "https://example.org"]
    assert (site.markdown.html, site.notes.reference) == (True, "before-punctuation")


def test_a_site_adds_kinds_and_may_describe_known_ones_anew() -> None:
    site = read("kinds: {aside: {label: Aside, mark: †}, check: {label: Fact check}}\n").site
    assert list(kinds(site)) == [*KINDS, "aside"]
    assert kinds(site)["check"].label == "Fact check"


def test_a_scale_of_its_own_replaces_the_one_that_comes_along() -> None:
    assert verdicts(SiteSettings()) == VERDICTS
    assert list(verdicts(read("verdicts: {right: Right, wrong: Wrong}\n").site)) == ["right", "wrong"]


def test_the_kinds_that_come_along_differ_by_one_visible_character() -> None:
    marks = [kind.mark for kind in KINDS.values()]
    assert len(set(marks)) == len(marks)
    assert all(mark and len(mark) == 1 and mark.isprintable() for mark in marks)


def entries(*written: dict[str, object]) -> Mapping[str, Reference]:
    return read(references=json.dumps(written)).references


def test_a_doi_however_written_is_an_address() -> None:
    found = entries(
        {"id": "bare", "title": "A", "DOI": "10.1000/182", "URL": "https://example.org/a"},
        {"id": "whole", "title": "B", "DOI": "https://dx.doi.org/10.1000/182"},
        {"id": "odd", "title": "C", "DOI": "doi:10.1002/(SICI)1<3::AID>3.0.CO;2-2"},
    )
    assert (found["bare"].doi, found["bare"].url) == ("https://doi.org/10.1000/182", "https://example.org/a")
    assert found["whole"].doi == found["whole"].url == "https://doi.org/10.1000/182"
    assert found["odd"].doi == "https://doi.org/10.1002/(SICI)1%3C3::AID%3E3.0.CO;2-2"


def test_what_is_no_doi_is_told_and_not_linked() -> None:
    tree = read_json(Source("content/references.json", '[{"id": "a", "title": "A", "DOI": "javascript:x"}]', ""))
    assert tree.value is not None
    found = references(tree.value)
    assert [problem.code for problem in found.problems] == ["bad-value"]
    assert (found.value["a"].doi, found.value["a"].url) == (None, None)


def test_works_that_would_be_cited_alike_get_letters_by_their_titles() -> None:
    kim = {"author": [{"family": "Kim"}], "issued": {"date-parts": [[2020]]}}
    found = entries(
        {"id": "1", "title": "Winter", **kim},
        {"id": "2", "title": "Autumn", **kim},
        {"id": "3", "title": "Spring", **kim, "issued": {"raw": "2021"}},
    )
    assert [found[key].letter for key in "123"] == ["b", "a", ""]


def test_a_date_in_words_gives_its_year() -> None:
    found = entries(
        {"id": "raw", "title": "A", "issued": {"raw": "18 Oct. 2024"}},
        {"id": "parts", "title": "A", "issued": {"date-parts": [[2020, 5]], "raw": "2019"}},
        {"id": "span", "title": "A", "issued": {"raw": "winter 2019 or 2020"}},
    )
    assert [found[key].date for key in ("raw", "parts", "span")] == ["2024", "2020-05", None]


def test_editors_of_the_book_are_not_the_authors_of_the_chapter() -> None:
    book = {"container-title": "Book", "editor": [{"family": "Kern", "given": "Ada"}]}
    found = entries({"id": "part", "title": "Part", "author": [{"family": "Lind"}], **book})
    assert (found["part"].authors, found["part"].editors) == (("Lind",), ("Ada Kern",))


def test_entities_are_read_by_name() -> None:
    entities = read(entities="entities:\n  north-light: {name: North Light, type: place, date: 1904}\n").entities
    assert (entities["north-light"].name, entities["north-light"].date) == ("North Light", "1904")


def test_a_bibliography_from_a_reference_manager_is_read() -> None:
    found = read(
        references="""[
      {"id": "http://zotero.org/1", "citation-key": "lind1904", "type": "article-journal",
       "title": "On <i>lamps</i>", "container-title": "The Coast", "volume": "3", "issue": 2, "page": "10-12",
       "author": [{"family": "Lind", "given": "Ada"}, {"family": "Berg", "non-dropping-particle": "van den"}],
       "issued": {"date-parts": [["1904", 5]]}, "accessed": {"date-parts": [[2024, 10, 18]]},
       "URL": "https://example.org/lamps"},
      {"id": 7, "title": "The log", "author": [{"literal": "Board of Lights"}], "issued": {"raw": "1905-01-02"}},
      {"id": "three", "title": "Lamps", "publisher": "Quay",
       "author": [{"family": "A"}, {"family": "B"}, {"family": "C"}], "page": "4"},
      {"id": "edited", "title": "Tides", "editor": [{"family": "Sole", "given": "Ida", "suffix": "Jr."}]},
      {"id": "nobody", "title": "Fog", "issued": {"literal": "long ago"}}
    ]"""
    ).references
    lind = found["lind1904"]
    assert (lind.title, lind.container, lind.locator) == ("On lamps", "The Coast", "3 (2), pp.\u00a010–12")
    assert (lind.authors, lind.short) == (("Ada Lind", "van den Berg"), "Lind and van den Berg")
    assert (lind.date, lind.accessed, lind.url) == ("1904-05", "2024-10-18", "https://example.org/lamps")
    assert (found["7"].short, found["7"].date) == ("Board of Lights", "1905-01-02")
    assert (found["three"].short, found["three"].locator) == ("A et al.", "p.\u00a04")
    assert found["edited"].authors == ("Ida Sole Jr.",)
    assert (found["nobody"].short, found["nobody"].date) == ("Fog", None)
