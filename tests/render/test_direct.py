"""Layouts are drawn without Jinja's detours, to the same pages; what cannot be is drawn in Jinja's own way."""

from __future__ import annotations

from types import SimpleNamespace

import jinja2
import pytest
from markupsafe import Markup

from postil.core.model import Page
from postil.render import Layouts, compiled, outputs

from .samples import PAGES, Shipped, Written
from .test_runtime import VIEW

MACROS = "{% macro m(a, b='<') %}[{{ a }}{{ b }}]{% endmacro %}"
UNUSUAL = {
    "a part of a dictionary": "{{ words.part }}{{ {'a': '<'}.a }}{{ {'get': 1}.get('get') }}",
    "what may not be there": "{{ page.gone is defined }}{{ page.gone | default('<') }}{{ gone is undefined }}",
    "a part of what is not there": "{{ page.gone | default({}) | length }}{{ page.gone is not defined }}",
    "what is not there given to a macro": "{% macro m(a) %}{{ a is defined }}{% endmacro %}{{ m(page.gone) }}",
    "a macro with another value later": MACROS + "{% set m = page.title.upper %}{{ m() }}",
    "a macro with another value by chance": MACROS
    + "{% if page.number > 1 %}{% set m = cycler('<').next %}{% endif %}{{ m() }}",
    "a macro with another value among others": MACROS + "{% set m, n = page.title.upper, 1 %}{{ m() }}",
    "a macro where escaping is switched off": MACROS
    + "{% macro n() %}{{ m('<') }}{% endmacro %}{% autoescape false %}{{ n() }}{% endautoescape %}{{ n() }}",
    "a name that Python has for itself": "{{ words.class }}",
    "a number among the parts": "{{ page.items[0] }}{{ page.items[-1] }}{{ page.items.0 }}",
    "a method that is no method": "{{ page.shout('<') }}{{ page.shout(page.title) }}{{ page.shout(text='<') }}",
    "arguments from elsewhere": MACROS + "{{ m(*page.items[:2]) }}{{ m(**{'a': '<'}) }}",
    "finished HTML": "{{ page.prose_html | safe }}{{ page.number | safe }}{{ page.words_html.upper() }}",
}
WITH_MORE = SimpleNamespace(
    **vars(VIEW) | {"words": {"part": "<", "class": "&"}},
    shout=lambda text: f"{text}!",
    words_html=Markup("<b>x</b>"),
)


@pytest.mark.parametrize("name", UNUSUAL)
def test_what_is_unusual_is_drawn_as_jinja_draws_it(name: str) -> None:
    jinja = jinja2.Environment(autoescape=True, undefined=jinja2.StrictUndefined).from_string(UNUSUAL[name])
    result = outputs([Page("x/", "x.html", WITH_MORE)], Layouts((Written({"x.html": UNUSUAL[name]}),)))
    assert result.problems == ()
    assert result.value[0].content.decode() == jinja.render(page=WITH_MORE, site=None, words=WITH_MORE.words)


def test_the_layouts_that_come_along_need_no_detours_and_look_the_same() -> None:
    layouts = Layouts((Shipped(),))
    jinja = compiled.environment(layouts.find, {}, is_direct=False)
    object.__setattr__(layouts, "_by_detours", None)
    for page in PAGES:
        told = jinja.get_template(page.layout).render(page=page.view, site=page.view.site, words=page.view.words)
        assert outputs([page], layouts).value[0].content.decode() == told


def test_a_layout_that_needs_detours_takes_them_from_then_on() -> None:
    layouts = Layouts((Written({"x.html": "{{ words.part }}"}),))
    made = [outputs([Page("x/", "x.html", WITH_MORE)], layouts).value[0].content for _ in range(2)]
    assert made == [b"&lt;"] * 2
    assert layouts.detoured == {"x.html"}


def test_a_loop_that_goes_round_once_knows_it() -> None:
    asked = ("index", "index0", "revindex", "revindex0", "first", "last", "length", "depth", "depth0")
    layout = "{% for x in page.items[:1] %}" + "".join(f"{{{{ loop.{name} }}}};" for name in asked) + "{% endfor %}"
    more = "{% for x in page.items[:1] %}{{ loop.nextitem is defined }}{{ loop.cycle('a', 'b') }}{% endfor %}"
    jinja = jinja2.Environment(autoescape=True, undefined=jinja2.StrictUndefined)
    for text in (layout, more):
        (output,) = outputs([Page("x/", "x.html", WITH_MORE)], Layouts((Written({"x.html": text}),))).value
        assert output.content.decode() == jinja.from_string(text).render(page=WITH_MORE)
