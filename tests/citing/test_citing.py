"""Every text and note can be cited, in words, as BibTeX and as CSL-JSON, and programs read both."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postil.core.dates import PartialDate
from postil.core.jsontree import read_json
from postil.core.model import Reference, Source
from postil.core.references import references
from postil.core.values import replace
from postil.core.written import Origin
from postil.plan.pages.citations import Cited, bibtex, csl, plain
from tests.feeds.sites import BASE, HOSTILE, dated
from tests.render.samples import WORDS
from tests.site import Site, text_of

from .bibtex import Entry, read, typeset

TEXT = Cited(
    key="essays/axis",
    title="The Axis",
    site="The Margin",
    lang="en",
    subtitle="A report",
    authors=("Ida Holm", "Per Lund"),
    date="2024-10-18",
    address="https://a.example/essays/axis/",
)
NOTE = Cited(key="essays/axis:n1", title="Note on “a quote”", site="The Margin", lang="en", authors=("R. K.",), on=TEXT)
ONE_LINE = " ".join(HOSTILE.split())


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    return dated(tmp_path_factory.mktemp("citing")).build("--no-search").expect(0)


def bib(site: Site, address: str) -> list[Entry]:
    return read((site.root / "site" / address / "cite.bib").read_text(encoding="utf-8"))


def items(site: Site, address: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads((site.root / "site" / address / "cite.json").read_text(encoding="utf-8"))
    return found


def read_back(text: str) -> dict[str, Reference]:
    """Return what our own reader of bibliographies makes of CSL-JSON, which it must take without a complaint."""
    tree = read_json(Source("content/references.json", text, ""))
    assert tree.value is not None, tree.problems
    found = references(tree.value)
    assert found.problems == ()
    return dict(found.value)


def test_a_text_is_cited_in_words() -> None:
    assert plain(TEXT, WORDS) == (
        "Ida Holm and Per Lund, “The Axis: A report”, The Margin, 18 October 2024, https://a.example/essays/axis/"
    )


def test_a_note_is_cited_in_its_text_and_says_no_date_or_address_that_nobody_knows() -> None:
    assert plain(NOTE, WORDS) == "R. K., Note on “a quote”, in Ida Holm and Per Lund, “The Axis”, The Margin"
    assert not {"year", "url"} & set(read(bibtex(NOTE, WORDS))[0].fields)
    assert not {"issued", "URL"} & set(csl(NOTE, WORDS))


def test_a_note_on_a_comment_is_cited_in_that_comment_by_its_author(tmp_path: Path) -> None:
    site = (
        Site(tmp_path)
        .write("content/a.md", "---\ntitle: The bridge\nauthor: Ada Kern\n---\n\nOne two.\n")
        .write("content/a.comments.yaml", "comments: [{id: c1, author: Jo Lind, text: By whom}, {id: c2, text: Why}]")
        .write(
            "content/a.annotations.yaml",
            "annotations: [{id: n1, on: c1, quote: whom, note: N}, {id: n2, on: c2, quote: Why, note: N}]",
        )
        .build("--no-search")
        .expect(0)
    )
    comment = "Comment on Ada Kern, “The bridge”"
    shown = text_of(site.page("a/cite/").one("li", id="note-n1"))
    assert f"Note on “whom”, in Jo Lind, {comment}, Commentary" in shown
    _, named, nameless = items(site, "a")
    assert (named["container-title"], named["container-author"]) == (comment, [{"literal": "Jo Lind"}])
    assert (nameless["container-title"], nameless.get("container-author")) == (comment, None)
    assert f"Jo Lind, {comment}" in (site.root / "site/a/cite.bib").read_text(encoding="utf-8")


def test_a_text_published_elsewhere_is_cited_by_its_original_and_then_by_this_edition() -> None:
    first = Origin(title="Die Achse", publisher="Gazette", date=PartialDate("2024-10"))
    edition = replace(TEXT, date=None, original=first)
    assert plain(edition, WORDS) == (
        "Ida Holm and Per Lund, “The Axis: A report”, first published as “Die Achse”, Gazette, October 2024, "
        "annotated edition, The Margin, https://a.example/essays/axis/"
    )
    [entry] = read(bibtex(edition, WORDS))
    assert entry.type == "misc"
    assert [entry.fields[name] for name in ("howpublished", "year", "month")] == ["Gazette", "2024", "Oct"]
    assert entry.fields["note"] == "First published as “Die Achse”, annotated edition, The Margin"
    item = csl(edition, WORDS)
    assert "issued" not in item
    assert (item["original-title"], item["original-publisher"]) == ("Die Achse", "Gazette")
    assert item["original-date"] == {"date-parts": [[2024, 10]]}
    assert (item["container-title"], item["genre"]) == ("The Margin", "annotated edition")


def test_the_page_cites_the_text_and_every_note_that_has_a_place(site: Site) -> None:
    page = site.page("essays/bridge/cite/")
    assert [name for name in page.ids() if not name.startswith("page-")] == ["note-winters", "note-nobody"]
    shown = text_of(page.one("li", id="note-winters"))
    assert f"{BASE}essays/bridge/#note-winters" in shown
    assert "Ann Kern" in shown
    assert HOSTILE.split()[-1] in text_of(page.one("section", id="page-text"))


def test_what_the_page_shows_is_what_the_files_hold(site: Site) -> None:
    blocks = [text_of(block) for block in site.page("essays/bridge/cite/").all("pre")]
    folder = site.root / "site/essays/bridge"
    assert "\n".join(blocks[::2]) == (folder / "cite.bib").read_text(encoding="utf-8")
    assert [json.loads(block) for block in blocks[1::2]] == items(site, "essays/bridge")


def test_the_links_of_the_page_lead_to_the_text_its_notes_and_both_files(site: Site) -> None:
    page = site.page("essays/bridge/cite/")
    links = {link.get("href") for link in page.all("a")}
    wanted = {"../index.html", "../index.html#note-winters", "../index.html#note-nobody", "../cite.bib", "../cite.json"}
    assert wanted <= links


def test_bibtex_is_read_strictly_and_prints_hostile_words_letter_by_letter(site: Site) -> None:
    text, winters, nobody = bib(site, "essays/bridge")
    assert [entry.key for entry in (text, winters, nobody)] == [
        "essays/bridge",
        "essays/bridge:winters",
        "essays/bridge:nobody",
    ]
    assert typeset(text.fields["title"]) == f"{ONE_LINE}: Two winters"
    assert typeset(text.fields["note"]) == f"First published as “The original”, annotated edition, {ONE_LINE}"
    assert typeset(text.fields["author"]) == f"Ada Kern and {ONE_LINE}"
    assert text.fields["author"].startswith("{Ada Kern} and {")
    assert [text.fields[name] for name in ("year", "month", "day")] == ["2024", "May", "2"]
    assert winters.fields["url"] == f"{BASE}essays/bridge/#note-winters"
    assert ONE_LINE in typeset(winters.fields["howpublished"])


def test_csl_json_is_read_by_our_own_reader(site: Site) -> None:
    found = read_back((site.root / "site/essays/bridge/cite.json").read_text(encoding="utf-8"))
    text, winters = found["essays/bridge"], found["essays/bridge:winters"]
    assert text.authors == ("Ada Kern", ONE_LINE)
    assert (text.date, text.url) == ("2024-05-02", f"{BASE}essays/bridge/")
    assert text.title.startswith("]]>")
    assert (winters.authors, winters.date) == (("Ann Kern",), "2024-06-01")
    assert winters.container == ONE_LINE


def test_a_partial_date_stays_partial(site: Site) -> None:
    other = bib(site, "other")[0].fields
    assert (other["year"], other["month"], other.get("day")) == ("2024", "May", None)
    assert items(site, "other")[0]["issued"] == {"date-parts": [[2024, 5]]}
    assert "year" not in bib(site, "undated")[0].fields


def test_keys_are_plain_and_no_two_are_alike(tmp_path: Path) -> None:
    site = Site(tmp_path)
    for name in ("ліс", "лід", "a-b", "a/b"):
        site.write(f"content/{name}.md", "Words.")
    site.write("content/a-b.annotations.yaml", "annotations: [{id: слово, quote: Words, note: N}]")
    site.build("--no-search").expect(0)
    keys = [entry.key for name in ("ліс", "лід", "a-b", "a/b") for entry in bib(site, name)]
    assert len(set(keys)) == len(keys) == 5
    assert all(key.isascii() for key in keys)


def test_without_an_address_none_is_invented(tmp_path: Path) -> None:
    site = dated(tmp_path).edit("content/site.yaml", f"base_url: {BASE}\n", "").build("--no-search").expect(0)
    assert all("url" not in entry.fields for entry in bib(site, "essays/bridge"))
    assert all("URL" not in item for item in items(site, "essays/bridge"))
    assert "https://name" not in text_of(site.page("essays/bridge/cite/").tree)


def test_the_home_page_has_no_page_of_citations(tmp_path: Path) -> None:
    site = Site(tmp_path).write("content/index.md", "Welcome.").write("content/cite.md", "On citing.")
    site.build("--no-search").expect(0)
    assert "On citing." in text_of(site.page("cite/").tree)


WRITTEN = (
    st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=40)
    .map(lambda text: " ".join(text.split()))
    .filter(bool)
)


@given(title=WRITTEN, author=WRITTEN, name=WRITTEN)
def test_whatever_is_written_is_read_back(title: str, author: str, name: str) -> None:
    cited = Cited(key="k", title=title, site=name, lang="en", authors=(author, "B"))
    [entry] = read(bibtex(cited, WORDS))
    assert typeset(entry.fields["title"]) == title
    assert typeset(entry.fields["author"]) == f"{author} and B"
    assert typeset(entry.fields["howpublished"]) == name
    assert json.loads(json.dumps(csl(cited, WORDS)))["title"] == title
