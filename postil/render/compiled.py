"""Layouts as code: compiled once, and kept from one build to the next.

Jinja makes Python of a layout in 5 ms, and Python code of that in 1 ms; code that was kept is there in 0.03 ms.
Takes and gives entries by the layouts' names, for somebody else to keep. An entry begins with a digest of
itself and of all that the code depends on, so that any other layout, library or Python is a miss, and
so is damage. The newcomer's trap: whoever can write entries can run code, as with a layout itself, so
they belong where only the program writes.
"""

from __future__ import annotations

import hashlib
import marshal
import sys
from collections.abc import Callable, Mapping, MutableMapping
from functools import cache, lru_cache
from types import CodeType
from typing import Any

import jinja2

from postil.core.machine import program_digest

from . import runtime
from .direct import NAMES, direct

MADE_WITH = f"{sys.version}, Jinja {jinja2.__version__}".encode()
DIGEST_SIZE = 32


def environment(
    find: Callable[[str], tuple[str, str] | None], kept: Mapping[str, bytes], *, is_direct: bool = True
) -> jinja2.Environment:
    """Return Jinja, ready to draw the layouts that `find` gives by their names: path for problems, and text.

    What it draws is right or raises, as `direct` says; with `is_direct` switched off it is Jinja's own.
    """
    made = jinja2.Environment(
        loader=Loader(find, kept, is_direct=is_direct),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        auto_reload=False,
        cache_size=-1,
        # To reckon with constants saves nothing in our layouts, and costs a tenth of compiling them.
        optimized=False,
    )
    made.context_class = runtime.PlainContext
    return made


class Loader(jinja2.BaseLoader):
    """Gives Jinja layouts by their names, from what was kept where it can. The path for problems is their file name."""

    has_source_access = False

    def __init__(
        self, find: Callable[[str], tuple[str, str] | None], kept: Mapping[str, bytes], *, is_direct: bool
    ) -> None:
        self._find = find
        self._is_direct = is_direct
        self._kept = kept
        self.entries: dict[str, bytes] = {}
        """What the layouts used so far are kept as."""

    def load(
        self,
        environment: jinja2.Environment,
        name: str,
        globals: MutableMapping[str, Any] | None = None,  # noqa: A002 Jinja's own name for it
    ) -> jinja2.Template:
        """Return a layout as code. Raises `jinja2.TemplateError` when it is missing or malformed."""
        found = self._find(name)
        if found is None:
            raise jinja2.TemplateNotFound(name)
        path, text = found
        made_from = repr((name, path, text, self._is_direct)).encode()
        entry = self._kept.get(name, b"")
        code = _code(entry, made_from)
        if code is None:
            code = compiled(name, path, text, is_direct=self._is_direct)
            entry = _entry(code, made_from)
        self.entries[name] = entry
        module: dict[str, Any] = {"environment": environment, "__file__": path}
        exec(code, module)  # noqa: S102 this is what Jinja does with a layout
        # Names that the code imports from Jinja and looks up when it draws.
        module |= {"escape": runtime.written, "Macro": runtime.PlainMacro, **NAMES}
        return environment.template_class.from_module_dict(environment, module, globals or {})


@lru_cache(maxsize=256)
def compiled(name: str, path: str, text: str, *, is_direct: bool) -> CodeType:
    """Return a layout as code. A process that draws with one folder of layouts after another compiles each once."""
    python = _compiler().compile(text, name, path, raw=True)
    return compile(direct(python) if is_direct else python, path, "exec")


@cache
def _compiler() -> jinja2.Environment:
    return environment(lambda _: None, {})


def _entry(code: CodeType, made_from: bytes) -> bytes:
    """Return code as it is kept.

    As code and not as the Python that Jinja made, which would cost each process 20 ms for the layouts of one
    text. The standard library's `marshal` must not be given damaged bytes; the digest sees to that.
    """
    content = marshal.dumps(code)
    return _digest(content, made_from) + content


def _code(entry: bytes, made_from: bytes) -> CodeType | None:
    """Return the code that is kept in an entry; `None` for one that is damaged or made from anything else."""
    digest, content = entry[:DIGEST_SIZE], entry[DIGEST_SIZE:]
    if digest != _digest(content, made_from):
        return None
    code = marshal.loads(content)  # noqa: S302 these are the bytes that this module wrote
    return code if isinstance(code, CodeType) else None


def _digest(content: bytes, made_from: bytes) -> bytes:
    parts = (MADE_WITH, program_digest().encode(), made_from, content)
    return hashlib.sha256(b"".join(hashlib.sha256(part).digest() for part in parts)).digest()
