"""What browsers get of style sheets and scripts."""

import re
from pathlib import Path

import pytest

from postil.core.files import Files
from postil.render import Layouts, assets, delivered


def sheet(**sheets: str) -> str:
    files = {f"assets/css/{name}.css": text.encode() for name, text in sheets.items()}
    return delivered.sheet("assets/css/first.css", files.get)


def test_an_imported_sheet_stands_in_its_place() -> None:
    joined = sheet(first='@layer a, b;\n@import "second.css";\np { margin: 0 }\n', second="a { color: red }\n")
    assert joined == "@layer a, b;\na { color: red }\np { margin: 0 }\n"


def test_an_import_with_a_condition_keeps_it() -> None:
    joined = sheet(first='@import "second.css" print;\n', second="a { color: red }\n")
    assert re.sub(r"\s+", " ", joined).strip() == "@media print { a { color: red } }"


@pytest.mark.parametrize(
    "line", ['@import "missing.css";', '@import "https://example.org/x.css";', '@import "../x.css";']
)
def test_an_import_of_something_else_is_left_to_the_browser(line: str) -> None:
    assert sheet(first=line) == line + "\n"


def test_sheets_that_import_each_other_come_to_an_end() -> None:
    assert "a { color: red }" in sheet(first='@import "first.css";\na { color: red }')


def test_what_looks_like_a_comment_in_a_string_of_a_sheet_stays() -> None:
    assert sheet(first='a::after { content: "/* no */" } /* yes */') == 'a::after { content: "/* no */" }\n'


def test_comments_that_have_lines_of_their_own_leave_a_script() -> None:
    text = '/** What it does.\n    And why. */\n// one\nconst a = "//"; // stays\n  const b = /\\/\\/*/;\n'
    assert delivered.script(text) == 'const a = "//"; // stays\nconst b = /\\/\\/*/;\n'


def test_line_ends_that_say_nothing_leave_a_script() -> None:
    assert delivered.script("f(\n  1,\n  2,\n);\ng()\nh(); // and;\ni();\n") == "f(1,2,);g()\nh(); // and;\ni();\n"


@pytest.mark.parametrize("text", ["const a = `\n// no comment\n`;\n", "const a = 'x\\\n// no comment';\n"])
def test_a_script_with_a_string_over_several_lines_is_left_as_it_is(text: str) -> None:
    assert delivered.script(text) == text


def shipped() -> dict[str, str]:
    outputs = assets(Layouts(Files.of_site(Path(__file__).parent).layouts))
    return {one.path: one.content.decode() for one in outputs if one.path.endswith((".css", ".js"))}


def test_no_comment_of_a_shipped_sheet_or_script_is_delivered() -> None:
    for path, text in shipped().items():
        assert not re.search(r"^\s*(//|/\*)", text, re.MULTILINE), path


def test_no_sheet_is_delivered_twice() -> None:
    for path, text in shipped().items():
        assert not re.search(r'@import\s+"[^"/]+\.css"', text), path
