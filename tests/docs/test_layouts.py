"""The page for designers cannot lie: its tables are the layouts and views as they are, and its examples build."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import get_args, get_origin, get_type_hints

import pytest

from postil import render
from postil.core.model import Page
from postil.plan import outward, registers, views
from tests.site import Site, text_of

ROOT = Path(__file__).parent.parent.parent
LAYOUTS = ROOT / "layouts"
DOCUMENT = (ROOT / "docs" / "layouts.md").read_text(encoding="utf-8")
VIEWS = {
    name: kind
    for module in (views, registers, outward)
    for name, kind in vars(module).items()
    if is_dataclass(kind) and isinstance(kind, type) and kind.__module__ == module.__name__
}
FOR_EVERY_PAGE = "Every HTML page has"
VALUE = re.compile(r"`(?P<name>[a-z]\w*)`(?P<may_lack>\??)(?:: `(?P<view>\w+)`)?(?P<several>…?)")


def section(heading: str) -> str:
    """Return a section of the page, with those below it."""
    found = re.search(rf"^## {re.escape(heading)}\n(.*?)(?=^## |\Z)", DOCUMENT, re.MULTILINE | re.DOTALL)
    assert found, heading
    return found[1]


def rows(text: str) -> Iterator[list[str]]:
    """Yield the cells of each row of the tables in a text, without their heads."""
    for line in re.findall(r"^\|(.*)\|$", text, re.MULTILINE):
        cells = [cell.strip() for cell in re.split(r"(?<!\\)\|", line)]
        if cells[0].startswith("`"):
            yield cells


def named(text: str) -> set[str]:
    """Return what stands between backticks."""
    return set(re.findall(r"`([^`]+)`", text))


def as_written(name: str, kind: type) -> str:
    """Return a field of a view as the page writes it: `rail?: RailView`, `notes: NoteView…`."""
    parts = tuple(_parts(get_type_hints(kind)[name]))
    view = "".join(f": {part.__name__}" for part in parts if is_dataclass(part) and isinstance(part, type))
    return f"{name}{'?' if type(None) in parts else ''}{view}{'…' if tuple in parts else ''}"


def _parts(hint: object) -> Iterator[object]:
    """Yield what a type is made of: of `tuple[NoteView, ...]` the tuple and the view."""
    yield get_origin(hint) or hint
    for inner in get_args(hint):
        yield from _parts(inner)


def values_of_the_page() -> dict[str, set[str]]:
    """Return the values that the page gives each view, those of every page among them."""
    text = section("The values")
    shared = re.search(rf"^{FOR_EVERY_PAGE}(.*)$", text, re.MULTILINE)
    assert shared
    told = {cells[0].strip("`"): _values(cells[1]) for cells in rows(text)}
    pages = {cells[0].strip("`") for cells in rows(text.partition("### What pages hold")[0])}
    return {name: values | (_values(shared[1]) if name in pages else set()) for name, values in told.items()}


def _values(text: str) -> set[str]:
    found = VALUE.finditer(text)
    return {
        f"{one['name']}{one['may_lack']}{': ' + one['view'] if one['view'] else ''}{one['several']}" for one in found
    }


def test_every_view_with_every_value_is_on_the_page_and_nothing_else() -> None:
    meant = {name: {as_written(field.name, kind) for field in fields(kind)} for name, kind in VIEWS.items()}
    assert values_of_the_page() == meant


def test_each_layout_receives_the_view_that_the_page_names(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    seen: set[tuple[str, str]] = set()
    drawn = render.drawn

    def watched(page: Page, layouts: render.Layouts) -> object:
        seen.add((page.layout, type(page.view).__name__))
        return drawn(page, layouts)

    monkeypatch.setattr(render, "drawn", watched)
    site = Site(tmp_path)
    for file in (ROOT / "content").rglob("*.*"):
        site.write(f"content/{file.relative_to(ROOT / 'content').as_posix()}", file.read_bytes())
    # What other processes draw is not seen here.
    site.verb("check", "--jobs", "1", "--base-url", "https://example.org/").expect(0)
    told = {(cells[0].strip("`"), cells[2].strip("`")) for cells in rows(section("The layouts"))}
    assert told == seen


def test_each_layout_gives_the_body_the_class_that_the_page_names() -> None:
    for name, _, _, body_class in rows(section("The layouts")):
        layout = (LAYOUTS / name.strip("`")).read_text(encoding="utf-8")
        written = re.search(r"\{% block layout %\}(\w+)\{%", layout)
        assert body_class.strip("`") == (f"layout-{written[1]}" if written else ""), name


def test_every_layout_part_sheet_and_script_is_named_and_no_other() -> None:
    files = {path.relative_to(LAYOUTS).as_posix() for path in LAYOUTS.rglob("*.*")}
    top = {name for name in files if "/" not in name}
    assert {name for cells in rows(section("The layouts")) for name in named(cells[0])} | {"base.html"} == top
    assert {name for cells in rows(section("The parts")) for name in named(cells[0])} == {
        name for name in files if name.startswith("parts/")
    }
    for heading, folder in (("The sheets", "assets/css/"), ("The scripts", "assets/js/")):
        told = {name for cells in rows(section(heading)) for name in named("".join(cells)) if name[0] != "."}
        told = {name for name in told if name.endswith((".css", ".js"))}
        assert {folder + name for name in told} == {name for name in files if name.startswith(folder)}


def test_every_token_is_explained_and_no_other() -> None:
    told = {name for cells in rows(section("The tokens").partition("Besides these")[0]) for name in named(cells[0])}
    first, last = 1, 5
    told |= {f"--tall-{number}" for number in range(first, last + 1)}
    sheet = (LAYOUTS / "assets/css/tokens.css").read_text(encoding="utf-8")
    assert told == set(re.findall(r"(--[\w-]+):", sheet)) - {"--kind"}


def test_what_styles_and_scripts_hold_on_to_stands_in_the_layouts() -> None:
    program = (ROOT / "postil").rglob("*.py")
    everything = "\n".join(
        path.read_text(encoding="utf-8") for path in (*LAYOUTS.rglob("*.html"), *LAYOUTS.rglob("*.[cj]s*"), *program)
    )
    hooks = {
        name
        for heading in ("What styles and scripts hold on to", "The scripts")
        for cells in rows(section(heading))
        for part in (cells[0], cells[-1])
        for name in named(part)
        if not name.endswith(".js") and "\\|" not in name
    }
    assert len(hooks) > 40
    for hook in hooks:
        for word in re.findall(r"[a-z][a-z-]+", hook.replace("-ID", "").replace("-N", "").replace(":root", "")):
            if word.startswith(("data-", "is-")):
                script_name = re.sub(r"-(\w)", lambda match: match[1].upper(), word.removeprefix("data-"))
                assert word in everything or f"dataset.{script_name}" in everything, hook
            else:
                assert re.search(rf"\b{re.escape(word)}\b", everything), hook


def test_the_breakpoints_are_those_of_the_sheets() -> None:
    sheets = "".join(path.read_text(encoding="utf-8") for path in (LAYOUTS / "assets/css").glob("*.css"))
    for width in re.findall(r"\b([\d.]+em)\b", section("The sheets")):
        assert f"(min-width: {width})" in sheets, width


class Example:
    """The blocks of one worked example, put into a site's own layouts as the page tells it."""

    def __init__(self, heading: str) -> None:
        found = re.search(rf"^### {re.escape(heading)}\n(.*?)(?=^##|\Z)", DOCUMENT, re.MULTILINE | re.DOTALL)
        assert found, heading
        self.blocks = re.findall(r"^```(\w+) (\S+)\n(.*?)^```$", found[1], re.MULTILINE | re.DOTALL)
        assert self.blocks

    def put_into(self, site: Site) -> Site:
        """Write the files of the example, and change copies of those that come along."""
        for language, name, block in self.blocks:
            if name == "site.yaml":
                site.write("content/site.yaml", block.encode())
            elif language == "diff":
                own = site.root / "layouts" / name
                text = (own if own.exists() else LAYOUTS / name).read_text(encoding="utf-8")
                site.write(f"layouts/{name}", patched(text, block).encode())
            else:
                site.write(f"layouts/{name}", block.encode())
        return site


def patched(text: str, block: str) -> str:
    """Return a text with one change, whose lines begin with a space, a minus or a plus."""
    lines = block.splitlines(keepends=True)
    before = "".join(line[1:] for line in lines if line[0] in " -")
    after = "".join(line[1:] for line in lines if line[0] in " +")
    assert text.count(before) == 1, before
    return text.replace(before, after)


@pytest.fixture
def site(tmp_path: Path) -> Site:
    """A site with one text and one note, to be changed by a designer."""
    return Site(tmp_path).write("content/a.md", "# A poem\n\nOne line\nand another.\n")


def sheet(site: Site, name: str = "reading.css") -> str:
    return site.published()[f"assets/css/{name}"].decode()


def test_another_accent_is_that_of_the_sheet_that_is_delivered(site: Site) -> None:
    shipped = (LAYOUTS / "assets/css/tokens.css").read_text(encoding="utf-8")
    old = set(re.findall(r"--accent: [^;]+", shipped))
    delivered = sheet(Example("Another accent").put_into(site).build("--strict").expect(0))
    new = re.findall(r"--accent: [^;]+", delivered)
    assert len(new) == len(old) == 3
    assert not old & set(new)


def test_a_line_stands_under_the_title_where_somebody_publishes_the_site(site: Site) -> None:
    Example("A line under the title").put_into(site)
    assert not site.build("--strict").expect(0).page("a/").all("p", class_="edited")
    site.write("content/site.yaml", "author: Ada & Jo\n").build("--strict").expect(0)
    assert text_of(site.page("a/").one("p", class_="edited")) == "Edited by Ada & Jo"


def test_a_new_word_that_a_language_lacks_is_asked_for(site: Site) -> None:
    Example("A line under the title").put_into(site)
    site.write("content/site.yaml", "author: Ada\n").write("content/b.md", "---\nlang: de\n---\nWorte.\n")
    site.build().expect(0, "warning[missing-string]", "edited-by")
    assert site.page("b/").one("span", lang="en", dir="ltr").text == "Edited by Ada"


def test_verse_has_its_sheet_and_other_texts_have_it_not(site: Site) -> None:
    Example("A sheet for verse").put_into(site)
    site.write("content/b.md", "---\ntags: [verse]\n---\nOne line\nand another.\n").build("--strict").expect(0)
    sheets = {address: site.page(address).all("link", rel="stylesheet") for address in ("a/", "b/")}
    assert [link.get("href") for link in sheets["b/"]] == ["../assets/css/reading.css", "../assets/css/verse.css"]
    assert len(sheets["a/"]) == 1
    assert "white-space: pre-line" in sheet(site, "verse.css")


def test_a_kind_of_one_s_own_has_its_colour_on_every_page(site: Site) -> None:
    Example("A colour for a kind of your own").put_into(site)
    site.write("content/a.annotations.yaml", "annotations:\n  - {quote: another, kind: law, note: See there.}\n")
    delivered = sheet(site.build("--strict").expect(0))
    assert '[data-kind="law"], [data-kinds="law"] { --kind: var(--kind-law); }' in delivered
    assert "@import" not in delivered
    assert "assets/css/own.css" not in site.published()
    assert site.page("a/").one("li", id="note-another").get("data-kind") == "law"


def test_every_block_of_the_examples_is_built_by_some_test() -> None:
    told = re.findall(r"^### (.*)$", section("Four changes, step by step"), re.MULTILINE)
    tested = re.findall(r'Example\("([^"]+)"\)', Path(__file__).read_text(encoding="utf-8"))
    assert set(told) == set(tested)
