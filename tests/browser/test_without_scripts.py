"""What a reader without scripts has: everything but what remembers."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from .conftest import Reader
from .measuring import box, boxes, is_in_view, is_visible, look, notes
from .sites import ESSAY

LONE = "opening"
"""A note whose passage belongs to no other."""
OTHER = "last"


@pytest.fixture
def page(reader: Reader) -> Page:
    """The dense page on a wide screen."""
    return reader("dense", "dense/", width=1280, scripts=False)


def looks(page: Page, note: str) -> dict[str, list[str]]:
    """Return how the passage, the note at the side and the note at the end of a note look."""
    return {
        "passage": look(page, f"mark[data-notes~='{note}']"),
        "side": look(page, f"#side-{note}"),
    }


def test_what_works_by_scripts_alone_is_not_shown(page: Page) -> None:
    assert page.locator(".scripted").count() > 0
    assert boxes(page, ".scripted") == []


def test_every_reference_leads_to_its_note_and_the_note_back(page: Page) -> None:
    assert notes(page)
    for note in notes(page):
        page.locator(f"#ref-{note} a").evaluate("link => link.click()")
        assert page.url.endswith(f"#note-{note}")
        assert is_in_view(page, f"#note-{note}")
        page.locator(f"#note-{note} a[role=doc-backlink]").first.evaluate("link => link.click()")
        assert page.url.endswith(f"#ref-{note}")
        assert is_in_view(page, f"#ref-{note}")


@pytest.mark.parametrize("pointed", ["mark[data-notes~='{0}']", "#ref-{0} a", "#side-{0}"])
def test_pointing_at_a_passage_its_number_or_its_note_lights_passage_and_note(page: Page, pointed: str) -> None:
    page.mouse.move(2, 2)
    dark, others = looks(page, LONE), looks(page, OTHER)
    page.hover(pointed.format(LONE))
    lit = looks(page, LONE)
    assert {part for part in lit if lit[part] != dark[part]} == {"passage", "side"}
    assert looks(page, OTHER) == others
    page.mouse.move(2, 2)
    assert looks(page, LONE) == dark


def test_the_focus_on_a_reference_lights_passage_and_note(page: Page) -> None:
    dark = looks(page, LONE)
    page.focus(f"#ref-{LONE} a")
    lit = looks(page, LONE)
    assert {part for part in lit if lit[part] != dark[part]} == {"passage", "side"}


@pytest.mark.parametrize("place", ["note", "ref"])
def test_a_permalink_shows_the_passage_lit(page: Page, place: str) -> None:
    dark = looks(page, LONE)
    page.goto(f"{page.url}#{place}-{LONE}")
    assert is_in_view(page, f"#{place}-{LONE}")
    assert looks(page, LONE)["passage"] != dark["passage"]


def shown(page: Page) -> dict[str, set[str]]:
    """Return the notes that are to be seen at the side, at the end, and by their numbers in the text."""
    return {
        "side": {box.name.removeprefix("side-") for box in boxes(page, ".side")},
        "end": {box.name.removeprefix("note-") for box in boxes(page, ".endnotes > ol > li")},
        "references": {box.name.removeprefix("ref-") for box in boxes(page, "sup.ref")},
    }


def having(page: Page, attribute: str, value: str) -> set[str]:
    """Return the ids of the notes that have a value, of a kind, an annotator or among their tags."""
    found: list[str] = page.evaluate(
        """([attribute, value]) => [...document.querySelectorAll('.endnotes > ol > li')].filter(note =>
             (note.getAttribute(attribute) ?? '').split('|').includes(value)).map(note => note.dataset.notes)""",
        [attribute, value],
    )
    return set(found)


@pytest.mark.parametrize("width", [1280, 390])
def test_the_notes_of_a_kind_can_be_hidden(reader: Reader, width: int) -> None:
    page = reader("dense", "dense/", width=width, scripts=False)
    disputes = having(page, "data-kind", "dispute")
    page.locator("input[name=kind][value=dispute]").uncheck(force=True)
    kept = set(notes(page)) - disputes
    assert disputes
    assert kept
    assert shown(page) == {"side": kept if width > 1000 else set(), "end": kept, "references": kept}


@pytest.mark.parametrize(("field", "attribute", "value"), [("by", "data-by", "a"), ("tag", "data-tags", "odd")])
def test_the_notes_can_be_narrowed_to_an_annotator_or_a_tag(page: Page, field: str, attribute: str, value: str) -> None:
    wanted = having(page, attribute, value)
    assert 0 < len(wanted) < len(notes(page))
    page.select_option(f"select[name={field}]", value)
    assert shown(page) == {"side": wanted, "end": wanted, "references": wanted}
    page.select_option(f"select[name={field}]", "")
    assert shown(page)["end"] == set(notes(page))


def test_choices_go_together(page: Page) -> None:
    page.select_option("select[name=by]", "a")
    page.locator("input[name=kind][value=check]").uncheck(force=True)
    wanted = having(page, "data-by", "a") - having(page, "data-kind", "check")
    assert wanted
    assert shown(page)["end"] == wanted


def test_the_wash_of_a_hidden_note_goes_and_a_shared_passage_stays(page: Page) -> None:
    lone, shared = "mark[data-notes='across']", "mark[data-notes~='outer'][data-notes~='across']"
    plain_words = look(page, "h1 + p, .byline")
    assert plain_words
    page.locator("input[name=kind][value=dispute]").uncheck(force=True)
    assert not is_marked(page, lone)
    assert is_marked(page, shared)


def is_marked(page: Page, selector: str) -> bool:
    """Return whether a passage is drawn otherwise than the words around it."""
    answer: bool = page.evaluate(
        """selector => {
          const style = getComputedStyle(document.querySelector(selector));
          const canvas = new OffscreenCanvas(1, 1).getContext('2d', {willReadFrequently: true});
          const isSeen = colour => {
            canvas.clearRect(0, 0, 1, 1);
            canvas.fillStyle = colour;
            canvas.fillRect(0, 0, 1, 1);
            return canvas.getImageData(0, 0, 1, 1).data[3] > 2;
          };
          return isSeen(style.backgroundColor)
            || (style.textDecorationLine !== 'none' && isSeen(style.textDecorationColor));
        }""",
        selector,
    )
    return answer


def test_marks_only_leaves_passages_and_numbers_and_takes_the_notes_from_the_side(page: Page) -> None:
    page.locator("input[name=presence][value=marks]").check(force=True)
    assert shown(page)["side"] == set()
    assert shown(page)["references"] == set(notes(page))
    assert is_marked(page, f"mark[data-notes~='{LONE}']")


def test_quiet_leaves_the_bare_text(page: Page) -> None:
    page.locator("input[name=presence][value=quiet]").check(force=True)
    assert shown(page)["side"] == set()
    assert shown(page)["references"] == set()
    marked = [number for number in range(page.locator("mark.passage").count()) if is_marked_at(page, number)]
    assert marked == []


def is_marked_at(page: Page, number: int) -> bool:
    page.evaluate(
        "number => document.querySelectorAll('mark.passage').forEach((mark, place) => "
        "mark.toggleAttribute('data-asked', place === number))",
        number,
    )
    return is_marked(page, "mark[data-asked]")


@pytest.mark.parametrize("width", [1280, 390])
def test_every_paragraph_has_a_menu_with_its_own_address(reader: Reader, width: int) -> None:
    page = reader("published", "dense/", width=width, scripts=False)
    paragraphs = page.locator(".body p[id^='p-']").count()
    assert paragraphs >= 5
    assert page.locator(".body details.paragraph").count() >= paragraphs
    menu = page.locator("details.paragraph").nth(1)
    link = menu.locator("a[href^='#p-']")
    assert not link.is_visible()
    menu.locator("summary").click()
    assert link.is_visible()
    address = link.get_attribute("href") or ""
    link.click()
    assert page.url.endswith(address)
    assert is_in_view(page, address)


def test_the_menu_of_a_paragraph_suggests_a_note_where_the_repository_is_known(reader: Reader) -> None:
    page = reader("published", "dense/", scripts=False)
    menu = page.locator("details.paragraph").nth(1)
    menu.locator("summary").click()
    suggestion = menu.locator("a[href^='https://github.com/example/margins/issues/new?']")
    assert suggestion.is_visible()
    assert "The%20first%20sentence" in (suggestion.get_attribute("href") or "").replace("+", "%20")


def test_a_note_can_be_edited_at_its_own_line_where_the_repository_is_known(reader: Reader) -> None:
    page = reader("published", "dense/", scripts=False)
    address = page.locator("#note-opening a.edit").get_attribute("href")
    assert address == "https://github.com/example/margins/edit/main/content/dense.annotations.yaml#L2"


def test_without_a_repository_nothing_is_suggested_or_edited(reader: Reader) -> None:
    page = reader("dense", "dense/", scripts=False)
    assert page.locator("a.edit, a[href*='/issues/new']").count() == 0


@pytest.mark.parametrize("width", [1680, 1280, 390])
def test_the_rail_shows_every_note_and_leads_to_it(reader: Reader, width: int) -> None:
    page = reader("demonstration", ESSAY, width=width, scripts=False)
    in_text = page.locator(".body sup.ref").evaluate_all("found => found.map(one => one.id)")
    links = page.locator("nav.rail a").evaluate_all("found => found.map(link => link.getAttribute('href'))")
    assert len(set(links)) == len(links)
    assert {link for link in links if link.startswith("#ref-")} <= {f"#{name}" for name in in_text}
    assert len(links) >= 20
    assert is_visible(page, "nav.rail a")
    page.locator("nav.rail a").last.click()
    assert page.url.endswith(links[-1])
    assert is_in_view(page, links[-1])


@pytest.mark.parametrize("width", [1280, 390])
def test_every_sign_of_the_rail_can_be_clicked_in_its_middle(reader: Reader, width: int) -> None:
    page = reader("demonstration", ESSAY, width=width, scripts=False)
    missed = page.evaluate(
        """() => {
          document.querySelector('nav.rail').scrollIntoView({block: 'center', behavior: 'instant'});
          return [...document.querySelectorAll('nav.rail a')].filter(link => {
            const box = link.getBoundingClientRect();
            return document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2)?.closest('a') !== link;
          }).map(link => link.dataset.kind);
        }"""
    )
    assert missed == []


def test_the_places_on_the_rail_are_those_in_the_text(reader: Reader) -> None:
    page = reader("demonstration", ESSAY, width=1680, scripts=False)
    drawn = boxes(page, "nav.rail a")
    assert len(drawn) >= 20
    vertical = max(box.bottom for box in drawn) - min(box.top for box in drawn)
    horizontal = max(box.right for box in drawn) - min(box.left for box in drawn)
    places = [box.top if vertical > horizontal else box.left for box in drawn]
    assert places == sorted(places)
    assert max(vertical, horizontal) > 200


def test_links_lead_from_each_note_to_the_next_and_to_the_one_before(page: Page) -> None:
    order = notes(page)
    for place, note in enumerate(order):
        following = page.locator(f"#note-{note} a[rel=next]")
        before = page.locator(f"#note-{note} a[rel=prev]")
        targets = [link.get_attribute("href") for link in (*before.all(), *following.all())]
        assert targets == [f"#ref-{order[near]}" for near in (place - 1, place + 1) if 0 <= near < len(order)]


def test_a_note_that_is_cut_beside_the_text_shows_the_way_to_the_whole(reader: Reader) -> None:
    page = reader("dense", "dense/", scripts=False)
    foot, sheet = (box(page, f"#side-long {part}") for part in (".note-foot", ".sheet"))
    assert page.locator("#side-long .sheet").evaluate("sheet => sheet.scrollHeight > sheet.clientHeight + 100")
    assert sheet.top < foot.top < foot.bottom <= sheet.bottom + 1
