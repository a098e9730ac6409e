"""`new comment` and `new entity` add to what stands there, and never write over it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from postil.cli import verbs
from tests.site import CLOCK, Site

COMMENTS = "content/axis.comments.yaml"
ENTITIES = "content/entities.yaml"


@pytest.fixture
def site(tmp_path: Path) -> Site:
    return Site(tmp_path).write("content/axis.md", "The bridge was closed. The bridge was opened.")


def read(site: Site, path: str) -> str:
    return (site.root / path).read_text(encoding="utf-8")


def test_a_comment_is_added_and_published_with_the_passage_that_it_answers(site: Site) -> None:
    site.verb("new", "comment", "axis", "--author", "Jo Lind", "--text", "By *whom*?", "--answers", "was opened")
    site.expect(0, f"{COMMENTS}:2: the comment c1\n")
    site.verb("new", "comment", "axis", "--author", "Ada", "--text", "By Jo.", "--reply-to", "c1", "--stance", "adds")
    site.expect(0, "the comment c2\n")
    page = site.build("--strict").expect(0).page("axis/")
    assert {"comment-c1", "comment-c2"} <= set(page.ids())
    assert "<em>whom</em>" in page.html


def test_a_comment_may_be_piped(site: Site) -> None:
    command = ["new", "comment", "axis", "--author", "Jo", "--source", str(site.root)]
    assert CliRunner(env=CLOCK).invoke(verbs, command, input="One.\n\nTwo.\n").exit_code == 0
    assert "      One.\n\n      Two.\n" in read(site, COMMENTS)
    empty = CliRunner(env=CLOCK).invoke(verbs, command, input="\n")
    assert (empty.exit_code, "the comment is empty" in empty.output) == (1, True)


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--answers", "was sunk"], "error[quote-not-found]"),
        (["--answers", "The bridge"], "--suffix="),
        (["--reply-to", "c9"], "error[unknown-comment]"),
        (["--id", "c1"], "error[duplicate-id]"),
        (["--date", "yesterday"], "error["),
    ],
    ids=lambda value: value[0] if isinstance(value, list) else "",
)
def test_what_the_build_would_refuse_is_not_written(site: Site, options: list[str], said: str) -> None:
    site.verb("new", "comment", "axis", "--author", "Jo", "--text", "First.").expect(0)
    before = read(site, COMMENTS)
    site.verb("new", "comment", "axis", "--text", "Second.", *options).expect(1, said)
    assert read(site, COMMENTS) == before


def test_an_entity_is_added_after_those_that_stand_there(site: Site) -> None:
    site.verb("new", "entity", "varn", "--name", "Varn", "--type", "place").expect(0, f"{ENTITIES}:2: the entity varn")
    site.verb(
        *("new", "entity", "jo-lind", "--name", "Jo Lind", "--type", "person", "--also", "J. L."),
        *("--description", "Keeps the *keys*.", "--wikidata", "Q42", "--date", "1970", "--url", "https://example.org/"),
    ).expect(0)
    assert read(site, ENTITIES).index("varn:") < read(site, ENTITIES).index("jo-lind:")
    site.verb("annotate", "axis", "was opened", "--note", "By [[jo-lind]].", "--about", "varn").expect(0)
    page = site.build("--strict").expect(0).page("entities/jo-lind/")
    assert "<em>keys</em>" in page.html


def test_an_entity_is_never_written_over(site: Site) -> None:
    site.write(ENTITIES, "entities:\n  varn: {name: Varn, type: place}\n")
    site.verb("new", "entity", "varn", "--name", "Another", "--type", "person").expect(1, "error[duplicate-key]")
    assert read(site, ENTITIES) == "entities:\n  varn: {name: Varn, type: place}\n"


@pytest.mark.parametrize("wrong", [["--type", "river"], ["--type", "place", "--wikidata", "no"]], ids=" ".join)
def test_an_entity_of_wrong_fields_is_refused(site: Site, wrong: list[str]) -> None:
    site.verb("new", "entity", "varn", "--name", "Varn", *wrong)
    assert site.status in {1, 2}
    assert not (site.root / ENTITIES).exists()


@pytest.mark.parametrize("name", ["../../axis", "a/../b", "…", "", "a//b", "con", "essays/NUL.md"])
def test_a_text_is_not_called_what_no_page_could_be(tmp_path: Path, name: str) -> None:
    site = Site(tmp_path)
    site.verb("new", "text", name).expect(2, f"no text can be called {name!r}; give its path in content/")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["essays/axis", "./content/essays/axis.md", "Essays\\axis"])
def test_a_text_is_called_by_its_path_however_that_is_written(tmp_path: Path, name: str) -> None:
    site = Site(tmp_path)
    site.verb("new", "text", name).expect(0, "content/essays/axis.md")
    assert 'title: "axis"' in read(site, "content/essays/axis.md")


def test_a_text_in_letters_of_many_bytes_is_called_what_can_be_an_address(tmp_path: Path) -> None:
    site = Site(tmp_path)
    site.verb("new", "text", "слово " * 30).expect(0)
    (tmp_path / "letter.txt").write_text("Слова.", encoding="utf-8")
    site.verb("import", "text", str(tmp_path / "letter.txt"), "--title", "думка " * 30).expect(0)
    site.build().expect(0)


def test_no_text_is_begun_where_a_link_leads(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    site = Site(tmp_path / "site").write("content/axis.md", "Words.")
    (site.root / "content/linked").symlink_to(tmp_path / "elsewhere")
    site.verb("new", "text", "linked/axis").expect(1, "error[outside-content]")
    assert list((tmp_path / "elsewhere").iterdir()) == []


def test_what_could_not_be_begun_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened = Path.open

    def full(path: Path, *arguments: Any, **options: Any) -> Any:
        if path.name == "axis.annotations.yaml":
            raise OSError(28, "No space left on device")
        return opened(path, *arguments, **options)

    monkeypatch.setattr(Path, "open", full)
    Site(tmp_path).verb("new", "text", "essays/axis").expect(1, "No space left on device")
    assert list(tmp_path.iterdir()) == []


def test_schemas_are_not_written_where_a_file_stands_in_the_place_of_their_folder(tmp_path: Path) -> None:
    Site(tmp_path).write("schemas", "Mine.").verb("schema").expect(1, "error[cannot-write]")
    assert (tmp_path / "schemas").read_text(encoding="utf-8") == "Mine."
