"""Test cases as files a person enjoys reading.

A case file is Markdown. Each `## ` heading begins a case and is its claim; prose between the
blocks says why; the blocks are fenced by four tildes and named by the last word of the fence:

    ## A quote in straight quotation marks finds curly ones

    ~~~~ md text
    He said “no”.
    ~~~~

    ~~~~ yaml annotations
    annotations: [{quote: '"no"', note: x}]
    ~~~~

    ~~~~ result
    ...
    ~~~~

`case.expect("result", actual)` compares; under `pytest --refresh` it writes what is there now
into the file instead, and the diff is the review.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

FOLDER = Path(__file__).parent / "cases"
BLOCK = re.compile(r"^~~~~ (?P<info>[^\n]*)\n(?P<body>.*?)^~~~~$", re.MULTILINE | re.DOTALL)
refreshing = False
"""Set by the option `--refresh`."""


@dataclass
class Case:
    """One claim with its named blocks."""

    file: Path
    title: str
    blocks: dict[str, str] = field(default_factory=dict)

    def __str__(self) -> str:
        return f"{self.file.stem}: {self.title}"

    def expect(self, name: str, actual: str) -> None:
        """Compare `actual` with the block `name`, or write it there under `--refresh`."""
        actual = actual.rstrip("\n") + "\n" if actual.strip() else ""
        if refreshing and self.blocks.get(name) != actual:
            self._write(name, actual)
        else:
            assert actual == self.blocks.get(name, ""), f"{self} ({self.file})"

    def _write(self, name: str, actual: str) -> None:
        text = self.file.read_text(encoding="utf-8")
        start = text.index(f"## {self.title}\n")
        following = text.find("\n## ", start)
        end = following + 1 if following >= 0 else len(text)
        section = text[start:end]
        block = f"~~~~ {name}\n{actual}~~~~"
        for match in BLOCK.finditer(section):
            if match["info"].split()[-1] == name:
                section = section[: match.start()] + block + section[match.end() :]
                break
        else:
            section = section.rstrip("\n") + f"\n\n{block}\n" + ("\n" if following >= 0 else "")
        self.file.write_text(text[:start] + section + text[end:], encoding="utf-8")


def cases(folder: str) -> list[Case]:
    """Return every case of the files in `tests/cases/FOLDER`, in order."""
    found: list[Case] = []
    for file in sorted((FOLDER / folder).glob("*.md")):
        text = file.read_text(encoding="utf-8")
        for section in re.split(r"^## ", text, flags=re.MULTILINE)[1:]:
            case = Case(file, section.split("\n", 1)[0])
            for match in BLOCK.finditer(section):
                case.blocks[match["info"].split()[-1]] = match["body"]
            found.append(case)
    assert found, f"no cases in tests/cases/{folder}"
    return found
