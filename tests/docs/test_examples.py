"""The README and the manual cannot lie: what they show is built as they show it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.site import Site

ROOT = Path(__file__).parent.parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
MANUAL = (ROOT / "docs" / "manual.md").read_text(encoding="utf-8")


def blocks(text: str, language: str) -> list[str]:
    """Return the fenced blocks of a language, in order."""
    return re.findall(rf"^```{language}\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)


def section(heading: str) -> str:
    """Return a section of the manual."""
    found = re.search(rf"^## {re.escape(heading)}\n(.*?)(?=^## |\Z)", MANUAL, re.MULTILINE | re.DOTALL)
    assert found, heading
    return found[1]


def test_the_first_annotation_of_the_readme_is_built(tmp_path: Path) -> None:
    site = Site(tmp_path)
    site.write("content/letter.md", blocks(README, "markdown")[0].encode())
    site.write("content/letter.annotations.yaml", blocks(README, "yaml")[0].encode())
    site.build("--strict").expect(0)
    assert site.page("letter/").marked("closed-for-two-winters") == ["closed for two winters"]


def test_the_readme_shows_the_error_that_is_printed(tmp_path: Path) -> None:
    site = Site(tmp_path)
    site.write("content/letter.md", blocks(README, "markdown")[0].encode())
    site.write("content/letter.annotations.yaml", blocks(README, "yaml")[0].encode())
    site.edit("content/letter.annotations.yaml", "two winters", "too winters").build().expect(1)
    shown = blocks(README, "text")[0]
    assert site.said.startswith(shown), site.said


def site_of_the_manual(folder: Path) -> Site:
    """Return the site that the examples of the manual make together, built."""
    text = blocks(section("A text"), "yaml")[0]
    annotations = blocks(section("An annotation"), "yaml")[0]
    site = (
        Site(folder)
        .write(
            "content/essays/axis.md", (text + "\nIt was closed for two winters, and nobody has said why.\n").encode()
        )
        .write("content/essays/axis.annotations.yaml", annotations.encode())
        .write("content/essays/axis.annotations.md", blocks(section("An annotation"), "markdown")[0].encode())
        .write("content/essays/axis.comments.yaml", blocks(section("Reader comments"), "yaml")[0].encode())
        .write("content/entities.yaml", blocks(section("People, places, organisations, events"), "yaml")[0].encode())
        .write("content/references.json", b'[{"id": "minutes2022", "type": "report", "title": "Minutes"}]')
        .write("content/about.md", b"About us.")
    )
    settings = blocks(section("site.yaml"), "yaml")[0]
    site.write("content/site.yaml", settings.replace("holds: Holds", "accurate: Holds").encode())
    return site.build("--strict").expect(0)


def test_every_field_of_the_manual_s_examples_is_read(tmp_path: Path) -> None:
    page = site_of_the_manual(tmp_path).page("essays/bridge/")
    assert page.marked("first-closure") == ["closed for two winters"]
    assert page.marked("nobody-has-said") == ["nobody has said"]


def test_every_address_that_the_manual_promises_is_published(tmp_path: Path) -> None:
    published = site_of_the_manual(tmp_path).published()
    places = {"TEXT": "essays/bridge", "FOLDER": "essays", "ID": "varn-council", "TAG": "bridges", "NAME": "ak"}
    table = re.findall(r"^\| (`.*?/`) \|", section("What readers have"), re.MULTILINE)
    promised = re.findall(r"`([^`]+/)`", "".join(table))
    assert len(promised) > 9
    for address in promised:
        place = "/".join(places.get(part, part) for part in address.split("/"))
        assert f"{place}index.html" in published, address
    assert {"feed.xml", "notes.xml", "essays/bridge/notes.xml", "sitemap.xml", "robots.txt"} <= set(published)
    assert {"essays/bridge/cite.bib", "essays/bridge/cite.json"} <= set(published)


def test_readers_propose_notes_where_the_manual_says(tmp_path: Path) -> None:
    html = site_of_the_manual(tmp_path).page("essays/bridge/").html
    assert "https://github.com/name/varn/edit/main/content/essays/axis.annotations.yaml#L" in html
    assert "https://github.com/name/varn/issues/new?title=" in html


def test_the_manual_names_the_keys_that_the_page_lists() -> None:
    listed = (ROOT / "layouts" / "parts" / "keys.html").read_text(encoding="utf-8")
    shown = set(re.findall(r"<kbd>([^<]+)</kbd>", listed))
    rows = "".join(re.findall(r"^\| (`.*?) \|", section("What readers have").partition("**Addresses")[0], re.MULTILINE))
    assert set(re.findall(r"`([^`]+)`", rows)) == shown != set()


DOCUMENTS = [path.relative_to(ROOT).as_posix() for path in sorted((*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")))]


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_link_of_the_documents_leads_to_a_file_or_heading(document: str) -> None:
    path = ROOT / document
    text = re.sub(r"^```.*?^```$", "", path.read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL)
    text = re.sub(r"`[^`\n]*`", "", text)
    for target in re.findall(r"\]\(([^)\s]+)\)", text):
        if target.startswith("http"):
            continue
        name, _, fragment = target.partition("#")
        linked = (path.parent / name).resolve() if name else path
        assert linked.exists(), f"{document}: {target}"
        if fragment:
            headings = re.findall(r"^#+ (.*)$", linked.read_text(encoding="utf-8"), re.MULTILINE)
            ids = {re.sub(r"[^\w\- ]", "", heading).strip().lower().replace(" ", "-") for heading in headings}
            assert fragment in ids, f"{document}: {target}"


def test_a_new_site_and_a_new_text_build_without_a_problem(tmp_path: Path) -> None:
    folder = tmp_path / "mine"
    Site(tmp_path).verb("new", "site", str(folder), "--title", 'The "best" site').expect(0)
    site = Site(folder).build("--strict").expect(0)
    assert site.page("first/").marked("quoting")
    assert (folder / "schemas" / "annotations.schema.json").exists()
    site.verb("new", "text", "essays/My Essay").expect(0, "essays/my-essay.md")
    site.build("--strict").expect(0, "2 texts")
    site.verb("new", "text", "essays/my-essay").expect(1, "error[will-not-overwrite]")
    Site(tmp_path).verb("new", "site", str(folder)).expect(1, "error[will-not-overwrite]")
    site.verb("new", "text", "essays/!!!").expect(2)
    assert {path.name for path in (folder / "content").rglob("*")} >= {"essays", "my-essay.md"}


def test_a_plain_text_is_imported_letter_by_letter(tmp_path: Path) -> None:
    plain = tmp_path / "plain.txt"
    words = ['1. Not a list, "quoted" -- and *starred*...', "See http://example.org/a_b_c & <b>", "A comment's #1."]
    plain.write_text(" date 2024-10-18 " + "\n".join(words) + "\n", encoding="utf-8")
    site = Site(tmp_path / "site")
    site.verb("import", "text", str(plain), "--title", "A letter", "--comments-from", "3").expect(0)
    page = site.build("--strict").expect(0).page("a-letter/")
    paragraphs = ["".join(element.itertext()) for element in page.all("p")]
    assert set(words) <= set(paragraphs)
    assert page.all("time", datetime="2024-10-18")
    before = (site.root / "content" / "a-letter.md").read_bytes()
    site.verb("import", "text", str(plain), "--title", "A letter").expect(1, "error[will-not-overwrite]")
    assert (site.root / "content" / "a-letter.md").read_bytes() == before


def test_the_schemas_are_written_for_editors(tmp_path: Path) -> None:
    Site(tmp_path).verb("schema").expect(0)
    for path in (ROOT / "schemas").glob("*.json"):
        assert (tmp_path / "schemas" / path.name).read_bytes() == path.read_bytes()
