"""The whole program: what an author writes, and what a reader finds."""

from __future__ import annotations

import errno
import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from postil.cli import verbs
from postil.write import staging
from tests.site import CLOCK, Page, Site, text_of

TEXT = """
    ---
    title: The bridge
    date: 2024-05-02
    ---

    The bridge has been “closed for two winters”, and nobody has said when it opens again.

    It was built in 1893.[^1]

    [^1]: By the railway.
    """
NOTES = """
    annotations:
      - id: winters
        quote: '"closed for two winters"'
        kind: check
        verdict: accurate
        note: Since **November 2022**.
      - id: nobody
        quote: nobody has said when it opens
        note: The council met in spring.
    """


def small(root: Path) -> Site:
    return Site(root).write("content/bridge.md", TEXT).write("content/bridge.annotations.yaml", NOTES)


def test_one_text_is_a_site(tmp_path: Path) -> None:
    site = Site(tmp_path).write("content/x.md", "Some words.").build().expect(0, "1 text")
    assert "Some words." in text_of(site.page("x/").tree)
    assert set(site.published()) >= {"index.html", "404.html", "x/index.html"}


def test_a_passage_has_its_note_and_both_lead_to_each_other(tmp_path: Path) -> None:
    page = small(tmp_path).build().expect(0).page("bridge/")
    assert page.marked("winters") == ["“closed for two winters”"]
    reference = page.one("sup", id="ref-winters")
    assert reference.find("a").get("href") == "#note-winters"
    assert reference.find("a").get("role") == "doc-noteref"
    note = page.one("li", id="note-winters")
    assert "Since November 2022." in text_of(note)
    assert [link.get("href") for link in note.iter("a") if link.get("role") == "doc-backlink"] == ["#ref-winters"]
    assert page.one("section", role="doc-endnotes") is not None


def test_the_text_s_own_footnotes_and_the_notes_share_one_sequence(tmp_path: Path) -> None:
    page = small(tmp_path).build().expect(0).page("bridge/")
    numbers = [text_of(link) for link in page.all("a", role="doc-noteref")]
    assert numbers == ["1", "2", "3"]
    assert "By the railway." in text_of(page.all("section", role="doc-endnotes")[0])


def test_no_id_stands_twice_and_every_fragment_resolves(tmp_path: Path) -> None:
    page = small(tmp_path).build().expect(0).page("bridge/")
    ids = page.ids()
    assert len(ids) == len(set(ids))
    fragments = {link.get("href")[1:] for link in page.all("a") if (link.get("href") or "").startswith("#")}
    assert fragments <= set(ids)


def test_an_error_leaves_the_last_good_site_byte_for_byte(tmp_path: Path) -> None:
    site = small(tmp_path).build().expect(0)
    before = site.published()
    times = {path: (site.root / "site" / path).stat().st_mtime_ns for path in before}
    site.edit("content/bridge.annotations.yaml", "nobody has said when", "somebody has said when").build()
    site.expect(1, "content/bridge.annotations.yaml:8:12: error[quote-not-found]", "left as it is")
    assert site.published() == before
    assert {path: (site.root / "site" / path).stat().st_mtime_ns for path in before} == times


def test_keep_going_publishes_and_lists_what_has_no_place(tmp_path: Path) -> None:
    site = small(tmp_path).edit("content/bridge.annotations.yaml", "nobody has said when", "somebody says why")
    page = site.build("--keep-going").expect(0, "warning[quote-not-found]").page("bridge/")
    words = text_of(page.tree)
    assert "Unplaced notes" in words
    assert "somebody says why" in words
    assert "The council met in spring." in words
    site.build("--keep-going", "--strict").expect(1)


def test_strict_takes_warnings_for_errors(tmp_path: Path) -> None:
    site = small(tmp_path).write("content/notes.docx", b"x").build().expect(0, "warning[not-published]")
    site.build("--strict").expect(1, "error[not-published]")


def test_all_problems_of_all_files_come_out_of_one_run(tmp_path: Path) -> None:
    site = (
        small(tmp_path)
        .write("content/a.annotations.yaml", "annotations: []")
        .write("content/b.md", "---\ntitel: x\n---\nWords.")
        .write("content/c.md", "Words.")
        .write("content/c.annotations.yaml", "annotations:\n  - quote: nothing here\n    note: x\n    kimd: check\n")
        .write("content/site.yaml", "titel: x")
    )
    site.edit("content/bridge.annotations.yaml", "id: nobody", "id: winters").build()
    site.expect(1, "text-missing", "unknown-key", "duplicate-id", "did you mean", "content/site.yaml:1:1")
    assert site.said.count("unknown-key") == 3


def test_an_error_in_one_text_hides_nothing_of_the_whole_site(tmp_path: Path) -> None:
    site = (
        small(tmp_path)
        .write("content/site.yaml", "navigation: [{title: About, to: missing.md}]")
        .write("content/entities.yaml", "entities:\n  town: {name: Varn, type: place, description: '[[nobody]]'}\n")
        .write("content/entities/town.md", "Words.")
        .write("layouts/404.html", "{% if missing %}\n")
    )
    site.edit("content/bridge.annotations.yaml", "nobody has said when", "somebody has said when").build()
    site.expect(1, "quote-not-found", "site.yaml:1:33", "unknown-entity", "address-taken", "404.html:1:1")
    assert not (site.root / "site").exists()


def test_a_full_disk_hides_no_error_of_a_text(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    site = small(tmp_path).write("content/other.md", b"\xff")
    monkeypatch.setattr(staging, "_opened", refuse)
    site.build().expect(1, "content/other.md:1:1: error[not-utf-8]", "1 error\n")
    site.remove("content/other.md").build().expect(1, "site: error[cannot-write]")


def test_a_second_build_does_nothing_and_a_changed_note_changes_its_page_only(tmp_path: Path) -> None:
    site = small(tmp_path).write("content/other.md", "Other words.").build().expect(0)
    pages = [path for path in site.published() if path.endswith(".html")]
    before = {path: (site.root / "site" / path).stat() for path in pages}
    site.build().expect(0, "nothing changed")
    site.edit("content/bridge.annotations.yaml", "met in spring", "met in autumn").build().expect(0)
    changed = {path for path in pages if (site.root / "site" / path).stat().st_mtime_ns != before[path].st_mtime_ns}
    assert changed == {"bridge/index.html", "bridge/notes/index.html"}


def test_what_is_no_longer_made_is_removed_and_what_is_not_ours_stays(tmp_path: Path) -> None:
    site = small(tmp_path).write("content/gone.md", "Words.").build().expect(0).write("site/CNAME", b"example.org")
    site.remove("content/gone.md").build().expect(0, "removed")
    assert "gone/index.html" not in site.published()
    assert site.published()["CNAME"] == b"example.org"
    site.verb("clean").expect(0)
    assert set(site.published()) == {"CNAME"}


def test_the_same_input_gives_the_same_bytes_wherever_it_stands(tmp_path: Path) -> None:
    one = small(tmp_path / "one").build(TZ="Asia/Seoul").expect(0).published()
    other = small(tmp_path / "another place").build(LANG="tr_TR.UTF-8").expect(0).published()
    assert one == other


def test_a_picture_beside_a_text_is_copied_and_shown(tmp_path: Path) -> None:
    site = (
        Site(tmp_path).write("content/essays/x.md", "![A map](a%20map.png)").write("content/essays/a map.png", b"PNG")
    )
    page = site.build().expect(0).page("essays/x/")
    assert page.one("img").get("src") == "../a%20map.png"
    assert site.published()["essays/a map.png"] == b"PNG"


def test_a_link_to_another_text_leads_to_its_page_and_a_broken_one_is_named(tmp_path: Path) -> None:
    site = (
        Site(tmp_path)
        .write("content/a.md", "[b](b.md#part), [c](c.md), [d](b.md#no)")
        .write("content/b.md", "# B\n\n## Part")
    )
    site.build().expect(0, "content/a.md:1:21: warning[broken-link]", "content/a.md:1:32: warning[broken-link]")
    page = site.page("a/")
    assert [link.get("href") for link in page.all("a") if text_of(link) == "b"] == ["../b/index.html#part"]


def test_drafts_are_left_out_unless_asked_for(tmp_path: Path) -> None:
    site = small(tmp_path).write("content/later.md", "---\ndraft: true\n---\nWords.")
    site.edit("content/bridge.annotations.yaml", "id: nobody", "id: nobody\n    draft: true")
    site.build().expect(0)
    assert "later/index.html" not in site.published()
    assert site.page("bridge/").marked("nobody") == []
    site.build("--drafts").expect(0)
    assert "later/index.html" in site.published()
    assert site.page("bridge/").marked("nobody") != []


def test_a_site_s_own_layout_wins_file_by_file(tmp_path: Path) -> None:
    own = "<!doctype html><html lang='en'><head><title>x</title></head><body><p>Own layout</p></body></html>"
    site = small(tmp_path).write("layouts/404.html", own).build().expect(0)
    assert "Own layout" in site.published()["404.html"].decode()
    assert site.page("bridge/").marked("winters")


def test_a_mistake_in_a_layout_is_named_with_its_line(tmp_path: Path) -> None:
    site = small(tmp_path).write("layouts/404.html", b"<p>\n{{ page.titel }}\n</p>").build()
    site.expect(1, "layouts/404.html:2:1: error[layout-error]")


def test_no_page_has_a_style_attribute(tmp_path: Path) -> None:
    table = "| a | b |\n|:-:|--:|\n| 1 | 2 |\n"
    site = (
        Site(tmp_path)
        .write("content/site.yaml", "markdown: {html: true}")
        .write("content/x.md", f'{table}\n<p style="color: red">Words.</p>\n\nMore <b style="color: red">words</b>.')
        .write("content/x.annotations.yaml", json.dumps({"annotations": [{"id": "n", "quote": "More", "note": table}]}))
        .write("content/x.comments.yaml", json.dumps({"comments": [{"id": "c", "text": table}]}))
    )
    page = site.build().expect(0).page("x/")
    assert len(page.all("td", class_="align-right")) >= 3
    pages = [Page.of(content.decode()) for path, content in site.published().items() if path.endswith(".html")]
    assert not [element for page in pages for element in page.tree.iter() if element.get("style")]


def test_excerpts_publish_nothing_but_what_is_annotated(tmp_path: Path) -> None:
    site = (
        Site(tmp_path)
        .write(
            "content/x.md",
            "---\nrights: excerpts\n---\nFirst secret. Second words here. Third secret.\n\nFourth secret.",
        )
        .write("content/x.annotations.yaml", "annotations: [{id: n, quote: words here, note: Why.}]")
    )
    site.build().expect(0)
    assert site.page("x/").marked("n") == ["words here"]
    assert all(b"secret" not in content for content in site.published().values())
    site.verb("check", "--format", "github").expect(0, "::notice file=content/x.md", "of the text is published")


def test_excerpts_do_not_show_quotes_without_a_certain_place(tmp_path: Path) -> None:
    site = (
        Site(tmp_path)
        .write("content/x.md", "---\nrights: excerpts\n---\nAa secret. Bb. Aa secret.")
        .write(
            "content/x.annotations.yaml",
            "annotations: [{id: n, quote: Bb, note: Why.}, {id: m, quote: Aa secret, note: Because.},"
            " {id: o, quote: Aa, occurrence: 9, note: Also.}]",
        )
        .write("content/x.comments.yaml", "comments: [{id: c, text: No., answers: {quote: Aa secret}}]")
    )
    page = site.build("--keep-going").expect(0).page("x/")
    assert all(b"secret" not in content for content in site.published().values())
    assert "Because." in text_of(page.one("li", id="note-m"))
    assert not page.all("p", class_="unplaced-quote")
    assert not page.all("p", class_="answers")


def test_excerpts_on_the_home_page_say_so_and_where_they_come_from(tmp_path: Path) -> None:
    text = "---\nrights: excerpts\nsource: {title: The Original, url: https://a.example}\n---\nWords here. Secret."
    note = "annotations: [{quote: Words here, note: Why.}]"
    site = Site(tmp_path).write("content/index.md", text).write("content/index.annotations.yaml", note)
    words = text_of(site.build().expect(0).page("").tree)
    assert "The Original" in words
    assert "Only the passages that the notes explain" in words
    assert "Secret" not in words


def test_comments_are_threaded_and_have_notes_of_their_own(tmp_path: Path) -> None:
    site = small(tmp_path).write(
        "content/bridge.comments.yaml",
        """
        comments:
          - {id: c1, author: A. Reader, stance: disputes, answers: {quote: built in 1893}, text: "In 1894. <b>No</b>"}
          - {id: c2, author: B. Reader, reply_to: c1, text: "See [here](https://example.org)."}
        """,
    )
    site.edit(
        "content/bridge.annotations.yaml",
        "  - id: nobody",
        "  - {id: year, on: c1, quote: '1894', note: The wood burnt.}\n  - id: nobody",
    )
    page = site.build().expect(0).page("bridge/")
    assert page.marked("year") == ["1894"]
    first = page.one("article", id="comment-c1")
    assert "<b>No</b>" in text_of(first)
    assert [link.get("href") for link in first.iter("a") if "#answer" in (link.get("href") or "")] == ["#answer-c1"]
    assert page.one("mark", id="answer-c1") is not None
    link = next(link for link in page.all("a") if link.get("href") == "https://example.org")
    assert set(link.get("rel").split()) == {"nofollow", "ugc", "noopener"}


def test_citations_and_entities_become_links_and_sources(tmp_path: Path) -> None:
    site = (
        small(tmp_path)
        .edit("content/bridge.annotations.yaml", "The council met in spring.", '"[[council]] met [@act, p. 4]."')
        .write("content/entities.yaml", "entities: {council: {name: Town Council, type: organisation}}")
        .write(
            "content/references.json",
            b'[{"id": "act", "type": "book", "title": "The Act", "author": [{"family": "Kern", "given": "A"}],'
            b' "issued": {"date-parts": [[1893]]}}]',
        )
        .build()
        .expect(0)
    )
    note = text_of(site.page("bridge/").one("li", id="note-nobody"))
    assert "Kern 1893, p.\u00a04" in note
    assert "The Act" in note
    entity = site.page("entities/council/")
    hrefs = [link.get("href") for link in entity.all("a")]
    assert "../../bridge/index.html#ref-nobody" in hrefs
    site.edit("content/bridge.annotations.yaml", "[@act, p. 4]", "[@acts]").build()
    site.expect(1, "error[unknown-citation]")


def test_the_page_of_a_folder_lists_its_texts_and_the_home_page_all(tmp_path: Path) -> None:
    site = small(tmp_path).write("content/essays/index.md", "# Essays").write("content/essays/one.md", "# One")
    site.build().expect(0)
    assert [text_of(link) for link in site.page("essays/").all("a") if link.get("href") == "one/index.html"] == ["One"]
    home = {link.get("href") for link in site.page("").all("a")}
    assert {"bridge/index.html", "essays/one/index.html"} <= home


def test_json_and_github_formats_are_for_machines(tmp_path: Path) -> None:
    site = small(tmp_path).edit("content/bridge.annotations.yaml", "nobody has said when", "somebody")
    site.verb("check", "--format", "github").expect(1, "::error file=content/bridge.annotations.yaml,line=8,col=12")
    site.verb("check", "--format", "short").expect(1)
    assert site.said.splitlines()[0].startswith("content/bridge.annotations.yaml:8:12: error[quote-not-found] ")


def test_wrong_usage_is_told_from_problems(tmp_path: Path) -> None:
    Site(tmp_path).verb("build", "--nonsense").expect(2)
    Site(tmp_path).verb("biuld").expect(2)
    Site(tmp_path).build().expect(1, "no-texts")


def test_every_page_is_strictly_valid(tmp_path: Path) -> None:
    site = small(tmp_path).write("content/entities.yaml", "entities: {c: {name: C, type: place}}").build().expect(0)
    pages = [content for path, content in site.published().items() if path.endswith(".html")]
    assert len(pages) >= 6
    for content in pages:
        Page.of(content.decode())


def test_a_note_without_a_place_keeps_its_address_and_a_comment_its_quote(tmp_path: Path) -> None:
    site = (
        small(tmp_path)
        .edit("content/bridge.annotations.yaml", "nobody has said when", "somebody says why")
        .write("content/bridge.comments.yaml", "comments: [{id: c, text: No., answers: {quote: never written}}]")
    )
    site.edit("content/bridge.annotations.yaml", "id: nobody", "id: nobody\n    on: gone")
    page = site.build("--keep-going").expect(0, "warning[unknown-comment]").page("bridge/")
    assert "The council met in spring." in text_of(page.one("li", id="note-nobody"))
    assert "never written" in text_of(page.one("article", id="comment-c"))


def test_what_the_site_s_files_name_in_vain_is_said(tmp_path: Path) -> None:
    site = (
        small(tmp_path)
        .write("content/site.yaml", "navigation:\n  - {title: Nowhere, to: nowhere.md}")
        .write(
            "content/entities.yaml",
            "entities:\n  c:\n    name: C\n    type: place\n"
            "    description: See [[nobody]], [x](gone.md) and [@nokey].",
        )
    )
    site.build().expect(
        1,
        "content/site.yaml:2:26: warning[broken-link]",
        "content/entities.yaml:5:22: error[unknown-entity]",
        "content/entities.yaml:5:38: warning[broken-link]",
        "content/entities.yaml:5:52: error[unknown-citation]",
    )


def test_a_machine_reads_nothing_but_json(tmp_path: Path) -> None:
    site = small(tmp_path).write("content/notes.docx", b"x")
    for verb in ("build", "check"):
        result = CliRunner(env=CLOCK).invoke(verbs, [verb, "--format", "json", "-v", "--source", str(site.root)])
        assert [problem["code"] for problem in json.loads(result.stdout)] == ["not-published"]
