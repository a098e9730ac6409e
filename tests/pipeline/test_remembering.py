"""What has not changed is not done again; what is lost of it is made again."""

from __future__ import annotations

import json
import shutil
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from postil import render
from postil.core.cache import NAME, Cache
from postil.core.files import Files
from postil.core.machine import program_digest
from postil.core.model import Page
from postil.pipeline import building, survey
from postil.pipeline.ledger import last
from postil.pipeline.memory import LAYOUTS, LEDGER, encoded
from postil.pipeline.store import LostError, Store
from tests.site import Site

from .builds import PLAIN, TEXTS, Parsed, as_built_anew, built, codes, drawn, many, town

TEXTS_OF_TOWN = (*TEXTS, "town/bridge")
LAYOUTS_FOLDER = Path(__file__).parents[2] / "layouts"
LAYOUT = LAYOUTS_FOLDER / "base.html"
BARE = {f"{text}/cite.{ending}" for text in TEXTS_OF_TOWN for ending in ("bib", "json")}
"""What no frame surrounds."""


def lose_all_but_the_ledger(site: Site) -> None:
    """Take everything out of the memory that texts gave."""
    with closing(Cache.at(site.root / ".cache" / "postil")) as cache:
        remembered = last(cache, program_digest())
        assert not remembered.is_new
        cache.commit(keep={LEDGER, LAYOUTS, *remembered.rows.details.keys})


def test_the_layout_of_every_page_draws_every_page_and_parses_no_text(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = town(tmp_path / "town")
    everything = drawn(built(site))
    parsed = Parsed(monkeypatch)
    made = built(site.write("layouts/base.html", LAYOUT.read_text() + "{# Mine. #}\n"))
    assert parsed == []
    assert drawn(made) == everything - BARE
    assert {why.reason for why in made.why} == {"a layout, or what surrounds every page, has changed"}
    assert made.summary.written == 0
    assert site.published() == as_built_anew(site)


def test_a_changed_setting_works_on_every_text_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    site = town(tmp_path / "town")
    built(site)
    parsed = Parsed(monkeypatch)
    built(site.edit("content/site.yaml", "name: Ana Kern", "name: A. Kern"))
    assert b"A. Kern" in site.published()["annotators/ak/index.html"]
    assert sorted(parsed) == ["a.md", "b.md", "c.md", "town/bridge.md"]
    assert site.published() == as_built_anew(site)
    parsed.clear()
    assert (built(site).why, parsed) == ((), [])


def test_a_changed_entity_draws_the_pages_that_show_it_and_no_others(tmp_path: Path) -> None:
    site = town(tmp_path / "town")
    built(site)
    before = site.published()
    made = built(site.edit("content/entities.yaml", "name: Town Council", "name: Council of the Town"))
    changed = {path for path, content in site.published().items() if before.get(path) != content}
    assert changed - {".postil"} <= {why.path for why in made.why}
    assert {why.reason for why in made.why} == {"what it shows has changed"}
    assert not any(page.startswith(f"{text}/") for page in drawn(made) for text in TEXTS)
    assert site.published() == as_built_anew(site)
    made = built(site.write("content/entities.yaml", (site.root / "content/entities.yaml").read_text() + "# Mine.\n"))
    assert made.why == ()


def test_a_changed_entity_or_reference_works_on_those_texts_that_name_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def references(title: str) -> str:
        return json.dumps([{"id": "minutes", "type": "book", "title": title}])

    site = town(tmp_path / "town").write("content/references.json", references("Minutes of 2021"))
    site.edit("content/a.annotations.yaml", "First thoughts.", "'First thoughts [@minutes].'")
    built(site)
    parsed = Parsed(monkeypatch)
    for path, before, after, expected in (
        ("entities.yaml", "Town Council", "Council of the Town", ["town/bridge.md"]),
        ("references.json", "Minutes of 2021", "Minutes of 2022", ["a.md"]),
        ("entities.yaml", "entities: {", "entities: {mill: {name: The mill, type: place}, ", []),
    ):
        built(site.edit(f"content/{path}", before, after))
        assert parsed == expected
        assert site.published() == as_built_anew(site)
        parsed.clear()


def test_a_text_that_names_what_is_not_there_is_worked_on_when_it_comes_or_a_likelier_name_does(tmp_path: Path) -> None:
    site = town(tmp_path / "town")
    built(site)
    made = built(site.edit("content/b.annotations.yaml", "First thoughts.", "'First [[counsel]].'"))
    assert [problem.hint for problem in made.problems] == ["did you mean `council`?"]
    entities = "entities: {council: {name: Town Council, type: organisation}, %s: {name: Advice, type: concept}}\n"
    made = built(site.write("content/entities.yaml", entities % "counsels"))
    assert [problem.hint for problem in made.problems] == ["did you mean `counsels`?"]
    assert codes(built(site.write("content/entities.yaml", entities % "counsel"))) == {}
    assert site.published() == as_built_anew(site)


def test_a_text_that_could_not_be_read_while_a_layout_changed_is_drawn_with_the_new_layout(tmp_path: Path) -> None:
    site = town(tmp_path / "town")
    built(site)
    text = (site.root / "content/a.md").read_bytes()
    site.write("layouts/base.html", LAYOUT.read_text().replace("<main", '<main data-mine=""'))
    assert codes(built(site.write("content/a.md", b"\xff"))) == {"a.md": "not-utf-8"}
    built(site.write("content/a.md", text))
    assert b"data-mine" in site.published()["a/index.html"]
    assert site.published() == as_built_anew(site)
    assert built(site).why == ()


def test_a_page_that_errors_elsewhere_kept_from_the_site_is_not_called_altered(tmp_path: Path) -> None:
    site = town(tmp_path / "town")
    built(site)
    text = (site.root / "content/b.md").read_bytes()
    built(site.edit("content/a.md", "One plain sentence", "A plain sentence").write("content/b.md", b"\xff"))
    made = built(site.write("content/b.md", text))
    reasons = {why.path: why.reason for why in made.why}
    assert reasons["a/index.html"] == reasons["404.html"] == "the last build did not finish it"


def test_where_the_memory_was_lost_no_page_that_stands_is_called_new(tmp_path: Path) -> None:
    site = town(tmp_path / "town")
    assert {why.reason for why in built(site).why} == {"it is new"}
    shutil.rmtree(site.root / ".cache")
    assert {why.reason for why in built(site).why} == {"nothing is remembered of it"}


def test_a_changed_text_is_parsed_and_no_other(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    site = town(tmp_path / "town")
    built(site)
    parsed = Parsed(monkeypatch)
    built(site.edit("content/a.annotations.yaml", "First", "Second"))
    built(site.edit("content/b.md", "Another one", "A third one"))
    assert parsed == ["a.md", "b.md"]
    assert site.published() == as_built_anew(site)


def test_a_text_is_worked_on_again_when_what_it_links_to_goes_or_comes_back(tmp_path: Path) -> None:
    site = town(tmp_path / "town").write("content/b.md", "A plain sentence. See [there](a.md#part).\n")
    site.write("content/a.md", f"# Text a\n\n{PLAIN}\n## Part\n\nMore.\n")
    assert codes(built(site)) == {}
    site.edit("content/a.md", "## Part", "## Other")
    assert codes(built(site)) == {"b.md": "broken-link"}
    site.edit("content/a.md", "## Other", "## Part")
    assert codes(built(site)) == {}
    (site.root / "content/a.md").rename(site.root / "content/moved.md")
    assert codes(built(site)) == {"b.md": "broken-link", "a.annotations.yaml": "text-missing"}


TEXT_PAGES = {f"{text}/" for text in TEXTS_OF_TOWN}


@pytest.mark.parametrize(
    ("layout", "pages"),
    [
        ("text.html", TEXT_PAGES),
        ("notes.html", {f"{page}notes/" for page in TEXT_PAGES}),
        ("plain.txt", BARE),
        ("timeline.html", {"timeline/"}),
        ("404.html", {"404.html"}),
        ("parts/comment.html", {"", *TEXT_PAGES}),
        ("parts/unknown.html", set()),
    ],
)
def test_a_changed_layout_draws_the_pages_that_are_drawn_with_it_and_no_others(
    tmp_path: Path, layout: str, pages: set[str]
) -> None:
    site = town(tmp_path / "town")
    built(site)
    own, shipped = f"layouts/{layout}", LAYOUTS_FOLDER / layout
    site.write(own, (shipped.read_text() if shipped.exists() else "") + "{# Mine. #}\n<!-- Mine. -->\n")
    assert drawn(built(site)) == pages
    assert site.published() == as_built_anew(site)
    # Together with another change, and gone again.
    site.remove(own).edit("content/b.annotations.yaml", "First", "Second")
    assert drawn(built(site)) == {*pages, "b/", "b/notes/", "b/cite/", "b/cite.bib", "b/cite.json"}
    assert site.published() == as_built_anew(site)
    assert built(site).why == ()


def test_a_page_whose_layout_fails_is_drawn_again_and_leaves_nothing_of_what_it_was(tmp_path: Path) -> None:
    site = town(tmp_path / "town")
    built(site)
    before = site.published()
    site.write("layouts/text.html", "{{ page.title }}{% if page.notes %}{{ page.nothing }}{% endif %}")
    made = built(site, keep_going=True)
    assert {problem.code for problem in made.problems} == {"layout-error"}
    assert drawn(made) == TEXT_PAGES
    other = Site(tmp_path / "other")
    shutil.copytree(site.root / "content", other.root / "content")
    shutil.copytree(site.root / "layouts", other.root / "layouts")
    assert built(other, keep_going=True).was_left == made.was_left
    if not made.was_left:
        assert site.published() == other.published()
    built(site.remove("layouts/text.html"))
    assert site.published() == before


def test_a_layout_that_names_another_by_an_expression_is_drawn_with_any(tmp_path: Path) -> None:
    site = town(tmp_path / "town")
    site.write("layouts/text.html", "{% include ['mine.txt', 'parts/keys.html'] %}")
    built(site)
    assert b"Mine" not in site.published()["a/index.html"]
    made = built(site.write("layouts/mine.txt", "Mine"))
    assert drawn(made) == TEXT_PAGES
    assert site.published()["a/index.html"] == b"Mine"
    assert site.published() == as_built_anew(site)


NAVIGATION = 'navigation: [{title: About, to: a.md}, {title: Part, to: "a.md#part"}, {title: Map, to: map.png}]\n'
DESCRIBED = 'entities: {council: {name: C, type: organisation, description: "[Part](a.md#part), [map](map.png)."}}\n'


@pytest.mark.parametrize("change", ["renamed heading", "other address", "deleted text", "deleted picture"])
def test_links_of_the_site_s_own_files_lead_where_they_do_after_a_text_has_changed(tmp_path: Path, change: str) -> None:
    site = town(tmp_path / "town").write("content/map.png", b"map")
    site.write("content/a.md", f"---\ndate: 2020\n---\n# Text a\n\n{PLAIN}\n## Part\n\nMore.\n")
    site.edit("content/site.yaml", "annotators:", f"{NAVIGATION}annotators:").write("content/entities.yaml", DESCRIBED)
    assert codes(built(site)) == {}
    match change:
        case "renamed heading":
            site.edit("content/a.md", "## Part", "## Other")
        case "other address":
            site.edit("content/a.md", "date: 2020", "date: 2020\nslug: other")
        case "deleted text":
            site.remove("content/a.md").remove("content/a.annotations.yaml")
        case "deleted picture":
            site.remove("content/map.png")
    made = built(site)
    both = dict.fromkeys(("site.yaml", "entities.yaml"), "broken-link")
    assert codes(made) == ({} if change == "other address" else both)
    assert site.published() == as_built_anew(site)
    assert built(site).problems == made.problems


def test_problems_are_told_again_though_their_text_is_not_looked_at(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = town(tmp_path)
    site.edit("content/entities.yaml", "type:", "about: '[x](y.md)', type:")
    site.edit("content/b.annotations.yaml", "plain sentence", "nowhere at all")
    site.write("content/c.comments.yaml", "comments: 3\n")
    first = built(site)
    assert codes(first).keys() == {"b.annotations.yaml", "c.comments.yaml", "entities.yaml"}
    parsed = Parsed(monkeypatch)
    again = built(site)
    assert again.problems == first.problems
    assert parsed == []


def test_a_note_is_due_on_its_day_though_nothing_has_changed(tmp_path: Path) -> None:
    site = town(tmp_path)
    site.edit("content/b.annotations.yaml", "id: n,", "id: n, recheck: 2024-06-02,")
    june_1st, june_3rd = "1717200000", "1717400000"
    assert codes(built(site, day=june_1st)) == {}
    assert list(codes(built(site, day=june_3rd))) == ["b.annotations.yaml"]
    assert codes(built(site, day=june_1st)) == {}


def test_what_the_memory_has_lost_is_made_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    site = town(tmp_path / "town")
    built(site)
    lose_all_but_the_ledger(site)
    parsed = Parsed(monkeypatch)
    # Of `b` the pages have changed, of the index of tags one facet; all others stand, and are asked for nothing.
    made = built(site.edit("content/b.annotations.yaml", "id: n,", "id: n, tags: [closed],"))
    assert {"b/", "tags/", "tags/closed/"} <= drawn(made)
    assert sorted(set(parsed)) == ["b.md", "town/bridge.md"]
    assert site.published() == as_built_anew(site)
    lose_all_but_the_ledger(site)
    made = built(site.write("layouts/base.html", LAYOUT.read_text() + "{# Mine. #}\n"))
    assert not made.problems
    assert site.published() == as_built_anew(site)


def test_what_was_lost_and_cannot_be_made_again_leaves_the_site_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = town(tmp_path / "town")
    built(site)
    before = site.published()
    lose_all_but_the_ledger(site)
    monkeypatch.setattr(survey, "MOST_HELD", 0)
    work = building.Building._work

    def worked(self: building.Building, *parts: Any) -> None:
        work(self, *parts)
        site.edit("content/b.md", "Another one", "A third one")

    site.write("layouts/base.html", LAYOUT.read_text() + "{# Mine. #}\n")
    with monkeypatch.context() as hurried:
        hurried.setattr(building.Building, "_work", worked)
        made = built(site)
    assert (codes(made), made.was_left) == ({"b.md": "busy"}, True)
    assert site.published() == before
    assert codes(built(site)) == {}
    assert site.published() == as_built_anew(site)


@pytest.mark.parametrize("lost", ["half of it", "all of it"])
def test_what_is_remembered_in_part_is_not_remembered(tmp_path: Path, lost: str) -> None:
    site = town(tmp_path / "town")
    built(site)
    for change in ("Second", "Third"):
        with closing(Cache.at(site.root / ".cache" / "postil")) as cache:
            details = last(cache, program_digest()).rows.details.keys
            assert details
            if lost == "all of it":
                cache.commit(keep={LEDGER})
            else:
                for key in details:
                    cache.put(key, b"something else")
                cache.commit()
        site.edit("content/b.annotations.yaml", "First" if change == "Second" else "Second", change)
        built(site)
        assert site.published() == as_built_anew(site)


def test_a_build_without_a_memory_is_the_same(tmp_path: Path) -> None:
    site = town(tmp_path / "town")
    built(site)
    (site.root / ".cache" / "postil" / NAME).write_bytes(b"SQLite format 3\0" + b"\xff" * 5000)
    made = built(site.edit("content/b.annotations.yaml", "First", "Second"))
    assert (made.summary.written, made.problems) == (2, ())
    assert site.published() == as_built_anew(site)


def test_a_frame_that_was_expected_otherwise_is_not_on_any_page(tmp_path: Path) -> None:
    """Changed texts are drawn at once with the frame of the last build; here their change makes another frame."""
    site = many(tmp_path / "many", 3)
    built(site)
    site.write("content/site.yaml", "annotators: {ak: {name: Ana Kern}}\n")
    built(site)
    site.edit("content/t1.annotations.yaml", "id: n,", "id: n, by: ak,")
    made = built(site)
    assert {"annotators/ak/", "t0/", "t1/", "t2/"} <= drawn(made)
    for name in ("t0", "t1", "t2"):
        assert b"annotators/index.html" in site.published()[f"{name}/index.html"]
    assert site.published() == as_built_anew(site)
    site.edit("content/t1.annotations.yaml", " by: ak,", "")
    built(site)
    assert b"annotators/index.html" not in site.published()["t1/index.html"]
    assert site.published() == as_built_anew(site)


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_frame_that_was_guessed_from_some_texts_is_on_no_page_when_another_text_makes_it_another(
    tmp_path: Path, jobs: int
) -> None:
    site = many(tmp_path / "many", 30).write("content/site.yaml", "annotators: {ak: {name: Ana Kern}}\n")
    for number in range(30):
        if number % 10 == 7:
            site.edit(f"content/t{number}.annotations.yaml", "id: n,", "id: n, by: ak,")
    built(site, jobs=jobs)
    pages = [content for path, content in site.published().items() if path.endswith(".html") and path != "404.html"]
    assert len(pages) > 90
    assert all(b">Annotators</a>" in page for page in pages)
    again = built(site, jobs=jobs)
    assert (again.why, again.summary.written) == ((), 0)


def test_pages_drawn_with_the_frame_that_was_expected_are_not_drawn_twice(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = town(tmp_path)
    built(site)
    counted: list[str] = []
    draw = render.drawn

    def noticed(page: Page, layouts: render.Layouts) -> object:
        counted.append(page.address)
        return draw(page, layouts)

    monkeypatch.setattr(render, "drawn", noticed)
    built(site.edit("content/b.annotations.yaml", "First", "Second"))
    assert sorted(counted) == ["b/", "b/cite.bib", "b/cite.json", "b/cite/", "b/notes/"]


def test_a_value_is_taken_from_the_store_the_cache_or_made_again(tmp_path: Path) -> None:
    key, content = encoded(("some", "value"))
    asked: list[str] = []

    def again(name: str) -> dict[str, bytes]:
        asked.append(name)
        return {key: content} if name == "known" else {}

    with closing(Cache.at(tmp_path)) as cache:
        store = Store(cache, again)
        store.put(key, content)
        assert store.value(key, "known") == ("some", "value")
        cache.commit()
    with closing(Cache.at(tmp_path)) as cache:
        assert Store(cache, again).value(key, "known") == ("some", "value")
        assert asked == []
        cache.commit(keep=())
        assert Store(cache, again).value(key, "known") == ("some", "value")
        assert asked == ["known"]
    assert Store(None, again).value(key, "known") == ("some", "value")
    with pytest.raises(LostError):
        Store(None, again).value(key, "changed")


def test_a_file_that_changes_while_the_site_is_built_is_not_taken_for_what_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = town(tmp_path / "town")
    built(site)
    site.edit("content/b.md", "Another one", "A third one")
    # The files of a large site are looked at first, and read again when it is their turn.
    monkeypatch.setattr(survey, "MOST_HELD", 0)
    read = Files.source
    seen: list[str] = []

    def hasty(files: Files, path: str, **limits: Any) -> object:
        found = read(files, path, **limits)
        if path == "content/b.md" and not seen:
            seen.append(path)
            site.edit("content/b.md", "A third one", "A fourth one")
        return found

    with monkeypatch.context() as hurried:
        hurried.setattr(Files, "source", hasty)
        built(site)
    assert b"A fourth one" in site.published()["b/index.html"]
    built(site.edit("content/b.md", "A fourth one", "A third one"))
    assert b"A third one" in site.published()["b/index.html"]
    assert site.published() == as_built_anew(site)


def test_a_page_takes_the_place_of_an_asset_that_goes(tmp_path: Path) -> None:
    site = town(tmp_path / "town").write("content/site.yaml", "annotators: {ak: {name: Ana Kern}}\n")
    site.write("content/b/cite.bib", "@misc{mine}\n").write("content/index.md", "# Home\n\n[It](b/cite.bib).\n")
    (site.root / "content/b.md").rename(site.root / "content/d.md")
    (site.root / "content/b.annotations.yaml").rename(site.root / "content/d.annotations.yaml")
    assert not built(site).problems
    assert site.published()["b/cite.bib"] == b"@misc{mine}\n"
    (site.root / "content/d.md").rename(site.root / "content/b.md")
    (site.root / "content/d.annotations.yaml").rename(site.root / "content/b.annotations.yaml")
    site.remove("content/b/cite.bib").write("content/index.md", "# Home\n\n[It](b.md).\n")
    assert not built(site).problems
    assert b"@misc{mine}" not in site.published()["b/cite.bib"]
    assert site.published() == as_built_anew(site)


@pytest.mark.skipif(sys.platform == "win32", reason="names that Windows does not allow")
def test_texts_of_odd_names_are_remembered_as_themselves(tmp_path: Path) -> None:
    """Names are remembered line by line, and pages drawn elsewhere are known by names of their own."""
    site = town(tmp_path / "town").write("content/site.yaml", "annotators: {ak: {name: Ana Kern}}\n")
    for name in (
        "with\ttab",
        "with\rreturn",
        "line\u2028s",
        "lists 404.html",
        "home ",
        "tags tags/tags",
        "é",
        "u\u0308",
    ):
        site.write(f"content/odd/{name}.md", f"---\nslug: s{len(name)}-{ord(name[-1])}\n---\n# It\n\n{PLAIN}")
    assert not built(site).problems
    published = site.published()
    again = built(site)
    assert (again.why, again.summary.written) == ((), 0)
    site.edit("content/b.annotations.yaml", "First", "Second")
    made = built(site)
    assert {why.path for why in made.why} >= {"b/index.html"}
    assert not [why.path for why in made.why if "odd-" in why.path]
    site.edit("content/b.annotations.yaml", "Second", "First")
    built(site)
    assert site.published() == published == as_built_anew(site)
