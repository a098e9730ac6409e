"""A site in many languages, with attacks among its words and more notes than are shown at once."""

from __future__ import annotations

import json

from tests.site import Site

ATTACK = "<img src=x onerror=alert(1)>"
MANY = 45
TEXTS = {
    "en": ("The harbour", "The keeper of the lamp counted ships. He wrote a ledger of every winter."),
    "de": ("Der Hafen", "Die Häuser standen am Ufer."),
    "uk": ("Міст", "Їжак перейшов через старий міст і зник у лісі."),
    "ru": ("Письма", "Она читала старые книги у окна."),
    "ko": ("다리", "아이들은 학교에서 오래된 다리를 그렸다."),
    "zh": ("桥", "老桥在冬天关闭了，每個月都有人来看。"),
    "ar": ("الجسر", "أُغلق الجسر القديم في الشتاء."),
    "he": ("הגשר", "הגשר הישן נסגר בחורף."),
}
"""Title and words of a text in each language."""


def searched(site: Site) -> Site:
    """Write the site."""
    site.write("content/site.yaml", "title: Searched\nlang: en\n")
    for lang, (title, words) in TEXTS.items():
        text = f"---\ntitle: {title}\nlang: {lang}\n---\n\nBefore.\n\n{words}\n"
        site.write(f"content/{lang}.md", text.encode())
    notes = [
        {"id": "ledger", "quote": "a ledger", "kind": "check", "note": "The ledger is in the *archive* today."},
        {"id": "lamp", "quote": "the lamp", "kind": "context", "note": f"A note says `{ATTACK}` about lanterns."},
        *({"id": f"n{number}", "quote": "ships", "note": f"Cargo number {number}."} for number in range(MANY)),
    ]
    site.write("content/en.annotations.yaml", json.dumps({"annotations": notes}).encode())
    comments = [{"id": "c1", "author": "Ada", "text": "My grandmother saw the lanterns."}]
    return site.write("content/en.comments.yaml", json.dumps({"comments": comments}).encode())
