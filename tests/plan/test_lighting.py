"""The sheet of one page: notes light with their passages, and choices hide what they leave out."""

from __future__ import annotations

import base64
import hashlib
import re

from postil.plan.lighting import MOST_NOTES, style
from postil.plan.views import BlockView, ChoicesView, ChoiceView, CommentView, CountView, NoteView, TagView

KINDS = (CountView("context", "2 context", "○", 2), CountView("check", "1 check", "✓", 1))
BOTH = ChoicesView(
    (ChoiceView("ed", "Ed"), ChoiceView("rk", "R. K.")), (ChoiceView("law", "law"), ChoiceView("sea", "sea"))
)


def note(name: str, kind: str = "context", by: str | None = "ed", *tags: str) -> NoteView:
    return NoteView(name, 1, kind, kind, "", "", by=by, tags=tuple(TagView(tag, tag) for tag in tags))


def rules(*notes: NoteView, choices: ChoicesView = BOTH, comments: tuple[CommentView, ...] = ()) -> str:
    made = style(notes, comments, KINDS, choices)
    assert made is not None
    return made.rules_html


def test_the_policy_names_the_sheet_by_its_digest() -> None:
    made = style((note("a"),), (), KINDS, BOTH)
    assert made is not None
    digest = base64.b64encode(hashlib.sha256(made.rules_html.encode()).digest()).decode()
    assert made.digest == f"sha256-{digest}"


def test_whatever_names_a_note_lights_when_any_of_it_is_pointed_at_focused_or_the_target() -> None:
    expected = ':root:has([data-notes~="a"]:is(:hover,:focus-within,:target)) [data-notes~="a"]{--lit:1}'
    assert expected in rules(note("a"))


def test_a_comment_and_the_passage_that_it_answers_light_each_other() -> None:
    answer = CommentView("c1", "Ada", (), answers_address="#answer-c1")
    reply = CommentView("c2", "Per", (BlockView("<p>So.</p>"),))
    made = rules(note("a"), comments=(CommentView("c0", "Ann", (), replies=(answer, reply)),))
    assert made.count('[data-answers~="c1"]') == 2
    assert 'comment-c1"' in made
    assert "c2" not in made


def test_a_hostile_name_stays_inside_its_string_and_inside_the_element() -> None:
    made = rules(note('</style><script>"]{}'))
    assert "<" not in made
    assert '"]{}"' not in made
    assert made.count('"') % 2 == 0


def test_a_note_is_hidden_by_its_kind_its_annotator_and_each_tag_that_is_not_its_own() -> None:
    made = rules(note("a", "check", "rk", "law"), note("b", "context", "ed"))
    (hiding,) = re.findall(
        r':root(:has\([^{]*?\)) :is\(\.note,\.ref,\.rail a\):is\(\[data-notes~="a"\]\)\{display:none\}', made
    )
    assert '[name=kind][value="check"]:not(:checked)' in hiding
    assert '[name=by] :checked:not([value=""],[value="rk"])' in hiding
    assert '[name=tag] :checked:not([value=""],[value="law"])' in hiding


def test_a_passage_keeps_its_mark_as_long_as_one_of_its_notes_is_shown() -> None:
    made = rules(note("a", "check"), note("b", "context"))
    assert ":root:has([id=page-controls]) .passage{--shown:0}" in made
    for name in ("a", "b"):
        assert re.search(rf':root:not\(:has\([^{{]*\)\) \.passage:is\(\[data-notes~="{name}"\]\)\{{--shown:1\}}', made)


def test_notes_that_are_alike_to_the_controls_share_their_rules() -> None:
    alike = rules(*(note(f"n{number}") for number in range(9)))
    assert alike.count("display:none") == 1
    assert rules(note("a", "check"), note("b")).count("display:none") == 2


def test_annotators_and_tags_are_no_matter_when_there_is_no_choice_of_them() -> None:
    made = rules(note("a", "check", "ed", "law"), note("b", "check", "rk", "sea"), choices=ChoicesView())
    assert "name=by" not in made
    assert made.count("display:none") == 1


def test_a_page_with_very_many_notes_has_rules_for_kinds_only() -> None:
    made = rules(*(note(f"n{number}") for number in range(MOST_NOTES + 1)))
    assert "n17" not in made
    assert made.count("display:none") == len(KINDS)


def test_a_page_without_notes_has_no_sheet() -> None:
    assert style((), (), (), ChoicesView()) is None
