"""The page on problems says what the program knows, no more and no less."""

from __future__ import annotations

import re
from pathlib import Path

from postil.core.problems import CODES

ROOT = Path(__file__).parent.parent.parent
PAGE = (ROOT / "docs" / "problems.md").read_text(encoding="utf-8")
SECTIONS = dict(re.findall(r"^## (\S+)\n(.*?)(?=^#|\Z)", re.sub(r"```.*?```", "", PAGE, flags=re.S), re.M | re.S))


def test_every_code_is_documented_and_every_documented_code_exists() -> None:
    assert sorted(SECTIONS) == sorted(CODES)


def test_every_section_says_something() -> None:
    assert [code for code, words in SECTIONS.items() if len(words.split()) < 12] == []


def test_no_code_is_documented_twice() -> None:
    headings = re.findall(r"^## (\S+)$", PAGE, re.M)
    assert len(headings) == len(set(headings))
