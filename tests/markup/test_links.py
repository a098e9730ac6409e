"""Addresses as links write them."""

from __future__ import annotations

from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it.common.normalize_url import normalizeLink

from postil.markup.links import PLAIN, normalised

PARTS = st.sampled_from(
    ["http://", "https://", "//", "/", "?", "#", ".", "-", "~", "_", ":", "@", "%", "&", "=", "é", " "]
)
ADDRESSES = st.lists(PARTS | st.text("abZ09", min_size=1, max_size=3) | st.just("xn--a"), max_size=9).map("".join)


@given(ADDRESSES)
@example("https://example.org")
@example("https://example.org/a/b.html?x=1&y=2#c")
@example("../other/text.md#part")
@example("https://a-.b--c.-d/")
@example("https://xn--a.example")
def test_the_short_way_for_plain_addresses_changes_nothing(address: str) -> None:
    assert normalised(address) == normalizeLink(address)


def test_plain_addresses_take_the_short_way() -> None:
    for address in ("https://example.org/a/b.html?x=1#c", "../other/text.md#part", "#part", "map.png"):
        assert PLAIN.fullmatch(address)
    for address in ("https://example.org/a b", "https://EXAMPLE.org", "https://me@example.org", "über.md"):
        assert not PLAIN.fullmatch(address)
