"""`annotate` and `new note` write a note where the build will find its passage, and nothing otherwise."""

from __future__ import annotations

import os
import pty
import select
import subprocess
import sys
import time
from pathlib import Path

import pytest
from click.testing import CliRunner

from postil.cli import verbs
from tests.site import CLOCK, Site

TEXT = """\
---
title: The bridge
slug: varn
---

The bridge at Varn was closed for two winters. Nobody has said why the bridge was closed.

It opened in May. Ships passed the bridge again.
"""
SETTINGS = "annotators:\n  ak: {name: Ada Kern}\n"
NOTES = "essays/axis.annotations.yaml"


@pytest.fixture
def site(tmp_path: Path) -> Site:
    return Site(tmp_path).write("content/essays/axis.md", TEXT.encode()).write("content/site.yaml", SETTINGS)


def notes(site: Site, path: str = NOTES) -> str:
    return (site.root / "content" / path).read_text(encoding="utf-8")


def written(site: Site) -> list[str]:
    """Return the files of content/."""
    return sorted(path.name for path in (site.root / "content").rglob("*") if path.is_file())


def test_a_note_is_written_and_stands_on_the_page(site: Site) -> None:
    site.verb("annotate", "essays/axis", "closed for two winters", "--note", "Since *November*.", "--by", "ak")
    site.expect(0, f"content/{NOTES}:2: the note closed-for-two-winters\n")
    page = site.build("--strict").expect(0).page("essays/varn/")
    assert page.marked("closed-for-two-winters") == ["closed for two winters"]
    assert "<em>November</em>" in page.html


@pytest.mark.parametrize(
    "name",
    [
        "content/essays/axis.md",
        "essays/axis.md",
        "essays/axis",
        "/essays/axis",
        "essays/axis.annotations.yaml",
        "../mine/content/essays/axis.md",
        "essays/varn/",
        "/essays/varn/index.html#note-x",
        "http://127.0.0.1:8000/essays/varn/",
        "https://example.org/mine/essays/varn/#p-2",
    ],
)
def test_a_text_is_found_by_its_file_its_name_and_its_address(site: Site, name: str) -> None:
    site.write("content/site.yaml", "base_url: https://example.org/mine/\n")
    site.verb("annotate", name, "It opened in May", "--note", "Late.").expect(0)


@pytest.mark.parametrize(
    ("name", "meant"), [("essays/axes", "essays/axis"), ("letters/axis", "essays/axis"), ("ESSAYS/AXIS", "essays/axis")]
)
def test_a_text_that_does_not_exist_is_wrong_usage_and_the_nearest_is_named(site: Site, name: str, meant: str) -> None:
    site.verb("annotate", name, "It opened", "--note", "x").expect(2, f"did you mean `{meant}`?")


def test_the_end_of_a_name_suffices_where_only_one_text_is_called_so(site: Site) -> None:
    site.verb("annotate", "axis", "It opened in May", "--note", "x").expect(0)
    site.verb("annotate", "axis.annotations.yaml", "Ships", "--note", "x").expect(0)
    site.write("content/letters/axis.md", "It opened in May.")
    site.verb("annotate", "axis", "It opened in May", "--note", "x").expect(2, "`essays/axis` or `letters/axis`")


def test_a_quote_is_spelled_as_in_the_text_and_gets_the_shortest_context(site: Site) -> None:
    site.write("content/essays/axis.md", "Nobody’s bridge. The bridge, they say.")
    site.verb("annotate", "essays/axis", "nobody's BRIDGE", "--note", "x").expect(0)
    assert "quote: Nobody’s bridge\n" in notes(site)
    assert "prefix" not in notes(site)


def test_a_quote_that_occurs_several_times_is_refused_with_the_option_that_decides(site: Site) -> None:
    site.verb("annotate", "essays/axis", "the bridge", "--note", "x").expect(1, "error[quote-ambiguous]", "--prefix=")
    assert NOTES.rpartition("/")[2] not in written(site)
    option = next(line.strip() for line in site.said.splitlines() if line.strip().startswith("--prefix="))
    site.verb("annotate", "essays/axis", "the bridge", "--note", "x", option.replace("'", "")).expect(0)
    site.build("--strict").expect(0)


def test_the_passage_may_be_counted_or_run_to_other_words(site: Site) -> None:
    site.verb("annotate", "essays/axis", "closed", "--occurrence", "2", "--note", "x", "--id", "second").expect(0)
    site.verb("annotate", "essays/axis", "It opened", "--until", "Ships", "--note", "x", "--id", "long").expect(0)
    page = site.build("--strict").expect(0).page("essays/varn/")
    assert page.marked("second") == ["closed"]
    assert "".join(page.marked("long")) == "It opened in May. Ships"


def test_a_quote_that_is_not_there_is_refused_with_the_words_that_are(site: Site) -> None:
    site.verb("annotate", "essays/axis", "closed for two summers", "--note", "x")
    site.expect(1, "error[quote-not-found]", 'has "closed for two winters"')
    assert NOTES.rpartition("/")[2] not in written(site)


def test_every_field_that_is_given_is_written(site: Site) -> None:
    site.write("content/entities.yaml", "entities:\n  varn: {name: Varn, type: place}\n")
    site.write("content/references.json", b'[{"id": "minutes", "type": "report", "title": "Minutes"}]')
    site.verb(
        *("annotate", "essays/axis", "It opened in May", "--note", "So it did.", "--id", "may", "--kind", "check"),
        *("--verdict", "accurate", "--by", "ak", "--tag", "bridges", "--tag", "spring", "--about", "varn"),
        *("--cite", "https://example.org/may", "--cite", "@minutes, p. 9", "--draft"),
    ).expect(0)
    lines = notes(site).splitlines()
    for line in (
        "  - id: may",
        "    kind: check",
        "    by: ak",
        "    date: 2026-09-21",
        "    tags: [bridges, spring]",
        "    about: [varn]",
        "      - url: https://example.org/may",
        "      - ref: minutes",
        "        locator: p. 9",
        "    draft: true",
    ):
        assert line in lines, notes(site)


@pytest.mark.parametrize(
    ("option", "value", "code"),
    [
        ("--kind", "chek", "unknown-kind"),
        ("--by", "nobody", "unknown-annotator"),
        ("--about", "atlantis", "unknown-entity"),
        ("--cite", "nowhere", "unknown-citation"),
        ("--id", "Not An Id", "bad-id"),
        ("--on", "c9", "unknown-comment"),
    ],
)
def test_what_the_build_would_refuse_is_not_written(site: Site, option: str, value: str, code: str) -> None:
    site.verb("annotate", "essays/axis", "It opened in May", "--note", "x", option, value).expect(1, f"error[{code}]")
    assert NOTES.rpartition("/")[2] not in written(site)


@pytest.mark.parametrize(("words", "code"), [("See [[atlantis]].", "unknown-entity"), ("[@no]", "unknown-citation")])
def test_a_note_that_names_what_is_not_there_is_not_written_but_as_a_draft(site: Site, words: str, code: str) -> None:
    command = ("annotate", "essays/axis", "It opened in May", "--note", words)
    site.verb(*command).expect(1, f"error[{code}]")
    assert NOTES.rpartition("/")[2] not in written(site)
    site.verb(*command, "--draft").expect(0)


def test_a_comment_is_annotated_by_its_id(site: Site) -> None:
    site.write("content/essays/axis.comments.yaml", "comments:\n  - {id: c1, author: Jo, text: I crossed it in May.}\n")
    site.verb("annotate", "essays/axis", "crossed it", "--on", "c1", "--note", "On foot.").expect(0)
    assert site.build("--strict").expect(0).page("essays/varn/").marked("crossed-it") == ["crossed it"]


def test_the_note_may_be_piped(site: Site) -> None:
    runner = CliRunner(env=CLOCK)
    for dash in ([], ["--note", "-"]):
        command = ["annotate", "essays/axis", "It opened in May", *dash, "--source", str(site.root)]
        result = runner.invoke(verbs, command, input="Two\r\nlines.\n")
        assert result.exit_code == 0, result.output
    assert notes(site).count("Two\n      lines.\n") == 2


@pytest.mark.parametrize("piped", [b"", b" \n"])
def test_an_empty_note_writes_nothing(site: Site, piped: bytes) -> None:
    command = ["annotate", "essays/axis", "It opened in May", "--source", str(site.root)]
    result = CliRunner(env=CLOCK).invoke(verbs, command, input=piped)
    assert (result.exit_code, "the note is empty" in result.output) == (1, True)
    assert NOTES.rpartition("/")[2] not in written(site)


def test_what_is_piped_must_be_text(site: Site) -> None:
    command = ["annotate", "essays/axis", "It opened in May", "--source", str(site.root)]
    assert CliRunner(env=CLOCK).invoke(verbs, command, input=b"\xff\xfe").exit_code == 2


@pytest.mark.parametrize(
    ("spelling", "path"),
    [
        ("yaml", "axis.annotations.yaml"),
        ("markdown", "axis.annotations.md"),
        ("folder", "axis.annotations/it-opened.md"),
    ],
)
def test_a_note_is_written_in_the_spelling_that_is_asked_for(site: Site, spelling: str, path: str) -> None:
    site.verb("annotate", "essays/axis", "It opened", "--note", "Late.", "--spelling", spelling).expect(0, path)
    assert (site.root / "content/essays" / path).exists()
    site.build("--strict").expect(0)


def test_no_other_line_of_the_file_changes_and_the_difference_is_shown(site: Site) -> None:
    before = "annotations: # mine\n  - quote:   'two winters'\n    note: Cold.\n"
    site.write(f"content/{NOTES}", before.encode())
    site.verb("annotate", "essays/axis", "It opened in May", "--note", "Late.", "--verbose")
    site.expect(0, "+    quote: It opened in May\n", "@@ ")
    assert notes(site).startswith(before)


def test_a_new_note_is_a_draft_to_be_filled_in(site: Site) -> None:
    site.verb("new", "note", "essays/axis", "It opened in May", "--kind", "update").expect(0, f"content/{NOTES}:2: ")
    assert "draft: true" in notes(site)
    assert not site.build("--strict").expect(0).page("essays/varn/").all("mark")
    assert site.build("--drafts").expect(0).page("essays/varn/").marked("it-opened-in-may")


# ------------------------------------------------------------------------------ a terminal


def at_terminal(site: Site, *arguments: str, answers: bytes = b"", **environment: str) -> tuple[int, str]:
    """Run a verb as at a terminal, and return its exit status and what was seen."""
    master, slave = pty.openpty()
    command = [sys.executable, "-m", "postil", *arguments, "--source", str(site.root)]
    root = Path(__file__).parents[2]
    variables = {**os.environ, **CLOCK, "TERM": "dumb", **environment}
    with subprocess.Popen(command, cwd=root, env=variables, stdin=slave, stdout=slave, stderr=slave) as process:
        os.close(slave)
        os.write(master, answers)
        seen = b""
        end = time.monotonic() + 60
        while time.monotonic() < end:
            if not select.select([master], [], [], 0.1)[0]:
                continue
            try:
                seen += (chunk := os.read(master, 4096))
            except OSError:
                break
            if not chunk:
                break
        status = process.wait(60)
    os.close(master)
    return status, seen.decode().replace("\r\n", "\n")


def editor(folder: Path, script: str) -> str:
    """Return the command of an editor that does what a script says with the file, `sys.argv[1]`."""
    path = folder / "editor.py"
    path.write_text(f"import sys\nfrom pathlib import Path\nfile = Path(sys.argv[1])\n{script}\n", encoding="utf-8")
    return f"{sys.executable} {path}"


def test_at_a_terminal_the_passage_is_chosen_by_its_number(site: Site) -> None:
    command = ("annotate", "essays/axis", "the bridge", "--note", "The new one.", "--id", "new")
    status, seen = at_terminal(site, *command, answers=b"2\n")
    assert (status, "Which one is meant" in seen) == (0, True), seen
    assert "again" in seen
    page = site.build("--strict").expect(0).page("essays/varn/")
    assert page.marked("new") == ["the bridge"]
    assert "suffix: again" in notes(site) or "prefix: passed" in notes(site)


def test_without_a_note_the_editor_is_opened_on_the_passage(site: Site, tmp_path: Path) -> None:
    script = (
        "text = file.read_text()\nassert '[It opened in May]' in text\nfile.write_text('# Late\\n\\nIt was.' + text)"
    )
    visual = editor(tmp_path, script)
    status, seen = at_terminal(site, "annotate", "essays/axis", "It opened in May", VISUAL=visual, EDITOR="false")
    assert status == 0, seen
    assert "      # Late\n\n      It was." in notes(site)
    assert "left out" not in notes(site)


def test_an_editor_left_without_a_note_writes_nothing(site: Site, tmp_path: Path) -> None:
    status, seen = at_terminal(
        site, "annotate", "essays/axis", "It opened in May", VISUAL=editor(tmp_path, "file.touch()")
    )
    assert (status, "the note is empty; nothing was written" in seen) == (1, True)
    assert NOTES.rpartition("/")[2] not in written(site)


def test_what_was_written_in_the_editor_is_shown_when_it_cannot_be_saved(site: Site, tmp_path: Path) -> None:
    script = "file.write_text('As [[atlantis]] had it.\\n' + file.read_text(encoding='utf-8'), encoding='utf-8')"
    status, seen = at_terminal(site, "annotate", "essays/axis", "It opened in May", VISUAL=editor(tmp_path, script))
    assert (status, "unknown-entity" in seen) == (1, True)
    assert "As [[atlantis]] had it." in seen.partition("what you wrote:")[2]
