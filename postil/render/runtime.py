"""What the code of a layout calls while a page is drawn: Jinja's own, without detours that no page needs.

The page of a text writes 1,500 values and calls 250 macros. Jinja makes an object of each value, and looks at
each macro's signature anew; here both happen only where they make a difference, which halves the time. What
a layout may write and what comes of it stay the same. The newcomer's trap: whatever is unusual (`caller`,
arguments without a name, escaping switched off) must go Jinja's way, which is `super()`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from types import BuiltinMethodType, MethodType
from typing import Any

from jinja2 import Environment
from jinja2.runtime import Context, LoopContext, Macro, Undefined
from jinja2.utils import missing
from markupsafe import Markup, escape

try:
    from markupsafe._speedups import _escape_inner

    escaped_text: Callable[[str], str] = _escape_inner
except ImportError:  # Where it was built without, or calls this otherwise one day: the same, but slower.
    escaped_text = escape

METHODS = (MethodType, BuiltinMethodType)
"""Called as they are: a method of a view or of a string never asks for the context."""

NUMBERS = frozenset({int, float})
"""Nothing in them needs to be escaped, which takes a microsecond to find out."""


def written(value: object) -> str:
    """Return a value as it stands in a page: escaped, unless it is finished HTML."""
    kind = type(value)
    if kind is str:
        return escaped_text(value)  # type: ignore[arg-type]
    if kind is Markup:
        return value  # type: ignore[return-value]
    return str(value) if kind in NUMBERS else escape(value)


class PlainMacro(Macro):
    """A macro that knows how many arguments make its call a plain one."""

    def __init__(self, environment: Environment, func: Callable[..., str], *signature: Any) -> None:
        super().__init__(environment, func, *signature)
        self.drawing = func
        takes_more = self.catch_kwargs or self.catch_varargs or self.caller
        self.takes = -1 if takes_more else len(self.arguments)
        """How many arguments, when it takes no others than those that it names; else -1."""


class OnlyLoop:
    """What `loop` says where a loop goes round once, as most do: a note has one passage, and one way back to the text.

    Whatever else may be asked of a loop is not there, so that Jinja's own is asked.
    """

    index = length = revindex = depth = 1
    index0 = revindex0 = depth0 = 0
    first = last = True


ONLY = OnlyLoop()


def looped(values: Any, undefined: type[Undefined]) -> Iterable[tuple[Any, Any]]:
    """Yield values, each with what `loop` says in its turn."""
    if type(values) is tuple and len(values) == 1:
        return ((values[0], ONLY),)
    return LoopContext(values, undefined)


class PlainContext(Context):
    """The names that a layout knows, and the way it calls what they stand for."""

    def call(
        self, called: Any, /, *arguments: Any, _loop_vars: Any = None, _block_vars: Any = None, **named: Any
    ) -> Any:
        """Return what a call in a layout gives. The two with an underscore are names that Jinja has for itself."""
        kind = type(called)
        if kind is PlainMacro:
            lacking = called.takes - len(arguments)
            if lacking > 0:
                # A macro gives what is `missing` its default. What is named and not known is left for Jinja to refuse.
                rest = dict(named)
                given = (*arguments, *[rest.pop(name, missing) for name in called.arguments[-lacking:]])
                if not rest:
                    return self._finished(called.drawing(*given))
            elif lacking == 0 and not named:
                return self._finished(called.drawing(*arguments))
        elif kind in METHODS:
            return called(*arguments, **named)
        return super().call(called, *arguments, _loop_vars=_loop_vars, _block_vars=_block_vars, **named)

    def _finished(self, html: str) -> str:
        """Return what a macro drew as finished HTML. `Markup` itself would first ask whether it is that already."""
        return str.__new__(Markup, html) if self.eval_ctx.autoescape else html
