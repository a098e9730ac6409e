"""What lists are made of: prose drawn for each page, divided lists, the beginning of a note, the timeline's picture."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from postil.core.dates import PartialDate
from postil.core.model import Asset, Settings
from postil.core.written import Entity, SiteSettings
from postil.plan.context import Context
from postil.plan.divided import initial, pager, place_in_alphabet, sheets
from postil.plan.framing import Frame
from postil.plan.ground import Ground
from postil.plan.pages.timeline import timeline_pages
from postil.plan.prose import Proses, Voice, beginning, drawn, plain
from postil.plan.registers import TimelineView
from postil.plan.ways import Standpoint, Ways, name_in_address
from postil.plan.words import words_of

LAYOUTS = Path(__file__).parents[2] / "layouts"
WAYS = Ways.of(
    {"content/essays/axis.md": "essays/axis/", "content/index.md": ""},
    [Asset("content/essays/a&b.png", "essays/a&b.png")],
    base_url=None,
)
ENTITIES = {"kim": Entity(name="Kim & Co", type="person")}
AXIS = Voice("essays/axis/", "en")


SETTINGS = Settings(SiteSettings(), ENTITIES)


def shown(markdown: str, here: str) -> str:
    """Return a note on the essay as the page at `here` shows it."""
    read = Proses(SETTINGS, WAYS).read(markdown, beside="content/essays/axis.annotations.yaml", voice=AXIS)
    return drawn(read.html, Standpoint(WAYS, here))


@pytest.mark.parametrize(
    ("markdown", "here", "href"),
    [
        ("[x](axis.md#part)", "essays/axis/", "#part"),
        ("[x](axis.md#part)", "entities/kim/", "../../essays/axis/index.html#part"),
        ("[x](#part)", "essays/axis/", "#part"),
        ("[x](#part)", "entities/kim/", "../../essays/axis/index.html#part"),
        ("[x](/index.md)", "entities/kim/", "../../index.html"),
        ("[x](a&b.png)", "", "essays/a%26b.png"),
        ("[[kim]]", "essays/axis/notes/", "../../../entities/kim/index.html"),
        ("[x](https://e.example/?a=1&b=2)", "entities/kim/", "https://e.example/?a=1&amp;b=2"),
    ],
)
def test_a_note_read_once_is_drawn_for_every_page(markdown: str, here: str, href: str) -> None:
    assert f'href="{href}"' in shown(markdown, here)


def test_words_that_look_like_a_link_into_the_site_are_left_alone() -> None:
    assert shown('Say `href="/x"` and [y](https://e.example \'href="/x"\')', "a/b/").count("href=&quot;/x&quot;") == 2


def test_the_same_prose_is_parsed_once() -> None:
    proses = Proses(SETTINGS, WAYS)
    once = proses.read("A *word*.", beside="content/x.yaml", voice=AXIS)
    assert proses.read("A *word*.", beside="content/x.yaml", voice=AXIS) is once
    assert proses.read("A *word*.", beside="content/x.yaml", voice=Voice("b/", "en")) is not once


def test_a_note_begins_with_whole_words_and_without_markup() -> None:
    assert plain("<p>One &amp; <em>two</em></p>\n<ul>\n<li>three</li>\n</ul>") == "One & two three"
    assert beginning("alpha beta, gamma", 12) == "alpha beta …"
    assert beginning("alpha beta", 12) == "alpha beta"


def test_a_list_is_cut_by_weight_and_a_heavy_member_stands_alone() -> None:
    found = sheets("tags/x/", [3, 3, 9, 1], longest=6, weight=lambda member: member)
    assert [(sheet.address, sheet.members) for sheet in found] == [
        ("tags/x/", (3, 3)),
        ("tags/x/2/", (9,)),
        ("tags/x/3/", (1,)),
    ]
    links = pager(found, 1, Standpoint(WAYS, "tags/x/2/"))
    assert (links.previous, links.next) == ("../index.html", "../3/index.html")
    assert [link.is_current for link in links.pages] == [False, True, False]
    assert sheets("tags/x/", [], longest=6)[0].members == ()
    assert pager(found[:1], 0, Standpoint(WAYS, "tags/x/")).pages == ()


def test_titles_are_sorted_the_same_anywhere_and_numbers_by_their_size() -> None:
    titles = ["Éclair", "tag 10", "tag 2", "zebra", "“Apple”", "…"]
    assert sorted(titles, key=place_in_alphabet) == ["“Apple”", "Éclair", "tag 2", "tag 10", "zebra", "…"]


@pytest.mark.parametrize(
    ("title", "heading"),
    [("“Élan”", "E"), ("жук", "Ж"), ("북한", "바"), ("1984", "0–9"), ("!?", "…"), ("法", "法"), ("ﬁx", "F")],
)
def test_a_title_stands_under_its_first_letter(title: str, heading: str) -> None:
    assert initial(title) == heading


@pytest.mark.parametrize(
    ("words", "name"), [("Two Words", "two-words"), ("con", "con-"), ("🙂", ""), ("a/../b", "a-b")]
)
def test_words_become_a_part_of_an_address_that_any_disk_takes(words: str, name: str) -> None:
    assert name_in_address(words) == name
    assert len(name_in_address("法" * 500).encode()) <= 240


def timeline(lang: str, *dates: str) -> TimelineView:
    """Return the timeline of a site with an event on each date."""
    entities = {f"e{n}": Entity(name=f"E {n}", type="event", date=PartialDate(date)) for n, date in enumerate(dates)}
    settings = Settings(SiteSettings(lang=lang), entities)
    ground = Ground(settings, WAYS, cache(lambda wanted: words_of(strings, wanted).value))
    context = Context(ground, Frame(), {}, {}, allowed=("named", "dated"))
    view: TimelineView = next(iter(timeline_pages(context))).view
    return view


def strings(name: str) -> list[tuple[str, bytes]]:
    file = LAYOUTS / name
    return [(name, file.read_bytes())] if file.is_file() else []


def test_the_picture_has_a_row_for_each_month_and_more_space_after_a_longer_time() -> None:
    picture = timeline("en", "1961-07-06", "2024-10-01", "2024-10-30", "2024-11").picture
    assert picture
    assert [tick.label for tick in picture.ticks] == ["1961", "July", "2024", "October", "November"]
    rows = sorted({mark.y for mark in picture.marks})
    assert rows[1] - rows[0] > rows[2] - rows[1] > 0
    assert picture.height > rows[-1]


def test_the_picture_is_mirrored_where_lines_run_from_right_to_left() -> None:
    dates = ("2023", "2024", "2025")
    there, back = timeline("en", *dates).picture, timeline("ar", *dates).picture
    assert there
    assert back
    assert [100 - float(mark.x.rstrip("%")) for mark in back.marks] == [
        float(mark.x.rstrip("%")) for mark in there.marks
    ]
    assert [-mark.dx for mark in back.marks] == [mark.dx for mark in there.marks]
    assert (there.label_x, back.label_x) == ("0%", "100%")


def test_a_picture_of_ages_has_few_rows_and_of_thousands_few_signs() -> None:
    ages = timeline("en", *(f"{year}" for year in range(1000, 2000, 3))).picture
    assert ages
    assert len(ages.ticks) == 100
    crowd = timeline("en", *["2024-10-18"] * 3000)
    assert crowd.picture
    assert [mark.count for mark in crowd.picture.marks] == ["3,000"]
    assert [(year.year, year.entries, year.address) for year in crowd.years] == [("2024", (), "2024/index.html")]
