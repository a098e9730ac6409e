"""What readers can propose: an issue at the site's repository, filled in with a quote and its YAML.

The page carries the pattern of such an issue for the words that a reader selects; each paragraph
has a link for itself, which works without scripts. The trap: what is proposed must be found again,
so a quote is whole words of the text as readers see it, and a long one runs from first words to last.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass

from postil.core.github import Repository
from postil.core.model import Document, PlacedBlock

from .canonical import Canonical
from .notes import Desk
from .views import SuggestView

LONGEST_QUOTE = 160
"""Characters of a paragraph that are quoted whole; of a longer one its first and last words."""
EDGE = 60
"""Characters of the first and last words of a longer one, more or less."""
UNPRINTABLE = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")
"""What YAML does not read though JSON writes it."""


@dataclass(frozen=True, slots=True)
class Suggesting:
    """Makes the proposals of one text's page."""

    view: SuggestView
    repository: Repository
    place: str
    """Whole address of the page; the path of the text where it is not known where the site is published."""
    is_excerpt: bool = False

    @classmethod
    def of(cls, address: str, document: Document, desk: Desk) -> Suggesting | None:
        """Return what makes the proposals of the text at that address; `None` without a repository at GitHub."""
        repository, words, title = desk.repository, desk.words, document.metadata.title
        if repository is None:
            return None
        view = SuggestView(
            address=repository.new_issue,
            path=f"{document.source.path.removesuffix('.md')}.annotations.yaml",
            title=words["suggest-title"],
            body="\n\n".join(
                (
                    words["suggest-words"].replace("{title}", title),
                    "> {quote}",
                    "{address}",
                    words["suggest-merge"],
                    "```yaml\n{yaml}\n```",
                )
            ),
            note=words["suggest-note"],
        )
        canonical = Canonical.of(desk.settings.site)
        place = canonical.to(address) if canonical else document.source.path
        return cls(view, repository, place, document.metadata.rights == "excerpts")

    def of_block(self, block: PlacedBlock, on: str | None = None) -> str | None:
        """Return the address of a proposal for the words of a paragraph, which may stand in the comment `on`.

        `None` when there are none, when it would be too long for an address, and in excerpts, where words stand
        beside one another that do not in the text.
        """
        if not block.words or self.is_excerpt:
            return None
        fields = {**_quoted(block.words), **({"on": on} if on else {})}
        filling = {
            "quote": f"{fields['quote']} … {fields['until']}" if "until" in fields else fields["quote"],
            "yaml": _yaml(fields, self.view.note),
            "path": self.view.path,
            "address": f"{self.place}#{block.id}",
        }
        return self.repository.issue(_filled(self.view.title, filling), _filled(self.view.body, filling))


def _quoted(words: str) -> dict[str, str]:
    if len(words) <= LONGEST_QUOTE:
        return {"quote": words}
    head, tail = words[:EDGE], words[-EDGE:]
    return {"quote": head.rpartition(" ")[0] or head, "until": tail.partition(" ")[2] or tail}


def _filled(pattern: str, filling: Mapping[str, str]) -> str:
    """Fill in names in braces, in one pass, so that braces in what is filled in stay."""
    return re.sub(r"\{(\w+)\}", lambda match: filling.get(match[1], match[0]), pattern)


def _yaml(fields: Mapping[str, str], note: str) -> str:
    """Return an annotation as an item of a list."""
    lines = [f"{name}: {_scalar(value)}" for name, value in fields.items()]
    lines += ["kind: context", "note: |", f"  {note}"]
    return "\n".join(("    " if index else "  - ") + line for index, line in enumerate(lines))


def _scalar(value: str) -> str:
    """Return a value between quotation marks: what JSON writes, YAML reads alike, but for a few characters."""
    return UNPRINTABLE.sub(lambda match: f"\\u{ord(match[0]):04x}", json.dumps(value, ensure_ascii=False))
