"""Raw HTML of a text cannot pass for a part of the page around it."""

from __future__ import annotations

import re

from postil.core.files import shipped
from postil.markup.raw_html import OWN_CLASSES, cleaned_block

ASKED = re.compile(r"(?:closest|matches|querySelector(?:All)?)\('([^'\n]*)'\)")
CLASS = re.compile(r"\.([a-z][\w-]*)")


def test_every_class_that_scripts_look_for_is_kept_from_texts() -> None:
    scripts = [*shipped("layouts").rglob("*.js"), *(shipped("postil") / "serve").rglob("*.js")]
    asked = {name for path in scripts for found in ASKED.findall(path.read_text()) for name in CLASS.findall(found)}
    assert {"side", "postil-editor", "note"} <= asked
    assert sorted(name for name in asked if not OWN_CLASSES.fullmatch(name)) == []


def test_a_class_of_the_page_itself_is_dropped_and_one_of_the_author_stays() -> None:
    block = '<div class="wide side postil-editor"><p class="ref">Words</p></div>'
    assert cleaned_block(block) == ('<div class="wide"><p>Words</p></div>', "")
