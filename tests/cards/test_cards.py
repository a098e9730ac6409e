"""A card is drawn once, in the look of the theme, and never with letters that its fonts lack."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image

from postil import cards
from postil.cards import drawing, lettering
from postil.cards.drawing import Pen
from postil.cards.theme import read_theme
from postil.core.model import Card
from tests.feeds.sites import BASE, HOSTILE, dated
from tests.render.samples import LAYOUTS
from tests.site import Site, text_of


def layout(name: str) -> bytes | None:
    return (LAYOUTS / name).read_bytes() if (LAYOUTS / name).is_file() else None


CARD = Card(
    path="a/card-1.png",
    title="The Harbour Papers",
    site="The Margin",
    dir="ltr",
    subtitle="A report to the citizens",
    authors="Johanna Lund",
    counts=(("context", "2 context"), ("check", "1 check"), ("law", "1 law")),
    notes=((100, "context"), (500, "check"), (900, "law")),
)


@pytest.fixture(scope="module")
def pen() -> Pen:
    look = cards.look(layout)
    assert look
    return Pen(look)


def picture(content: bytes) -> Image.Image:
    return Image.open(io.BytesIO(content)).convert("RGB")


def has(image: Image.Image, colour: str) -> bool:
    counted = image.getcolors(1 << 24) or []
    return bytes.fromhex(colour[1:]) in {bytes(shade) for _, shade in counted if isinstance(shade, tuple)}


def named(site: Site, address: str) -> str:
    """Return the path of the card that a page names."""
    [content] = [one.get("content") for one in site.page(address).all("meta") if one.get("property") == "og:image"]
    assert content.startswith(BASE)
    return str(content.removeprefix(BASE))


def test_a_card_is_a_picture_of_the_size_that_pages_say(tmp_path: Path) -> None:
    site = dated(tmp_path).build("--no-search").expect(0)
    page = site.page("essays/bridge/")
    image = picture(site.published()[named(site, "essays/bridge/")])
    said = {one.get("property"): one.get("content") for one in page.all("meta")}
    assert [str(side) for side in image.size] == [said["og:image:width"], said["og:image:height"]] == ["1200", "630"]
    assert HOSTILE in said["og:image:alt"]
    assert [one.get("content") for one in page.all("meta", name="twitter:card")] == ["summary_large_image"]
    assert [one.get("content") for one in site.page("").all("meta", name="twitter:card")] == ["summary"]


def test_a_card_is_taken_over_until_something_on_it_changes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    drawn: list[str] = []
    draw = Pen.drawn

    def noticed(pen: Pen, card: Card) -> bytes:
        drawn.append(card.path)
        return draw(pen, card)

    monkeypatch.setattr(Pen, "drawn", noticed)
    site = dated(tmp_path).build("--no-search").expect(0)
    first = named(site, "old/")
    assert first in drawn
    drawn.clear()
    site.edit("content/old.md", "Some words.", "Other words.").build("--no-search").expect(0)
    site.build("--no-search").expect(0, "nothing changed")
    assert drawn == []
    site.edit("content/old.md", "title: Old", "title: Older").build("--no-search").expect(0)
    assert drawn == [named(site, "old/")] != [first]
    assert not (site.root / "site" / first).exists()


def test_a_card_that_somebody_altered_or_deleted_is_drawn_again(tmp_path: Path) -> None:
    site = dated(tmp_path).build("--no-search").expect(0)
    before = site.published()
    (site.root / "site" / named(site, "old/")).write_bytes(b"other")
    (site.root / "site" / named(site, "other/")).unlink()
    site.build("--no-search").expect(0)
    assert site.published() == before


def test_checking_and_a_build_with_errors_draw_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Pen, "drawn", lambda *_: pytest.fail("drawn"))
    site = dated(tmp_path).verb("check").expect(0)
    site.edit("content/essays/bridge.annotations.yaml", "quote: nobody has said", "quote: somebody has said")
    site.build("--no-search").expect(1)


def test_without_the_library_pages_name_no_card(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cards, "pillow", "")
    site = dated(tmp_path).build("--no-search").expect(0)
    assert not [path for path in site.published() if "/card-" in path]
    assert not [one for one in site.page("old/").all("meta") if one.get("property") == "og:image"]


def test_the_same_card_is_the_same_bytes(pen: Pen) -> None:
    assert pen.drawn(CARD) == Pen(pen.theme).drawn(CARD)


def test_every_thing_shown_changes_the_picture(pen: Pen) -> None:
    changes = (
        {"title": "Other"},
        {"site": "Other"},
        {"dir": "rtl"},
        {"subtitle": None},
        {"authors": None},
        {"counts": ()},
        {"notes": ((100, "check"),)},
    )
    drawn = [pen.drawn(CARD), *(pen.drawn(replace(CARD, **change)) for change in changes)]
    assert len(set(drawn)) == len(drawn)


def test_a_card_wears_the_colours_of_the_theme(pen: Pen) -> None:
    image = picture(pen.drawn(CARD))
    assert image.getpixel((5, 5)) == tuple(bytes.fromhex(pen.theme.colours["paper"][1:]))
    for name in ("ink", "accent", "kind-context", "kind-check", "kind-other"):
        assert has(image, pen.theme.colours[name]), name
    tokens = (layout("assets/css/tokens.css") or b"").replace(b"--kind-check: #6a3d9a", b"--kind-check: #00ff00")
    green = cards.look(lambda name: tokens if name.endswith("tokens.css") else layout(name))
    assert green
    assert green.digest != pen.theme.digest
    assert has(picture(Pen(green).drawn(CARD)), "#00ff00")


def test_a_theme_without_fonts_or_colours_draws_the_strip_only() -> None:
    look = cards.look(lambda _: None)
    assert look
    assert picture(Pen(look).drawn(CARD)).size == (1200, 630)


@pytest.mark.parametrize("title", ["خطاب الميناء", "בית", "항구", "港", "Harbour \U0001f6a2", "a\u0915\u094d\u0937"])
def test_a_title_that_the_fonts_cannot_draw_is_left_out_whole(pen: Pen, title: str) -> None:
    bare = replace(CARD, subtitle=None, authors=None, counts=(), site="")
    assert pen.drawn(replace(bare, title=title)) == pen.drawn(replace(bare, title=""))
    assert pen.drawn(replace(bare, title=title)) != pen.drawn(bare)


@pytest.mark.parametrize("title", ["Über Öl", "Промова у Відні", "Ελλάδα", "Łódź", "“Quoted” – 1893…", "ŵ"])
def test_titles_in_the_scripts_of_the_fonts_are_drawn(pen: Pen, title: str) -> None:
    style = lettering.Style(pen.theme.serif, 60, 620)
    assert pen.lettering.can_draw(title, style)


def test_lines_are_no_wider_than_the_card_and_lose_no_word(pen: Pen) -> None:
    style = lettering.Style(pen.theme.serif, 60, 620)
    title = "A rather long title that says at length what the text that it stands above is going to say"
    lines = pen.lettering.lines(title, style, width=1000, most=4)
    assert lines
    assert " ".join(lines) == title
    assert all(pen.lettering.width(line, style) <= 1000 for line in lines)
    assert pen.lettering.lines(title, style, width=1000, most=2) is None
    assert pen.lettering.lines("W" * 60, style, width=1000, most=4) is None


@pytest.mark.parametrize("title", ["W" * 300, HOSTILE, "word " * 60, " ", "\u202e\u202d"])
def test_no_title_is_too_much(pen: Pen, title: str) -> None:
    assert picture(pen.drawn(replace(CARD, title=title))).size == (1200, 630)


def test_of_a_title_that_is_too_long_the_beginning_is_drawn(pen: Pen) -> None:
    long, longer = (replace(CARD, title=" ".join(f"Harbour{n}" for n in range(most))) for most in (40, 60))
    assert pen.drawn(long) == pen.drawn(longer)
    assert pen.drawn(long) != pen.drawn(replace(long, title="Paper" + long.title))
    assert pen.drawn(long) != pen.drawn(replace(long, subtitle="Another report"))


def test_more_colours_than_a_palette_holds_are_drawn_all_the_same(pen: Pen) -> None:
    colours = {**pen.theme.colours, **{f"kind-k{number}": f"#0000{number:02x}" for number in range(40)}}
    many = replace(CARD, notes=tuple((number * 20, f"k{number}") for number in range(40)))
    assert picture(Pen(replace(pen.theme, colours=colours)).drawn(many)).size == (1200, 630)


def test_a_card_is_a_file_at_its_path_and_fonts_are_read_once_for_all(
    pen: Pen, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[cards.Theme] = []

    def counted(theme: cards.Theme) -> Pen:
        made.append(theme)
        return Pen(theme)

    monkeypatch.setattr(drawing, "Pen", counted)
    draw = cards.pen(pen.theme)
    assert made == []
    outputs = [draw(CARD), draw(replace(CARD, path="other.png"))]
    assert [output.path for output in outputs] == [CARD.path, "other.png"]
    assert {output.content for output in outputs} == {pen.drawn(CARD)}
    assert made == [pen.theme]


def test_the_fonts_are_those_of_the_sheets() -> None:
    look = read_theme(layout, drawn_by="")
    assert {face.family for face in look.serif} == {"Source Serif 4"}
    assert {face.family for face in look.sans} == {"Source Sans 3"}
    assert all(face.content for face in (*look.serif, *look.sans))


def test_a_page_shows_nothing_of_its_card(tmp_path: Path) -> None:
    site = dated(tmp_path).build("--no-search").expect(0)
    assert "card-" not in text_of(site.page("old/").one("body"))
