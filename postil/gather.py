"""Gathers what an author has: each text with its annotations and comments, the site's files, assets.

Takes the door to the disk and gives `Gathered`, then each text's `TextFiles`, read when they are
needed. The one rule: what belongs to `X.md` stands in `X.annotations.yaml`, `X.annotations.md`, the
folder `X.annotations/` and `X.comments.yaml`.
Names are compared in Unicode's composed form (NFC), since one file system gives `é` as one
character and the next as two; paths stay as the disk has them.
"""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, replace
from pathlib import PurePosixPath

from .core.addresses import UNSAFE_NAMES, on_any_disk
from .core.files import JSON_BYTES, LINE_CHARACTERS, NOTES_BYTES, TEXT_BYTES, Files, decoded
from .core.model import Asset, Gathered, Source, TextFiles, TextPaths
from .core.problems import Checked, Place, Problem, Severity
from .core.svg import objection

SITE_FILES = frozenset({"site.yaml", "entities.yaml", "references.json"})
PUBLISHED = re.compile(
    r"\.(png|jpe?g|gif|webp|avif|svg|pdf|mp3|og[ga]|opus|m4a|flac|wav|mp4|webm|vtt|srt|[ct]sv|zip|epub|bib|ris)",
    re.IGNORECASE,
)
"""Kinds of files that are copied into the site. A list of what is allowed, so that a key or a
draft in a word processor's format that lies beside the texts is not published by accident."""
NEAR_MISSES = {".yml": ".yaml", ".markdown": ".md", ".mdown": ".md"}
"""Endings that look like ours and are not read, with the ending that is."""
BELONGING = re.compile(
    r"(?P<text>.*[^/])[._-](?P<what>annotation|comment)s?\.(?P<ending>ya?ml|md|markdown|mdown)", re.I
)
"""Names that were most likely meant for a file that belongs to a text."""
IN_ANNOTATIONS = re.compile(r"(.+?)\.annotations/.*\.md$")
"""An annotation that is a file of its own."""
IN_FOLDER = re.compile(r"(?P<stem>.+\.annotations/.*)\.(?:ya?ml|md|markdown|mdown)", re.I)
UNSAFE_CHARACTERS = re.compile(r'[<>:"|?*\\]|[. ]$')
"""What Windows does not allow in a name."""
LONGEST_NAME_BYTES = 200
COMPARED_NAMES = 2000
"""How many names are searched for one that was meant."""


@dataclass(frozen=True, slots=True)
class Arranged:
    """What the names of the files in content/ say."""

    texts: tuple[TextPaths, ...]
    """In the order of their names."""
    assets: tuple[Asset, ...]
    """What would be copied into the site, before anybody has looked into it."""


@dataclass(slots=True)
class _Sorted:
    """The paths of content/ by what they are. Texts are named by their path without `.md`."""

    texts: dict[str, str] = field(default_factory=dict)
    annotations: dict[str, list[str]] = field(default_factory=dict)
    comments: dict[str, str] = field(default_factory=dict)
    assets: list[Asset] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def gathered(files: Files) -> Checked[Gathered]:
    """Return what content/ holds: the texts by their files, assets, and the site's own files as read."""
    listing = files.contents()
    sorted_out = arranged(listing.value, is_there="content" not in files.missing)
    found = read(sorted_out.value.assets, files)
    whole = replace(found.value, texts=sorted_out.value.texts)
    return Checked(whole, (*listing.problems, *sorted_out.problems, *found.problems))


def arranged(paths: Iterable[str], *, is_there: bool = True) -> Checked[Arranged]:
    """Return the texts and the assets among the files at these paths, which is known by their names alone.

    `is_there` says whether there is a folder content/ at all.
    """
    problems: list[Problem] = []
    by_kind = _by_kind(_without_collisions(paths, problems))
    problems += by_kind.problems
    problems += _without_text(by_kind)
    texts = tuple(
        TextPaths(
            name, by_kind.texts.get(name), tuple(sorted(by_kind.annotations.get(name, ()))), by_kind.comments.get(name)
        )
        for name in sorted({*by_kind.texts, *by_kind.annotations, *by_kind.comments})
    )
    if not by_kind.texts:
        missing = "there is no text in content/" if is_there else "there is no folder content/ here"
        hint = "write one, content/first.md, or name the site's folder with --source"
        problems.append(Problem("no-texts", missing, Place("content"), hint))
    return Checked(Arranged(texts, tuple(by_kind.assets)), tuple(problems))


def read(assets: Iterable[Asset], files: Files) -> Checked[Gathered]:
    """Return the site's own files as read, and those of the assets that may be published; no texts."""
    problems: list[Problem] = []
    kept = tuple(asset for asset in assets if not _is_scripted(asset, files, problems))

    def own(name: str, most_bytes: int, most_characters: int | None = LINE_CHARACTERS) -> Source | None:
        checked = files.source(f"content/{name}", most_bytes=most_bytes, most_characters=most_characters)
        problems.extend(checked.problems)
        return checked.value

    references = own("references.json", JSON_BYTES, None)
    site, entities = own("site.yaml", TEXT_BYTES), own("entities.yaml", NOTES_BYTES)
    return Checked(Gathered((), kept, site, entities, references), tuple(problems))


def is_harmless(asset: Asset, content: bytes) -> bool:
    """Return whether an asset may be published that holds this now, whatever it held when it was listed."""
    if not _is_document(asset):
        return True
    source = decoded(asset.path, content, most_characters=None).value if len(content) <= TEXT_BYTES else None
    return source is not None and objection(source.text) is None


def text_files(paths: TextPaths, files: Files) -> Checked[TextFiles | None]:
    """Return the files of a text as read. What cannot be read is left out and is a problem.

    A text that cannot be read, or does not exist, is an empty one without a digest, for the problems of
    what belongs to it; `None` when nothing does.
    """
    problems: list[Problem] = []

    def read(path: str, most_bytes: int) -> Source | None:
        checked = files.source(path, most_bytes=most_bytes)
        problems.extend(checked.problems)
        return checked.value

    text = read(paths.text, TEXT_BYTES) if paths.text else None
    annotations = tuple(source for path in paths.annotations if (source := read(path, NOTES_BYTES)))
    comments = read(paths.comments, NOTES_BYTES) if paths.comments else None
    if text is None and not annotations and comments is None:
        return Checked(None, tuple(problems))
    text = text or Source(paths.text or f"content/{paths.name}.md", "", "")
    return Checked(TextFiles(paths.name, text, annotations, comments), tuple(problems))


def _by_kind(paths: Iterable[str]) -> _Sorted:
    """Sort the paths by their endings, and say which are not published."""
    kinds = _Sorted()
    paths = tuple(paths)
    for path in paths:
        name = _composed(path)
        if name in SITE_FILES:
            continue
        what, text = _belonging(name)
        if what == "annotations":
            kinds.annotations.setdefault(text, []).append(path)
        elif what == "comments":
            kinds.comments[text] = path
        elif what == "text":
            kinds.texts[text] = path
        elif PUBLISHED.fullmatch(PurePosixPath(name).suffix):
            problem = _unsafe(path, name)
            if problem:
                kinds.problems.append(problem)
            else:
                kinds.assets.append(Asset(path, name))
        else:
            kinds.problems.append(_not_published(path, frozenset(paths)))
    return kinds


def text_of(path: str) -> str:
    """Return the name of the text to which the file at `path` belongs; empty when it belongs to none."""
    return _belonging(_composed(path))[1]


def _composed(path: str) -> str:
    """Return a path in content/ in Unicode's composed form."""
    name = path.removeprefix("content/")
    return name if name.isascii() else unicodedata.normalize("NFC", name)


def _belonging(name: str) -> tuple[str, str]:
    """Return what a file is for a text, and the name of the text; both empty when it belongs to none."""
    if ".annotations" in name:
        if in_folder := IN_ANNOTATIONS.match(name):
            return "annotations", in_folder[1]
        if name.endswith((".annotations.yaml", ".annotations.md")):
            return "annotations", name[: name.rindex(".annotations.")]
    if name.endswith(".comments.yaml"):
        return "comments", name.removesuffix(".comments.yaml")
    if name.endswith(".md"):
        return "text", name.removesuffix(".md")
    return "", ""


def _without_collisions(paths: Iterable[str], problems: list[Problem]) -> list[str]:
    """Leave out every path that a file system may take for one before it."""
    first: dict[str, str] = {}
    kept: list[str] = []
    for path in paths:
        key = on_any_disk(path)
        if key in first:
            sentence = f"on some file systems {path} and {first[key]} are one file"
            problems.append(Problem("names-collide", sentence, Place(path), "rename one of them"))
        else:
            first[key] = path
            kept.append(path)
    return kept


def _without_text(kinds: _Sorted) -> list[Problem]:
    """Return a problem for every annotation or comment file whose text does not exist."""
    missing = {name: path for name, paths in kinds.annotations.items() for path in paths[:1]}
    problems: list[Problem] = []
    for what, owners in (("annotates", missing), ("comments on", kinds.comments)):
        for name, path in owners.items():
            if name in kinds.texts:
                continue
            sentence = f"{path} {what} content/{name}.md, which does not exist"
            meant = _meant(name, kinds.texts)
            hint = f"did you mean content/{meant}.md? Then rename this file" if meant else None
            problems.append(Problem("text-missing", sentence, Place(path), hint))
    return problems


def _meant(name: str, names: Iterable[str]) -> str | None:
    """Return the name most like `name`, or the only one of that last part in another folder."""
    candidates = sorted(names)
    moved = [other for other in candidates if PurePosixPath(other).name == PurePosixPath(name).name]
    if len(moved) == 1:
        return moved[0]
    close = difflib.get_close_matches(name, candidates[:COMPARED_NAMES], 1)
    return close[0] if close else None


def _is_scripted(asset: Asset, files: Files, problems: list[Problem]) -> bool:
    """Return whether a picture could run a script, which leaves it out and is a problem."""
    if not _is_document(asset):
        return False
    source = files.source(asset.path, most_characters=None)
    problems += source.problems
    if source.value is None:
        return True
    found = objection(source.value.text)
    if found:
        sentence = f"{asset.path} is not copied into the site: {found.sentence}"
        place = source.value.place_at(found.start)
        problems.append(Problem("not-published", sentence, place, "save it as a plain SVG", Severity.WARNING))
    return found is not None


def _is_document(asset: Asset) -> bool:
    """Return whether a browser takes a file for a document, in which things run when it is opened by itself."""
    return PurePosixPath(asset.path).suffix.lower() == ".svg"


def _unsafe(path: str, name: str) -> Problem | None:
    """Return what is wrong with the name of a file that would be copied as it is."""
    for part in name.split("/"):
        if UNSAFE_NAMES.match(part) or UNSAFE_CHARACTERS.search(part) or len(part.encode()) > LONGEST_NAME_BYTES:
            sentence = f"{part!r} is not a name on every system"
            hint = "rename it, and the links to it: letters, digits and hyphens are safe"
            return Problem("bad-address", sentence, Place(path), hint)
    return None


def _not_published(path: str, paths: Collection[str]) -> Problem:
    if problem := _misnamed(path, paths):
        return problem
    suffix = PurePosixPath(path).suffix
    meant = NEAR_MISSES.get(suffix.lower(), suffix.lower() if suffix.lower() in {".md", ".yaml"} else "")
    if meant and meant != suffix:
        hint = f"rename it to {PurePosixPath(path).with_suffix(meant)}"
        sentence = f"{path} is not read: its name ends in {suffix}, not in {meant}"
    elif suffix in {".yaml", ".json"}:
        sentence = f"{path} is not read: it belongs to no text"
        hint = "annotations of x.md stand in x.annotations.yaml, comments in x.comments.yaml"
    else:
        sentence = f"{path} is not copied into the site: files of this kind are not published"
        hint = "move it out of content/"
    return Problem("not-published", sentence, Place(path), hint, Severity.WARNING)


def _misnamed(path: str, paths: Collection[str]) -> Problem | None:
    """Return the problem of a file that seems to belong to a text and is named unlike those that do."""
    if single := IN_FOLDER.fullmatch(path):
        sentence = f"{path} is not read: a folder of annotations holds Markdown files"
        hint = f"write it as {single['stem']}.md, with its fields between two lines `---`"
        return Problem("not-published", sentence, Place(path), hint, Severity.WARNING)
    found = BELONGING.fullmatch(path)
    if found is None:
        return None
    what = f"{found['what'].lower()}s"
    in_markdown = what == "annotations" and found["ending"].lower().startswith("m")
    meant = f"{found['text']}.{what}.{'md' if in_markdown else 'yaml'}"
    sentence = f"{path} is not read: {what} stand in files whose names end in .{what}{meant[meant.rindex('.') :]}"
    hint = f"move what it holds into {meant}" if meant in paths else f"rename it to {meant}"
    return Problem("not-published", sentence, Place(path), hint, Severity.WARNING)
