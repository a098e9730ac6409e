"""Compiled layouts are kept from build to build, and whatever does not fit is compiled anew."""

from __future__ import annotations

import pickle
from collections.abc import Callable
from types import SimpleNamespace

import jinja2
import pytest

from postil.core.model import Page
from postil.render import HeldFiles, Layouts, compiled, drawn, outputs

from .samples import PAGES, Shipped, Written

VIEW = SimpleNamespace(site=None, words={})
PAGE = Page("x/", "x.html", VIEW)


def content(layouts: Layouts) -> str:
    output = drawn(PAGE, layouts).value
    assert output is not None
    return output.content.decode()


@pytest.fixture
def compilations(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return the names of the layouts that Jinja compiles from now on."""
    names: list[str] = []
    compiled.compiled.cache_clear()
    known: Callable[..., object] = jinja2.Environment.compile

    def watched(self: object, source: str, name: str, *others: object, **more: object) -> object:
        names.append(name)
        return known(self, source, name, *others, **more)

    monkeypatch.setattr(jinja2.Environment, "compile", watched)
    return names


def test_layouts_that_were_kept_draw_the_same_and_are_not_compiled(compilations: list[str]) -> None:
    first = Layouts((Shipped(),))
    expected = outputs(PAGES, first)
    assert "parts/note.html" in compilations
    compilations.clear()
    second = Layouts((Shipped(),), first.compiled())
    assert outputs(PAGES, second) == expected
    assert compilations == []
    assert second.compiled() == first.compiled()
    # What a build did not need is kept all the same.
    assert Layouts((Shipped(),), first.compiled()).compiled() == first.compiled()


def test_only_layouts_that_were_used_are_compiled_and_kept() -> None:
    layouts = Layouts((Written({"x.html": "{% include 'a.html' %}", "a.html": "a", "b.html": "b"}),))
    assert content(layouts) == "a"
    assert set(layouts.compiled()) == {"x.html", "a.html"}


@pytest.mark.parametrize(
    "other",
    [Written({"x.html": "new"}), Written({"x.html": "new"}, path="elsewhere"), Written({"x.html": "old "})],
)
def test_what_was_made_from_another_layout_is_not_used(other: Written, compilations: list[str]) -> None:
    kept = Layouts((Written({"x.html": "old"}),))
    content(kept)
    compilations.clear()
    assert content(Layouts((other,), kept.compiled())) == other.files["x.html"]
    assert compilations == ["x.html"]


def test_what_was_made_with_another_python_or_jinja_is_not_used(
    monkeypatch: pytest.MonkeyPatch, compilations: list[str]
) -> None:
    first = Layouts((Written({"x.html": "x"}),))
    content(first)
    compilations.clear()
    compiled.compiled.cache_clear()
    monkeypatch.setattr(compiled, "MADE_WITH", b"another")
    assert content(Layouts((Written({"x.html": "x"}),), first.compiled())) == "x"
    assert compilations == ["x.html"]


def test_damage_at_any_place_is_noticed() -> None:
    folder = Written({"x.html": "{{ 1 }}x"})
    first = Layouts((folder,))
    content(first)
    entry = first.compiled()["x.html"]
    damaged = [entry[:end] for end in range(0, len(entry), 7)]
    damaged += [entry[:at] + bytes([entry[at] ^ 1]) + entry[at + 1 :] for at in range(0, len(entry), 7)]
    damaged += [b"", b"\0", entry + b"\0", entry[32:]]
    for one in damaged:
        assert content(Layouts((folder,), {"x.html": one})) == "1x"


def test_a_mistake_in_a_kept_layout_has_its_line() -> None:
    folder = Written({"x.html": "\n{{ page.nothing }}"})
    first = Layouts((folder,))
    second = Layouts((folder,), first.compiled())
    for layouts in (first, second):
        (problem,) = drawn(PAGE, layouts).problems
        assert (problem.place.path, problem.place.line) == ("layouts/x.html", 2)


def test_layouts_go_to_another_process_by_value_with_what_is_compiled(compilations: list[str]) -> None:
    first = Layouts((Shipped(),))
    expected = outputs(PAGES, first)
    compilations.clear()
    there = pickle.loads(pickle.dumps(first.held()))
    assert outputs(PAGES, there) == expected
    assert compilations == []
    assert there.digest == first.digest
    assert not [name for name in there.names() if name.startswith("assets/")]


def test_layouts_that_are_held_stay_as_they_were_when_read() -> None:
    files = {"x.html": "old"}
    held = Layouts((Written(files),)).held()
    files["x.html"] = "new"
    assert content(held) == "old"
    assert held.digest == Layouts((Written({"x.html": "old"}),)).digest


def test_held_layouts_are_read_as_the_disk_would_have_them() -> None:
    folder = HeldFiles("layouts", {"x.html": b"\xef\xbb\xbfa\r\nb\rc\xff"})
    assert folder.read("x.html") == "a\nb\nc\ufffd"
    assert (folder.read("y.html"), folder.bytes("y.html")) == (None, None)


def test_a_page_is_drawn_alone_as_among_others() -> None:
    layouts = Layouts((Shipped(),))
    alone = tuple(output for page in PAGES if (output := drawn(page, layouts).value))
    assert alone == outputs(PAGES, layouts).value


def test_the_digest_is_of_templates_and_words_of_all_folders_and_not_of_assets() -> None:
    own = {"x.html": "x", "strings/en.yaml": "a: b", "assets/css/own.css": "a {}"}
    shipped = {"y.html": "y", "strings/en.yaml": "c: d"}

    def digest(**changes: str) -> str:
        names = {name.replace("/", "_").replace(".", "_"): name for name in own}
        changed = {names[key]: text for key, text in changes.items()}
        return Layouts((Written({**own, **changed}), Written(shipped, path="shipped"))).digest

    assert digest() == digest() == digest(assets_css_own_css="b {}")
    assert len({digest(), digest(x_html="z"), digest(strings_en_yaml="a: c")}) == 3
    assert Layouts((Written(own),)).digest != digest()
