"""The Python that Jinja makes of a layout, with the detours left out that no page of ours needs.

Jinja asks its environment for every attribute, looks at the signature of each macro that is called, and makes an
object of what it drew; the page of a text does that 8,000 times. Takes the Python of a layout and gives a syntax tree
that draws the same in half the time, *or raises*: whoever draws must then draw again with what Jinja made. So a value
that is not there, a mistake in the layout, or a dictionary asked for an attribute cost time and nothing else, and
every problem is told in Jinja's words. The newcomer's trap: only what is recognised is rewritten, and everything else
stays as it is, so that with another version of Jinja this may be slower and not wrong.
"""

from __future__ import annotations

import ast
import keyword
from collections.abc import Iterator, Mapping, Sequence
from types import BuiltinMethodType, MethodType
from typing import Any

from .runtime import PlainMacro, escaped_text, looped

NAMES: Mapping[str, Any] = {
    "PlainMacro": PlainMacro,
    "escaped_text": escaped_text,
    "looped": looped,
    "method": MethodType,
    "string_method": BuiltinMethodType,
}
"""What the code looks up in its module, apart from what Jinja puts there."""
ASKS_WHETHER_IT_IS = frozenset({"defined", "undefined", "default", "d"})
"""Tests and filters that take what is not there for an answer, so that it must be asked for in Jinja's way."""
VALUE, CALLED = "value_", "called_"
"""What the code calls the value that it writes, and what it calls a function."""
AT: Mapping[str, Any] = {"lineno": 1, "col_offset": 0}
"""Where new code says that it stands. Nobody asks: what goes wrong goes wrong once more in Jinja's own code."""
LOAD = ast.Load()
ONCE = 2
"""Variables are all given the value `missing` before."""


def direct(python: str) -> ast.Module:
    """Return the code of a layout, as Jinja made it, without its detours.

    One that switches escaping on or off is left as it is: there a macro's result may not be finished.
    """
    module = ast.parse(python)
    if "eval_ctx.autoescape = " not in python:
        for function in module.body:
            if isinstance(function, ast.FunctionDef):
                _Directed(function).visit(function)
    return module


class _Directed(ast.NodeTransformer):
    """Rewrites one function of a layout: its root, or one of its blocks."""

    def __init__(self, function: ast.FunctionDef) -> None:
        self._macros = dict(_macros(function))
        taken = list(_taken_from_tables(function))
        self._asking = {name for name, _, key in taken if key in ASKS_WHETHER_IT_IS}
        self._safe = {name for name, table, key in taken if (table, key) == ("filters", "safe")}

    def generic_visit(self, node: ast.AST) -> ast.AST:
        """Rewrite the parts of a node, and join what its statements yield one after the other."""
        super().generic_visit(node)
        if isinstance(node, ast.stmt):
            for name in ("body", "orelse"):
                if statements := getattr(node, name, None):
                    setattr(node, name, list(_joined(statements)))
        return node

    def visit_Call(self, node: ast.Call) -> ast.AST:
        """Rewrite a call of one of the functions by which Jinja does what a layout says."""
        match node:
            case ast.Call(func=ast.Name(id="escape"), args=[value], keywords=[]):
                return self._written(value)
            case ast.Call(func=ast.Name(id="LoopContext"), args=[values, undefined]):
                return _call("looped", self.visit(values), undefined)
            case ast.Call(func=ast.Name(id=name), args=[ast.Call() as first, *_]) if name in self._asking:
                super().generic_visit(first)
                return node
            case ast.Call(
                func=ast.Attribute(value=ast.Name(id="environment"), attr="getattr"),
                args=[owner, ast.Constant(value=str(name))],
            ) if name.isidentifier() and not keyword.iskeyword(name):
                return ast.Attribute(self._asked(owner), name, LOAD, **AT)
            case ast.Call(
                func=ast.Attribute(value=ast.Name(id="environment"), attr="getitem"),
                args=[owner, ast.Constant() as key],
            ):
                return ast.Subscript(self._asked(owner), key, LOAD, **AT)
        return super().generic_visit(node)

    def _asked(self, node: ast.expr) -> Any:
        """Return what is asked for a part of itself. What has no value has no parts, which need not be seen before."""
        match node:
            case ast.IfExp(body=ast.Call(func=ast.Name(id="undefined")), orelse=ast.Name() as name):
                return name
        return self.visit(node)

    def _written(self, value: ast.expr) -> ast.expr:
        """Return a value as it stands in a page."""
        match value:
            case ast.Call(func=ast.Name(id=name), args=[inner], keywords=[]) if name in self._safe:
                other = _call("escape", _call(name, _name(VALUE)))
                return _by_type(VALUE, self.visit(inner), "str", _name(VALUE), other)
            case ast.Call(func=ast.Attribute(value=ast.Name(id="context"), attr="call"), args=[called, *given]):
                if not any(isinstance(one, ast.Starred) for one in given) and all(one.arg for one in value.keywords):
                    return self._written_call(value, called, [self.visit(one) for one in given])
        return _escaped(self.visit(value))

    def _written_call(self, node: ast.Call, called: ast.expr, given: Sequence[ast.expr]) -> ast.expr:
        """Return what a call gives as it stands in a page: a macro's is finished, anything else is escaped."""
        named = [one for one in node.keywords if one.arg not in {"_loop_vars", "_block_vars"}]
        for one in named:
            one.value = self.visit(one.value)
        match called:
            case ast.IfExp(orelse=ast.Name(id=variable)) if variable in self._macros:
                macro, takes = self._macros[variable]
                rest, values = takes[len(given) :], {one.arg: one.value for one in named}
                if len(given) <= len(takes) and values.keys() <= set(rest):
                    return _call(macro, *given, *(values.get(name, _name("missing")) for name in rest))
        owner, now = self._asked(called), _name(CALLED)
        if not isinstance(owner, ast.Attribute):
            return _escaped(ast.Call(node.func, [owner, *given], node.keywords, **AT))
        # What is called shows from how it is called, mostly; where it is another thing, it is called as Jinja does.
        usual = ast.Call(node.func, [now, *given], node.keywords, **AT)
        if named or all(isinstance(one, ast.Constant) for one in given):
            kind = "string_method" if owner.attr == "format" else "method"
            return _escaped(_by_type(CALLED, owner, kind, ast.Call(now, list(given), named, **AT), usual))
        drawing = ast.Call(ast.Attribute(now, "drawing", LOAD, **AT), list(given), [], **AT)
        drawn = _by_type(CALLED, owner, "PlainMacro", drawing, _escaped(usual))
        enough, number = ast.Attribute(now, "takes", LOAD, **AT), ast.Constant(len(given), **AT)
        drawn.test = ast.BoolOp(ast.And(), [drawn.test, ast.Compare(enough, [ast.Eq()], [number], **AT)], **AT)
        return drawn


def _escaped(value: ast.expr) -> ast.expr:
    """Return code that gives a value escaped; most are strings."""
    return _by_type(VALUE, value, "str", _call("escaped_text", _name(VALUE)), _call("escape", _name(VALUE)))


def _by_type(name: str, value: ast.expr, kind: str, then: ast.expr, other: ast.expr) -> ast.IfExp:
    """Return code that gives `value` a name, and is `then` where it is of that very type, else `other`."""
    named = ast.NamedExpr(ast.Name(name, ast.Store(), **AT), value, **AT)
    return ast.IfExp(ast.Compare(_call("type", named), [ast.Is()], [_name(kind)], **AT), then, other, **AT)


def _call(function: str, *arguments: ast.expr) -> ast.Call:
    return ast.Call(_name(function), list(arguments), [], **AT)


def _name(name: str) -> ast.Name:
    return ast.Name(name, LOAD, **AT)


def _macros(root: ast.FunctionDef) -> Iterator[tuple[str, tuple[str, list[str]]]]:
    """Give the macros of a layout names of their own; yield these by their variables, with what each takes.

    Those alone that are always there, take nothing but what they name, and whose variable has no other value.
    """
    never = ast.dump(ast.Constant(value=False))
    assigned = [name.id for name in _assigned(root.body)]
    for function, statement in zip(root.body, root.body[2:], strict=False):
        match function, statement:
            case (
                ast.FunctionDef(name="macro"),
                ast.Assign(
                    targets=[*_, ast.Name(id=variable)],
                    value=ast.Call(func=ast.Name(id="Macro"), args=[_, _, _, ast.Tuple(elts=names), *more, _] as made),
                ),
            ) if assigned.count(variable) == ONCE and {ast.dump(one) for one in more} == {never}:
                function.name = f"macro_{variable}"
                made[1] = _name(function.name)
                yield variable, (function.name, [ast.literal_eval(name) for name in names])


def _assigned(statements: Sequence[ast.stmt]) -> Iterator[ast.Name]:
    """Yield each variable of a function as often as it is given a value."""
    for statement in statements:
        if isinstance(statement, ast.Assign | ast.For):
            targets = statement.targets if isinstance(statement, ast.Assign) else [statement.target]
            yield from (name for target in targets for name in ast.walk(target) if isinstance(name, ast.Name))
        if not isinstance(statement, ast.FunctionDef):
            yield from _assigned([*getattr(statement, "body", ()), *getattr(statement, "orelse", ())])


def _taken_from_tables(function: ast.FunctionDef) -> Iterator[tuple[str, str, str]]:
    """Yield under which names a function has tests and filters of Jinja's: `t_1`, `filters`, `safe`."""
    for statement in function.body:
        match statement:
            case ast.Try(
                body=[
                    ast.Assign(
                        targets=[ast.Name(id=name)],
                        value=ast.Subscript(value=ast.Attribute(attr=table), slice=ast.Constant(value=str(key))),
                    )
                ]
            ):
                yield name, table, key


def _joined(statements: Sequence[ast.stmt]) -> Iterator[ast.stmt]:
    """Yield statements, of which those that yield one string after the other are one."""
    strings: list[ast.expr] = []
    for statement in statements:
        match statement:
            case ast.Expr(value=ast.Yield(value=ast.expr() as value)):
                strings.append(value)
            case _:
                yield from _yielding(strings)
                strings = []
                yield statement
    yield from _yielding(strings)


def _yielding(strings: Sequence[ast.expr]) -> Iterator[ast.stmt]:
    if len(strings) > 1:
        join = ast.Attribute(ast.Constant("", **AT), "join", LOAD, **AT)
        strings = [ast.Call(join, [ast.Tuple(list(strings), LOAD, **AT)], [], **AT)]
    yield from (ast.Expr(ast.Yield(one, **AT), **AT) for one in strings)
