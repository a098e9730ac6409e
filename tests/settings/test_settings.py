"""The files of the site are read into settings."""

from __future__ import annotations

from postil.core.kinds import KINDS, VERDICTS, kinds, verdicts
from postil.core.model import Gathered, Settings, Source
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


def test_entities_are_read_by_name() -> None:
    entities = read(entities="entities:\n  north-light: {name: North Light, type: place, date: 1904}\n").entities
    assert (entities["north-light"].name, entities["north-light"].date) == ("North Light", "1904")


def test_a_bibliography_from_a_reference_manager_is_read() -> None:
    references = read(
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
    lind = references["lind1904"]
    assert (lind.title, lind.container, lind.locator) == ("On lamps", "The Coast", "3 (2), pp.\u00a010–12")
    assert (lind.authors, lind.short) == (("Ada Lind", "van den Berg"), "Lind and van den Berg")
    assert (lind.date, lind.accessed, lind.url) == ("1904-05", "2024-10-18", "https://example.org/lamps")
    assert (references["7"].short, references["7"].date) == ("Board of Lights", "1905-01-02")
    assert (references["three"].short, references["three"].locator) == ("A et al.", "p.\u00a04")
    assert references["edited"].authors == ("Ida Sole Jr.",)
    assert (references["nobody"].short, references["nobody"].date) == ("Fog", None)
