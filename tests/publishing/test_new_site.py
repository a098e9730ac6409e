"""A new site is a repository that is ready to push, and carries the program that builds it."""

from __future__ import annotations

import fnmatch
import hashlib
import json
from pathlib import Path

import pytest

from postil import new
from postil.core.dates import Day
from tests.site import Page, Site

from .machine import REMOTE, Machine, commands


def tree(folder: Path, *without: str) -> dict[str, bytes]:
    """Return the files below a folder by their paths, but for those below some folders at its head."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.relative_to(folder).parts[0] not in without and "__pycache__" not in path.parts
    }


def test_what_was_pushed_is_all_that_was_made(machine: Machine, made: Path, tmp_path: Path) -> None:
    built = {".git", "site", ".cache", ".site.spare"}
    assert tree(machine.clone(tmp_path / "clone"), *built) == tree(made, *built)
    assert machine.do("git status --porcelain", made) == ""
    assert machine.do("git rev-parse main origin/main", made).split()[0] in machine.do(f"git ls-remote {REMOTE}", made)


def test_its_text_has_a_page_with_both_notes(made: Path) -> None:
    page = Page.of((made / "site/first/index.html").read_text(encoding="utf-8"))
    assert page.marked("quoting") == ["tied to its passage by quoting it"]
    assert page.marked("lost-place") == ["has lost its place"]


def test_its_readme_begins_with_where_to_switch_pages_on(made: Path) -> None:
    title, first, *_ = (made / "README.md").read_text(encoding="utf-8").split("\n\n")
    assert title == "# my-commentary"
    assert "*Settings → Pages*, and choose *GitHub Actions* as the *Source*" in first


@pytest.fixture(scope="module")
def used(machine: Machine, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A clone with a layout of its own, built by the commands of its README."""
    site = machine.clone(tmp_path_factory.mktemp("clones") / "used")
    sheet = "assets/css/tokens.css"
    (site / "layouts" / sheet).parent.mkdir(parents=True)
    theirs = (site / "postil/layouts" / sheet).read_text(encoding="utf-8")
    (site / "layouts" / sheet).write_text(theirs + "\n:root { --mine: 1px; }\n", encoding="utf-8")
    assert "1 text, no problems" in machine.do(commands(site / "README.md", "Write"), site)
    return site


def test_the_commands_of_its_readme_build_it(used: Path) -> None:
    assert (used / "site/index.html").exists()


def test_a_layout_of_its_own_takes_the_place_of_the_one_that_comes_along(used: Path) -> None:
    sheets = [path.read_text(encoding="utf-8") for path in (used / "site/assets/css").iterdir()]
    assert any("--mine: 1px" in sheet for sheet in sheets)


def test_a_newer_program_is_brought_in_by_the_commands_of_its_readme(machine: Machine, tmp_path: Path) -> None:
    site = machine.clone(tmp_path / "site")
    before = tree(site, ".git")
    for path in ("postil/dropped.py", "build.py", "schemas/text.schema.json"):
        (site / path).write_text("an older one")
    (site / "content/first.md").write_text("Words of mine.\n")
    (site / "content/first.annotations.yaml").unlink()
    (site / "layouts").mkdir()
    (site / "layouts/404.html").write_text("{% extends 'base.html' %}{% block main %}Lost.{% endblock %}")
    mine = tree(site, ".git", "postil", "schemas")
    # Beside the site, as its README has it, stand the newer program and a site made by it.
    machine.do(f"ln -s '{machine.home}/postil' postil", tmp_path)
    machine.do(commands(site / "README.md", "A newer Postil"), site)
    after = tree(site, ".git", ".cache")
    theirs = {path for path in before if path.split("/")[0] in ("postil", "schemas", "build.py", "requirements.txt")}
    assert {path: after.get(path) for path in theirs} == {path: before[path] for path in theirs}
    assert {path: after[path] for path in after if path not in theirs} == {
        path: content for path, content in mine.items() if path not in theirs
    }


def test_a_copy_of_the_program_begins_further_sites_as_the_original_does(machine: Machine, made: Path) -> None:
    def given(folder: Path) -> dict[str, str]:
        program = (
            "from postil import new; import hashlib\n"
            "for path, content in new.program().items(): print(path, hashlib.sha256(content).hexdigest())"
        )
        said = machine.do(f"python3 -c '{program}'", folder, PYTHONPATH=".")
        return dict(line.rsplit(" ", 1) for line in said.splitlines())

    files = {
        path: content for path, content in tree(made, ".git").items() if path.startswith(("postil/", "build.py", "req"))
    }
    assert given(made) == given(machine.home / "postil")
    assert given(made) == {path: hashlib.sha256(content).hexdigest() for path, content in files.items()}


def test_a_title_is_whatever_its_author_calls_it(tmp_path: Path) -> None:
    title = 'The {today} "site": #1 {{ x }} \\1'
    files = new.site(title, today=Day("2026-11-22"))
    site = Site(tmp_path)
    for path, text in files.items():
        site.write(path, text.encode())
    site.build("--strict", "--no-search").expect(0)
    assert files["README.md"].startswith(f"# {title}\n")
    assert site.page("").one("title").text.startswith(title)


def test_vs_code_knows_each_kind_of_file_by_its_schema() -> None:
    files = new.site("A site", today=Day("2026-11-22"))
    schemas = json.loads(files[".vscode/settings.json"])["yaml.schemas"]
    assert {name.removeprefix("./") for name in schemas} == {
        path for path in files if path.startswith("schemas/") and path != "schemas/text.schema.json"
    }
    known = [
        path for path in files if any(fnmatch.fnmatch(path, shape.replace("**/", "*")) for shape in schemas.values())
    ]
    assert known == ["content/first.annotations.yaml", "content/site.yaml"]
    assert json.loads(files[".vscode/extensions.json"])["recommendations"] == ["redhat.vscode-yaml"]


def test_a_site_is_begun_in_a_repository_that_holds_nothing_yet(tmp_path: Path) -> None:
    (tmp_path / "mine/.git").mkdir(parents=True)
    Site(tmp_path).verb("new", "site", str(tmp_path / "mine")).expect(0, "content")


def test_whoever_has_begun_a_site_is_told_what_comes_next(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    said = Site(tmp_path).verb("new", "site", "my notes").expect(0).said
    assert said.endswith("\nto see it and write: `cd 'my notes'`, then `python3 build.py serve --open`\n")
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    Site(tmp_path).verb("new", "site", ".").expect(0, "\nto see it and write: `python3 build.py serve --open`\n")


def test_no_new_site_is_begun_where_something_is(tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine/letter.txt").write_text("Dear")
    Site(tmp_path).verb("new", "site", str(tmp_path / "mine")).expect(1, "error[will-not-overwrite]")
    assert [path.name for path in (tmp_path / "mine").iterdir()] == ["letter.txt"]
