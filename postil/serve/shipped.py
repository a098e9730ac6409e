"""Files that come with the workshop, read once when it begins: `workshop.js`, `workshop.css`."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path


def files_of(folder: Path) -> Mapping[str, bytes]:
    """Return the files of a folder of the program by their names; those that only the program reads are left out."""
    return {
        file.name: file.read_bytes()
        for file in sorted(folder.iterdir())
        if file.suffix in {".js", ".css", ".html"} and file.is_file()
    }


ASSETS: Mapping[str, bytes] = files_of(Path(__file__).parent / "assets")
"""What the server serves of its own, by name."""
EDITOR: Mapping[str, bytes] = files_of(Path(__file__).parent / "editor" / "assets")
"""What it serves of the editor, by name."""
