"""Plain data becomes the dataclasses of `written`, or problems in plain words.

It takes a `Tree`, whose scalars are strings, and a dataclass, and gives a value of that class.
`json_schemas` gives the same rules to editors. The newcomer's trap: a wrong field does not cost
the whole value. It is left out, its problem is reported, and the value is made of the rest where
that is possible, so that one run shows everything there is to mend.
"""

from __future__ import annotations

import dataclasses
import json
import re
import types
from collections.abc import Mapping
from functools import cache
from typing import Any, Generic, TypeVar, Union, get_args, get_origin, get_type_hints

from postil.core import written
from postil.core.problems import Checked, Problem
from postil.core.values import dataclass
from postil.core.yamltree import Tree

from .accepting import InDoubtError, accepted
from .words import Mistake, problem_for

T = TypeVar("T")
Path = tuple[str | int, ...]

MOST_MISTAKES = 50
"""After so many in one entry nobody reads on, and comparing them with one another takes long."""
SCHEMAS: dict[str, type[Any]] = {
    "annotations": written.AnnotationsFile,
    "comments": written.CommentsFile,
    "site": written.SiteSettings,
    "entities": written.EntitiesFile,
    "text": written.FrontMatter,
}
"""Name of each file in schemas/ to what it describes."""

DIGITS = re.compile("-?[0-9]+")
"""A whole number as people write it. Python, and pydantic with it, reads `1_0`, `+1` and `1.0` as one too."""
NO_NUMBER = "none"

IN_WORDS: dict[type[Any], str] = {written.Quotation: "quote"}
"""Classes whose values may be written as a plain string, with the field that the string is."""


def checked(shape: type[T], tree: Tree) -> Checked[T | None]:
    """Return `tree` as a value of the dataclass `shape`, without the fields that are wrong.

    `None` when a required field is among those, or when the tree is no mapping. An empty tree is
    an empty mapping; a field without a value counts as absent. Where a quotation belongs, a plain
    string is its quote.
    """
    plan = _plan(shape)
    data = _completed({} if tree.data is None else tree.data, plan)
    value, mistakes = _validated(shape, data)
    left = mistakes
    # What is wrong with a list as a whole, as its length, shows once its entries are right: then it goes as a whole.
    for depth in (None, 1):
        if value is None and isinstance(data, dict):
            data = _without(data, {_to_leave_out(mistake, plan)[:depth] for mistake in left})
            value, left = _validated(shape, data)
    return Checked(value, _problems(shape, tree, mistakes))


@dataclass(frozen=True, slots=True)
class Entry(Generic[T]):
    """One entry of a list or mapping that an author wrote."""

    key: str | int
    """Its key, or its index in the list."""
    value: T
    tree: Tree
    """The entry with the places of its fields."""


def checked_entries(shape: type[Any], tree: Tree, name: str) -> Checked[tuple[Entry[Any], ...]]:
    """Return the entries of the list or mapping `name` of a file, each checked on its own.

    `shape` describes the whole file, as `AnnotationsFile` does; a list may also stand there bare,
    without its name. An entry that cannot be made is left out and does not cost the others. Wrong
    keys beside `name` are reported too.
    """
    plan = _plan(shape).fields[name]
    kind: type[Any] = list if plan.is_list else dict
    is_bare = plan.is_list and isinstance(tree.data, list)
    beside = tree.data if isinstance(tree.data, dict) else {}
    entries = tree.data if is_bare else beside.get(name)
    fits = isinstance(entries, kind)
    problems: list[Problem] = []
    if not is_bare:
        around = {**beside, name: kind()} if fits else tree.data
        _, mistakes = _validated(shape, _completed({} if around is None else around, _plan(shape)))
        problems.extend(_problems(shape, tree, mistakes))
    if not fits or not entries:
        return Checked((), tuple(problems))
    limit = next(each.metadata.get("max_length") for each in dataclasses.fields(shape) if each.name == name)
    if limit and len(entries) > limit:
        sentence = f"`{name}` has {len(entries):,} entries; {limit:,} are the most"
        problems.append(Problem("too-long", sentence, tree.key(name), "divide the text and what belongs to it"))
        return Checked((), tuple(problems))
    found: list[Entry[Any]] = []
    for key in range(len(entries)) if plan.is_list else tuple(entries):
        part = tree.under(key) if is_bare else tree.under(name, key)
        one = checked(plan.item.shape, part)
        problems.extend(one.problems)
        if one.value is not None:
            found.append(Entry(key, one.value, part))
    return Checked(tuple(found), tuple(problems))


def json_schemas() -> dict[str, str]:
    """Return the JSON Schemas of everything authors write: file name to text."""
    from pydantic import TypeAdapter  # noqa: PLC0415 - costs 90 ms, which only a mistake should cost

    schemas: dict[str, str] = {}
    for name, shape in SCHEMAS.items():
        described = TypeAdapter(shape).json_schema()
        head = {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": f"Postil: {name}"}
        body = {key: value for key, value in described.items() if key not in {"title", "$defs"}}
        definitions = {"$defs": described["$defs"]} if "$defs" in described else {}
        text = json.dumps(_tidy({**head, **body, **definitions}), indent=2, ensure_ascii=False)
        schemas[f"{name}.schema.json"] = text + "\n"
    return schemas


# -------------------------------------------------------------------------------- validation


@cache
def _adapter(shape: Any) -> Any:
    from pydantic import TypeAdapter  # noqa: PLC0415 - see `json_schemas`

    return TypeAdapter(shape)


def _validated(shape: Any, data: Any) -> tuple[Any, list[Mistake]]:
    try:
        return accepted(shape, data), []
    except InDoubtError:
        return _judged(shape, data)


def _judged(shape: Any, data: Any) -> tuple[Any, list[Mistake]]:
    from pydantic import ValidationError  # noqa: PLC0415 - see `json_schemas`

    try:
        return _adapter(shape).validate_python(_in_digits(data, _plan(shape))), []
    except ValidationError as error:
        found = error.errors(include_url=False)[:MOST_MISTAKES]
        return None, [_mistake(shape, data, each) for each in found]


def _in_digits(data: Any, plan: _Plan) -> Any:
    """Return the data with `NO_NUMBER` in place of what is no whole number as people write it."""
    if isinstance(data, dict):
        return {key: _in_digits(value, plan.below(key)) for key, value in data.items()}
    if isinstance(data, list):
        return [_in_digits(value, plan.below(0)) for value in data]
    is_wrong = plan.says == WHOLE_NUMBER and isinstance(data, str) and not DIGITS.fullmatch(data)
    return NO_NUMBER if is_wrong else data


def _mistake(shape: type[Any], data: Any, found: Any) -> Mistake:
    """Return what pydantic found, without the names of a union's branches in its path."""
    path: list[str | int] = []
    plan, rest = _plan(shape), data
    steps = list(found["loc"])
    for number, step in enumerate(steps):
        is_last = number == len(steps) - 1
        if isinstance(rest, dict) and (step in rest or (is_last and found["type"] == "missing")):
            path.append(step)
            plan, rest = plan.below(step), rest.get(step)
        elif isinstance(rest, list) and isinstance(step, int) and step < len(rest):
            path.append(step)
            plan, rest = plan.below(step), rest[step]
    is_named = plan.item is not None and not plan.is_list
    expected = plan.item if plan.is_list or is_named else plan
    return Mistake(
        found["type"],
        tuple(path),
        found.get("input"),
        found.get("ctx") or {},
        plan.says,
        fields=expected.names,
        required=expected.required,
        is_named=is_named,
        is_in_words=expected.shape in IN_WORDS,
    )


def _problems(shape: type[Any], tree: Tree, mistakes: list[Mistake]) -> tuple[Problem, ...]:
    problems: list[Problem] = []
    unknown = [mistake for mistake in mistakes if mistake.kind == "unexpected_keyword_argument"]
    seen: set[Path] = set()
    for mistake in mistakes:
        # Of a union each branch complains; the one that came further knows better.
        if mistake.path in seen or any(_is_above(mistake, other) for other in mistakes):
            continue
        seen.add(mistake.path)
        names = _plan(shape).at(mistake.path[:-1]).names
        beside = [other.path[-1] for other in unknown if other.path[:-1] == mistake.path[:-1]]
        problem = problem_for(mistake, tree, names=names, unknown=[str(name) for name in beside])
        if problem is not None:
            problems.append(problem)
    return tuple(problems)


def _is_above(mistake: Mistake, other: Mistake) -> bool:
    """Return whether one branch of a union complains of the kind of what another takes for its own and looks into."""
    depth = len(mistake.path)
    knows_better = len(other.path) > depth or not other.kind.endswith("_type")
    return mistake.kind.endswith("_type") and knows_better and other.path[:depth] == mistake.path


def _to_leave_out(mistake: Mistake, plan: _Plan) -> Path:
    """Return the path of the least that must go: a field that may be absent.

    Never an item of a list, since the others would change places.
    """
    path = mistake.path[:-1] if mistake.kind == "missing" else mistake.path
    while path and (isinstance(path[-1], int) or path[-1] in plan.at(path[:-1]).required):
        path = path[:-1]
    return path


def _without(data: Any, paths: set[Path], here: Path = ()) -> Any:
    if isinstance(data, list):
        return [_without(value, paths, (*here, number)) for number, value in enumerate(data)]
    if not isinstance(data, dict):
        return data
    kept = ((key, value, (*here, key)) for key, value in data.items())
    return {key: _without(value, paths, path) for key, value, path in kept if path not in paths}


# ------------------------------------------------------------------------- shapes, as plans


@dataclass(frozen=True)
class _Plan:
    """What is expected at one place: enough to leave out what is empty and to name what is wrong."""

    says: str
    """`a list`, `text`, …"""
    shape: Any = None
    """The dataclass, if it is one."""
    is_list: bool = False
    parts: Mapping[str, _Plan] | None = None
    item: Any = None
    """The plan of a list's or mapping's entries."""
    in_words: frozenset[str] = frozenset()
    """Fields that hold a shape of `IN_WORDS`, and so may hold a string instead."""

    @property
    def fields(self) -> Mapping[str, _Plan]:
        return self.parts or {}

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(self.fields)

    @property
    def required(self) -> tuple[str, ...]:
        return tuple(
            each.name
            for each in (dataclasses.fields(self.shape) if self.shape else ())
            if each.default is dataclasses.MISSING and each.default_factory is dataclasses.MISSING
        )

    def below(self, step: str | int) -> _Plan:
        return self.fields.get(str(step)) or self.item or UNKNOWN

    def at(self, path: Path) -> _Plan:
        plan = self
        for step in path:
            plan = plan.below(step)
        return plan


MAPPING = "`key: value` lines"
WHOLE_NUMBER = "a whole number"
UNKNOWN = _Plan("something else")


def _plan(hint: Any) -> _Plan:
    return _plans(hint)


@cache
def _plans(hint: Any) -> _Plan:
    origin = get_origin(hint)
    if origin in {Union, types.UnionType}:
        branches = [_plan(branch) for branch in get_args(hint) if branch is not types.NoneType]
        structured = [branch for branch in branches if branch.parts is not None or branch.item is not None]
        says = " or ".join(branch.says for branch in branches)
        return dataclasses.replace((structured or branches)[0], says=says)
    if dataclasses.is_dataclass(hint):
        hints = get_type_hints(hint)
        parts = {f.name: _plan(hints[f.name]) for f in dataclasses.fields(hint)}
        in_words = frozenset(name for name, part in parts.items() if part.shape in IN_WORDS)
        return _Plan(MAPPING, shape=hint, parts=parts, in_words=in_words)
    if origin is tuple:
        item = _plan(get_args(hint)[0])
        return _Plan("a list of entries" if item.shape else "a list", is_list=True, item=item)
    if origin is not None and isinstance(origin, type) and issubclass(origin, Mapping):
        return _Plan(MAPPING, item=_plan(get_args(hint)[1]))
    words = {bool: "true or false", int: WHOLE_NUMBER}
    return _Plan(words.get(hint, "text"))


def _completed(data: Any, plan: _Plan) -> Any:
    """Leave out fields without a value and write out what `IN_WORDS` lets stand as a string.

    The entries of lists and mappings are kept, since they must have a value.
    """
    if isinstance(data, dict):
        fields = plan.fields
        return {
            key: value if type(value) is str and key not in plan.in_words else _completed(value, plan.below(key))
            for key, value in data.items()
            if value is not None or key not in fields
        }
    if isinstance(data, list):
        return [_completed(value, plan.below(0)) for value in data]
    if isinstance(data, str) and plan.shape in IN_WORDS:
        return {IN_WORDS[plan.shape]: data}
    return data


def _tidy(schema: Any) -> Any:
    """Take out what says nothing to an editor, and allow what is allowed here.

    Editors read `date: 2024` and `locator: 9` as numbers, which here are text like all the rest,
    and a list without items yet as null.
    """
    if isinstance(schema, list):
        return [_tidy(part) for part in schema]
    if not isinstance(schema, dict):
        return schema
    if schema.get("$ref") in {f"#/$defs/{shape.__name__}" for shape in IN_WORDS}:
        return {"anyOf": [{"type": ["string", "number"], "minLength": 1}, schema]}
    tidied: dict[str, Any] = {}
    for key, value in schema.items():
        if key == "default" and value is None:
            continue
        if key == "title" and isinstance(value, str) and not value.startswith("Postil"):
            continue
        if key == "type" and value == "string" and "enum" not in schema and "const" not in schema:
            tidied[key] = ["string", "number"]
        elif key == "type" and value == "array":
            tidied[key] = ["array", "null"]
        elif key == "properties":
            tidied[key] = {name: _tidy(part) for name, part in value.items()}
        else:
            tidied[key] = _tidy(value)
    return tidied
