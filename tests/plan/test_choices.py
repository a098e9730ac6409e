"""What readers choose among: only what there is, and only where there is a choice."""

from __future__ import annotations

import itertools
from pathlib import Path

from tests.site import Page, Site, text_of

TEXT = "---\ntitle: A\ndate: 2024-01-01\n---\n\nOne two three four.\n"
NOTES = """
    annotations:
      - {id: one, quote: One, note: A note., by: zoe, date: 2024-02-02, tags: [Old Law]}
      - {id: two, quote: two, kind: check, verdict: accurate, note: A note., by: ann, tags: [sea]}
      - id: three
        quote: three
        note: A note.
        date: 2024-02-02
        updates:
          - {date: 2025-03-03, note: Later.}
    """
PEOPLE = "annotators:\n  zoe: {name: Zoe}\n  ann: {name: Ann}\n"


def options(page: Page, name: str) -> list[tuple[str, str]]:
    return [
        (each.get("value"), text_of(each)) for select in page.all("select", name=name) for each in select.iter("option")
    ]


def built(root: Path, notes: str = NOTES) -> Page:
    site = Site(root).write("content/a.md", TEXT).write("content/a.annotations.yaml", notes)
    return site.write("content/site.yaml", PEOPLE).build().expect(0).page("a/")


def test_annotators_and_tags_stand_in_the_order_of_their_names(tmp_path: Path) -> None:
    page = built(tmp_path)
    assert options(page, "by") == [("", "everybody"), ("ann", "Ann"), ("zoe", "Zoe")]
    assert options(page, "tag") == [("", "everything"), ("old-law", "Old Law"), ("sea", "sea")]


def test_days_are_those_of_notes_and_updates_the_newest_first(tmp_path: Path) -> None:
    assert [value for value, _ in options(built(tmp_path), "as-of")] == ["", "2025-03-03", "2024-02-02"]


def test_what_leaves_no_choice_is_not_asked(tmp_path: Path) -> None:
    page = built(tmp_path, "annotations:\n  - {id: one, quote: One, note: A note., by: zoe, tags: [sea]}\n")
    assert page.all("select") == []
    assert [each.get("value") for each in page.all("input", name="kind")] == ["context"]


def test_a_text_without_notes_has_nothing_to_choose(tmp_path: Path) -> None:
    page = built(tmp_path, "annotations: []\n")
    assert page.all("input", name="kind") == []
    assert page.all("style") == []


def test_notes_carry_what_they_are_chosen_by(tmp_path: Path) -> None:
    page = built(tmp_path)
    for copy in (page.one("li", id="note-one"), page.one("aside", id="side-one")):
        assert [copy.get(f"data-{name}") for name in ("notes", "kind", "by", "tags", "date")] == [
            "one",
            "context",
            "zoe",
            "|old-law|",
            "2024-02-02",
        ]
    assert [update.get("data-date") for update in page.all("li", class_="update")] == ["2025-03-03"] * 2


def test_a_note_knows_the_ones_before_and_after_it_in_the_order_of_reading(tmp_path: Path) -> None:
    side = built(tmp_path).one("aside", id="side-two")
    assert {a.get("rel"): a.get("href") for a in side.iter("a") if a.get("rel")} == {
        "prev": "#ref-one",
        "next": "#ref-three",
    }


def test_of_very_many_notes_annotators_and_tags_are_no_choice_since_the_page_has_no_rules_for_them(
    tmp_path: Path,
) -> None:
    many = "".join(
        f"  - {{id: n{number}, quote: One, note: A note., by: {by}, date: 2024-02-0{number % 9 + 1}}}\n"
        for number, by in zip(range(301), itertools.cycle(("zoe", "ann")), strict=False)
    )
    page = built(tmp_path, f"annotations:\n{many}")
    assert options(page, "by") == []
    assert len(options(page, "as-of")) == 10
    assert len(page.all("input", name="kind")) == 1
