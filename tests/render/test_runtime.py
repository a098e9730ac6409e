"""What layouts may write is all of Jinja, and what comes of it is what Jinja gives."""

from __future__ import annotations

from types import SimpleNamespace

import jinja2
import pytest
from jinja2.runtime import Context
from markupsafe import Markup

from postil.core.model import Page
from postil.render import Layouts, outputs
from postil.render.runtime import PlainContext, written

from .samples import PAGES, Shipped, Written

VIEW = SimpleNamespace(
    site=None,
    words={"with-number": "no. {number} & more"},
    title="Salt & <herring>",
    prose_html="<p>Yes</p>",
    number=7,
    items=("a", "<b>", "c"),
)
MACROS = "{% macro m(a, b='B<', c=none) %}[{{ a }}|{{ b }}|{{ c }}]{% endmacro %}"
LAYOUTS = {
    "values": "{{ page.title }}{{ page.number }}{{ 1.5 }}{{ none }}{{ page.items }}{{ page.prose_html | safe }}",
    "a macro with all its arguments": MACROS + "{{ m('x', page.title, 3) }}",
    "a macro with fewer arguments than it takes": MACROS + "{{ m('x') }}{{ m('x', page.title) }}",
    "a macro with arguments by name": MACROS + "{{ m(c=1, a='<') }}{{ m('x', c='y') }}{{ m('x', 'y', c='z') }}",
    "a macro that catches more": "{% macro m(a) %}{{ a }}{{ varargs }}{{ kwargs }}{% endmacro %}{{ m(1, 2, x='<') }}",
    "a macro that catches more and is given less": "{% macro m() %}{{ varargs }}{{ kwargs }}{% endmacro %}{{ m() }}",
    "a macro with a caller": "{% macro m(a) %}<{{ caller(a) }}>{% endmacro %}{% call(x) m('&') %}{{ x }}{% endcall %}",
    "a macro in a loop": MACROS + "{% for x in page.items %}{{ m(x, loop.index) }}{{ m(x, b=loop.last) }}{% endfor %}",
    "a macro within a macro": MACROS + "{% macro n(x) %}{{ m(x) }}{{ m(m(x)) }}{% endmacro %}{{ n('<') }}",
    "a macro as a filter block": MACROS + "{% filter upper %}{{ m('x<') }}{% endfilter %}",
    "a macro set aside": MACROS + "{% set one = m('<') %}{{ one }}{{ one ~ '<' }}{{ one | length }}",
    "a block set aside": "{% set one %}{{ page.title }}<{% endset %}{{ one }}{{ one ~ page.title }}",
    "a part of a macro's own": MACROS + "{{ m.name }}{{ m.arguments }}",
    "escaping switched off": MACROS
    + "{% autoescape false %}{{ page.title }}{{ m('<') }}{% endautoescape %}{{ m('<') }}",
    "escaping as a part chooses": "{% autoescape page.number > 8 %}{{ page.title }}{% endautoescape %}",
    "methods": "{{ words['with-number'].format(number='<') }}{{ page.title.upper() }}{{ 'x'.join(page.items) }}",
    "methods of finished HTML": "{{ (page.prose_html | safe).format() }}{{ ('%s' | safe) % page.title }}",
    "functions of Jinja": "{% set c = cycler('<', '>') %}{{ c.next() }}{{ range(3) | list }}{{ dict(a='<') }}",
    "a loop that calls itself": "{% for x in [[1, [2]]] recursive %}{{ loop(x) if x is iterable else x }};{% endfor %}",
    "methods of a loop": "{% for x in page.items %}{{ loop.changed(x) }}{{ loop.cycle('<', 'y') }}{% endfor %}",
    "a block that draws its parent": "{% extends 'frame' %}{% block main %}{{ super() }}{{ page.title }}{% endblock %}",
    "a block drawn twice": "{% block main %}{{ page.title }}{% endblock %}{{ self.main() }}",
    "an import that sees the page": "{% import 'seeing' as part with context %}{{ part.one() }}",
    "an include": "{% include 'frame' %}{% include 'gone' ignore missing %}",
}
PARTS = {
    "frame": "<main>{% block main %}{{ page.number }}&{% endblock %}</main>",
    "seeing": "{% macro one() %}{{ page.title }}{% endmacro %}",
}


def by_jinja(name: str) -> str:
    """Return what Jinja itself makes of a layout."""
    environment = jinja2.Environment(
        loader=jinja2.DictLoader({**LAYOUTS, **PARTS}),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    return environment.get_template(name).render(page=VIEW, site=VIEW.site, words=VIEW.words)


@pytest.mark.parametrize("name", LAYOUTS)
def test_a_layout_gives_what_jinja_gives(name: str) -> None:
    result = outputs([Page("x/", name, VIEW)], Layouts((Written({**LAYOUTS, **PARTS}),)))
    assert result.problems == ()
    assert result.value[0].content.decode() == by_jinja(name)


@pytest.mark.parametrize(
    "call", ["m()", "m('x', 1, 2, 3)", "m('x', unknown=1)", "m('x', a='y')", "m('x', caller=1)", "gone()"]
)
def test_a_call_that_jinja_refuses_is_refused_in_its_words(call: str) -> None:
    layout = f"{MACROS}\n{{{{ {call} }}}}"
    with pytest.raises((jinja2.UndefinedError, TypeError)) as refused:
        jinja2.Environment(undefined=jinja2.StrictUndefined, autoescape=True).from_string(layout).render()
    (problem,) = outputs([Page("x/", "x.html", VIEW)], Layouts((Written({"x.html": layout}),))).problems
    assert str(refused.value).rstrip(".") in problem.sentence


def test_what_is_written_is_escaped_once_and_finished_html_is_not() -> None:
    class Drawn:
        def __html__(self) -> str:
            return "<b>"

    assert [str(written(value)) for value in ("<", Markup("<"), Drawn(), 5, None)] == ["&lt;", "<", "<b>", "5", "None"]


def test_every_call_of_the_layouts_that_come_along_is_a_plain_one(monkeypatch: pytest.MonkeyPatch) -> None:
    plain, others = [], []

    def counted(context: PlainContext, called: object, *arguments: object, **named: object) -> object:
        plain.append(called)
        return call(context, called, *arguments, **named)

    call = PlainContext.call
    monkeypatch.setattr(PlainContext, "call", counted)
    monkeypatch.setattr(Context, "call", lambda _context, called, *_, **_named: others.append(called))
    assert outputs(PAGES, Layouts((Shipped(),))).problems == ()
    assert plain
    assert others == []
