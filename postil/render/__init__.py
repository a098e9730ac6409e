"""Pages become files: each page's view is drawn by its layout.

Takes planned `Page`s and the `Layouts`, gives `Output`s, all at once or page by page. The only door to
Jinja.

A template receives `page` (the view, a dataclass of `plan/views`), and for short `site` and
`words`, which are `page.site` and `page.words`. The newcomer's trap: everything is escaped, and
only what ends in `_html` may be passed through `| safe`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from types import TracebackType

import jinja2

from postil.core.addresses import output_path
from postil.core.limits import TooLongError
from postil.core.model import Output, Page
from postil.core.problems import Checked, Place, Problem

from . import delivered
from .layouts import ASSETS, FilesOfOneName, HeldFiles, LayoutFiles, Layouts

__all__ = [
    "FilesOfOneName",
    "HeldFiles",
    "LayoutFiles",
    "Layouts",
    "assets",
    "assets_digest",
    "drawn",
    "outputs",
    "too_costly",
]

MISTAKES = (
    jinja2.TemplateError,
    ArithmeticError,
    AttributeError,
    LookupError,
    RecursionError,
    TypeError,
    ValueError,
)
"""What an expression of a layout may raise. Reported only when a layout was running."""


def outputs(pages: Iterable[Page], layouts: Layouts) -> Checked[tuple[Output, ...]]:
    """Return each page as a file of the site, in the order given.

    A page that cannot be drawn gives no output but a problem. A mistake in a layout that many
    pages share is reported once.
    """
    results = [drawn(page, layouts) for page in pages]
    made = tuple(result.value for result in results if result.value is not None)
    return Checked(made, tuple(dict.fromkeys(problem for result in results for problem in result.problems)))


def drawn(page: Page, layouts: Layouts) -> Checked[Output | None]:
    """Return a page as a file of the site.

    One whose layout is missing or fails gives no output but a problem with the layout's file and line, and so
    does one that whoever calls has stopped by `core.limits`.
    """
    result = _drawn(page, layouts)
    if isinstance(result, Problem):
        return Checked(None, (result,))
    return Checked(Output(output_path(page.address), result.encode()))


def too_costly(mistake: BaseException, page: Page, layouts: Layouts) -> Problem:
    """Return the problem of a layout that was stopped while it drew a page, by `core.limits` or for want of memory."""
    found = layouts.find(page.layout)
    place = _running(mistake.__traceback__, layouts) or Place(found[0] if found else "layouts")
    reason = "more memory than there is" if isinstance(mistake, MemoryError) else "longer than it may"
    hint = "see what its loops go through; --seconds-per-text allows more time"
    return Problem("layout-too-costly", f"to draw a page by this layout takes {reason}", place, hint)


def assets_digest(layouts: Layouts) -> str:
    """Return a digest of everything that `assets` follows from, in hexadecimal."""
    contents = [(name, layouts.bytes(name)) for name in layouts.names() if name.startswith(ASSETS)]
    parts = [(name, hashlib.sha256(content or b"").digest()) for name, content in contents]
    return hashlib.sha256(repr(parts).encode()).hexdigest()


def assets(layouts: Layouts) -> tuple[Output, ...]:
    """Return the style sheets, scripts, fonts and pictures of the layouts, to stand at `assets/…`."""
    contents = {
        name: content
        for name in layouts.names()
        if name.startswith(ASSETS) and (content := layouts.bytes(name)) is not None
    }
    texts = {name: _text(content) for name, content in contents.items() if name.endswith((".css", ".js"))}
    parts = {part for name, text in texts.items() if name.endswith(".css") for part in delivered.imported(name, text)}
    for name, text in texts.items():
        delivery = delivered.sheet(name, contents.get) if name.endswith(".css") else delivered.script(text)
        contents[name] = delivery.encode()
    return tuple(Output(name, content) for name, content in contents.items() if name not in parts)


def _text(content: bytes) -> str:
    return content.decode("utf-8", "replace")


def _drawn(page: Page, layouts: Layouts) -> str | Problem:
    try:
        return layouts.drawn(page.layout, page=page.view, site=page.view.site, words=page.view.words)
    except jinja2.TemplateNotFound as mistake:
        return _missing(mistake, page, layouts)
    except jinja2.TemplateSyntaxError as mistake:
        place = _place(mistake.filename or page.layout, mistake.lineno, layouts)
        return Problem("layout-error", _sentence(mistake), place)
    except (TooLongError, MemoryError) as mistake:
        return too_costly(mistake, page, layouts)
    except MISTAKES as mistake:
        running = _running(mistake.__traceback__, layouts)
        if running is None:
            raise
        return Problem("layout-error", _sentence(mistake), running)


def _missing(mistake: jinja2.TemplateNotFound, page: Page, layouts: Layouts) -> Problem:
    """Say which layout is missing, at the line that asks for it or for the page that needs it."""
    name = mistake.name or page.layout
    place = _running(mistake.__traceback__, layouts) or Place(f"{layouts.folders[0].path}/{name}")
    return Problem(
        "layout-missing",
        f"there is no layout {name}, which the page at /{page.address} needs",
        place,
        f"add {name} to {layouts.folders[0].path}/, or correct the name",
    )


def _running(traceback: TracebackType | None, layouts: Layouts) -> Place | None:
    """Return the innermost line of a layout that was being drawn.

    Jinja maps frames to lines, but not where drawing was stopped by what is no `Exception`.
    """
    paths = {f"{folder.path}/{name}" for folder in layouts.folders for name in folder.names()}
    place = None
    while traceback is not None:
        if traceback.tb_frame.f_code.co_filename in paths:
            template = traceback.tb_frame.f_globals.get("__jinja_template__")
            line = template.get_corresponding_lineno(traceback.tb_lineno) if template else traceback.tb_lineno
            place = _place(traceback.tb_frame.f_code.co_filename, line, layouts)
        traceback = traceback.tb_next
    return place


def _place(path: str, line: int, layouts: Layouts) -> Place:
    """Return the place of a line of a layout, its indentation skipped, with the line as excerpt."""
    for folder in layouts.folders:
        text = folder.read(path.removeprefix(f"{folder.path}/")) if path.startswith(f"{folder.path}/") else None
        lines = text.split("\n") if text is not None else []
        if 0 < line <= len(lines):
            excerpt = lines[line - 1].rstrip("\r")
            indent = len(excerpt) - len(excerpt.lstrip())
            return Place(path, line, indent + 1, max(1, len(excerpt) - indent), excerpt)
    return Place(path, line)


def _sentence(mistake: BaseException) -> str:
    """Return Jinja's message as one line of a sentence; the name of the mistake when it has none."""
    message = " ".join(str(getattr(mistake, "message", None) or mistake).split()).rstrip(".")
    return f"the layout cannot be drawn: {message or type(mistake).__name__}"
