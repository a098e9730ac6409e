"""The map in docs/architecture.md is the territory: floors, pairs and doors are read from it."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).parents[2]
PACKAGE = REPOSITORY / "postil"
MAP = (REPOSITORY / "docs/architecture.md").read_text(encoding="utf-8")

LIBRARIES = {
    "markdown-it": ("markdown_it", "mdit_py_plugins"),
    "nh3": ("nh3",),
    "linkify": ("linkify_it",),
    "Jinja": ("jinja2", "markupsafe"),
    "PyYAML": ("yaml",),
    "pydantic": ("pydantic", "pydantic_core"),
    "click": ("click",),
    "watchdog": ("watchdog",),
    "Pillow": ("PIL",),
    "Pagefind": ("pagefind", "pagefind_bin"),
    "dask": ("dask", "distributed"),
}
"""What the map calls a library, and the modules that it is imported as."""

MAY_OPEN_FILES = {
    "core/files",
    "core/carried",
    "core/cache",
    "core/looks",
    "core/limits",
    "core/machine",
    "write",
    "unchanged",
    "progress",
    "bootstrap",
    "chromium",
    "cli",
    "doctor/machine",
    "doctor/packages",
    "pipeline/live",
    "search/pagefind",
    "serve/desk",
    "serve/shipped",
    "serve/watch",
    "serve/workshop",
}
"""Who may name the disk. Whoever else does has gone past the one door."""
WAYS_TO_THE_DISK = {
    "os",
    "shutil",
    "tempfile",
    "glob",
    "fileinput",
    "mmap",
    "sqlite3",
    "subprocess",
    "ctypes",
    "importlib",
}
WAYS_TO_THE_CLOCK = {"now", "utcnow", "today", "time", "time_ns", "localtime", "gmtime"}


def modules() -> dict[str, ast.Module]:
    """Return every module of the program, parsed, by its path without ending: `markup/texts`."""
    return {
        path.relative_to(PACKAGE).with_suffix("").as_posix().removesuffix("/__init__"): ast.parse(path.read_text())
        for path in sorted(PACKAGE.rglob("*.py"))
        if path != PACKAGE / "__init__.py"
    }


MODULES = modules()


def imports(name: str) -> Iterator[str]:
    """Yield the full name of everything that a module imports, relative imports resolved."""
    is_package = (PACKAGE / name / "__init__.py").exists()
    package = ["postil", *name.split("/")][: None if is_package else -1]
    for node in ast.walk(MODULES[name]):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = package[: len(package) - node.level + 1] if node.level else []
            module = ".".join([*above, *([node.module] if node.module else [])])
            # `from postil import markup` imports a part; `from postil.core.model import Source` a name of one.
            yield from (f"{module}.{alias.name}" for alias in node.names)


def part(name: str) -> str:
    """Return the part of the program that a module belongs to: `markup` for `markup/texts`."""
    return name.split("/", 1)[0]


def floors() -> dict[str, int]:
    """Return the floor of each part, and of each module of core/, from the drawing in the map."""
    drawing = MAP.split("## Floors", 1)[1].split("```", 2)[1]
    found: dict[str, int] = {}
    for line in drawing.splitlines():
        if match := re.match(r"\s+(.*?)\s+floor (\d)", line):
            words = match[1].split()
            if words[0] == "core/":
                words = ["core", *(f"core/{word}" for word in words[1:])]
            found |= {word.rstrip("/"): int(match[2]) for word in words}
    return found


def pairs() -> set[tuple[str, str]]:
    """Return the pairs of parts that may import from their own floor."""
    return {(one, other) for one, other in re.findall(r"^\| `([\w/]+) → ([\w/]+)` \|", MAP, re.MULTILINE)}


def doors() -> dict[str, str]:
    """Return who owns each library, from the sentence in the map."""
    sentence = " ".join(MAP.split("**One door per library.**", 1)[1].split("\n- ", 1)[0].split())
    owners: dict[str, str] = {}
    for match in re.finditer(r"`([\w/]+)` owns ([^`]+)", sentence):
        owners |= {name: match[1] for name in LIBRARIES if name in match[2]}
    return owners


def test_the_map_names_every_part_and_nothing_else() -> None:
    in_core = {"/".join(name.split("/")[:2]) for name in MODULES if name.startswith("core/")}
    on_disk = {part(name) for name in MODULES} | in_core
    assert set(floors()) == on_disk


def test_every_pair_on_the_map_is_needed() -> None:
    used = {(part(name), other) for name in MODULES for other in parts_imported(name)}
    assert pairs() <= used


def parts_imported(name: str) -> set[str]:
    """Return the parts of the program that a module imports from, other than its own."""
    parts = {imported.split(".")[1] for imported in imports(name) if imported.startswith("postil.")}
    return {other for other in parts if other in floors()} - {part(name)}


@pytest.mark.parametrize("name", MODULES)
def test_a_module_imports_from_lower_floors_or_by_a_listed_pair(name: str) -> None:
    floor = floors()[part(name)]
    upward = {other for other in parts_imported(name) if floors()[other] >= floor}
    assert {(part(name), other) for other in upward} <= pairs()


@pytest.mark.parametrize("library", LIBRARIES)
def test_a_library_is_imported_by_its_owner_only(library: str) -> None:
    importers = {name for name in MODULES for imported in imports(name) if imported.split(".")[0] in LIBRARIES[library]}
    owner = doors().get(library)
    strangers = {name for name in importers if owner is None or not f"{name}/".startswith(f"{owner}/")}
    assert not strangers
    assert importers or owner is None, f"{owner} owns {library} and does not import it"


def may_open_files(name: str) -> bool:
    return any(f"{name}/".startswith(f"{door}/") for door in MAY_OPEN_FILES)


@pytest.mark.parametrize("name", [name for name in MODULES if not may_open_files(name)])
def test_a_stage_does_not_go_to_the_disk_itself(name: str) -> None:
    assert not {imported for imported in imports(name) if imported.split(".")[0] in WAYS_TO_THE_DISK}
    assert not {"pathlib.Path", "pathlib", "io.open", "io.FileIO"} & set(imports(name))
    assert "open" not in called(name)


@pytest.mark.parametrize(
    "name", sorted({*MODULES} - {"core/files", "write/lock", "unchanged", "cli/building", "serve/workshop"})
)
def test_a_stage_does_not_look_at_the_clock_or_throw_dice(name: str) -> None:
    assert not {imported for imported in imports(name) if imported.split(".")[0] in {"random", "secrets", "uuid"}}
    taken = set(attributes(name))
    assert not {(owner, way) for owner in ("datetime", "date", "time") for way in WAYS_TO_THE_CLOCK} & taken


@pytest.mark.parametrize("name", [name for name in MODULES if part(name) not in {"__main__", "cli", "bootstrap"}])
def test_a_stage_neither_prints_nor_exits(name: str) -> None:
    assert not called(name) & {"print", "exit", "quit", "input", "breakpoint"}
    assert ("sys", "exit") not in set(attributes(name))


def called(name: str) -> set[str]:
    """Return the plain names that a module calls."""
    return {
        node.func.id
        for node in ast.walk(MODULES[name])
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
    }


def attributes(name: str) -> list[tuple[str, str]]:
    """Return each attribute that a module takes, with the last name before it: `datetime`, `now`."""
    found = []
    for node in ast.walk(MODULES[name]):
        if isinstance(node, ast.Attribute):
            owner = node.value
            before = owner.id if isinstance(owner, ast.Name) else owner.attr if isinstance(owner, ast.Attribute) else ""
            found.append((before, node.attr))
    return found
