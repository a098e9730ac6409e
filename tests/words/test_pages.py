"""Pages speak the language of their text, and say so where they cannot."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.site import Page, Site, text_of

from .pages import site, spoken, words_in
from .test_files import ENGLISH, KNOWN_IN_ALL, LANGUAGES, words


@dataclass(frozen=True)
class Spoken:
    """A site in one language, built once for all that is asked of it."""

    lang: str
    site: Site

    def english(self) -> set[str]:
        """Return the English words of the interface that are no words of it in this language."""
        own = words_in(iter(words(self.lang).values()))
        return words_in(iter(ENGLISH.values())) - own - {name.casefold() for name in KNOWN_IN_ALL}


@pytest.fixture(scope="module", params=LANGUAGES)
def built(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Spoken:
    return Spoken(request.param, site(tmp_path_factory.mktemp(request.param), request.param).expect(0))


def pages(built: Site) -> dict[str, Page]:
    return {path: Page.of(content.decode()) for path, content in built.published().items() if path.endswith("html")}


def test_no_page_in_a_language_shows_an_english_word_of_the_interface(built: Spoken) -> None:
    assert "missing-string" not in built.site.said
    english = built.english()
    shown = {path: words_in(spoken(page)) & english for path, page in pages(built.site).items()}
    assert len(shown) > 5
    assert {path: found for path, found in shown.items() if found} == {}


def test_no_feed_in_a_language_shows_an_english_word_of_the_interface(built: Spoken) -> None:
    feeds = [content.decode() for path, content in built.site.published().items() if path.endswith("notes.xml")]
    assert len(feeds) > 1
    for feed in feeds:
        assert words_in(iter([re.sub(r"<[^>]*>", " ", html.unescape(feed))])) & built.english() == set()


def test_every_page_runs_in_the_direction_of_its_language(built: Spoken) -> None:
    roots = [page.one("html") for page in pages(built.site).values()]
    direction = "rtl" if built.lang in ("ar", "he") else "ltr"
    assert {(root.get("lang"), root.get("dir")) for root in roots} == {(built.lang, direction)}


def test_a_text_in_a_country_s_form_of_a_language_takes_the_words_of_the_language(tmp_path: Path) -> None:
    built = Site(tmp_path).write("content/a.md", "---\nlang: uk-UA\n---\n\n# Одне\n\nДва.").build().expect(0)
    assert "Перейти до тексту" in text_of(built.page("a/").one("body"))


def test_words_that_a_site_lacks_are_english_marked_as_such_and_one_warning(tmp_path: Path) -> None:
    built = (
        Site(tmp_path)
        .write("content/a.md", "---\nlang: la\n---\n\nGallia est.")
        .write("content/b.md", "---\nlang: la\n---\n\nOmnis divisa.")
        .build()
        .expect(0, "warning[missing-string]", "layouts/strings/la.yaml")
    )
    assert built.said.count("missing-string") == 1
    skip = built.page("a/").one("a", class_="skip")
    (mark,) = skip
    assert (mark.get("lang"), mark.get("dir"), text_of(mark)) == ("en", "ltr", ENGLISH["skip-to-text"])


def test_english_marked_as_such_never_stands_in_an_attribute_or_as_characters(tmp_path: Path) -> None:
    found = pages(site(tmp_path, "la"))
    assert sum(len(page.all("span", lang="en")) for page in found.values()) > len(found)
    assert not [path for path, page in found.items() if "&lt;span" in page.html]


def test_a_site_adds_a_language_by_a_file_of_its_own(tmp_path: Path) -> None:
    latin = "\n".join(f"{name}: {quoted(text)}" for name, text in (ENGLISH | {"skip-to-text": "Ad textum"}).items())
    built = (
        Site(tmp_path)
        .write("content/a.md", "---\nlang: la\n---\n\nGallia est.")
        .write("layouts/strings/la.yaml", latin)
        .build("--strict")
        .expect(0)
    )
    assert text_of(built.page("a/").one("a", class_="skip")) == "Ad textum"


def test_a_site_changes_one_word_and_keeps_the_others(tmp_path: Path) -> None:
    built = (
        Site(tmp_path)
        .write("content/a.md", "---\nlang: de\n---\n\nEins.")
        .write("layouts/strings/de.yaml", "skip-to-text: Gleich lesen")
        .build("--strict")
        .expect(0)
    )
    page = built.page("a/")
    assert text_of(page.one("a", class_="skip")) == "Gleich lesen"
    assert "Erstellt mit" in text_of(page.one("footer"))


def test_english_pages_mark_nothing_as_english(tmp_path: Path) -> None:
    built = Site(tmp_path).write("content/a.md", "One.").build().expect(0)
    assert built.page("a/").all("span", lang="en") == []


def quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def test_words_that_leave_out_a_day_are_followed_by_it(tmp_path: Path) -> None:
    built = (
        Site(tmp_path)
        .write("content/a.md", "One.")
        .write("content/a.annotations.yaml", "annotations:\n- {quote: One, note: b, date: 2026-11-22}\n")
        .write("layouts/strings/en.yaml", "as-of: As of")
        .build("--strict")
        .expect(0)
    )
    assert 'As of <time datetime="2026-11-22">22 November 2026</time>' in built.page("a/").html


def test_no_language_is_too_long_for_the_name_of_a_file(tmp_path: Path) -> None:
    lang = "en" + "-abcdefgh" * 40
    site = (
        Site(tmp_path).write("content/a.md", f"---\nlang: {lang}\n---\n\nOne.").write("content/site.yaml", "lang: en")
    )
    site.build().expect(1, "content/a.md:2:7: error[too-long]")
    site.write("content/site.yaml", f"lang: {lang}").build().expect(1, "content/site.yaml:1:7: error[too-long]")
