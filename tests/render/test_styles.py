"""The style sheets: one sheet of tokens, legible by day and night, mirrored, and light."""

from __future__ import annotations

import re

import pytest

from .samples import LAYOUTS

SHEETS = {file.name: file.read_text(encoding="utf-8") for file in sorted((LAYOUTS / "assets/css").glob("*.css"))}
FONTS = LAYOUTS / "assets/fonts"
TOKENS = SHEETS["tokens.css"]
READING = SHEETS["reading.css"]
PAIRS = {name: (day, night) for name, day, night in re.findall(r"--([\w-]+): light-dark\((#\w{6}), (#\w{6})\)", TOKENS)}
INKS = ["ink", "soft", "accent", *(name for name in PAIRS if name.startswith("kind-"))]


def luminance(colour: str) -> float:
    """Return the relative luminance of WCAG 2."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("ground", ["paper", "raised"])
@pytest.mark.parametrize("scheme", [0, 1], ids=["day", "night"])
@pytest.mark.parametrize("ink", INKS)
def test_every_ink_is_legible_on_every_ground(ink: str, scheme: int, ground: str) -> None:
    assert contrast(PAIRS[ink][scheme], PAIRS[ground][scheme]) >= 4.5


def test_browsers_without_light_dark_get_the_same_colours() -> None:
    for name, (day, night) in PAIRS.items():
        assert re.findall(rf"--{name}: (#\w{{6}});", TOKENS) == [day, night], name


def test_colours_stand_in_the_sheet_of_tokens_only() -> None:
    for name, sheet in SHEETS.items():
        if name != "tokens.css":
            assert re.findall(r"#[0-9a-fA-F]{3,8}\b(?=[^{]*;)|rgba?\(|hsla?\(|oklch\(", sheet) == [], name


def test_every_token_that_is_used_is_written() -> None:
    everything = "".join(SHEETS.values())
    assert (
        set(re.findall(r"var\(--([\w-]+)", everything)) - set(re.findall(r"--([\w-]+)(?::| \{)", everything)) == set()
    )


def test_a_page_from_right_to_left_is_mirrored_since_no_side_is_named() -> None:
    physical = r"(?:margin|padding|border|inset)-(?:left|right)\b|text-align: (?:left|right)|^\s*(?:left|right):"
    for name, sheet in SHEETS.items():
        # The author of a table names the side of a column.
        ours = re.sub(r"^ *\.align-(?:left|right) .*$", "", sheet, flags=re.MULTILINE)
        assert re.findall(physical, ours, re.MULTILINE) == [], name


def test_every_sheet_is_loaded_and_stands_in_its_layer() -> None:
    layouts = "".join(layout.read_text(encoding="utf-8") for layout in LAYOUTS.rglob("*.html"))
    for name in SHEETS:
        assert f'@import "{name}"' in READING or f"assets/css/{name}" in layouts, name
    order = re.findall(r"@layer ([\w, ]+);", TOKENS)[0].split(", ")
    for name, sheet in SHEETS.items():
        layer = name.removesuffix(".css")
        if layer not in ("fonts", "reading"):
            assert layer in order
            assert f"@layer {layer} {{" in sheet


def test_every_font_comes_along_with_its_licence_and_an_english_page_needs_little() -> None:
    wanted = re.findall(r'url\("\.\./fonts/([\w.-]+)"\)', SHEETS["fonts.css"])
    assert sorted(wanted) == sorted(file.name for file in FONTS.glob("*.woff2"))
    assert "SIL OPEN FONT LICENSE" in (FONTS / "LICENSE").read_text(encoding="utf-8")
    english = [FONTS / name for name in wanted if "-latin-" in name and "-ext-" not in name]
    assert len(english) == 4
    assert sum(file.stat().st_size for file in english) <= 120_000


def test_nothing_is_loaded_from_elsewhere() -> None:
    for name, sheet in SHEETS.items():
        assert "http" not in re.sub(r'\[href\^="http"\]', "", sheet)
        assert "@import" not in sheet or name == "reading.css"
