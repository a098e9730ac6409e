"""Pages become files, and a mistake in a layout becomes a problem with its place."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postil.core.model import Page
from postil.core.problems import Problem
from postil.render import Layouts, assets, outputs

from .samples import PAGES, Shipped, Written

VIEW = SimpleNamespace(title="Salt & <herring>", prose_html="<p>Yes</p>", site=None, words={})


def drawn(layout: str, **others: str) -> str:
    result = outputs([Page("x/", "x.html", VIEW)], Layouts((Written({"x.html": layout, **others}),)))
    assert result.problems == ()
    return result.value[0].content.decode()


def problem(layout: str, **others: str) -> Problem:
    result = outputs([Page("x/", "x.html", VIEW)], Layouts((Written({"x.html": layout, **others}),)))
    assert result.value == ()
    (only,) = result.problems
    return only


def test_a_page_stands_in_the_index_of_its_folder_and_a_file_where_it_says() -> None:
    layouts = Layouts((Written({"x.html": "x"}),))
    made = outputs([Page(address, "x.html", VIEW) for address in ("", "essays/axis/", "404.html")], layouts).value
    assert [output.path for output in made] == ["index.html", "essays/axis/index.html", "404.html"]


def test_everything_is_escaped_but_what_is_finished_html() -> None:
    assert drawn("{{ page.title }}{{ page.prose_html | safe }}") == "Salt &amp; &lt;herring&gt;<p>Yes</p>"


@given(st.text(st.characters(blacklist_categories=["Cs"])))
def test_no_text_can_become_markup(text: str) -> None:
    page = Page("x/", "x.html", SimpleNamespace(title=text, site=None, words={}))
    content = outputs([page], Layouts((Written({"x.html": '<p title="{{ page.title }}">'}),))).value[0].content.decode()
    inside = content.removeprefix('<p title="').removesuffix('">')
    assert not set(inside) & set("<>\"'")


def test_the_sites_own_layout_wins_file_by_file() -> None:
    own = Written({"parts/b.html": "own b"})
    shipped = Written(
        {
            "x.html": "{% include 'parts/a.html' %}, {% include 'parts/b.html' %}",
            "parts/a.html": "a",
            "parts/b.html": "b",
        },
        path="shipped",
    )
    (output,) = outputs([Page("", "x.html", VIEW)], Layouts((own, shipped))).value
    assert output.content == b"a, own b"


def test_a_layout_that_a_page_needs_and_nobody_wrote_is_named() -> None:
    result = outputs([Page("essays/", "essay.html", VIEW)], Layouts((Written({}),)))
    assert result.value == ()
    assert result.problems[0].code == "layout-missing"
    assert result.problems[0].place.path == "layouts/essay.html"
    assert "/essays/" in result.problems[0].sentence


def test_a_part_that_nobody_wrote_is_missed_at_the_line_that_asks_for_it() -> None:
    found = problem("<p>\n{% include 'parts/gone.html' %}\n")
    assert (found.code, found.place.path, found.place.line) == ("layout-missing", "layouts/x.html", 2)


@pytest.mark.parametrize(
    ("layout", "line"),
    [
        ("<p>\n{% if %}", 2),
        ("\n\n{% for x in y", 3),
        ("<p>\n  {{ page.nothing }}", 2),
        ("\n{{ unknown }}", 2),
        ("\n{{ 1 + 'x' }}", 2),
        ("\n{{ 1 / 0 }}", 2),
        ("\n{{ 'x'.format(1).nothing }}", 2),
        ("\n{{ words['gone'].format() }}", 2),
        ("\n{{ '{gone}'.format(here=1) }}", 2),
        ("\n{% include 'x.html' %}", 2),
    ],
)
def test_a_mistake_in_a_layout_is_a_problem_with_its_line(layout: str, line: int) -> None:
    found = problem(layout)
    assert (found.code, found.place.path, found.place.line) == ("layout-error", "layouts/x.html", line)
    assert found.place.excerpt == layout.split("\n")[line - 1]
    assert "\n" not in found.sentence


def test_a_mistake_in_a_part_is_placed_in_the_part() -> None:
    found = problem("{% include 'parts/a.html' %}", **{"parts/a.html": "\n\n   {{ page.nothing }}"})
    assert (found.place.path, found.place.line, found.place.column) == ("layouts/parts/a.html", 3, 4)


def test_a_mistake_in_a_macro_is_placed_in_the_macro() -> None:
    macro = "{% macro m(page) %}\n{{ page.nothing }}\n{% endmacro %}"
    found = problem("{% import 'm.html' as m %}\n{{ m.m(page) }}", **{"m.html": macro})
    assert (found.place.path, found.place.line) == ("layouts/m.html", 2)


def test_a_mistake_that_many_pages_share_is_reported_once() -> None:
    layouts = Layouts((Written({"x.html": "{{ page.nothing }}", "y.html": "y"}),))
    result = outputs([Page(f"{n}/", "x.html", VIEW) for n in range(5)] + [Page("y/", "y.html", VIEW)], layouts)
    assert len(result.problems) == 1
    assert [output.path for output in result.value] == ["y/index.html"]


def test_a_mistake_of_our_own_is_not_blamed_on_a_layout() -> None:
    with pytest.raises(AttributeError):
        outputs([Page("x/", "x.html", object())], Layouts((Written({"x.html": ""}),)))


def test_the_same_pages_give_the_same_bytes() -> None:
    first, second = (outputs(PAGES, Layouts((Shipped(),))) for _ in range(2))
    assert first == second
    assert first.problems == ()


def test_assets_are_copied_under_their_names_and_layouts_are_not() -> None:
    own = Written({"assets/css/a.css": "a {}", "x.html": "x"})
    shipped = Written({"assets/css/a.css": "b {}", "assets/b.svg": "b", "strings/en.yaml": "c: d"}, path="shipped")
    copied = {output.path: output.content for output in assets(Layouts((own, shipped)))}
    assert copied == {"assets/css/a.css": b"a {}\n", "assets/b.svg": b"b"}
