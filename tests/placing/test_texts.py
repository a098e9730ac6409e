"""Links, footnotes, comments and excerpts of a placed text."""

from __future__ import annotations

import re
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from postil.core.model import Edition, PlacedNote
from postil.core.written import SiteSettings
from postil.placing import placed
from postil.placing.sentences import sentences

from .editions import WORDS, anchor, checked, comment, found, page, place, read


def test_links_and_images_lead_where_the_page_says_or_nowhere() -> None:
    text = read(
        "A [kept](a%20b.md#x) and [lost *words*](gone.md) ![map](map.png) ![alt](gone.png) [out](https://e.org/%2F)."
    )
    assert page(place(text, gone=["gone.md", "gone.png"])) == (
        '<p>A <a href="a%20b.md#x">kept</a> and lost <em>words</em> <img src="map.png" alt="map" loading="lazy"> '
        '<span class="missing-image" role="img" aria-label="alt"></span> <a href="https://e.org/%2F">out</a>.</p>\n'
    )


def test_a_link_that_leads_nowhere_holds_its_reference() -> None:
    text = read("A [lost link](gone.md) here.")
    shown = page(place(text, [anchor("a", found(text, "lost"))], gone=["gone.md"]))
    assert re.search(r'<mark [^>]*>lost</mark><sup class="ref" id="ref-a"', shown)


def test_the_document_is_not_changed_by_placing() -> None:
    text = read("A [link](b.md) and *words*.[^1]\n\n[^1]: Foot.")
    before = repr(text.tokens)
    place(text, [anchor("a", found(text, "link"))], gone=["b.md"])
    assert repr(text.tokens) == before


def test_the_numbers_go_on_in_the_comments() -> None:
    text = read("One two.")
    answers = [comment("c1", "Yes *three*.", notes={"y": "three"}), comment("c2", "No four.", notes={"x": "four"})]
    edition = place(text, [anchor("a", found(text, "two"))], answers)
    assert [(note.id, note.number) for note in edition.text.notes] == [("a", 1)]
    assert [(note.id, note.number) for note in edition.comments["c1"].notes] == [("y", 2)]
    assert [(note.id, note.number) for note in edition.comments["c2"].notes] == [("x", 3)]
    assert edition.comments["c2"].blocks[0].notes == ("x",)


def test_the_second_reference_never_takes_the_name_of_another_note() -> None:
    text = read("Salt, pepper, salt.")
    one, two = found(text, "Salt"), (14, 18)
    notes = place(text, [anchor("a", one, two), anchor("a-2", found(text, "pepper"))]).text.notes
    assert [note.references for note in notes] == [("ref-a", "ref-a-3"), ("ref-a-2",)]


def test_footnotes_bring_their_prose_and_those_within_them_come_last() -> None:
    text = read("One.[^b] Two.[^a]\n\n[^a]: A [gone](gone.md).\n[^b]: B.[^c]\n[^c]: C.[^c]\n")
    notes = place(text, [anchor("n", found(text, "Two"))], gone=["gone.md"]).text.notes
    assert [(note.id, note.number) for note in notes] == [
        ("footnote-b", 1),
        ("n", 2),
        ("footnote-a", 3),
        ("footnote-c", 4),
    ]
    assert notes[1] == PlacedNote("n", 2, ("ref-n",))
    assert notes[2].footnote_html == "<p>A gone.</p>\n"
    assert " id=" not in (notes[0].footnote_html or "")
    assert 'href="#note-footnote-c"' in (notes[0].footnote_html or "")


def test_kinds_and_answers_stand_on_the_marks() -> None:
    text = read("The bridge was built.")
    anchors = [anchor("a", found(text, "bridge"), kind="check"), anchor("b", found(text, "bridge"), kind="context")]
    shown = page(place(text, anchors, [comment("c1", "No.", answers=found(text, "bridge was"))]))
    told = 'id="answer-c1" data-notes="a b" data-depth="2" data-kinds="check context" data-answers="c1"'
    assert f'<mark class="passage" {told}>bridge</mark>' in shown
    assert '<a class="answer" href="#comment-c1" aria-label="Answered by Ann">' in shown


def test_a_heading_of_an_excerpt_stays_when_something_under_it_does() -> None:
    text = read(
        "---\nrights: excerpts\n---\n"
        "## Gone\n\nOut.\n\n## Kept\n\n### Gone too\n\nOut.\n\n### Near\n\nIn.\n\n"
        "## Marked\n\nOut.\n\n## Last\n\nOut.\n"
    )
    shown = page(place(text, [anchor("a", found(text, "In")), anchor("b", found(text, "Marked"))]))
    shown = re.sub(r"<sup.*?</sup>|</?mark[^>]*>", "", shown)
    assert shown == (
        '<p class="ellipsis">[…]</p>\n<h2 id="kept">Kept</h2>\n<p class="ellipsis">[…]</p>\n'
        '<h3 id="near">Near</h3>\n<p>In.</p>\n<h2 id="marked">Marked</h2>\n<p class="ellipsis">[…]</p>\n'
    )


def test_the_share_of_an_excerpt_is_counted_in_characters() -> None:
    text = read("---\nrights: excerpts\n---\nFour. Nine char. Six.")
    assert place(text, [anchor("a", found(text, "Nine"))]).text.share == len("Nine char.") / len(text.plain)
    assert place(read("Words.")).text.share == 1


HIDDEN = [
    "Secret one. ",
    "*Secret* [secret](secret.md 'secret'). ",
    "Secret.[^1] ",
    "Secret ![secret](secret.png). ",
    "`Secret`. ",
    "\n\n## Secret\n\nSecret.\n\n## Next\n\n",
    "\n\n- secret\n- [secret](secret.md)\n\n",
    "\n\n```secret\nsecret\n```\n\n",
    "\n\n| secret | b |\n|--|--|\n| secret | c |\n\n",
    "\n\n> secret\n\n",
    "\n\nSecret\n: secret\n\n",
    "<b title='secret'>Secret <i>word</i></b>. ",
    "\n\n<details><summary>secret</summary><p title='secret'>secret</p></details>\n\n",
]


@given(st.lists(st.sampled_from([*HIDDEN, "Plain keep here. ", "\n\n- keep\n\n"]), min_size=1, max_size=6))
def test_nothing_of_what_an_excerpt_leaves_out_is_anywhere_in_it(parts: list[str]) -> None:
    source = "---\nrights: excerpts\n---\n" + "".join(parts) + "\n\n[^1]: Secret.\n"
    text = read(source, with_html=True)
    places = [match.span() for match in re.finditer("keep", text.plain)]
    placed = place(text, [anchor(f"n{number}", found) for number, found in enumerate(places)])
    everything = page(placed) + "".join(note.footnote_html or "" for note in placed.text.notes)
    assert "secret" not in everything.lower()
    assert len(re.findall(r'<sup class="ref"', everything)) == len(places)


def test_sentences_end_at_stops_and_not_after_abbreviations() -> None:
    def parts(text: str) -> list[str]:
        return [text[start:end] for start, end in sentences(text)]

    assert parts("One. Two! Three? “Four.” Five… Six") == ["One.", "Two!", "Three?", "“Four.”", "Five…", "Six"]
    assert parts("Dr. A. B. Who, e.g. here, met Mr. X. They left.") == [
        "Dr. A. B. Who, e.g. here, met Mr. X. They left."
    ]
    assert parts("He met Mr. Green. They left.") == ["He met Mr. Green.", "They left."]
    assert parts("On 3. October. It cost 3.14 then.") == ["On 3. October.", "It cost 3.14 then."]
    assert parts("“No!” he said. (Yes.) Then") == ["“No!” he said.", "(Yes.)", "Then"]
    assert parts("終わり。次「はい。」最後") == ["終わり。", "次「はい。」", "最後"]
    assert parts("  ") == []


SHAPES = [
    "{0} *{1}* [{2}](t{3}.md 't{4}') here. ",
    "{0} ![{1}](t{2}.png 't{3}') here. ",
    "`{0}` <b title='t{1}'>{2}</b> <!-- {3} --> here. ",
    "{0}[^{1}] here. \n\n[^{1}]: {2} ![{3}](t{4}.png)\n\n",
    "{0}^[{1} *{2}*] here. ",
    "\n\n- {0}.\n\n",
    "\n\n> {0} <i lang='t{1}'>{2}</i>\n\n",
    "\n\n```t{0}\n{1}\n```\n\n",
    "\n\n{0}\n: {1}\n\n",
    "\n\n<details><summary>{0}</summary><p title='t{1}'>{2}</p></details>\n\n",
]


@given(st.data())
def test_no_word_of_a_sentence_left_out_is_anywhere_on_the_page(data: st.DataObject) -> None:
    """Words, addresses, titles, descriptions, classes, footnotes and cells: each is a token that stands once."""
    sentences_of: list[list[str]] = []
    source = ""
    for number in range(data.draw(st.integers(1, 5))):
        if data.draw(st.booleans()):
            cells = [f"Zq{number}c{cell}x" for cell in range(4)]
            sentences_of += [[cell] for cell in cells]
            source += "\n\n| {0} | {1} |\n|---|---|\n| {2} | ![{3}](x.png '{3}') {3} |\n\n".format(*cells)
        else:
            shape = data.draw(st.sampled_from(SHAPES))
            tokens = [f"Zq{number}w{word}x" for word in range(5)]
            sentences_of.append(tokens)
            source += shape.format(*tokens)
    text = read("---\nrights: excerpts\n---\n" + source, with_html=True)
    kept = {number for number in range(len(sentences_of)) if data.draw(st.booleans())}
    anchors = []
    for number in kept:
        first = next(token for token in sentences_of[number] if token in text.plain)
        anchors.append(anchor(f"n{number}", found(text, first)))
    edition = place(text, anchors)
    everything = page(edition) + "".join(note.footnote_html or "" for note in edition.text.notes)
    for number, tokens in enumerate(sentences_of):
        for token in tokens if number not in kept else ():
            assert token.lower() not in everything.lower()


def test_two_signs_of_omission_are_one() -> None:
    text = read(
        "---\nrights: excerpts\n---\n"
        "Out. Keep one. Out.\n\nOut.\n\nOut. *Out. Keep two.*\n\n"
        "> Out.\n>\n> Keep three. Out.\n\n- Out.\n- Out. Keep four.\n"
    )
    places = [match.span() for match in re.finditer("Keep", text.plain)]
    shown = page(place(text, [anchor(f"n{number}", found) for number, found in enumerate(places)]))
    shown = re.sub(r"<sup.*?</sup>|<mark[^>]*>|</mark>", "", shown)
    shown = re.sub(r'<span class="ellipsis"[^>]*>\[…\]</span>', "[…]", shown)
    assert shown == (
        "<p>[…] Keep one. […]</p>\n<p><em>Keep two.</em></p>\n"
        '<blockquote>\n<p class="ellipsis">[…]</p>\n<p>Keep three. […]</p>\n</blockquote>\n'
        "<ul>\n<li>Keep four.</li>\n</ul>\n"
    )


def test_an_excerpt_of_nothing_is_told_at_its_rights() -> None:
    source = "---\ntitle: A\nrights: excerpts\n---\nWords."
    (problem,) = checked(read(source)).problems
    assert (problem.code, problem.severity, problem.place.line) == ("nothing-to-excerpt", "warning", 3)
    assert not checked(read(source), [anchor("n", (0, 5))]).problems
    assert not checked(read("Words.")).problems


def test_marks_say_how_many_notes_lie_on_them() -> None:
    text = read("One two three.")
    three, two, one = (0, 13), (4, 13), (8, 13)
    shown = page(place(text, [anchor("a", three, one), anchor("b", two), anchor("c", one)]))
    marks = re.findall(r'passage" data-notes="([^"]*)"(?: data-depth="(\d)")?', shown)
    assert marks == [("a", ""), ("a b", "2"), ("a b c", "3")]
    many = page(place(text, [anchor(f"n{number}", one) for number in range(20)]))
    assert 'data-depth="9"' in many


def test_thousands_of_notes_on_the_same_words_make_a_page_by_their_number() -> None:
    def shown(count: int) -> str:
        text = read("word " * count)
        return page(place(text, [anchor(f"n{number}", (number * 5, count * 5 - 1)) for number in range(count)]))

    assert len(shown(3000)) < 2.2 * len(shown(1500))


def test_a_note_that_no_mark_lists_keeps_its_reference_and_is_told() -> None:
    text = read("Some words.")
    made = checked(text, [anchor(f"n{number}", (5, 10)) for number in range(203)])
    shown = page(made.value)
    assert re.findall(r' id="ref-(n\d+)"', shown) == [f"n{number}" for number in range(203)]
    assert len(made.value.text.notes) == 203
    assert re.findall(r'passage" data-notes="([^"]*)"', shown) == [" ".join(f"n{number}" for number in range(200))]
    (problem,) = made.problems
    assert (problem.code, problem.severity) == ("too-many-notes", "notice")
    assert problem.sentence.startswith("n200 and 2 others lie")
    assert not checked(text, [anchor(f"n{number}", (5, 10)) for number in range(200)]).problems


def test_references_call_kinds_as_the_language_of_the_page_does() -> None:
    parsed = read("Aa.")
    edition = Edition("a", parsed, (anchor("n", found(parsed, "Aa"), kind="check"),))
    words = {**WORDS, "kind-check": "Prüfung"}
    made = placed(edition, address=lambda href: href, site=SiteSettings(), words=words).value
    assert 'aria-label="Note 1, Prüfung"' in page(made)


def test_a_long_passage_is_told_from_a_few_words() -> None:
    text = read("Here are some words. " * 20)
    shown = page(
        place(
            text, [anchor("long", (0, 300), kind="dispute"), anchor("short", (100, 110)), anchor("after", (320, 330))]
        )
    )
    marks = re.findall(r'data-notes="([^"]*)"( data-depth="2")? data-kinds="([^"]*)"( data-long="1")?>', shown)
    assert marks == [
        ("long", "", "dispute", ' data-long="1"'),
        ("long short", "", "context", ""),
        ("long", "", "dispute", ' data-long="1"'),
        ("after", "", "context", ""),
    ]


def test_paragraphs_are_numbered_in_texts_and_in_comments_but_headings_are_not() -> None:
    text = read("Zero.\n\n## One\n\nTwo.\n\n- three\n\n> four\n\n    five\n")
    edition = place(text, comments=[comment("c1", "Six.\n\nSeven.")])
    assert [block.id for block in edition.text.blocks] == ["p-1", None, "p-2", "p-3", "p-4", None]
    assert [block.id for block in edition.comments["c1"].blocks] == ["p-c1-1", "p-c1-2"]
    assert "<li>three</li>" in edition.text.blocks[3].block_html
    assert edition.text.blocks[3].block_html.startswith('<ul id="p-3">')


def test_the_way_to_a_comment_shows_its_stance_by_colour_and_by_sign() -> None:
    text = read("One two three.")
    shown = page(
        place(
            text,
            comments=[
                replace(made := comment("c1", "No.", answers=(4, 7)), comment=replace(made.comment, stance="disputes"))
            ],
        )
    )
    assert re.search(r'<a class="answer" href="#comment-c1"[^>]*data-stance="disputes">≠</a>', shown)
