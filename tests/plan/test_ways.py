"""Addresses of texts, and links from page to page."""

from __future__ import annotations

import pytest

from postil.core.addresses import relative, slug
from postil.core.model import Asset, Source
from postil.plan.ways import Standpoint, Ways, addresses


def file(name: str, slug: str | None = None) -> Source:
    return Source(f"content/{name}.md", f"---\nslug: {slug}\n---\n" if slug else "", "")


def addressed(**slugs: str | None) -> tuple[dict[str, str], list[str]]:
    checked = addresses((name, file(name, given), given) for name, given in slugs.items())
    return dict(checked.value), [problem.code for problem in checked.problems]


@pytest.mark.parametrize(
    ("name", "given", "address"),
    [
        ("axis", None, "axis/"),
        ("essays/axis", None, "essays/axis/"),
        ("essays/axis", "powers", "essays/powers/"),
        ("essays/index", None, "essays/"),
        ("index", None, ""),
        ("Two Words (2024)", None, "two-words-2024/"),
        ("книга/глава", None, "книга/глава/"),
        ("cafe\u0301", None, "cafe/"),
    ],
)
def test_the_address_follows_the_path(name: str, given: str | None, address: str) -> None:
    assert addressed(**{name: given}) == ({name: address}, [])


@pytest.mark.parametrize("given", ["..", "a/b", "../up", "A", "a b", ".", "con", "/", "a--b", "x" * 200])
def test_a_slug_that_is_no_address_is_a_problem(given: str) -> None:
    assert addressed(text=given) == ({}, ["bad-address"])


def test_two_texts_at_one_address_are_a_problem_and_the_first_keeps_it() -> None:
    assert addressed(**{"a": "same", "b": "same"}) == ({"a": "same/"}, ["address-taken"])


@pytest.mark.parametrize(
    ("origin", "target", "link"),
    [
        ("essays/axis/", "people/kim/#ref-x", "../../people/kim/index.html#ref-x"),
        ("essays/axis/", "essays/axis/#note-x", "#note-x"),
        ("essays/axis/", "", "../../index.html"),
        ("", "essays/axis/", "essays/axis/index.html"),
        ("", "essays/map.png", "essays/map.png"),
    ],
)
def test_links_name_the_file_so_that_the_site_can_be_read_from_disk(origin: str, target: str, link: str) -> None:
    assert relative(target, origin=origin) == link


WAYS = Ways.of(
    {"content/essays/axis.md": "essays/axis/", "content/about.md": "about/", "content/essays/index.md": "essays/"},
    [Asset("content/essays/a map.png", "essays/a map.png")],
    base_url="https://example.org/project/",
    headings={"content/about.md": frozenset({"part", "größe"})}.get,
)


@pytest.mark.parametrize(
    ("href", "link"),
    [
        ("../about.md", "../../about/index.html"),
        ("/about.md#part", "../../about/index.html#part"),
        ("a%20map.png", "../a%20map.png"),
        ("../about", "../../about/index.html"),
        (".", "../index.html"),
        ("#part", "#part"),
        ("https://example.org/x?y#z", "https://example.org/x?y#z"),
        ("mailto:a@example.org", "mailto:a@example.org"),
        ("../about.md#nowhere", None),
        ("../about.md#note-x", "../../about/index.html#note-x"),
        ("../about.md#gr%C3%B6%C3%9Fe", "../../about/index.html#gr%C3%B6%C3%9Fe"),
        ("missing.md", None),
        ("../../outside.md", None),
        ("javascript:alert(1)", None),
        ("//example.org/x", None),
        ("site.yaml", None),
    ],
)
def test_links_are_written_as_seen_from_the_file_they_stand_in(href: str, link: str | None) -> None:
    assert Standpoint(WAYS, "essays/axis/").link(href, beside="content/essays/axis.md") == link


def test_the_404_page_links_from_the_root_because_it_is_shown_at_any_depth() -> None:
    origin = Standpoint(WAYS, "404.html")
    assert origin.to("about/#x") == "/project/about/#x"
    assert origin.root == "/project/"


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("Déjà vu: Don’t you?", "deja-vu-dont-you"),
        ("북한의 군대", "북한의-군대"),
        ("कविता की पंक्ति", "कविता-की-पंक्ति"),
        ("!?", ""),
        ("one two three", "one-two-three"),
    ],
)
def test_slugs_keep_the_letters_of_every_script(text: str, part: str) -> None:
    assert slug(text) == part


def test_a_long_slug_ends_at_a_word() -> None:
    assert slug("alpha beta gamma", longest=11) == "alpha-beta"
