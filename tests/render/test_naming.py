"""What a layout draws with is known without parsing it, and nothing of it is overlooked."""

from __future__ import annotations

import pytest
from jinja2 import meta

from postil.render import Layouts
from postil.render.compiled import environment
from postil.render.naming import named

from .samples import LAYOUTS, Shipped, Written

ASKED = [
    "{% extends 'a.html' %}",
    '{%- include "parts/b.html" -%}',
    "{%+ include'b.html'+%}",
    "{%\n  import\n'c.html' as c with context %}{% from 'd.html' import one, two as three %}",
    "{% include 'e.html' ignore missing without context %}",
    "{{ '{% include' }}{% include 'f.html' %}",
    "{% block x %}{% for y in z %}{% if y %}{% include 'g.html' %}{% endif %}{% endfor %}{% endblock %}",
    "{% extends name %}",
    "{% include ['h.html', 'i.html'] %}",
    "{% include 'j' ~ '.html' %}",
    "{% include 'k' '.html' %}",
    "{% extends 'l.html' if x else 'm.html' %}",
    "{% import 'n'|lower as n %}",
    "{% from x.y import z %}",
    "{% set name = 'o.html' %}{% include name %}{% include 'p.html' %}",
    "{% include '\\x71.html' %}",
    "no tag at all: extends 'a.html'",
]


@pytest.mark.parametrize("text", ASKED)
def test_every_layout_that_jinja_would_load_is_named_or_any_may_be(text: str) -> None:
    found = named(text)
    loaded = set(meta.find_referenced_templates(environment(lambda _: None, {}).parse(text)))
    assert found is None or loaded <= found


def test_of_plain_names_no_others_are_meant() -> None:
    assert [sorted(named(text) or ()) for text in ASKED[:5]] == [
        ["a.html"],
        ["parts/b.html"],
        ["b.html"],
        ["c.html", "d.html"],
        ["e.html"],
    ]
    assert [named(text) for text in ASKED[7:15]] == [None] * 8


def test_every_layout_that_ships_says_plainly_what_it_draws_with() -> None:
    jinja = environment(lambda _: None, {})
    for path in sorted(LAYOUTS.rglob("*.html")):
        text = path.read_text(encoding="utf-8")
        found = named(text)
        assert found is not None
        assert sorted(found) == sorted({name or "" for name in meta.find_referenced_templates(jinja.parse(text))})


def test_the_digest_of_a_layout_is_of_what_it_draws_with_and_of_nothing_else() -> None:
    shipped = {
        "page.html": "{% extends 'base.html' %}{% import 'parts/note.html' as note %}",
        "base.html": "{% include 'own.html' ignore missing %}",
        "parts/note.html": "{% import 'parts/note.html' as itself %}{% import 'parts/source.html' as source %}",
        "parts/source.html": "source",
        "feed.xml": "feed",
        "any.html": "{% include page.kind ~ '.html' %}",
    }

    def digests(**own: str) -> dict[str, str]:
        folders = Written(own), Written(shipped, path="shipped")
        return {name: Layouts(folders).digest_of(name) for name in ("page.html", "feed.xml", "any.html", "none.html")}

    before = digests()
    assert before == digests()
    assert len(set(before.values())) == 4

    def changed(**own: str) -> set[str]:
        return {name for name, digest in digests(**own).items() if digest != before[name]}

    assert changed(**{"parts/source.html": "another"}) == {"page.html", "any.html"}
    assert changed(**{"own.html": "there now"}) == {"page.html", "any.html"}
    assert changed(**{"feed.xml": "another"}) == {"feed.xml", "any.html"}
    assert changed(**{"none.html": "there now"}) == {"none.html", "any.html"}
    assert changed(**{"assets/css/own.css": "b {}"}) == set()


def test_the_layouts_that_ship_have_digests_of_their_own() -> None:
    layouts = Layouts((Shipped(),))
    pages = ("text.html", "notes.html", "cite.html", "plain.txt", "feed.xml", "home.html", "timeline.html")
    assert len({layouts.digest_of(name) for name in pages}) == len(pages)
