"""`doctor` says what is missing or old, each with the one thing to do."""

from __future__ import annotations

import importlib.metadata
import json
import os
import time
from pathlib import Path

import pytest

from postil.doctor import machine, packages
from postil.write.abilities import Abilities, abilities
from tests.site import Site


@pytest.fixture
def site(tmp_path: Path) -> Site:
    """A site as `new site` makes it."""
    Site(tmp_path).verb("new", "site", str(tmp_path / "mine"), "--title", "Mine").expect(0)
    return Site(tmp_path / "mine")


def finding(site: Site, subject: str, **environment: str) -> dict[str, str]:
    """Return what `doctor` found of one subject."""
    site.verb("doctor", "--format", "json", **environment)
    found: list[dict[str, str]] = json.loads(site.said)
    [one] = [one for one in found if one["subject"] == subject]
    return one


def test_a_new_site_lacks_nothing_that_must_be(site: Site) -> None:
    site.build("--strict").expect(0)
    site.verb("doctor").expect(0, "the machine\n", "the site\n", "1 text\n", "made by Postil")
    assert "broken" not in site.said


def test_quietly_only_what_is_not_in_order_is_said(site: Site) -> None:
    site.verb("doctor", "--quiet").expect(0, "not built yet\n", "to do: python3 build.py")
    assert "  fine" not in site.said


def test_a_site_without_texts_is_broken(tmp_path: Path) -> None:
    Site(tmp_path).verb("doctor").expect(1, "there is no folder content/", "python3 build.py new text first")


def test_a_file_that_cannot_be_read_is_named(site: Site) -> None:
    site.write("content/site.yaml", "title: [unclosed\n")
    assert finding(site, "content/site.yaml")["state"] == "broken"
    site.expect(1)


def test_schemas_of_another_version_are_old_until_they_are_written_again(site: Site) -> None:
    assert finding(site, "schemas")["state"] == "fine"
    path = site.root / "schemas" / "site.schema.json"
    path.write_text(path.read_text(encoding="utf-8").replace("Title of the site", "Title"), encoding="utf-8")
    found = finding(site, "schemas")
    assert (found["state"], found["remedy"]) == ("old", "python3 build.py schema")
    site.verb("schema").expect(0)
    assert finding(site, "schemas")["state"] == "fine"


def test_what_git_should_ignore_is_said_line_by_line(site: Site) -> None:
    (site.root / ".git").mkdir()
    assert finding(site, ".gitignore")["state"] == "fine"
    site.write(".gitignore", "site\n/.venv\n")
    remedy = finding(site, ".gitignore")["remedy"]
    assert remedy.removeprefix("add to .gitignore: ").split() == ["/.site.spare/", "/.cache/", "__pycache__/"]


def test_actions_older_than_those_of_a_new_site_are_named_with_the_newer(site: Site) -> None:
    path = ".github/workflows/pages.yml"
    assert finding(site, path)["state"] == "fine"
    text = (site.root / path).read_text(encoding="utf-8")
    site.write(path, text.replace("actions/checkout@v7", "actions/checkout@v3").encode())
    found = finding(site, path)
    assert found["state"] == "old"
    assert "actions/checkout@v3 is now v7" in found["remedy"]


def test_a_workflow_that_gives_strangers_rights_is_broken(site: Site) -> None:
    path = ".github/workflows/pages.yml"
    site.edit(path, "  pull_request:\n", "  pull_request_target:\n")
    assert finding(site, path)["state"] == "broken"


def test_the_address_may_come_from_three_places(site: Site) -> None:
    assert "GitHub" in finding(site, "address")["sentence"]
    (site.root / ".github/workflows/pages.yml").unlink()
    assert finding(site, "address")["state"] == "absent"
    assert finding(site, "address", SITE_BASE_URL="https://example.org/")["state"] == "fine"
    with (site.root / "content/site.yaml").open("a", encoding="utf-8") as file:
        file.write("base_url: https://example.org/mine/\n")
    assert finding(site, "address")["sentence"] == "https://example.org/mine/"


def test_a_folder_that_postil_did_not_make_is_told_from_the_site(site: Site) -> None:
    site.write("site/index.html", "mine")
    assert finding(site, "site/")["state"] == "broken"
    (site.root / "site/index.html").unlink()
    assert finding(site, "site/")["state"] == "fine"


def test_a_text_from_the_future_tells_of_a_wrong_clock(site: Site) -> None:
    assert finding(site, "clock")["state"] == "fine"
    later = time.time() + 86_400
    os.utime(site.root / "content/first.md", (later, later))
    found = finding(site, "clock")
    assert found["state"] == "old"
    assert "content/first.md was changed on" in found["sentence"]


@pytest.mark.parametrize(
    ("can", "subject", "state"),
    [
        (Abilities("Read-only file system"), "disk", "broken"),
        (Abilities(None, exchanges=False), "publishing", "absent"),
        (Abilities(None, exchanges=True, ignores_case=True), "names", "fine"),
    ],
    ids=["read-only", "no exchange", "one case"],
)
def test_the_disk_is_told_as_it_is(
    site: Site, monkeypatch: pytest.MonkeyPatch, can: Abilities, subject: str, state: str
) -> None:
    monkeypatch.setattr(machine, "abilities", lambda _: can)
    assert finding(site, subject)["state"] == state


def test_little_space_is_said_before_it_is_none(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(machine, "free_bytes", lambda _: 1_000_000)
    assert finding(site, "space")["state"] == "old"


@pytest.mark.parametrize(
    ("version", "state", "said"),
    [("8.3.9", "broken", "too old: click 8.3.9"), ("9.0", "old", "newer than Postil was tried with: click 9.0")],
    ids=["old", "new"],
)
def test_a_package_of_another_version_is_named(
    site: Site, monkeypatch: pytest.MonkeyPatch, version: str, state: str, said: str
) -> None:
    real = importlib.metadata.version
    monkeypatch.setattr(packages, "version", lambda name: version if name == "click" else real(name))
    found = finding(site, "packages")
    assert (found["state"], found["sentence"]) == (state, said)
    assert '-m pip install "click>=8.4,<9"' in found["remedy"]


def test_packages_that_are_not_there_are_named_with_what_installs_them(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    def version(name: str) -> str:
        if name in {"nh3", "pillow"}:
            raise importlib.metadata.PackageNotFoundError(name)
        return "99"

    monkeypatch.setattr(packages, "version", version)
    monkeypatch.setattr(packages, "_requirements", lambda: ["nh3>=0.3,<100", "pillow>=1 ; extra == 'cards'"])
    assert finding(site, "packages")["sentence"] == "not installed: nh3"
    assert finding(site, "cards")["state"] == "absent"


def test_nothing_is_left_of_what_was_tried_on_the_disk(site: Site) -> None:
    before = sorted(path.name for path in site.root.iterdir())
    site.verb("doctor").expect(0)
    assert sorted(path.name for path in site.root.iterdir()) == before


def test_a_folder_in_which_nothing_can_be_made_says_why(tmp_path: Path) -> None:
    assert abilities(tmp_path / "absent").refusal
    assert abilities(tmp_path).refusal is None


def test_a_text_that_may_not_be_read_is_named(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    may = os.access
    monkeypatch.setattr(os, "access", lambda path, mode: not str(path).endswith("first.md") and may(path, mode))
    assert finding(site, "content/first.md")["sentence"] == "it may not be read"
    site.expect(1)


def test_the_packages_of_another_project_are_not_taken_for_those_of_the_program(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "pyproject.toml").write_text('[project]\nname = "mine"\ndependencies = ["other"]\n', encoding="utf-8")
    locked = "click==8.5.1 \\\n    --hash=sha256:00\ncolorama==0.4 ; sys_platform == 'win32' \\\n    --hash=sha256:00\n"
    (tmp_path / "requirements.txt").write_text(locked, encoding="utf-8")
    monkeypatch.setattr(packages, "shipped", lambda name: tmp_path / name)
    assert [(package.name, package.wanted) for package in packages.packages()] == [("click", "==8.5.1")]
