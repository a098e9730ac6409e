"""The prose of notes: citations, entities, links, and the short way for plain words."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from postil.markup import Citation, LinkTarget, Prose, parsers, prose
from postil.markup.plain import plain_html
from postil.markup.prose import ONE_PARAGRAPH, parsed
from postil.markup.tokens import html

WORKS = {"holm:2019": "Holm 2019", "un.report": "UN 2024"}
PEOPLE = {"ada": LinkTarget("Ada Byron", "../people/ada/index.html")}


def rendered(markdown: str, *, lang: str = "en") -> Prose:
    return prose(
        markdown,
        lang=lang,
        address=lambda href: None if href == "gone.md" else href,
        cite=lambda key: LinkTarget(WORKS[key], f"#source-{key}", *WORKS[key].split()) if key in WORKS else None,
        entity=PEOPLE.get,
    )


def words(markdown: str, **options: str) -> str:
    """Return prose of one paragraph without its links."""
    shown = rendered(markdown, **options).html
    for part in ('<span class="citation">', "</span>", "</a>", "<p>", "</p>\n"):
        shown = shown.replace(part, "")
    for key in WORKS:
        shown = shown.replace(f'<a class="cite" href="#source-{key}">', "")
    return shown


def test_citations_are_written_in_pandocs_manner() -> None:
    assert words("[@holm:2019]") == "(Holm 2019)"
    assert words("[@holm:2019, p. 3].") == "(Holm 2019, p.\u00a03)."
    assert words("[see @holm:2019, pp. 3-5; also @un.report]") == "(see Holm 2019, pp.\u00a03–5; also UN 2024)"
    assert words("Holm says [-@holm:2019, §8]") == "Holm says (2019, §8)"
    assert words("As @holm:2019 [p. 9] says") == "As Holm (2019, p.\u00a09) says"
    assert words("As @holm:2019 says, @un.report.") == "As Holm (2019) says, UN (2024)."
    assert words("@holm:2019 [the list](x.md)") == 'Holm (2019) <a href="x.md">the list'
    assert words("[@holm:2019]", lang="ja") == "\uff08Holm 2019\uff09"


def test_citations_are_listed_once_with_their_locators() -> None:
    found = rendered("[@holm:2019, p. 3; @un.report] and @holm:2019 [p. 3], [@holm:2019]").citations
    assert found == (Citation("holm:2019", "p. 3"), Citation("un.report"), Citation("holm:2019"))


def test_what_only_looks_like_a_citation_is_left_alone() -> None:
    for markdown in (
        "me@example.org",
        "[me@example.org]",
        "@nobody says",
        "@nobody",
        "https://e.org/@holm:2019",
        "\\@holm:2019",
        "[a; @]",
        "[@holm:2019",
        "`[@holm:2019]`",
    ):
        found = rendered(markdown)
        assert not found.citations
        assert not found.missing
    assert (
        rendered("[@holm:2019](https://e.org)").html == '<p><a href="https://e.org" rel="noopener">@holm:2019</a></p>\n'
    )


def test_entities_are_linked_by_their_names_or_by_other_words() -> None:
    found = rendered("[[ada]] and [[ada|the countess]]")
    assert found.html == (
        '<p><a class="entity" href="../people/ada/index.html">Ada Byron</a> and '
        '<a class="entity" href="../people/ada/index.html">the countess</a></p>\n'
    )
    assert found.entities == ("ada",)


def test_a_link_is_never_put_into_a_link() -> None:
    assert rendered("[see @holm:2019 [p. 1]](https://e.org)").html == (
        '<p><a href="https://e.org" rel="noopener">see <span class="citation">Holm (2019, p.\u00a01)</span></a></p>\n'
    )
    assert rendered("[see [[ada]]](https://e.org)").html.count("<a ") == 1


def test_what_is_missing_is_shown_as_words_and_told_with_its_place() -> None:
    found = rendered("One [@nobody].\n\n- two [[nobody]] [x](gone.md)\n  [y](data:z) [[nobody|n]]\n")
    assert [(m.code, m.name, m.line, m.column) for m in found.missing] == [
        ("unknown-citation", "nobody", 1, 6),
        ("forbidden-link", "data:z", 4, 7),
        ("unknown-entity", "nobody", 3, 7),
        ("broken-link", "gone.md", 3, 22),
        ("unknown-entity", "nobody", 4, 15),
    ]
    assert "<a" not in found.html
    assert "<li>two nobody x\ny n</li>" in found.html


def test_tags_and_footnotes_are_shown_as_characters_and_told() -> None:
    found = rendered("One<br>\ntwo `<b>` [^1] <b>x</b>.\n\n- `[^2]` and[^2]\n\n[^1]: https://e.org\n")
    assert [(m.code, m.name, m.line, m.column, m.length) for m in found.missing] == [
        ("raw-html", "<br>", 1, 4, 4),
        ("missing-footnote", "1", 2, 11, 4),
        ("raw-html", "<b>", 2, 16, 3),
        ("raw-html", "</b>", 2, 20, 4),
        ("missing-footnote", "2", 4, 13, 4),
    ]
    assert found.html.startswith("<p>One&lt;br&gt;\ntwo <code>&lt;b&gt;</code> [^1] &lt;b&gt;x&lt;/b&gt;.</p>")


def test_a_tag_that_is_repeated_is_told_at_every_place() -> None:
    found = rendered("a<br>\n\na<br>\n\n`<br>` a<br>")
    assert [(m.line, m.column) for m in found.missing] == [(1, 2), (3, 2), (5, 9)]


def test_a_note_may_look_like_html_or_footnotes_without_being_it() -> None:
    assert not rendered("3 < 4, <https://e.org>, \\<b>, [^1](https://e.org), [^ 1], a[2]").missing


def test_words_that_stand_too_deep_in_a_note_are_told() -> None:
    deep = "".join("  " * level + f"- item {level}\n" for level in range(12))
    assert [(m.code, m.line) for m in rendered(deep).missing] == [("nested-too-deep", 10)]


def test_links_say_what_they_are() -> None:
    assert 'rel="noopener"' in rendered("[x](https://e.org)").html
    assert "rel=" not in rendered("[x](b.md)").html


def test_notes_have_no_outline_images_or_footnotes() -> None:
    assert rendered("# A\n\nB\n=\n\n![i](x.png)[^1]").html == (
        '<p><strong>A</strong></p>\n<p><strong>B</strong></p>\n<p><a href="x.png">i</a>[^1]</p>\n'
    )


LINES = st.text(st.sampled_from("abé 12.,;:!?'\"()-+=#*_[]<>&`~|\\/{}\t\u00a0\u2028字"), max_size=12)
PLAIN_LINES = st.text(st.sampled_from("abé 1.,;:!?'\"()-+=#>/\u00a0字"), max_size=12).map(lambda line: "a" + line)

MARKUP = st.sampled_from("*a*|**b c**| *d|e* |[f](g.html)| [h *i*](j)|![k](l)|_m_|*n **o***|!".split("|"))
MARKED_LINES = st.lists(PLAIN_LINES | MARKUP, max_size=5).map("".join)


@settings(max_examples=300)
@given(st.lists(LINES | PLAIN_LINES | MARKED_LINES, max_size=4).map("\n".join))
def test_the_short_way_for_plain_markup_gives_what_the_parser_gives(markdown: str) -> None:
    parser = MarkdownIt("commonmark", {"html": False, "xhtmlOut": False}).enable(["table", "strikethrough"])
    short = plain_html(markdown, str)
    assert not short or short == parser.render(markdown)


@given(st.lists(PLAIN_LINES | st.sampled_from(["a | b", "x **b** [[ada]] `c`"]), min_size=1, max_size=4).map("\n".join))
def test_a_note_of_one_paragraph_is_read_as_the_parser_reads_it(markdown: str) -> None:
    assert ONE_PARAGRAPH.fullmatch(markdown)
    assert html(parsed(markdown, {})) == html(parsers.for_notes().parse(markdown, {}))


def test_plain_markup_takes_the_short_way() -> None:
    assert plain_html("One line - with (signs) & none.", str) == ""
    assert plain_html("One line, “quoted” > 3.\nAnother.\n\nA paragraph.\n", str) == (
        "<p>One line, “quoted” &gt; 3.\nAnother.</p>\n<p>A paragraph.</p>\n"
    )
    assert plain_html("So **it was**, says [a report](https://example.org/1).", str) == (
        '<p>So <strong>it was</strong>, says <a href="https://example.org/1" rel="noopener">a report</a>.</p>\n'
    )


def test_a_link_that_leads_nowhere_takes_the_long_way() -> None:
    assert plain_html("See [there](gone.md).", lambda _href: None) == ""
    assert plain_html("See [there](javascript:x).", str) == ""
