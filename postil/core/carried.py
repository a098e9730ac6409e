"""What the program brings along to be copied: itself, and the first files of a site.

Reads the package, and what comes with it wherever it is installed. The newcomer's trap: in a
checkout the layouts stand beside the package, in a copy inside it, as in a wheel; so a site has its
own `layouts/` for itself, and the folder `postil/` can be replaced by a newer one whole.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from .files import shipped

PACKAGE = Path(__file__).parent.parent
AT_THE_HEAD = ("build.py", "requirements.txt")
"""What stands beside the folder of the program in whatever repository carries it."""
INSIDE = ("LICENSE", "layouts")
"""What a copy of the program has in its folder, wherever the program itself has it."""
NEEDLESS = ("schemas",)
"""What a wheel has in the folder too, and the program makes for every site anew."""


def program() -> Mapping[str, bytes]:
    """Return the files by which a repository carries this program, by their paths there.

    `build.py` and `requirements.txt` stand at the head, everything else below `postil/`. A program that
    was copied so gives the same files again. Raises `OSError` when the program is not whole.
    """
    held = {name: shipped(name).read_bytes() for name in AT_THE_HEAD}
    for path in _paths(PACKAGE):
        if path.split("/", 1)[0] not in (*AT_THE_HEAD, *INSIDE, *NEEDLESS):
            held[f"postil/{path}"] = (PACKAGE / path).read_bytes()
    held["postil/LICENSE"] = shipped("LICENSE").read_bytes()
    layouts = shipped("layouts")
    return held | {f"postil/layouts/{path}": (layouts / path).read_bytes() for path in _paths(layouts)}


def templates(name: str) -> Mapping[str, str]:
    """Return the text of each file below `new/templates/NAME` of the package, by its path there."""
    folder = PACKAGE / "new" / "templates" / name
    return {path: (folder / path).read_text(encoding="utf-8") for path in _paths(folder)}


def _paths(folder: Path) -> Iterator[str]:
    """Yield the paths of all files below a folder of the program, sorted, but for what Python keeps compiled."""
    for file in sorted(folder.rglob("*")):
        path = file.relative_to(folder)
        if file.is_file() and "__pycache__" not in path.parts:
            yield path.as_posix()
