"""The fields that authors may write, and the schemas that tell editors."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any

import pytest

from postil.core.model import Source
from postil.core.schema import checked, checked_entries, did_you_mean, json_schemas
from postil.core.written import (
    AnnotationsFile,
    CommentsFile,
    EntitiesFile,
    Entity,
    FrontMatter,
    Quotation,
    SiteSettings,
)
from postil.core.yamltree import Tree, read_yaml

ROOT = Path(__file__).parent.parent.parent


def tree(text: str) -> Tree:
    read = read_yaml(Source("content/x.yaml", text, ""))
    assert read.value is not None
    return read.value


def test_the_committed_schemas_are_those_of_the_program() -> None:
    written = {path.name: path.read_text(encoding="utf-8") for path in (ROOT / "schemas").glob("*.json")}
    assert written == json_schemas(), "write them anew with `python3 build.py schema`"


@pytest.mark.parametrize("name", ["annotations", "comments", "site", "entities", "text"])
def test_a_schema_explains_every_field_and_allows_no_other(name: str) -> None:
    schema = json.loads(json_schemas()[f"{name}.schema.json"])
    assert schema["$schema"].endswith("2020-12/schema")
    for described in [schema, *schema.get("$defs", {}).values()]:
        assert described["additionalProperties"] is False
        assert described["description"]
        for field, rules in described["properties"].items():
            assert rules.get("description") or "$ref" in rules, f"{field} is not explained"


def test_an_editor_lets_numbers_stand_where_text_does() -> None:
    fields = json.loads(json_schemas()["text.schema.json"])["properties"]
    assert fields["title"]["anyOf"][0]["type"] == ["string", "number"]
    assert fields["rights"]["type"] == "string"


def test_an_editor_lets_a_list_be_empty() -> None:
    assert json.loads(json_schemas()["annotations.schema.json"])["properties"]["annotations"]["type"] == [
        "array",
        "null",
    ]


def test_what_was_left_empty_counts_as_absent() -> None:
    read = checked(FrontMatter, tree("title:\ntags:\ndraft:\norder: ~\n"))
    assert read.value == FrontMatter()
    assert read.problems == ()


def test_nothing_at_all_is_a_value_with_its_defaults() -> None:
    assert checked(SiteSettings, tree("")).value == SiteSettings()


@pytest.mark.parametrize("word", ["yes", "true", "on", "True"])
def test_yes_is_true_in_every_spelling(word: str) -> None:
    read = checked(FrontMatter, tree(f"draft: {word}\norder: 12\n"))
    assert read.value is not None
    assert (read.value.draft, read.value.order) == (True, 12)


def test_a_title_that_looks_like_a_number_stays_a_title() -> None:
    read = checked(FrontMatter, tree("title: 1984\nlang: no\ndate: 2024-10\nauthor: [A, B]\n"))
    assert read.problems == ()
    assert read.value is not None
    assert (read.value.title, read.value.lang, read.value.author) == ("1984", "no", ("A", "B"))


def test_a_wrong_field_leaves_the_others() -> None:
    read = checked(SiteSettings, tree("title: Lamps\nlang: 7\nannotators: {a: {name: A}, b: {nme: B}}\n"))
    assert read.value is not None
    assert (read.value.title, read.value.lang, list(read.value.annotators)) == ("Lamps", "en", ["a"])
    assert len(read.problems) == 2


def test_entries_are_checked_one_by_one() -> None:
    read = checked_entries(EntitiesFile, tree("entities: {a: {name: A, type: person}, b: {name: B}}"), "entities")
    assert [(entry.key, entry.value.name) for entry in read.value] == [("a", "A")]
    assert [problem.code for problem in read.problems] == ["missing-key"]


@pytest.mark.parametrize(
    ("shape", "text", "sentence"),
    [
        (FrontMatter, f"tags: [a, {'b' * 101}]", "item 2 of `tags` has 101 characters; 100 are the most"),
        (FrontMatter, f"author: {'b' * 301}", "`author` has 301 characters; 300 are the most"),
        (FrontMatter, f"author: [a, {'b' * 301}]", "item 2 of `author` has 301 characters; 300 are the most"),
        (FrontMatter, f"author: [{'a, ' * 51}]", "`author` has 51 entries; 50 are the most"),
        (Entity, f"name: x\ntype: place\nalso: [{'b' * 201}]", "item 1 of `also` has 201 characters; 200 are the most"),
    ],
    ids=["tag", "author", "one of the authors", "authors", "another name"],
)
def test_one_of_several_may_be_too_long_like_any_other_value(shape: type[Any], text: str, sentence: str) -> None:
    assert [problem.sentence for problem in checked(shape, tree(text)).problems] == [sentence]


def test_too_long_a_value_is_refused_with_its_length() -> None:
    read = checked_entries(CommentsFile, tree(f"comments: [{{id: c1, text: {'x' * 50_001}}}]"), "comments")
    assert read.value == ()
    assert [problem.sentence for problem in read.problems] == ["`text` has 50,001 characters; 50,000 are the most"]


def test_a_plain_string_is_a_quote_where_a_passage_belongs() -> None:
    text = "comments: [{id: c1, text: x, answers: the lamp}, {id: c2, text: y, answers: {quote: the wall}}]"
    read = checked_entries(CommentsFile, tree(text), "comments")
    assert read.problems == ()
    assert [entry.value.answers for entry in read.value] == [Quotation(quote="the lamp"), Quotation(quote="the wall")]
    place = read.value[0].tree.at("answers", "quote")
    assert (place.column, place.length) == (39, len("the lamp"))


def test_an_editor_lets_a_plain_string_stand_for_a_passage() -> None:
    fields = json.loads(json_schemas()["comments.schema.json"])["$defs"]["CommentFields"]["properties"]
    words, mapping = fields["answers"]["anyOf"][0]["anyOf"]
    assert words["type"] == ["string", "number"]
    assert mapping == {"$ref": "#/$defs/Quotation"}


@pytest.mark.parametrize(
    "written",
    [
        "- quote: x\n  note: y\n  sources:\n  - HERE\n",
        "- quote: x\n  note: y\n  sources: [HERE]\n",
        "- quote: x\n  note: y\n  sources: HERE\n",
        "- HERE\n",
        "- quote: x\n  note: y\n  also: HERE\n",
    ],
)
@pytest.mark.parametrize(
    "words", ["https://example.org/log?a=b", "A log", "'A log: 1, [2] and #3'", '"A keeper\'s log"']
)
def test_a_remedy_for_a_missing_key_works_when_it_is_followed(written: str, words: str) -> None:
    read = checked_entries(AnnotationsFile, tree(written.replace("HERE", words)), "annotations")
    [problem] = read.problems
    assert problem.hint
    remedy = problem.hint.removeprefix("write `").removesuffix("`")
    key = remedy.partition(":")[0]
    wrong = f"{key}: {words}" if f"{key}: {words}" in written.replace("HERE", words) else words
    wrong = f"- {wrong}" if remedy.startswith("- ") else wrong
    mended = written.replace("HERE", words).replace(wrong, remedy)
    assert checked_entries(AnnotationsFile, tree(mended), "annotations").problems == ()


def test_a_number_without_end_is_a_problem() -> None:
    read = checked(FrontMatter, tree("order: " + "9" * 5000))
    assert [problem.code for problem in read.problems] == ["wrong-type"]


def test_a_mapping_of_nothing_but_unknown_keys_is_refused_in_good_time() -> None:
    many = tree("{" + "".join(f"key{number}: x, " for number in range(50_000)) + "}")
    started = time.process_time()
    read = checked(FrontMatter, many)
    assert 0 < len(read.problems) <= 50
    assert time.process_time() - started < 5


def test_capitals_do_not_hide_what_was_meant() -> None:
    assert did_you_mean("unsc1718", ["Lind1904", "UNSC1718"]) == "did you mean `UNSC1718`?"
    assert did_you_mean("unsc1781", [f"ref{number}" for number in range(500)] + ["unsc1718"]) is not None
    assert did_you_mean("nothing", ["else"]) is None
