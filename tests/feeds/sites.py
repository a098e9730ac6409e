"""A site with an address, dates of every kind, and titles that would break what is badly escaped."""

from __future__ import annotations

import json
from pathlib import Path

from tests.site import Site

BASE = "https://name.example/project/"
HOSTILE = "]]> </script><script>alert(1)</script> & \"quoted\" 'single' <!-- \u2028 %_{}~^#$ \\end"
QUOTED = json.dumps(HOSTILE)
"""As YAML takes it."""


def dated(root: Path) -> Site:
    """Return a site of four texts, one of them without a date, not built yet."""
    site = Site(root).write(
        "content/site.yaml",
        f"title: {QUOTED}\nbase_url: {BASE}\nlicense: CC BY 4.0\nannotators: {{ak: {{name: Ann Kern}}}}\n",
    )
    site.write(
        "content/essays/bridge.md",
        f"---\ntitle: {QUOTED}\nauthor: [Ada Kern, {QUOTED}]\ndate: 2024-05-02\nsubtitle: Two winters\n"
        f"description: {QUOTED}\ntags: [bridges, {QUOTED}]\n"
        "source: {title: The original, url: 'https://example.org/o', publisher: Gazette, license: Public domain}\n---\n"
        "The bridge has been closed for two winters, and nobody has said why it is.\n",
    )
    site.write(
        "content/essays/bridge.annotations.yaml",
        f"""
        annotations:
          - id: winters
            quote: closed for two winters
            kind: check
            note: |
              Since **2022**, says [the list](../other.md) of [[varn]]. {HOSTILE.replace(chr(0x2028), "")}
            date: 2024-06-01
            by: ak
            sources: [{{title: Minutes, url: "https://example.org/m?a=1&b=2", author: {QUOTED}}}]
            updates:
              - {{date: 2025-03-01, note: It is open., sources: [{{title: The opening}}]}}
              - {{date: 2025-01-01, note: A date is named.}}
              - {{date: 2025-03-01, note: It is closed again.}}
          - id: nobody
            quote: nobody has said
            note: The council met.
        """,
    )
    site.write("content/other.md", "---\ntitle: Other\ndate: 2024-05\nlang: ar\n---\nكلمات قليلة هنا\n")
    site.write("content/old.md", "---\ntitle: Old\ndate: 1872\n---\nSome words.\n")
    site.write("content/undated.md", "---\ntitle: Undated\n---\nSome words, others too.\n")
    site.write(
        "content/undated.annotations.yaml",
        "annotations:\n  - {id: late, quote: others too, note: Yes., date: 2023-01-01}\n"
        "  - {quote: Some words, note: No.}\n",
    )
    return site.write(
        "content/entities.yaml",
        f"entities:\n  varn: {{name: {QUOTED}, type: organisation, wikidata: Q42, date: 1893}}\n"
        "  flood: {name: The flood, type: event, date: 1900-01, until: 1900-02-03}\n",
    )
