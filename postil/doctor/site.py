"""What a site has: readable files, settings, schemas, what git ignores, workflows, the built folder.

Compares with what `new site` would write today. The newcomer's trap: a file that differs from ours
need not be old, since authors may change everything; only what is certainly older is called so.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import partial

from postil import gather, new
from postil.core import carried
from postil.core.files import Files, outside_source
from postil.core.model import Gathered, Settings
from postil.core.problems import Problem, Severity
from postil.settings import settings
from postil.write.abilities import bytes_below, unreadable
from postil.write.manifest import is_there

from .findings import Finding, State

LARGEST_MEMORY = 1_000_000_000
"""Bytes in `.cache/postil/` from which it may be emptied."""
MOST_NAMED = 5
ACTION = re.compile(r"\buses:\s*([\w./-]+)@v(\d+)")
DANGEROUS = re.compile(r"^[^#\n]*\bpull_request_target\b", re.MULTILINE)
"""Runs what a stranger proposes with the rights of the repository."""
WORKFLOWS = (".github/workflows/pages.yml", ".github/dependabot.yml")

_finding = partial(Finding, "site")


def of_site(files: Files, environment: Mapping[str, str]) -> Iterator[Finding]:
    """Yield what was found of the site behind the door, in the order in which a person would look."""
    found = gather.gathered(files)
    read = settings(found.value)
    yield from _texts(found.value, files)
    yield from _errors((*found.problems, *read.problems))
    yield from _unreadable(files)
    begun = carried.templates("site")
    workflow = _text(files, WORKFLOWS[0])
    yield _address(read.value, environment, workflow)
    yield from _schemas(files)
    yield from _ignored(files, begun)
    yield from _workflows(files, begun)
    yield from _built(files)


def _texts(found: Gathered, files: Files) -> Iterator[Finding]:
    names = [text.name for text in found.texts if text.text]
    if not names:
        sentence = "there is no text in content/" if "content" not in files.missing else "there is no folder content/"
        remedy = "begin a text: python3 build.py new text first"
        yield _finding("texts", State.BROKEN, sentence, remedy)
    else:
        yield _finding("texts", State.FINE, f"{len(names)} text{'' if len(names) == 1 else 's'}")


def _errors(problems: tuple[Problem, ...]) -> Iterator[Finding]:
    """Yield what is wrong with the folders and the site's own files, without which no text can be built."""
    errors = [problem for problem in problems if problem.severity is Severity.ERROR and problem.code != "no-texts"]
    for problem in errors[:MOST_NAMED]:
        yield _finding(problem.place.path, State.BROKEN, problem.sentence, problem.hint or "python3 build.py check")
    if len(errors) > MOST_NAMED:
        sentence = f"{len(errors) - MOST_NAMED} more things keep the site from being built"
        yield _finding("content", State.BROKEN, sentence, "python3 build.py check")


def _unreadable(files: Files) -> Iterator[Finding]:
    locked = tuple(unreadable(files.root, files.contents().value))
    for path in locked[:MOST_NAMED]:
        yield _finding(path, State.BROKEN, "it may not be read", "see who may read it, and change that")
    if len(locked) > MOST_NAMED:
        yield _finding("content", State.BROKEN, f"{len(locked) - MOST_NAMED} more files may not be read", "the same")


def _address(known: Settings, environment: Mapping[str, str], workflow: str | None) -> Finding:
    if known.site.base_url:
        return _finding("address", State.FINE, known.site.base_url)
    if environment.get("SITE_BASE_URL"):
        return _finding("address", State.FINE, f"{environment['SITE_BASE_URL']}, by SITE_BASE_URL")
    if workflow and "SITE_BASE_URL" in workflow:
        return _finding("address", State.FINE, "GitHub Pages says it when it publishes")
    sentence = "the site does not know where it will stand, so feeds and previews have no whole addresses"
    return _finding("address", State.ABSENT, sentence, "write base_url: https://… into content/site.yaml")


def _schemas(files: Files) -> Iterator[Finding]:
    if not (files.root / "schemas").is_dir():
        sentence = "editors cannot complete and explain fields: there is no folder schemas/"
        yield _finding("schemas", State.ABSENT, sentence, "python3 build.py schema")
    elif any(_text(files, path) != text for path, text in new.schemas().items()):
        sentence = "those in schemas/ are not this version's, so editors complete and explain other fields"
        yield _finding("schemas", State.OLD, sentence, "python3 build.py schema")
    else:
        yield _finding("schemas", State.FINE, "those in schemas/ are this version's")


def _ignored(files: Files, begun: Mapping[str, str]) -> Iterator[Finding]:
    """Yield what git would put into the repository that is made anew by every build."""
    if not (files.root / ".git").exists():
        return
    lines = {line.strip().strip("/") for line in (_text(files, ".gitignore") or "").split("\n")}
    lacking = [line for line in begun[".gitignore"].split() if line.strip("/") not in lines]
    # A repository may hold its built site on purpose, with a `.gitignore` in it, or publish it from there.
    if (files.root / "site" / ".gitignore").exists():
        lacking = [line for line in lacking if line != "/site/"]
    if lacking:
        sentence = "git does not ignore what is made here"
        yield _finding(".gitignore", State.OLD, sentence, f"add to .gitignore: {' '.join(lacking)}")
    else:
        yield _finding(".gitignore", State.FINE, "git ignores what is made here")


def _workflows(files: Files, begun: Mapping[str, str]) -> Iterator[Finding]:
    current = {name: int(major) for path in WORKFLOWS for name, major in ACTION.findall(begun.get(path, ""))}
    for path in WORKFLOWS:
        text = _text(files, path)
        if text is None:
            continue
        old = {
            f"{name}@v{major}": f"v{current[name]}"
            for name, major in ACTION.findall(text)
            if int(major) < current.get(name, 0)
        }
        if old:
            sentence = f"older than what `new site` writes: {', '.join(old)}"
            remedy = "; ".join(f"{used} is now {major}" for used, major in old.items())
            yield _finding(path, State.OLD, sentence, f"write the newer ones: {remedy}")
        elif DANGEROUS.search(text):
            sentence = "strangers' changes run with the rights of this repository"
            yield _finding(path, State.BROKEN, sentence, "write pull_request in the place of pull_request_target")
        else:
            yield _finding(path, State.FINE, "as new as what `new site` writes")


def _built(files: Files) -> Iterator[Finding]:
    site, memory = files.root / "site", files.root / ".cache" / "postil"
    if not site.exists():
        yield _finding("site/", State.ABSENT, "not built yet", "python3 build.py")
    elif not site.is_dir():
        yield _finding("site/", State.BROKEN, "it is a file, where the site should stand", "move it away")
    elif not is_there(site) and any(path.name != ".gitignore" for path in site.iterdir()):
        sentence = "Postil has not made what is in it, and leaves it alone"
        yield _finding("site/", State.BROKEN, sentence, "move it away, or build elsewhere with --destination")
    else:
        yield _finding("site/", State.FINE, "made by Postil" if is_there(site) else "ready")
    size = bytes_below(memory)
    if size > LARGEST_MEMORY:
        yield _finding("memory", State.OLD, f".cache/postil/ holds {size / 1e9:.1f} GB", "python3 build.py clean")
    elif size:
        yield _finding("memory", State.FINE, f".cache/postil/ holds {size / 1e6:.1f} MB")


def _text(files: Files, path: str) -> str | None:
    """Return a file beside content/ as text, `None` when there is none that can be read."""
    source = outside_source(files.root / path, shown=path, most_characters=None).value
    return source.text if source else None
