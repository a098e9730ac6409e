"""What readers can propose: an issue at the site's repository, filled in with a quote and its YAML.

The page carries the pattern of such an issue for the words that a reader selects; each paragraph
has a link for itself, which works without scripts. The trap: what is proposed must be found again,
so a quote is whole words of the text as readers see it, and a long one runs from first words to last.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Mapping, Sequence

from postil.core.github import Repository
from postil.core.model import Document, PlacedBlock
from postil.core.values import dataclass

from .canonical import Canonical
from .notes import Desk
from .views import SuggestView

LONGEST_QUOTE = 160
"""Characters of a paragraph that are quoted whole; of a longer one its first and last words."""
EDGE = 60
"""Characters of the first and last words of a longer one, more or less."""
SHORT_QUOTE = 40
"""Characters below which a paragraph is likely to stand inside another one as well."""
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

    def of_blocks(self, blocks: Sequence[PlacedBlock], on: str | None = None) -> Sequence[str | None]:
        """Return for each paragraph the address of a proposal for its words; they may stand in the comment `on`.

        `None` where there are none, where it would be too long for an address, and in excerpts, where words stand
        beside one another that do not in the text.
        """
        if self.is_excerpt:
            return [None] * len(blocks)
        words = [block.words for block in blocks]
        alike = Counter(words)
        return [
            self._of_block(block, on, _context(words, index) if _may_recur(block.words, alike) else {})
            if block.id and block.words
            else None
            for index, block in enumerate(blocks)
        ]

    def _of_block(self, block: PlacedBlock, on: str | None, context: Mapping[str, str]) -> str | None:
        fields = {**_quoted(block.words), **context, **({"on": on} if on else {})}
        filling = {
            "quote": f"{fields['quote']} … {fields['until']}" if "until" in fields else fields["quote"],
            "yaml": _yaml(fields, self.view.note),
            "path": self.view.path,
            "address": f"{self.place}#{block.id}",
        }
        return self.repository.issue(_filled(self.view.title, filling), _filled(self.view.body, filling))


def _may_recur(words: str, alike: Mapping[str, int]) -> bool:
    """Return whether a paragraph's words may well stand elsewhere too. To seek each would cost a walk of the text."""
    return len(words) < SHORT_QUOTE or alike[words] > 1


def _context(words: Sequence[str], index: int) -> dict[str, str]:
    """Return the words just before and after a paragraph."""
    before = next((text for text in reversed(words[:index]) if text), "")
    after = next((text for text in words[index + 1 :] if text), "")
    return {name: edge for name, edge in (("prefix", _last(before)), ("suffix", _first(after))) if edge}


def _first(words: str) -> str:
    return words if len(words) <= EDGE else words[:EDGE].rpartition(" ")[0] or words[:EDGE]


def _last(words: str) -> str:
    return words if len(words) <= EDGE else words[-EDGE:].partition(" ")[2] or words[-EDGE:]


def _quoted(words: str) -> dict[str, str]:
    if len(words) <= LONGEST_QUOTE:
        return {"quote": words}
    return {"quote": _first(words), "until": _last(words)}


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
