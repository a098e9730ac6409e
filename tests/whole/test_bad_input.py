"""Bad input gives a clear problem or the right page, never a traceback, and the last good site stands."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.site import Site, text_of

NOTE = "annotations:\n  - quote: Some words\n    note: Why.\n"


@pytest.fixture
def good(tmp_path: Path) -> Site:
    return (
        Site(tmp_path).write("content/x.md", "Some words.").write("content/x.annotations.yaml", NOTE).build().expect(0)
    )


@pytest.mark.parametrize(
    ("path", "content", "saying"),
    [
        ("content/x.md", b"Some words.\n\nOne \xff byte", "content/x.md:3:5: error[not-utf-8]"),
        ("content/x.md", "Some words.".encode("utf-16"), "content/x.md:1:1: error[not-utf-8]"),
        ("content/x.md", b"Some words.\0", "content/x.md:1:12: error[control-character]"),
        ("content/x.md", b"Some words.\n\n" + b"A line. \n" * 700_000, "content/x.md: error[file-too-large]"),
        ("content/x.md", b"Some words. " + b"x" * 200_000, "content/x.md:1:1: error[line-too-long]"),
        ("content/x.md", b"---\nslug: ../up\n---\nSome words.", "content/x.md:2:7: error[bad-address]"),
        ("content/x.md", b"---\nslug: ..\n---\nSome words.", "content/x.md:2:7: error[bad-address]"),
        ("content/x.md", b"---\nslug: con\n---\nSome words.", "content/x.md:2:7: error[bad-address]"),
        ("content/x.md", b"---\ntitle: [\n---\nSome words.", "content/x.md:2:8: error[yaml-syntax]"),
        ("content/x.annotations.yaml", b"[" * 1000, "content/x.annotations.yaml:1:21: error[yaml-too-deep]"),
        ("content/x.annotations.yaml", b"a: " * 50_000, "content/x.annotations.yaml:1:1: error[line-too-long]"),
        (
            "content/x.annotations.yaml",
            b"a: &a [x]\nb: &b [*a, *a]\nc: &c [*b, *b]\nannotations: *c",
            "content/x.annotations.yaml:1:4: error[yaml-alias]",
        ),
        ("content/x.annotations.yaml", b"annotations: 3", "content/x.annotations.yaml:1:14: error[wrong-type]"),
        (
            "content/x.annotations.yaml",
            b"annotations:\n\t- quote: x",
            "content/x.annotations.yaml:2:1: error[yaml-syntax]",
        ),
        ("content/x.annotations.yaml", b"\xff", "content/x.annotations.yaml:1:1: error[not-utf-8]"),
        ("content/x.comments.yaml", b"comments: [{id: c1}]", "content/x.comments.yaml:1:13: error[missing-key]"),
        (
            "content/x.comments.yaml",
            b"comments: [{id: a, text: x, reply_to: a}]",
            "content/x.comments.yaml:1:39: error[reply-loop]",
        ),
        ("content/site.yaml", b"lang: 7", "content/site.yaml:1:7: error[bad-value]"),
        ("content/site.yaml", b"navigation: {to: x}", "content/site.yaml:1:14: error[wrong-type]"),
        ("content/entities.yaml", b"entities: [a]", "content/entities.yaml:1:12: error[wrong-type]"),
        ("content/references.json", b'[{"id": 1', "content/references.json:1:10: error[json-syntax]"),
        ("content/references.json", b"[" * 100_000, "content/references.json:1:51: error[json-syntax]"),
        (
            "content/a/b.annotations.md",
            b"---\nquote: x\n---\nno text",
            "content/a/b.annotations.md: error[text-missing]",
        ),
    ],
)
def test_a_bad_file_is_a_problem_with_its_place_and_the_site_stands(
    good: Site, path: str, content: bytes, saying: str
) -> None:
    before = good.published()
    good.write(path, content).build().expect(1, saying)
    assert good.published() == before


@pytest.mark.parametrize(
    "content",
    [
        b"\xef\xbb\xbfSome words.",
        b"Some words.\r\n\r\nMore.\r\n",
        b"Some words.\rMore.",
        b"Some\xc2\xa0words.",
        b"Some  words.",
    ],
    ids=["byte-order mark", "CRLF", "CR", "no-break space", "two spaces"],
)
def test_files_of_other_systems_are_read_as_they_are_meant(good: Site, content: bytes) -> None:
    page = good.write("content/x.md", content).build().expect(0).page("x/")
    assert len(page.marked("some-words")) == 1


def test_two_thousand_annotations_are_placed(tmp_path: Path) -> None:
    text = "\n\n".join(f"Sentence number {number} stands here." for number in range(2000))
    notes = "annotations:\n" + "".join(f"  - {{quote: number {n} stands, note: '{n}.'}}\n" for n in range(2000))
    page = (
        Site(tmp_path)
        .write("content/x.md", text)
        .write("content/x.annotations.yaml", notes)
        .build()
        .expect(0)
        .page("x/")
    )
    assert len(page.all("mark")) == 2000


def test_a_link_out_of_content_is_not_followed(good: Site, tmp_path_factory: pytest.TempPathFactory) -> None:
    outside = tmp_path_factory.mktemp("outside") / "secret.md"
    outside.write_text("A secret.")
    (good.root / "content" / "secret.md").symlink_to(outside)
    good.build().expect(1, "content/secret.md: error[outside-content]")
    assert all(b"secret" not in content for content in good.published().values())


def test_two_texts_at_one_address_are_a_problem(good: Site) -> None:
    good.write("content/y.md", "---\nslug: x\n---\nMore.").build().expect(1, "content/y.md:2:7: error[address-taken]")


def test_a_text_at_the_address_of_a_generated_page_is_a_problem(good: Site) -> None:
    good.write("content/entities.yaml", "entities: {c: {name: C, type: place}}").build().expect(0)
    good.write("content/entities/c.md", "Mine.").build().expect(1, "content/entities/c.md: error[address-taken]")


def test_a_name_in_either_form_of_unicode_is_one_name(tmp_path: Path) -> None:
    site = (
        Site(tmp_path).write("content/cafe\u0301.md", "Some words.").write("content/caf\u00e9.annotations.yaml", NOTE)
    )
    assert site.build().expect(0).page("cafe/").marked("some-words") == ["Some words"]


def test_two_names_that_are_one_on_other_systems_are_a_problem(tmp_path: Path) -> None:
    Site(tmp_path).write("content/A.md", "One.").write("content/a.md", "Two.").build().expect(
        1, "content/a.md: error[names-collide]"
    )


def test_nothing_that_is_written_becomes_markup(tmp_path: Path) -> None:
    attack = "<script>alert(1)</script><img src=x onerror=alert(1)>\"'>"
    quoted = "'" + attack.replace("'", "''") + "'"
    site = (
        Site(tmp_path)
        .write("content/site.yaml", f"title: {quoted}\nannotators: {{a: {{name: {quoted}}}}}\nauthor: {quoted}")
        .write(
            "content/x.md",
            f"---\ntitle: {quoted}\nauthor: {quoted}\ntags: [{quoted}]\nsource: {{title: {quoted}}}\n---\n"
            f"Some words. {attack}\n\n[a](<javascript:alert(1)> \"{'x'}\") ![b](x.png '{chr(34)} onerror=alert(1)')",
        )
        .write(
            "content/x.annotations.yaml",
            f"annotations:\n  - quote: Some words\n    note: {quoted}\n    by: a\n    tags: [{quoted}]\n"
            f"    sources: [{{title: {quoted}, url: 'https://a.example/\"onmouseover=alert(1)', quote: {quoted}}}]\n",
        )
        .write("content/x.comments.yaml", f"comments: [{{id: c, author: {quoted}, text: {quoted}}}]")
        .write("content/entities.yaml", f"entities: {{e: {{name: {quoted}, type: person, description: {quoted}}}}}")
    )
    site.build().expect(0, "warning[forbidden-link]", "warning[raw-html]")
    for path, content in site.published().items():
        if path.endswith(".html"):
            page = site.page(path.removesuffix("index.html"))
            assert all(element.get("src") or element.get("type") for element in page.all("script"))
            assert all("alert" not in (element.get("src") or "") for element in page.all("script"))
            assert not [element for element in page.tree.iter() for name in element.attrib if name.startswith("on")]
            assert b"javascript:" not in content


def test_a_file_that_is_not_ours_is_never_overwritten(tmp_path: Path) -> None:
    site = Site(tmp_path).write("content/x.md", "Some words.").write("site/index.html", b"mine").build()
    site.expect(1, "site/index.html: error[foreign-file]")
    assert site.published() == {"index.html": b"mine"}


@pytest.mark.parametrize("destination", [".", "content", "content/below", "layouts", ".."])
def test_the_site_is_not_written_over_what_authors_have(good: Site, destination: str) -> None:
    good.build("--destination", str(good.root / destination)).expect(1, "error[cannot-write]")
    assert text_of(good.page("x/").tree)


def test_a_file_in_the_place_of_the_site_is_left_alone(tmp_path: Path) -> None:
    site = (
        Site(tmp_path)
        .write("content/x.md", "Some words.")
        .write("site", b"mine")
        .build()
        .expect(1, "site: error[cannot-write]")
    )
    assert (site.root / "site").read_bytes() == b"mine"


def test_a_file_that_collides_with_one_of_the_layouts_is_told_by_check_and_beside_other_errors(good: Site) -> None:
    good.write("content/map.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>").build().expect(0)
    good.write("content/assets/icon.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>")
    good.verb("check").expect(1, "content/assets/icon.svg: error[names-collide]")
    good.write("content/y.md", "---\ntitel: Y\n---\nMore.").build()
    good.expect(1, "content/assets/icon.svg: error[names-collide]", "error[unknown-key]", "2 errors")


def test_a_note_that_links_to_everything_is_stopped(tmp_path: Path) -> None:
    links = " ".join(f"[[e{number}]]" for number in range(60))
    entities = "\n".join(f"  e{number}: {{name: E{number}, type: place}}" for number in range(60))
    site = (
        Site(tmp_path)
        .write("content/x.md", "Some words.")
        .write("content/x.annotations.yaml", f"annotations:\n  - quote: Some words\n    note: |\n      {links}\n")
        .write("content/entities.yaml", f"entities:\n{entities}\n")
    )
    site.build().expect(1, "content/x.annotations.yaml:4:7: error[too-long]")


def test_a_flood_of_one_problem_is_counted_not_listed(tmp_path: Path) -> None:
    site = Site(tmp_path).write("content/x.md", "[a](gone.md)\n\n" * 500).build().expect(0, "there are 500 of these")
    assert site.said.count("broken-link") == 100


@pytest.mark.parametrize(
    "inside",
    ["<script>alert(1)</script>", "<g onload='alert(1)'/>", "<a href='java&#115;cript:x'/>", "<foreignObject/>"],
)
def test_a_picture_that_could_run_a_script_is_not_published(good: Site, inside: str) -> None:
    good.write("content/x.svg", f"<svg xmlns='http://www.w3.org/2000/svg'>{inside}</svg>".encode())
    good.build().expect(0, "content/x.svg:1:", "warning[not-published]")
    assert "x.svg" not in good.published()


def test_a_text_that_cannot_be_read_does_not_hide_what_is_wrong_with_its_notes(good: Site) -> None:
    good.write("content/x.md", b"\xff").edit("content/x.annotations.yaml", "note:", "nota:").build()
    good.expect(1, "error[not-utf-8]", "content/x.annotations.yaml:3:5: error[unknown-key]")


@pytest.mark.parametrize(
    ("path", "content", "saying"),
    [
        ("content/x.md", '---\ntitle: "a\\u0085b"\n---\nSome words.', "content/x.md:2:8: error[control-character]"),
        ("content/x.md", '---\ntitle: "a\\U0001FFFEb"\n---\nSome words.', "content/x.md:2:8: error[control-character]"),
        ("content/x.md", "Some words. \U0001fffe", "content/x.md:1:13: error[control-character]"),
        (
            "content/references.json",
            '[{"id": "a", "title": "\\u0000"}]',
            "content/references.json:1:23: error[json-syntax]",
        ),
    ],
)
def test_characters_that_no_page_may_hold_are_refused_also_when_written_as_numbers(
    good: Site, path: str, content: str, saying: str
) -> None:
    good.write(path, content.encode()).build().expect(1, saying)


def test_raw_html_cannot_bring_in_characters_that_no_page_may_hold(good: Site) -> None:
    good.write("content/site.yaml", "markdown: {html: true}")
    good.write("content/x.md", "Some words. <b>&#127;&#x1FFFE;&#11;</b>\n\n<p>&#127;</p>").build()
    assert good.page("x/").marked("some-words")


def test_a_text_without_an_address_does_not_hide_what_its_notes_name_in_vain(good: Site) -> None:
    good.write("content/x.md", "---\nslug: ../up\n---\nSome words.").edit(
        "content/x.annotations.yaml", "Why.", '"[[x]]"'
    )
    good.build().expect(1, "error[bad-address]", "error[unknown-entity]")
