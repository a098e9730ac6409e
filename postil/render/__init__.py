"""Pages become files: each page's view is drawn by its layout.

Takes planned `Page`s and the folders of layouts, gives `Output`s. The only door to Jinja. A
folder is anything that can list and read its files, so nothing here touches the disk; where
several folders hold a file of the same name, the first one wins, file by file.

A template receives `page` (the view, a dataclass of `plan/views`), and for short `site` and
`words`, which are `page.site` and `page.words`. The newcomer's trap: everything is escaped, and
only what ends in `_html` may be passed through `| safe`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from types import TracebackType
from typing import Protocol, TypeAlias

import jinja2

from postil.core.addresses import output_path
from postil.core.model import Output, Page
from postil.core.problems import Checked, Place, Problem

from . import delivered

ASSETS = "assets/"
"""Files below this folder are copied into the site as they are."""

FilesOfOneName: TypeAlias = tuple[tuple[str, bytes], ...]
"""Paths for problems, each with the content of its file."""

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


class LayoutFiles(Protocol):
    """One folder of layouts."""

    @property
    def path(self) -> str:
        """How problems name the folder: `layouts`."""
        ...

    def names(self) -> Sequence[str]:
        """Return the files' names below the folder, with forward slashes: `parts/note.html`."""
        ...

    def read(self, name: str) -> str | None:
        """Return a file as text; `None` when the folder has no such file."""
        ...

    def bytes(self, name: str) -> bytes | None:
        """Return a file as it is; `None` when the folder has no such file."""
        ...


@dataclass(frozen=True, slots=True)
class Layouts:
    """Several folders of layouts seen as one, ready to draw pages."""

    folders: tuple[LayoutFiles, ...]
    """The site's own first, then the ones that come along."""
    _environment: jinja2.Environment = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        # No cache of compiled templates on disk: it would be a second door, and a folder to mistrust.
        environment = jinja2.Environment(
            loader=_Loader(self.find),
            autoescape=True,
            undefined=jinja2.StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
            auto_reload=False,
            cache_size=-1,
        )
        object.__setattr__(self, "_environment", environment)

    def find(self, name: str) -> tuple[str, str] | None:
        """Return the path for problems and the text of the first file of that name, if any."""
        for folder in self.folders:
            text = folder.read(name)
            if text is not None:
                return f"{folder.path}/{name}", text
        return None

    def names(self) -> tuple[str, ...]:
        """Return the names of all files of all folders, sorted, each once."""
        return tuple(sorted({name for folder in self.folders for name in folder.names()}))

    def bytes(self, name: str) -> bytes | None:
        """Return the first file of that name as it is, if any."""
        return next((content for folder in self.folders if (content := folder.bytes(name)) is not None), None)

    def every(self, name: str) -> FilesOfOneName:
        """Return the path for problems and the content of each folder's file of that name, the site's own first."""
        found = ((f"{folder.path}/{name}", folder.bytes(name)) for folder in self.folders)
        return tuple((path, content) for path, content in found if content is not None)

    def template(self, name: str) -> jinja2.Template:
        """Return the compiled layout. Raises `jinja2.TemplateError` when it is missing or malformed."""
        return self._environment.get_template(name)


def outputs(pages: Iterable[Page], layouts: Layouts) -> Checked[tuple[Output, ...]]:
    """Return each page as a file of the site, in the order given.

    A page whose layout is missing or fails gives no output but a problem with the layout's file
    and line. A mistake in a layout that many pages share is reported once.
    """
    made: list[Output] = []
    problems: dict[Problem, None] = {}
    for page in pages:
        result = _drawn(page, layouts)
        if isinstance(result, Problem):
            problems[result] = None
        else:
            made.append(Output(output_path(page.address), result.encode()))
    return Checked(tuple(made), tuple(problems))


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


class _Loader(jinja2.BaseLoader):
    """Lets Jinja ask for a layout by name. The path for problems serves as its file name."""

    def __init__(self, find: Callable[[str], tuple[str, str] | None]) -> None:
        self._find = find

    def get_source(
        self, environment: jinja2.Environment, template: str
    ) -> tuple[str, str | None, Callable[[], bool] | None]:
        del environment
        found = self._find(template)
        if found is None:
            raise jinja2.TemplateNotFound(template)
        path, text = found
        return text, path, None


def _drawn(page: Page, layouts: Layouts) -> str | Problem:
    try:
        return layouts.template(page.layout).render(page=page.view, site=page.view.site, words=page.view.words)
    except jinja2.TemplateNotFound as mistake:
        return _missing(mistake, page, layouts)
    except jinja2.TemplateSyntaxError as mistake:
        place = _place(mistake.filename or page.layout, mistake.lineno, layouts)
        return Problem("layout-error", _sentence(mistake), place)
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
    """Return the innermost line of a layout that was being drawn; Jinja maps frames to its lines."""
    paths = {f"{folder.path}/{name}" for folder in layouts.folders for name in folder.names()}
    place = None
    while traceback is not None:
        if traceback.tb_frame.f_code.co_filename in paths:
            place = _place(traceback.tb_frame.f_code.co_filename, traceback.tb_lineno, layouts)
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
