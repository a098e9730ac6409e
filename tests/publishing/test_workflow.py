"""The workflow publishes the site, checks what strangers propose, and can do nothing else."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.site import Page, Site

from .machine import REPOSITORY, Machine

TEMPLATE = REPOSITORY / "postil/new/templates/site"
WORKFLOW = ".github/workflows/pages.yml"
SCHEMAS = {WORKFLOW: "vendor.github-workflows", ".github/dependabot.yml": "vendor.dependabot"}
JOBS: dict[str, Any] = yaml.load((TEMPLATE / WORKFLOW).read_text(), yaml.BaseLoader)["jobs"]
BARE_PYTHON = Path(getattr(sys, "_base_executable", sys.executable)).resolve()
"""The interpreter outside the environment in which the tests run."""
BASE_ADDRESS = "https://name.github.io/my-commentary"
"""What the step of Pages answers for a project: no slash at the end."""


def shell_steps(job: str) -> list[tuple[str, dict[str, str]]]:
    """Return the commands of a job with their variables, as they are where Pages has answered."""
    answered = {"${{ steps.pages.outputs.base_url }}": BASE_ADDRESS}
    return [
        (step["run"], {name: answered[text] for name, text in step.get("env", {}).items()})
        for step in JOBS[job]["steps"]
        if "run" in step
    ]


def ran(machine: Machine, job: str, folder: Path) -> tuple[int, str]:
    """Return the exit status of the job's commands, and what they printed, ended at the first that failed."""
    said = ""
    for command, variables in shell_steps(job):
        run = machine.run(command, folder, GITHUB_ACTIONS="true", CI="true", **variables)
        said += run.stdout + run.stderr
        if run.returncode:
            return run.returncode, said
    return 0, said


@pytest.mark.parametrize("path", SCHEMAS)
def test_this_repository_publishes_its_demonstration_by_the_same_files(path: str) -> None:
    assert (REPOSITORY / path).read_bytes() == (TEMPLATE / path).read_bytes()


@pytest.mark.parametrize("path", SCHEMAS)
def test_the_files_are_what_github_s_schemas_ask_for(path: str, tmp_path: Path) -> None:
    spoilt = tmp_path / "spoilt.yml"
    spoilt.write_text((TEMPLATE / path).read_text().replace("runs-on:", "runs_on:").replace("interval:", "intervall:"))
    command = [sys.executable, "-m", "check_jsonschema", "--output-format", "json", "--builtin-schema", SCHEMAS[path]]
    run = subprocess.run([*command, str(TEMPLATE / path), str(spoilt)], capture_output=True, text=True, check=False)
    assert {error["filename"] for error in json.loads(run.stdout)["errors"]} == {str(spoilt)}, run.stderr


def test_only_the_job_that_publishes_may_write_and_it_runs_nothing_of_the_repository() -> None:
    workflow = yaml.load((TEMPLATE / WORKFLOW).read_text(), yaml.BaseLoader)
    assert workflow["permissions"] == {}
    assert {name: job["permissions"] for name, job in JOBS.items()} == {
        "check": {"contents": "read"},
        "build": {"contents": "read", "pages": "read"},
        "publish": {"pages": "write", "id-token": "write"},
    }
    assert [step["uses"] for step in JOBS["publish"]["steps"]] == ["actions/deploy-pages@v5"]


def test_strangers_proposals_are_built_without_the_rights_of_the_repository() -> None:
    workflow = yaml.load((TEMPLATE / WORKFLOW).read_text(), yaml.BaseLoader)
    assert set(workflow["on"]) == {"push", "pull_request", "workflow_dispatch"}
    assert workflow["on"]["push"] == {"branches": ["main"]}
    assert JOBS["check"]["if"] == "github.event_name == 'pull_request'"
    assert JOBS["build"]["if"] == "github.ref == 'refs/heads/main'"
    assert JOBS["publish"]["needs"] == "build"
    for job in JOBS.values():
        assert 0 < int(job["timeout-minutes"]) <= 20
        for step in job["steps"]:
            assert "${{" not in step.get("run", ""), "a shell would run what strangers name their branches"
            assert re.fullmatch(r"actions/[\w-]+@v\d+", step.get("uses", "actions/none@v1"))
            if step.get("uses", "").startswith("actions/checkout"):
                assert step["with"]["persist-credentials"] == "false"


def test_what_is_being_published_is_never_cut_short() -> None:
    workflow = yaml.load((TEMPLATE / WORKFLOW).read_text(), yaml.BaseLoader)
    assert workflow["concurrency"]["cancel-in-progress"] == "${{ github.event_name == 'pull_request' }}"


def test_every_step_that_is_asked_for_an_answer_is_there() -> None:
    for job in JOBS.values():
        ids = {step["id"] for step in job["steps"] if "id" in step}
        assert set(re.findall(r"steps\.(\w+)\.", json.dumps(job))) == ids


def test_what_is_wrong_with_a_pull_request_stands_in_its_diff_at_its_line(machine: Machine, tmp_path: Path) -> None:
    folder = machine.clone(tmp_path / "site")
    status, said = ran(machine, "check", folder)
    assert (status, "::" in said) == (0, False), said
    site = Site(folder).edit("content/first.annotations.yaml", "has lost its place", "has lost a place")
    site.write("content/notes.docx", "A draft in a word processor's format is a warning.")
    status, said = ran(machine, "check", folder)
    assert status == 1
    lines = (folder / "content/first.annotations.yaml").read_text().splitlines()
    line = 1 + lines.index("    quote: has lost a place")
    assert f"::error file=content/first.annotations.yaml,line={line},col=12," in said
    assert "::error file=content/notes.docx" in said


def test_main_is_published_although_there_are_warnings(machine: Machine, tmp_path: Path) -> None:
    folder = machine.clone(tmp_path / "site")
    Site(folder).write("content/notes.docx", "A draft in a word processor's format is a warning.")
    status, said = ran(machine, "build", folder)
    assert (status, "::warning file=content/notes.docx" in said) == (0, True)
    upload = JOBS["build"]["steps"][-1]
    assert upload["uses"].startswith("actions/upload-pages-artifact@")
    assert upload["with"] == {"path": "site", "include-hidden-files": "true"}
    published = {path.name for path in (folder / upload["with"]["path"]).iterdir()}
    assert {".nojekyll", "index.html", "404.html", "sitemap.xml", "feed.xml", "search"} <= published
    assert machine.do("git status --porcelain", folder) == "?? content/notes.docx\n"


@pytest.mark.parametrize("address", [BASE_ADDRESS, "https://notes.example.org"])
def test_the_address_that_pages_answers_is_that_of_every_page(made: Path, tmp_path: Path, address: str) -> None:
    site = Site(tmp_path)
    for file in ("site.yaml", "first.md", "first.annotations.yaml"):
        site.write(f"content/{file}", (made / "content" / file).read_bytes())
    site.build("--strict", "--no-search", SITE_BASE_URL=address).expect(0)
    assert f"<loc>{address}/first/</loc>" in site.published()["sitemap.xml"].decode()
    below = address.split("/", 3)[3] + "/" if address.count("/") > 2 else ""
    missing = Page.of(site.published()["404.html"].decode())
    links = [
        element.get("href") or element.get("src") for tag in ("a", "link", "script") for element in missing.all(tag)
    ]
    inner = [link for link in links if link and not link.startswith(("#", "https://"))]
    assert len(inner) > 5
    for link in inner:
        path = link.removeprefix(f"/{below}").partition("#")[0]
        assert link.startswith(f"/{below}")
        assert (path + "index.html" if path.endswith("/") or not path else path) in site.published(), link


def test_where_pages_answers_nothing_the_site_is_built_as_without_an_address(made: Path, tmp_path: Path) -> None:
    site = Site(tmp_path).write("content/first.md", (made / "content/first.md").read_bytes())
    site.build("--strict", "--no-search", SITE_BASE_URL="").expect(0)
    assert "sitemap.xml" not in site.published()


@pytest.mark.full
@pytest.mark.parametrize("job", ["check", "build"])
def test_the_steps_need_nothing_but_python_and_the_registry(machine: Machine, tmp_path: Path, job: str) -> None:
    bare = Machine(tmp_path / "bare", BARE_PYTHON)
    folder = machine.clone(tmp_path / "site")
    status, said = ran(bare, job, folder)
    assert status == 0, said
    assert "making .venv with the packages of requirements.txt" in said
    assert (folder / "site/first/index.html").exists()
