"""Nothing that a stranger writes becomes markup that acts, and none of it takes more than its length."""

from __future__ import annotations

import re
import sys
import time
from collections.abc import Callable
from types import FrameType

import html5lib
import pytest
from hypothesis import given
from hypothesis import strategies as st

from postil.core.model import Comment, Source
from postil.core.written import MarkdownSettings, SiteSettings
from postil.markup import LinkTarget, comment_document, document, is_allowed, prose
from postil.markup.tokens import html
from tests.markup.test_documents import Somewhere

VECTORS = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    "<iframe srcdoc='<script>alert(1)</script>'>",
    "<a href='javascript:alert(1)'>x</a>",
    "<b onmouseover=alert(1)>x</b>",
    "<ruby onclick=alert(1)>x<rt onclick=alert(1)>y</rt></ruby>",
    "<span class='\"><script>alert(1)</script>'>x</span>",
    '<span title="x" style="background:url(javascript:alert(1))">x</span>',
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>",
    "<p><svg><style><!--</style><img src=x onerror=alert(1)>--></p>",
    "<details open ontoggle=alert(1)><summary>x</summary></details>",
    "<blockquote cite='javascript:alert(1)'><p>x</p></blockquote>",
    "<!--><img src=x onerror=alert(1)>-->",
    "<![CDATA[<img src=x onerror=alert(1)>]]>",
    "<?php <img src=x onerror=alert(1)> ?>",
    "[x](javascript:alert(1))",
    "[x](JAVASCRIPT:alert(1))",
    "[x](java&#x0A;script:alert(1))",
    "[x](&#x6A;avascript:alert(1))",
    "[x](\u0001javascript:alert(1))",
    "[x](<java\tscript:alert(1)>)",
    "[x](vbscript:alert(1)) [y](data:text/html;base64,PHNjcmlwdD4=) [z](blob:x) [w](//evil.example)",
    "[x](view-source:javascript:alert(1)) [y](intent:x) [z](file:///etc/passwd) [w](\\\\\\\\evil.example)",
    "<javascript:alert(1)>",
    '[x](a "\\" onclick=alert(1)")',
    "[x](a 'y\"><script>alert(1)</script>')",
    '[x](a"onclick="alert)',
    '![" onerror="alert(1)](x.png)',
    "![<script>alert(1)</script>](x.png)",
    "![x](javascript:alert(1))",
    '![x](a.png "\\" onerror=alert(1) x=\\"")',
    '```"><script>alert(1)</script>\nx\n```',
    "```x onclick=alert(1)\nx\n```",
    '# x {#a"onclick=alert(1)}',
    "# x {#<script>}",
    '[^"><script>alert(1)</script>]\n\n[^"><script>alert(1)</script>]: x',
    '[@k"><script>alert(1)</script>]',
    '[[k|<script>alert(1)</script>]] [["><img src=x onerror=alert(1)>]]',
    'https://e.org/"onclick=alert(1) https://e.org/<script>',
    "[x]: javascript:alert(1)\n\n[x] ![x]",
    '| <script> |\n|:-"onclick=alert(1)|\n| x |',
    "\"'><script>alert(1)</script>",
]
HARMLESS = {"href", "src", "alt", "title", "class", "id", "loading", "start", "rel", "style", "lang", "dir", "open"}
TAGS = set(
    "html head body p em strong code pre a img br hr ul ol li blockquote table thead tbody tr th td"
    " h1 h2 h3 h4 h5 h6 s del sup span dl dt dd abbr b i ruby rt details summary".split()
)


def assert_harmless(page: str) -> None:
    """No element acts: known tags, known attributes, allowed addresses."""
    tree = html5lib.parse(f"<!DOCTYPE html><body>{page}", namespaceHTMLElements=False)
    for found in tree.iter():
        assert found.tag in TAGS, page
        for name, value in found.attrib.items():
            assert name in HARMLESS, page
            assert name not in {"href", "src"} or is_allowed(value), page
            assert name != "style" or re.fullmatch(r"text-align:(left|right|center)", value), page


def of_text(markdown: str) -> str:
    return html(document(Source("content/a.md", markdown, ""), SiteSettings()).value.tokens)


def of_text_with_html(markdown: str) -> str:
    site = SiteSettings(markdown=MarkdownSettings(html=True))
    return html(document(Source("content/a.md", markdown, ""), site).value.tokens)


def of_comment(markdown: str) -> str:
    written = Comment(id="c", text=markdown, source=Source("c.yaml", markdown, ""), places=Somewhere(1))
    return html(comment_document(written, lang="en").value.tokens)


def of_note(markdown: str) -> str:
    def named(name: str) -> LinkTarget:
        return LinkTarget(name, "javascript:alert(1)")

    return prose(markdown, lang="en", address=lambda href: href, cite=named, entity=named).html


WAYS = [of_text, of_text_with_html, of_comment, of_note]


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("vector", VECTORS)
def test_a_known_attack_is_inert(vector: str, way: Callable[[str], str]) -> None:
    for around in ("{}", "> - {}", "a *b {} c* d", "[{}](x)", "| {} |\n|-|\n| {} |"):
        assert_harmless(way(around.replace("{}", vector)))


@pytest.mark.parametrize("way", WAYS)
@given(
    pieces=st.lists(st.sampled_from([part for vector in VECTORS for part in re.split(r"(?<=\W)", vector)]), max_size=12)
)
def test_pieces_of_attacks_put_together_are_inert(way: Callable[[str], str], pieces: list[str]) -> None:
    assert_harmless(way("".join(pieces)))


FLOODS = [
    "www.=",
    "://",
    "http://",
    "https://a",
    "https://a.b/(",
    '"',
    "'",
    "\"' ",
    "a'b\"",
    "--",
    "...",
    "<",
    "<a ",
    "<!--",
    "<b>",
    "</b>",
    '<a "',
    "![",
    "[^",
    "^[",
    "[^a]",
    "[a](x:b) ",
    "![a](x:b)",
    "[",
    "[[",
    "[[a",
    "[@",
    "[@a;",
    "@a [",
    "# a {#",
    "# a\n",
    "# a {#b}\n",
    "{#",
    "\n: ",
    "<i>a",
]


def flooded(flood: str, size: int) -> str:
    return (flood * (size // len(flood) + 1))[:size]


def steps(way: Callable[[str], str], text: str) -> int:
    """Return how many functions are called while a text is read: the same number on every machine."""
    count = 0

    def counted(_frame: FrameType, event: str, _argument: object) -> None:
        nonlocal count
        count += event in {"call", "c_call"}

    before = sys.getprofile()
    sys.setprofile(counted)
    try:
        way(text)
    finally:
        sys.setprofile(before)
    return count


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("flood", FLOODS)
def test_a_flood_takes_steps_by_its_length(flood: str, way: Callable[[str], str]) -> None:
    """Four times the text takes some four times the steps; what goes by the square takes sixteen times."""
    way(flood)
    short, long = (steps(way, flooded(flood, size)) for size in (400, 1600))
    assert long < 6 * short + 2_000


@pytest.mark.full
@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("flood", FLOODS)
def test_a_flood_takes_time_by_its_length(flood: str, way: Callable[[str], str]) -> None:
    """The same by processor time, which also sees what is sought within one function.

    A busy machine makes times vary, so this is no test for every run. Four times the text may take
    some twelve times as long, which a square (sixteen) does not keep. Small times say nothing, so
    what takes less than half a second at full length passes.
    """
    taken = []
    for size in (2_000, 8_000):
        text = flooded(flood, size)
        start = time.process_time()
        way(text)
        taken.append(time.process_time() - start)
    assert taken[1] < 0.5 or taken[1] < 12 * taken[0]
