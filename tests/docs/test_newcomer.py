"""The manual's first half is followed to the letter, from nothing to a note that was put back into its place."""

from __future__ import annotations

import json
import re
import runpy
import shlex
import signal
import subprocess
import time
from dataclasses import dataclass
from typing import Any
from urllib.request import Request, urlopen

import pytest

from tests.publishing.machine import Machine, copied
from tests.site import Page, Site

from .test_examples import MANUAL, README, ROOT, blocks, section

EDITOR = ROOT / "postil" / "serve" / "editor" / "assets"
ENDED_BY_CTRL_C = 130
PATIENCE_SECONDS = 20


@dataclass(frozen=True)
class Served:
    """What somebody met who served the site, wrote the first note, and ended it."""

    address: str
    opened: str
    """The address that the browser was given."""
    before: Page
    after: Page
    status: int


@pytest.fixture(scope="module")
def machine(tmp_path_factory: pytest.TempPathFactory) -> Machine:
    """A machine with Python on which a site was begun and a text written, as the manual tells it."""
    machine = Machine(tmp_path_factory.mktemp("newcomer"))
    machine.do(blocks(section("What you need"), "sh")[0], machine.home)
    machine.do(blocks(section("Begin a site"), "sh")[0], copied(machine.home / "postil"))
    site = machine.home / "my-commentary"
    machine.do(blocks(section("Write a text"), "sh")[0], site)
    with (site / "content" / "letter.md").open("a", encoding="utf-8") as letter:
        letter.write(blocks(section("Write a text"), "markdown")[0])
    return machine


@pytest.fixture(scope="module")
def site(machine: Machine, served: Served) -> Site:  # noqa: ARG001 -- after the first note was written
    return Site(machine.home / "my-commentary")


@pytest.fixture(scope="module")
def served(machine: Machine) -> Served:
    """Serve the site by the manual's line, and save the note that the manual shows as its editor does."""
    browser, opened = machine.home / "bin" / "browser", machine.home / "opened"
    browser.write_text(f'#!/bin/sh\necho "$1" > {shlex.quote(str(opened))}\n')
    browser.chmod(0o755)
    program, *arguments = shlex.split(blocks(section("See it while you write"), "sh")[0])
    with subprocess.Popen(
        [str(machine.home / "bin" / program), *arguments],
        cwd=machine.home / "my-commentary",
        env={"PATH": "/usr/bin:/bin", "HOME": str(machine.home), "BROWSER": f"{browser} %s"},
        stdout=subprocess.PIPE,
        text=True,
    ) as workshop:
        try:
            assert workshop.stdout
            # Another port may be said to be taken first.
            address = next(found for line in workshop.stdout if (found := re.search(r"http://\S+/", line)))
            before = page(address[0] + "letter/")
            assert add(address[0], before, the_first_note()) == {"status": 200}
            after = renewed(address[0] + "letter/", before)
        finally:
            workshop.send_signal(signal.SIGINT)
            try:
                status = workshop.wait(PATIENCE_SECONDS)
            finally:
                workshop.kill()
    return Served(address[0], opened.read_text().strip(), before, after, status)


def the_first_note() -> dict[str, str]:
    """Return the fields of the note that the manual shows."""
    lines = blocks(section("The first note"), "yaml")[0].replace("  - id", "    id").splitlines()
    return dict(line.strip().split(": ", 1) for line in lines)


def page(address: str) -> Page:
    with urlopen(address, timeout=PATIENCE_SECONDS) as answer:
        return Page.of(answer.read().decode())


def renewed(address: str, before: Page) -> Page:
    """Return the page at an address once it is another than before."""
    end = time.monotonic() + PATIENCE_SECONDS
    while (after := page(address)).html == before.html:
        assert time.monotonic() < end
        time.sleep(0.02)
    return after


def add(address: str, shown: Page, fields: dict[str, str]) -> dict[str, Any]:
    """Save a note as the editor does; its id is not asked for."""
    token = shown.one("meta", name="postil-workshop").get("content")
    body = {"text": "letter", "fields": {name: value for name, value in fields.items() if name != "id"}}
    headers = {"Content-Type": "application/json", "X-Postil-Token": token}
    with urlopen(Request(f"{address}_postil/api/add", json.dumps(body).encode(), headers)) as answer:
        return {"status": answer.status}


def run(site: Site, line: str) -> Site:
    """Run a line of the manual on a site, with what it pipes in."""
    piped, _, command = line.rpartition(" | ")
    program, script, *arguments = shlex.split(command)
    assert (program, script) == ("python3", "build.py")
    return site.verb(*arguments, piped=" ".join(shlex.split(piped)[1:]))


def test_the_site_is_served_opened_and_ended(served: Served) -> None:
    assert served.opened == served.address
    assert "http://127.0.0.1:8000/" in section("See it while you write")
    assert re.fullmatch(r"http://127\.0\.0\.1:80\d\d/", served.address)
    assert "nobody has said when it opens again" in served.before.html
    assert served.status == ENDED_BY_CTRL_C


def test_the_first_note_is_shown_and_written_as_the_manual_shows_it(served: Served, site: Site) -> None:
    assert served.after.marked(the_first_note()["id"]) == ["closed for two winters"]
    written = (site.root / "content" / "letter.annotations.yaml").read_text(encoding="utf-8")
    assert blocks(section("The first note"), "yaml")[0] in written


def test_notes_are_written_checked_and_repaired_by_the_manual_s_commands(site: Site) -> None:
    for line in blocks(section("Notes from the command line"), "sh")[0].splitlines():
        run(site, line).expect(0, "content/")
    ferry = "the ferry goes twice a day from the eastern landing, and only in calm weather"
    site.verb("annotate", "letter", ferry, "--note", "Since May.").expect(0)
    checking, examining = blocks(section("Check"), "sh")
    run(site, checking).expect(0, "no problems")
    run(site, examining).expect(0)
    site.edit("content/letter.md", "for two winters", "for two long winters")
    site.edit("content/letter.md", "eastern landing", "old eastern landing")
    showing, applying = blocks(section("When a text has changed"), "sh")[0].splitlines()
    run(site, showing).expect(1, "old eastern landing", "closed for two long winters")
    # The short quote is not certain enough, as the manual says.
    run(site, applying).expect(1, "repaired the-ferry", "error[quote-not-found]")
    run(site, checking).expect(1, "1 error")
    run(site.edit("content/letter.md", "two long winters", "two winters"), checking).expect(0)
    run(site, showing).expect(0)


def test_the_manual_names_the_keys_and_buttons_that_the_editor_has() -> None:
    words = (EDITOR / "words.js").read_text(encoding="utf-8")
    keys = re.search(r"^  keys: \{(.*)\}", words, re.MULTILINE)
    assert keys
    named = set(re.findall(r"^\| `([^`]+)` \|", section("The first note"), re.MULTILINE))
    assert named == {*re.findall(r"(\w): '", keys[1]), "Ctrl+Enter", "Ctrl+Z", "Esc"}
    shown = words + (ROOT / "layouts" / "strings" / "en.yaml").read_text(encoding="utf-8")
    for heading in ("The first note", "Mend, move, take back", "When a text has changed"):
        buttons = re.findall(r"(?<!\*)\*([A-Z][^*\n]*)\*(?!\*)", section(heading))
        assert buttons
        for button in buttons:
            assert re.search(rf"[:'\" ] ?{re.escape(button)}[\n'\"]", shown), button


def test_the_pictures_are_those_that_the_script_takes_and_open_at_once() -> None:
    script = runpy.run_path(str(ROOT / "docs" / "picture.py"))
    named = re.findall(r"^!\[([^\]]+)\]\(([^)]+)\)", MANUAL, re.MULTILINE)
    taken = {ROOT / "docs" / name for name in script["OF_THE_EDITOR"]}
    assert {ROOT / "docs" / name for _, name in named} == taken == set((ROOT / "docs" / "pictures").iterdir())
    shown = re.findall(r"!\[[^\]]+\]\(docs/([^)]+)\)", README)
    assert {*script["LARGEST"]} <= {*shown} <= {*script["LARGEST"], *script["OF_THE_EDITOR"]}
    for words, name in named:
        picture = (ROOT / "docs" / name).read_bytes()
        assert picture.startswith(b"\x89PNG")
        assert len(picture) <= script["LARGEST_OF_THE_EDITOR"]
        assert len(words.split()) > 5, "said to those who do not see it"
