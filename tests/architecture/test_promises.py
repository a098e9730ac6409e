"""The documentation cannot lie: what the program offers is what the manual explains."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from postil import cli
from postil.core.problems import CODES
from postil.core.written import AnnotationFields, CommentFields, Entity, FrontMatter, Quotation, SiteSettings

REPOSITORY = Path(__file__).parents[2]
MANUAL = (REPOSITORY / "docs/manual.md").read_text(encoding="utf-8")


def commands(command: click.Command, path: tuple[str, ...] = ()) -> Iterator[tuple[str, click.Command]]:
    """Yield every verb that does something, by its words: `new text`."""
    if isinstance(command, click.Group):
        for name, sub in command.commands.items():
            yield from commands(sub, (*path, name))
    else:
        yield " ".join(path), command


VERBS = dict(commands(cli.verbs))
OPTIONS = sorted(
    {
        spelling
        for command in [cli.verbs, *VERBS.values()]
        for parameter in command.params
        if isinstance(parameter, click.Option)
        for spelling in (*parameter.opts, *parameter.secondary_opts)
    }
)


def code(text: str) -> str:
    """Return what stands between backticks, in the line or in blocks."""
    return "\n".join(re.findall(r"```.*?```|`[^`\n]+`", text, re.DOTALL))


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_is_explained_in_the_manual(verb: str) -> None:
    assert re.search(rf"(build\.py|postil|`) ?{verb}\b", code(MANUAL))


@pytest.mark.parametrize("option", OPTIONS)
def test_every_option_is_explained_in_the_manual(option: str) -> None:
    assert re.search(rf"(?<![\w-]){re.escape(option)}(?![\w-])", code(MANUAL))


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_and_option_says_what_it_does(verb: str) -> None:
    command = VERBS[verb]
    assert command.help
    for parameter in command.params:
        assert not isinstance(parameter, click.Option) or parameter.help


@pytest.mark.parametrize("code_", CODES)
def test_every_problem_code_is_documented(code_: str) -> None:
    problems = (REPOSITORY / "docs/problems.md").read_text(encoding="utf-8")
    assert re.search(rf"^#+ .*{code_}", problems, re.MULTILINE) or f"`{code_}`" in problems


def test_every_documented_problem_code_exists() -> None:
    problems = (REPOSITORY / "docs/problems.md").read_text(encoding="utf-8")
    assert set(re.findall(r"^#+ `?([a-z0-9-]+)`?$", problems, re.MULTILINE)) <= set(CODES)


@pytest.mark.parametrize("fields", [FrontMatter, Quotation, AnnotationFields, CommentFields, SiteSettings, Entity])
def test_every_field_that_authors_may_write_is_in_the_manual(fields: type) -> None:
    names = list(fields.__dataclass_fields__)  # type: ignore[attr-defined]
    assert not [name for name in names if not re.search(rf"\b{name}\b", code(MANUAL))]


def test_the_manual_and_the_readme_name_no_verb_that_does_not_exist() -> None:
    texts = MANUAL + (REPOSITORY / "README.md").read_text(encoding="utf-8")
    named = set(re.findall(r"(?:python3? build\.py|uv run build\.py|^postil) ([a-z]+)", texts, re.MULTILINE))
    assert named <= {verb.split()[0] for verb in VERBS}
