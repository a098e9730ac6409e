"""Where the sentences of a paragraph begin and end.

Made for `rights: excerpts`: it joins two sentences rather than cut one, since half a sentence
misquotes. So a full stop after an abbreviation, an initial or an ordinal number ends nothing. What
always ends one is a blank line, which stands between the blocks of raw HTML, and in code.
"""

from __future__ import annotations

import re

END = re.compile(
    r"[.!?\u2026\u061f\u06d4\u0964]+[\"'\u2019\u201d\u00bb\u203a)\]]*(?=\s|$)"
    "|[\u3002\uff01\uff1f]+[\u300d\u300f\u201d\u2019\uff09]*"
    r"|\n[^\S\n]*\n"
)
LAST_WORD = re.compile(r"((?:\w\.)*\w+)\.$")
SHORTENED = """
adm al approx apr aug bd brig bzw ca capt cf ch cmdr co col corp dec dept dr e.g ed eds esp etc evtl feb fig gen gov
hon hr hrsg i.e ibid inc jan jr jul jun lt ltd m maj mar mlle mme mr mrs ms mt no nos nov nr oct op p para pp prof pt
rep rev sec sen sep sept sgt sr st str u.a u.s usw v vgl viz vol vols vs z.b г гг др им ст стр ул
"""
ABBREVIATIONS = frozenset(SHORTENED.split())


def sentences(text: str) -> list[tuple[int, int]]:
    """Return the start and end of every sentence, without the white space between them."""
    spans: list[tuple[int, int]] = []
    start = 0
    for match in END.finditer(text):
        if not _ends(text, match):
            continue
        spans += _trimmed(text, start, match.end())
        start = match.end()
    return spans + _trimmed(text, start, len(text))


def _ends(text: str, match: re.Match[str]) -> bool:
    if match[0].startswith("\n"):
        return True
    following = text[match.end() : match.end() + 10].lstrip()[:1]
    if following.islower():
        return False
    if match[0] != ".":
        return True
    word = LAST_WORD.search(text, max(0, match.start() - 20), match.end())
    if word is None:
        return True
    name = word[1].lower()
    return not (name in ABBREVIATIONS or (len(name) == 1 and name.isalpha()) or (name.isdigit() and len(name) < 3))


def _trimmed(text: str, start: int, end: int) -> list[tuple[int, int]]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return [(start, end)] if start < end else []
